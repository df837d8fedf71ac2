// What has ended stays ended, what is malformed is told before anything is looked for, and who a call is about is whoever
// makes it unless it says so.

package cloudtest

import (
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func ended(x *trial) {
	n := x.network()
	machine := *x.launch(n.public, false).InstanceId
	one := []string{machine}
	x.terminate(machine)
	refused(x.on("terminated"), "IncorrectInstanceState", machine, x.ec2.StartInstances, &ec2.StartInstancesInput{InstanceIds: one})
	refused(x.on("terminated"), "IncorrectInstanceState", machine, x.ec2.StopInstances, &ec2.StopInstancesInput{InstanceIds: one})
	group := does(x, x.ec2.CreateSecurityGroup, &ec2.CreateSecurityGroupInput{GroupName: new("late"), Description: new("late"), VpcId: &n.vpc}).GroupId
	refused(x.on("terminated"), "IncorrectInstanceState", machine, x.ec2.ModifyInstanceAttribute, &ec2.ModifyInstanceAttributeInput{InstanceId: &machine, Groups: []string{*group}})
	refused(x.on("terminated"), "InvalidInstanceID", machine, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: x.allocate().AllocationId, InstanceId: &machine})
	face := does(x, x.ec2.CreateNetworkInterface, &ec2.CreateNetworkInterfaceInput{SubnetId: &n.private}).NetworkInterface.NetworkInterfaceId
	refused(x.on("terminated"), "IncorrectInstanceState", machine, x.ec2.AttachNetworkInterface, &ec2.AttachNetworkInterfaceInput{NetworkInterfaceId: face, InstanceId: &machine, DeviceIndex: new(int32(1))})
	disk := does(x, x.ec2.CreateVolume, &ec2.CreateVolumeInput{AvailabilityZone: new(region + "a"), Size: new(int32(1))}).VolumeId
	refused(x.on("terminated"), "IncorrectState", machine, x.ec2.AttachVolume, &ec2.AttachVolumeInput{InstanceId: &machine, VolumeId: disk, Device: new("/dev/sdf")})
	refused(x.on("terminated"), "IncorrectState", machine, x.ec2.RebootInstances, &ec2.RebootInstancesInput{InstanceIds: one})
	does(x, x.iam.CreateInstanceProfile, &iam.CreateInstanceProfileInput{InstanceProfileName: new("too-late")})
	refused(x.on("terminated"), "IncorrectInstanceState", machine, x.ec2.AssociateIamInstanceProfile, &ec2.AssociateIamInstanceProfileInput{
		InstanceId: &machine, IamInstanceProfile: &types.IamInstanceProfileSpecification{Name: new("too-late")},
	})
	does(x.on("terminated"), x.ec2.TerminateInstances, &ec2.TerminateInstancesInput{InstanceIds: one})
	same(x, "terminated for ever", x.instance(machine).State.Name, types.InstanceStateNameTerminated)
	spare := x.table(n.vpc)
	does(x, x.ec2.DeleteRouteTable, &ec2.DeleteRouteTableInput{RouteTableId: &spare})
	refused(x.on("table gone"), "InvalidRouteTableID.NotFound", spare, x.ec2.AssociateRouteTable, &ec2.AssociateRouteTableInput{RouteTableId: &spare, SubnetId: &n.private})
	refused(x.on("table gone"), "InvalidRouteTableID.NotFound", spare, x.ec2.ReplaceRouteTableAssociation, &ec2.ReplaceRouteTableAssociationInput{AssociationId: &n.bond, RouteTableId: &spare})
	same(x, "the public subnet's table after refusals", x.follows(n.public), n.table)
	strange := x.table(x.vpc("10.1.0.0/16"))
	refused(x.on("table of another VPC"), "InvalidParameterValue", "belong to different networks", x.ec2.AssociateRouteTable, &ec2.AssociateRouteTableInput{RouteTableId: &strange, SubnetId: &n.private})
	same(x, "the private subnet's table after refusals", x.follows(n.private), "")
	refused(x.on("unknown"), "NatGatewayNotFound", "nat-0123456789abcdef0", x.ec2.DeleteNatGateway, &ec2.DeleteNatGatewayInput{NatGatewayId: new("nat-0123456789abcdef0")})
}

