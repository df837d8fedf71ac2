// The timeline: what touched a network, what belongs to a chain, and what its actors did within an hour of it. Two streams that
// are in order become one.

package report

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// Kinds of lines in the timeline.
const (
	OfChain   = "chain"   // it belongs to a chain
	OfNetwork = "network" // it touches a network
	OfActor   = "actor"   // somebody did it who acted in a chain, within an hour of that
)

// nearby is how long before and after a chain the calls of its actors matter.
const nearby = time.Hour

// scene is a time in which the calls of a principal matter.
type scene struct {
	chain       string
	from, until time.Time
}

// cast is who and what the timeline is about.
type cast struct {
	parts       map[[2]string][]part // by event id and account
	scenes      map[string][]scene   // by principal
	from, until time.Time
}

// part is an event's part in a chain.
type part struct {
	chain string
	role  analyze.Role
}

// cast looks who acted in the chains that are reported.
func (m *compiler) cast() *cast {
	c := &cast{parts: map[[2]string][]part{}, scenes: map[string][]scene{}}
	for _, chain := range m.chains {
		s := scene{chain.ID, chain.From.Add(-nearby), chain.Last().Add(nearby)}
		if c.from.IsZero() || s.from.Before(c.from) {
			c.from = s.from
		}
		if s.until.After(c.until) {
			c.until = s.until
		}
		for i := range chain.Links {
			l := &chain.Links[i]
			key := [2]string{l.Event.ID, l.Event.Account}
			if p := (part{chain.ID, l.Role}); !slices.Contains(c.parts[key], p) {
				c.parts[key] = append(c.parts[key], p)
			}
		}
		for _, a := range chain.Actors {
			if a.Principal != "" && !slices.Contains(c.scenes[a.Principal], s) {
				c.scenes[a.Principal] = append(c.scenes[a.Principal], s)
			}
		}
	}
	return c
}

// events yields the timeline.
func (m *compiler) events(ctx context.Context) iter.Seq2[*Event, error] {
	return func(yield func(*Event, error) bool) {
		c := m.cast()
		f := m.o.Filter
		if len(m.o.Only) > 0 { // of one story, its own time
			f = c.during(f, m.end)
		}
		actors := none
		if len(c.scenes) > 0 {
			actors = m.acts(ctx, c)
		}
		touching := m.src.Touching(ctx, f)
		if m.o.Since != nil {
			touching = values(merged(touching, m.links(ctx, c)))
		}
		for e, err := range m.placed(ctx, merged(touching, filtered(actors, c.acted)), c.line) {
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// none yields nothing.
func none(func(trail.Event, error) bool) {}

// during narrows a filter to the time of the chains.
func (c *cast) during(f trail.Filter, newest time.Time) trail.Filter {
	return between(f, c.from, c.until, newest)
}

// between narrows a filter to a time, both ends included.
func between(f trail.Filter, from, until, newest time.Time) trail.Filter {
	if !f.From.Set() || f.From.Resolve(newest).Before(from) {
		f.From = trail.Moment{At: from}
	}
	if until := until.Add(time.Second); !f.Until.Set() || f.Until.Resolve(newest).After(until) {
		f.Until = trail.Moment{At: until}
	}
	return f
}

// acted reports whether an event is an actor's, near a chain.
func (c *cast) acted(e *trail.Event) bool {
	return slices.ContainsFunc(c.scenes[e.Principal], func(s scene) bool { return s.holds(e.Time) })
}

func (s *scene) holds(t time.Time) bool { return !t.Before(s.from) && !t.After(s.until) }

// line tells an event.
func (c *cast) line(e *trail.Event) *Event {
	told := &Event{
		ID: e.ID, Time: e.Time.UTC(), Name: e.Name, Source: e.Source, Account: trail.Maybe(e.Account), Region: trail.Maybe(e.Region),
		Principal: trail.Maybe(e.Principal), AccessKeyID: trail.Maybe(e.AccessKeyID), SourceIP: trail.Maybe(e.SourceIP), UserAgent: trail.Maybe(e.UserAgent),
		ErrorCode: trail.Maybe(e.ErrorCode), ErrorText: trail.Maybe(e.ErrorText), Resources: texts(e.IDs), Kind: OfNetwork, Chains: []string{}, Recovered: e.Recovered,
	}
	if e.ReadOnly != trail.Absent {
		yes := e.ReadOnly == trail.Yes
		told.ReadOnly = &yes
	}
	if parts := c.parts[[2]string{e.ID, e.Account}]; len(parts) > 0 {
		told.Kind, told.Role = OfChain, trail.Maybe(parts[0].role)
		for _, p := range parts {
			told.Chains = append(told.Chains, p.chain)
		}
		return told
	}
	for _, s := range c.scenes[e.Principal] {
		if s.holds(e.Time) && !slices.Contains(told.Chains, s.chain) {
			told.Kind = OfActor
			told.Chains = append(told.Chains, s.chain)
		}
	}
	return told
}

// merged joins two streams in order. What both have is told once, as the first has it.
func merged(first, second iter.Seq2[trail.Event, error]) iter.Seq2[*trail.Event, error] {
	return func(yield func(*trail.Event, error) bool) {
		next, stop := iter.Pull2(second)
		defer stop()
		e, err, ok := next()
		last := trail.Event{}
		// until yields of the second stream what comes before a, all where a is nil.
		until := func(a *trail.Event) bool {
			for ; ok; e, err, ok = next() {
				if err != nil {
					yield(nil, err)
					return false
				}
				order := -1
				if a != nil {
					order = inOrder(&e, a)
				}
				if order > 0 {
					return true
				}
				if order != 0 && inOrder(&e, &last) != 0 && !yield(&e, nil) {
					return false
				}
			}
			return true
		}
		for a, err := range first {
			if err != nil {
				yield(nil, err)
				return
			}
			if !until(&a) || !yield(&a, nil) {
				return
			}
			last = a
		}
		until(nil)
	}
}

// inOrder is the order of both streams: time, id and account; what is absent comes last.
func inOrder(a, b *trail.Event) int {
	order := absent(a.Time.IsZero(), b.Time.IsZero())
	if order == 0 {
		order = a.Time.Compare(b.Time)
	}
	return cmp.Or(order, absent(a.ID == "", b.ID == ""), cmp.Compare(a.ID, b.ID), absent(a.Account == "", b.Account == ""), cmp.Compare(a.Account, b.Account))
}

func absent(a, b bool) int {
	switch {
	case a && !b:
		return 1
	case b && !a:
		return -1
	}
	return 0
}

// filtered leaves out what is not to be kept.
func filtered(events iter.Seq2[trail.Event, error], keep func(*trail.Event) bool) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for e, err := range events {
			if (err != nil || keep(&e)) && !yield(e, err) {
				return
			}
		}
	}
}
