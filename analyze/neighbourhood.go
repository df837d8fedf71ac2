// The neighbourhood of chains: what their actors did beside them, in an order in which each chain finds its own quickly.

package analyze

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// forethought is how long before a chain what prepared it is looked for.
const forethought = 24 * time.Hour

// preparing are the companions that are looked for so long before: a log is silenced before that is of use.
var preparing = []string{"StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"}

// neighbourhood is what happened beside the chains of a case.
type neighbourhood struct {
	h       *topology.History
	debuts  map[string]debut
	doers   map[string]bool          // who cut, or tried to
	deeds   map[string][]trail.Event // successful companions by principal of those, in order of time
	keys    []trail.Event            // the access keys that were made, in order of time
	strikes map[string][]strike      // what each principal cut, in order of time
	ended   map[*topology.Thing][]topology.Moment
	latest  map[string]time.Time          // the last event that is known of each account
	ways    map[*topology.Thing][]*Outage // the ways out that instances are said to have lost
}

// strike is the first cut of a chain about a network.
type strike struct {
	at    time.Time
	place string
}

func newNeighbourhood(c *Case, events []trail.Event) *neighbourhood {
	n := &neighbourhood{
		h: c.History, debuts: debuts(events), doers: map[string]bool{}, deeds: map[string][]trail.Event{}, strikes: map[string][]strike{},
		ended:  map[*topology.Thing][]topology.Moment{},
		ways:   c.waysOut(func(t *topology.Thing) bool { return t.Kind == topology.Instance }),
		latest: map[string]time.Time{},
	}
	for i := range events {
		n.heard(&events[i])
	}
	for _, h := range c.hours {
		if last := h.Until.Add(-time.Hour); h.State == trail.HoursLogs && last.After(n.latest[h.Account]) {
			n.latest[h.Account] = last // the last hour of the stretch has begun, at least
		}
	}
	for i := range c.Chains {
		chain := &c.Chains[i]
		about := &circumstances{chain: chain}
		for _, by := range about.doers() {
			n.doers[by] = true
		}
		first := about.struck()
		if first == nil || chain.Scope.Kind == "resource" {
			continue
		}
		by := who(first.Event.Principal)
		n.strikes[by] = append(n.strikes[by], strike{first.Event.Time, chain.Account + " " + chain.Region + " " + chain.Scope.ID})
	}
	for _, list := range n.strikes {
		slices.SortFunc(list, func(a, b strike) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.place, b.place)) })
	}
	for m := topology.Moment(1); m <= c.History.Now(); m++ {
		call := c.History.Call(m)
		if call.Event.Name != "DeleteVpc" || call.Failed {
			continue
		}
		for _, t := range call.Scope {
			if t.Kind == topology.VPC {
				n.ended[t] = append(n.ended[t], m)
			}
		}
	}
	return n
}

// heard notes that an account's log reached to an event. What was recovered behind damage may have been forged.
func (n *neighbourhood) heard(e *trail.Event) {
	if !e.Recovered && e.Time.After(n.latest[e.Account]) {
		n.latest[e.Account] = e.Time
	}
}

// look meets the companions that the filter lets through. Those that touch the network are known already, and those whose
// words matter are read whole, if there are any: a busy account makes thousands of snapshots, of which nothing is asked but by
// whom.
func (n *neighbourhood) look(ctx context.Context, src CompanionSource, events []trail.Event, f trail.Filter) error {
	for i := range events {
		e := &events[i]
		if slices.Contains(companions, e.Name) && !e.Time.Before(f.From.At) && e.Time.Before(f.Until.At) {
			n.meet(e)
		}
	}
	f.Names = companions
	var whole []string
	for e, err := range src.Deeds(ctx, f) {
		switch {
		case err != nil:
			return err
		case dialect.Touches(e.Name, e.Source):
		case slices.Contains(wordy, e.Name):
			whole = with(whole, e.Name)
		default:
			n.meet(&e)
		}
	}
	if f.Names = whole; len(whole) > 0 {
		for e, err := range src.Companions(ctx, f) {
			if err != nil {
				return err
			}
			if !dialect.Touches(e.Name, e.Source) {
				n.meet(&e)
			}
		}
	}
	for _, list := range n.deeds {
		slices.SortStableFunc(list, inTime)
	}
	return nil
}

// inTime is the order of companions.
func inTime(a, b trail.Event) int {
	return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Name, b.Name))
}

// meet takes a companion. What was refused did nothing, and what was recovered behind damage may have been forged; what nobody
// did who cut anything says nothing of a cut.
func (n *neighbourhood) meet(e *trail.Event) {
	n.heard(e)
	if e.ErrorCode != "" || e.Recovered {
		return
	}
	if e.Name == "CreateAccessKey" {
		n.keys = append(n.keys, *e)
		return
	}
	if by := who(e.Principal); n.doers[by] {
		n.deeds[by] = append(n.deeds[by], *e)
	}
}

// circumstances are those of one chain: what its doers did within an hour of it, and what prepared it within a day.
func (n *neighbourhood) circumstances(chain *Chain) *circumstances {
	c := &circumstances{neighbourhood: n, chain: chain}
	c.lent = c.borrowed()
	until := chain.last().Add(around)
	for _, by := range c.doers() {
		list := n.deeds[by]
		from := sort.Search(len(list), func(i int) bool { return !list[i].Time.Before(chain.From.Add(-forethought)) })
		for _, e := range list[from:] {
			if e.Time.After(until) {
				break
			}
			if !e.Time.Before(chain.From.Add(-around)) || slices.Contains(preparing, e.Name) {
				c.companions = append(c.companions, e)
			}
		}
	}
	slices.SortStableFunc(c.companions, inTime)
	return c
}

// debut is when a principal first changed a network, and from which addresses when.
type debut struct {
	first     time.Time
	addresses map[string]time.Time
}

// debuts tells of every principal when it first changed a network, and from where.
func debuts(events []trail.Event) map[string]debut {
	found := map[string]debut{}
	for i := range events {
		e := &events[i]
		if e.Time.IsZero() || e.ErrorCode != "" || e.Recovered || !dialect.Touches(e.Name, e.Source) {
			continue
		}
		by := who(e.Principal)
		d, met := found[by]
		if !met {
			d = debut{first: e.Time, addresses: map[string]time.Time{}}
		}
		if _, met := d.addresses[e.SourceIP]; !met {
			d.addresses[e.SourceIP] = e.Time
		}
		found[by] = d
	}
	return found
}
