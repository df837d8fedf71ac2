// Journeys: whether packets of one protocol get from one thing to another, by routes, addresses, groups and ACLs together, as VPC
// Reachability Analyzer is asked. What it would call found is found here only where nothing is left open.

package topology

import (
	"net/netip"
	"slices"

	"traillab/analyze/trail"
)

// Journey tells whether packets of a protocol, tcp or udp, get over IPv4 to a port from one thing to another, of which one may be
// an internet gateway and the others are instances and their interfaces. Port 0 asks for any. Part of the internet is not known
// to be enough.
// https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
func (s *State) Journey(from, to *Thing, protocol string, port int) Verdict {
	a, v := s.traveller(from)
	if v.Answer != Reaches {
		return v
	}
	b, v := s.traveller(to)
	switch {
	case v.Answer != Reaches:
		return v
	case a == b, a.Kind == InternetGateway && b.Kind == InternetGateway:
		return v.because(Unproven, NotFollowed, "a way from "+from.ID+" to "+to.ID+" is not followed")
	case b.Kind == InternetGateway:
		return s.abroad(a, b, "egress4", func(at side, subnet *Thing) judgement {
			way := s.wayOut(at, subnet, nil)
			return way.some(way.space(false), protocol, port)
		})
	case a.Kind == InternetGateway:
		return s.abroad(b, a, "ingress4", func(at side, subnet *Thing) judgement {
			way := passage{of: s, there: []gate{s.groupGate(ingress, at.member, nil), s.aclGate(ingress, subnet)}, back: []gate{s.aclGate(egress, subnet)}}
			return way.some(way.space(false), protocol, port)
		})
	}
	return s.neighbours(a, b, protocol, port)
}

// traveller returns what a journey begins or ends at: a gateway, or an instance, also for the only interface that it has.
func (s *State) traveller(t *Thing) (*Thing, Verdict) {
	v := Verdict{Answer: Reaches, Level: trail.Observed}
	stands := s.Stands(t)
	switch {
	case stands.Is(None):
		v.rests(stands)
		return t, v.because(Cut, BadState, t.ID+" does not exist")
	case !stands.Known():
		return t, v.unproven(stands, "whether "+t.ID+" exists is not known")
	case t.Kind == InternetGateway:
		return t, v
	case t.Kind == Interface:
		holder := s.Get(t, AttachedTo)
		if holder.To == nil {
			return t, v.unproven(holder, "which instance "+t.ID+" belongs to is not known")
		}
		if own, maybe := s.faces(holder.To); len(own) != 1 || len(maybe) > 0 {
			return t, v.because(Unproven, NotFollowed, holder.To.ID+" has several interfaces")
		}
		t = holder.To
	case t.Kind != Instance:
		return t, v.because(Unproven, NotFollowed, "a way from or to "+t.ID+" is not followed")
	}
	switch runs := s.Get(t, Condition); {
	case runs.Is(Stopped):
		return t, stopped(t, runs)
	case !runs.Known():
		return t, v.unproven(runs, "whether "+t.ID+" runs is not known")
	}
	return t, v
}

// abroad is a journey of an instance through the internet gateway of its VPC.
func (s *State) abroad(instance, gateway *Thing, what string, ask func(side, *Thing) judgement) Verdict {
	v := Verdict{Level: trail.Observed}
	in, home := s.Get(gateway, InVPC), s.Get(instance, InVPC)
	switch {
	case !in.Known():
		return v.unproven(in, "whether "+gateway.ID+" is attached is not known")
	case in.To == nil:
		v.rests(in)
		return v.because(Cut, Unassociated, gateway.ID+" is not attached")
	case home.To == nil:
		return v.unproven(home, "the VPC of "+instance.ID+" is not known")
	case in.To != home.To:
		v.rests(in, home)
		return v.because(Cut, NoRoute, gateway.ID+" is attached to "+in.To.ID+" and not to "+home.To.ID)
	}
	v, _ = s.Capable(instance, what)
	if v.Answer == Partly {
		v = v.because(Unproven, NotFollowed, "only a part of the internet can be reached: "+v.Reason.Text)
	}
	return v.joined(s.everySide(instance, ask).verdict())
}

