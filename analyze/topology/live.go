// The live fold: a network as it stands now, while the calls that change it are being made. Who makes the calls sees each of
// them in its turn, so the order of calls is known, and nothing is silent.

package topology

import (
	"maps"
	"slices"
	"sync"
	"time"

	"traillab/analyze/trail"
)

// Live is a history that grows call by call. It may be used from several goroutines.
type Live struct {
	mu   sync.Mutex
	fold *fold
	told *History // what History returned last, nil once it is not so any more
}

// Open begins with what stands.
func Open(baselines []Baseline) *Live {
	l := &Live{fold: begin(nil, nil)}
	l.fold.expected = map[*Thing]bool{}
	for _, b := range slices.SortedStableFunc(slices.Values(baselines), func(a, b Baseline) int { return a.At.Compare(b.At) }) {
		l.Ground(b)
	}
	return l
}

// Add takes a call that came after all calls before it, as if it had a second of its own. A call that was taken before, by its
// identity, and one that touches no network change nothing; a call that the log would fall silent after, as StopLogging,
// hides nothing of what follows.
func (l *Live) Add(e trail.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.Time = l.clock(e.Time)
	w := waiting{event: &e, rule: l.fold.rule(&e)}
	l.take(func() { l.fold.try(&w, true) })
}

// Ground lets a baseline speak of now, whatever its time: what it does not name of what it tells whole is gone.
func (l *Live) Ground(b Baseline) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b.At = l.clock(b.At)
	maps.Copy(l.fold.h.owners, ownersOf(map[ref]string{}, []Baseline{b}))
	l.take(func() { l.fold.ground(&b) })
}

// clock is the time of the next call: calls that ran side by side may come in another order than their times.
func (l *Live) clock(t time.Time) time.Time {
	if last := l.fold.h.Call(l.fold.h.Now()); last != nil && last.Event.Time.After(t) {
		return last.Event.Time
	}
	return t
}

// take lets a call take effect. What it looks through is its own affair: no call makes a later one lose patience.
func (l *Live) take(one func()) {
	h := l.fold.h
	before := len(h.Calls)
	clear(l.fold.effort)
	one()
	l.fold.now = h.Now()
	if len(h.Calls) == before {
		return
	}
	for i := before; i < len(h.Calls); i++ {
		h.Calls[i].Scope = nil
	}
	l.told = nil
}

// History returns what stands now as a history in which it has always stood: the questions at Now, and at every other moment,
// are answered for the present, and its calls have no scope. It is never changed; the next call makes another.
func (l *Live) History() *History {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.told == nil {
		l.told = l.fold.h.present()
	}
	return l.told
}

// present copies what a history says last.
func (h *History) present() *History {
	p := &History{
		Calls: slices.Clip(h.Calls), things: make(map[ref]*Thing, len(h.things)), order: make([]*Thing, len(h.order)),
		silences: map[place][]silence{}, owners: maps.Clone(h.owners),
	}
	for at, list := range h.silences {
		p.silences[at] = slices.Clone(list)
	}
	things := make([]Thing, len(h.order))
	c := copier{twins: make(map[*Thing]*Thing, len(h.order))}
	for i, t := range h.order {
		p.order[i], c.twins[t] = &things[i], &things[i]
		c.count(t)
	}
	c.room()
	for i, t := range h.order {
		c.copy(&things[i], t)
	}
	for r, t := range h.things {
		p.things[r] = c.twins[t]
	}
	for _, conflict := range h.Conflicts {
		conflict.Thing = c.twins[conflict.Thing]
		p.Conflicts = append(p.Conflicts, conflict)
	}
	p.index()
	return p
}

// copier copies things. It takes the room for all of them at once, for there are many small parts.
type copier struct {
	twins                map[*Thing]*Thing
	facets, tracks, back int
	facetRoom            []facet
	threadRoom           []thread
	trackRoom            []*track
	thingRoom            []*Thing
}

// thread is a track with one span.
type thread struct {
	track
	last [1]span
}

func (c *copier) count(t *Thing) {
	c.facets += len(t.facets)
	for i := range t.facets {
		c.tracks += len(t.facets[i].tracks)
		c.back += len(t.facets[i].back)
	}
	for _, kin := range t.kin {
		c.back += len(kin)
	}
}

func (c *copier) room() {
	c.facetRoom, c.threadRoom = make([]facet, c.facets), make([]thread, c.tracks)
	c.trackRoom, c.thingRoom = make([]*track, c.tracks), make([]*Thing, c.back)
}

// cut takes the first n of some room, to which nothing can be appended.
func cut[T any](room *[]T, n int) []T {
	part := (*room)[:n:n]
	*room = (*room)[n:]
	return part
}

// copy makes n the twin of t. Keys are shared: the fold only adds behind them.
func (c *copier) copy(n, t *Thing) {
	*n = Thing{Kind: t.Kind, Account: t.Account, Region: t.Region, ID: t.ID, at: t.at, husk: t.husk, facets: cut(&c.facetRoom, len(t.facets))}
	for i := range t.facets {
		f := &t.facets[i]
		n.facets[i] = facet{keys: slices.Clip(f.keys), tracks: cut(&c.trackRoom, len(f.tracks)), back: c.things(f.back)}
		for j, tr := range f.tracks {
			n.facets[i].tracks[j] = c.track(tr)
		}
	}
	if t.kin != nil {
		n.kin = make(map[Kind][]*Thing, len(t.kin))
		for kind, kin := range t.kin {
			n.kin[kind] = c.things(kin)
		}
	}
}

// track copies what a track says last, as if it had always said so.
func (c *copier) track(tr *track) *track {
	n := &c.threadRoom[0]
	c.threadRoom = c.threadRoom[1:]
	if l := tr.last(); l != nil {
		n.last[0] = *l
		n.last[0].from = Origin
		if l.To != nil {
			n.last[0].To = c.twins[l.To]
		}
		n.spans = n.last[:]
	}
	return &n.track
}

func (c *copier) things(of []*Thing) []*Thing {
	if len(of) == 0 {
		return nil
	}
	twins := cut(&c.thingRoom, len(of))
	for i, t := range of {
		twins[i] = c.twins[t]
	}
	return twins
}
