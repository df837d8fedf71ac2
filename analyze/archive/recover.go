// Recovery: going on behind a break in a list where nothing proves where the broken record ends. The next place is taken
// that looks like the beginning of a record between two elements; whoever made a call could write such a thing into a list
// of its parameters. So what is read from there on is marked: it is kept, and nothing that it says is observed.

package archive

import (
	"bytes"
	"fmt"

	"traillab/analyze/trail"
)

const (
	// maxRun is how far a list is followed to see whether it lies inside a record: CloudTrail's have at most 1 MB.
	maxRun = 1 << 20
	// maxVain is how much text of one file may be scanned for records that turn out to be none.
	maxVain = 64 << 20
)

// regain rejects what is broken at w.i and goes on at the first record behind the fault, which is so many bytes further. It
// reports whether there is one.
func (r *reader) regain(reason string, fault int) bool {
	line := r.sureLine()
	r.doubt(reason)
	if r.way == nowhere {
		return false
	}
	if r.disgorge(reason, fault, line) {
		return true
	}
	r.w.i += fault
	return r.seek(reason, line)
}

// leap passes over an element of a list that has been rejected, or goes on at the next record where its end is not sure.
func (r *reader) leap() {
	if line := r.sureLine(); r.way != nowhere && !r.skip() {
		r.seek(r.notJSON(), line)
	}
}

// notJSON is what is wrong where skip has stopped.
func (r *reader) notJSON() string {
	return fmt.Sprintf("not valid JSON at byte %d", r.w.offset(r.w.i))
}

// seek moves to the next record, and reports whether there is one before the line that begins at the place line and is sure
// to be a document; 0 means that there is no such line. The text is gone through once, from fault to record.
func (r *reader) seek(reason string, line int64) bool {
	before, last := r.back()
	for r.vain < maxVain && r.w.need(1) && (line == 0 || r.w.place() < line) {
		c, n := r.w.b[r.w.i], 1
		// One of the two marks between elements may be what is damaged.
		if c == '{' && (last == ',' || last == '}' || before == '}') {
			var found bool
			if n, found = r.judge(); found {
				r.recover(reason)
				return true
			}
			c = r.w.b[r.w.i+n-1]
		}
		if c > ' ' {
			before, last = last, c
		}
		r.w.i += n
	}
	if line > 0 {
		r.toLine(line)
		return false
	}
	r.stop(reason + "; where the next record begins cannot be told")
	return false
}

// seekLine rejects the document at w.i and moves to the next line that is one whole record and is followed as a line is, and
// reports whether there is one. No line that ends inside a document is a sure place to begin another, for a program may have laid
// out one document so; but nobody writes a raw line feed into the parameters of a call.
func (r *reader) seekLine(reason string) bool {
	for r.vain < maxVain && r.w.need(1) {
		n := 0
		r.lineEnd(&n)
		r.w.i += min(n+1, len(r.w.b)-r.w.i) // a line that is too long for the window is passed over a part at a time
		if r.w.i == 0 || r.w.b[r.w.i-1] != '\n' || !r.isLine() {
			continue
		}
		if r.doubt(reason); r.way != nowhere {
			r.recover(reason)
			r.way = newLine
		}
		return true
	}
	return false
}

// isLine reports whether one whole record lies at w.i, and nothing else on its line.
func (r *reader) isLine() bool {
	n, ok := r.whole()
	if !ok {
		return false
	}
	r.w.need(n + startLength)
	b := r.w.b[r.w.i:]
	i := blank(b, n)
	return bytes.IndexByte(b[:n], '\n') < 0 && (i == len(b) || b[i] == '{' && bytes.IndexByte(b[n:i], '\n') >= 0)
}

// recover notes that the record at w.i and all that follow are not sure to be records.
func (r *reader) recover(reason string) {
	if r.recovered == 0 {
		r.recovered = r.w.offset(r.w.i)
	}
	r.cut(reason)
}

// back returns the last two marks before w.i. What lies before a fault is in order, so that no element begins there, but
// for one: where a quote is missing, text and structure change places, and the fault shows in the first name of the
// next record. To its brace it moves back.
func (r *reader) back() (before, last byte) {
	b, i := r.w.b, r.w.i
	if i > 0 && b[i-1] == '"' {
		if brace := markBefore(b, i-1); brace >= 0 && b[brace] == '{' {
			r.w.i = brace
		}
	}
	before, last = '}', '}' // as far as is still in memory
	if i = markBefore(b, r.w.i); i >= 0 {
		last = b[i]
		if i = markBefore(b, i); i >= 0 {
			before = b[i]
		}
	}
	return before, last
}

