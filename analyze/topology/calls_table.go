// Route tables, and which subnets follow them.

package topology

var tableRules = []rule{
	{"ec2", "CreateRouteTable", grows, createTable},
	{"ec2", "DeleteRouteTable", ends, deleteTable},
	{"ec2", "AssociateRouteTable", joins, associateTable},
	{"ec2", "DisassociateRouteTable", parts, disassociateTable},
	{"ec2", "ReplaceRouteTableAssociation", turns, replaceTableAssociation},
}

func createTable(r *reading) {
	table := r.thing(RouteTable, r.p("routeTable.routeTableId"))
	vpc := r.thing(VPC, either(r.p("routeTable.vpcId"), r.q("vpcId")))
	r.exists(vpc)
	r.born(table)
	r.is(table, InVPC, "", To(vpc))
	r.is(table, Whole, "", Yes)
	r.named(table, inside(r.call.Response, "routeTable"))
}

func deleteTable(r *reading) {
	table := r.thing(RouteTable, r.q("routeTableId"))
	for _, subnet := range table.back(Table) { // AWS refuses while a subnet uses it
		if r.known(subnet, Exists, "").Is(Yes) {
			r.wasNot(subnet, Table, "", To(table))
		}
	}
	r.stranger(table, r.known(table, InVPC, "").To, true)
	r.gone(table)
}

// associateTable reads which table a subnet, or the traffic that comes in through a gateway, follows. An association of a
// gateway changes no way out.
func associateTable(r *reading) {
	table := r.thing(RouteTable, r.q("routeTableId"))
	r.exists(table)
	if id := r.q("subnetId"); id != "" {
		r.stranger(table, r.known(r.thing(Subnet, id), InVPC, "").To, false)
	}
	bond := r.thing(Association, r.p("associationId"))
	if r.q("gatewayId") != "" {
		return
	}
	subnet := r.thing(Subnet, r.q("subnetId"))
	r.exists(subnet)
	r.was(subnet, Table, "", None)
	r.is(subnet, Table, "", To(table))
	r.is(bond, Of, "", To(subnet))
	r.sameVPC(table, subnet)
}

// sameVPC says of two things that one call joined that they lie in one VPC.
func (r *reading) sameVPC(a, b *Thing) {
	va, vb := r.known(a, InVPC, ""), r.known(b, InVPC, "")
	switch {
	case va.To != nil:
		r.was(b, InVPC, "", va.Value)
		r.scope = append(r.scope, va.To)
	case vb.To != nil:
		r.was(a, InVPC, "", vb.Value)
		r.scope = append(r.scope, vb.To)
	}
}

// disassociateTable gives a subnet back to the main table. The request names the association only: one that the log has not
// seen may have been that of any subnet that was believed to follow the main table.
func disassociateTable(r *reading) {
	bond := r.thing(Association, r.q("associationId"))
	of := r.known(bond, Of, "")
	if of.To == nil {
		r.suspect(Subnet, Table, "the association "+bond.ID+" of a route table was never seen to be made")
		return
	}
	if of.To.Kind == VPC { // AWS refuses to end the association of a main table: it was a subnet's
		why := "the association " + bond.ID + " was taken for that of a main table, and was not"
		r.wasNot(bond, Of, "", of.Value)
		r.wasNot(of.To, Main, "", r.known(of.To, Main, "").Value)
		r.suspect(Subnet, Table, why)
		return
	}
	r.wasNot(of.To, Table, "", None)
	r.is(of.To, Table, "", None)
	r.is(bond, Of, "", None)
	r.scope = append(r.scope, of.To)
}

// stranger betrays a missing record: a table in a VPC whose birth was seen, that was not seen to be made and cannot be the
// table that the VPC was born with, for that has been told or cannot be what the call took. So the VPC is not whole.
func (r *reading) stranger(table, vpc *Thing, ended bool) {
	if vpc == nil || table.wild() || !r.known(vpc, Whole, "").Is(Yes) || r.known(table, Whole, "").Known() {
		return
	}
	main := r.known(vpc, Main, "")
	born := r.f.h.things[ref{RouteTable, vpc.Account, vpc.Region, "main of " + vpc.ID}]
	nameless := born != nil && r.known(born, Exists, "").Is(Yes)
	if main.Is(To(table)) && !ended || nameless && !(ended && main.Is(To(born))) {
		return
	}
	r.wasNot(vpc, Whole, "", Yes)
	if main.Known() {
		r.wasNot(vpc, Main, "", main.Value)
	}
}

// suspect takes back what is believed to be None of an aspect of every thing of a kind, because one of them was something
// else without a record.
func (r *reading) suspect(kind Kind, a Aspect, why string) {
	for _, t := range r.every(kind) {
		if r.known(t, a, "").Is(None) {
			r.clauses = append(r.clauses, clause{op: suspects, thing: t, aspect: a, why: why})
		}
	}
}

// replaceTableAssociation moves a subnet to another table, or makes another table the main one of its VPC. The old id is
// ended before the new one begins: they can be equal.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html
func replaceTableAssociation(r *reading) {
	bond := r.thing(Association, r.q("associationId"))
	table := r.thing(RouteTable, r.q("routeTableId"))
	r.exists(table)
	of := r.known(bond, Of, "")
	vpc := r.known(table, InVPC, "").To
	switch {
	case of.To != nil && of.To.Kind == Subnet:
		r.stranger(table, r.known(of.To, InVPC, "").To, false)
		r.is(bond, Of, "", None)
		r.is(of.To, Table, "", To(table))
		r.scope = append(r.scope, of.To)
	case of.To != nil:
		r.is(bond, Of, "", None)
		r.revealBorn(table, of.To)
		r.is(of.To, Main, "", To(table))
	case vpc != nil && r.known(vpc, Whole, "").Is(Yes):
		r.follows(vpc, Main, "", To(table))
		r.scope = append(r.scope, vpc)
	default:
		why := "the association " + bond.ID + " was never seen to be made, so which subnet it moved is not known"
		for _, subnet := range r.every(Subnet) {
			if (vpc == nil || !r.known(subnet, InVPC, "").Not(To(vpc))) && r.known(subnet, Table, "").Is(None) {
				r.lost(subnet, Table, "", why)
			}
		}
		if vpc != nil {
			r.lost(vpc, Main, "", why)
			r.scope = append(r.scope, vpc)
		}
	}
	if next := r.p("newAssociationId"); next != "" {
		switch {
		case of.To != nil:
			r.is(r.thing(Association, next), Of, "", of.Value)
		case vpc != nil && r.known(vpc, Whole, "").Is(Yes):
			r.follows(r.thing(Association, next), Of, "", To(vpc))
		}
	}
}
