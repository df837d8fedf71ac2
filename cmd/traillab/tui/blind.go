// Blind spots: how much of the time that a list is about has no logs. It stands under every list, so that what is not there is
// never taken for what did not happen.

package tui

import (
	"context"

	"traillab/analyze/trail"
)

// blind is what is known of that.
type blind struct {
	asked           bool
	told            bool
	gap, unreadable int // hours, by account and region
	hours           int
	trouble         bool
}

// blindSlot is the slot of its question.
const blindSlot = "gaps"

// ask asks once.
func (b *blind) ask(s Surveyor, f trail.Filter) []question {
	if b.asked || s == nil {
		return nil
	}
	b.asked = true
	return []question{{blindSlot, func(ctx context.Context) (any, error) { return s.Lanes(ctx, f, 1) }}}
}

// take reports whether an answer was to its question.
func (b *blind) take(slot string, answer any, err error) bool {
	if slot != blindSlot {
		return false
	}
	lanes, ok := answer.(trail.Lanes)
	b.told, b.trouble = ok && err == nil, err != nil
	b.gap, b.unreadable, b.hours = 0, 0, 0
	for _, lane := range lanes.Lanes {
		for _, c := range lane.Cells {
			b.gap, b.unreadable, b.hours = b.gap+c.Gap, b.unreadable+c.Unreadable, b.hours+c.Hours
		}
	}
	return true
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
	case b.gap+b.unreadable == 0:
		return l.addf(toneFaint, " · logs of all %s h", grouped(int64(b.hours)))
	}
	l = l.addf(toneUnknown, " · no logs of %s of %s h", grouped(int64(b.gap)), grouped(int64(b.hours)))
	if b.unreadable > 0 {
		l = l.addf(toneBad, ", unreadable of %s h", grouped(int64(b.unreadable)))
	}
	return l.add(toneFaint, " (page 1 shows which)")
}
