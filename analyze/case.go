// A case: all that a log and its baselines say about what was cut off, by whom, and what that cost.

package analyze

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Evidence is where a case comes from.
type Evidence interface {
	NetworkSource
	CompanionSource
	BehaviourSource
}

// CompanionSource tells what happened beside a story.
type CompanionSource interface {
	// Companions yields, in order of time, the events that the filter lets through, with request and response.
	Companions(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error]
	// Deeds yields the same events, in order of time, with no more than who made each, when, from where, by what, and its outcome.
	Deeds(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error]
}

// Options are what a case takes beside the log.
type Options struct {
	Baselines []topology.Baseline
	Gaps      []topology.Gap
	Hours     []trail.Hours // for which there are log files, as their names say
}

// Case is what is known of the networks of a log, and of what cut them off.
type Case struct {
	History *topology.History
	Chains  []Chain // in order of time
	Outages []Outage

	hours []trail.Hours
}

// Investigate makes a case. It reads the whole log, for what an event means depends on those before it.
func Investigate(ctx context.Context, src Evidence, o Options) (*Case, error) {
	events, err := networkEvents(ctx, src)
	if err != nil {
		return nil, err
	}
	c := &Case{History: topology.Fold(events, o.Baselines, o.gaps()), hours: o.Hours}
	c.Outages = losses(c.History)
	if err := c.testify(ctx, src); err != nil {
		return nil, err
	}
	c.Chains = append(gather(c.History, c.Outages), severed(events)...)
	slices.SortStableFunc(c.Chains, func(a, b Chain) int { return a.From.Compare(b.From) })
	if err := c.bury(ctx, src, events); err != nil {
		return nil, err
	}
	return c, c.weigh(ctx, src, events)
}

// weigh gives every chain its verdict.
func (c *Case) weigh(ctx context.Context, src CompanionSource, events []trail.Event) error {
	if len(c.Chains) == 0 {
		return nil
	}
	from, until := c.Chains[0].From, c.Chains[0].From
	for i := range c.Chains {
		if last := c.Chains[i].last(); last.After(until) {
			until = last
		}
	}
	f := trail.Filter{From: trail.Moment{At: from.Add(-forethought)}, Until: trail.Moment{At: until.Add(around + time.Second)}}
	n := newNeighbourhood(c, events)
	if err := n.look(ctx, src, events, f); err != nil {
		return fmt.Errorf("what happened beside: %w", err)
	}
	for i := range c.Chains {
		c.Chains[i].Verdict = judge(n.circumstances(&c.Chains[i]))
	}
	return nil
}

// companions are the calls that speak about an intent, wordy those that do so by what they ask or answer.
var (
	companions = slices.Concat(blinding, destroying, []string{"CreateSnapshot", "CreateSnapshots", "CreateImage"}, wordy)
	wordy      = slices.Concat(sharing, []string{"ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute", "CreateTags", "CreateAccessKey"})
)

// Companion reports whether a case, or an impact, asks for the events of a name beside those that touch a network.
func Companion(name string) bool { return beside[name] }

var beside = companionNames()

func companionNames() map[string]bool {
	names := map[string]bool{}
	for _, name := range slices.Concat(companions, patching) {
		names[name] = true
	}
	for _, b := range burials {
		names[b.call] = true
	}
	return names
}
