// Outages: what one resource could do and then could not, from the call that took it to the call that gave it back. An
// outage begins where the loss begins, which is often long before the event that people ask about: AWS detaches no gateway
// while a public address is mapped, so the address went first.

package analyze

import (
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// End is how an outage ended.
type End uint8

// The ends.
const (
	Open     End = iota // it lasts to the end of the log
	Restored            // the resource can again
	Gone                // the resource exists no longer: what does not exist has lost nothing
	Changed             // another outage of the same capability goes on from here: less is lost, or more, or it is not known any more
)

// String is the word of the contract.
func (e End) String() string { return [...]string{"open", "restored", "gone", "changed"}[e] }

// Outage is an interval in which a resource had less of a capability than before.
type Outage struct {
	Thing *topology.Thing
	VPC   *topology.Thing // nil when it is not known
	What  string          // in the words of the contract: egress4, ingress4, ssm, service:s3 …

	Before, After             topology.Answer
	FilterBefore, FilterAfter topology.Answer // what security groups and network ACLs let through, told apart
	From, Until               topology.Moment // Until is Origin while it is open
	End                       End
	Cause                     topology.Moment // the call that took it; for a loss that only a later call betrays, that one
	Level                     trail.Level
	Path                      []string // how it went before
	Address                   string   // that others saw it under before, where it is known
	Reason                    topology.Reason
	Sources                   []topology.Moment
	Mended                    []topology.Moment // the calls since the loss that the way back rests on, the last of which gave it back

	began  topology.Moment // of the first of a row of outages that follow each other
	denied *denial         // what shows that it was not lost
}

// lossy are the kinds of things that can lose something.
var lossy = []topology.Kind{topology.Instance, topology.Balancer, topology.Database, topology.Function}

// veiled reports whether the way is there, and whether groups and ACLs let anything through is not known any more.
func (o *Outage) veiled() bool {
	return veiled(o.Before, o.After, o.FilterBefore, o.FilterAfter)
}

func veiled(before, after, filterBefore, filterAfter topology.Answer) bool {
	return after == before && filterBefore == topology.Reaches && filterAfter == topology.Unproven
}

// Doubtful reports whether it is not known that anything was lost: neither the way after it, nor what groups and ACLs let through
// on a way that is there.
func (e *Entry) Doubtful() bool {
	return e.After == topology.Unproven || veiled(e.Before, e.After, e.FilterBefore, e.FilterAfter)
}

// momentary reports whether an outage is shorter than the log's clock can tell: what is replaced within a second was not
// lost.
func momentary(h *topology.History, o *Outage) bool {
	return o.Until != topology.Origin && o.End != Changed && when(h, o.Until).Equal(when(h, o.From))
}

// when returns the time of a moment, zero for Origin.
func when(h *topology.History, m topology.Moment) time.Time {
	if c := h.Call(m); c != nil {
		return c.Event.Time
	}
	return time.Time{}
}
