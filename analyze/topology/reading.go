// Readings: what a rule may ask of a call and of what is known so far, and the words in which it tells what the call means.

package topology

import (
	"fmt"
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

	faults map[Kind]string // why it does not name a thing of a kind
	untold string          // why it does not tell a key
	rival  string          // why nothing that it tells is sure
	fresh  map[*Thing]bool // the wild things that it made
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

// thing returns the thing of a kind by its id. Without one it is a wild one: what is said of it makes every thing of its kind in
// the place unknown.
func (r *reading) thing(kind Kind, id string) *Thing {
	if id != "" && !formed(kind, id) {
		r.blame(kind, fmt.Sprintf("%s names %s by what is no id of one", r.event.Name, oneOf(kind)))
		id = ""
	}
	if id == "" && r.event.Request == "" && r.event.Response == "" {
		id = r.event.OnlyID(prefixes[kind]) // a row of Event history names ids beside the call
	}
	return r.called(kind, id)
}

// called returns the thing of a kind that is called so, also by a name that we have given to it.
func (r *reading) called(kind Kind, id string) *Thing {
	t := r.f.h.thing(kind, r.at, id)
	if id != "" && !slices.Contains(r.scope, t) {
		r.scope = append(r.scope, t)
	}
	return t
}

// any returns the wild thing of a kind: what is said of it may be so of any.
func (r *reading) any(kind Kind) *Thing { return r.called(kind, "") }

// blame notes why the call does not name a thing of a kind.
func (r *reading) blame(kind Kind, why string) {
	if r.faults == nil {
		r.faults = map[Kind]string{}
	}
	r.faults[kind] = why
}

// unnamed returns why the call does not name its thing of a kind.
func (r *reading) unnamed(kind Kind) string {
	return either(r.faults[kind], fmt.Sprintf("%s does not name its %s", r.event.Name, kind))
}

// known returns what is known of a thing right before the call.
func (r *reading) known(t *Thing, a Aspect, key string) Fact {
	if t.wild() || !keyFits(t, a, key) {
		return Fact{}
	}
	if tr := t.told(a, key); tr != nil && len(tr.spans) > 0 {
		r.f.listen(t, tr)
		f, _ := tr.at(never - 1)
		return f
	}
	f, _ := r.f.closed(t, a)
	return f
}

// was says what must have been so.
func (r *reading) was(t *Thing, a Aspect, key string, v Value) { r.must(need, t, a, key, v) }

// wasNot says what cannot have been so.
func (r *reading) wasNot(t *Thing, a Aspect, key string, v Value) { r.must(needNot, t, a, key, v) }

// must says what was so before the call, if the call tells of what.
func (r *reading) must(op op, t *Thing, a Aspect, key string, v Value) {
	if !t.wild() && keyFits(t, a, key) && (v.To == nil || !v.To.wild()) {
		r.clauses = append(r.clauses, clause{op: op, thing: t, aspect: a, key: key, value: v})
	}
}

// is says what a record shows to be so from now on.
func (r *reading) is(t *Thing, a Aspect, key string, v Value) {
	r.say(clause{op: set, thing: t, aspect: a, key: key, value: v, level: trail.Observed})
}

// follows says what is so from now on although the record does not say it.
func (r *reading) follows(t *Thing, a Aspect, key string, v Value) {
	r.say(clause{op: set, thing: t, aspect: a, key: key, value: v, level: trail.Inferred})
}

// lost says what nobody can know from now on.
func (r *reading) lost(t *Thing, a Aspect, key, why string) {
	r.say(clause{op: lose, thing: t, aspect: a, key: key, why: why})
}

// say says what is so from now on, as far as the call tells of what. A thing that it made and does not name is no other thing; the
// VPC that it was put into has something from now on that the log does not know.
func (r *reading) say(c clause) {
	into := c.value.To
	switch {
	case c.thing.wild() && r.fresh[c.thing]:
		if into != nil && into.Kind == Subnet {
			into = r.known(into, InVPC, "").To
		}
		if into != nil && into.Kind == VPC {
			r.lost(into, Whole, "", r.unnamed(c.thing.Kind))
		}
		return
	case c.why != "":
	case c.thing.wild():
		c.why = r.unnamed(c.thing.Kind)
	case into != nil && into.wild():
		c.why = r.unnamed(into.Kind)
	case !keyFits(c.thing, c.aspect, c.key):
		c.why = either(r.untold, r.event.Name+" does not name what it changes of "+c.thing.ID)
	}
	if !keyFits(c.thing, c.aspect, c.key) {
		c.key = anyKey
	}
	r.clauses = append(r.clauses, c)
}

// exists says that a thing was there, for the call used it.
func (r *reading) exists(t *Thing) { r.was(t, Exists, "", Yes) }

// born says that the call made the thing.
func (r *reading) born(t *Thing) {
	r.coming(t)
	r.is(t, Exists, "", Yes)
}

// coming says that the call began to make the thing; that it came up is said apart.
func (r *reading) coming(t *Thing) {
	r.was(t, Exists, "", None)
	if t.wild() {
		if r.fresh == nil {
			r.fresh = map[*Thing]bool{}
		}
		r.fresh[t] = true
	}
}

// gone says that the call ended the thing.
func (r *reading) gone(t *Thing) {
	r.exists(t)
	r.is(t, Exists, "", None)
}
