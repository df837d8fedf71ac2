// Routes and route tables: what is in a table, and who follows it.

package guard

import (
	"fmt"
	"strings"

	"traillab/analyze/topology"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// destination is the call's, as AWS keeps it.
func (q *asked) destination() string {
	for _, member := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"} {
		if s := q.text(member); s != "" {
			return canonical(s)
		}
	}
	return ""
}

// trimDestination asks for the destination as AWS keeps it: 203.0.113.7/24 is 203.0.113.0/24.
func trimDestination(q *asked) (func(*exchange.Answer), *wire.Error) {
	for _, member := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock"} {
		if s := q.text(member); s != canonical(s) {
			q.mine()[member] = canonical(s)
		}
	}
	return nil, nil
}

// trimRange asks for a range as AWS keeps it, likewise.
func trimRange(q *asked) (func(*exchange.Answer), *wire.Error) {
	if s := q.text("CidrBlock"); s != canonical(s) {
		q.mine()["CidrBlock"] = canonical(s)
	}
	return nil, nil
}

// route reports whether the call's table has a route to the call's destination, and whether that is known.
func (q *asked) route() (there, sure bool) {
	table, to := q.thing(topology.RouteTable, "RouteTableId"), q.destination()
	if !q.stands(table) || to == "" {
		return false, false
	}
	if q.local(table, to) {
		return true, true
	}
	keys, facts := q.state().Held(table, topology.Route)
	for i, key := range keys {
		if canonical(key) == to {
			return facts[i].Known(), facts[i].Known()
		}
	}
	if strings.HasPrefix(to, "pl-") { // those of endpoints have no call of their own
		return false, false
	}
	return false, q.state().Get(table, topology.Whole).Is(topology.Yes)
}

// local reports whether a destination is a range of the table's VPC.
func (q *asked) local(table *topology.Thing, to string) bool {
	vpc := q.to(table, topology.InVPC)
	if vpc == nil {
		return false
	}
	keys, _ := q.state().Held(vpc, topology.Range)
	for _, key := range keys {
		if canonical(key) == to {
			return true
		}
	}
	return false
}

func routeThere(q *asked) []any {
	if there, sure := q.route(); there && sure {
		return []any{q.destination()}
	}
	return nil
}

// noRouteThere must be refused before the cloud sees it: one that fails may have lost the old target all the same.
func noRouteThere(q *asked) []any {
	if there, sure := q.route(); !there && sure {
		return []any{q.destination()}
	}
	return nil
}

func noRouteToDelete(q *asked) []any {
	if there, sure := q.route(); !there && sure {
		return []any{q.destination(), q.text("RouteTableId")}
	}
	return nil
}

func localRoute(q *asked) []any {
	if table := q.thing(topology.RouteTable, "RouteTableId"); q.stands(table) && q.local(table, q.destination()) {
		return []any{q.destination(), table}
	}
	return nil
}

// otherNetwork: a route leads to a gateway of its own VPC or to none.
func otherNetwork(q *asked) []any {
	table, gateway := q.thing(topology.RouteTable, "RouteTableId"), q.thing(topology.InternetGateway, "GatewayId")
	vpc := q.to(table, topology.InVPC)
	if vpc == nil || !q.stands(gateway) || !q.state().Get(gateway, topology.InVPC).Not(topology.To(vpc)) {
		return nil
	}
	return []any{table, gateway}
}

// goneTarget: what the lab has seen to end never comes back.
func goneTarget(q *asked) []any {
	for _, n := range named {
		if n.target == "" {
			continue
		}
		t := q.thing(n.kind, n.target)
		if t == nil || !q.state().Stands(t).Is(topology.None) {
			continue
		}
		if _, shown := q.fell(t.ID); !shown {
			return []any{n.code, fmt.Sprintf(n.sentence, t.ID)}
		}
	}
	return nil
}

// mainBond: the association of a main table is ended by giving the VPC another main table, and by nothing else.
func mainBond(q *asked) []any {
	if of := q.to(q.thing(topology.Association, "AssociationId"), topology.Of); of != nil && of.Kind == topology.VPC {
		return []any{q.text("AssociationId")}
	}
	return nil
}

// otherTable: the same table again is no conflict.
func otherTable(q *asked) []any {
	table, subnet := q.thing(topology.RouteTable, "RouteTableId"), q.thing(topology.Subnet, "SubnetId")
	if follows := q.to(subnet, topology.Table); q.stands(subnet) && q.stands(table) && follows != nil && follows != table {
		return []any{table}
	}
	return nil
}

func tableInUse(q *asked) []any {
	table := q.thing(topology.RouteTable, "RouteTableId")
	if !q.stands(table) {
		return nil
	}
	for _, subnet := range q.state().Back(table, topology.Table) {
		if q.stands(subnet) && q.to(subnet, topology.Table) == table {
			return []any{table}
		}
	}
	for _, vpc := range q.state().Back(table, topology.Main) {
		if q.stands(vpc) && q.to(vpc, topology.Main) == table {
			return []any{table}
		}
	}
	return nil
}
