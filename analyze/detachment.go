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
	Inferred Basis = "inferred" // it follows from records, none of which says so; or the record that does was recovered
)

// Detachment is one cut or attempt. When it is inferred, Event is the record that proves it, Time the latest moment at
// which it can have happened, and NotBefore and NotAfter bound it; they are equal where a recovered record says when.
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
	for c, err := range ahead(src.Relations(ctx, narrow)) {
		if err != nil {
			return nil, fmt.Errorf("detachments: %w", err)
		}
		reader.take(c)
	}
	reader.flush()
	found := slices.DeleteFunc(reader.found, func(d Detachment) bool {
		ids := append([]string{d.Child, d.Parent}, d.Event.IDs...)
		return !d.Event.Asked || !trail.NamesAny(ids, f.Resources) || !trail.NamesAny(ids, f.VPCs)
	})
	slices.SortStableFunc(found, func(a, b Detachment) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Event.ID, b.Event.ID), cmp.Compare(a.Event.Account, b.Event.Account),
			cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Child, b.Child), cmp.Compare(a.Parent, b.Parent),
			cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Basis, b.Basis))
	})
	return found, nil
}

// call is an event with what it does to ties.
type call struct {
	event             *trail.Event
	cuts, makes, ends []dialect.Tie
	spared            []dialect.Tie // what the call was to cut and its answer says it did not
	outcome           Outcome
}

// newCall reads what an event does. The call keeps the event.
func newCall(e *trail.Event) (*call, error) {
	parsed, err := dialect.ParseEvent(e)
	if err != nil {
		return nil, err
	}
	c := &call{
		event: e, outcome: outcome(e, &parsed),
		cuts: complete(dialect.Cuts(parsed), e), makes: complete(dialect.Makes(parsed), e), ends: complete(dialect.Ends(parsed), e),
	}
	if c.took() {
		c.spare(dialect.NotCut(parsed))
	}
	return c, nil
}

func (c *call) took() bool { return c.outcome == Done }

// spare takes out of the cuts those of the children that were not cut.
func (c *call) spare(children []string) {
	if len(children) == 0 {
		return
	}
	c.cuts = slices.DeleteFunc(c.cuts, func(t dialect.Tie) bool {
		stays := slices.Contains(children, t.Child)
		if stays {
			c.spared = append(c.spared, t)
		}
		return stays
	})
}

func (c *call) key(t dialect.Tie) tie {
	return tie{c.event.Account, c.event.Region, t.Relation, t.Child}
}

// keys yields the keys of all ties of the call.
func (c *call) keys(yield func(tie) bool) {
	for _, ties := range [][]dialect.Tie{c.cuts, c.spared, c.makes, c.ends} {
		for _, t := range ties {
			if !yield(c.key(t)) {
				return
			}
		}
	}
}

// tie names a tie's child across accounts and regions.
type tie struct{ account, region, relation, child string }

// bond is what is known of a child: whom it was tied to, and by which record.
type bond struct {
	parent    string
	since     time.Time
	recovered bool // the record was
}

// reader follows ties through the events, one second at a time.
type reader struct {
	found   []Detachment
	bonds   map[tie]bond
	second  []*call
	applied map[identity]bool        // successful calls whose record has been followed
	tied    func(*call, dialect.Tie) // is told of every tie that is made; nil where nobody asks
}

func newReader() *reader {
	return &reader{bonds: map[tie]bond{}, applied: map[identity]bool{}}
}

// take follows a call, or keeps it until its second is over.
func (r *reader) take(c *call) {
	if len(r.second) > 0 && !r.second[0].event.Time.Equal(c.event.Time) {
		r.flush()
	}
	r.second = append(r.second, c)
}

// identity is what tells calls apart: two records of one identity, whatever else they say, are one call.
type identity struct{ id, account string }

// apply notes what the call cut and carries its ties over. Of records that contradict each other about one call each is
// told, and only the first is followed: the same act a second time would prove a cut that never was.
func (r *reader) apply(c *call) {
	who := identity{c.event.ID, c.event.Account}
	follow := c.took() && (c.event.ID == "" || !r.applied[who])
	if follow && !c.event.Recovered { // which must not stand in the way of a sure one
		r.applied[who] = true
	}
	for _, t := range c.spared {
		r.tell(c, t, Refused)
	}
	for _, t := range c.cuts {
		key := c.key(t)
		b, tied := r.bonds[key]
		fits := tied && (t.Parent == "" || t.Parent == b.parent)
		r.tell(c, t, c.outcome)
		switch {
		case !follow:
		case fits:
			delete(r.bonds, key)
		case tied && dialect.Silent(t.Relation): // it was tied to another meanwhile, so it had been cut from the first
			r.deduce(c, t)
			delete(r.bonds, key)
		}
	}
	if !follow {
		return
	}
	for _, t := range c.ends {
		r.deduce(c, t)
		delete(r.bonds, c.key(t))
	}
	for _, t := range c.makes {
		r.deduce(c, t)
		r.bonds[c.key(t)] = bond{parent: t.Parent, since: c.event.Time, recovered: c.event.Recovered}
		if r.tied != nil {
			r.tied(c, t)
		}
	}
}

// tell notes the cut that the call was about. What a recovered record says is inferred from there being such a record, and
// it adds nothing to what a sure one says.
func (r *reader) tell(c *call, t dialect.Tie, o Outcome) {
	d := Detachment{
		Event: *c.event, Time: c.event.Time, Relation: t.Relation, Child: t.Child, Parent: t.Parent,
		Outcome: o, Basis: Observed,
	}
	if b := r.bonds[c.key(t)]; d.Parent == "" && (!b.recovered || c.event.Recovered) {
		d.Parent = b.parent
	}
	if c.event.Recovered {
		d.Basis = Inferred
		if at := c.event.Time; !at.IsZero() {
			d.NotBefore, d.NotAfter = &at, &at
		}
	}
	r.found = append(r.found, d)
}

// deduce notes the cut that must have come before this call: what AWS deletes, or attaches elsewhere, was not attached any
// more. Without times there is no before.
func (r *reader) deduce(c *call, t dialect.Tie) {
	b, tied := r.bonds[c.key(t)]
	if !tied || !dialect.Silent(t.Relation) || t.Child == "" || c.event.Time.IsZero() {
		return
	}
	since, until := b.since, c.event.Time
	r.found = append(r.found, Detachment{
		Event: *c.event, Time: until, NotBefore: &since, NotAfter: &until, Relation: t.Relation, Child: t.Child,
		Parent: b.parent, Outcome: Done, Basis: Inferred,
	})
}
