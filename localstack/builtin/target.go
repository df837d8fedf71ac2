// Targets: where routes may lead, and in which network that is.

package builtin

import (
	"strings"

	"traillab/localstack/wire"
)

// targets are the members that name where a route leads, and how the network is found that each is in.
var targets = []struct {
	member  string
	network func(q *call, t *routeTable, to, id string) (string, *wire.Error)
}{
	{"GatewayId", gatewayNetwork},
	{"NatGatewayId", func(q *call, _ *routeTable, _, id string) (string, *wire.Error) {
		return networkOf(q, id, func(n *nat) string { return n.vpc })
	}},
	{"NetworkInterfaceId", func(q *call, _ *routeTable, _, id string) (string, *wire.Error) {
		return networkOf(q, id, func(f *face) string { return f.vpc })
	}},
	{"InstanceId", instanceNetwork},
	{"VpcPeeringConnectionId", peeringNetwork},
	{"TransitGatewayId", func(q *call, t *routeTable, _, id string) (string, *wire.Error) {
		return networkOf(q, id, func(*transit) string { return t.vpc })
	}},
	{"EgressOnlyInternetGatewayId", egressNetwork},
	{"VpcEndpointId", func(q *call, _ *routeTable, _, id string) (string, *wire.Error) {
		return networkOf(q, id, func(e *endpoint) string { return e.vpc })
	}},
	{"LocalGatewayId", noNetwork},
	{"CarrierGatewayId", noNetwork},
	{"CoreNetworkArn", noNetwork},
}

// target is where the call wants a route to lead. Where that is of another network, or is not there, it is refused.
func (q *call) target(t *routeTable, to string) (member, id string, refused *wire.Error) {
	var network string
	for _, target := range targets {
		if q.text(target.member) == "" {
			continue
		}
		if member != "" {
			return "", "", oneTarget.of()
		}
		member, id = target.member, q.text(target.member)
		if network, refused = target.network(q, t, to, id); refused != nil {
			return "", "", refused
		}
	}
	switch {
	case member == "":
		return "", "", oneTarget.of()
	case network != t.vpc && member == "GatewayId":
		return "", "", otherNetwork.of(t.id, id)
	case network != t.vpc:
		return "", "", otherTarget.of(t.id, id)
	}
	return member, id, nil
}

// networkOf is the network of a thing that the call names.
func networkOf[T resource](q *call, id string, network func(T) string) (string, *wire.Error) {
	thing, refused := find[T](q, id)
	if refused != nil {
		return "", refused
	}
	return network(thing), nil
}

// gatewayNetwork: an internet gateway or a VPN gateway.
func gatewayNetwork(q *call, _ *routeTable, _, id string) (string, *wire.Error) {
	if g, ok := q.index[id].(*vpnGateway); ok {
		return g.vpc, nil
	}
	if !strings.HasPrefix(id, "igw-") {
		return "", noGatewayID.of(id)
	}
	return networkOf(q, id, func(g *gateway) string { return g.vpc })
}

// instanceNetwork: an instance is a target when it has one interface, which is what the route leads to.
func instanceNetwork(q *call, _ *routeTable, _, id string) (string, *wire.Error) {
	i, refused := find[*instance](q, id)
	if refused == nil && len(q.facesOf(i)) != 1 {
		refused = manyFaces.of(id)
	}
	if refused != nil {
		return "", refused
	}
	return i.vpc, nil
}

func peeringNetwork(q *call, t *routeTable, _, id string) (string, *wire.Error) {
	return networkOf(q, id, func(p *peering) string {
		if p.asked == t.vpc {
			return p.asked
		}
		return p.asker
	})
}

func egressNetwork(q *call, _ *routeTable, to, id string) (string, *wire.Error) {
	e, refused := find[*egress](q, id)
	if refused == nil && !strings.Contains(to, ":") {
		refused = only6.of(to, id)
	}
	if refused != nil {
		return "", refused
	}
	return e.vpc, nil
}

// noNetwork: what services have that are not here.
func noNetwork(_ *call, _ *routeTable, _, id string) (string, *wire.Error) {
	return "", noGatewayID.of(id)
}
