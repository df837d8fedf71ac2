// Route tables: who follows which. A subnet follows the table that it is associated with, or the main one.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

// routeTable is a table of routes.
type routeTable struct {
	base
	vpc     string
	routes  []route // beside those to the VPC's own ranges and to endpoints, which nobody makes
	bonds   []bond
	spreads []string // VPN gateways whose routes it takes
}

// bond is the association of a table.
type bond struct {
	id      string
	subnet  string
	gateway string
	main    bool
}

var (
	mainBond   = fault{code: "InvalidParameterValue", sentence: "cannot disassociate the main route table association %s"}
	otherTable = fault{code: "Resource.AlreadyAssociated", sentence: "the specified association for route table %s conflicts with an existing association"}
	tableInUse = fault{code: "DependencyViolation", sentence: "The routeTable '%s' has dependencies and cannot be deleted."}
	otherVPC   = fault{code: "InvalidParameterValue", sentence: "Route table %s and network %s belong to different networks"}
	noBond     = fault{code: "InvalidAssociationID.NotFound", sentence: "The association ID '%s' does not exist"}
)

func tableCalls() operations {
	return operations{
		"CreateRouteTable": createTable, "DeleteRouteTable": deleteTable, "AssociateRouteTable": associateTable,
		"DisassociateRouteTable": disassociateTable, "ReplaceRouteTableAssociation": replaceTable,
		"EnableVgwRoutePropagation": spread(true), "DisableVgwRoutePropagation": spread(false),
		"DescribeRouteTables": describe(listing{of: "route-table", member: "RouteTables", ids: "RouteTableIds"}),
	}
}

func (*routeTable) kind() string { return "route-table" }

func (t *routeTable) main() bool {
	return slices.ContainsFunc(t.bonds, func(b bond) bool { return b.main })
}

func (t *routeTable) show(q *call) result {
	return result{
		"RouteTableId": t.id, "VpcId": t.vpc, "OwnerId": q.options.Account, "Tags": q.tagged(t.id), "Routes": q.showRoutes(t),
		"Associations": told(t.bonds, func(b bond) map[string]any {
			out := result{"RouteTableAssociationId": b.id, "RouteTableId": t.id, "Main": b.main, "AssociationState": result{"State": "associated"}}
			put(out, "SubnetId", b.subnet)
			put(out, "GatewayId", b.gateway)
			return out
		}),
		"PropagatingVgws": told(t.spreads, func(id string) map[string]any { return result{"GatewayId": id} }),
	}
}

// newTable makes a table; the main one is the table of all subnets that have none of their own.
func (q *call) newTable(v *vpc, main bool) *routeTable {
	t := &routeTable{vpc: v.id}
	if main {
		t.bonds = []bond{{id: q.newID("rtbassoc"), main: true}}
	}
	q.add(t)
	return t
}

func createTable(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	return result{"RouteTable": q.newTable(v, false).show(q)}, nil
}

func deleteTable(q *call) (result, *wire.Error) {
	t, refused := find[*routeTable](q, q.text("RouteTableId"))
	if refused != nil {
		return nil, refused
	}
	if len(t.bonds) > 0 {
		return nil, tableInUse.of(t.id)
	}
	for _, e := range all[*endpoint](q) {
		e.tables = slices.DeleteFunc(e.tables, func(id string) bool { return id == t.id })
	}
	q.remove(t)
	return nil, nil
}

func associateTable(q *call) (result, *wire.Error) {
	t, refused := find[*routeTable](q, q.text("RouteTableId"))
	if refused != nil {
		return nil, refused
	}
	fresh := bond{subnet: q.text("SubnetId"), gateway: q.text("GatewayId")}
	vpc := ""
	switch {
	case fresh.subnet != "":
		s, refused := find[*subnet](q, fresh.subnet)
		if refused != nil {
			return nil, refused
		}
		vpc = s.vpc
	case fresh.gateway != "":
		if vpc, refused = q.edge(fresh.gateway); refused != nil {
			return nil, refused
		}
	default:
		return nil, missingParameter.of("subnetId or gatewayId")
	}
	if vpc != t.vpc {
		return nil, otherVPC.of(t.id, vpc)
	}
	for _, other := range all[*routeTable](q) {
		for _, old := range other.bonds {
			if old.main || old.subnet != fresh.subnet || old.gateway != fresh.gateway {
				continue
			}
			if other != t {
				return nil, otherTable.of(t.id)
			}
			return bonded(old.id), nil // the same again
		}
	}
	fresh.id = q.newID("rtbassoc")
	t.bonds = append(t.bonds, fresh)
	return bonded(fresh.id), nil
}

func bonded(id string) result {
	return result{"AssociationId": id, "AssociationState": result{"State": "associated"}}
}

// edge is the VPC whose gateway may follow a table.
func (q *call) edge(id string) (string, *wire.Error) {
	if g, ok := q.index[id].(*vpnGateway); ok {
		return g.vpc, nil
	}
	g, refused := find[*gateway](q, id)
	if refused != nil {
		return "", refused
	}
	return g.vpc, nil
}

// bonding finds an association by its id.
func (q *call) bonding(id string) (*routeTable, int, *wire.Error) {
	for _, t := range all[*routeTable](q) {
		if i := slices.IndexFunc(t.bonds, func(b bond) bool { return b.id == id }); i >= 0 {
			return t, i, nil
		}
	}
	return nil, 0, noBond.of(id)
}

func disassociateTable(q *call) (result, *wire.Error) {
	t, i, refused := q.bonding(q.text("AssociationId"))
	if refused != nil {
		return nil, refused
	}
	if t.bonds[i].main {
		return nil, mainBond.of(t.bonds[i].id)
	}
	t.bonds = slices.Delete(t.bonds, i, i+1)
	return nil, nil
}

// replaceTable moves an association, the main one included, to another table; it has a new id then.
func replaceTable(q *call) (result, *wire.Error) {
	from, i, refused := q.bonding(q.text("AssociationId"))
	if refused != nil {
		return nil, refused
	}
	t, refused := find[*routeTable](q, q.text("RouteTableId"))
	if refused != nil {
		return nil, refused
	}
	if t.vpc != from.vpc {
		return nil, otherVPC.of(t.id, from.vpc)
	}
	moved := from.bonds[i]
	from.bonds = slices.Delete(from.bonds, i, i+1)
	moved.id = q.newID("rtbassoc")
	t.bonds = append(t.bonds, moved)
	return result{"NewAssociationId": moved.id, "AssociationState": result{"State": "associated"}}, nil
}

// mainTable is the table of a VPC's subnets that have none of their own.
func (q *call) mainTable(vpc string) *routeTable {
	for _, t := range all[*routeTable](q) {
		if t.vpc == vpc && t.main() {
			return t
		}
	}
	return nil
}

// spread lets a table take the routes of a VPN gateway, or no more.
func spread(on bool) handler {
	return func(q *call) (result, *wire.Error) {
		t, refused := find[*routeTable](q, q.text("RouteTableId"))
		if refused != nil {
			return nil, refused
		}
		g, refused := find[*vpnGateway](q, q.text("GatewayId"))
		if refused != nil {
			return nil, refused
		}
		if g.vpc != t.vpc {
			return nil, notAttached.of(g.id, t.vpc)
		}
		t.spreads = slices.DeleteFunc(t.spreads, func(id string) bool { return id == g.id })
		if on {
			t.spreads = append(t.spreads, g.id)
		}
		return nil, nil
	}
}
