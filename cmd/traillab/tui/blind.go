// Blind spots: how much of the time that a list is about has no logs. It stands under every list, so that what is not there is
// never taken for what did not happen.

package tui

import (
	"context"
	"time"

	"traillab/analyze/trail"
)

// blind is what is known of that.
type blind struct {
	asked           bool
	told            bool
	hours           int // of which each account and region has logs, and those between
	gap, unreadable int // of them
	beyond          int // and before or behind them, where others have logs
	trouble         bool
	fine            int         // into how many steps the time is cut; 0 is one
	lanes           trail.Lanes // as they were told
}

// blindSlot is the slot of its question.
const blindSlot = "gaps"

// ask asks once.
func (b *blind) ask(s Surveyor, f trail.Filter) []question {
	if b.asked || s == nil {
		return nil
	}
	b.asked = true
	steps := max(1, b.fine)
	return []question{{blindSlot, func(ctx context.Context) (any, error) { return s.Lanes(ctx, f, steps) }}}
}

// take reports whether an answer was to its question.
func (b *blind) take(slot string, answer any, err error) bool {
	if slot != blindSlot {
		return false
	}
	lanes, ok := answer.(trail.Lanes)
	b.told, b.trouble = ok && err == nil, err != nil
	b.lanes = lanes
	b.hours, b.gap, b.unreadable, b.beyond = lanes.Known()
	return true
}

// dark reports whether there are no logs of a moment that can be read, in no lane. Before an answer nothing is dark.
func (b *blind) dark(at time.Time) bool {
	if !b.told || b.lanes.Step == 0 {
		return false
	}
	const hour = 3600
	behind := at.Unix() - b.lanes.From.Unix()
	cell := int(behind / hour / int64(b.lanes.Step))
	for _, lane := range b.lanes.Lanes {
		if behind >= 0 && cell < len(lane.Cells) && lane.Cells[cell].Gap+lane.Cells[cell].Unreadable < lane.Cells[cell].Hours {
			return false
		}
	}
	return true
}

// empty is what stands in the place of a list without rows, whether it was narrowed or not.
func (b *blind) empty(v view, whole, narrowed string) []line {
	if tellFilter(v.filter) == "" {
		narrowed = whole
	}
	return []line{
		told(tonePlain, "%s", narrowed),
		b.note(told(toneUnknown, "That says nothing about time of which there are no logs")),
	}
}

// note adds to a line what is to be said.
func (b *blind) note(l line) line {
	switch {
	case b.trouble:
		return l.add(toneUnknown, " · whether logs are missing is not known")
	case !b.told:
		return l
	case b.hours == 0:
		return l.add(toneUnknown, " · no logs of that time")
	case b.gap+b.unreadable+b.beyond == 0:
		return l.addf(toneFaint, " · logs of all %s h", grouped(int64(b.hours)))
	}
	l = l.addf(toneUnknown, " · no logs of %s of %s h", grouped(int64(b.gap)), grouped(int64(b.hours)))
	if b.unreadable > 0 {
		l = l.addf(toneBad, ", unreadable of %s h", grouped(int64(b.unreadable)))
	}
	if b.beyond > 0 {
		l = l.addf(toneUnknown, ", none of %s h around", grouped(int64(b.beyond)))
	}
	return l.add(toneFaint, " (page 1 shows which)")
}
