// The whole of a long answer: held by whoever answers, and shown a part at a time, so that one of ten million rows scrolls as one of fifty.
// Until it is there the first rows stand for it.

package tui

import "context"

// partRows is how many rows of a long answer are fetched at once.
const partRows = 400

// hold is how it stands with the whole of an answer.
type hold struct {
	asked bool  // it is being made, or was
	here  bool  // it is held
	fresh bool  // the rows that are shown are of it; the first rows may have come in another order
	part  int   // the first of the rows that are on their way; -1 for none
	err   error // why it is not held, or why there are no rows of it
}

// whole says how many rows an answer has.
type whole struct{ rows int64 }

// stretch is a part of an answer.
type stretch struct {
	query string
	sheet
}

// rest returns the question for what is missing of a long answer.
func (a *asked) rest() []question {
	if a.answer == nil || !a.answer.more || a.hold.err != nil {
		return nil
	}
	asker, query := a.asker, a.query
	if !a.hold.asked {
		a.hold = hold{asked: true, part: -1}
		return []question{{"answer", func(ctx context.Context) (any, error) {
			n, err := asker.Hold(ctx, query)
			return whole{n}, err
		}}}
	}
	top, end := a.table.top, min(a.table.top+a.table.high, a.table.rows)
	covered := a.hold.fresh && top >= a.answer.from && end <= a.answer.from+len(a.answer.rows)
	coming := a.hold.part >= 0 && top >= a.hold.part && end <= a.hold.part+partRows
	if !a.hold.here || covered || coming {
		return nil
	}
	from := max(0, top-partRows/3)
	a.hold.part = from
	return []question{{"part", func(ctx context.Context) (any, error) {
		out := stretch{query: query, sheet: sheet{from: from, more: true}}
		bytes := 0
		err := asker.Part(ctx, query, int64(from), partRows, func(cells []any) bool {
			bytes += weight(cells)
			out.rows = append(out.rows, cells)
			return bytes < heldBytes || from+len(out.rows) < end
		})
		return out, err
	}}}
}

// taken takes what came of the whole answer.
func (a *asked) taken(answer any, err error) {
	switch found := answer.(type) {
	case whole:
		if err == nil {
			a.hold.here = true
			a.table.grow(int(found.rows))
			return
		}
	case stretch:
		if found.query != a.query || a.answer == nil {
			return // another question was asked since
		}
		a.hold.part = -1
		if err == nil {
			a.answer.rows, a.answer.from, a.hold.fresh = found.rows, found.from, true
			return
		}
	}
	a.hold.err, a.hold.part = err, -1
}

// at is a row of the answer; false where it is not here yet.
func (a *asked) at(i int) ([]any, bool) {
	if a.answer == nil || i < a.answer.from || i >= a.answer.from+len(a.answer.rows) {
		return nil, false
	}
	return a.answer.rows[i-a.answer.from], true
}

// foot says which row the cursor is on, and of how many.
func (a *asked) foot() line {
	at, n := grouped(int64(a.table.at+1)), grouped(int64(a.table.rows))
	switch {
	case !a.answer.more:
		return told(toneFaint, "row %s of %s", at, n)
	case a.hold.here && a.hold.err == nil:
		return told(toneFaint, "row %s of %s", at, n)
	case a.hold.here:
		return told(toneFaint, "row %s of %s", at, n).addf(toneBad, "  rows cannot be told: %v", a.hold.err)
	case a.hold.err != nil:
		return told(toneWarn, "row %s of the first %s: there are more, which are not here: %v", at, n, a.hold.err)
	}
	return told(toneWarn, "row %s of the first %s: there are more, which are being laid out (esc stops it)", at, n)
}

// weight is about how many bytes a row takes.
func weight(cells []any) int {
	bytes := 0
	for _, c := range cells {
		bytes += len(shownValue(view{}, c)) + 16
	}
	return bytes
}
