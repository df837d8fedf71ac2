// Routes, and what they lead to: gateways are told even when they are gone, as long as a route still points at them.

package snapshot

import (
	"cmp"
	"slices"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// The states of a route.
const (
	Active    = "active"
	Blackhole = "blackhole"
	Unknown   = "unknown"
)

// KindOf is the word for what a route leads to, by the beginning of its id; empty for what has none.
func KindOf(id string) string {
	for _, k := range [...]struct{ prefix, word string }{
		{"igw-", "internet gateway"},
		{"eigw-", "egress-only gateway"},
		{"vgw-", "VPN gateway"},
		{"nat-", "NAT gateway"},
		{"tgw-", "transit gateway"},
		{"pcx-", "peering connection"},
		{"eni-", "interface"},
		{"i-", "instance"},
		{"vpce-", "endpoint"},
		{"cagw-", "carrier gateway"},
		{"lgw-", "local gateway"},
		{"arn:", "core network"},
	} {
		if strings.HasPrefix(id, k.prefix) {
			return k.word
		}
	}
	return ""
}

// tables tells the route tables of the VPC.
func (t *taker) tables() []Table {
	main := t.Get(t.vpc, topology.Main).To
	return each(t, topology.RouteTable, func(table *topology.Thing) Table {
		told := Table{
			ID: table.ID, Name: t.name(table), Main: table == main, Exists: t.get(table, topology.Exists), Whole: t.get(table, topology.Whole),
			Routes: []Route{}, Propagates: t.held(table, topology.Propagates),
		}
		keys, facts := t.Held(table, topology.Route)
		for i, key := range keys {
			if r := t.route(key, facts[i]); r.Target != nil || r.Reason != "" { // else it is told of later
				told.Routes = append(told.Routes, r)
			}
		}
		return told
	})
}

// route tells a route and whether its target is there.
func (t *taker) route(destination string, f topology.Fact) Route {
	told := Route{Destination: destination, State: Unknown, Level: trail.Unknown.String(), Reason: f.Why, Sources: t.ids(f.Cause)}
	if !f.Known() {
		return told
	}
	told.Target = &f.Text
	if level, dead := t.Dead(f, t.vpc); dead {
		told.State, told.Level = Blackhole, level.String()
		told.Sources = t.ids(f.Cause, t.link(f.To).Cause)
		return told
	}
	switch link := t.link(f.To); {
	case f.To == nil:
		told.Reason = "what " + f.Text + " is no record tells"
	case !link.Known():
		told.Reason = link.Why
		if told.Reason == "" {
			told.Reason = "whether " + f.To.ID + " is there is not known"
		}
		told.Sources = t.ids(f.Cause, link.Cause)
	default:
		told.State, told.Level = Active, trail.Weakest(f.Level, link.Level).String()
		told.Sources = t.ids(f.Cause, link.Cause)
	}
	return told
}

// link is the fact that decides whether a target carries anything: that it is there and, for some, what it hangs on.
func (t *taker) link(target *topology.Thing) topology.Fact {
	if target == nil {
		return topology.Fact{}
	}
	stands := t.Stands(target)
	if stands.Is(topology.None) {
		return stands
	}
	switch target.Kind {
	case topology.InternetGateway, topology.EgressGateway, topology.VPNGateway:
		return t.Get(target, topology.InVPC)
	case topology.Instance:
		return t.Get(target, topology.Condition)
	case topology.Interface:
		return t.Get(target, topology.AttachedTo)
	default:
		return stands
	}
}

// gateways tells the gateways that ever were in the VPC and still matter to it: those that are attached, may be, could be
// attached again, or have a route that leads to them.
func (t *taker) gateways(tables []Table) []Gateway {
	aimed := map[string]bool{}
	for _, table := range tables {
		for _, r := range table.Routes {
			if r.Target != nil {
				aimed[*r.Target] = true
			}
		}
	}
	told := []Gateway{}
	for _, kind := range []topology.Kind{topology.InternetGateway, topology.EgressGateway, topology.VPNGateway} {
		for _, g := range t.h.Inside(t.vpc, kind) {
			stands, in := t.Stands(g), t.Get(g, topology.InVPC)
			one := Gateway{ID: g.ID, Kind: string(g.Kind), Name: t.name(g)}
			switch {
			case stands.Is(topology.None):
				one.State, one.Fact = "deleted", t.fact(stands)
			case in.To == t.vpc:
				one.State, one.Fact = "attached", t.fact(in)
			case in.Known() && (in.To == nil || aimed[g.ID]):
				one.State, one.Fact = "detached", t.fact(in)
			case in.Known():
				continue
			default:
				one.State, one.Fact = Unknown, t.fact(in)
			}
			if one.State == "deleted" && !aimed[g.ID] || one.State == "detached" && !aimed[g.ID] && !t.earlier(g) {
				continue
			}
			told = append(told, one)
		}
	}
	slices.SortStableFunc(told, func(a, b Gateway) int { return cmp.Compare(a.ID, b.ID) })
	return told
}

// earlier reports whether a gateway was attached to the VPC before the state's moment, and not only later.
func (t *taker) earlier(g *topology.Thing) bool {
	cause := t.Get(g, topology.InVPC).Cause
	return cause > topology.Origin && cause <= t.Moment() && t.h.State(cause-1).Get(g, topology.InVPC).To == t.vpc
}
