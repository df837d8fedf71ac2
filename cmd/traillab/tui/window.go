// Windows over events: a few hundred rows of a timeline around the cursor, however many there are. More are fetched before the
// cursor reaches the edge; rows far behind it are let go.

package tui

import (
	"context"
	"fmt"

	"traillab/analyze/trail"
)

const (
	chunk  = 400       // rows fetched at once
	margin = chunk / 2 // of rows between the cursor and an edge that has more behind it
	most   = 4 * chunk // rows held
)

// window is the part of a timeline that is held.
type window struct {
	rows         []trail.Event
	first, last  bool  // the timeline begins, or ends, with these rows
	before       int64 // how many events come before the first row; -1 while that is not known
	total        int64 // how many there are; -1 while that is not known
	err          error
	wanted       edge // what is to be asked next
	asked        edge // what has been asked and not been answered
	counted      bool // the count has been asked for
	countTrouble error
}

// edge is where rows are missing.
type edge int

const (
	none edge = iota
	start
	end
	above
	below
)

// batch is an answer to a question for rows.
type batch struct {
	rows []trail.Event
	at   edge
}

// reset forgets everything; the timeline is read from its beginning.
func (w *window) reset() { *w = window{before: -1, total: -1, wanted: start} }

// jump asks for the beginning or the end of the timeline, unless it is held; then it reports true.
func (w *window) jump(to edge) (held bool) {
	if to == start && w.first || to == end && w.last {
		return true
	}
	w.wanted = to
	return false
}

// look notes what is missing around the cursor.
func (w *window) look(at int) {
	switch {
	case w.wanted != none || w.asked != none || w.err != nil || len(w.rows) == 0:
	case !w.last && at > len(w.rows)-margin:
		w.wanted = below
	case !w.first && at < margin:
		w.wanted = above
	}
}

// ask returns the questions for what is missing: rows, and once how many there are in all.
func (w *window) ask(l Lister, f trail.Filter) []question {
	var out []question
	if l == nil {
		return nil
	}
	if w.wanted != none {
		from, n, at := trail.Mark{}, chunk, w.wanted
		switch at {
		case end:
			n = -chunk
		case above:
			from, n = w.rows[0].Mark(), -chunk
		case below:
			from = w.rows[len(w.rows)-1].Mark()
		case none, start:
		}
		w.wanted, w.asked = none, at
		out = append(out, question{"rows", func(ctx context.Context) (any, error) {
			rows, err := l.Window(ctx, f, from, n)
			return batch{rows, at}, err
		}})
	}
	if !w.counted && len(w.rows) > 0 { // the rows first
		w.counted = true
		out = append(out, question{"count", func(ctx context.Context) (any, error) { return l.Count(ctx, f) }})
	}
	return out
}

// take keeps an answer. shift says by how many rows those that were held have moved, and at where the cursor has to go; -1 leaves it.
func (w *window) take(slot string, answer any, err error) (shift, at int) {
	if slot == "count" {
		w.total, w.countTrouble = -1, err
		if n, ok := answer.(int64); ok && err == nil {
			w.total = n
		}
		w.place()
		return 0, -1
	}
	w.asked = none
	b, ok := answer.(batch)
	if err != nil || !ok {
		w.err = err
		return 0, -1
	}
	w.err = nil
	whole := len(b.rows) < chunk
	switch b.at {
	case start:
		w.rows, w.first, w.last, w.before, at = b.rows, true, whole, 0, 0
	case end:
		w.rows, w.first, w.last, w.before, at = b.rows, whole, true, -1, len(b.rows)-1
	case above:
		w.rows, w.first = append(b.rows, w.rows...), whole
		if w.before >= 0 {
			w.before -= int64(len(b.rows))
		}
		shift, at = len(b.rows), -1
		if len(w.rows) > most {
			w.rows, w.last = w.rows[:most:most], false
		}
	case below:
		w.rows, w.last, at = append(w.rows, b.rows...), whole, -1
		if drop := len(w.rows) - most; drop > 0 {
			w.rows, w.first, shift = append([]trail.Event(nil), w.rows[drop:]...), false, -drop
			if w.before >= 0 {
				w.before += int64(drop)
			}
		}
	case none:
	}
	w.place()
	return shift, at
}

// place says how many events come before the rows, where an edge tells.
func (w *window) place() {
	switch {
	case w.first:
		w.before = 0
	case w.last && w.total >= 0:
		w.before = w.total - int64(len(w.rows))
	}
	if w.first && w.last {
		w.total = int64(len(w.rows))
	}
}

// standing tells where in the timeline a row is, as far as that is known.
func (w *window) standing(at int) string {
	total := "of very many"
	switch {
	case w.total >= 0:
		total = "of " + grouped(w.total)
	case w.countTrouble != nil:
		total = "of a number that is not known"
	case w.counted:
		total = "of … (counting)"
	}
	if w.before < 0 {
		return "event ? " + total
	}
	return fmt.Sprintf("event %s %s", grouped(w.before+int64(at)+1), total)
}

// grouped writes a number with a blank between thousands.
func grouped(n int64) string {
	text := fmt.Sprint(n)
	out := ""
	for len(text) > 3 {
		out, text = " "+text[len(text)-3:]+out, text[:len(text)-3]
	}
	return text + out
}
