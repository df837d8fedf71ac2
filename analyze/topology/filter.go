// The second filter, apart from reachability: what security groups and network ACLs let through. It is asked of the same
// capabilities, and answers yes, no or unknown.
//
// To reach out (egress4, egress6) the groups must let a connection out, and the ACL its packets out and its answers, to the
// ports 1024 to 65535, back in; so must the ACL of a NAT gateway on the way:
//
//	yes      HTTP or HTTPS (tcp 80, 443) to every public address
//	no       nothing, to no public address
//	unknown  some ports or some addresses, which the reason names, or facts that are not known
//
// To be reached (ingress4, ingress6): yes when any port can be reached from any public address, no when none can. Services,
// SSM and patching need tcp 443: to every public address, or to the endpoint where one stands, whose own groups must let the
// caller in.
//
// A group that is swapped or loses a rule does not cut connections that it tracks; an ACL cuts them at once. The filter says
// what new connections can do.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html

package topology

import (
	"slices"
	"strings"
)

// side is one interface, or something with groups and subnets of its own: where packets pass the gates.
type side struct {
	member  *Thing // of the groups
	subnets []*Thing
	doubt   string // why it is not known where it lies
}

// sides returns where a thing sends and receives: the interfaces of an instance, and everything else by itself.
func (s *State) sides(t *Thing) []side {
	var found []side
	if t.Kind == Instance {
		for _, i := range s.Back(t, AttachedTo) {
			if s.Stands(i).Is(None) {
				continue
			}
			at := side{member: i}
			if !s.Get(i, AttachedTo).Known() {
				at.doubt = "whether " + i.ID + " is attached to " + t.ID + " is not known"
			}
			if subnet := s.Get(i, InSubnet).To; subnet != nil {
				at.subnets = []*Thing{subnet}
			} else if subnet := s.Get(t, InSubnet).To; subnet != nil {
				at.subnets = []*Thing{subnet}
			}
			found = append(found, at)
		}
	}
	if len(found) == 0 {
		found = append(found, side{member: t, subnets: s.subnetsOf(t)})
	}
	return found
}

// subnetsOf returns the subnets that a thing lies in.
func (s *State) subnetsOf(t *Thing) []*Thing {
	var found []*Thing
	keys, facts := s.Held(t, InSubnet)
	for i := range keys {
		if facts[i].To != nil {
			found = append(found, facts[i].To)
		} else if subnet := s.look(Subnet, t, keys[i]); subnet != nil {
			found = append(found, subnet)
		}
	}
	return found
}

// look returns the thing of a kind and id in the place of another, nil when nobody has spoken of it.
func (s *State) look(kind Kind, beside *Thing, id string) *Thing {
	return s.h.things[ref{kind, beside.Account, beside.Region, id}]
}

// Filtered answers what groups and ACLs let through of a capability: yes, no or unknown.
func (s *State) Filtered(t *Thing, what string) Verdict {
	if stands := s.Stands(t); !stands.Is(Yes) {
		return Verdict{}.unproven(stands, "whether "+t.ID+" exists is not known")
	}
	return s.filtered(t, what).verdict()
}

// filtered answers what the groups and ACLs of a thing let through of a capability.
func (s *State) filtered(t *Thing, what string) judgement {
	service, isService := strings.CutPrefix(what, "service:")
	switch {
	case what == "egress4", what == "egress6":
		return s.everySide(t, func(at side, subnet *Thing) judgement { return s.outward(at, subnet, what == "egress6") })
	case what == "ingress4", what == "ingress6":
		return s.everySide(t, func(at side, subnet *Thing) judgement { return s.inward(at, subnet, what == "ingress6") })
	case what == "ssm":
		return bothOf(s.filtered(t, "service:ssm"), s.filtered(t, "service:ssmmessages"))
	case what == "patch":
		return bothOf(s.filtered(t, "ssm"), s.everySide(t, s.https))
	case isService:
		return s.everySide(t, func(at side, subnet *Thing) judgement { return s.calls(at, subnet, service) })
	}
	return judgement{evidence: evidence{doubts: []string{"no filter is known for " + what}}}
}

// everySide asks of each interface and each subnet. Where they differ nobody knows which of them packets take.
func (s *State) everySide(t *Thing, ask func(side, *Thing) judgement) judgement {
	var all []judgement
	for _, at := range s.sides(t) {
		if at.doubt != "" || len(at.subnets) == 0 {
			at.subnets = []*Thing{nil}
		}
		for _, subnet := range at.subnets {
			j := ask(at, subnet)
			if at.doubt != "" {
				j.answer = unsure
				j.doubt(at.doubt)
			}
			all = append(all, j)
		}
	}
	return agreed(all, t.ID+" has several interfaces or subnets, whose filters differ")
}

// outward asks what gets out to public addresses.
func (s *State) outward(at side, subnet *Thing, six bool) judgement {
	way := s.wayOut(at, subnet, nil)
	for _, port := range []int{443, 80} {
		if j := way.all(way.space(six), "tcp", port); j.answer == yes {
			return j
		}
	}
	return way.any(way.space(six), false)
}