// absentGroups: groups that calls name must be there, and what AWS cannot do without must be named.
func absentGroups(x *trial) {
	n := x.network()
	gone := *does(x, x.ec2.CreateSecurityGroup, &ec2.CreateSecurityGroupInput{GroupName: new("gone"), Description: new("gone"), VpcId: &n.vpc}).GroupId
	kept := does(x, x.ec2.CreateSecurityGroup, &ec2.CreateSecurityGroupInput{GroupName: new("kept"), Description: new("kept"), VpcId: &n.vpc}).GroupId
	does(x, x.ec2.DeleteSecurityGroup, &ec2.DeleteSecurityGroupInput{GroupId: &gone})
	machine := x.launch(n.public, false)
	face := does(x, x.ec2.CreateNetworkInterface, &ec2.CreateNetworkInterfaceInput{SubnetId: &n.private, Groups: []string{*kept}}).NetworkInterface.NetworkInterfaceId
	for _, group := range []string{gone, "sg-0123456789abcdef0"} {
		named := []string{group}
		pairs := []types.IpPermission{{IpProtocol: new("-1"), UserIdGroupPairs: []types.UserIdGroupPair{{GroupId: &group}}}}
		refused(x.on("no group"), "InvalidGroup.NotFound", group, x.ec2.CreateNetworkInterface, &ec2.CreateNetworkInterfaceInput{SubnetId: &n.private, Groups: named})
		refused(x.on("no group"), "InvalidGroup.NotFound", group, x.ec2.ModifyNetworkInterfaceAttribute, &ec2.ModifyNetworkInterfaceAttributeInput{NetworkInterfaceId: face, Groups: named})
		refused(x.on("no group"), "InvalidGroup.NotFound", group, x.ec2.ModifyInstanceAttribute, &ec2.ModifyInstanceAttributeInput{InstanceId: machine.InstanceId, Groups: named})
		refused(x.on("no group"), "InvalidGroup.NotFound", group, x.ec2.AuthorizeSecurityGroupIngress, &ec2.AuthorizeSecurityGroupIngressInput{GroupId: kept, IpPermissions: pairs})
		refused(x.on("no group"), "InvalidGroup.NotFound", group, x.ec2.AuthorizeSecurityGroupEgress, &ec2.AuthorizeSecurityGroupEgressInput{GroupId: kept, IpPermissions: pairs})
		refused(x.on("no group"), "InvalidGroup.NotFound", group, x.ec2.RunInstances, &ec2.RunInstancesInput{
			ImageId: machine.ImageId, InstanceType: "t3.micro", MinCount: new(int32(1)), MaxCount: new(int32(1)), SubnetId: &n.private, SecurityGroupIds: named,
		})
	}
	refused(x.on("no target"), "InvalidParameterCombination", "", x.ec2.CreateRoute, &ec2.CreateRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("198.51.100.0/24")})
	refused(x.on("no target"), "InvalidParameterCombination", "", x.ec2.ReplaceRoute, &ec2.ReplaceRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("0.0.0.0/0")})
	refused(x.on("no address"), "MissingParameter", "AllocationId", x.ec2.CreateNatGateway, &ec2.CreateNatGatewayInput{SubnetId: &n.public})
}

// trimmed: a range is kept without the host's part.
func trimmed(x *trial) {
	vpc := does(x, x.ec2.CreateVpc, &ec2.CreateVpcInput{CidrBlock: new("10.0.5.9/16")}).Vpc
	same(x, "ec2.CreateVpc(host's part)", text(vpc.CidrBlock), "10.0.0.0/16")
	made := does(x, x.ec2.CreateSubnet, &ec2.CreateSubnetInput{VpcId: vpc.VpcId, CidrBlock: new("10.0.7.9/24")}).Subnet
	same(x, "ec2.CreateSubnet(host's part)", text(made.CidrBlock), "10.0.7.0/24")
}

// again: a client that had no answer asks once more, by the same token.
func again(x *trial) {
	n := x.network()
	in := ec2.RunInstancesInput{
		ImageId: x.launch(n.public, false).ImageId, InstanceType: "t3.micro", MinCount: new(int32(1)), MaxCount: new(int32(1)), SubnetId: &n.private, ClientToken: new("asked-twice"),
	}
	first := does(x, x.ec2.RunInstances, &in).Instances
	second := does(x.on("again"), x.ec2.RunInstances, &in).Instances
	same(x, "ec2.RunInstances(again)", text(second[0].InstanceId), text(first[0].InstanceId))
	same(x, "instances after a launch that was asked twice", len(x.inSubnet(n.private)), 1)
	in.InstanceType = "t3.small"
	refused(x.on("token of another launch"), "IdempotentParameterMismatch", "", x.ec2.RunInstances, &in)
}

// inSubnet are the instances of a subnet.
func (x *trial) inSubnet(subnet string) (found []types.Instance) {
	x.Helper()
	for _, r := range does(x, x.ec2.DescribeInstances, &ec2.DescribeInstancesInput{Filters: by("subnet-id", subnet)}).Reservations {
		found = append(found, r.Instances...)
	}
	return found
}

