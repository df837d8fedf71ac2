// Beds: the routes of a table, and how they share the internet. Thousands of subnets may follow one table, and hundreds of ways
// lead through it.

package topology

import (
	"net/netip"
	"strings"

	"traillab/analyze/trail"
)

// bed is what all lanes by one table have in common. It is not to be changed.
type bed struct {
	head      Verdict // what the routes rest on: its level and sources
	roads     []*road
	foggy     []*road // of which it is not known what they take
	uncovered bool    // some of the internet has no route
	hidden    string  // why there may be routes that nobody knows of; empty where there are none
	reads     int     // what it took, which whoever follows the table answers for
	busy      bool    // it is given up
}

// bedOf tells beds apart.
type bedOf struct {
	table, vpc *Thing
	family     family
}

// bed returns what the lanes by a table have in common at the state's moment.
func (m *mapper) bed(table, vpc *Thing) *bed {
	return follow(m.State, &m.h.memory.beds, bedOf{table, vpc, m.family}, 2*len(m.h.kinds[RouteTable]), question[*bed]{
		cost: 50, dear: 10,
		ask: func(s *State) *bed {
			n := mapper{State: s, family: m.family}
			return n.lay(table, vpc)
		},
		giveUp: func() *bed { return &bed{busy: true} },
	})
}

// lay works a bed out.
func (m *mapper) lay(table, vpc *Thing) *bed {
	b := &bed{head: Verdict{Level: trail.Observed}}
	if f := m.Get(table, Whole); !f.Is(Yes) {
		b.hidden = either(f.Why, table.ID+" may have routes from before the log")
	} else {
		b.head.cite(f.Cause)
	}
	gates, facts := m.Held(table, Propagates)
	for i, id := range gates {
		b.hidden = id + " may propagate routes, which no record tells"
		b.head.cite(facts[i].Cause)
	}
	b.roads, b.foggy = m.roads(table, b)
	b.uncovered = m.family.share(b.roads, m.ranges(vpc))
	b.reads = m.reads
	return b
}

// ranges are a VPC's own address ranges: what is in there is not the internet.
func (m *mapper) ranges(vpc *Thing) []netip.Prefix {
	if vpc == nil {
		return nil
	}
	var ranges []netip.Prefix
	keys, _ := m.Held(vpc, Range)
	for _, key := range keys {
		if p, err := netip.ParsePrefix(key); err == nil {
			ranges = append(ranges, p)
		}
	}
	return ranges
}

// roads returns the routes of a table, those included that are gone, and apart from them those of which it is not known
// what they take.
func (m *mapper) roads(table *Thing, b *bed) (roads, foggy []*road) {
	for _, key := range m.Keys(table, Route) {
		r := &road{key: key, fact: m.Key(table, Route, key)}
		if key == anyKey {
			if r.fact.Why != "" { // else nobody had spoken of it then
				foggy = append(foggy, r)
			}
			continue
		}
		if strings.HasPrefix(key, prefixes[PrefixList]) {
			if m.local(r) {
				continue
			}
			r.listed = true
			switch told := m.spell(table, b, r); {
			case told:
			case r.fact.Is(None): // what it took is not known either
				continue
			default:
				foggy = append(foggy, r)
				continue
			}
		} else if p, err := netip.ParsePrefix(key); err == nil {
			r.ranges = []netip.Prefix{p}
		} else if !r.fact.Is(None) {
			b.hidden = "a route of " + table.ID + " has the destination " + key + ", which is no range"
		}
		roads = append(roads, r)
	}
	return roads, foggy
}

// local reports whether the road is that of a gateway endpoint, which concerns the endpoint's service only.
func (m *mapper) local(r *road) bool {
	return r.fact.To != nil && r.fact.To.Kind == Endpoint && m.Get(r.fact.To, Type).Is(gatewayType)
}

// spell gives a road the ranges of its prefix list, and reports whether all of them are known. What the table leads to
// rests on them, and on what was taken off the list, as long as the road is there.
func (m *mapper) spell(table *Thing, b *bed, r *road) (told bool) {
	rests := func(f Fact) {
		switch {
		case r.fact.Is(None):
		case f.Known():
			b.head.rests(f)
		default:
			b.head.cite(f.Cause)
		}
	}
	list := m.h.things[ref{PrefixList, table.Account, table.Region, r.key}]
	if list == nil {
		return false
	}
	if whole := m.Get(list, Whole); !whole.Is(Yes) {
		rests(whole)
		return false
	}
	for _, key := range m.Keys(list, Range) {
		f := m.Key(list, Range, key)
		p, err := netip.ParsePrefix(key)
		switch {
		case f.Is(None):
		case !f.Known() && f.Why == "": // nobody had spoken of it then
			continue
		case err != nil || !f.Known():
			rests(f)
			return false
		default:
			r.ranges = append(r.ranges, p)
		}
		rests(f)
	}
	return true
}
