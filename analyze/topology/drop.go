// Drops: through which NAT gateways and NAT instances what leaves a subnet passes, each behind the network ACL of its own
// subnet, and an instance behind its groups as well.

package topology

import (
	"cmp"
	"net/netip"
	"slices"
)

// drops are ranges and how what is sent there leaves, the widest first. Ranges that change nothing are left out.
type drops struct {
	list  []drop
	doubt string // why it is not known
}

// drop is a range, and what stands on the way there.
type drop struct {
	to netip.Prefix
	relay
}

// relay is the subnet of a NAT gateway or a NAT instance, nil where there is none or it is not known, and of an instance the
// interface that takes the packets, or the instance itself where that is not known.
type relay struct{ home, face *Thing }

// drops returns the NAT gateways behind a subnet by the routes of its table.
func (s *State) drops(subnet *Thing) drops {
	table := s.Get(subnet, Table)
	if table.Is(None) {
		if vpc := s.Get(subnet, InVPC).To; vpc != nil {
			table = s.Get(vpc, Main)
		}
	}
	if table.To == nil {
		return drops{}
	}
	return s.behind(table.To)
}

// behind returns the NAT gateways that a table leads to, whichever subnets follow it: thousands may.
func (s *State) behind(table *Thing) drops {
	return follow(s, &s.h.memory.drops, table, len(s.h.kinds[RouteTable]), question[drops]{
		ask:    func(s *State) drops { return drops{list: s.translated(table)} },
		same:   func(a, b drops) bool { return slices.Equal(a.list, b.list) },
		giveUp: func() drops { return drops{doubt: table.ID + " changes too often to be followed"} },
	})
}

// translated lists the ranges to which a table's routes lead through NAT gateways, and those within that they do not.
func (s *State) translated(table *Thing) []drop {
	var found []drop
	keys, facts := s.Held(table, Route)
	for i, key := range keys {
		to, err := netip.ParsePrefix(key)
		if err != nil {
			continue
		}
		d := drop{to: to.Masked()}
		if to := facts[i].To; to != nil {
			d.relay = s.relay(to)
		}
		found = append(found, d)
	}
	return distinct(found)
}

// relay returns what a route's target is to what takes the route. What is not there, or is no instance's, passes nothing on, and
// has no filter; of a NAT gateway whose subnet is not known there is nothing to ask.
func (s *State) relay(to *Thing) relay {
	switch {
	case to.Kind == NATGateway:
		return relay{home: s.Get(to, InSubnet).To}
	case to.Kind != Interface && to.Kind != Instance, s.Stands(to).Is(None):
	case to.Kind == Interface:
		if of := s.Get(to, AttachedTo); of.Known() && (of.To == nil || s.Stands(of.To).Is(None)) {
			return relay{}
		}
		return relay{s.Get(to, InSubnet).To, to}
	default:
		for _, face := range s.Back(to, AttachedTo) {
			if s.Get(face, Primary).Is(Yes) && s.Get(face, AttachedTo).Is(To(to)) {
				return relay{s.Get(face, InSubnet).To, face}
			}
		}
		return relay{s.Get(to, InSubnet).To, to}
	}
	return relay{}
}

// distinct leaves out what says the same as the next wider range.
func distinct(list []drop) []drop {
	slices.SortStableFunc(list, func(a, b drop) int {
		return cmp.Or(a.to.Addr().Compare(b.to.Addr()), cmp.Compare(a.to.Bits(), b.to.Bits()))
	})
	var around []drop // those that are left and hold the next one, the widest first
	left := list[:0]
	for _, d := range list {
		for len(around) > 0 && !around[len(around)-1].to.Contains(d.to.Addr()) {
			around = around[:len(around)-1]
		}
		var wider relay
		if len(around) > 0 {
			wider = around[len(around)-1].relay
		}
		if d.relay != wider {
			left, around = append(left, d), append(around, d)
		}
	}
	return left
}

// maxRelays is how many NAT instances behind one subnet are followed; each has groups of its own.
const maxRelays = 16

// natGates returns the gates that packets pass beyond a subnet on their way through NAT gateways and NAT instances.
func (s *State) natGates(subnet, sender *Thing) []beyond {
	all := s.drops(subnet)
	guards := map[*Thing][]gate{}
	for _, d := range all.list {
		if d.face != nil && guards[d.face] == nil && all.doubt == "" {
			guards[d.face] = []gate{s.groupGate(ingress, d.face, sender), s.groupGate(egress, d.face, nil)}
		}
		if len(guards) > maxRelays {
			all.doubt = subnet.ID + " sends through too many instances to follow them all"
			break
		}
	}
	if all.doubt != "" {
		closed := &aclGate{doubt: all.doubt}
		return []beyond{{to: netip.MustParsePrefix("0.0.0.0/0"), in: closed, out: closed}, {to: netip.MustParsePrefix("::/0"), in: closed, out: closed}}
	}
	found := make([]beyond, len(all.list))
	for i, d := range all.list {
		found[i].to, found[i].guards = d.to, guards[d.face]
		if d.relay != (relay{}) {
			found[i].in, found[i].out = s.aclGate(ingress, d.home), s.aclGate(egress, d.home)
		}
	}
	if len(found) == 0 {
		return nil
	}
	for i := range found {
		if found[i].in != nil {
			s.tells(sender, append([]gate{found[i].in, found[i].out}, found[i].guards...)...)
		}
	}
	for _, text := range s.addresses(sender, subnet) {
		if p, err := netip.ParsePrefix(text); err == nil && p.Addr().Is4() {
			for i := range found {
				found[i].from = p.Addr()
			}
			break
		}
	}
	return found
}
