// The parts of a network: how each kind of thing is told.

package snapshot

import (
	"cmp"
	"slices"

	"traillab/analyze/topology"
)

func (t *taker) subnet(s *topology.Thing) Subnet {
	standing, v := t.Standing(s)
	told := Subnet{
		ID: s.ID, Name: t.name(s), Exists: t.get(s, topology.Exists), Zone: t.get(s, topology.Zone), Ranges: t.held(s, topology.Range),
		Internet: Internet{string(standing), t.answer(v)}, ACL: t.get(s, topology.ACL),
	}
	table := t.Get(s, topology.Table)
	told.Explicit = table.To != nil
	if table.Is(topology.None) {
		table = t.Get(t.vpc, topology.Main)
	}
	told.Table = t.fact(table)
	return told
}

func (t *taker) nat(n *topology.Thing) NAT {
	return NAT{
		ID: n.ID, Name: t.name(n), Exists: t.get(n, topology.Exists), Subnet: t.get(n, topology.InSubnet), Private: t.get(n, topology.Private),
		Addresses: t.addresses(n),
	}
}

// addresses tells the Elastic IPs that a thing holds.
func (t *taker) addresses(holder *topology.Thing) []Address {
	told := []Address{}
	for _, a := range t.Back(holder, topology.Holder) {
		if held := t.Get(a, topology.Holder); held.To == holder && !t.Stands(a).Is(topology.None) {
			fact := t.fact(held)
			fact.Value = nil
			if ip := t.Get(a, topology.IP); ip.Known() {
				fact.Value = &ip.Text
			}
			told = append(told, Address{a.ID, fact})
		}
	}
	slices.SortFunc(told, func(a, b Address) int { return cmp.Compare(a.ID, b.ID) })
	return told
}

func (t *taker) instance(i *topology.Thing) Instance {
	four, six := t.PublicAddress(i)
	told := Instance{
		ID: i.ID, Name: t.name(i), Exists: t.get(i, topology.Exists), Subnet: t.get(i, topology.InSubnet), State: t.get(i, topology.Condition),
		Public4: t.answer(four), Public6: t.answer(six), Profile: t.get(i, topology.Profile), Capabilities: t.able(i), Interfaces: []Interface{},
	}
	for _, face := range t.Back(i, topology.AttachedTo) {
		if !t.Stands(face).Is(topology.None) {
			told.Interfaces = append(told.Interfaces, Interface{
				ID: face.ID, Attached: t.get(face, topology.AttachedTo), Addresses: t.held(face, topology.PrivateIP), Groups: t.held(face, topology.InGroup),
			})
		}
	}
	slices.SortFunc(told.Interfaces, func(a, b Interface) int { return cmp.Compare(a.ID, b.ID) })
	return told
}

func (t *taker) endpoint(e *topology.Thing) Endpoint {
	return Endpoint{
		ID: e.ID, Name: t.name(e), Exists: t.get(e, topology.Exists), Service: t.get(e, topology.Service), Type: t.get(e, topology.Type),
		DNS: t.get(e, topology.PrivateDNS), Tables: t.held(e, topology.InTable), Subnets: t.held(e, topology.InSubnet),
	}
}

func (t *taker) service(s *topology.Thing) Service {
	return Service{
		ID: s.ID, Kind: string(s.Kind), Name: t.name(s), Exists: t.get(s, topology.Exists), Subnets: t.held(s, topology.InSubnet),
		Capabilities: t.able(s),
	}
}

func (t *taker) acl(a *topology.Thing) ACL {
	return ACL{
		ID: a.ID, Name: t.name(a), Exists: t.get(a, topology.Exists), Whole: t.get(a, topology.Whole), Entries: t.held(a, topology.Entry),
	}
}

func (t *taker) group(g *topology.Thing) Group {
	return Group{
		ID: g.ID, Name: t.name(g), Exists: t.get(g, topology.Exists), Whole: t.get(g, topology.Whole), Rules: t.held(g, topology.Rule),
	}
}
