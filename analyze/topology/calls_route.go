// Routes, and which gateways tables take routes from.

package topology

import (
	"net/netip"
	"strings"
)

var routeRules = []rule{
	{"ec2", "CreateRoute", lets, createRoute},
	{"ec2", "ReplaceRoute", turns, replaceRoute},
	{"ec2", "DeleteRoute", stops, deleteRoute},
	{"ec2", "EnableVgwRoutePropagation", lets, enablePropagation},
	{"ec2", "DisableVgwRoutePropagation", stops, disablePropagation},
}

// targets are the members of a route call that name where the route leads.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
var targets = []struct {
	member string
	kind   Kind
}{
	{"gatewayId", InternetGateway},
	{"natGatewayId", NATGateway},
	{"networkInterfaceId", Interface},
	{"instanceId", Instance},
	{"egressOnlyInternetGatewayId", EgressGateway},
	{"transitGatewayId", TransitGateway},
	{"vpcPeeringConnectionId", Peering},
	{"vpcEndpointId", Endpoint},
	{"localGatewayId", Opaque},
	{"carrierGatewayId", Opaque},
	{"coreNetworkArn", Opaque},
	{"odbNetworkArn", Opaque},
}

// local is the target of the routes inside a VPC.
const local = "local"

// target returns where the call's route leads. gatewayId takes the ids of several kinds.
func (r *reading) target() Value {
	for _, t := range targets {
		id, kind := r.q(t.member), t.kind
		if id == "" {
			continue
		}
		switch {
		case id == local:
			return Text(local)
		case kind == InternetGateway && strings.HasPrefix(id, prefixes[VPNGateway]):
			kind = VPNGateway
		case kind == InternetGateway && strings.HasPrefix(id, prefixes[Endpoint]):
			kind = Endpoint
		case kind == InternetGateway && !strings.HasPrefix(id, prefixes[InternetGateway]):
			kind = Opaque
		}
		return To(r.the(kind, "q."+t.member))
	}
	if r.q("localTarget") == "true" {
		return Text(local)
	}
	r.blame(Opaque, r.event.Name+" does not tell where its route leads")
	return To(r.any(Opaque))
}

// destination is the key of the call's route. AWS keeps a range without the host's part: 100.68.0.18/18 is 100.68.0.0/18.
func (r *reading) destination() string {
	word, why := r.one(isDestination, "destination of a route", []string{"q.destinationCidrBlock", "q.destinationIpv6CidrBlock", "q.destinationPrefixListId"})
	if word == "" {
		r.untold = why
		return anyKey
	}
	return Canonical(word)
}

// Canonical returns a range as AWS keeps it, and anything else as it is. Whoever calls may name a range by any address in it, and
// write an IPv6 address in several ways: all of them are one route.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
func Canonical(text string) string {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p.Masked().String()
	}
	return text
}

func createRoute(r *reading) {
	table, to := r.table()
	r.was(table, Route, r.destination(), None)
	r.leads(table, to)
}

func replaceRoute(r *reading) {
	table, to := r.table()
	r.wasNot(table, Route, r.destination(), None)
	r.leads(table, to)
}

// table returns the call's table and the target of its route. A table that the log has not seen to be made, in a VPC whose
// birth it has seen, is the VPC's main table: nothing else can be in there.
func (r *reading) table() (*Thing, Value) {
	table, to := r.the(RouteTable, "q.routeTableId"), r.target()
	if to.To == nil || to.To.wild() || table.wild() {
		r.exists(table)
		return table, to
	}
	r.reveal(table, to.To)
	r.stranger(table, r.known(to.To, InVPC, "").To, false)
	r.exists(table)
	if !r.fell(to.To) { // a route to what is pending is made, and leads nowhere once that fails
		r.exists(to.To)
	}
	if vpc := r.known(to.To, InVPC, "").To; vpc != nil && r.known(table, InVPC, "").To == nil {
		r.was(table, InVPC, "", To(vpc))
		r.scope = append(r.scope, vpc)
	}
	return table, to
}

// reveal tells the id of a main table by where a route of it leads.
func (r *reading) reveal(table, target *Thing) {
	if vpc := r.known(target, InVPC, "").To; vpc != nil {
		r.revealMain(table, vpc)
	}
}

// revealMain tells the id of a VPC's main table: it takes the place of the nameless one that the VPC was born with.
func (r *reading) revealMain(table, vpc *Thing) {
	if r.known(table, Whole, "").Known() || len(table.back(Table)) > 0 || !r.known(vpc, Whole, "").Is(Yes) {
		return
	}
	if main := r.known(vpc, Main, "").To; main != nil && main.ID == "main of "+vpc.ID {
		r.clauses = append(r.clauses, clause{op: renames, thing: main, value: To(table)})
	}
}

// revealBorn tells the id of the table that a VPC was born with, which need not be the main one any more: a table that was
// not seen to be made, in a VPC whose birth was.
func (r *reading) revealBorn(table, vpc *Thing) {
	if table.wild() || r.known(table, Whole, "").Known() || !r.known(vpc, Whole, "").Is(Yes) {
		return
	}
	born := r.f.h.things[ref{RouteTable, vpc.Account, vpc.Region, "main of " + vpc.ID}]
	if born != nil && r.known(born, Exists, "").Is(Yes) {
		r.clauses = append(r.clauses, clause{op: renames, thing: born, value: To(table)})
	}
}

// leads says where the route leads from now on. A gateway that a route was made to is attached to the table's VPC.
func (r *reading) leads(table *Thing, to Value) {
	if to.To != nil && !to.To.wild() && to.To.Kind == InternetGateway {
		if vpc := r.known(table, InVPC, "").To; vpc != nil {
			r.was(to.To, InVPC, "", To(vpc))
		} else {
			r.wasNot(to.To, InVPC, "", None)
		}
	}
	r.is(table, Route, r.destination(), to)
	r.shadow(table, Route, r.destination(), to)
}

func deleteRoute(r *reading) {
	table := r.the(RouteTable, "q.routeTableId")
	r.exists(table)
	r.wasNot(table, Route, r.destination(), None)
	r.is(table, Route, r.destination(), None)
}

func enablePropagation(r *reading) {
	table := r.the(RouteTable, "q.routeTableId")
	r.exists(table)
	r.is(table, Propagates, r.the(VPNGateway, "q.gatewayId").ID, Yes)
}

func disablePropagation(r *reading) {
	table := r.the(RouteTable, "q.routeTableId")
	r.exists(table)
	r.is(table, Propagates, r.the(VPNGateway, "q.gatewayId").ID, None)
}
