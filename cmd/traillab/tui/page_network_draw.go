// One network, drawn: the moment and its place among the changes, the sketch, and what is said of the row under the cursor.

package tui

import (
	"fmt"
	"strings"
	"time"
)

// axisAt is the line of the axis.
const axisAt = 2

func (p *network) render(v view) []line {
	switch {
	case p.doors.Cartographer == nil:
		return []line{told(toneUnknown, "There are no networks to ask here.")}
	case p.course == nil && p.trouble["course"] != nil:
		return troubled(p.trouble["course"], v.w)
	case p.course == nil:
		return []line{told(toneFaint, "reading the whole log: a network follows from all calls that changed it …")}
	}
	out := append([]line{p.moment(v), p.calls(v)}, p.axis(v)...)
	switch {
	case p.trouble["now"] != nil:
		return append(out, troubled(p.trouble["now"], v.w)...)
	case p.sketch == nil:
		return append(out, told(toneFaint, "asking how it stood …"))
	case p.all:
		return append(append(out, p.aboutHead(v)), p.notes.render(p.facts(v))...)
	}
	for i := p.top; i < min(len(p.sketch.rows), p.top+p.high()); i++ {
		l := p.sketch.line(i, v.w-2)
		mark := "  "
		if i == p.at {
			mark = "▸ "
		}
		l.spans = append([]span{{toneKey, mark}}, l.spans...)
		l.chosen = i == p.at
		out = append(out, l)
	}
	for len(out) < v.h-p.underDrawing() {
		out = append(out, line{})
	}
	return append(out, p.about(v)...)
}

// line is a row of a sketch in w cells, with the box of the VPC around what is in it.
func (s *sketch) line(i, w int) line {
	r := &s.rows[i]
	track := line{spans: s.track(i)}
	switch {
	case i == len(s.rows)-1:
		return told(toneFaint, "└%s┘", strings.Repeat("─", w-2))
	case i == s.inside:
		l := line{}.add(toneFaint, "┌")
		for _, c := range track.spans {
			if c.text == " " {
				c = span{toneFaint, "─"}
			}
			l.spans = append(l.spans, c)
		}
		l.spans = append(l.spans, r.text.spans...)
		l = cut(l.add(tonePlain, " "), w-1)
		return l.add(toneFaint, strings.Repeat("─", max(0, w-1-l.width()))+"┐")
	}
	l := told(toneFaint, "│")
	if i < s.inside {
		l = told(toneFaint, " ")
	}
	l.spans = append(l.spans, track.spans...)
	frame := r.frame
	if frame == "" {
		frame = " "
	}
	if r.edge != nil && frame == "│" {
		frame = "┤"
	}
	if r.edge != nil && frame == "└" {
		frame = "┴"
	}
	l = l.add(toneFaint, frame+" ")
	l.spans = append(l.spans, r.text.spans...)
	if i < s.inside {
		return l
	}
	l = cut(l, w-1)
	return l.add(tonePlain, strings.Repeat(" ", max(0, w-1-l.width()))).add(toneFaint, "│")
}

// moment says of when the drawing is, and against what it is held.
func (p *network) moment(v view) line {
	stop := &p.stops[p.stop]
	l := line{}.add(toneStrong, v.clock(stop.At))
	switch {
	case p.now == nil || p.now.At.Equal(stop.At):
	default:
		l = l.addf(toneWarn, "  asking … this is still %s", v.clock(p.now.At))
	}
	where := fmt.Sprintf("  change %s of %s", grouped(int64(p.stop)), grouped(int64(len(p.stops)-1)))
	switch {
	case len(p.stops) == 1:
		where = "  the log tells of no change of it"
	case p.stop == 0:
		where = fmt.Sprintf("  before the first of %s changes", grouped(int64(len(p.stops)-1)))
	}
	l = l.add(tonePlain, where)
	switch {
	case p.chain == nil:
		return l.add(toneFaint, "  in no chain")
	case p.trouble["before"] != nil:
		return l.addf(toneBad, "  how it stood before %s cannot be told: %v", p.chain.ID, p.trouble["before"])
	case p.before == nil:
		return l.addf(toneFaint, "  in %s, asking how it stood before …", p.chain.ID)
	}
	return l.add(tonePlain, "  compared with before ").add(toneStrong, p.chain.ID)
}

// calls are those of the moment.
func (p *network) calls(v view) line {
	stop := &p.stops[p.stop]
	if len(stop.Calls) == 0 {
		return told(toneFaint, "as it stood before the log tells of a change; what no record and no baseline tells is not known")
	}
	l := line{}
	for i, c := range stop.Calls {
		if i > 0 {
			l = l.add(toneFaint, " · ")
		}
		tone := tonePlain
		if c.Role != "" {
			tone = roleTone(c.Role)
		}
		l = l.add(tone, c.Name)
		if c.Role != "" {
			l = l.addf(tone, " %s (%s)", roleSign(c.Role), c.Role)
		}
		if c.Failed {
			l = l.add(toneFaint, " refused, changed nothing")
		}
		if i == 0 || c.Principal != stop.Calls[0].Principal {
			l = l.add(toneFaint, " by "+known(shortPrincipal(c.Principal)))
		}
	}
	return cut(l, v.w)
}

