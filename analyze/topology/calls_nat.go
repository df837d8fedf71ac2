// NAT gateways: they come up slowly, and in a VPC without an internet gateway public ones never do.

package topology

import "traillab/analyze/trail/dialect"

// createNAT reads the birth of a NAT gateway. It is pending then; that it came up is inferred, and so is that it did not,
// for a failure is never logged. A regional one has no subnet and a route table of its own.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
func createNAT(r *reading) {
	n := inside(r.call.Response, "natGateway")
	nat := r.the(NATGateway, "p.natGateway.natGatewayId")
	subnet := either(n.First("subnetId"), r.q("subnetId"))
	private := either(n.First("connectivityType"), r.q("connectivityType")) == "private"
	regional := subnet == "" && either(n.First("availabilityMode"), r.q("availabilityMode")) == "regional"
	r.coming(nat)
	r.is(nat, Private, "", flag(word(private)))
	r.is(nat, Regional, "", flag(word(regional)))
	var vpc *Thing
	if either(n.First("vpcId"), r.q("vpcId")) != "" {
		vpc = r.the(VPC, "p.natGateway.vpcId", "q.vpcId")
		r.is(nat, InVPC, "", To(vpc))
	}
	if !regional {
		in := r.the(Subnet, "p.natGateway.subnetId", "q.subnetId")
		r.exists(in)
		r.is(nat, InSubnet, "", To(in))
		r.sameVPC(nat, in)
		if vpc == nil {
			vpc = r.known(in, InVPC, "").To
		}
	}
	r.named(nat, n)
	if !private && !nat.wild() && r.sealed(vpc) {
		r.follows(nat, Exists, "", None)
		r.follows(nat, Condition, "", failed)
		return
	}
	r.follows(nat, Exists, "", Yes)
	for _, o := range append(objects(n, "natGatewayAddressSet"), r.call.Request) {
		r.holdNAT(nat, o)
	}
}

// sealed reports whether a VPC is known to have no internet gateway: a public NAT gateway fails there, and lets its addresses go.
// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
func (r *reading) sealed(vpc *Thing) bool {
	if vpc == nil || vpc.wild() {
		return false
	}
	left := false // who saw a VPC's one gateway go knows that there is none
	for _, g := range r.every(InternetGateway) {
		switch in := r.known(g, InVPC, ""); {
		case in.To == vpc, !in.Known() && !r.known(g, Exists, "").Is(None):
			return false
		case in.Cause > Origin:
			before, _ := g.told(InVPC, "").at(in.Cause - 1)
			left = left || before.To == vpc
		}
	}
	return !r.deaf && (left || r.known(vpc, Whole, "").Is(Yes))
}

// fell reports whether a NAT gateway failed.
func (r *reading) fell(nat *Thing) bool {
	return nat.Kind == NATGateway && r.known(nat, Condition, "").Is(failed)
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
	if r.fell(nat) { // it is only not shown any more
		return
	}
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
