// Behaviour: what the instances themselves did before, during and after a cut. A call that comes from the address that the
// network predicts confirms the way; a call from elsewhere is a suspicion of stolen credentials; silence says something only
// where calls were to be expected.

package analyze

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Finding is what the calls of one instance's own role say.
type Finding struct {
	Resource  string      `json:"resource"`
	Principal trail.Maybe `json:"principal"`
	Calls     int         `json:"calls"`
	SourceIPs []string    `json:"source_ips"`
	Expected  *string     `json:"expected_ip"`
	Finding   string      `json:"finding"` // confirmed, suspicion, silence or none
	EventIDs  []string    `json:"event_ids"`
	Why       string      `json:"why,omitempty"`
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
	b, err := c.observe(ctx, src, instances, from, until)
	return b.found, err
}

// observe holds what the instances did against what is known of their network.
func (c *Case) observe(ctx context.Context, src BehaviourSource, instances []*topology.Thing, from, until time.Time) (*behaviour, error) {
	b := &behaviour{h: c.History, things: map[string]*topology.Thing{}, found: []Finding{}}
	w := trail.Watch{From: from, Until: until}
	for _, t := range instances {
		if t.Kind == topology.Instance {
			w.Instances = append(w.Instances, t.ID)
			b.things[t.ID] = t
		}
	}
	if len(w.Instances) == 0 {
		return b, nil
	}
	slices.Sort(w.Instances)
	b.lost = c.waysOut(func(t *topology.Thing) bool { return b.things[t.ID] == t })
	for s, err := range src.Behaviour(ctx, w) {
		if err != nil {
			return b, fmt.Errorf("behaviour: %w", err)
		}
		if t := b.things[s.Instance]; t != nil && t.Account == s.Account && !s.Time.IsZero() {
			b.see(t, &s)
		}
	}
	for i := range c.Outages {
		if o := &c.Outages[i]; b.things[o.Thing.ID] == o.Thing && o.What == "egress4" && o.claimed() {
			b.silent(o, until)
		}
	}
	slices.SortStableFunc(b.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Finding, b.Finding), cmp.Compare(a.Principal, b.Principal))
	})
	return b, nil
}

// waysOut returns the losses of ways out, by thing.
func (c *Case) waysOut(of func(*topology.Thing) bool) map[*topology.Thing][]*Outage {
	lost := map[*topology.Thing][]*Outage{}
	for i := range c.Outages {
		if o := &c.Outages[i]; (o.What == "egress4" || o.What == "egress6") && of(o.Thing) && o.claimed() {
			lost[o.Thing] = append(lost[o.Thing], o)
		}
	}
	return lost
}
