// What can be taken along of impact, networks and principals. Where a page holds a part of its list, the file is asked for anew and
// holds all of it.

package tui

import (
	"context"
	"slices"
	"strings"

	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// subject of a row of impact is the event that took it, else the chain.
func (p *impact) subject() string {
	l := p.at()
	switch {
	case l != nil && l.entry.Cause != "":
		return l.entry.Cause
	case p.chain() != nil:
		return p.chain().ID
	}
	return ""
}

func (s *sources) subject() string {
	if id := s.ids[s.table.at]; recorded(id) {
		return id
	}
	return ""
}

func (p *lineage) subject() string {
	if len(p.rows) == 0 {
		return ""
	}
	return p.rows[p.table.at].of.EventID
}

// headed is a book with these columns.
func headed(names ...string) Book {
	var b Book
	for _, name := range names {
		b.Columns = append(b.Columns, listing.Column{Name: name})
	}
	return b
}

// orNone is a text, or null where it is empty.
func orNone(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// book of impact has the rows that are in sight of every chain, those that were not asked yet as well.
func (p *impact) book() (string, func(context.Context) Book, bool) {
	assessor, chains, sight := p.doors.Assessor, slices.Clone(p.chains), p.sight
	name := "impact"
	if p.only != nil {
		name += "-" + p.only.ID
	}
	return name, func(ctx context.Context) Book {
		b := headed("chain", "account", "region", "id", "kind", "name", "what", "became", "level", "before", "after", "filter_before", "filter_after", "from", "until", "end",
			"taken_by", "path_before", "reason_after", "sources")
		b.Rows = func(yield func([]any, error) bool) {
			for i := range chains {
				told, err := assessor.Impact(ctx, &chains[i])
				if err != nil {
					yield(nil, err)
					return
				}
				for _, l := range losses(&chains[i], told) {
					if sight.has(l.fate) && !yield(l.cells(), nil) {
						return
					}
				}
			}
		}
		return b
	}, assessor != nil && len(chains) > 0
}

// cells are a row as it is written.
func (l *loss) cells() []any {
	e := &l.entry
	var until any
	if e.Until != nil {
		until = *e.Until
	}
	return []any{
		l.chain.ID, orNone(l.chain.Account), orNone(l.chain.Region), l.id, orNone(l.kind), orNone(l.name), e.What, word(l.fate.span()), e.Level, string(e.Before), string(e.After),
		orNone(string(e.FilterBefore)), orNone(string(e.FilterAfter)), e.From, until, orNone(e.End), orNone(e.Cause), orNone(strings.Join(e.Path, "; ")), orNone(e.Reason),
		orNone(strings.Join(e.Sources, " ")),
	}
}

func (p *networks) book() (string, func(context.Context) Book, bool) {
	kept := bookOf(&p.table, p.cells)
	return "networks", func(context.Context) Book { return kept }, len(p.found) > 0
}

func (p *lineage) book() (string, func(context.Context) Book, bool) {
	kept := bookOf(&p.table, p.cells)
	return "credentials-" + p.key, func(context.Context) Book { return kept }, len(p.rows) > 0
}

// book of principals reads all of them, part after part.
func (p *principals) book() (string, func(context.Context) Book, bool) {
	r, f, by := p.doors.Roster, p.narrowed, p.by
	return "principals", func(ctx context.Context) Book {
		b := headed("principal", "type", "first", "last", "calls", "errors", "writes")
		b.Rows = func(yield func([]any, error) bool) {
			const step = 5000
			for from := 0; ; from += step {
				found, _, err := r.Actors(ctx, f, by, from, step)
				if err != nil {
					yield(nil, err)
					return
				}
				for i := range found {
					a := &found[i]
					if !yield(actorCells(a), nil) {
						return
					}
				}
				if len(found) < step {
					return
				}
			}
		}
		return b
	}, r != nil && p.table.rows > 0
}

// actorCells are a principal as it is written.
func actorCells(a *trail.Actor) []any {
	return []any{orNone(a.Principal), orNone(a.Type), a.First, a.Last, a.Calls, a.Errors, a.Writes}
}

// touchedCells are a resource that a principal touched, as it is written.
func touchedCells(t *trail.Object) []any {
	return []any{t.ID, t.Calls, t.Errors, t.Writes, t.First, t.Last}
}

// book of a principal is the pane that is shown: its sessions, or all that it touched.
func (p *principal) book() (string, func(context.Context) Book, bool) {
	if p.pane == paneSessions {
		kept := bookOf(&p.keys, p.session)
		return "sessions", func(context.Context) Book { return kept }, len(p.sessions) > 0
	}
	r, f, name := p.doors.Roster, p.narrowed, p.name
	return "touched", func(ctx context.Context) Book {
		b := headed("resource", "calls", "errors", "writes", "first", "last")
		b.Rows = func(yield func([]any, error) bool) {
			found, _, err := r.Touched(ctx, f, name, 1<<30)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, t := range found {
				if !yield(touchedCells(&t), nil) {
					return
				}
			}
		}
		return b
	}, r != nil && p.pane == paneTouched && len(p.touched) > 0
}
