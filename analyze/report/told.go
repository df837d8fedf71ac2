// One chain, told: what an analysis knows of it, put together for paper.

package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
)

// What a report tells of one chain at most; the commands that tell all are named where something is left out.
const (
	mostViews    = 4
	mostSessions = 12
	mostExhibits = 200
	mostLoose    = 200
	mostCalls    = 20 // of an instance, by id
)

func head(c *analyze.Chain) Head {
	h := Head{
		ID: c.ID, Scope: analyze.Named{Kind: c.Scope.Kind, ID: c.Scope.ID}, Account: c.Account, Region: c.Region, From: c.From.UTC(), Until: c.Until,
		Label: c.Verdict.Label, Level: c.Verdict.Level, Lost: c.Lost, Attempts: c.Attempts, Events: len(c.Links), Actors: actors(c), Story: c.Story(storied),
	}
	for i := range c.Links {
		if l := &c.Links[i]; l.Role == analyze.Cut {
			at := l.Event.Time.UTC()
			if h.FirstCut == nil {
				h.FirstCut = &at
			}
			h.LastCut = &at
		}
	}
	return h
}

// storied is how many steps of a chain its line tells.
const storied = 12

// chain tells one.
func (m *compiler) chain(ctx context.Context, chain *analyze.Chain) (*Chain, error) {
	impact, err := m.c.Impact(ctx, m.src, chain)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", chain.ID, err)
	}
	for i := range impact.Behaviour { // how many there are stays told
		b := &impact.Behaviour[i]
		b.EventIDs = b.EventIDs[:min(len(b.EventIDs), mostCalls)]
	}
	told := &Chain{Summary: chain.Summary(), Impact: impact}
	if err := m.exhibits(ctx, chain, told); err != nil {
		return nil, fmt.Errorf("%s: %w", chain.ID, err)
	}
	if m.o.Bare {
		return told, nil
	}
	told.Networks, told.NetworksOmitted = m.views(chain)
	if told.Rhythm, err = m.rhythm(ctx, chain); err != nil {
		return nil, fmt.Errorf("%s: %w", chain.ID, err)
	}
	if err := m.sessions(ctx, chain, told); err != nil {
		return nil, fmt.Errorf("%s: %w", chain.ID, err)
	}
	told.Inferred, told.Unknown = claims(impact, false)
	for _, l := range chain.Links {
		if l.Basis == analyze.Inferred {
			told.Inferred = append(told.Inferred, Claim{chain.Scope.ID, l.Event.Name + " proves a cut that has no record, or was recovered behind damage itself", []string{l.Event.ID}})
		}
	}
	if told.Remedies, err = m.remedies(ctx, chain, impact); err != nil {
		return nil, fmt.Errorf("%s: %w", chain.ID, err)
	}
	told.Told = sentences(told, chain, m.end)
	if now, ok := m.standing[chain.ID]; ok {
		told.Told = append([]Sentence{now.sentence()}, told.Told...)
	}
	return told, nil
}

// views takes the networks of a chain at its three moments.
func (m *compiler) views(chain *analyze.Chain) ([]View, int) {
	after := m.end
	if chain.Until != nil {
		after = *chain.Until
	}
	vpcs := m.c.VPCs(chain)
	views := []View{}
	for _, vpc := range vpcs[:min(len(vpcs), mostViews)] {
		h := m.c.History
		views = append(views, stirred(View{
			VPC: vpc.ID, Before: snapshot.Take(h, vpc, chain.From.Add(-time.Nanosecond)), During: snapshot.Take(h, vpc, chain.LastCut()),
			After: snapshot.Take(h, vpc, after),
		}))
	}
	return views, len(vpcs) - len(views)
}

// exhibits say where the records of a chain lie.
func (m *compiler) exhibits(ctx context.Context, chain *analyze.Chain, told *Chain) error {
	told.Exhibits = []Exhibit{}
	var ids []string
	for i := range chain.Links {
		if e := &chain.Links[i].Event; e.ID != "" && !slices.Contains(ids, e.ID) {
			ids = append(ids, e.ID)
		}
	}
	known, err := m.acquainted(ctx)
	if err != nil {
		return err
	}
	told.ExhibitsOmitted = max(len(ids)-mostExhibits, 0)
	for _, id := range ids[:min(len(ids), mostExhibits)] {
		for _, r := range known.exhibits[id] {
			if r.Account == chain.Account {
				told.Exhibits = append(told.Exhibits, Exhibit{r.EventID, r.File, trail.Maybe(r.SHA256), r.Offset, r.Length, r.Standing, r.Repaired, r.Recovered})
			}
		}
	}
	return nil
}

// loose tells the detachments that belong to no chain.
func (m *compiler) loose(ctx context.Context) (Loose, error) {
	l := Loose{List: []Detachment{}}
	if len(m.o.Only) > 0 {
		return l, nil
	}
	chained := map[[2]string]bool{}
	for i := range m.c.Chains {
		for _, link := range m.c.Chains[i].Links {
			chained[[2]string{link.Event.ID, link.Event.Account}] = true
		}
	}
	found, err := analyze.Detachments(ctx, m.src, m.o.Filter)
	if err != nil {
		return l, err
	}
	for i := range found {
		d, e := &found[i], &found[i].Event
		switch {
		case chained[[2]string{e.ID, e.Account}]:
		case len(l.List) >= mostLoose:
			l.Omitted++
		default:
			l.List = append(l.List, Detachment{
				e.ID, d.Time.UTC(), e.Name, trail.Maybe(e.Account), trail.Maybe(e.Region), d.Relation, trail.Maybe(d.Child), trail.Maybe(d.Parent), d.Outcome,
				trail.Maybe(e.ErrorCode), trail.Maybe(e.Principal), trail.Maybe(e.SourceIP), d.Basis,
			})
		}
	}
	return l, nil
}