// markBefore returns the place of the last byte before i that is not blank; -1 for none.
func markBefore(b []byte, i int) int {
	for i--; i >= 0 && b[i] <= ' '; i-- {
	}
	return i
}

// judge looks at the object at w.i and reports whether it is a record that may be an element of the list around. If not, n
// bytes are to be passed over.
func (r *reader) judge() (n int, found bool) {
	if n, found = r.whole(); !found {
		return 1, false
	}
	if !r.isElement(n) {
		return n, false
	}
	if end := r.within(n); end > 0 {
		return end, false
	}
	return n, true
}

// whole reports whether an object at w.i is one whole record with all that tells an event, and how long it is.
func (r *reader) whole() (n int, ok bool) {
	r.lookAhead()
	if r.w.i == len(r.w.b) || r.w.b[r.w.i] != '{' || !memberOfRecord(r.w.b[r.w.i:]) {
		return 0, false
	}
	n, err := r.scan.Scan(r.w.b[r.w.i:], &r.rec)
	for trail.Short(err) && r.w.more() {
		n, err = r.scan.Scan(r.w.b[r.w.i:], &r.rec)
	}
	if rec := &r.rec; err != nil || rec.EventID == nil || rec.Name == nil || rec.Source == nil || rec.Time.IsZero() {
		r.vain += int64(max(n, 1))
		return n, false
	}
	return n, true
}

// isElement reports whether what follows the n bytes at w.i may follow an element. The value of a member is followed by a
// name or a brace; of the two marks between elements one may be damaged.
func (r *reader) isElement(n int) bool {
	r.w.need(n + startLength)
	b := r.w.b[r.w.i:]
	i := blank(b, n)
	if i == len(b) {
		return true // the text is cut off here
	}
	next := blank(b, i+1)
	switch b[i] {
	case ',':
		return next == len(b) || b[next] != '"'
	case ']', '{':
		return true
	case '}', '"':
		return false
	}
	return next < len(b) && b[next] == '{'
}

// memberOfRecord reports whether b begins like an object with a member that CloudTrail's records have.
func memberOfRecord(b []byte) bool {
	i := blank(b, 1)
	if i >= len(b) || b[i] != '"' {
		return false
	}
	end := textEnd(b[:min(len(b), i+startLength)], i)
	if end < 0 {
		return false
	}
	name := b[i+1 : end-1]
	switch string(name) {
	case "awsRegion", "sourceIPAddress", "errorCode", "requestID", "apiVersion", "managementEvent", "readOnly", "recipientAccountId",
		"sharedEventID", "vpcEndpointId", "sessionCredentialFromConsole", "eventType", "eventTime", "eventCategory":
		return true
	}
	return tells(name) || ofRecord(name)
}

// brokenAround goes on after text that is no JSON at w.i in the object around a list, with the rest of the list.
func (r *reader) brokenAround(in setting) error {
	reason := r.notJSON() + ", in the object around the records"
	r.suspectDocument(reason)
	if !r.regain(reason, 0) {
		return nil
	}
	return r.elements(in)
}

// odd tells of an element of a list that is no object.
func (r *reader) odd() {
	var what string
	switch c := r.w.b[r.w.i]; {
	case c == '[':
		what = "a list"
	case c == 'n':
		what = "null"
	case c == 't' || c == 'f':
		what = "a boolean"
	case c == '-' || c-'0' <= 9:
		what = "a number"
	default:
		reason := fmt.Sprintf("text where a record was expected at byte %d", r.w.offset(r.w.i))
		if c != 0 && r.kept > r.before { // the record before may have been torn together
			r.suspect(r.last, reason)
		}
		r.regain(reason, 0)
		return
	}
	what += " where a record was expected"
	r.doubt(what)
	r.w.need(startLength)
	if at := blank(r.w.b, r.w.i+1); r.w.b[r.w.i] == '[' && at < len(r.w.b) && r.w.b[at] == '{' && memberOfRecord(r.w.b[at:]) {
		r.w.i = at // a bracket too many
		r.recover(what)
		return
	}
	r.leap()
}
