// Routes and route tables: what AWS refuses of them, and how routes whose target is gone are shown.

package cloudtest

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func routes(x *trial) {
	n := x.network()
	to := func(gateway string) *ec2.CreateRouteInput {
		return &ec2.CreateRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("0.0.0.0/0"), GatewayId: &gateway}
	}
	over := func(destination, gateway string) *ec2.ReplaceRouteInput {
		return &ec2.ReplaceRouteInput{RouteTableId: &n.table, DestinationCidrBlock: &destination, GatewayId: &gateway}
	}
	without := func(destination string) *ec2.DeleteRouteInput {
		return &ec2.DeleteRouteInput{RouteTableId: &n.table, DestinationCidrBlock: &destination}
	}
	stands := func(after string) {
		same(x, "the routes after "+after, x.routes(n.table)["0.0.0.0/0"], n.gateway+" active")
	}
	loose := x.gateway()
	refused(x.on("there"), "RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists.", x.ec2.CreateRoute, to(n.gateway))
	stands("a second one to the same place")
	refused(x.on("gateway of no VPC"), "InvalidParameterValue", "route table "+n.table+" and network gateway "+loose+" belong to different networks", x.ec2.ReplaceRoute, over("0.0.0.0/0", loose))
	stands("a gateway of no VPC")
	refused(x.on("no such route"), "InvalidParameterValue", "There is no route defined for '192.0.2.0/24' in the route table. Use CreateRoute instead.", x.ec2.ReplaceRoute, over("192.0.2.0/24", n.gateway))
	refused(x.on("local"), "InvalidParameterValue", "cannot remove local route 10.0.0.0/16 in route table "+n.table, x.ec2.DeleteRoute, without("10.0.0.0/16"))
	refused(x.on("no such route"), "InvalidRoute.NotFound", "no route with destination-cidr-block 192.0.2.0/24 in route table "+n.table, x.ec2.DeleteRoute, without("192.0.2.0/24"))
	stands("the others")
	refused(x.on("unknown table"), "InvalidRouteTableID.NotFound", "rtb-0123456789abcdef0", x.ec2.DeleteRoute,
		&ec2.DeleteRouteInput{RouteTableId: new("rtb-0123456789abcdef0"), DestinationCidrBlock: new("0.0.0.0/0")})
	does(x, x.ec2.DeleteRoute, without("0.0.0.0/0"))
	same(x, "no route after it was deleted", x.routes(n.table)["0.0.0.0/0"], "")
	refused(x.on("gateway of no VPC"), "InvalidParameterValue", "belong to different networks", x.ec2.CreateRoute, to(loose))
	does(x, x.ec2.CreateRoute, to(n.gateway))
	does(x, x.ec2.CreateRoute, &ec2.CreateRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("203.0.113.77/24"), GatewayId: &n.gateway})
	same(x, "a destination loses its host's part", x.routes(n.table)["203.0.113.0/24"], n.gateway+" active")
}

func tables(x *trial) {
	n := x.network()
	all := does(x, x.ec2.DescribeRouteTables, &ec2.DescribeRouteTablesInput{Filters: append(by("vpc-id", n.vpc), by("association.main", "true")...)}).RouteTables
	x.holds("a VPC is born with a main table", len(all) == 1 && len(all[0].Associations) == 1, all)
	main, bond := *all[0].RouteTableId, *all[0].Associations[0].RouteTableAssociationId
	second := x.table(n.vpc)
	refused(x.on("main"), "InvalidParameterValue", "cannot disassociate the main route table association "+bond, x.ec2.DisassociateRouteTable,
		&ec2.DisassociateRouteTableInput{AssociationId: &bond})
	refused(x.on("another table"), "Resource.AlreadyAssociated", "the specified association for route table "+second+" conflicts with an existing association",
		x.ec2.AssociateRouteTable, &ec2.AssociateRouteTableInput{RouteTableId: &second, SubnetId: &n.public})
	for _, table := range []string{main, n.table} {
		refused(x.on("in use"), "DependencyViolation", "The routeTable '"+table+"' has dependencies and cannot be deleted.", x.ec2.DeleteRouteTable, &ec2.DeleteRouteTableInput{RouteTableId: &table})
	}
	same(x, "the public subnet's table after refusals", x.follows(n.public), n.table)
	next := does(x, x.ec2.ReplaceRouteTableAssociation, &ec2.ReplaceRouteTableAssociationInput{AssociationId: &n.bond, RouteTableId: &second}).NewAssociationId
	same(x, "the public subnet's table after it was replaced", x.follows(n.public), second)
	does(x, x.ec2.DisassociateRouteTable, &ec2.DisassociateRouteTableInput{AssociationId: next})
	same(x, "the public subnet's table after it was taken off", x.follows(n.public), "")
	does(x.on("main"), x.ec2.ReplaceRouteTableAssociation, &ec2.ReplaceRouteTableAssociationInput{AssociationId: &bond, RouteTableId: &n.table})
	refused(x.on("main by now"), "DependencyViolation", "", x.ec2.DeleteRouteTable, &ec2.DeleteRouteTableInput{RouteTableId: &n.table})
	does(x.on("main no more"), x.ec2.DeleteRouteTable, &ec2.DeleteRouteTableInput{RouteTableId: &main})
	does(x, x.ec2.DeleteRouteTable, &ec2.DeleteRouteTableInput{RouteTableId: &second})
}

