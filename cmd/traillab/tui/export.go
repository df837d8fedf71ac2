// Export: the rows of a page, all of them and whole, as a file.

package tui

import (
	"context"
	"fmt"
	"strings"

	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// booked is a page whose rows can be taken along.
type booked interface {
	// book is a name for the file without its ending, and the rows when they are written. ok is false where there are none.
	book() (name string, rows func(ctx context.Context) Book, ok bool)
}

// askExport asks for the name of the file.
func (m *Model) askExport() intent {
	p, can := m.top().(booked)
	if !can || m.doors.Exporter == nil {
		return intent{say: "this page has no rows to export"}
	}
	name, rows, ok := p.book()
	if !ok {
		return intent{say: "there are no rows to export"}
	}
	if marked, _ := m.picked(); len(marked) > 0 {
		name, rows = name+"-marked", only(rows, marked)
	}
	to := m.doors.Exporter
	return intent{input: &prompt{
		label: "export to", editor: newEditor(name + ".csv"),
		check: func(text string) error {
			for _, ending := range []string{".csv", ".json", ".jsonl", ".md"} {
				if strings.HasSuffix(text, ending) && text != ending {
					return nil
				}
			}
			return fmt.Errorf("the name says the form: .csv, .json, .jsonl or .md")
		},
		done: func(path string) intent {
			return intent{say: "writing " + path + " …", work: func(ctx context.Context) (string, error) {
				n, err := to.Export(ctx, path, rows(ctx))
				return fmt.Sprintf("%s rows were written to %s", grouped(n), path), err
			}}
		},
	}}
}

// bookOf is the book of a table whose rows are all here, in the order in which they stand; times in UTC.
func bookOf(t *table, cells func(v view, i int) []cell) Book {
	b := Book{}
	for _, c := range t.columns {
		b.Columns = append(b.Columns, listing.Column{Name: strings.ReplaceAll(c.name, " ", "_")})
	}
	var rows [][]any
	for i := range t.rows {
		var row []any
		for _, c := range cells(view{}, t.index(i)) {
			if c.value != "" {
				c.text = c.value
			}
			row = append(row, c.text)
		}
		rows = append(rows, row)
	}
	b.Rows = func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
	return b
}

func (c *chains) book() (string, func(context.Context) Book, bool) {
	kept := bookOf(&c.table, c.cells)
	return "chains", func(context.Context) Book { return kept }, len(c.found) > 0
}

func (c *chain) book() (string, func(context.Context) Book, bool) {
	each := newChain(c.doors, c.of).(*chain) // every retry is a row of its own
	each.single = true
	each.regroup()
	kept := bookOf(&each.table, each.cells)
	return c.of.ID, func(context.Context) Book { return kept }, len(c.of.Links) > 0
}

func (n *notes) book() (string, func(context.Context) Book, bool) {
	kept := bookOf(&n.table, n.cells)
	return "notes", func(context.Context) Book { return kept }, len(n.list) > 0
}

// book of a timeline is all of it, as traillab timeline lists it.
func (t *timeline) book() (string, func(context.Context) Book, bool) {
	lister, f := t.lister, t.narrowed
	columns := []string{"event_id", "time", "name", "source", "account", "region", "principal", "access_key_id", "source_ip", "user_agent", "error_code", "read_only", "resources"}
	return "timeline", func(ctx context.Context) Book {
		b := Book{Rows: func(yield func([]any, error) bool) { allEvents(ctx, lister, f, yield) }}
		for _, c := range columns {
			b.Columns = append(b.Columns, listing.Column{Name: c})
		}
		b.Columns = append(b.Columns, listing.Column{Name: "recovered", Rare: true})
		return b
	}, len(t.groups) > 0
}

// allEvents reads a timeline window after window.
func allEvents(ctx context.Context, l Lister, f trail.Filter, yield func([]any, error) bool) {
	const step = 5000
	for from := (trail.Mark{}); ; {
		rows, err := l.Window(ctx, f, from, step)
		if err != nil {
			yield(nil, err)
			return
		}
		for i := range rows {
			if !yield(eventCells(&rows[i]), nil) {
				return
			}
		}
		if len(rows) < step {
			return
		}
		from = rows[len(rows)-1].Mark()
	}
}

// eventCells are an event as a timeline is exported.
func eventCells(e *trail.Event) []any {
	var reads any
	if e.ReadOnly != trail.Absent {
		reads = e.ReadOnly == trail.Yes
	}
	return []any{
		orNone(e.ID), e.Time, orNone(e.Name), orNone(e.Source), orNone(e.Account), orNone(e.Region), orNone(e.Principal), orNone(e.AccessKeyID), orNone(e.SourceIP),
		orNone(e.UserAgent), orNone(e.ErrorCode), reads, append([]string{}, e.IDs...), e.Recovered,
	}
}

// book of an answer is all of it: of what is held part by part, else asked again.
func (a *asked) book() (string, func(context.Context) Book, bool) {
	if a.answer == nil || len(a.answer.rows) == 0 {
		return "", nil, false
	}
	asker, query, names, held := a.asker, a.query, a.answer.columns, a.hold.here
	rows := func(ctx context.Context, row func([]any) bool) error {
		return asker.Ask(ctx, query, func([]string) {}, row)
	}
	if held {
		all := int64(a.table.rows)
		rows = func(ctx context.Context, row func([]any) bool) error { return parts(ctx, asker, query, all, row) }
	}
	return "answer", func(ctx context.Context) Book {
		b := Book{Rows: func(yield func([]any, error) bool) {
			refused := false
			err := rows(ctx, func(cells []any) bool {
				refused = !yield(cells, nil)
				return !refused
			})
			if err != nil && !refused {
				yield(nil, err)
			}
		}}
		for _, name := range names {
			b.Columns = append(b.Columns, listing.Column{Name: name})
		}
		return b
	}, true
}

// parts hands over a held answer, part by part.
func parts(ctx context.Context, asker Asker, query string, all int64, row func([]any) bool) error {
	const step = 2000
	for from, more := int64(0), true; from < all && more; from += step {
		err := asker.Part(ctx, query, from, step, func(cells []any) bool {
			more = row(cells)
			return more
		})
		if err != nil {
			return err
		}
	}
	return nil
}
