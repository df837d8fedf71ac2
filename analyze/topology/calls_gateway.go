// Gateways: internet, egress-only, VPN and NAT.

package topology

import "traillab/analyze/trail/dialect"

var gatewayRules = []rule{
	{"ec2", "CreateInternetGateway", makes, createInternetGateway},
	{"ec2", "AttachInternetGateway", joins, attachInternetGateway},
	{"ec2", "DetachInternetGateway", parts, detachInternetGateway},
	{"ec2", "DeleteInternetGateway", razes, deleteInternetGateway},
	{"ec2", "CreateEgressOnlyInternetGateway", joins, createEgressGateway},
	{"ec2", "DeleteEgressOnlyInternetGateway", ends, deleteEgressGateway},
	{"ec2", "CreateVpnGateway", makes, createVPNGateway},
	{"ec2", "AttachVpnGateway", joins, attachVPNGateway},
	{"ec2", "DetachVpnGateway", parts, detachVPNGateway},
	{"ec2", "DeleteVpnGateway", razes, deleteVPNGateway},
	{"ec2", "CreateNatGateway", joins, createNAT},
	{"ec2", "DeleteNatGateway", ends, deleteNAT},
	{"ec2", "AssociateNatGatewayAddress", joins, associateNATAddress},
	{"ec2", "DisassociateNatGatewayAddress", parts, disassociateNATAddress},
}

func createInternetGateway(r *reading) {
	gateway := r.the(InternetGateway, "p.internetGateway.internetGatewayId")
	r.born(gateway)
	r.is(gateway, InVPC, "", None)
	r.named(gateway, inside(r.call.Response, "internetGateway"))
}

