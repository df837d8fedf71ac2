// Readings: what a rule may ask of a call and of what is known so far, and the words in which it tells what the call means.

package topology

import (
	"slices"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

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
	deaf    bool   // it cannot be followed, for there is too much to look through
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
		id = r.event.OnlyID(prefixes[kind]) // a row of Event history names ids beside the call
	}
	t := r.f.h.thing(kind, r.at, id)
	if id != "" && !slices.Contains(r.scope, t) {
		r.scope = append(r.scope, t)
	}
	return t
}

// known returns what is known of a thing right before the call.
func (r *reading) known(t *Thing, a Aspect, key string) Fact {
	if tr := t.told(a, key); tr != nil && len(tr.spans) > 0 {
		r.f.listen(t, tr)
		f, _ := tr.at(never - 1)
		return f
	}
	f, _ := r.f.closed(t, a)
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
