// Doubts: what an impact cannot tell surely, told with the reason and with every outcome that may be.

package analyze

import (
	"fmt"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
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
	about := func(t *topology.Thing) bool {
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

// deny takes back what a resource is said to have lost on its way out at a time, for something shows that it had it: an event,
// or what else the proof names.
func (i *Impact) deny(resource string, at time.Time, proof, why string) {
	known := slices.ContainsFunc(i.Conflicts, func(k Conflict) bool { return k.EventID == proof && k.About == resource })
	if !known {
		i.Conflicts = append(i.Conflicts, Conflict{at.UTC(), proof, resource, why})
	}
	for r := range i.Resources {
		if i.Resources[r].ID != resource {
			continue
		}
		var causes []string
		turn := func(inward bool) {
			for n := range i.Resources[r].Capabilities {
				e := &i.Resources[r].Capabilities[n]
				in := e.What == "ingress4" || e.What == "ingress6"
				if in != inward || inward && !slices.Contains(causes, e.Cause) || !e.loses(at) {
					continue
				}
				causes = append(causes, e.Cause)
				e.Reason = fmt.Sprintf("%s; the log said: %s", why, e.Reason)
				e.After, e.Level, e.Code = topology.Unproven, trail.Unknown.String(), topology.NotKnown
				i.Unknown = append(i.Unknown, Unknown{resource, e.What, why})
			}
		}
		turn(false)
		turn(true) // what is said to have been lost by the same call
	}
}

// loses reports whether the entry says that something was lost at a time.
func (e *Entry) loses(at time.Time) bool {
	return (e.After == topology.Cut || e.After == topology.Partly) && at.After(e.From) && (e.Until == nil || at.Before(*e.Until))
}
