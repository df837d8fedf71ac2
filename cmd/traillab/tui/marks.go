// Marks: rows that were picked out of a list. What is copied, exported, bookmarked and noted on then is all of them, and nothing
// else; a marked row is kept whole, wherever the window of its list goes.

package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"traillab/cmd/traillab/listing"
)

// mostMarks is how many rows are marked at most. Whoever wants more exports the list: without marks all of it is written.
const mostMarks = 10_000

// marked is what is kept of a row.
type marked struct {
	key     string   // what it is known by among the rows of its list
	row     string   // as JSON
	subject string   // the id that notes are about; empty where it has none
	values  []string // of its cells, in the order of the columns
	cells   []any    // as an export has them
}

// markable is a page whose rows can be marked.
type markable interface {
	// marking is the table whose rows are marked; nil where none is in sight.
	marking() *table
	// marked is what is kept of the row at a place of the table: of several events where it stands for several, of none where it
	// is not held.
	marked(at int) []marked
}

// gathering is a markable page that does not hold its whole list.
type gathering interface {
	// gather marks all of it as soon as it is there; else it says what is in the way of that.
	gather() (wrong string)
}

// marks are the marked rows of a table, in the order in which they were marked.
type marks struct {
	rows []marked
	at   map[string]bool
}

func (k *marks) add(rows ...marked) {
	if k.at == nil {
		k.at = map[string]bool{}
	}
	for _, r := range rows {
		if !k.at[r.key] {
			k.at[r.key] = true
			k.rows = append(k.rows, r)
		}
	}
}

func (k *marks) remove(rows ...marked) {
	for _, r := range rows {
		delete(k.at, r.key)
	}
	k.rows = slices.DeleteFunc(k.rows, func(r marked) bool { return !k.at[r.key] })
}

// keyed is the key of the row at a place: its place in the list, unless the page knows a better one.
func (t *table) keyed(at int) string {
	if t.key != nil {
		return t.key(at)
	}
	return fmt.Sprint(t.index(at))
}

// markOf is what is kept of the row at a place, as the page tells of the row under its cursor.
func (t *table) markOf(p page, at int, cells func(v view, i int) []cell) []marked {
	was := t.at
	t.at = at
	defer func() { t.at = was }()
	m := marked{key: t.keyed(at)}
	if r, ok := p.(rowed); ok {
		m.row = r.row()
	}
	if s, ok := p.(about); ok {
		m.subject = s.subject()
	}
	for _, c := range cells(view{}, t.index(at)) {
		if c.value == "" {
			c.value = c.text
		}
		m.values, m.cells = append(m.values, c.value), append(m.cells, c.value)
	}
	return []marked{m}
}

// picked are the marked rows of the page that is shown, and the column under the cursor.
func (m *Model) picked() (rows []marked, column int) {
	p, ok := m.top().(markable)
	if !ok || p.marking() == nil {
		return nil, 0
	}
	t := p.marking()
	return t.marks.rows, t.column
}

// markRow marks the row under the cursor or takes its mark away, and goes on to the next.
func (m *Model) markRow() intent {
	t, p, wrong := m.list()
	if wrong != "" {
		return intent{say: wrong}
	}
	rows := p.marked(t.at)
	switch {
	case len(rows) == 0:
		return intent{say: "there is no row to mark here yet"}
	case t.marks.at[rows[0].key]:
		t.marks.remove(rows...)
	case len(t.marks.rows)+len(rows) > mostMarks:
		return intent{say: tooMany}
	default:
		t.marks.add(rows...)
	}
	t.move(1)
	return intent{say: tellMarks(len(t.marks.rows))}
}

// markAll marks all rows, or takes all marks away where there are any.
func (m *Model) markAll() intent {
	t, p, wrong := m.list()
	switch {
	case wrong != "":
		return intent{say: wrong}
	case len(t.marks.rows) > 0:
		t.marks = marks{}
		return intent{say: tellMarks(0)}
	case t.rows > mostMarks:
		return intent{say: tooMany}
	}
	if g, ok := p.(gathering); ok {
		return intent{say: g.gather()}
	}
	var all []marked
	for at := range t.rows {
		rows := p.marked(at)
		if len(rows) == 0 {
			return intent{say: "not all rows are here; e writes all of them to a file"}
		}
		all = append(all, rows...)
	}
	t.marks.add(all...)
	return intent{say: tellMarks(len(all))}
}

// tooMany says that no more are marked.
var tooMany = fmt.Sprintf("up to %s rows can be marked; e without marks writes all of them, and / narrows", grouped(mostMarks))

// list is the table whose rows are marked on the page that is shown; what is wrong is said.
func (m *Model) list() (t *table, p markable, wrong string) {
	p, ok := m.top().(markable)
	if !ok || p.marking() == nil || p.marking().rows == 0 {
		return nil, nil, "there are no rows to mark here"
	}
	return p.marking(), p, ""
}

func tellMarks(n int) string {
	if n == 0 {
		return "no row is marked"
	}
	return fmt.Sprintf("%s marked: y, Y, e, b and m are about them; a takes all marks away", grouped(int64(n)))
}

// tellIDs says on how many ids something was written: several rows may be about one.
func tellIDs(ids, rows int) string {
	if ids == rows {
		return grouped(int64(rows)) + " marked rows"
	}
	return fmt.Sprintf("%s ids of %s marked rows", grouped(int64(ids)), grouped(int64(rows)))
}

// copyMarked hands a value of each marked row to the clipboard, in one line: a shell runs what it is given at the end of a line.
func copyMarked(rows []marked, column int) intent {
	var values []string
	for _, r := range rows {
		if column < len(r.values) && r.values[column] != "" && !slices.Contains(values, r.values[column]) {
			values = append(values, r.values[column])
		}
	}
	if len(values) == 0 {
		return intent{say: "the marked rows have no value in this column"}
	}
	return intent{copy: listing.Safe(strings.Join(values, ", ")), say: fmt.Sprintf("%s values of marked rows were handed to the terminal's clipboard", grouped(int64(len(values))))}
}

// copyMarkedRows hands the marked rows to the clipboard, as an array in one line.
func copyMarkedRows(rows []marked) intent {
	var all []string
	for _, r := range rows {
		if r.row != "" {
			all = append(all, r.row)
		}
	}
	return intent{copy: string(listing.SafeJSON([]byte("[" + strings.Join(all, ",") + "]"))), say: fmt.Sprintf("%s rows were handed to the terminal's clipboard as JSON", grouped(int64(len(all))))}
}

// only is a book of the marked rows.
func only(whole func(context.Context) Book, rows []marked) func(context.Context) Book {
	kept := slices.Clone(rows)
	return func(ctx context.Context) Book {
		b := whole(ctx)
		b.Rows = func(yield func([]any, error) bool) {
			for _, r := range kept {
				if !yield(r.cells, nil) {
					return
				}
			}
		}
		return b
	}
}

// subjectsOf are the ids that the marked rows are about, each once.
func subjectsOf(rows []marked) []string {
	var ids []string
	for _, r := range rows {
		if r.subject != "" && !slices.Contains(ids, r.subject) {
			ids = append(ids, r.subject)
		}
	}
	return ids
}
