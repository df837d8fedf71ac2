// Routes: where packets to a range go, and whether there is anything there.

package builtin

import (
	"net/netip"
	"slices"

	"traillab/localstack/wire"
)

// route is a row of a table.
type route struct {
	to     string // 0.0.0.0/0, ::/0, pl-…
	member string // of a Route, that has the target
	target string
	origin string // CreateRoute
}

var (
	routeThere   = fault{code: "RouteAlreadyExists", sentence: "The route identified by %s already exists."}
	noRouteThere = fault{code: "InvalidParameterValue", sentence: "There is no route defined for '%s' in the route table. Use CreateRoute instead."}
	noRoute      = fault{code: "InvalidRoute.NotFound", sentence: "no route with destination-cidr-block %s in route table %s"}
	localRoute   = fault{code: "InvalidParameterValue", sentence: "cannot remove local route %s in route table %s"}
	otherNetwork = fault{code: "InvalidParameterValue", sentence: "route table %s and network gateway %s belong to different networks"}
	otherTarget  = fault{code: "InvalidParameterValue", sentence: "route table %s and target %s belong to different networks"}
	oneTarget    = fault{code: "InvalidParameterCombination", sentence: "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId or instanceId"}
	noGatewayID  = fault{code: "InvalidGatewayID.NotFound", sentence: "The gateway ID '%s' does not exist"}
	manyFaces    = fault{code: "InvalidInstanceID", sentence: "There are multiple interfaces attached to instance '%s'. Please specify an interface ID for the operation instead."}
	only6        = fault{code: "InvalidParameterValue", sentence: "The destination %s is not an IPv6 range, which is all that %s can be the target of"}
)

func routeCalls() operations {
	return operations{"CreateRoute": createRoute, "ReplaceRoute": replaceRoute, "DeleteRoute": deleteRoute}
}

// destination is the call's, as AWS keeps it.
func (q *call) destination() (string, *wire.Error) {
	for _, member := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"} {
		text := q.text(member)
		switch {
		case text == "":
			continue
		case member == "DestinationPrefixListId":
			_, refused := find[*awsList](q, text)
			return text, refused
		}
		cidr, refused := prefix(text)
		if refused == nil && cidr.Addr().Is4() != (member == "DestinationCidrBlock") {
			return "", badCIDR.of(text)
		}
		return cidr.String(), refused
	}
	return "", missingParameter.of("destinationCidrBlock")
}

// routing is what all calls about a route name: a table, a destination, and the route that is there.
func (q *call) routing() (t *routeTable, to string, at int, refused *wire.Error) {
	if t, refused = find[*routeTable](q, q.text("RouteTableId")); refused != nil {
		return nil, "", 0, refused
	}
	if to, refused = q.destination(); refused != nil {
		return nil, "", 0, refused
	}
	return t, to, slices.IndexFunc(t.routes, func(r route) bool { return r.to == to }), nil
}

// local reports whether a destination is a range of the table's VPC.
func (q *call) local(t *routeTable, to string) bool {
	v := have[*vpc](q, t.vpc)
	return slices.ContainsFunc(slices.Concat(v.cidrs, v.v6), func(o span) bool { return o.cidr.String() == to })
}

func createRoute(q *call) (result, *wire.Error) {
	t, to, at, refused := q.routing()
	if refused != nil {
		return nil, refused
	}
	member, target, refused := q.target(t, to)
	if refused != nil {
		return nil, refused
	}
	if at >= 0 || q.local(t, to) {
		return nil, routeThere.of(to)
	}
	t.routes = append(t.routes, route{to, member, target, "CreateRoute"})
	return result{"Return": true}, nil
}

func replaceRoute(q *call) (result, *wire.Error) {
	t, to, at, refused := q.routing()
	if refused != nil {
		return nil, refused
	}
	if at < 0 && !q.local(t, to) {
		return nil, noRouteThere.of(to)
	}
	if q.flag("LocalTarget") && at < 0 {
		return nil, nil
	}
	member, target, refused := q.target(t, to)
	if refused != nil {
		return nil, refused
	}
	if at < 0 { // a local route that leads through something of the VPC's own now
		t.routes = append(t.routes, route{to, member, target, "CreateRouteTable"})
		return nil, nil
	}
	t.routes[at].member, t.routes[at].target = member, target
	return nil, nil
}

func deleteRoute(q *call) (result, *wire.Error) {
	t, to, at, refused := q.routing()
	switch {
	case refused != nil:
		return nil, refused
	case at < 0 && q.local(t, to):
		return nil, localRoute.of(to, t.id)
	case at < 0:
		return nil, noRoute.of(to, t.id)
	}
	t.routes = slices.Delete(t.routes, at, at+1)
	return nil, nil
}

// showRoutes shows the routes to the VPC's ranges, those that were made, and those to endpoints.
func (q *call) showRoutes(t *routeTable) []any {
	shown := []any{}
	v := have[*vpc](q, t.vpc)
	for _, o := range slices.Concat(v.cidrs, v.v6) {
		if !slices.ContainsFunc(t.routes, func(r route) bool { return r.to == o.cidr.String() }) {
			shown = append(shown, route{o.cidr.String(), "GatewayId", "local", "CreateRouteTable"}.show(q, true))
		}
	}
	for _, r := range t.routes {
		shown = append(shown, r.show(q, q.alive(t, r)))
	}
	for _, e := range all[*endpoint](q) {
		if slices.Contains(e.tables, t.id) {
			shown = append(shown, route{e.list, "GatewayId", e.id, "CreateRoute"}.show(q, true))
		}
	}
	return shown
}

func (r route) show(q *call, alive bool) result {
	out := result{r.member: r.target, "Origin": r.origin, "State": "active"}
	if !alive {
		out["State"] = "blackhole"
	}
	if r.member == "VpcEndpointId" {
		delete(out, r.member)
		out["GatewayId"] = r.target
	}
	if i := have[*instance](q, r.target); i != nil {
		out["InstanceOwnerId"] = q.options.Account
		for _, f := range q.facesOf(i) {
			out["NetworkInterfaceId"] = f.id
		}
	}
	if f := have[*face](q, r.target); f != nil && f.instance != "" {
		out["InstanceId"], out["InstanceOwnerId"] = f.instance, q.options.Account
	}
	switch cidr, err := netip.ParsePrefix(r.to); {
	case err != nil:
		out["DestinationPrefixListId"] = r.to
	case cidr.Addr().Is4():
		out["DestinationCidrBlock"] = r.to
	default:
		out["DestinationIpv6CidrBlock"] = r.to
	}
	return out
}

// alive reports whether there is anything where a route leads.
func (q *call) alive(t *routeTable, r route) bool {
	switch target := q.index[r.target].(type) {
	case *gateway:
		return target.vpc == t.vpc
	case *vpnGateway:
		return target.vpc == t.vpc
	case *nat:
		return target.state(q) == "available"
	case *face:
		i := have[*instance](q, target.instance)
		return i != nil && i.state == running || i == nil && target.service != ""
	case *instance:
		return target.state == running
	case *peering:
		return target.status == "active"
	case *transit:
		return slices.ContainsFunc(all[*transitBond](q), func(b *transitBond) bool { return b.vpc == t.vpc && b.gateway == target.id })
	}
	return q.index[r.target] != nil
}
