// A detachment is a call that cut, or tried to cut, one thing from another; or the proof of such a cut of which the log
// has no record.

package analyze

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// Basis says how a statement is known.
type Basis string

// The bases of a statement.
const (
	Observed Basis = "observed" // a record says so
	Inferred Basis = "inferred" // it follows from records, none of which says so
)

// Detachment is one cut or attempt. When it is inferred, Event is the record that proves it, Time the latest moment at
// which it can have happened, and NotBefore and NotAfter bound it.
type Detachment struct {
	Event               trail.Event
	Time                time.Time
	NotBefore, NotAfter *time.Time
	Relation            string // child kind/parent kind
	Child, Parent       string // empty when nothing in the log names it
	Outcome             Outcome
	Basis               Basis
}

// Detachments returns every detachment under the filter, in order of time and event id.
func Detachments(ctx context.Context, src Source, f trail.Filter) ([]Detachment, error) {
	narrow := f
	narrow.Resources, narrow.VPCs = nil, nil // a cut may concern what its record does not name
	reader := newReader()
	for e, err := range src.Relations(ctx, narrow) {
		if err != nil {
			return nil, fmt.Errorf("detachments: %w", err)
		}
		if err := reader.take(&e); err != nil {
			return nil, fmt.Errorf("detachments: event %s: %w", e.ID, err)
		}
	}
	reader.flush()
	found := slices.DeleteFunc(reader.found, func(d Detachment) bool {
		ids := append([]string{d.Child, d.Parent}, d.Event.IDs...)
		return !d.Event.Asked || !trail.NamesAny(ids, f.Resources) || !trail.NamesAny(ids, f.VPCs)
	})
	slices.SortStableFunc(found, func(a, b Detachment) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Event.ID, b.Event.ID), cmp.Compare(a.Event.Account, b.Event.Account),
			cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Child, b.Child))
	})
	return found, nil
}

// call is an event with what it does to ties.
type call struct {
	event             *trail.Event
	cuts, makes, ends []dialect.Tie
	outcome           Outcome
}

func (c *call) took() bool { return c.outcome == Done }

// tie names a tie's child across accounts and regions.
type tie struct{ account, region, relation, child string }

// bond is what is known of a child: whom it was tied to, and by which record.
type bond struct {
	parent string
	since  time.Time
}

// reader follows ties through the events, one second at a time: CloudTrail's clock is no finer, and the order of records
// within a second says nothing.
type reader struct {
	found  []Detachment
	bonds  map[tie]bond
	second []call
}

func newReader() *reader { return &reader{bonds: map[tie]bond{}} }

func (r *reader) take(e *trail.Event) error {
	parsed, err := dialect.ParseEvent(e)
	if err != nil {
		return err
	}
	event := *e
	c := call{event: &event, cuts: dialect.Cuts(parsed), makes: dialect.Makes(parsed), ends: dialect.Ends(parsed), outcome: outcome(e)}
	if len(r.second) > 0 && !r.second[0].event.Time.Equal(e.Time) {
		r.flush()
	}
	r.second = append(r.second, c)
	return nil
}

// flush applies the calls of one second. Each time the first call goes whose precondition holds; when none does, the
// first of all goes, and what it implies is inferred.
func (r *reader) flush() {
	waiting := r.second
	r.second = nil
	for len(waiting) > 0 {
		next := 0
		for i := range waiting {
			if r.possible(&waiting[i]) {
				next = i
				break
			}
		}
		r.apply(&waiting[next])
		waiting = slices.Delete(waiting, next, next+1)
	}
}

// possible reports whether AWS would have let the call succeed as far as ties are known.
func (r *reader) possible(c *call) bool {
	if !c.took() {
		return true
	}
	for _, t := range c.makes {
		if _, tied := r.bonds[r.key(c, t)]; tied && dialect.Silent(t.Relation) {
			return false
		}
	}
	for _, t := range c.ends {
		if _, tied := r.bonds[r.key(c, t)]; tied {
			return false
		}
	}
	for _, t := range c.cuts {
		if b, tied := r.bonds[r.key(c, t)]; !tied && dialect.Silent(t.Relation) || tied && t.Parent != "" && b.parent != t.Parent {
			return false
		}
	}
	return true
}

func (r *reader) key(c *call, t dialect.Tie) tie {
	return tie{c.event.Account, c.event.Region, t.Relation, t.Child}
}

// apply notes what the call cut and carries its ties over.
func (r *reader) apply(c *call) {
	for _, t := range c.cuts {
		key := r.key(c, t)
		if t.Parent == "" {
			t.Parent = r.bonds[key].parent
		}
		r.found = append(r.found, Detachment{
			Event: *c.event, Time: c.event.Time, Relation: t.Relation, Child: t.Child, Parent: t.Parent,
			Outcome: c.outcome, Basis: Observed,
		})
		if c.took() {
			delete(r.bonds, key)
		}
	}
	if !c.took() {
		return
	}
	for _, t := range c.ends {
		r.deduce(c, t)
		delete(r.bonds, r.key(c, t))
	}
	for _, t := range c.makes {
		r.deduce(c, t)
		r.bonds[r.key(c, t)] = bond{parent: t.Parent, since: c.event.Time}
	}
}

// deduce notes the cut that must have come before this call: what AWS deletes or attaches was not attached any more.
func (r *reader) deduce(c *call, t dialect.Tie) {
	b, tied := r.bonds[r.key(c, t)]
	if !tied || !dialect.Silent(t.Relation) || t.Child == "" {
		return
	}
	since, until := b.since, c.event.Time
	r.found = append(r.found, Detachment{
		Event: *c.event, Time: until, NotBefore: &since, NotAfter: &until, Relation: t.Relation, Child: t.Child,
		Parent: b.parent, Outcome: Done, Basis: Inferred,
	})
}
