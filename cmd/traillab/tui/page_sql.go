// SQL: a question of the user's own over the view events, with what was asked before. It is shut in and on a leash, as traillab sql.

package tui

import (
	"context"
	"errors"
	"strings"

	"traillab/analyze/trail"
)

// The first rows of an answer are shown at once, so many or of so many bytes; where there are more, the whole of it is made behind them.
const (
	heldRows  = 5000
	heldBytes = 16 << 20
)

// asked is the page.
type asked struct {
	asker   Asker
	doors   *Doors
	query   string
	pending bool // the query is to be asked
	answer  *sheet
	hold    hold // of the whole answer, where that is long
	err     error
	before  []string // what was asked before, the oldest first
	recall  bool     // that has been asked for
	table   table
	w       int
}

// sheet is what is held of an answer.
type sheet struct {
	columns []string
	rows    [][]any
	from    int // the place of the first of them
	more    bool
}

func newSQL(d *Doors) page { return &asked{asker: d.Asker, doors: d} }

func (a *asked) title() string { return "SQL" }

func (a *asked) resize(w, h int) {
	a.w = w
	a.table.resize(h - 3)
}

func (a *asked) ask() []question {
	var out []question
	if a.asker == nil {
		return nil
	}
	if !a.recall {
		a.recall = true
		out = append(out, question{"history", func(ctx context.Context) (any, error) { return a.asker.History(ctx) }})
	}
	if a.pending {
		a.pending = false
		asker, query := a.asker, a.query
		return append(out, question{"answer", func(ctx context.Context) (any, error) { return held(ctx, asker, query) }})
	}
	return append(out, a.rest()...)
}

// held asks, and keeps the first rows.
func held(ctx context.Context, asker Asker, query string) (*sheet, error) {
	s, bytes := &sheet{}, 0
	err := asker.Peek(ctx, query, heldRows+1, func(columns []string) { s.columns = columns }, func(cells []any) bool {
		if len(s.rows) == heldRows || bytes > heldBytes {
			s.more = true
			return false
		}
		bytes += weight(cells)
		s.rows = append(s.rows, cells)
		return true
	})
	return s, err
}

func (a *asked) take(slot string, answer any, err error) {
	if slot == "history" {
		if list, ok := answer.([]string); ok && err == nil { // without it one asks all the same
			a.before = append(list, a.before...)
		}
		return
	}
	if a.hold.asked {
		a.taken(answer, err)
		return
	}
	a.err = err
	if s, ok := answer.(*sheet); ok && err == nil {
		a.answer = s
		a.arrange()
	}
}

// arrange makes columns that are as wide as what stands in the first rows.
func (a *asked) arrange() {
	const sample, narrow, broad = 200, 4, 80
	high := a.table.high
	a.table = table{high: high}
	for i, name := range a.answer.columns {
		wide := max(narrow, width(name)+2)
		for _, row := range a.answer.rows[:min(sample, len(a.answer.rows))] {
			wide = max(wide, width(shownValue(view{}, row[i])))
		}
		a.table.columns = append(a.table.columns, column{name: name, field: name, least: min(wide, broad/2), most: min(wide, broad)})
	}
	a.table.grow(len(a.answer.rows))
}

func (a *asked) bindings() []binding {
	own := []binding{
		{[]string{"s"}, "ask", "write a question; ↑ and ↓ bring back those before", a.write},
		{[]string{"enter"}, "open", "the record of the row where it has an event_id, else the row; without an answer, write a question", a.open},
	}
	if a.answer == nil || len(a.answer.columns) == 0 {
		return own
	}
	return append(own, a.table.bindings()...)
}

// write asks for a question.
func (a *asked) write() intent {
	if a.asker == nil {
		return intent{say: "there is nothing to ask here"}
	}
	at, mine := len(a.before), ""
	return intent{input: &prompt{
		label: "sql", editor: newEditor(a.query), words: columnWords,
		move: func(by int, text string) (string, intent) {
			if at == len(a.before) {
				mine = text
			}
			if at = max(0, min(at+by, len(a.before))); at == len(a.before) {
				return mine, intent{}
			}
			return a.before[at], intent{}
		},
		done: a.put,
	}}
}

// put asks a question, and has it remembered.
func (a *asked) put(text string) intent {
	if text = strings.TrimSpace(text); text == "" {
		return intent{}
	}
	a.query = text
	a.retry()
	if n := len(a.before); n > 0 && a.before[n-1] == text {
		return intent{}
	}
	a.before = append(a.before, text)
	return intent{work: func(ctx context.Context) (string, error) {
		if err := a.asker.Remember(ctx, text); err != nil {
			return "", errors.Join(errors.New("the question will not be remembered"), err)
		}
		return "", nil
	}}
}

// retry asks the question anew.
func (a *asked) retry() {
	a.pending, a.answer, a.err, a.hold = a.query != "", nil, nil, hold{}
	a.table = table{high: a.table.high}
}

// open shows the record that a row is about, or the row.
func (a *asked) open() intent {
	if a.answer == nil || len(a.answer.rows) == 0 {
		return a.write()
	}
	row, ok := a.at(a.table.at)
	if !ok {
		return intent{say: "the row is not here yet"}
	}
	for i, name := range a.answer.columns {
		if id, ok := row[i].(string); ok && name == "event_id" {
			return intent{open: newRecord(a.doors, id, 0)}
		}
	}
	return intent{open: &sheetRow{columns: a.answer.columns, cells: row, at: a.table.at}}
}

func (a *asked) scroll(by int) { a.table.move(by) }

func (a *asked) click(x, y int, again bool) intent {
	if a.answer != nil && len(a.answer.rows) > 0 && a.table.press(x, y-2, a.w) && again {
		return a.open()
	}
	return intent{}
}

func (a *asked) same(trail.Filter) same {
	if a.query == "" {
		return same{command: "traillab sql QUERY", why: "Nothing was asked yet."}
	}
	return same{command: "traillab sql " + quoted(a.query), sql: func(context.Context) (string, error) { return a.query, nil }, why: "The filter of the pages is not in it: a question says itself what it is about."}
}
