// What the analysis should make of the incidents that were planted: chains with the part of each event, and what a machine
// could not do from when to when.

package corpus

import (
	"cmp"
	"slices"
	"time"
)

// Chain is what should be made of a planted story.
type Chain struct {
	Story     string     `json:"story,omitempty"`
	Account   string     `json:"account"`
	Region    string     `json:"region"`
	Scope     Scope      `json:"scope"`
	From      time.Time  `json:"from"`
	Until     *time.Time `json:"until"` // null while something is still lost at the end of the log
	Events    []Part     `json:"events"`
	Verdict   orNull     `json:"verdict"` // null where the log alone does not make it clear
	Attempts  int        `json:"attempts"`
	Lost      int        `json:"resources_lost"`
	Resources []Loss     `json:"resources"` // machines alone: what a role or a volume loses is the tie itself

	tries map[string]bool // what was tried, with what came of it
}

// Scope is what a chain is about.
type Scope struct {
	Kind string `json:"kind"` // vpc, region or resource
	ID   string `json:"id"`
}

// Part is an event of a chain.
type Part struct {
	EventID string    `json:"event_id"`
	Time    time.Time `json:"time"`
	Name    string    `json:"name"`
	Role    string    `json:"role"`
}

// Loss is what a machine could do and then could not.
type Loss struct {
	ID    string     `json:"id"`
	Kind  string     `json:"kind"`
	What  string     `json:"what"`
	After string     `json:"after"` // no, part or unknown
	From  time.Time  `json:"from"`
	Until *time.Time `json:"until"`
}

// together is how near to each other the parts of a chain have to be for it to be one.
const together = 25 * time.Minute

// incidents tells the stories that make a chain. One that the files have torn apart, or that lies too near to another about
// the same thing, is left out: what it should be is a matter of the half hour that parts chains.
func (p *plan) incidents() []Chain {
	found := []Chain{}
	for i := range p.told {
		if in, whole := p.incident(&p.told[i]); whole && !p.disturbed(&p.told[i]) {
			found = append(found, in)
		}
	}
	slices.SortFunc(found, func(a, b Chain) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Events[0].EventID, b.Events[0].EventID))
	})
	return found
}

func (p *plan) incident(t *told) (Chain, bool) {
	if t.plot == nil {
		return Chain{}, false
	}
	in := Chain{
		Story: t.story.name, Account: t.where.account, Region: t.where.region, Scope: Scope{t.plot.kind, t.plot.id}, Verdict: orNull(t.plot.label), Lost: t.plot.lost,
		Resources: []Loss{},
	}
	last := time.Time{}
	for _, s := range t.spots {
		if s.step.part == "" {
			continue
		}
		if len(in.Events) > 0 && s.at.Sub(last) > together {
			return in, false
		}
		last = s.at
		in.Events = append(in.Events, Part{p.eventID(s), s.at, s.step.name, s.step.part})
		if s.step.part == "attempt" {
			in.Attempts = 1 // of one call on one thing
		}
		in.lose(s.step, s.at)
	}
	in.From = in.Events[0].Time
	if !t.plot.open {
		in.Until = &last
	}
	if len(in.Resources) > 0 {
		in.Lost = 1
	}
	return in, true
}

// lose notes what a step takes from machines and what it gives back. What is lost more, or less, is another loss.
func (c *Chain) lose(s *step, at time.Time) {
	for _, t := range s.turns {
		for _, what := range t.what {
			if i := slices.IndexFunc(c.Resources, func(l Loss) bool { return l.ID == t.machine && l.What == what && l.Until == nil }); i >= 0 {
				c.Resources[i].Until = &at
			}
			if t.after != "yes" {
				c.Resources = append(c.Resources, Loss{ID: t.machine, Kind: "instance", What: what, After: t.after, From: at})
			}
		}
	}
	slices.SortFunc(c.Resources, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.What, b.What), a.From.Compare(b.From))
	})
}

// disturbed reports whether another story about the same thing, or a block of the whole region, comes near to the story.
func (p *plan) disturbed(t *told) bool {
	first, last := t.spots[0].at.Add(-2*together), t.spots[len(t.spots)-1].at.Add(2*together)
	for i := range p.told {
		o := &p.told[i]
		if o == t || o.plot == nil || o.where != t.where || o.plot.kind != "region" && o.plot.id != t.plot.id {
			continue
		}
		if o.spots[0].at.Before(last) && o.spots[len(o.spots)-1].at.After(first) {
			return true
		}
	}
	return false
}

// eventID is the id of the record of a step.
func (p *plan) eventID(s spot) string {
	var d dice
	d.seed(p.local(s.file), uint64(s.index))
	var e envelope
	e.throw(&d)
	return e.eventID()
}
