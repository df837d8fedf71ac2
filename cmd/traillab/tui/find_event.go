// Finding events: the case is asked for the next one that says something, and the window goes there.

package tui

import (
	"context"
	"fmt"

	"traillab/analyze/trail"
)

// search is what a timeline looks for, from the row under the cursor.
type search struct {
	by     int    // 1 down, -1 up; 0 where nothing is to be asked
	words  string // as they are told
	filter trail.Filter
	vain   string // what was looked for last and not found
}

// hit is the event that was found, with those behind it; no rows where there is none.
type hit struct{ rows []trail.Event }

// seek looks for the next event, by 1 down and by -1 up.
func (t *timeline) seek(by int) intent {
	if len(t.groups) == 0 {
		return intent{say: "there are no events to look through"}
	}
	f, words := t.narrowed, t.table.sought
	if words == "" {
		field, value := t.under()
		only, ok := f.Only(field, value)
		if value == "" || !ok {
			return intent{say: "events are not found by this column; ← and → move to another, f asks what to find"}
		}
		f, words = only, value
	} else {
		f.Words = append(append([]string{}, f.Words...), words)
	}
	t.search = search{by: by, words: words, filter: f}
	return intent{}
}

// ask asks for it, once. The rows of a hit end the questions for others: the window goes elsewhere.
func (s *search) ask(l Lister, f trail.Filter, from trail.Mark) []question {
	if s.by == 0 {
		return nil
	}
	by, wanted := s.by, s.filter
	s.by = 0
	return []question{{"rows", func(ctx context.Context) (any, error) {
		found, err := l.Window(ctx, wanted, from, by)
		if err != nil || len(found) == 0 {
			return hit{}, err
		}
		rows, err := l.Window(ctx, f, found[0].Mark(), chunk-1)
		return hit{append(found, rows...)}, err
	}}}
}

// origin is the event from which the search goes on: the last of the row under the cursor, or the first of it on the way up.
func (t *timeline) origin() trail.Mark {
	g := t.groups[t.table.at]
	if t.search.by > 0 {
		return t.window.rows[g.at+g.n-1].Mark()
	}
	return t.window.rows[g.at].Mark()
}

// note is what is said below the rows in place of where they stand.
func (s *search) note(standing string) line {
	if s.vain != "" {
		return told(toneWarn, "no further event says %q", s.vain)
	}
	return told(toneFaint, "%s", standing)
}

// land puts the window where something was found. It reports whether anything was.
func (w *window) land(h hit) bool {
	w.asked = none
	if len(h.rows) == 0 {
		return false
	}
	total, counted, trouble := w.total, w.counted, w.countTrouble
	*w = window{rows: h.rows, last: len(h.rows) < chunk, before: -1, total: total, counted: counted, countTrouble: trouble}
	w.place()
	return true
}

// all asks for every event, to mark it.
func (t *timeline) all() []question {
	if !t.gathers {
		return nil
	}
	t.gathers = false
	l, f := t.lister, t.narrowed
	return []question{{"marks", func(ctx context.Context) (any, error) { return l.Window(ctx, f, trail.Mark{}, mostMarks) }}}
}

// gathered marks the events that were asked for.
func (t *timeline) gathered(answer any, err error) {
	events, _ := answer.([]trail.Event)
	if err != nil {
		t.window.err = fmt.Errorf("events to mark: %w", err)
		return
	}
	for i := range events {
		t.table.marks.add(t.eventMark(&events[i]))
	}
}
