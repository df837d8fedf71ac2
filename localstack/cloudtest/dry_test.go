// Dry runs change nothing, whatever is asked, and answer what would have come of it.

package cloudtest

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

const wouldHave = "Request would have succeeded, but DryRun flag is set."

func dryRuns(x *trial) {
	n := x.network()
	loose, spare := x.gateway(), x.table(n.vpc)
	eip := x.allocate()
	machine := *x.launch(n.public, false).InstanceId
	volume := does(x, x.ec2.CreateVolume, &ec2.CreateVolumeInput{AvailabilityZone: new(region + "a"), Size: new(int32(1))}).VolumeId
	group := does(x, x.ec2.CreateSecurityGroup, &ec2.CreateSecurityGroupInput{GroupName: new("dry"), Description: new("dry"), VpcId: &n.vpc}).GroupId
	acl := does(x, x.ec2.CreateNetworkAcl, &ec2.CreateNetworkAclInput{VpcId: &n.vpc}).NetworkAcl.NetworkAclId
	before := x.picture(n)
	dry, all := new(true), new("0.0.0.0/0")
	permission := []types.IpPermission{{IpProtocol: new("tcp"), FromPort: new(int32(22)), ToPort: new(int32(22)), IpRanges: []types.IpRange{{CidrIp: all}}}}
	ran(x, x.ec2.CreateVpc, &ec2.CreateVpcInput{CidrBlock: new("10.8.0.0/16"), DryRun: dry})
	ran(x, x.ec2.CreateSubnet, &ec2.CreateSubnetInput{VpcId: &n.vpc, CidrBlock: new("10.0.9.0/24"), DryRun: dry})
	ran(x, x.ec2.CreateInternetGateway, &ec2.CreateInternetGatewayInput{DryRun: dry})
	ran(x, x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc, DryRun: dry})
	ran(x, x.ec2.DeleteInternetGateway, &ec2.DeleteInternetGatewayInput{InternetGatewayId: &loose, DryRun: dry})
	ran(x, x.ec2.CreateRouteTable, &ec2.CreateRouteTableInput{VpcId: &n.vpc, DryRun: dry})
	ran(x, x.ec2.DeleteRouteTable, &ec2.DeleteRouteTableInput{RouteTableId: &spare, DryRun: dry})
	ran(x, x.ec2.CreateRoute, &ec2.CreateRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("192.0.2.0/24"), GatewayId: &n.gateway, DryRun: dry})
	ran(x, x.ec2.ReplaceRoute, &ec2.ReplaceRouteInput{RouteTableId: &n.table, DestinationCidrBlock: all, GatewayId: &n.gateway, DryRun: dry})
	ran(x, x.ec2.DeleteRoute, &ec2.DeleteRouteInput{RouteTableId: &n.table, DestinationCidrBlock: all, DryRun: dry})
	ran(x, x.ec2.DisassociateRouteTable, &ec2.DisassociateRouteTableInput{AssociationId: &n.bond, DryRun: dry})
	ran(x, x.ec2.ReplaceRouteTableAssociation, &ec2.ReplaceRouteTableAssociationInput{AssociationId: &n.bond, RouteTableId: &spare, DryRun: dry})
	ran(x, x.ec2.AssociateRouteTable, &ec2.AssociateRouteTableInput{RouteTableId: &spare, SubnetId: &n.private, DryRun: dry})
	ran(x, x.ec2.AllocateAddress, &ec2.AllocateAddressInput{DryRun: dry})
	ran(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &machine, DryRun: dry})
	ran(x, x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: eip.AllocationId, DryRun: dry})
	ran(x, x.ec2.CreateNatGateway, &ec2.CreateNatGatewayInput{SubnetId: &n.public, AllocationId: eip.AllocationId, DryRun: dry})
	ran(x, x.ec2.RunInstances, &ec2.RunInstancesInput{ImageId: new(x.image()), MinCount: new(int32(1)), MaxCount: new(int32(1)), SubnetId: &n.public, DryRun: dry})
	ran(x, x.ec2.StopInstances, &ec2.StopInstancesInput{InstanceIds: []string{machine}, DryRun: dry})
	ran(x, x.ec2.TerminateInstances, &ec2.TerminateInstancesInput{InstanceIds: []string{machine}, DryRun: dry})
	ran(x, x.ec2.AuthorizeSecurityGroupIngress, &ec2.AuthorizeSecurityGroupIngressInput{GroupId: group, IpPermissions: permission, DryRun: dry})
	ran(x, x.ec2.DeleteSecurityGroup, &ec2.DeleteSecurityGroupInput{GroupId: group, DryRun: dry})
	ran(x, x.ec2.DeleteNetworkAcl, &ec2.DeleteNetworkAclInput{NetworkAclId: acl, DryRun: dry})
	ran(x, x.ec2.CreateNetworkAclEntry, &ec2.CreateNetworkAclEntryInput{NetworkAclId: acl, RuleNumber: new(int32(1)), Protocol: new("-1"), RuleAction: types.RuleActionDeny, Egress: new(true), CidrBlock: all, DryRun: dry})
	ran(x, x.ec2.DeleteVolume, &ec2.DeleteVolumeInput{VolumeId: volume, DryRun: dry})
	ran(x, x.ec2.CreateSnapshot, &ec2.CreateSnapshotInput{VolumeId: volume, DryRun: dry})
	ran(x, x.ec2.EnableEbsEncryptionByDefault, &ec2.EnableEbsEncryptionByDefaultInput{DryRun: dry})
	ran(x, x.ec2.DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &n.private, DryRun: dry})
	same(x, "the network after dry runs", x.picture(n), before)

	does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &machine})
	ran(x, x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc, DryRun: dry}) // permission is all that is asked
	refused(x.on("no dry run"), "DependencyViolation", "mapped public address", x.ec2.DetachInternetGateway,
		&ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc})
	refused(x.on("dry run of an unknown gateway"), "InvalidInternetGatewayID.NotFound", "", x.ec2.DetachInternetGateway,
		&ec2.DetachInternetGatewayInput{InternetGatewayId: new("igw-0123456789abcdef0"), VpcId: &n.vpc, DryRun: dry})
}

