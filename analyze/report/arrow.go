// Arrows: the default routes of subnets, and every route that leads nowhere. An arrow climbs from its subnet through the
// gutter to the channel, and from there goes up to a gate, or down another gutter to a NAT gateway.

package report

import (
	"slices"

	"traillab/analyze/topology/snapshot"
)

// lane is a target and the state of the routes that lead to it.
type lane struct{ target, state string }

// arrow is one drawn route.
type arrow struct {
	lane
	level  string
	told   string
	points [][2]int
}

// drawn reports whether a route is drawn as an arrow.
func drawn(r *snapshot.Route) bool {
	return r.Target != nil && *r.Target != "local" && (r.Default() || r.State == snapshot.Blackhole)
}

// tableOf returns the route table of a subnet, nil where it is not known.
func (p *page) tableOf(s *snapshot.Subnet) *snapshot.Table {
	for i := range p.n.Tables {
		if s.Table.Known() && p.n.Tables[i].ID == s.Table.Text() {
			return &p.n.Tables[i]
		}
	}
	return nil
}

// routes finds the gates and the lanes: what the subnets' routes lead to.
func (p *page) routes() {
	p.gates = gated(p.n)
	for i := range p.n.Subnets {
		s := &p.n.Subnets[i]
		table := p.tableOf(s)
		if table == nil || p.silent(s, table) {
			p.toward(lane{nowhere, snapshot.Unknown}, "unknown")
		}
		if table == nil {
			continue
		}
		for j := range table.Routes {
			if r := &table.Routes[j]; drawn(r) {
				p.toward(lane{*r.Target, r.State}, r.Level)
			}
		}
	}
}

// silent reports whether it is not known how a subnet gets out although its table is.
func (p *page) silent(s *snapshot.Subnet, table *snapshot.Table) bool {
	return s.Internet.Standing == "unknown" && !slices.ContainsFunc(table.Routes, func(r snapshot.Route) bool { return drawn(&r) })
}

// toward makes sure of a lane, and of a gate where the target is nothing inside.
func (p *page) toward(l lane, level string) {
	if !slices.Contains(p.lanes, l) {
		p.lanes = append(p.lanes, l)
	}
	if slices.ContainsFunc(p.n.NATs, func(n snapshot.NAT) bool { return n.ID == l.target && n.Subnet.Known() }) ||
		slices.ContainsFunc(p.gates, func(g gate) bool { return slices.Contains(g.stands, l.target) }) {
		return
	}
	g := gate{id: l.target, kind: either(snapshot.KindOf(l.target), "target of a route"), state: "other", stands: []string{l.target}, told: "a route leads to it"}
	switch {
	case l.target == nowhere:
		g.id, g.kind, g.state, g.level, g.told = "not known", "way out", "unknown", "unknown", "no record tells how some subnets get out"
	case l.state == snapshot.Blackhole:
		g.state, g.level, g.told = "deleted", level, "routes lead to it, and it carries nothing"
	case l.state == snapshot.Unknown:
		g.state, g.level = "unknown", "unknown"
	}
	p.gates = append(p.gates, g)
}

// aim draws the arrows of every subnet.
func (p *page) aim() {
	for i := range p.boxes {
		b := &p.boxes[i]
		if b.silent {
			p.arrow(b, lane{nowhere, snapshot.Unknown}, "unknown", "how "+b.subnet.ID+" gets out is not known", b.y+b.routeAt)
		}
		for _, line := range b.lines {
			if line.arrow {
				r := line.route
				p.arrow(b, lane{*r.Target, r.State}, r.Level, told(r.Destination+" → "+*r.Target+": "+r.State+" ("+r.Level+")", r.Reason, r.Sources), b.y+line.y-4)
			}
		}
	}
}

// arrow draws one route from a height of a subnet's box to its target.
func (p *page) arrow(from *box, l lane, level, told string, y int) {
	n := min(slices.Index(p.lanes, l), maxLanes-1)
	a := arrow{lane: l, level: level, told: told}
	climb := from.x - p.gutter() + 8 + n*laneGap
	channel := gateTop + gateSize + 14 + n*laneGap
	a.points = append(a.points, [2]int{from.x, y}, [2]int{climb, y})
	for i := range p.boxes { // a NAT gateway in a subnet
		b := &p.boxes[i]
		at, holds := b.nats[l.target]
		if !holds {
			continue
		}
		down := b.x - p.gutter() + 8 + n*laneGap
		if down != climb {
			a.points = append(a.points, [2]int{climb, channel}, [2]int{down, channel})
		}
		a.points = append(a.points, [2]int{down, b.y + at}, [2]int{b.x + 8, b.y + at})
		p.arrows = append(p.arrows, a)
		return
	}
	for i := range p.gates {
		g := &p.gates[i]
		if slices.Contains(g.stands, l.target) {
			up := g.x + g.w/2 + p.shift(l)*14
			a.points = append(a.points, [2]int{climb, channel}, [2]int{up, channel}, [2]int{up, gateTop + gateSize + 1})
			p.arrows = append(p.arrows, a)
			return
		}
	}
}

// shift keeps arrows of different states to one target apart.
func (p *page) shift(l lane) int {
	n := 0
	for _, other := range p.lanes {
		if other == l {
			break
		}
		if other.target == l.target {
			n++
		}
	}
	return n
}

func (a *arrow) draw(s *pen) {
	head := map[string]string{snapshot.Active: "a", snapshot.Blackhole: "b", snapshot.Unknown: "u"}[a.state]
	if head == "a" && a.level != "observed" {
		head = "ah"
	}
	s.raw("<path class=\"way %s\" marker-end=\"url(#%s)\" d=\"", clean(a.state), head)
	for i, at := range a.points {
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		s.raw("%s%d %d", letter, at[0], at[1])
	}
	s.raw("\"><title>%s</title></path>\n", clean(a.told))
}