// span is the time of the axis: that of the chain, with a margin, else of all changes.
func (p *network) span() (from, last time.Time) {
	from, last = p.stops[0].At, p.stops[len(p.stops)-1].At
	if p.chain == nil {
		return from, last
	}
	begin, end := begins(p.chain), p.chain.LastCut()
	for i := range p.chain.Links {
		if at := p.chain.Links[i].Event.Time; at.After(end) {
			end = at
		}
	}
	margin := max(end.Sub(begin)/10, time.Minute)
	return latest(from, begin.Add(-margin)), earliest(last, end.Add(margin))
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// placed is the cell of a moment on an axis of w cells.
func placed(at, from, last time.Time, w int) int {
	if !last.After(from) || !at.After(from) {
		return 0
	}
	return min(w-1, int(float64(at.Sub(from))/float64(last.Sub(from))*float64(w-1)+0.5))
}

// axis is two lines: the changes with the parts that they play in a chain, ? where there are no logs of the hour, and from when to when it reaches.
func (p *network) axis(v view) []line {
	from, last := p.span()
	cells := make([]span, v.w)
	for i := range cells {
		cells[i] = span{toneFaint, "─"}
	}
	for i := range p.stops {
		at := p.stops[i].At
		if i == 0 || at.Before(from) || at.After(last) {
			continue
		}
		c := &cells[placed(at, from, last, v.w)]
		switch role := loudest(&p.stops[i]); {
		case role != "" && c.text != "✕":
			*c = span{roleTone(role), roleSign(role)}
		case c.text == "─":
			*c = span{tonePlain, "┴"}
		}
	}
	for i := range cells { // a change is known of an hour without other logs, too
		if cells[i].text == "─" && p.blind.dark(momentOf(i, from, last, v.w)) {
			cells[i] = span{toneUnknown, "?"}
		}
	}
	here := placed(p.stops[p.stop].At, from, last, v.w)
	return []line{{spans: cells}, ruled(v.clock(from), v.clock(last), here, v.w)}
}

// ruled is the line under an axis: a mark in one cell, and the times of the ends where it leaves them room.
func ruled(from, last string, here, w int) line {
	left, right := 0, w-width(last)
	if here <= width(from) {
		left = here + 2
	}
	if here >= right-1 {
		right = here - 1 - width(last)
	}
	l := line{}
	to := func(x int) { l = l.add(tonePlain, strings.Repeat(" ", max(0, x-l.width()))) }
	mark := func() {
		to(here)
		l = l.add(toneHere, "▲")
	}
	if here < left {
		mark()
	}
	to(left)
	l = l.add(toneFaint, from)
	if here >= left && here < right {
		mark()
	}
	to(right)
	l = l.add(toneFaint, last)
	if here >= right {
		mark()
	}
	return l
}

// aboutHead names the row.
func (p *network) aboutHead(v view) line {
	r := p.current()
	name := "nothing is said of this row"
	if r != nil && r.thing != "" {
		name = r.thing
	} else if r != nil && len(r.facts) > 0 {
		name = r.facts[0].about
	}
	note := p.blind.note(line{})
	rule := strings.Repeat("─", max(2, v.w-width(name)-note.width()-5))
	l := line{}.add(toneFaint, "── ").add(toneStrong, name).add(toneFaint, " "+rule)
	l.spans = append(l.spans, note.spans...)
	return l
}

// about tells what is said of the row under the cursor, as far as there is room.
func (p *network) about(v view) []line {
	facts := p.facts(v)
	room := p.underDrawing() - 1
	if len(facts) > room {
		facts = append(facts[:room-1:room-1], told(toneFaint, "… %d more lines (tab)", len(facts)-room+1))
	}
	return append([]line{p.aboutHead(v)}, facts...)
}

// facts are all that is said of the row.
func (p *network) facts(v view) []line {
	r := p.current()
	if r == nil {
		return nil
	}
	var out []line
	for _, f := range r.facts {
		value := f.value
		if value == "" {
			value = "not known"
		}
		sure := surely(f.level)
		l := line{}.add(toneFaint, f.about+": ").add(tonePlain, value+"  ").add(sure.tone, sure.text)
		if len(f.sources) > 0 {
			l = l.addf(toneFaint, "  by %s (enter)", several(len(f.sources), "event"))
		}
		out = append(out, cut(l, v.w))
		for _, part := range wrap(f.reason, v.w-4) {
			if part != "" {
				out = append(out, told(toneFaint, "    %s", part))
			}
		}
	}
	return out
}
