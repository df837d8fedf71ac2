// The fold: calls, one after the other, become facts. What a call does is written in the tables of calls_*.go as clauses:
// what must have been so for AWS to let it through, and what is so afterwards.

package topology

import (
	"fmt"
	"slices"
	"strings"

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
	h := &History{things: map[ref]*Thing{}, silences: map[place][]silence{}, owners: owners(events)}
	f := &fold{h: h, rules: ruleBook(), applied: map[identity]bool{}}
	for _, second := range seconds(events, baselines) {
		f.second(second)
	}
	f.silence(gaps)
	return h
}

// fold is a history in the making.
type fold struct {
	h       *History
	rules   map[string][]rule
	applied map[identity]bool
	now     Moment // of the call that is being read
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
}

// reading is a call while it is turned into clauses. Rules ask it for the call's words and for what is known so far, and
// tell it clauses.
type reading struct {
	f       *fold
	event   *trail.Event
	call    dialect.Call
	at      place
	clauses []clause
	scope   []*Thing
	moment  Moment // at which it took effect
}

// q returns the first text at one of the paths of the request.
func (r *reading) q(paths ...string) string { return first(r.call.Request, paths) }

// p returns the first text at one of the paths of the response.
func (r *reading) p(paths ...string) string { return first(r.call.Response, paths) }

func first(o dialect.Object, paths []string) string {
	for _, p := range paths {
		if s := o.First(p); s != "" {
			return s
		}
	}
	return ""
}

// thing returns the thing of a kind by its id. Without an id it is a wild one: what is said of it makes every thing of its
// kind in the place unknown.
func (r *reading) thing(kind Kind, id string) *Thing {
	if id == "" && r.event.Request == "" && r.event.Response == "" {
		id = only(r.event.IDs, prefixes[kind]) // a row of Event history names ids beside the call
	}
	t := r.f.h.thing(kind, r.at, id)
	if id != "" && !slices.Contains(r.scope, t) {
		r.scope = append(r.scope, t)
	}
	return t
}

// only returns the one id that begins so, and nothing when there are none or several.
func only(ids []string, beginning string) string {
	found := ""
	for _, id := range ids {
		if beginning == "" || !strings.HasPrefix(id, beginning) {
			continue
		}
		if found != "" {
			return ""
		}
		found = id
	}
	return found
}

// known returns what is known of a thing right before the call.
func (r *reading) known(t *Thing, a Aspect, key string) Fact {
	if tr := t.tracks[slot{a, key}]; tr != nil && len(tr.spans) > 0 {
		f, _ := tr.at(never - 1)
		return f
	}
	f, _ := t.closed(a)
	return f
}

// was says what must have been so.
func (r *reading) was(t *Thing, a Aspect, key string, v Value) {
	r.clauses = append(r.clauses, clause{op: need, thing: t, aspect: a, key: key, value: v})
}

// wasNot says what cannot have been so.
func (r *reading) wasNot(t *Thing, a Aspect, key string, v Value) {
	r.clauses = append(r.clauses, clause{op: needNot, thing: t, aspect: a, key: key, value: v})
}

// is says what a record shows to be so from now on.
func (r *reading) is(t *Thing, a Aspect, key string, v Value) {
	r.clauses = append(r.clauses, clause{op: set, thing: t, aspect: a, key: key, value: v, level: trail.Observed})
}

// follows says what is so from now on although the record does not say it.
func (r *reading) follows(t *Thing, a Aspect, key string, v Value) {
	r.clauses = append(r.clauses, clause{op: set, thing: t, aspect: a, key: key, value: v, level: trail.Inferred})
}

// lost says what nobody can know from now on.
func (r *reading) lost(t *Thing, a Aspect, key, why string) {
	r.clauses = append(r.clauses, clause{op: lose, thing: t, aspect: a, key: key, why: why})
}

// exists says that a thing was there, for the call used it.
func (r *reading) exists(t *Thing) {
	if !t.wild() {
		r.was(t, Exists, "", Yes)
	}
}

// born says that the call made the thing.
func (r *reading) born(t *Thing) {
	if !t.wild() {
		r.was(t, Exists, "", None)
		r.is(t, Exists, "", Yes)
	}
}

// gone says that the call ended the thing.
func (r *reading) gone(t *Thing) {
	r.exists(t)
	r.is(t, Exists, "", None)
}

// read turns a call into clauses by its rule.
func (f *fold) read(e *trail.Event, rule *rule) *reading {
	r := &reading{f: f, event: e, at: place{e.Account, e.Region}}
	// What could be read of a call whose other half is broken is used; missing ids make things unknown.
	r.call, _ = dialect.ParseEvent(e)
	rule.read(r)
	return r
}