// attachInternetGateway: AWS refuses when the gateway is attached anywhere, and when the VPC has another.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html
func attachInternetGateway(r *reading) {
	gateway, vpc := r.the(InternetGateway, "q.internetGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(vpc)
	r.exists(gateway)
	r.was(gateway, InVPC, "", None)
	for _, other := range r.inside(vpc, InternetGateway) {
		if other != gateway && r.known(other, InVPC, "").Is(To(vpc)) {
			r.wasNot(other, InVPC, "", To(vpc))
			r.follows(other, InVPC, "", None)
		}
	}
	r.is(gateway, InVPC, "", To(vpc))
}

// detachInternetGateway: AWS refuses while a public IPv4 address is mapped in the VPC; what was believed to be mapped was
// not.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html
func detachInternetGateway(r *reading) {
	gateway, vpc := r.the(InternetGateway, "q.internetGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(vpc)
	r.exists(gateway)
	r.was(gateway, InVPC, "", To(vpc))
	r.is(gateway, InVPC, "", None)
	r.unmapped(vpc)
}

// deleteInternetGateway: AWS refuses while the gateway is attached.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html
func deleteInternetGateway(r *reading) {
	gateway := r.the(InternetGateway, "q.internetGatewayId")
	r.was(gateway, InVPC, "", None)
	r.follows(gateway, InVPC, "", None)
	r.gone(gateway)
}

func createEgressGateway(r *reading) {
	gateway := r.the(EgressGateway, "p.egressOnlyInternetGateway.egressOnlyInternetGatewayId")
	vpc := r.the(VPC, "p.egressOnlyInternetGateway.attachmentSet.vpcId", "q.vpcId")
	r.exists(vpc)
	r.born(gateway)
	r.is(gateway, InVPC, "", To(vpc))
}

func deleteEgressGateway(r *reading) {
	gateway := r.the(EgressGateway, "q.egressOnlyInternetGatewayId")
	r.gone(gateway)
	r.is(gateway, InVPC, "", None)
}

func createVPNGateway(r *reading) {
	gateway := r.the(VPNGateway, "p.vpnGateway.vpnGatewayId")
	r.born(gateway)
	r.is(gateway, InVPC, "", None)
}

func attachVPNGateway(r *reading) {
	gateway, vpc := r.the(VPNGateway, "q.vpnGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(vpc)
	r.exists(gateway)
	r.was(gateway, InVPC, "", None)
	r.is(gateway, InVPC, "", To(vpc))
}

func detachVPNGateway(r *reading) {
	gateway, vpc := r.the(VPNGateway, "q.vpnGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(gateway)
	r.was(gateway, InVPC, "", To(vpc))
	r.is(gateway, InVPC, "", None)
}

func deleteVPNGateway(r *reading) {
	gateway := r.the(VPNGateway, "q.vpnGatewayId")
	r.was(gateway, InVPC, "", None)
	r.follows(gateway, InVPC, "", None)
	r.gone(gateway)
}

// createNAT reads the birth of a NAT gateway. It is pending then; that it came up is inferred, for a failure is never
// logged. A regional one has no subnet and a route table of its own.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
func createNAT(r *reading) {
	n := inside(r.call.Response, "natGateway")
	nat := r.the(NATGateway, "p.natGateway.natGatewayId")
	subnet := either(n.First("subnetId"), r.q("subnetId"))
	r.coming(nat)
	r.follows(nat, Exists, "", Yes)
	r.is(nat, Private, "", flag(word(either(n.First("connectivityType"), r.q("connectivityType")) == "private")))
	regional := subnet == "" && either(n.First("availabilityMode"), r.q("availabilityMode")) == "regional"
	r.is(nat, Regional, "", flag(word(regional)))
	if either(n.First("vpcId"), r.q("vpcId")) != "" {
		r.is(nat, InVPC, "", To(r.the(VPC, "p.natGateway.vpcId", "q.vpcId")))
	}
	if !regional {
		in := r.the(Subnet, "p.natGateway.subnetId", "q.subnetId")
		r.exists(in)
		r.is(nat, InSubnet, "", To(in))
		r.sameVPC(nat, in)
	}
	for _, o := range append(objects(n, "natGatewayAddressSet"), r.call.Request) {
		r.holdNAT(nat, o)
	}
	r.named(nat, n)
}

// holdNAT reads the addresses of a NAT gateway: each by its allocation, and by the association that ends with it.
func (r *reading) holdNAT(nat *Thing, o dialect.Object) {
	for _, id := range o.All("allocationId") {
		address := r.thing(Address, id)
		r.exists(address)
		r.is(address, Holder, "", To(nat))
		r.bind(o.First("associationId"), address)
		if ip := o.First("publicIp"); isAddress(ip) {
			r.is(address, IP, "", Text(ip))
			r.bind(ip, address)
		}
	}
}

// deleteNAT reads the end of a NAT gateway. It may pass traffic for a while after that, so that it is down, and
// that its addresses are free, is inferred. Its routes stay and lead nowhere.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html
func deleteNAT(r *reading) {
	nat := r.the(NATGateway, "q.natGatewayId", "p.natGatewayId")
	r.exists(nat)
	r.follows(nat, Exists, "", None)
	for _, address := range nat.back(Holder) {
		if r.known(address, Holder, "").Is(To(nat)) {
			r.follows(address, Holder, "", None)
		}
	}
	if subnet := r.known(nat, InSubnet, "").To; subnet != nil {
		r.scope = append(r.scope, subnet)
	}
}

func associateNATAddress(r *reading) {
	nat := r.the(NATGateway, "q.natGatewayId", "p.natGatewayId")
	r.exists(nat)
	for _, o := range append(objects(r.call.Response, "natGatewayAddressSet"), r.call.Request) {
		r.holdNAT(nat, o)
	}
}

func disassociateNATAddress(r *reading) {
	nat := r.the(NATGateway, "q.natGatewayId", "p.natGatewayId")
	r.exists(nat)
	for _, id := range r.each("associationId") {
		bond := r.thing(Association, id)
		if address := r.known(bond, Of, "").To; address != nil {
			r.is(address, Holder, "", None)
		}
		r.is(bond, Of, "", None)
	}
}

// word is a boolean as CloudTrail writes it.
func word(b bool) string {
	if b {
		return "true"
	}
	return ""
}
