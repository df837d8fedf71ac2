// Roads: the routes that a subnet follows, as rows with edges; those that it followed before and does not any more are cut.

package tui

import (
	"fmt"
	"slices"

	"traillab/analyze/topology/snapshot"
)

// roads are the rows about a subnet's routes.
func (s *sketch) roads(n *snapshot.Subnet) []plot {
	table := s.is.tableOf(n)
	if table == nil {
		return []plot{{
			key: n.ID + " routes", edge: &branch{"", strokeUnknown, false}, facts: []fact{factOf("route table", n.Table)},
			text: told(toneUnknown, "? unknown: which route table it follows"),
		}}
	}
	out := []plot{}
	for i := range table.Routes {
		if r := &table.Routes[i]; r.Target == nil || leads(r) {
			out = append(out, s.road(n, table, r))
		}
	}
	out = append(out, s.severed(n, table)...)
	if rest := len(out) - mostRoutes; rest > 0 && !s.open["routes:"+n.ID] {
		slices.SortStableFunc(out, func(a, b plot) int { return int(b.edge.stroke) - int(a.edge.stroke) }) // the cut ones stay
		out = append(out[:mostRoutes:mostRoutes], plot{
			key: n.ID + " routes", fold: "routes:" + n.ID, text: told(toneKey, "▸ ").addf(tonePlain, "%d more routes of %s (space)", rest, table.ID),
		})
	}
	return append(out, s.silence(n, table, len(out))...)
}

// silence says what follows from routes that are not there.
func (s *sketch) silence(n *snapshot.Subnet, table *snapshot.Table, routes int) []plot {
	facts := []fact{factOf("exists", table.Exists), factOf("all its routes are in the log", table.Whole)}
	p := plot{key: n.ID + " table", thing: table.ID, facts: facts}
	switch whole := table.Whole.Text() == "yes"; {
	case !whole:
		p.text = line{}.add(toneUnknown, "? ").add(tonePlain, table.ID).add(toneUnknown, " may have more routes than the log tells")
	case slices.ContainsFunc(table.Routes, func(r snapshot.Route) bool { return r.Default() }):
		return nil
	case routes == 0:
		p.text = line{}.add(toneWarn, "· no route leads out").add(tonePlain, " of "+table.ID+doubt(table.Whole.Level))
	default:
		p.text = line{}.add(toneWarn, "· no default route").add(tonePlain, " in "+table.ID+doubt(table.Whole.Level))
	}
	return []plot{p}
}

// road is the row of a route.
func (s *sketch) road(n *snapshot.Subnet, table *snapshot.Table, r *snapshot.Route) plot {
	target := "?"
	if r.Target != nil {
		target = *r.Target
	}
	sure := surely(r.Level)
	e := &branch{target: target}
	word := span{toneGood, "active"}
	switch r.State {
	case snapshot.Blackhole:
		e.stroke, word = strokeCut, span{toneBad, "✕ cut: leads nowhere"}
	case snapshot.Unknown:
		e.stroke, word = strokeUnknown, span{toneUnknown, "? carries or not"}
	}
	l := line{}.add(tonePlain, r.Destination+" → "+target).add(word.tone, "  "+word.text+" ")
	if r.State != snapshot.Unknown {
		l = l.add(sure.tone, sure.text)
	}
	l = l.add(toneFaint, "  "+table.ID)
	if n != nil && !n.Explicit {
		l = l.add(toneFaint, " main")
	}
	return plot{
		key: n.ID + " " + r.Destination + " " + target, thing: target, text: l, edge: e,
		facts: []fact{{"route " + r.Destination + " of " + table.ID, target + " " + r.State, r.Level, r.Reason, r.Sources}},
	}
}

// severed are the routes that the subnet followed before, of which it is known that it does not any more.
func (s *sketch) severed(n *snapshot.Subnet, table *snapshot.Table) []plot {
	was := s.wasSubnet(n.ID)
	if was == nil {
		return nil
	}
	before := s.was.tableOf(was)
	if before == nil {
		return nil
	}
	var out []plot
	for i := range before.Routes {
		r := &before.Routes[i]
		if !leads(r) || r.State != snapshot.Active || slices.ContainsFunc(table.Routes, func(now snapshot.Route) bool { return stands(&now, r) }) {
			continue
		}
		why := absent().reason
		if table.ID != before.ID {
			why = fmt.Sprintf("the subnet followed %s before, and follows %s now", before.ID, table.ID)
		}
		out = append(out, plot{
			key: n.ID + " was " + r.Destination + " " + *r.Target, thing: *r.Target, edge: &branch{*r.Target, strokeCut, false},
			text:  line{}.add(tonePlain, r.Destination+" → "+*r.Target).add(toneBad, "  ✕ cut: it was active").add(toneFaint, "  "+before.ID),
			facts: []fact{{"now", "no longer there", absent().level, why, nil}, {"route " + r.Destination + " of " + before.ID + " before", *r.Target + " " + r.State, r.Level, r.Reason, r.Sources}},
		})
	}
	return out
}

// stands reports whether a route is there still, or may be: one to the same destination of which the target is not known.
func stands(now, was *snapshot.Route) bool {
	return now.Destination == was.Destination && (now.Target == nil || *now.Target == *was.Target)
}