// follows is the table that a subnet is associated with, "" for the main one.
func (x *trial) follows(subnet string) string {
	x.Helper()
	found := does(x, x.ec2.DescribeRouteTables, &ec2.DescribeRouteTablesInput{Filters: by("association.subnet-id", subnet)}).RouteTables
	if len(found) == 0 {
		return ""
	}
	return *found[0].RouteTableId
}

// blackholes takes every kind of target away, and brings back those that can come back.
func blackholes(x *trial) {
	n := x.network()
	private := x.table(n.vpc)
	eip := x.allocate()
	nat := *does(x, x.ec2.CreateNatGateway, &ec2.CreateNatGatewayInput{SubnetId: &n.public, AllocationId: eip.AllocationId}).NatGateway.NatGatewayId
	machine := x.launch(n.private, false)
	face := *does(x, x.ec2.CreateNetworkInterface, &ec2.CreateNetworkInterfaceInput{SubnetId: &n.private}).NetworkInterface.NetworkInterfaceId
	peer := x.vpc("10.9.0.0/16")
	peering := *does(x, x.ec2.CreateVpcPeeringConnection, &ec2.CreateVpcPeeringConnectionInput{VpcId: &n.vpc, PeerVpcId: &peer}).VpcPeeringConnection.VpcPeeringConnectionId
	does(x, x.ec2.AcceptVpcPeeringConnection, &ec2.AcceptVpcPeeringConnectionInput{VpcPeeringConnectionId: &peering})
	only := *does(x, x.ec2.CreateEgressOnlyInternetGateway, &ec2.CreateEgressOnlyInternetGatewayInput{VpcId: &n.vpc}).EgressOnlyInternetGateway.EgressOnlyInternetGatewayId

	shows := func(destination, target, state string) {
		x.Helper()
		same(x, "route to "+target[:3]+" "+state, x.routes(private)[destination], target+" "+state)
		found := does(x, x.ec2.DescribeRouteTables, &ec2.DescribeRouteTablesInput{Filters: by("route.state", "blackhole")}).RouteTables
		is := slices.ContainsFunc(found, func(t types.RouteTable) bool { return *t.RouteTableId == private })
		x.holds("filter by route.state for "+target[:3]+" "+state, is == (state == "blackhole"), found)
	}
	lose := func(in *ec2.CreateRouteInput, target string, away func(), back func()) {
		x.Helper()
		in.RouteTableId = &private
		does(x, x.ec2.CreateRoute, in)
		to := text(in.DestinationCidrBlock) + text(in.DestinationIpv6CidrBlock)
		shows(to, target, "active")
		away()
		shows(to, target, "blackhole")
		if back != nil {
			back()
			shows(to, target, "active")
		}
		does(x, x.ec2.DeleteRoute, &ec2.DeleteRouteInput{RouteTableId: &private, DestinationCidrBlock: in.DestinationCidrBlock, DestinationIpv6CidrBlock: in.DestinationIpv6CidrBlock})
	}
	id := *machine.InstanceId
	stop := func() { does(x, x.ec2.StopInstances, &ec2.StopInstancesInput{InstanceIds: []string{id}}) }
	start := func() { does(x, x.ec2.StartInstances, &ec2.StartInstancesInput{InstanceIds: []string{id}}) }
	lose(&ec2.CreateRouteInput{DestinationCidrBlock: new("0.0.0.0/0"), NatGatewayId: &nat}, nat,
		func() { does(x, x.ec2.DeleteNatGateway, &ec2.DeleteNatGatewayInput{NatGatewayId: &nat}) }, nil)
	lose(&ec2.CreateRouteInput{DestinationCidrBlock: new("0.0.0.0/0"), GatewayId: &n.gateway}, n.gateway,
		func() {
			does(x, x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc})
		},
		func() { x.attach(n.gateway, n.vpc) })
	lose(&ec2.CreateRouteInput{DestinationCidrBlock: new("192.0.2.0/24"), NetworkInterfaceId: machine.NetworkInterfaces[0].NetworkInterfaceId}, *machine.NetworkInterfaces[0].NetworkInterfaceId, stop, start)
	does(x, x.ec2.CreateRoute, &ec2.CreateRouteInput{RouteTableId: &private, DestinationCidrBlock: new("192.0.2.0/24"), NetworkInterfaceId: &face})
	shows("192.0.2.0/24", face, "blackhole") // nothing has it
	does(x, x.ec2.DeleteRoute, &ec2.DeleteRouteInput{RouteTableId: &private, DestinationCidrBlock: new("192.0.2.0/24")})
	lose(&ec2.CreateRouteInput{DestinationCidrBlock: new("10.9.0.0/16"), VpcPeeringConnectionId: &peering}, peering,
		func() {
			does(x, x.ec2.DeleteVpcPeeringConnection, &ec2.DeleteVpcPeeringConnectionInput{VpcPeeringConnectionId: &peering})
		}, nil)
	lose(&ec2.CreateRouteInput{DestinationIpv6CidrBlock: new("::/0"), EgressOnlyInternetGatewayId: &only}, only,
		func() {
			does(x, x.ec2.DeleteEgressOnlyInternetGateway, &ec2.DeleteEgressOnlyInternetGatewayInput{EgressOnlyInternetGatewayId: &only})
		}, nil)
	refused(x.on("gone NAT gateway"), "InvalidNatGatewayID.NotFound", nat, x.ec2.CreateRoute, &ec2.CreateRouteInput{RouteTableId: &private, DestinationCidrBlock: new("0.0.0.0/0"), NatGatewayId: &nat})
	refused(x.on("gone NAT gateway"), "InvalidNatGatewayID.NotFound", nat, x.ec2.ReplaceRoute, &ec2.ReplaceRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("0.0.0.0/0"), NatGatewayId: &nat})
	same(x, "the route after a refused replacement", x.routes(n.table)["0.0.0.0/0"], n.gateway+" active")
	transit(x, n.vpc, n.private, private)
}

// transit does the same with a transit gateway, which must be attached to the VPC.
func transit(x *trial, vpc, subnet, table string) {
	x.Helper()
	hub := *does(x, x.ec2.CreateTransitGateway, &ec2.CreateTransitGatewayInput{}).TransitGateway.TransitGatewayId
	in := &ec2.CreateTransitGatewayVpcAttachmentInput{TransitGatewayId: &hub, VpcId: &vpc, SubnetIds: []string{subnet}}
	spoke := does(x, x.ec2.CreateTransitGatewayVpcAttachment, in).TransitGatewayVpcAttachment.TransitGatewayAttachmentId
	does(x, x.ec2.CreateRoute, &ec2.CreateRouteInput{RouteTableId: &table, DestinationCidrBlock: new("10.0.0.0/8"), TransitGatewayId: &hub})
	same(x, "route to a transit gateway", x.routes(table)["10.0.0.0/8"], hub+" active")
	does(x, x.ec2.DeleteTransitGatewayVpcAttachment, &ec2.DeleteTransitGatewayVpcAttachmentInput{TransitGatewayAttachmentId: spoke})
	same(x, "route to a transit gateway whose attachment is gone", x.routes(table)["10.0.0.0/8"], hub+" blackhole")
}
