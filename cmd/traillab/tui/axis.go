// The time axis of a chain: a lane for each part, a sign at the time of each event.

package tui

import (
	"fmt"
	"time"

	"traillab/analyze"
)

// axisName is how many cells the name of a lane of the axis takes.
const axisName = 11

// roles are the parts, in the order in which a story has them.
func roles() []analyze.Role {
	return []analyze.Role{analyze.RunUp, analyze.Cut, analyze.Hardening, analyze.Attempt, analyze.Restore}
}

// last is the time of the newest event of the chain, or its end.
func (c *chain) last() time.Time {
	last := c.of.From
	for i := range c.of.Links {
		if at := c.of.Links[i].Event.Time; at.After(last) {
			last = at
		}
	}
	if c.of.Until != nil && c.of.Until.After(last) {
		last = *c.of.Until
	}
	return last
}

// axis draws the lanes, and under them from when to when they reach.
func (c *chain) axis(v view) []line {
	room := v.w - axisName - 6
	from, last := c.of.From, c.last()
	for i := range c.of.Links {
		if at := c.of.Links[i].Event.Time; !at.IsZero() && at.Before(from) {
			from = at
		}
	}
	cursor := -1
	if l := c.link(); l != nil {
		cursor = c.place(l.Event.Time, from, last, room)
	}
	var out []line
	for _, role := range roles() {
		out = append(out, c.axisLane(role, from, last, room, cursor))
	}
	ruler := flush(told(toneFaint, "%s", v.clock(from)), told(toneFaint, "%s", v.clock(last)), room)
	head := told(toneFaint, "%s", fit(length(last.Sub(from)), axisName, false))
	head.spans = append(head.spans, ruler.spans...)
	return append(out, head, line{})
}

// axisLane draws the events of one part.
func (c *chain) axisLane(role analyze.Role, from, last time.Time, room, cursor int) line {
	counts, total := make([]int, room), 0
	for i := range c.of.Links {
		if l := &c.of.Links[i]; l.Role == role {
			counts[c.place(l.Event.Time, from, last, room)]++
			total++
		}
	}
	name, rest := roleTone(role), toneFaint
	if total == 0 {
		name = toneFaint
	}
	l := line{}.add(name, fit(string(role), axisName, false))
	for at, n := range counts {
		sign, tone := "─", rest
		switch {
		case n > 9:
			sign, tone = "#", roleTone(role)
		case n > 1:
			sign, tone = fmt.Sprint(n), roleTone(role)
		case n == 1:
			sign, tone = roleSign(role), roleTone(role)
		}
		if at == cursor && n == 0 {
			sign = "┊"
		}
		l = l.add(tone, sign)
	}
	return l.addf(toneFaint, " %d", total)
}

// roleSign is the sign of one event.
func roleSign(r analyze.Role) string {
	switch r {
	case analyze.RunUp:
		return "●"
	case analyze.Cut:
		return "✕"
	case analyze.Hardening:
		return "◆"
	case analyze.Restore:
		return "○"
	case analyze.Attempt:
	}
	return "△" // and not ?, which is what is not known
}

// place is the cell of a moment on the axis.
func (c *chain) place(at, from, last time.Time, room int) int {
	if !last.After(from) || at.Before(from) {
		return 0
	}
	return min(room-1, int(float64(at.Sub(from))/float64(last.Sub(from))*float64(room-1)+0.5))
}

// momentOf is what a cell stands for on an axis of w cells.
func momentOf(cell int, from, last time.Time, w int) time.Time {
	return from.Add(time.Duration(float64(last.Sub(from)) * float64(cell) / float64(max(1, w-1))))
}

// length writes a span of time in its two largest units.
func length(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day:
		return fmt.Sprintf("%dd %dh", d/day, d%day/time.Hour)
	case d >= time.Hour:
		return fmt.Sprintf("%dh %dm", d/time.Hour, d%time.Hour/time.Minute)
	case d >= time.Minute:
		return fmt.Sprintf("%dm %ds", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
