// Silence: an empty answer says whether there are logs at all of the time that was asked about, so that "nothing found" is never
// taken for "nothing happened".

package main

import (
	"context"
	"fmt"
	"time"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// silent tells, when an answer is empty, of what time in its filter there are no logs.
func (a *app) silent(ctx context.Context, s *store.Store, f trail.Filter, empty bool) error {
	if !empty || a.common.quiet {
		return nil
	}
	gaps, from, until, err := s.Silent(ctx, f)
	if err != nil {
		return err
	}
	if from.IsZero() {
		if len(f.Accounts)+len(f.Regions) > 0 {
			a.remark("nothing tells of logs of that account or region: nothing found does not say that nothing happened")
		}
		return nil
	}
	asked := span{f.From.At, f.Until.At}
	if asked.beyond(from, until) {
		a.remark("the logs reach from %s to %s; of what is outside nothing is known", a.clock(from), a.clock(until))
	}
	var first *trail.Hours
	stretches, hours := 0, time.Duration(0)
	for i := range gaps {
		if from, until, ok := asked.of(&gaps[i]); ok {
			stretches, hours = stretches+1, hours+until.Sub(from)
			if first == nil {
				first = &gaps[i]
			}
		}
	}
	if first != nil {
		a.remark("of %s in %d stretches of that time there are no logs that can be read, first of %s from %s to %s; traillab coverage lists them: nothing found does not say that nothing happened",
			inHours(hours), stretches, place(first), a.clock(first.From), a.clock(first.Until))
	}
	return nil
}

// across tells, whatever an answer has found, that there is time in its filter of which there are no logs.
func (a *app) across(ctx context.Context, s *store.Store, f trail.Filter) error {
	if a.common.quiet {
		return nil
	}
	gaps, _, _, err := s.Silent(ctx, f)
	if err != nil {
		return err
	}
	asked, stretches, hours := span{f.From.At, f.Until.At}, 0, time.Duration(0)
	for i := range gaps {
		if from, until, ok := asked.of(&gaps[i]); ok {
			stretches, hours = stretches+1, hours+until.Sub(from)
		}
	}
	if stretches > 0 {
		a.remark("the answer knows nothing of %s in %d stretches of which there are no logs that can be read; traillab coverage lists them", inHours(hours), stretches)
	}
	return nil
}

// silentAt tells when there are no logs of the moment that was asked about.
func (a *app) silentAt(ctx context.Context, s *store.Store, at time.Time) error {
	if a.common.quiet {
		return nil
	}
	gaps, from, until, err := s.Silent(ctx, trail.Filter{})
	if err != nil {
		return err
	}
	switch {
	case from.IsZero():
	case at.Before(from) || at.After(until):
		a.remark("%s lies outside the logs, which reach from %s to %s", a.clock(at), a.clock(from), a.clock(until))
	default:
		for i := range gaps {
			if g := &gaps[i]; !at.Before(g.From) && at.Before(g.Until) {
				a.remark("%s lies in a gap: there are no logs that can be read of %s from %s to %s, and what changed in it is not known",
					a.clock(at), place(g), a.clock(g.From), a.clock(g.Until))
			}
		}
	}
	return nil
}

// span is a time from and until; zero for no bound.
type span struct{ from, until time.Time }

// beyond reports whether a bound of the span lies outside of what there are logs of.
func (s span) beyond(from, until time.Time) bool {
	outside := func(at time.Time) bool { return !at.IsZero() && (at.Before(from) || at.After(until)) }
	return outside(s.from) || outside(s.until)
}

// of is the part of a stretch that lies in the span.
func (s span) of(h *trail.Hours) (from, until time.Time, ok bool) {
	from, until = h.From, h.Until
	if from.Before(s.from) {
		from = s.from
	}
	if !s.until.IsZero() && s.until.Before(until) {
		until = s.until
	}
	return from, until, from.Before(until)
}

// place names an account and region.
func place(h *trail.Hours) string { return listing.Safe(h.Account) + " " + listing.Safe(h.Region) }

// inHours is a span in hours, or in minutes where it is shorter.
func inHours(d time.Duration) string {
	if d < time.Hour {
		return fmt.Sprintf("%d minutes", int64(d.Minutes()))
	}
	return fmt.Sprintf("%d hours", int64(d.Round(time.Hour).Hours()))
}