// https asks whether HTTPS gets out to every public address.
func (s *State) https(at side, subnet *Thing) judgement {
	key := spot{at.member, subnet}
	j, met := s.secure[key]
	if !met {
		way := s.wayOut(at, subnet, nil)
		j = way.all(way.space(false), "tcp", 443)
		if s.secure == nil {
			s.secure = map[spot]judgement{}
		}
		s.secure[key] = j
	}
	j.doubts, j.sources, j.reasons = slices.Clip(j.doubts), slices.Clip(j.sources), slices.Clip(j.reasons)
	return j
}

// spot is where a thing sends from.
type spot struct{ member, subnet *Thing }

// inward asks what gets in from public addresses.
func (s *State) inward(at side, subnet *Thing, six bool) judgement {
	way := passage{of: s, there: []gate{s.groupGate(ingress, at.member, nil), s.aclGate(ingress, subnet)}, back: []gate{s.aclGate(egress, subnet)}}
	return way.any(way.space(six), true)
}

// wayOut returns the gates on the way from one side to public addresses, or to the other side.
func (s *State) wayOut(at side, subnet, other *Thing) passage {
	w := passage{
		of:    s,
		there: []gate{s.groupGate(egress, at.member, other), s.aclGate(egress, subnet)},
		back:  []gate{s.aclGate(ingress, subnet)},
	}
	if other == nil && subnet != nil {
		w.beyond = s.natGates(subnet, at.member)
	}
	return w
}

// calls asks whether a service can be called: at its interface endpoint where one stands, else at its public addresses.
func (s *State) calls(at side, subnet *Thing, service string) judgement {
	vpc := s.Get(at.member, InVPC).To
	if vpc == nil && subnet != nil {
		vpc = s.Get(subnet, InVPC).To
	}
	if vpc == nil {
		return agreed([]judgement{s.https(at, subnet), {evidence: evidence{doubts: []string{"the VPC of " + at.member.ID + " is not known"}}}}, "")
	}
	var ways []judgement
	certain := false
	for _, e := range s.h.Inside(vpc, Endpoint) {
		if in := s.Get(e, InVPC); in.Known() && in.To != vpc || s.Stands(e).Is(None) || s.Get(e, PrivateDNS).Is(None) {
			continue
		}
		name, kind := s.Get(e, Service), s.Get(e, Type)
		if name.Known() && !strings.HasSuffix(name.Text, "."+service) || kind.Known() && kind.Text != "Interface" {
			continue
		}
		ways = append(ways, s.atEndpoint(at, subnet, e))
		certain = certain || name.Known() && kind.Known() && s.Stands(e).Is(Yes) && s.Get(e, PrivateDNS).Is(Yes)
	}
	if !certain {
		ways = append(ways, s.https(at, subnet))
		for _, e := range s.strayEndpoints(service, vpc) {
			ways = append(ways, judgement{evidence: evidence{doubts: []string{"whether " + e.ID + " is an endpoint of " + service + " in " + vpc.ID + " is not known"}}})
		}
		if whole := s.Get(vpc, Whole); !whole.Is(Yes) {
			ways = append(ways, judgement{evidence: evidence{doubts: []string{"the endpoints of " + vpc.ID + " are not all known"}}})
		}
	}
	return agreed(ways, "it is not known at which endpoint "+service+" is called")
}

// atEndpoint asks whether packets reach an interface endpoint, in whichever of its subnets.
func (s *State) atEndpoint(at side, subnet, endpoint *Thing) judgement {
	var all []judgement
	from := s.addresses(at.member, subnet)
	for _, there := range s.subnetsOf(endpoint) {
		ranges, _ := s.Held(there, Range)
		out := s.wayOut(at, subnet, endpoint)
		in := passage{of: s, there: []gate{s.groupGate(ingress, endpoint, at.member), s.aclGate(ingress, there)}, back: []gate{s.aclGate(egress, there)}}
		if there == subnet { // an ACL guards the border of a subnet
			out.there, out.back, in.there, in.back = out.there[:1], nil, in.there[:1], nil
		}
		s.tells(at.member, in.gates()...)
		all = append(all, bothOf(out.all(within4(ranges, out.gates()), "tcp", 443), in.all(within4(from, in.gates()), "tcp", 443)))
	}
	if len(all) == 0 {
		return judgement{evidence: evidence{doubts: []string{"the subnets of " + endpoint.ID + " are not known"}}}
	}
	return agreed(all, "the subnets of "+endpoint.ID+" differ in their filters")
}

// addresses returns the private addresses of a thing, else the ranges of its subnet.
func (s *State) addresses(t, subnet *Thing) []string {
	if own, _ := s.Held(t, PrivateIP); len(own) > 0 {
		for i, ip := range own {
			own[i] = ip + "/32"
		}
		return own
	}
	if subnet == nil {
		return nil
	}
	ranges, _ := s.Held(subnet, Range)
	return ranges
}
