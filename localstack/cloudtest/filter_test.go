// Security groups and network ACLs: rules as they were set, and as they were taken away.

package cloudtest

import (
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// everywhere opens a port to everybody.
func everywhere(port int32) []types.IpPermission {
	return []types.IpPermission{{IpProtocol: new("tcp"), FromPort: &port, ToPort: &port, IpRanges: []types.IpRange{{CidrIp: new("0.0.0.0/0")}}}}
}

func groups(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	group := does(x, x.ec2.CreateSecurityGroup, &ec2.CreateSecurityGroupInput{GroupName: new("web"), Description: new("web"), VpcId: &vpc}).GroupId
	refused(x.on("name twice"), "InvalidGroup.Duplicate", "", x.ec2.CreateSecurityGroup, &ec2.CreateSecurityGroupInput{GroupName: new("web"), Description: new("web"), VpcId: &vpc})
	find := func() types.SecurityGroup {
		return does(x, x.ec2.DescribeSecurityGroups, &ec2.DescribeSecurityGroupsInput{GroupIds: []string{*group}}).SecurityGroups[0]
	}
	same(x, "a group is born with one way out", len(find().IpPermissionsEgress), 1)
	authorize := &ec2.AuthorizeSecurityGroupIngressInput{GroupId: group, IpPermissions: everywhere(22)}
	rules := does(x, x.ec2.AuthorizeSecurityGroupIngress, authorize).SecurityGroupRules
	x.holds("ec2.AuthorizeSecurityGroupIngress tells the rule", len(rules) == 1 && text(rules[0].SecurityGroupRuleId) != "", rules)
	refused(x.on("twice"), "InvalidPermission.Duplicate", "", x.ec2.AuthorizeSecurityGroupIngress, authorize)
	shown := does(x, x.ec2.DescribeSecurityGroupRules, &ec2.DescribeSecurityGroupRulesInput{Filters: by("group-id", *group)}).SecurityGroupRules
	same(x, "ec2.DescribeSecurityGroupRules", len(shown), 2)
	revoke := &ec2.RevokeSecurityGroupIngressInput{GroupId: group, IpPermissions: everywhere(22)}
	does(x, x.ec2.RevokeSecurityGroupIngress, revoke)
	refused(x.on("no such rule"), "InvalidPermission.NotFound", "", x.ec2.RevokeSecurityGroupIngress, revoke)
	all := []types.IpPermission{{IpProtocol: new("-1"), IpRanges: []types.IpRange{{CidrIp: new("0.0.0.0/0")}}}}
	does(x, x.ec2.RevokeSecurityGroupEgress, &ec2.RevokeSecurityGroupEgressInput{GroupId: group, IpPermissions: all})
	same(x, "no way out", len(find().IpPermissionsEgress), 0)
	does(x, x.ec2.AuthorizeSecurityGroupEgress, &ec2.AuthorizeSecurityGroupEgressInput{GroupId: group, IpPermissions: everywhere(443)})
	same(x, "one way out again", len(find().IpPermissionsEgress), 1)
	machine := x.launch(x.subnet(vpc, "10.0.1.0/24"), false)
	does(x, x.ec2.ModifyInstanceAttribute, &ec2.ModifyInstanceAttributeInput{InstanceId: machine.InstanceId, Groups: []string{*group}})
	now := x.instance(*machine.InstanceId).SecurityGroups
	x.holds("ec2.ModifyInstanceAttribute(groups)", len(now) == 1 && *now[0].GroupId == *group, now)
	refused(x.on("in use"), "DependencyViolation", "", x.ec2.DeleteSecurityGroup, &ec2.DeleteSecurityGroupInput{GroupId: group})
	x.terminate(*machine.InstanceId)
	does(x, x.ec2.DeleteSecurityGroup, &ec2.DeleteSecurityGroupInput{GroupId: group})
}

func acls(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	subnet := x.subnet(vpc, "10.0.1.0/24")
	of := func() types.NetworkAcl {
		return does(x, x.ec2.DescribeNetworkAcls, &ec2.DescribeNetworkAclsInput{Filters: by("association.subnet-id", subnet)}).NetworkAcls[0]
	}
	first := of()
	same(x, "a subnet begins with its VPC's own ACL", *first.IsDefault, true)
	acl := does(x, x.ec2.CreateNetworkAcl, &ec2.CreateNetworkAclInput{VpcId: &vpc}).NetworkAcl
	entry := func(action types.RuleAction) (*string, *ec2.ReplaceNetworkAclEntryInput) {
		return acl.NetworkAclId, &ec2.ReplaceNetworkAclEntryInput{
			NetworkAclId: acl.NetworkAclId, RuleNumber: new(int32(100)), Protocol: new("-1"), RuleAction: action, Egress: new(true), CidrBlock: new("0.0.0.0/0"),
		}
	}
	does(x, x.ec2.CreateNetworkAclEntry, &ec2.CreateNetworkAclEntryInput{
		NetworkAclId: acl.NetworkAclId, RuleNumber: new(int32(100)), Protocol: new("-1"), RuleAction: types.RuleActionDeny, Egress: new(true), CidrBlock: new("0.0.0.0/0"),
	})
	_, replace := entry(types.RuleActionAllow)
	does(x, x.ec2.ReplaceNetworkAclEntry, replace)
	bond := ""
	for _, a := range first.Associations {
		if *a.SubnetId == subnet {
			bond = *a.NetworkAclAssociationId
		}
	}
	does(x, x.ec2.ReplaceNetworkAclAssociation, &ec2.ReplaceNetworkAclAssociationInput{AssociationId: &bond, NetworkAclId: acl.NetworkAclId})
	now := of()
	same(x, "ec2.ReplaceNetworkAclAssociation", *now.NetworkAclId, *acl.NetworkAclId)
	actions := map[types.RuleAction]int{}
	for _, e := range now.Entries {
		if *e.RuleNumber == 100 {
			actions[e.RuleAction]++
		}
	}
	x.holds("ec2.ReplaceNetworkAclEntry", actions[types.RuleActionAllow] == 1 && len(actions) == 1, now.Entries)
	does(x, x.ec2.DeleteNetworkAclEntry, &ec2.DeleteNetworkAclEntryInput{NetworkAclId: acl.NetworkAclId, RuleNumber: new(int32(100)), Egress: new(true)})
}
