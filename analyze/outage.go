// Outages: what one resource could do and then could not, from the call that took it to the call that gave it back. An
// outage begins where the loss begins, which is often long before the event that people ask about: AWS detaches no gateway
// while a public address is mapped, so the address went first.

package analyze

import (
	"slices"
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

	began topology.Moment // of the first of a row of outages that follow each other
}

// lossy are the kinds of things that can lose something.
var lossy = []topology.Kind{topology.Instance, topology.Balancer, topology.Database, topology.Function}

// capability is what a thing can do at one moment, with what stands in the way of it.
type capability struct {
	path, filter topology.Verdict
}

// rank orders answers; what is not known is below all.
func (c *capability) rank() int {
	if c.path.Answer != topology.Unproven && c.filter.Answer == topology.Cut {
		return 0
	}
	switch c.path.Answer {
	case topology.Reaches:
		return 2
	case topology.Partly:
		return 1
	case topology.Cut:
		return 0
	default:
		return -1
	}
}

// decisive is the verdict to blame for the answer.
func (c *capability) decisive() topology.Verdict {
	if c.path.Answer != topology.Cut && c.filter.Answer == topology.Cut {
		return c.filter
	}
	return c.path
}

// watch follows one capability of one thing.
type watch struct {
	good    *capability // the best that was known before the loss
	loss    *Outage
	outages []Outage
}

// outages finds the losses of a thing through all of its life.
func outages(h *topology.History, t *topology.Thing) []Outage {
	watches := map[string]*watch{}
	var names []string
	for m := topology.Origin; ; {
		s := h.State(m)
		seen := map[string]bool{}
		for _, c := range s.Capabilities(t) {
			w := watches[c.What]
			if w == nil {
				w = &watch{}
				watches[c.What] = w
				names = append(names, c.What)
			}
			seen[c.What] = true
			w.see(t, s, c.What, capability{c.Verdict, s.Filtered(t, c.What)}, m)
		}
		for _, name := range names {
			if !seen[name] {
				watches[name].vanish(m)
			}
		}
		if m = s.Until(); m > h.Now() {
			break
		}
	}
	slices.Sort(names)
	var found []Outage
	for _, name := range names {
		watches[name].finish()
		found = append(found, watches[name].outages...)
	}
	return slices.DeleteFunc(found, func(o Outage) bool { return momentary(h, &o) })
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

// see takes what holds from m on.
func (w *watch) see(t *topology.Thing, s *topology.State, what string, now capability, m topology.Moment) {
	rank := now.rank()
	if w.loss != nil {
		switch {
		case rank >= max(w.good.rank(), 1):
			w.loss.mend(now, m)
			w.close(m, Restored)
			w.good = &now
		case rank < 0 && w.good.rank() < 0:
			w.close(m, Changed)
			w.good = nil
		case now.path.Answer != w.loss.After || now.filter.Answer != w.loss.FilterAfter:
			w.turn(t, s, what, now, m)
		}
		return
	}
	switch {
	case rank > 0 && (w.good == nil || rank >= w.good.rank()), rank < 0 && w.good == nil:
		w.good = &now
	case w.good == nil, w.good.rank() < 0 && (rank != 0 || now.decisive().Cause != m):
		w.good = nil // it never could, as far as is known; or why it cannot now was not told by a call of this moment
	default:
		w.open(t, s, what, now, m)
	}
}

// turn ends what is lost and goes on with what is lost now. What gives a part back is not to blame for the rest, and where
// all was lost already, nothing is to blame but what took it.
func (w *watch) turn(t *topology.Thing, s *topology.State, what string, now capability, m topology.Moment) {
	last := w.loss
	before := capability{topology.Verdict{Answer: last.After}, topology.Verdict{Answer: last.FilterAfter}}
	better := before.rank() >= 0 && now.rank() > before.rank()
	blameless := better || before.rank() == 0
	if better {
		last.mend(now, m)
	}
	w.close(m, Changed)
	w.open(t, s, what, now, m)
	w.loss.began = last.began
	if blameless {
		w.loss.Cause = last.Cause
	}
}

// open begins an outage.
func (w *watch) open(t *topology.Thing, s *topology.State, what string, now capability, m topology.Moment) {
	decisive := now.decisive()
	o := Outage{
		Thing: t, What: what, Before: w.good.path.Answer, After: now.path.Answer,
		FilterBefore: w.good.filter.Answer, FilterAfter: now.filter.Answer, From: m, began: m, Cause: max(decisive.Cause, topology.Origin),
		Level: trail.Weakest(w.good.path.Level, decisive.Level), Path: w.good.path.Path, Address: w.good.path.Address, Reason: decisive.Reason,
		Sources: slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(w.good.path.Sources), decisive.Sources...)))),
	}
	if vpc := s.Get(t, topology.InVPC); vpc.To != nil {
		o.VPC = vpc.To
	}
	w.loss = &o
}

// mend notes what gave back what was lost: all that was done since, and that the way rests on again.
func (o *Outage) mend(now capability, m topology.Moment) {
	o.Mended = []topology.Moment{m}
	sources := now.path.Sources
	if o.FilterAfter == topology.Cut && o.FilterBefore != topology.Cut {
		sources = now.filter.Sources
	}
	for _, s := range sources {
		if s > o.began && s < m {
			o.Mended = append(o.Mended, s)
		}
	}
	slices.Sort(o.Mended)
}

// vanish ends what is open, because the thing is gone.
func (w *watch) vanish(m topology.Moment) {
	if w.loss != nil {
		w.close(m, Gone)
	}
	w.good = nil
}

func (w *watch) close(m topology.Moment, end End) {
	w.loss.Until, w.loss.End = m, end
	w.outages = append(w.outages, *w.loss)
	w.loss = nil
}

// finish hands over what is still open at the end of the log.
func (w *watch) finish() {
	if w.loss != nil {
		w.outages = append(w.outages, *w.loss)
	}
}
