// Columns in a proof: what the case keeps of a record beside its text, which answers are made of, against what is made of the record now.

package main

import (
	"fmt"
	"slices"
	"strconv"

	"traillab/analyze/store"
	"traillab/analyze/trail"
)

// compareColumns compares what the case keeps of the record beside its text with what is made of the record that was read again.
func (p *proof) compareColumns(e *trail.Evidence, t *tracer) {
	at := slices.Index(t.read, e.Record)
	if at < 0 {
		p.add(step{Step: "columns", Result: isOther, Note: "no record is read from that place, so nothing says what its columns are"})
		return
	}
	if p.sameColumns("", e.Columns, t.columns[at]) {
		p.add(step{Step: "columns", Result: isSame, Note: fmt.Sprintf("%d, as they are made of the record", len(e.Columns))})
	}
}

// sameColumns adds a step for each column that is not what is made of the record. place is the table, if it is not that of all records.
func (p *proof) sameColumns(place string, kept, made []trail.Column) bool {
	same := true
	for i, c := range made {
		if kept := kept[i]; kept.Value != c.Value {
			same = false
			p.add(step{
				Step: "column " + place + c.Name, Result: isOther, Expected: c.Value, Found: kept.Value,
				Note: fmt.Sprintf("the case says %.200q, and the record %.200q", kept.Value, c.Value),
			})
		}
	}
	return same
}

// compareNarrow compares what the case keeps a second time, for answers that are not made of all records, with what is made of the record.
// Which records are kept so, and how they are marked, another version of the program may have thought otherwise: that breaks nothing.
func (p *proof) compareNarrow(kept, made []store.Narrow, sameVersion bool) {
	same, rows := true, int64(0)
	for i, m := range made {
		k := kept[i]
		rows += m.Rows
		if k.Rows != m.Rows && k.Rows < 2 && !sameVersion {
			same = false
			p.add(step{
				Step: "rows of " + m.Table, Result: isUnknown, Found: strconv.FormatInt(k.Rows, 10),
				Note: fmt.Sprintf("the case has %d, and this version would make %d; another one loaded it", k.Rows, m.Rows),
			})
			continue
		}
		if k.Rows != m.Rows {
			same = false
			p.add(step{
				Step: "rows of " + m.Table, Result: isOther, Expected: strconv.FormatInt(m.Rows, 10), Found: strconv.FormatInt(k.Rows, 10),
				Note: fmt.Sprintf("the case has %d, of which it makes answers, and of the record is made %d", k.Rows, m.Rows),
			})
			continue
		}
		own := 0
		if !sameVersion {
			own = m.Own
		}
		same = p.sameColumns(m.Table+".", k.Columns[min(own, len(k.Columns)):], m.Columns[min(own, len(m.Columns)):]) && same
	}
	if same {
		p.add(step{Step: "narrow rows", Result: isSame, Note: fmt.Sprintf("%d, as they are made of the record", rows)})
	}
}
