// Route tables, and which subnets follow them.

package topology

import (
	"slices"
	"strings"
)

var tableRules = []rule{
	{"ec2", "CreateRouteTable", grows, createTable},
	{"ec2", "DeleteRouteTable", ends, deleteTable},
	{"ec2", "AssociateRouteTable", joins, associateTable},
	{"ec2", "DisassociateRouteTable", parts, disassociateTable},
	{"ec2", "ReplaceRouteTableAssociation", turns, replaceTableAssociation},
}

func createTable(r *reading) {
	table := r.the(RouteTable, "p.routeTable.routeTableId")
	vpc := r.the(VPC, "p.routeTable.vpcId", "q.vpcId")
	r.exists(vpc)
	r.born(table)
	r.is(table, InVPC, "", To(vpc))
	r.is(table, Whole, "", Yes)
	r.named(table, inside(r.call.Response, "routeTable"))
}

func deleteTable(r *reading) {
	table := r.the(RouteTable, "q.routeTableId")
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
	table := r.the(RouteTable, "q.routeTableId")
	r.exists(table)
	bond := r.the(Association, "p.associationId")
	if r.q("gatewayId") != "" && r.q("subnetId") == "" {
		return
	}
	subnet := r.the(Subnet, "q.subnetId")
	r.stranger(table, r.known(subnet, InVPC, "").To, false)
	r.exists(subnet)
	r.was(subnet, Table, "", None)
	r.is(subnet, Table, "", To(table))
	r.bind(bond.ID, subnet)
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
	bond := r.the(Association, "q.associationId")
	of := r.known(bond, Of, "")
	if bond.wild() {
		r.blame(Subnet, r.unnamed(Association))
		r.is(r.any(Subnet), Table, "", None)
		return
	}
	if of.To == nil {
		why := "the association " + bond.ID + " of a route table was never seen to be made"
		r.suspect(Subnet, Table, why)
		for _, subnet := range r.untied(r.every(Subnet)) {
			r.lost(subnet, Table, "", why)
		}
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
	bond := r.the(Association, "q.associationId")
	table := r.the(RouteTable, "q.routeTableId")
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
	case r.movesMain(bond, vpc):
		r.follows(vpc, Main, "", To(table))
		r.scope = append(r.scope, vpc)
	default:
		r.movedUnseen(bond, vpc)
	}
	switch next := r.p("newAssociationId"); {
	case of.To != nil:
		r.bind(next, of.To)
	case r.movesMain(bond, vpc) && formed(Association, next):
		r.follows(r.thing(Association, next), Of, "", To(vpc))
	}
}

// movesMain reports whether an association that no record told must be that of a VPC's main table: all others are known.
func (r *reading) movesMain(bond, vpc *Thing) bool {
	return !bond.wild() && vpc != nil && r.known(vpc, Whole, "").Is(Yes) && len(r.untied(r.inside(vpc, Subnet))) == 0
}

// movedUnseen says that a subnet of the VPC, or of any where it is nil, or the VPC itself may follow another table: one of
// which the log does not know the association, and any where the call does not name one.
func (r *reading) movedUnseen(bond, vpc *Thing) {
	why := "the association " + bond.ID + " was never seen to be made, so which subnet it moved is not known"
	moved := append(r.untied(r.every(Subnet)), r.implicit(r.every(Subnet))...)
	if bond.wild() {
		why, moved = r.unnamed(Association), r.every(Subnet)
	}
	for _, subnet := range moved {
		if vpc == nil || !r.known(subnet, InVPC, "").Not(To(vpc)) {
			r.lost(subnet, Table, "", why)
		}
	}
	switch {
	case vpc != nil:
		r.lost(vpc, Main, "", why)
		r.scope = append(r.scope, vpc)
	case bond.wild():
		r.lost(r.any(VPC), Main, "", why)
	}
}

// implicit returns those of the subnets that are believed to follow a main table.
func (r *reading) implicit(subnets []*Thing) []*Thing {
	return slices.DeleteFunc(slices.Clone(subnets), func(t *Thing) bool { return !r.known(t, Table, "").Is(None) })
}

// untied returns those of the subnets that follow a table of their own by an association whose id no record has told.
func (r *reading) untied(subnets []*Thing) []*Thing {
	return slices.DeleteFunc(slices.Clone(subnets), func(t *Thing) bool {
		return r.known(t, Table, "").To == nil || r.tied(t, "rtbassoc-")
	})
}

// tied reports whether an association of a subnet is known whose id begins so.
func (r *reading) tied(subnet *Thing, beginning string) bool {
	return slices.ContainsFunc(r.look(subnet.back(Of)), func(bond *Thing) bool {
		return strings.HasPrefix(bond.ID, beginning) && r.known(bond, Of, "").Is(To(subnet))
	})
}
