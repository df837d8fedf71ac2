// Doubts: what an impact cannot tell surely, told with the reason and with every outcome that may be.

package analyze

import (
	"fmt"
	"slices"
	"time"

	"traillab/analyze/topology"
)

// Ambiguity is an order of calls within one second that the log cannot tell.
type Ambiguity struct {
	Time     time.Time `json:"time"`
	About    string    `json:"about"`
	EventIDs []string  `json:"event_ids"`
	Outcomes []string  `json:"outcomes"`
}

// Unknown is what cannot be said, and why.
type Unknown struct {
	ID     string `json:"id"`
	What   string `json:"what"`
	Reason string `json:"reason"`
}

// Conflict is a call that contradicts what was known: a record is missing, or wrong.
type Conflict struct {
	Time    time.Time `json:"time"`
	EventID string    `json:"event_id"`
	About   string    `json:"about"`
	Why     string    `json:"why"`
}

// doubts tells what cannot be told surely about the VPCs between two moments.
func (i *Impact) doubts(c *Case, vpcs []*topology.Thing, from, until topology.Moment) {
	at := c.History.State(until)
	var about func(t *topology.Thing) bool
	about = func(t *topology.Thing) bool {
		if t.Kind == topology.Address { // it is whose it is mapped to
			holder := at.Get(t, topology.Holder).To
			return holder != nil && holder.Kind != topology.Address && about(holder)
		}
		return slices.Contains(vpcs, t) || slices.Contains(vpcs, at.Get(t, topology.InVPC).To)
	}
	for _, a := range c.History.Ambiguous {
		if a.Second < from || a.First > until || !about(a.Thing) {
			continue
		}
		i.Ambiguous = append(i.Ambiguous, Ambiguity{
			Time: when(c.History, a.First).UTC(), About: fmt.Sprintf("%s %s", a.Thing.ID, a.Key),
			EventIDs: c.ids([]topology.Moment{a.First, a.Second}), Outcomes: []string{outcomeText(a.Outcomes[0]), outcomeText(a.Outcomes[1])},
		})
	}
	for _, k := range c.History.Conflicts {
		if k.At >= from && k.At <= until && about(k.Thing) {
			i.Conflicts = append(i.Conflicts, Conflict{when(c.History, k.At).UTC(), c.ids([]topology.Moment{k.At})[0], k.Thing.ID, k.Why})
		}
	}
}

func outcomeText(v topology.Value) string {
	if v.Text == "" {
		return "none"
	}
	return v.Text
}
