// Networks that cases begin with, and what they look up.

package cloudtest

import (
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// network is a VPC with a gateway, a public subnet that follows a table with a route to it, and a private subnet.
type network struct {
	vpc, gateway, table, bond string // bond: the association of the public subnet with the table
	public, private           string
}

func (x *trial) vpc(block string) string {
	x.Helper()
	return *does(x, x.ec2.CreateVpc, &ec2.CreateVpcInput{CidrBlock: &block}).Vpc.VpcId
}

func (x *trial) subnet(vpc, block string) string {
	x.Helper()
	in := &ec2.CreateSubnetInput{VpcId: &vpc, CidrBlock: &block, AvailabilityZone: new(region + "a")}
	return *does(x, x.ec2.CreateSubnet, in).Subnet.SubnetId
}

func (x *trial) gateway() string {
	x.Helper()
	return *does(x, x.ec2.CreateInternetGateway, &ec2.CreateInternetGatewayInput{}).InternetGateway.InternetGatewayId
}

func (x *trial) table(vpc string) string {
	x.Helper()
	return *does(x, x.ec2.CreateRouteTable, &ec2.CreateRouteTableInput{VpcId: &vpc}).RouteTable.RouteTableId
}

func (x *trial) attach(gateway, vpc string) {
	x.Helper()
	does(x, x.ec2.AttachInternetGateway, &ec2.AttachInternetGatewayInput{InternetGatewayId: &gateway, VpcId: &vpc})
}

func (x *trial) network() network {
	x.Helper()
	n := network{vpc: x.vpc("10.0.0.0/16")}
	n.public, n.private = x.subnet(n.vpc, "10.0.1.0/24"), x.subnet(n.vpc, "10.0.2.0/24")
	n.gateway, n.table = x.gateway(), x.table(n.vpc)
	x.attach(n.gateway, n.vpc)
	does(x, x.ec2.CreateRoute, &ec2.CreateRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("0.0.0.0/0"), GatewayId: &n.gateway})
	in := &ec2.AssociateRouteTableInput{RouteTableId: &n.table, SubnetId: &n.public}
	n.bond = *does(x, x.ec2.AssociateRouteTable, in).AssociationId
	return n
}

// image is one that instances can be launched from.
func (x *trial) image() string {
	x.Helper()
	found := does(x, x.ec2.DescribeImages, &ec2.DescribeImagesInput{Owners: []string{"amazon"}}).Images
	if len(found) == 0 {
		x.Fatal("no image of Amazon's")
	}
	return *found[0].ImageId
}

// launch starts one instance with a public address or without.
func (x *trial) launch(subnet string, public bool) types.Instance {
	x.Helper()
	return does(x, x.ec2.RunInstances, &ec2.RunInstancesInput{
		ImageId: new(x.image()), InstanceType: types.InstanceTypeT3Micro, MinCount: new(int32(1)), MaxCount: new(int32(1)),
		NetworkInterfaces: []types.InstanceNetworkInterfaceSpecification{{DeviceIndex: new(int32(0)), SubnetId: &subnet, AssociatePublicIpAddress: &public}},
	}).Instances[0]
}

// instance describes one.
func (x *trial) instance(id string) types.Instance {
	x.Helper()
	found := does(x, x.ec2.DescribeInstances, &ec2.DescribeInstancesInput{InstanceIds: []string{id}}).Reservations
	if len(found) != 1 || len(found[0].Instances) != 1 {
		x.Fatalf("%s is %+v", id, found)
	}
	return found[0].Instances[0]
}

func (x *trial) terminate(ids ...string) {
	x.Helper()
	does(x, x.ec2.TerminateInstances, &ec2.TerminateInstancesInput{InstanceIds: ids})
}

// allocate makes an Elastic IP.
func (x *trial) allocate() *ec2.AllocateAddressOutput {
	x.Helper()
	return does(x, x.ec2.AllocateAddress, &ec2.AllocateAddressInput{Domain: types.DomainTypeVpc})
}

// address describes an Elastic IP.
func (x *trial) address(id string) types.Address {
	x.Helper()
	found := does(x, x.ec2.DescribeAddresses, &ec2.DescribeAddressesInput{AllocationIds: []string{id}}).Addresses
	if len(found) != 1 {
		x.Fatalf("%s is %+v", id, found)
	}
	return found[0]
}

// attached is the VPC that a gateway is attached to, "" for none.
func (x *trial) attached(gateway string) string {
	x.Helper()
	found := does(x, x.ec2.DescribeInternetGateways, &ec2.DescribeInternetGatewaysInput{InternetGatewayIds: []string{gateway}}).InternetGateways
	if len(found) != 1 || len(found[0].Attachments) == 0 {
		return ""
	}
	return text(found[0].Attachments[0].VpcId)
}

// routes are those of a table: the target and the state of each by its destination.
func (x *trial) routes(table string) map[string]string {
	x.Helper()
	found := does(x, x.ec2.DescribeRouteTables, &ec2.DescribeRouteTablesInput{RouteTableIds: []string{table}}).RouteTables
	if len(found) != 1 {
		x.Fatalf("%s is %+v", table, found)
	}
	routes := map[string]string{}
	for _, r := range found[0].Routes {
		to := text(r.DestinationCidrBlock) + text(r.DestinationIpv6CidrBlock) + text(r.DestinationPrefixListId)
		routes[to] = target(r) + " " + string(r.State)
	}
	return routes
}

// target is where a route leads.
func target(r types.Route) string {
	for _, t := range []*string{
		r.GatewayId, r.NatGatewayId, r.EgressOnlyInternetGatewayId, r.VpcPeeringConnectionId, r.TransitGatewayId, r.NetworkInterfaceId, r.InstanceId,
	} {
		if text(t) != "" {
			return *t
		}
	}
	return "nowhere"
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// by is a filter.
func by(name string, values ...string) []types.Filter {
	return []types.Filter{{Name: &name, Values: values}}
}