// contradicted returns the first clause that cannot be, as far as is known.
func (r *reading) contradicted() (clause, bool) {
	for _, c := range r.clauses {
		if c.thing.wild() || c.op > needNot {
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
	f.h.Calls = append(f.h.Calls, Call{Event: told(r.event), Scope: r.scope})
	f.now = f.h.Now()
	r.moment = f.now
	here := f.h.Call(f.now)
	for _, c := range r.clauses {
		switch {
		case c.thing.wild():
			if c.op >= set {
				f.blur(c, r)
				here.Changed = true
			}
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
	if f, since := c.thing.closed(c.aspect); f.Known() && len(tr.spans) == 0 {
		tr.spans = append(tr.spans, span{Fact: f, from: since, seen: since})
	}
	known, _ := tr.at(never - 1)
	switch {
	case c.op == needNot && known.Is(c.value), c.op == need && known.Not(c.value):
		why := fmt.Sprintf("%s at %s does not fit what was known", f.h.Call(f.now).Event.Name, f.h.Call(f.now).Event.Time.Format("2006-01-02T15:04:05Z"))
		tr.doubt(f.now, why, f.now)
		f.h.Conflicts = append(f.h.Conflicts, Conflict{At: f.now, Thing: c.thing, Why: why})
		return true
	case c.op == needNot:
	case known.Known():
		tr.confirm(f.now)
	default:
		f.point(c)
		tr.learn(f.now, Fact{Value: c.value, Level: trail.Inferred, Cause: f.now})
	}
	return false
}

// write lets a fact begin, and reports whether that changed anything.
func (f *fold) write(c clause) bool {
	if c.op == renames {
		f.rename(c.thing, c.value.To)
		return false
	}
	tr := c.thing.track(c.aspect, c.key)
	before, _ := tr.at(never - 1)
	if c.op == suspects {
		tr.doubt(f.now, c.why, f.now)
		tr.begin(f.now, Fact{Value: before.Value, Level: trail.Inferred, Cause: f.now})
		return true
	}
	if c.op == lose || c.value.To != nil && c.value.To.wild() {
		why := c.why
		if why == "" {
			why = fmt.Sprintf("%s does not name its %s", f.h.Call(f.now).Event.Name, c.value.To.Kind)
		}
		tr.blur(f.now, why)
		return before.Known()
	}
	f.point(c)
	tr.begin(f.now, Fact{Value: c.value, Level: c.level, Cause: f.now})
	return !before.Is(c.value)
}

// point remembers who points at a thing, so that the thing can be asked.
func (f *fold) point(c clause) {
	if to := c.value.To; to != nil && !slices.Contains(to.back[c.aspect], c.thing) {
		to.back[c.aspect] = append(to.back[c.aspect], c.thing)
	}
}

// rename lets a thing be what was known under a makeshift id: it inherits the facts, and who pointed at the old one has
// pointed at it.
func (f *fold) rename(from, to *Thing) {
	for a := range aspects {
		for _, key := range from.keys[a] {
			tr := to.track(a, key)
			if len(tr.spans) > 0 {
				continue
			}
			for _, s := range from.track(a, key).spans {
				s.Level = min(s.Level, trail.Inferred)
				tr.spans = append(tr.spans, s)
				if s.To != nil && !slices.Contains(s.To.back[a], to) {
					s.To.back[a] = append(s.To.back[a], to)
				}
			}
		}
		for _, other := range from.back[a] {
			for _, key := range other.keys[a] {
				for i := range other.track(a, key).spans {
					if s := &other.track(a, key).spans[i]; s.To == from {
						s.Value, s.Level = To(to), min(s.Level, trail.Inferred)
					}
				}
			}
			to.back[a] = append(to.back[a], other)
		}
		from.keys[a], from.back[a] = nil, nil
	}
	from.tracks = nil
	f.h.order = slices.DeleteFunc(f.h.order, func(t *Thing) bool { return t == from })
}

// blur makes an aspect of every thing of a kind in a place unknown, for the call may have concerned any of them.
func (f *fold) blur(c clause, r *reading) {
	why := fmt.Sprintf("%s does not name its %s", r.event.Name, c.thing.Kind)
	for _, t := range f.h.order {
		if t.Kind != c.thing.Kind || t.Account != r.at.account || t.Region != r.at.region || t.wild() {
			continue
		}
		for _, key := range t.keys[c.aspect] {
			if c.key == "" || c.key == key {
				t.track(c.aspect, key).blur(f.now, why)
			}
		}
		if within[c.aspect] { // it may have been one that was never told
			t.track(Whole, "").blur(f.now, why)
		}
	}
}
