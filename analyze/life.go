// Lives: what a thing could do, from the beginning of the log to its end. Answers are followed from change to change; the
// ways and reasons behind them are looked at only where something was lost or came back.

package analyze

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"traillab/analyze/topology"
)

// Whoever writes a log chooses how often it cuts off how many things. Effort is how many facts are read for all of them, and
// least how many for each in any case, with more for each call that is about the thing itself. An outage, and to ask the
// filters, costs as much as reading some; of one thing the first few outages cost less than the rest, which nobody reads.
const (
	effort, least, perCall        = 100_000_000, 10_000, 4_000
	perOutage, perMore, perFilter = 300, 1_200, 100
	fewOutages                    = 16
)

// life follows what one thing can do.
type life struct {
	h       *topology.History
	t       *topology.Thing
	watches map[string]*watch
	names   []string
	views   [2]view
	states  [2]*topology.State // of which filters were asked why
	lost    int                // how many outages began
	work    int                // so far
}

// view is all that a thing could do at a moment, with reasons.
type view struct {
	at   topology.Moment
	able []topology.Capability
}

// losses finds the outages of all things of a history, by thing.
func losses(h *topology.History) []Outage {
	var things []*topology.Thing
	for _, kind := range lossy {
		things = append(things, h.Things(kind)...)
	}
	patience, own := max(least, effort/max(len(things), 1)), map[*topology.Thing]int{}
	for i := range h.Calls {
		for _, t := range h.Calls[i].Scope {
			own[t] += perCall
		}
	}
	found := make([][]Outage, len(things))
	var next atomic.Int64
	var all sync.WaitGroup
	var panicked atomic.Pointer[any] // which is passed on, for it is caught at the top
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			defer func() {
				if why := recover(); why != nil {
					panicked.Store(&why)
				}
			}()
			for i := next.Add(1) - 1; int(i) < len(things); i = next.Add(1) - 1 {
				found[i] = outages(h, things[i], patience+own[things[i]])
			}
		})
	}
	all.Wait()
	if why := panicked.Load(); why != nil {
		panic(*why)
	}
	return slices.Concat(found...)
}

// outages finds the losses of a thing through all of its life, as far as there is patience to follow its changes.
func outages(h *topology.History, t *topology.Thing, patience int) []Outage {
	l := &life{h: h, t: t, watches: map[string]*watch{}}
	for m := topology.Origin; m <= h.Now(); {
		if l.work > patience {
			l.giveUp(m)
			break
		}
		m = l.step(m)
	}
	slices.Sort(l.names)
	var found []Outage
	for _, name := range l.names {
		l.watches[name].finish()
		found = append(found, l.watches[name].outages...)
	}
	return slices.DeleteFunc(found, func(o Outage) bool { return momentary(h, &o) })
}

// step takes what holds from m on, and returns when that may change.
func (l *life) step(m topology.Moment) topology.Moment {
	s := l.h.State(m)
	for _, c := range s.Answers(l.t) {
		w := l.watches[c.What]
		if w == nil {
			w = &watch{of: l, what: c.What, asked: -1}
			l.watches[c.What] = w
			l.names = append(l.names, c.What)
		}
		w.seen = m
		w.see(w.now(c.Answer, m))
	}
	l.work += s.Reads()
	until := s.Until()
	for _, name := range l.names {
		w := l.watches[name]
		if w.seen != m {
			w.vanish(m)
		} else if w.asked == m {
			until = min(until, w.until)
		}
	}
	return until
}

// giveUp lets nothing be known any more of what changes too often.
func (l *life) giveUp(m topology.Moment) {
	lost := topology.Verdict{Answer: topology.Unproven, Reason: topology.Reason{
		Code: topology.NotFollowed, Text: "it changes too often to be followed any further",
	}}
	for _, name := range l.names {
		if w := l.watches[name]; w.good != nil || w.loss != nil {
			w.see(capability{path: topology.Unproven, rank: -1, at: m, lost: &lost})
		}
	}
}

// begins counts an outage.
func (l *life) begins() {
	if l.lost++; l.lost <= fewOutages {
		l.work += perOutage
	} else {
		l.work += perMore
	}
}

// filtered is what groups and ACLs let through at a moment, and why.
func (l *life) filtered(what string, m topology.Moment) topology.Verdict {
	s := l.states[m%2]
	if s == nil || s.Moment() != m {
		s = l.h.State(m)
		l.states[m%2] = s
	}
	before := s.Reads()
	v := s.Filtered(l.t, what)
	l.work += s.Reads() - before + perFilter
	return v
}

// verdict is what could be done at a moment, and why.
func (l *life) verdict(what string, m topology.Moment) topology.Verdict {
	v := &l.views[m%2]
	if v.able == nil || v.at != m {
		*v = view{m, l.h.State(m).Capabilities(l.t)}
	}
	for i := range v.able {
		if v.able[i].What == what {
			return v.able[i].Verdict
		}
	}
	return topology.Verdict{}
}
