// Silences: times for which the log cannot speak, because logging was off or because log files are missing. What was known
// before a silence is not known after it until a record shows it again.

package topology

import (
	"fmt"
	"slices"
	"time"
)

// Gap is a time for which an account's region has no log files. Until is zero when it lasts to the end.
type Gap struct {
	Account, Region string
	From, Until     time.Time
	Why             string
}

// quiet is how long after logging was switched off nothing may be recorded before that is taken for a silence. Another
// trail that goes on recording shows sooner than that: an account in use has calls every few minutes.
const quiet = 15 * time.Minute

// silence notes the gaps, and the times between the end of a trail and the next record of its account and region.
func (f *fold) silence(gaps []Gap) {
	h := f.h
	add := func(at place, s silence) { h.silences[at] = append(h.silences[at], s) }
	for _, g := range gaps {
		until := h.Now()
		if !g.Until.IsZero() {
			until = h.At(g.Until)
		}
		add(place{g.Account, g.Region}, silence{h.At(g.From.Add(-time.Nanosecond)), until, g.Why})
	}
	for i := range h.Calls {
		c := &h.Calls[i]
		if c.Failed || c.Event.Source != "cloudtrail.amazonaws.com" || c.Event.Name != "StopLogging" && c.Event.Name != "DeleteTrail" {
			continue
		}
		next, m := h.nextIn(c.Event.Account, c.Event.Region, Moment(i+1))
		if next != nil && next.Event.Time.Sub(c.Event.Time) < quiet {
			continue
		}
		why := fmt.Sprintf("logging was stopped at %s", c.Event.Time.Format(time.RFC3339))
		add(place{c.Event.Account, c.Event.Region}, silence{Moment(i + 1), m, why})
	}
	for _, list := range h.silences {
		slices.SortFunc(list, func(a, b silence) int { return int(a.from) - int(b.from) })
	}
}

// nextIn returns the first call of a place after m, and its moment; nil and the end when there is none.
func (h *History) nextIn(account, region string, m Moment) (*Call, Moment) {
	for i := int(m); i < len(h.Calls); i++ {
		if e := &h.Calls[i].Event; e.Account == account && e.Region == region {
			return &h.Calls[i], Moment(i + 1)
		}
	}
	return nil, h.Now()
}
