// Torn records: a gap that runs from one record into the parameters of another makes one record of two, and a list that
// somebody has written there seems to be CloudTrail's own. Where the rest of the second record shows up behind, all that came
// out of the document is in doubt.

package archive

import "fmt"

// suspect notes that the records from a place in the inflated file on are not sure to be records, for a reason that shows
// only behind them.
func (r *reader) suspect(from int64, reason string) {
	if from == 0 {
		from = -1
	}
	if r.recovered == 0 || from < r.recovered {
		r.recovered = from
	}
	r.cut(reason)
}

// suspectDocument suspects what came out of the document at hand.
func (r *reader) suspectDocument(reason string) {
	if r.kept > r.before {
		r.suspect(r.document, reason)
	}
}

// overrun goes on where a document goes on that seemed to have ended: what was read lies inside a record of it.
func (r *reader) overrun() error {
	reason := fmt.Sprintf("text where a record was expected at byte %d", r.w.offset(r.w.i))
	r.suspectDocument(reason)
	if !r.regain(reason, 0) {
		return nil
	}
	if r.form != inRecords {
		return r.elements(inArray)
	}
	r.nesting++
	defer func() { r.nesting-- }()
	if err := r.elements(inRecords); err != nil || r.way != ahead {
		return err
	}
	return r.membersFrom(inRecords, 1)
}

// keepTorn marks the record at w.i if two were torn into one: it has two members of CloudTrail's twice. One alone is told by
// careless writers, too, and is mended.
func (r *reader) keepTorn() {
	if !r.rec.Repaired {
		return
	}
	seen, twice := make(map[string]bool), ""
	eachMember(r.rec.JSON, 0, func(name []byte, at int) int {
		if tells(name) || ofRecord(name) || string(name) == "eventTime" || string(name) == "awsRegion" {
			if seen[string(name)] && twice != "" && twice != string(name) {
				start := r.w.offset(r.w.i)
				r.suspect(start, fmt.Sprintf("two records in one at byte %d: it has %s and %s twice", start, twice, name))
				return -1
			}
			if seen[string(name)] {
				twice = string(name)
			}
			seen[string(name)] = true
		}
		return valueEnd(r.rec.JSON, at)
	})
}

// hasParameters reports whether the object at i has an eventID and what a caller has sent or AWS has answered: then it was a
// record itself, in which a name was damaged.
func hasParameters(b []byte, i int) bool {
	id, parameters := false, false
	eachMember(b, i, func(name []byte, at int) int {
		id = id || string(name) == "eventID"
		parameters = parameters || string(name) == "requestParameters" || string(name) == "responseElements"
		return valueEnd(b, at)
	})
	return id && parameters
}
