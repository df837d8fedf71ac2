// The fold: calls, one after the other, become facts. What a call does is written in the tables of calls_*.go as clauses:
// what must have been so for AWS to let it through, and what is so afterwards.

package topology

import (
	"fmt"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// rule returns how the calls of an event's name and service are read, nil when they change no network.
func (f *fold) rule(e *trail.Event) *rule {
	rules := f.rules[dialect.Stem(e.Name)]
	for i := range rules {
		if dialect.FromService(e.Source, rules[i].source) || e.Source == "" && len(rules) == 1 {
			return &rules[i]
		}
	}
	return nil
}

// Fold rebuilds the history that the events tell, whatever order they come in. Baselines say what stood at a time beside
// them.
func Fold(events []trail.Event, baselines []Baseline, gaps []Gap) *History {
	f := begin(events, baselines)
	f.gaps = silences(events, baselines, gaps)
	for second := range f.ahead(seconds(events, baselines)) {
		f.hear(second)
		f.second(second)
	}
	f.end()
	f.h.index()
	return f.h
}

// begin begins a fold, before the first call.
func begin(events []trail.Event, baselines []Baseline) *fold {
	h := &History{things: map[ref]*Thing{}, shelves: map[shelf][]*Thing{}, makeshifts: map[shelf][]*Thing{}, silences: map[place][]silence{}, owners: ownersOf(owners(events), baselines)}
	return &fold{
		h: h, rules: ruleBook(), applied: map[identity]bool{}, rivals: rivalries(events), bonds: map[bond]bool{}, effort: map[place]int{},
		ears: ears{deaf: map[place]silence{}},
	}
}

// fold is a history in the making.
type fold struct {
	h       *History
	rules   map[string][]rule
	applied map[identity]bool
	rivals  map[identity]bool // calls of which records tell different things
	now     Moment            // of the call that is being read
	bonds   map[bond]bool
	effort  map[place]int // how many things were looked through
	ears

	expected map[*Thing]bool           // what calls of the second that is being read have yet to make
	users    map[*trail.Event][]*Thing // what those that have not been taken use, of what others end
	uses     map[*Thing]int            // how many of them use it
}

// identity tells calls apart; records of one identity are one call.
type identity struct{ id, account string }

// op is what a clause does.
type op uint8

const (
	need     op = iota // the value was this right before the call
	needNot            // the value was not this
	set                // the value is this from now on
	lose               // the value is not known from now on
	suspects           // the value may have been another since it was last seen
	clears             // that it was not known for this reason is taken back, under every key
	renames            // the thing is the one that the value names
)

// clause is one word of what a call means.
type clause struct {
	op     op
	thing  *Thing
	aspect Aspect
	key    string
	value  Value
	level  trail.Level
	why    string
	unseen bool // of a need: where it was not so, it became so without a record, and another is not to blame for it
}

// read turns a call into clauses by its rule.
func (f *fold) read(w *waiting) *reading {
	w.parse()
	r := &reading{f: f, event: w.event, call: *w.call, at: place{w.event.Account, w.event.Region}}
	w.rule.read(r)
	if f.rivals[identity{r.event.ID, r.event.Account}] && !r.failed() {
		r.doubted()
	}
	return r
}

// contradicted returns the first clause that cannot be, as far as is known.
func (r *reading) contradicted() (clause, bool) {
	for _, c := range r.clauses {
		if c.op > needNot {
			continue
		}
		known := r.known(c.thing, c.aspect, c.key)
		if c.op == need && known.Not(c.value) || c.op == needNot && known.Is(c.value) {
			return c, true
		}
	}
	return clause{}, false
}

// apply lets a call take effect at the next moment.
func (f *fold) apply(r *reading) {
	f.unrecorded(r)
	f.h.Calls = append(f.h.Calls, Call{Event: told(r.event), Scope: r.scope})
	f.now = f.h.Now()
	r.moment = f.now
	if r.deaf {
		f.deafen(r.at, f.now, "too many calls that do not name what they change")
	}
	here := f.h.Call(f.now)
	for _, c := range r.clauses {
		switch {
		case c.thing.wild() || c.key == anyKey:
			f.blur(c, r)
			here.Changed = true
		case c.op == need || c.op == needNot:
			if f.hold(c) {
				here.Forced = true
			}
		default:
			if f.write(c) {
				here.Changed = true
			}
		}
	}
}

// told is the event without its long texts.
func told(e *trail.Event) trail.Event {
	short := *e
	short.Request, short.Response = "", ""
	return short
}

// hold lets a need speak about the past, and reports whether it contradicts what was known.
func (f *fold) hold(c clause) bool {
	tr := c.thing.track(c.aspect, c.key)
	f.listen(c.thing, tr)
	f.begins(c.thing, c.aspect, tr)
	known, _ := tr.at(never - 1)
	switch {
	case c.op == needNot && known.Is(c.value), c.op == need && known.Not(c.value):
		why := fmt.Sprintf("%s at %s does not fit what was known", f.h.Call(f.now).Event.Name, f.h.Call(f.now).Event.Time.Format("2006-01-02T15:04:05Z"))
		tr.doubt(f.now, why, f.now)
		f.h.Conflicts = append(f.h.Conflicts, Conflict{At: f.now, Thing: c.thing, Why: why})
		if c.op == need { // it was so in the end, for the call went through
			f.point(c.aspect, c.thing, c.value.To)
			tr.begin(f.now, Fact{Value: c.value, Level: trail.Inferred, Cause: f.now})
		} else {
			tr.blur(f.now, why, None)
		}
		return true
	case c.op == needNot:
	case known.Known():
		tr.confirm(f.now)
	default:
		f.point(c.aspect, c.thing, c.value.To)
		tr.learn(f.now, Fact{Value: c.value, Level: trail.Inferred, Cause: f.now})
	}
	return false
}

// begins lets a track of which nobody has spoken begin with what is known of it all the same.
func (f *fold) begins(t *Thing, a Aspect, tr *track) {
	if len(tr.spans) > 0 {
		return
	}
	if known, since := f.closed(t, a); known.Known() {
		tr.spans = append(tr.spans, span{Fact: known, from: since, seen: since})
	}
}

// write lets a fact begin, and reports whether that changed anything.
func (f *fold) write(c clause) bool {
	if c.op == renames {
		f.rename(c.thing, c.value.To)
		return false
	}
	if c.op == clears {
		for _, key := range c.thing.keys(c.aspect) {
			c.thing.track(c.aspect, key).retract(c.why)
		}
		return false
	}
	tr := c.thing.track(c.aspect, c.key)
	f.listen(c.thing, tr)
	f.begins(c.thing, c.aspect, tr)
	before, _ := tr.at(never - 1)
	if c.op == suspects {
		tr.doubt(f.now, c.why, f.now)
		tr.begin(f.now, Fact{Value: before.Value, Level: trail.Inferred, Cause: f.now})
		return true
	}
	if wild := c.value.To != nil && c.value.To.wild(); c.op == lose || wild {
		may := c.value
		if wild { // it may be anything, which no thing stands for
			may = None
		}
		tr.blur(f.now, c.why, may)
		return before.Known()
	}
	level := c.level
	if f.h.Call(f.now).Event.Recovered { // the record may have been forged
		level = min(level, trail.Inferred)
	}
	f.point(c.aspect, c.thing, c.value.To)
	tr.begin(f.now, Fact{Value: c.value, Level: level, Cause: f.now})
	return !before.Is(c.value)
}

// rename lets a thing be what was known under a makeshift id: it inherits the facts, and who pointed at the old one has
// pointed at it.
func (f *fold) rename(from, to *Thing) {
	for a := range aspects {
		for _, key := range from.keys(a) {
			tr := to.track(a, key)
			if len(tr.spans) > 0 {
				continue
			}
			for _, s := range from.track(a, key).spans {
				s.Level = min(s.Level, trail.Inferred)
				tr.spans = append(tr.spans, s)
				f.point(a, to, s.To)
			}
		}
		for _, other := range from.back(a) {
			for _, key := range other.keys(a) {
				for i := range other.track(a, key).spans {
					if s := &other.track(a, key).spans[i]; s.To == from {
						s.Value, s.Level = To(to), min(s.Level, trail.Inferred)
					}
				}
			}
			f.point(a, other, to)
		}
	}
	from.at, from.facets, from.husk = [aspects]uint8{}, nil, true
}

// blur makes an aspect of every thing of a kind in a place unknown, or under every key of one thing, for the call may have concerned
// any of them. What is so already stays so, whichever it was.
func (f *fold) blur(c clause, r *reading) {
	things := []*Thing{c.thing}
	if c.thing.wild() {
		things = r.every(c.thing.Kind)
	}
	for _, t := range things {
		keys := t.keys(c.aspect)
		r.bear(len(keys))
		if r.deaf {
			break
		}
		for _, key := range keys {
			if c.key != "" && c.key != anyKey && c.key != key {
				continue
			}
			tr := t.track(c.aspect, key)
			f.listen(t, tr)
			known, _ := tr.at(never - 1)
			if settled := known.Is(None) && t.forever(tr); !settled && !(c.op == set && known.Is(c.value)) {
				tr.blur(f.now, c.why, None)
			}
		}
		f.other(t, c)
	}
	if r.deaf {
		f.deafen(r.at, f.now, c.why)
	}
}

// other says that the call may have concerned a key which was never told.
func (f *fold) other(t *Thing, c clause) {
	switch {
	case c.aspect == Resolves: // which is on unless somebody has said otherwise
		t.track(Resolves, c.key).blur(f.now, c.why, None)
	case c.op == set && c.value == None:
	case c.aspect == Route:
		t.track(Route, anyKey).blur(f.now, c.why, None)
	case c.aspect == InGroup:
		t.track(GroupsWhole, "").blur(f.now, c.why, None)
	case within[c.aspect] || c.key != "":
		t.track(Whole, "").blur(f.now, c.why, None)
	}
}