// ran makes a dry run of what would go through.
func ran[I, O, P any](x *trial, f call[I, O, P], in *I) {
	x.Helper()
	refused(x.on("dry run"), "DryRunOperation", wouldHave, f, in)
}

// picture is what can be seen of a network and beside it, in words that are compared.
func (x *trial) picture(n network) string {
	x.Helper()
	in := by("vpc-id", n.vpc)
	tables := does(x, x.ec2.DescribeRouteTables, &ec2.DescribeRouteTablesInput{Filters: in}).RouteTables
	subnets := does(x, x.ec2.DescribeSubnets, &ec2.DescribeSubnetsInput{Filters: in}).Subnets
	groups := does(x, x.ec2.DescribeSecurityGroups, &ec2.DescribeSecurityGroupsInput{Filters: in}).SecurityGroups
	acls := does(x, x.ec2.DescribeNetworkAcls, &ec2.DescribeNetworkAclsInput{Filters: in}).NetworkAcls
	machines := does(x, x.ec2.DescribeInstances, &ec2.DescribeInstancesInput{Filters: in}).Reservations
	vpcs := does(x, x.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{}).Vpcs
	gateways := does(x, x.ec2.DescribeInternetGateways, &ec2.DescribeInternetGatewaysInput{}).InternetGateways
	eips := does(x, x.ec2.DescribeAddresses, &ec2.DescribeAddressesInput{}).Addresses
	nats := does(x, x.ec2.DescribeNatGateways, &ec2.DescribeNatGatewaysInput{Filter: in}).NatGateways
	volumes := does(x, x.ec2.DescribeVolumes, &ec2.DescribeVolumesInput{}).Volumes
	s := fmt.Sprintf("%d tables, %d subnets, %d groups, %d ACLs, %d VPCs, %d gateways, %d NAT gateways, %d addresses, %d volumes; %s; %s", len(tables), len(subnets),
		len(groups), len(acls), len(vpcs), len(gateways), len(nats), len(eips), len(volumes), x.routes(n.table), x.attached(n.gateway))
	for _, m := range machines {
		for _, i := range m.Instances {
			s += fmt.Sprintf("; %s %s %s", *i.InstanceId, i.State.Name, text(i.PublicIpAddress))
		}
	}
	for _, g := range groups {
		s += fmt.Sprintf("; %s %d in %d out", *g.GroupId, len(g.IpPermissions), len(g.IpPermissionsEgress))
	}
	return s
}
