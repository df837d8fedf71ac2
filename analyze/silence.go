// Silence: calls that were to be expected and did not come.

package analyze

import (
	"fmt"
	"slices"
	"time"

	"traillab/analyze/topology"
)

// A silence is told when at least this many calls were to be expected in it, and those before it came regularly: the middle
// half of the intervals between them differs by no more than the middle one.
const expectedCalls = 3

// silent tells the silence of an outage, if it says anything. What an instance that was stopped does not call says nothing.
func (b *behaviour) silent(o *Outage, end time.Time) {
	from := when(b.h, o.From)
	until := end
	if o.Until != topology.Origin {
		until = when(b.h, o.Until)
	}
	if last := b.h.Call(b.h.Now()); last != nil && last.Event.Time.Before(until) {
		until = last.Event.Time
	}
	running := b.h.State(o.From)
	if !running.Get(o.Thing, topology.Condition).Is(topology.Running) {
		return
	}
	if running.Until() <= b.h.Now() { // it was stopped, or the log itself fell silent
		if last := when(b.h, running.Until()-1); last.Before(until) {
			until = last
		}
	}
	var before []time.Time
	for _, at := range b.calls[o.Thing] {
		switch {
		case at.Before(from):
			before = append(before, at)
		case at.Before(until):
			return
		}
	}
	interval, regular := rhythm(before)
	n := 0
	if interval > 0 {
		n = int(until.Sub(from) / interval)
	}
	if !regular || n < expectedCalls {
		return
	}
	b.found = append(b.found, Finding{
		Resource: o.Thing.ID, SourceIPs: []string{}, Finding: Silence, EventIDs: []string{},
		Why: fmt.Sprintf("no call from %s to %s, where every %s one had come: about %d were to be expected", from.UTC().Format(time.RFC3339),
			until.UTC().Format(time.RFC3339), interval.Round(time.Second), n),
	})
}

// rhythm returns the middle interval between calls, and whether the intervals are regular.
func rhythm(calls []time.Time) (time.Duration, bool) {
	if len(calls) < expectedCalls+1 {
		return 0, false
	}
	gaps := make([]time.Duration, 0, len(calls)-1)
	for i := 1; i < len(calls); i++ {
		gaps = append(gaps, calls[i].Sub(calls[i-1]))
	}
	slices.Sort(gaps)
	middle := gaps[len(gaps)/2]
	return middle, middle > 0 && gaps[len(gaps)*3/4]-gaps[len(gaps)/4] <= middle
}
