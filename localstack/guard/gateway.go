// Internet gateways: what they are attached to, and what holds them there.

package guard

import (
	"traillab/analyze/topology"
)

// gateway returns the call's gateway and the VPC that it is known to be attached to; nil where it is to none, or unknown.
func (q *asked) gateway() (gateway, vpc *topology.Thing) {
	gateway = q.thing(topology.InternetGateway, "InternetGatewayId")
	if !q.stands(gateway) {
		return nil, nil
	}
	return gateway, q.to(gateway, topology.InVPC)
}

// gatewayOf returns the gateway that is attached to a VPC, and whether it is known that there is no other.
func (q *asked) gatewayOf(vpc *topology.Thing) (gateway *topology.Thing, sure bool) {
	sure = true
	for _, g := range q.history().Inside(vpc, topology.InternetGateway) {
		switch in := q.state().Get(g, topology.InVPC); {
		case q.state().Stands(g).Is(topology.None):
		case in.To == vpc:
			return g, true
		case !in.Known():
			sure = false
		}
	}
	return nil, sure
}

func gatewayTaken(q *asked) []any {
	if gateway, vpc := q.gateway(); vpc != nil {
		return []any{gateway, vpc}
	}
	return nil
}

// secondGateway: of a gateway that is not there the cloud has something better to say.
func secondGateway(q *asked) []any {
	vpc := q.thing(topology.VPC, "VpcId")
	if vpc == nil || !q.stands(q.thing(topology.InternetGateway, "InternetGatewayId")) {
		return nil
	}
	if other, _ := q.gatewayOf(vpc); other != nil {
		return []any{vpc}
	}
	return nil
}

// notAttached: of a gateway or a VPC that is not there the cloud has something better to say.
func notAttached(q *asked) []any {
	gateway, _ := q.gateway()
	vpc := q.thing(topology.VPC, "VpcId")
	if gateway != nil && q.stands(vpc) && q.state().Get(gateway, topology.InVPC).Not(topology.To(vpc)) {
		return []any{gateway, vpc}
	}
	return nil
}

func stillAttached(q *asked) []any {
	if gateway, vpc := q.gateway(); vpc != nil {
		return []any{gateway}
	}
	return nil
}

// mapped: an Elastic IP on an interface or an instance, whether that runs or not; a NAT gateway's; the address of a running
// instance's own; those of a load balancer or a database that faces the internet.
func mapped(q *asked) []any {
	vpc := q.thing(topology.VPC, "VpcId")
	if vpc == nil {
		return nil
	}
	h, s := q.history(), q.state()
	for _, nat := range h.Inside(vpc, topology.NATGateway) {
		if q.stands(nat) && !s.Get(nat, topology.Private).Is(topology.Yes) {
			return []any{vpc}
		}
	}
	for _, kind := range []topology.Kind{topology.Balancer, topology.Database} {
		for _, t := range h.Inside(vpc, kind) {
			if q.stands(t) && s.Get(t, topology.Private).Is(topology.None) && !s.Get(t, topology.Condition).Is(topology.Stopped) {
				return []any{vpc}
			}
		}
	}
	for _, kind := range []topology.Kind{topology.Interface, topology.Instance} {
		for _, t := range h.Inside(vpc, kind) {
			if q.elastic(t) != nil || q.faces4(t) {
				return []any{vpc}
			}
		}
	}
	return nil
}

// elastic returns an Elastic IP that is mapped to a thing.
func (q *asked) elastic(holder *topology.Thing) *topology.Thing {
	if holder == nil {
		return nil
	}
	for _, address := range q.state().Back(holder, topology.Holder) {
		if q.stands(address) && q.to(address, topology.Holder) == holder {
			return address
		}
	}
	return nil
}

// faces4 reports whether an interface has a public address that AWS gave it. One that is attached to an instance has it while
// the instance runs.
func (q *asked) faces4(face *topology.Thing) bool {
	s := q.state()
	if face.Kind != topology.Interface || !q.stands(face) || !s.Get(face, topology.AutoPublic).Is(topology.Yes) {
		return false
	}
	instance := q.to(face, topology.AttachedTo)
	return q.stands(instance) && s.Get(instance, topology.Condition).Is(topology.Running)
}
