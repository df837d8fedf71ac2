// Drops: through which NAT gateways what leaves a subnet passes, each behind the network ACL of its own subnet.

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

// drop is a range, and the subnet of the NAT gateway on the way there; nil where there is none.
type drop struct {
	to   netip.Prefix
	home *Thing
}

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
		if nat := facts[i].To; nat != nil && nat.Kind == NATGateway {
			d.home = s.Get(nat, InSubnet).To
		}
		found = append(found, d)
	}
	return distinct(found)
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
		var home *Thing
		if len(around) > 0 {
			home = around[len(around)-1].home
		}
		if d.home != home {
			left, around = append(left, d), append(around, d)
		}
	}
	return left
}

// natGates returns the gates that packets pass beyond a subnet on their way through NAT gateways.
func (s *State) natGates(subnet, sender *Thing) []beyond {
	all := s.drops(subnet)
	if all.doubt != "" {
		closed := &aclGate{doubt: all.doubt}
		return []beyond{{to: netip.MustParsePrefix("0.0.0.0/0"), in: closed, out: closed}, {to: netip.MustParsePrefix("::/0"), in: closed, out: closed}}
	}
	found := make([]beyond, len(all.list))
	for i, d := range all.list {
		found[i].to = d.to
		if d.home != nil {
			found[i].in, found[i].out = s.aclGate(ingress, d.home), s.aclGate(egress, d.home)
		}
	}
	if len(found) == 0 {
		return nil
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
