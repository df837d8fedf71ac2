// Behaviour: what the instances themselves did before, during and after a cut. A call that comes from the address that the
// network predicts confirms the way; a call from elsewhere is a suspicion of stolen credentials; silence says something only
// where calls were to be expected.

package analyze

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Finding is what the calls of one instance's own role say.
type Finding struct {
	Resource  string   `json:"resource"`
	Principal string   `json:"principal"`
	Calls     int      `json:"calls"`
	SourceIPs []string `json:"source_ips"`
	Expected  *string  `json:"expected_ip"`
	Finding   string   `json:"finding"` // confirmed, suspicion, silence or none
	EventIDs  []string `json:"event_ids"`
	Why       string   `json:"why,omitempty"`
}

// What calls say.
const (
	Confirmed = "confirmed" // it came from the address that the network predicts
	Suspicion = "suspicion" // it came from elsewhere: the credentials may be used by somebody else
	Silence   = "silence"   // calls were to be expected, and there were none
	Nothing   = "none"      // it says nothing for or against
)

// lookout is how long before and after a chain the behaviour of its instances is looked at.
const lookout = 24 * time.Hour

// Behaviour tells what the instances did from one time to another, as findings in order of resource.
func (c *Case) Behaviour(ctx context.Context, src BehaviourSource, instances []*topology.Thing, from, until time.Time) ([]Finding, error) {
	b := &behaviour{h: c.History, things: map[string]*topology.Thing{}}
	w := trail.Watch{From: from, Until: until}
	for _, t := range instances {
		if t.Kind == topology.Instance {
			w.Instances = append(w.Instances, t.ID)
			b.things[t.ID] = t
		}
	}
	if len(w.Instances) == 0 {
		return []Finding{}, nil
	}
	slices.Sort(w.Instances)
	for s, err := range src.Behaviour(ctx, w) {
		if err != nil {
			return nil, fmt.Errorf("behaviour: %w", err)
		}
		if t := b.things[s.Instance]; t != nil && t.Account == s.Account && !s.Time.IsZero() {
			b.see(t, &s)
		}
	}
	for i := range c.Outages {
		if o := &c.Outages[i]; b.things[o.Thing.ID] == o.Thing && o.What == "egress4" && o.real() {
			b.silent(o, until)
		}
	}
	slices.SortStableFunc(b.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Finding, b.Finding), cmp.Compare(a.Principal, b.Principal))
	})
	if b.found == nil {
		b.found = []Finding{}
	}
	return b.found, nil
}

// behaviour sorts calls by what they say.
type behaviour struct {
	h      *topology.History
	things map[string]*topology.Thing
	found  []Finding
	calls  map[*topology.Thing][]time.Time
}

// see judges one call.
func (b *behaviour) see(t *topology.Thing, s *trail.Sighting) {
	if b.calls == nil {
		b.calls = map[*topology.Thing][]time.Time{}
	}
	b.calls[t] = append(b.calls[t], s.Time)
	finding, expected, why := b.judge(t, s)
	at := slices.IndexFunc(b.found, func(f Finding) bool {
		return f.Resource == t.ID && f.Principal == s.Principal && f.Finding == finding && f.Why == why && equalText(f.Expected, expected)
	})
	if at < 0 {
		at = len(b.found)
		b.found = append(b.found, Finding{Resource: t.ID, Principal: s.Principal, SourceIPs: []string{}, Expected: expected, Finding: finding, Why: why})
	}
	f := &b.found[at]
	f.Calls++
	f.SourceIPs = with(f.SourceIPs, s.SourceIP)
	f.EventIDs = append(f.EventIDs, s.EventID)
}

func equalText(a, b *string) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// judge holds the address of a call against the one that the network predicts for its second. What changed within that
// second counts both ways.
func (b *behaviour) judge(t *topology.Thing, s *trail.Sighting) (finding string, expected *string, why string) {
	source, err := netip.ParseAddr(s.SourceIP)
	if err != nil {
		return Nothing, nil, "the call came through a service"
	}
	after := b.h.At(s.Time)
	before := b.h.At(s.Time.Truncate(time.Second).Add(-time.Nanosecond))
	for _, m := range slices.Compact([]topology.Moment{after, before}) {
		state := b.h.State(m)
		if s.Endpoint != "" && b.through(state, t, s) {
			return Confirmed, nil, "it came through " + s.Endpoint
		}
		for _, what := range []string{"egress4", "egress6"} {
			v, ok := state.Capable(t, what)
			if !ok || v.Address == "" {
				continue
			}
			if predicted, err := netip.ParseAddr(v.Address); err == nil && predicted == source {
				return Confirmed, &v.Address, ""
			}
			if expected == nil && source.Is4() == (what == "egress4") {
				expected = &v.Address
			}
		}
	}
	switch {
	case source.IsPrivate() || source.IsLoopback() || source.IsLinkLocalUnicast():
		return Suspicion, expected, "a private address, and no endpoint in the network that it could have come through"
	case expected != nil:
		return Suspicion, expected, "another address than the one that its way out has"
	}
	return Nothing, nil, "the network does not tell from which address it calls"
}

// through reports whether a call came from the instance's own address through an endpoint that the network has.
func (b *behaviour) through(state *topology.State, t *topology.Thing, s *trail.Sighting) bool {
	for _, e := range b.h.Find(s.Endpoint) {
		if e.Kind != topology.Endpoint || state.Stands(e).Is(topology.None) {
			continue
		}
		for _, face := range append(state.Back(t, topology.AttachedTo), t) {
			if state.Key(face, topology.PrivateIP, s.SourceIP).Is(topology.Yes) {
				return true
			}
		}
	}
	return false
}

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
	if !regular || n < expectedCalls || !b.h.State(o.From).Get(o.Thing, topology.Condition).Is(topology.Running) {
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
