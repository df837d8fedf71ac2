// Silence: an answer says of which of the time that was asked about there are no logs, so that "nothing found" is never taken for
// "nothing happened", nor what was found for all that did.

package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// silent tells of what time in the filter of an answer there are no logs. Where nothing was found it tells of the first such
// stretch, for that is where somebody has to look; where something was, one short sentence.
func (a *app) silent(ctx context.Context, s *store.Store, f trail.Filter, empty bool) error {
	if a.common.quiet {
		return nil
	}
	gaps, from, until, err := s.Silent(ctx, f)
	if err != nil {
		return err
	}
	if from.IsZero() {
		if empty && len(f.Accounts)+len(f.Regions) > 0 {
			a.remark("nothing tells of logs of that account or region: nothing found does not say that nothing happened")
		}
		return nil
	}
	asked, err := spanOf(ctx, s, &f)
	if err != nil {
		return err
	}
	if asked.beyond(from, until) {
		a.remark("the logs reach from %s to %s; of what is outside nothing is known", a.clock(from), a.clock(until))
	}
	switch h := asked.holes(gaps); {
	case h.first == nil:
	case empty:
		a.remark("of %s of that time there are no logs that can be read, first of %s from %s to %s; traillab coverage lists them: nothing found does not say that nothing happened",
			h, place(h.first), a.clock(h.first.From), a.clock(h.first.Until))
	default:
		a.remark("the answer knows nothing of %s of which there are no logs that can be read; traillab coverage lists them", h)
	}
	return nil
}

// silentUntil tells what an answer about how things stood at a time cannot know, for it rests on all that came before.
func (a *app) silentUntil(ctx context.Context, s *store.Store, account, region string, at time.Time) error {
	f := trail.Filter{Until: trail.Moment{At: at}}
	if account != "" {
		f.Accounts = []string{account}
	}
	if region != "" {
		f.Regions = []string{region}
	}
	if a.common.quiet {
		return nil
	}
	gaps, _, _, err := s.Silent(ctx, f)
	if err != nil {
		return err
	}
	if h := (span{until: at}).holes(gaps); h.first != nil {
		a.remark("the answer rests on what was called until then, and knows nothing of %s of which there are no logs that can be read; traillab coverage lists them", h)
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

// spanOf is the time of a filter. Spans back count from the newest event.
func spanOf(ctx context.Context, s *store.Store, f *trail.Filter) (span, error) {
	var newest time.Time
	if f.From.Back != 0 || f.Until.Back != 0 {
		var err error
		if newest, err = s.Newest(ctx); err != nil {
			return span{}, err
		}
	}
	return span{f.From.Resolve(newest), f.Until.Resolve(newest)}, nil
}

// holes are stretches of which there are no logs, added up over accounts and regions.
type holes struct {
	first     *trail.Hours
	stretches int
	hours     time.Duration
}

// holes adds up what lies in the span of some gaps.
func (s span) holes(gaps []trail.Hours) (h holes) {
	for i := range gaps {
		if from, until, ok := s.of(&gaps[i]); ok {
			h.stretches, h.hours = h.stretches+1, h.hours+until.Sub(from)
			if h.first == nil {
				h.first = &gaps[i]
			}
		}
	}
	return h
}

func (h holes) String() string {
	if h.stretches == 1 {
		return inHours(h.hours) + " in 1 stretch"
	}
	return fmt.Sprintf("%s in %d stretches", inHours(h.hours), h.stretches)
}

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

// inHours is a span in hours, or in minutes where it is short and no number of hours.
func inHours(d time.Duration) string {
	n, unit := int64(math.Ceil(d.Minutes())), "minute"
	if d >= 3*time.Hour || d%time.Hour == 0 {
		n, unit = int64(d.Round(time.Hour).Hours()), "hour"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}
