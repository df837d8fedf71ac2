// Testimony: what somebody saw of a loss that did not happen. A call from the very address that a way out was lost with, or
// packets both ways in flow logs, show that there was a way: then what was lost by the same call is not known any more.

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

// denial is what shows at a time that a thing had a way out.
type denial struct {
	thing *topology.Thing
	time  time.Time
	proof string // an event's id, or the interface whose flow log shows it
	why   string
}

// testify takes back the losses that flow logs and the calls of instances contradict, before anything is made of them.
func (c *Case) testify(ctx context.Context, src Evidence) error {
	var denials []denial
	if flows, ok := src.(FlowSource); ok {
		heard, err := c.overheard(ctx, flows)
		if err != nil {
			return err
		}
		denials = heard
	}
	seen, err := c.sighted(ctx, src)
	if err != nil {
		return err
	}
	denials = append(denials, seen...)
	if len(denials) == 0 {
		return nil
	}
	of := map[*topology.Thing][]*Outage{}
	for i := range c.Outages {
		o := &c.Outages[i]
		of[o.Thing] = append(of[o.Thing], o)
	}
	for i := range denials {
		denials[i].take(c.History, of[denials[i].thing])
	}
	return nil
}

// take takes back the losses of ways out at that time, and those of ways in that came by the same calls.
func (d *denial) take(h *topology.History, outages []*Outage) {
	var causes []topology.Moment
	for _, inward := range []bool{false, true} {
		for _, o := range outages {
			in := o.What == "ingress4" || o.What == "ingress6"
			if in != inward || inward && !slices.Contains(causes, o.Cause) || o.denied != nil || !o.spans(h, d.time) {
				continue
			}
			causes = append(causes, o.Cause)
			o.denied = d
		}
	}
}

// spans reports whether the outage says that something was lost at a time.
func (o *Outage) spans(h *topology.History, at time.Time) bool {
	return (o.After == topology.Cut || o.After == topology.Partly) && at.After(when(h, o.From)) &&
		(o.Until == topology.Origin || at.Before(when(h, o.Until)))
}

// shuts reports whether the outage says that a thing had a way out to the internet and then had none.
func (o *Outage) shuts() bool {
	return (o.What == "egress4" || o.What == "egress6") && o.After == topology.Cut && (o.Before == topology.Reaches || o.Before == topology.Partly)
}

// interval is the outage by the clock.
func (o *Outage) interval(h *topology.History) interval {
	at := interval{from: when(h, o.From).UTC()}
	if o.Until != topology.Origin {
		at.until = when(h, o.Until).UTC()
	}
	return at
}

// overheard asks flow logs about every loss of a way out.
func (c *Case) overheard(ctx context.Context, src FlowSource) ([]denial, error) {
	if some, err := src.AnyFlows(ctx); err != nil || !some {
		return nil, err
	}
	l := newListener(c)
	for i := range c.Outages {
		if o := &c.Outages[i]; o.Thing.Kind == topology.Instance && o.shuts() {
			at := o.interval(c.History)
			l.asked[at] = withLoss(l.asked[at], o.Thing, at, o.What == "egress6")
		}
	}
	for _, subjects := range l.asked {
		for _, s := range subjects {
			s.describe(c.History)
		}
	}
	var found []denial
	for _, at := range l.spans() {
		heard, err := l.listen(ctx, src, at, 0)
		if err != nil {
			return nil, err
		}
		for _, h := range heard {
			if h.Finding == Contradiction {
				found = append(found, denial{h.thing, h.proof, "flow-log:" + h.Interface, h.Note})
			}
		}
	}
	return found, nil
}

// sighted asks for the calls that came from the addresses of lost ways out while they are said to have been lost.
func (c *Case) sighted(ctx context.Context, src BehaviourSource) ([]denial, error) {
	b := &behaviour{h: c.History, things: map[string]*topology.Thing{}}
	b.lost = c.waysOut(func(t *topology.Thing) bool { return t.Kind == topology.Instance })
	w := b.watch()
	if len(w.Instances) == 0 {
		return nil, nil
	}
	for s, err := range src.Behaviour(ctx, w) {
		if err != nil {
			return nil, fmt.Errorf("behaviour: %w", err)
		}
		t := b.things[s.Instance]
		if t == nil || t.Account != s.Account || s.Time.IsZero() {
			continue
		}
		if source, err := netip.ParseAddr(s.SourceIP); err == nil && b.cut(t, source, s.Time) != nil {
			b.judge(t, &s)
		}
	}
	slices.SortStableFunc(b.denied, func(a, b denial) int {
		return cmp.Or(a.time.Compare(b.time), cmp.Compare(a.proof, b.proof))
	})
	return b.denied, nil
}

// watch is what to ask for of the calls that may contradict the losses: little, for there should be none.
func (b *behaviour) watch() (w trail.Watch) {
	open := false
	for t, list := range b.lost {
		for _, o := range list {
			if o.Address == "" || !o.shuts() {
				continue
			}
			at := o.interval(b.h)
			if w.From.IsZero() || at.from.Before(w.From) {
				w.From = at.from
			}
			open = open || at.until.IsZero()
			if at.until.After(w.Until) {
				w.Until = at.until
			}
			b.things[t.ID] = t
			w.Instances, w.Addresses = append(w.Instances, t.ID), append(w.Addresses, o.Address)
		}
	}
	if open {
		w.Until = time.Time{}
	}
	slices.Sort(w.Instances)
	slices.Sort(w.Addresses)
	w.Instances, w.Addresses = slices.Compact(w.Instances), slices.Compact(w.Addresses)
	return w
}

// denials tells what was said to be lost and is not known to be.
func (i *Impact) denials(lost []Outage) {
	for n := range lost {
		o := &lost[n]
		d := o.denied
		if d == nil {
			continue
		}
		if !slices.ContainsFunc(i.Conflicts, func(k Conflict) bool { return k.EventID == d.proof && k.About == o.Thing.ID }) {
			i.Conflicts = append(i.Conflicts, Conflict{d.time.UTC(), d.proof, o.Thing.ID, d.why})
		}
		i.Unknown = append(i.Unknown, Unknown{o.Thing.ID, o.What, d.why})
	}
}