// neighbours is a journey between two instances of a VPC, which its local route carries.
func (s *State) neighbours(from, to *Thing, protocol string, port int) Verdict {
	v := Verdict{Level: trail.Observed}
	a, b := s.sides(from), s.sides(to)
	if len(a) != 1 || len(b) != 1 || a[0].doubt+b[0].doubt != "" || len(a[0].subnets) != 1 || len(b[0].subnets) != 1 {
		return v.because(Unproven, NotFollowed, "which interfaces "+from.ID+" and "+to.ID+" use is not known")
	}
	here, there := a[0].subnets[0], b[0].subnets[0]
	vpc, other := s.Get(here, InVPC), s.Get(there, InVPC)
	if vpc.To == nil || vpc.To != other.To {
		return v.because(Unproven, NotFollowed, "ways from one VPC to another are not followed")
	}
	for _, subnet := range []*Thing{here, there} {
		if l := s.lane(subnet, v4); l.table == nil || l.hidden != "" || s.diverted(l.table, vpc.To) {
			return v.because(Unproven, NotFollowed, "whether routes lead astray between "+here.ID+" and "+there.ID+" is not known")
		}
	}
	out := s.wayOut(a[0], here, b[0].member)
	in := passage{of: s, there: []gate{s.groupGate(ingress, b[0].member, a[0].member), s.aclGate(ingress, there)}, back: []gate{s.aclGate(egress, there)}}
	if here == there { // an ACL guards the border of a subnet
		out.there, out.back, in.there, in.back = out.there[:1], nil, in.there[:1], nil
	}
	sent, got := within4(s.addresses(b[0].member, there), out.gates()), within4(s.addresses(a[0].member, here), in.gates())
	var denied judgement
	for i, p := range portsOf(protocol, port, append(out.gates(), in.gates()...)) {
		if out.heavy(i) {
			return tooMany.verdict()
		}
		j := bothOf(out.all(sent, protocol, p), in.all(got, protocol, p))
		if j.answer == yes {
			return j.verdict()
		}
		if i == 0 || j.answer > denied.answer {
			denied = j
		}
	}
	return denied.verdict()
}

// diverted reports whether a table may lead elsewhere with what is sent inside a VPC.
func (s *State) diverted(table, vpc *Thing) bool {
	ranges, _ := s.Held(vpc, Range)
	keys, facts := s.Held(table, Route)
	for i, key := range keys {
		to, err := netip.ParsePrefix(key)
		within := func(text string) bool {
			own, err := netip.ParsePrefix(text)
			return err == nil && own.Overlaps(to) && to.Bits() >= own.Bits()
		}
		if !facts[i].Is(Text(local)) && (err != nil || slices.ContainsFunc(ranges, within)) {
			return true
		}
	}
	return len(ranges) == 0
}

// portsOf returns the one port that is asked for, or one of each kind that gates tell apart.
func portsOf(protocol string, port int, gates []gate) []int {
	if port > 0 {
		return []int{port}
	}
	return starts([]int{0}, gates, protocol)
}

// some asks whether packets of one protocol pass to any of the peers.
func (w *passage) some(peers []netip.Addr, protocol string, port int) judgement {
	best := judgement{answer: no}
	ports := portsOf(protocol, port, w.gates())
	if w.heavy(len(peers)*len(ports)) || len(peers) == 0 {
		return tooMany
	}
	for i, p := range ports {
		for n, peer := range peers {
			var j judgement
			if w.passes(packet{peer, protocol, p}, &j) == yes {
				return j
			}
			if i+n == 0 || j.answer > best.answer {
				best = j
			}
		}
	}
	return best
}
