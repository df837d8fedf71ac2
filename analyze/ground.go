// Grounds: where a chain took place, and when the states that people ask about were.

package analyze

import (
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// VPCs returns the VPCs that a chain is about: that of its scope, those of what it took something from, and of a chain about a
// whole region all that stood there.
func (c *Case) VPCs(chain *Chain) []*topology.Thing { return c.vpcs(chain) }

// LastCut is the time of the last event of a chain that took something, or made the way back longer; of the last attempt where
// nothing did.
func (c *Chain) LastCut() time.Time {
	at := c.last()
	for i := len(c.Links) - 1; i >= 0; i-- {
		if l := &c.Links[i]; l.Role == Cut || l.Role == RunUp || l.Role == Hardening {
			return l.Event.Time
		}
	}
	return at
}

// Last is the time of the chain's last event.
func (c *Chain) Last() time.Time { return c.last() }

// History is the log with the calls that nobody has made at its end.
func (h *Hypothesis) History() *topology.History { return h.history }

// VPCs are those that the calls concern.
func (h *Hypothesis) VPCs() []*topology.Thing { return h.vpcs }

// After is a time right after the calls.
func (h *Hypothesis) After() time.Time { return h.after }

// suppose weakens what only a call that nobody has made would show: no record says it.
func (i *Impact) suppose() {
	observed := trail.Observed.String()
	for n := range i.Resources {
		for m := range i.Resources[n].Capabilities {
			if e := &i.Resources[n].Capabilities[m]; e.Level == observed && e.End != "kept" {
				e.Level = trail.Inferred.String()
			}
		}
	}
	for n := range i.Blackholes {
		if i.Blackholes[n].Level == observed {
			i.Blackholes[n].Level = trail.Inferred.String()
		}
	}
}
