// The heat map: a lane for each account and region, a cell for some hours. Signs and not colours tell a gap from quiet.

package tui

import (
	"math"
	"strings"

	"traillab/analyze/trail"
)

// laneName is how many cells the name of a lane takes.
const laneName = 30

// merged is how many steps of the answer are one cell of the screen.
func (o *overview) merged() int {
	room := max(1, o.w-laneName)
	steps := 1
	if len(o.lanes.Lanes) > 0 {
		steps = len(o.lanes.Lanes[0].Cells)
	}
	return max(1, (steps+room-1)/room)
}

// cells is how many cells a lane has on the screen.
func (o *overview) cells() int {
	if len(o.lanes.Lanes) == 0 {
		return 1
	}
	return (len(o.lanes.Lanes[0].Cells) + o.merged() - 1) / o.merged()
}

// broad is how many columns of the screen a cell takes: more than one where there are few.
func (o *overview) broad() int {
	const most = 6
	return max(1, min(most, (o.w-laneName)/o.cells()))
}

// drawn is a lane as the screen has it.
func (o *overview) drawn(lane *trail.Lane) []trail.LaneCell {
	out := make([]trail.LaneCell, o.cells())
	for i, c := range lane.Cells {
		into := &out[i/o.merged()]
		into.Hours += c.Hours
		into.Gap += c.Gap
		into.Unreadable += c.Unreadable
		into.Events += c.Events
		into.Rejects += c.Rejects
	}
	return out
}

// busiest is the most events of a cell.
func (o *overview) busiest() int64 {
	var most int64
	for i := range o.lanes.Lanes {
		for _, c := range o.drawn(&o.lanes.Lanes[i]) {
			most = max(most, c.Events)
		}
	}
	return most
}

// sign is what a cell looks like. How many events there are is told by shades where there are logs of all of it, and by heights
// where there are logs of a part: many events do not make a gap good.
func sign(c trail.LaneCell, busiest int64) span {
	shades, tone := []rune("░▒▓█"), toneGood
	switch {
	case c.Unreadable > 0:
		return span{toneBad, "!"}
	case c.Gap == c.Hours:
		return span{toneUnknown, "?"}
	case c.Gap > 0 && c.Events == 0:
		return span{toneWarn, "%"}
	case c.Events == 0:
		return span{toneFaint, "·"}
	case c.Gap > 0:
		shades, tone = []rune("▁▃▅▇"), toneWarn
	}
	at := 0
	if busiest > 1 {
		at = int(math.Log(float64(c.Events)) / math.Log(float64(busiest)) * float64(len(shades)))
	}
	return span{tone, string(shades[min(at, len(shades)-1)])}
}

// renderMap draws the map.
func (o *overview) renderMap(v view) []line {
	title := told(toneHead, "Coverage")
	l, ok := o.waiting(title.add(tonePlain, "  "), "lanes", o.lanes != nil)
	switch {
	case !ok:
		return []line{l}
	case len(o.lanes.Lanes) == 0:
		return []line{l.add(toneUnknown, "no log files and no events")}
	}
	each := o.lanes.Step * o.merged()
	l = l.addf(tonePlain, "one cell = %d h", each).add(toneGood, " ░▒▓█").add(toneFaint, " events · quiet").add(toneUnknown, " ?").add(toneFaint, " no logs").
		add(toneWarn, " ▁▃▅▇%").add(toneFaint, " in part").add(toneBad, " !").add(toneFaint, " broken")
	const least = 27 // columns for a time
	cells := o.cells()
	until := o.lanes.After(each * cells)
	ruler := flush(told(toneFaint, "%s", v.clock(o.lanes.From)), told(toneFaint, "%s", v.clock(until)), cells*o.broad())
	if cells*o.broad() < 2*least {
		ruler = told(toneFaint, "%s – %s", v.clock(o.lanes.From), v.clock(until))
	}
	axis := told(tonePlain, "%s", strings.Repeat(" ", laneName))
	axis.spans = append(axis.spans, ruler.spans...)
	out := []line{l, o.here(v), axis}
	if len(o.lanes.Outside) > 0 {
		out = append(out, o.outside(v))
	}
	busiest := o.busiest()
	for i := o.top; i < min(len(o.lanes.Lanes), o.top+max(1, v.h-o.upper()-lower)); i++ {
		out = append(out, o.lane(i, busiest))
	}
	return out
}

// outside tells of what is so far from the rest that it is not drawn.
func (o *overview) outside(v view) line {
	l := told(toneWarn, "not drawn, far from the rest:")
	for i, far := range o.lanes.Outside {
		if i > 0 {
			l = l.add(toneWarn, ";")
		}
		l = l.addf(toneWarn, " events %s, %s – %s", grouped(far.Events), v.clock(far.From), v.clock(far.Until))
	}
	return l.add(toneFaint, " (5 lists them, / since: and until: narrow to them)")
}

// lane draws one lane.
func (o *overview) lane(i int, busiest int64) line {
	lane := &o.lanes.Lanes[i]
	mark, tone := "  ", tonePlain
	if i == o.at {
		mark, tone = "▸ ", toneStrong
	}
	l := line{}.add(toneKey, mark).add(tone, fit(known(lane.Account), 13, false)).add(tone, fit(known(lane.Region), laneName-15, false))
	for n, c := range o.drawn(lane) {
		s := sign(c, busiest)
		if i == o.at && n == o.cell {
			s.tone = toneHere
		}
		l = l.add(s.tone, strings.Repeat(s.text, o.broad()))
	}
	return l
}

// known is a word, or what stands for one that no record has.
func known(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// here tells of the cell under the cursor in words.
func (o *overview) here(v view) line {
	lane := &o.lanes.Lanes[o.at]
	c := o.drawn(lane)[o.cell]
	from, until := o.stretch()
	l := line{}.addf(tonePlain, "%s – %s: ", v.clock(from), v.clock(until))
	switch {
	case c.Gap == c.Hours:
		return l.add(toneUnknown, "no logs, nothing is known of it")
	case c.Events == 0 && c.Unreadable == 0:
		l = l.add(tonePlain, "logs without such events")
	default:
		l = l.addf(tonePlain, "events: %s", grouped(c.Events))
	}
	if c.Gap > 0 {
		l = l.addf(toneWarn, ", no logs of %d of %d h", c.Gap, c.Hours)
	}
	if c.Unreadable > 0 {
		l = l.addf(toneBad, ", unreadable logs of %d h", c.Unreadable)
	}
	if c.Rejects > 0 {
		l = l.addf(toneWarn, ", rejects: %s", grouped(c.Rejects))
	}
	return l
}
