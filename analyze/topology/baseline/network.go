// The ground of a network: VPCs, subnets, route tables, gateways and addresses.

package baseline

import (
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

func readVPC(s *sheet, o dialect.Object) {
	id := o.First("vpcId")
	s.stands(topology.VPC, id, o)
	s.vpcs = append(s.vpcs, id)
	if cidr := o.First("cidrBlock"); cidr != "" && o.Get("cidrBlockAssociationSet") == nil {
		s.yes(topology.VPC, id, topology.Range, cidr)
	}
	s.ranges(topology.VPC, id, o)
}

// ranges says which ranges belong to a VPC or subnet.
func (s *sheet) ranges(kind topology.Kind, id string, o dialect.Object) {
	for _, set := range []string{"cidrBlock", "ipv6CidrBlock"} {
		for _, bond := range objects(o, set+"AssociationSet") {
			cidr, state := bond.First(set), bond.First(set+"State.state")
			if cidr == "" || state != "" && state != "associated" {
				continue
			}
			s.yes(kind, id, topology.Range, cidr)
			s.in(topology.Association, bond.First("associationId"), topology.Of, kind, id)
			s.yes(topology.Association, bond.First("associationId"), topology.Range, cidr)
		}
	}
}

func readSubnet(s *sheet, o dialect.Object) {
	id, vpc := o.First("subnetId"), o.First("vpcId")
	s.stands(topology.Subnet, id, o)
	s.subnets[id] = vpc
	s.in(topology.Subnet, id, topology.InVPC, topology.VPC, vpc)
	if cidr := o.First("cidrBlock"); cidr != "" {
		s.yes(topology.Subnet, id, topology.Range, cidr)
	}
	s.ranges(topology.Subnet, id, o)
	if zone := o.First("availabilityZone"); zone != "" {
		s.say(topology.Subnet, id, topology.Zone, "", zone)
	}
	s.told(topology.Subnet, id, topology.AutoPublic, o.First("mapPublicIpOnLaunch"))
	s.told(topology.Subnet, id, topology.AutoV6, o.First("assignIpv6AddressOnCreation"))
}

func readTable(s *sheet, o dialect.Object) {
	id, vpc := o.First("routeTableId"), o.First("vpcId")
	s.stands(topology.RouteTable, id, o)
	s.in(topology.RouteTable, id, topology.InVPC, topology.VPC, vpc)
	s.yes(topology.RouteTable, id, topology.Whole, "")
	for _, bond := range objects(o, "associations") {
		name, subnet := either(bond.First("routeTableAssociationId"), bond.First("associationId")), bond.First("subnetId")
		if state := bond.First("associationState.state"); state != "" && state != "associated" {
			continue
		}
		switch {
		case bond.First("main") == "true":
			s.birth(topology.RouteTable, vpc)
			s.in(topology.VPC, vpc, topology.Main, topology.RouteTable, id)
			s.in(topology.Association, name, topology.Of, topology.VPC, vpc)
		case subnet != "":
			s.tabled[subnet] = true
			s.in(topology.Subnet, subnet, topology.Table, topology.RouteTable, id)
			s.in(topology.Association, name, topology.Of, topology.Subnet, subnet)
		}
	}
	for _, gateway := range o.All("propagatingVgws.gatewayId") {
		s.yes(topology.RouteTable, id, topology.Propagates, gateway)
	}
	for _, route := range objects(o, "routes") {
		s.route(id, route)
	}
}

// targets are the members of a route that name where it leads, what they name and under which other name the log may know
// it. A route to an instance is described with the instance's interface, too.
var targets = []struct {
	member string
	kind   topology.Kind
}{
	{"networkInterfaceId", topology.Interface},
	{"instanceId", topology.Instance},
	{"gatewayId", topology.InternetGateway},
	{"natGatewayId", topology.NATGateway},
	{"egressOnlyInternetGatewayId", topology.EgressGateway},
	{"transitGatewayId", topology.TransitGateway},
	{"vpcPeeringConnectionId", topology.Peering},
	{"vpcEndpointId", topology.Endpoint},
	{"localGatewayId", topology.Opaque},
	{"carrierGatewayId", topology.Opaque},
	{"coreNetworkArn", topology.Opaque},
	{"odbNetworkArn", topology.Opaque},
}

// route says where a route leads. The routes inside the VPC go without saying; those that a VPN gateway propagates come and
// go without calls; those of a gateway endpoint belong to the endpoint.
func (s *sheet) route(table string, o dialect.Object) {
	destination := topology.Canonical(either(o.First("destinationCidrBlock"), o.First("destinationIpv6CidrBlock"), o.First("destinationPrefixListId")))
	var to, or topology.Target
	for _, t := range targets {
		id, kind := o.First(t.member), t.kind
		if id == "" || to.ID != "" && kind != topology.Instance {
			continue
		}
		switch {
		case kind == topology.InternetGateway && strings.HasPrefix(id, "vgw-"):
			kind = topology.VPNGateway
		case kind == topology.InternetGateway && strings.HasPrefix(id, "vpce-"):
			kind = topology.Endpoint
		case kind == topology.InternetGateway && !strings.HasPrefix(id, "igw-"):
			kind = topology.Opaque
		}
		if to.ID != "" {
			or = topology.Target{Kind: kind, ID: id}
			continue
		}
		to = topology.Target{Kind: kind, ID: id}
	}
	switch {
	case destination == "" || to.ID == "local" || o.First("origin") == "EnableVgwRoutePropagation":
	case to.Kind == topology.Endpoint && strings.HasPrefix(destination, "pl-"):
		s.yes(topology.Endpoint, to.ID, topology.Exists, "")
		s.yes(topology.Endpoint, to.ID, topology.InTable, table)
	case to.ID == "": // a target that is of no kind that we know
		s.to(topology.RouteTable, table, topology.Route, destination, topology.Target{Kind: topology.Opaque, ID: "unknown target"}, or)
	default:
		s.to(topology.RouteTable, table, topology.Route, destination, to, or)
	}
}

func readInternetGateway(s *sheet, o dialect.Object) {
	s.gateway(topology.InternetGateway, o.First("internetGatewayId"), o, "attachments")
}

func readEgressGateway(s *sheet, o dialect.Object) {
	s.gateway(topology.EgressGateway, either(o.First("egressOnlyInternetGatewayId"), o.First("id")), o, "attachments")
}

func readVPNGateway(s *sheet, o dialect.Object) {
	if id := o.First("vpnGatewayId"); !s.over(topology.VPNGateway, id, o.First("state")) {
		s.gateway(topology.VPNGateway, id, o, "vpcAttachments")
	}
}

// gateway says to which VPC a gateway is attached, or that it is to none.
func (s *sheet) gateway(kind topology.Kind, id string, o dialect.Object, set string) {
	s.stands(kind, id, o)
	for _, a := range objects(o, set) {
		if state := a.First("state"); state == "attached" || state == "available" || state == "attaching" {
			s.in(kind, id, topology.InVPC, topology.VPC, a.First("vpcId"))
			return
		}
	}
	s.say(kind, id, topology.InVPC, "", "")
}

func readNAT(s *sheet, o dialect.Object) {
	id := o.First("natGatewayId")
	if s.over(topology.NATGateway, id, o.First("state")) {
		return
	}
	s.stands(topology.NATGateway, id, o)
	s.in(topology.NATGateway, id, topology.InVPC, topology.VPC, o.First("vpcId"))
	s.in(topology.NATGateway, id, topology.InSubnet, topology.Subnet, o.First("subnetId"))
	s.flag(topology.NATGateway, id, topology.Private, o.First("connectivityType") == "private")
	s.flag(topology.NATGateway, id, topology.Regional, o.First("availabilityMode") == "regional")
	for _, a := range objects(o, "natGatewayAddresses") {
		allocation, ip := a.First("allocationId"), a.First("publicIp")
		if allocation == "" {
			continue
		}
		s.nats[allocation] = true
		s.in(topology.Address, allocation, topology.Holder, topology.NATGateway, id)
		s.in(topology.Association, a.First("associationId"), topology.Of, topology.Address, allocation)
		s.called(allocation, ip)
	}
}

// called says which public address an allocation is.
func (s *sheet) called(allocation, ip string) {
	if ip != "" {
		s.say(topology.Address, allocation, topology.IP, "", ip)
		s.in(topology.Association, ip, topology.Of, topology.Address, allocation)
	}
}

func readAddress(s *sheet, o dialect.Object) {
	id := either(o.First("allocationId"), o.First("publicIp"))
	s.stands(topology.Address, id, o)
	s.called(id, o.First("publicIp"))
	s.in(topology.Association, o.First("associationId"), topology.Of, topology.Address, id)
	instance := topology.Target{Kind: topology.Instance, ID: o.First("instanceId")}
	switch i := o.First("networkInterfaceId"); {
	case s.nats[id]:
	case i != "":
		s.to(topology.Address, id, topology.Holder, "", topology.Target{Kind: topology.Interface, ID: i}, instance)
	case instance.ID != "":
		s.to(topology.Address, id, topology.Holder, "", instance, topology.Target{})
	case o.First("associationId") == "":
		s.say(topology.Address, id, topology.Holder, "", "")
	}
}