func forms(x *trial) {
	vpc, none := x.vpc("10.0.0.0/16"), new("")
	for gateway, code := range map[string]string{"": "MissingParameter", "igw-xyz": "InvalidInternetGatewayId.Malformed"} {
		refused(x, code, "", x.ec2.AttachInternetGateway, &ec2.AttachInternetGatewayInput{InternetGatewayId: &gateway, VpcId: &vpc})
		refused(x, code, "", x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &gateway, VpcId: &vpc})
		refused(x, code, "", x.ec2.DeleteInternetGateway, &ec2.DeleteInternetGatewayInput{InternetGatewayId: &gateway})
	}
	igw := x.gateway()
	refused(x.on("no VPC"), "MissingParameter", "vpcId", x.ec2.AttachInternetGateway, &ec2.AttachInternetGatewayInput{InternetGatewayId: &igw, VpcId: none})
	same(x, "attached to nothing", x.attached(igw), "")
}

// callers: a call that names no user is about whoever makes it, and a session is no user.
func callers(x *trial) {
	carol, key := x.user("carol", everything)
	same(x, "iam.GetUser(own)", text(does(carol, carol.iam.GetUser, &iam.GetUserInput{}).User.UserName), "carol")
	own := does(carol, carol.iam.ListAccessKeys, &iam.ListAccessKeysInput{}).AccessKeyMetadata
	x.holds("iam.ListAccessKeys(own)", len(own) == 1 && *own[0].AccessKeyId == *key.AccessKeyId, own)
	refused(x.on("has keys"), "DeleteConflict", "", x.iam.DeleteUser, &iam.DeleteUserInput{UserName: new("carol")})

	does(x, x.iam.CreateRole, &iam.CreateRoleInput{RoleName: new("shift"), AssumeRolePolicyDocument: new(trust)})
	does(x, x.iam.PutRolePolicy, &iam.PutRolePolicyInput{RoleName: new("shift"), PolicyName: new("all"), PolicyDocument: &everything})
	role := new("arn:aws:iam::" + account + ":role/shift")
	shift := does(carol, carol.sts.AssumeRole, &sts.AssumeRoleInput{RoleArn: role, RoleSessionName: new("early")}).Credentials
	early := x.as(*shift.AccessKeyId, *shift.SecretAccessKey, *shift.SessionToken)
	refused(early.on("session"), "AccessDenied", "", early.sts.GetSessionToken, &sts.GetSessionTokenInput{})
	refused(early.on("session"), "AccessDenied", "", early.sts.GetFederationToken, &sts.GetFederationTokenInput{Name: new("f")})
	refused(early.on("two hours of a second role"), "ValidationError", "", early.sts.AssumeRole, &sts.AssumeRoleInput{RoleArn: role, RoleSessionName: new("late"), DurationSeconds: new(int32(7200))})
	refused(early.on("session"), "ValidationError", "", early.iam.GetUser, &iam.GetUserInput{})
	refused(early.on("session"), "ValidationError", "", early.iam.CreateAccessKey, &iam.CreateAccessKeyInput{})
	refused(early.on("session"), "ValidationError", "", early.iam.ListAccessKeys, &iam.ListAccessKeysInput{})
	refused(early.on("session"), "ValidationError", "", early.iam.DeleteAccessKey, &iam.DeleteAccessKeyInput{AccessKeyId: key.AccessKeyId})
	refused(early.on("session"), "ValidationError", "", early.iam.UpdateAccessKey, &iam.UpdateAccessKeyInput{AccessKeyId: key.AccessKeyId, Status: "Inactive"})
	refused(early.on("session"), "InvalidUserType", "", early.iam.ChangePassword, &iam.ChangePasswordInput{OldPassword: new("a"), NewPassword: new("bbbbbbbb1!A")})
	does(carol.on("key untouched"), carol.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	nobody := new("arn:aws:iam::" + account + ":role/nobody")
	refused(carol.on("no such role"), "AccessDenied", "", carol.sts.AssumeRole, &sts.AssumeRoleInput{RoleArn: nobody, RoleSessionName: new("x")})
	refused(x.on("no such role"), "AccessDenied", "", x.sts.AssumeRoleWithWebIdentity, &sts.AssumeRoleWithWebIdentityInput{RoleArn: nobody, RoleSessionName: new("x"), WebIdentityToken: new("token")})
	refused(x.on("no such role"), "AccessDenied", "", x.sts.AssumeRoleWithSAML, &sts.AssumeRoleWithSAMLInput{
		RoleArn: nobody, PrincipalArn: new("arn:aws:iam::" + account + ":saml-provider/p"), SAMLAssertion: new("QQ=="),
	})
}
