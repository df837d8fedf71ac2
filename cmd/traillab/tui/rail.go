// Rails: the lines in front of a sketch, one for each target, from the row where the target is to the rows whose routes lead to it.

package tui

import (
	"slices"
	"strings"
)

// rail is one of them. A line reaches from the origin as far up and down as edges of its stroke do.
type rail struct {
	target   string
	origin   int    // the row of the target; -1 where it has none
	up, down [3]int // by stroke: the furthest row; the origin where there is none
	sky      bool   // its other side is the Internet: the line goes on to the first row
	look     stroke // of the target itself
}

// lay gives rails to the first targets, in the order of the rows.
func (s *sketch) lay(most int) {
	at := map[string]int{}
	for i := range s.rows {
		e := s.rows[i].edge
		if e == nil || e.target == "" || e.target == "?" {
			continue
		}
		n, known := at[e.target]
		if !known {
			if len(s.rails) == most {
				continue
			}
			n = len(s.rails)
			at[e.target] = n
			s.rails = append(s.rails, rail{target: e.target, origin: -1})
		}
		if e.origin {
			s.rails[n].origin, s.rails[n].look = i, e.stroke
			s.rails[n].sky = i < s.inside && (strings.HasPrefix(e.target, "igw-") || strings.HasPrefix(e.target, "eigw-"))
		}
	}
	for k := range s.rails {
		s.reach(&s.rails[k])
	}
	s.rails = slices.DeleteFunc(s.rails, func(r rail) bool { return r.origin > s.inside && r.idle() }) // no route leads to it
}

// idle reports whether no edge but its own origin is on a rail.
func (r *rail) idle() bool {
	for k := range r.up {
		if r.up[k] != r.origin || r.down[k] != r.origin {
			return false
		}
	}
	return true
}

// reach finds out how far a rail goes.
func (s *sketch) reach(r *rail) {
	first := true
	for i := range s.rows {
		e := s.rows[i].edge
		if e == nil || e.target != r.target || e.origin {
			continue
		}
		if first {
			if r.origin < 0 {
				r.origin = i // it hangs in the air: the first row stands for what is not drawn
			}
			for k := range r.up {
				r.up[k], r.down[k] = r.origin, r.origin
			}
			first = false
		}
		r.up[e.stroke], r.down[e.stroke] = min(r.up[e.stroke], i), max(r.down[e.stroke], i)
	}
	if first {
		for k := range r.up {
			r.up[k], r.down[k] = r.origin, r.origin
		}
	}
}

// through is the stroke of the line that leaves a row downwards; ok is false where none does.
func (r *rail) through(row int) (stroke, bool) {
	if r.sky && row < r.origin {
		return r.look, r.look != strokeCut
	}
	for _, k := range []stroke{strokeLive, strokeUnknown, strokeCut} {
		if row >= r.up[k] && row < r.down[k] {
			return k, true
		}
	}
	return 0, false
}

// track draws the rails of a row: the lines that pass, and the one that begins or ends here.
func (s *sketch) track(row int) []span {
	p := &s.rows[row]
	mine := -1
	for k := range s.rails {
		if p.edge != nil && s.rails[k].target == p.edge.target {
			mine = k
		}
	}
	var out []span
	for k := range s.rails {
		above, in := s.rails[k].through(row - 1)
		in = in && row > 0
		below, on := s.rails[k].through(row)
		across := mine >= 0 && k > mine
		switch {
		case k == mine:
			out = append(out, span{p.edge.stroke.tone(), joint(p.edge, in, on)})
		case in || on:
			out = append(out, passing(above, below, in, on, across))
		case across:
			out = append(out, span{p.edge.stroke.tone(), flat(p.edge.stroke)})
		default:
			out = append(out, span{tonePlain, " "})
		}
		gap := span{tonePlain, " "}
		if mine >= 0 && k >= mine {
			gap = span{p.edge.stroke.tone(), flat(p.edge.stroke)}
		}
		out = append(out, gap)
	}
	return append(out, s.tip(p, mine))
}

// tip is the sign next to the row's text.
func (s *sketch) tip(p *plot, mine int) span {
	switch {
	case p.edge == nil:
		return span{tonePlain, " "}
	case p.edge.stroke == strokeCut:
		return span{toneBad, "✕"}
	case p.edge.stroke == strokeUnknown:
		return span{toneUnknown, "?"}
	case mine < 0:
		return span{toneFaint, "╶"} // its target has no rail
	}
	return span{toneGood, "─"}
}

// joint is where an edge meets its rail.
func joint(e *branch, above, below bool) string {
	switch {
	case e.origin && e.stroke == strokeCut:
		return "✕"
	case above && below:
		return "├"
	case above:
		return "╰"
	case below:
		return "╭"
	}
	return "╶"
}

// passing is a line that goes on past a row.
func passing(above, below stroke, in, on, across bool) span {
	look := below
	if !on {
		look = above
	}
	sign := "│"
	if look == strokeUnknown {
		sign = "┊"
	}
	if across {
		sign = "┼"
	}
	switch {
	case !in: // it begins or ends between rows
		sign = "╷"
	case !on:
		sign = "╵"
	}
	return span{look.tone(), sign}
}

// flat is one cell of an edge on its way to the row.
func flat(s stroke) string {
	if s == strokeUnknown {
		return "┈"
	}
	return "─"
}
