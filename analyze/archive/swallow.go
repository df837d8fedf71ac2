// Records that were swallowed: where closing brackets are lost, the list around goes on inside the broken record, and the
// fault shows only at the end of the text, behind all that is sound. Going back is safe where the records follow each
// other in order up to the end of the document: what somebody has written into parameters is followed by more.

package archive

import (
	"bytes"
	"fmt"
)

// disgorge moves to the first record in the broken element at w.i that was swallowed. The element was read for so many bytes;
// line is where the next line begins that is sure to be a document, 0 for none.
func (r *reader) disgorge(reason string, length int, line int64) bool {
	if !r.flat() {
		return false
	}
	r.w.need(length + startLength)
	text := r.w.b[r.w.i:]
	if line > 0 {
		text = text[:line-r.w.place()]
	}
	if n := r.swallowed(text, min(length, len(text)), line > 0 || r.w.err != nil); n > 0 {
		r.w.i += n
		r.recover(reason)
		return true
	}
	return false
}

// swallower goes back into the element of n bytes at w.i if it holds the rest of the list, and reports whether it does: there
// is neither another one nor the list's end behind it.
func (r *reader) swallower(n int) bool {
	before := r.w.base
	if r.w.need(n + startLength); r.w.base != before {
		r.rescan(n) // reading on moved the text under the record
	}
	i := blank(r.w.b, r.w.i+n)
	if i < len(r.w.b) && (r.w.b[i] == ',' || r.w.b[i] == ']') {
		return false
	}
	reason := fmt.Sprintf("not valid JSON: record %d holds the rest of the list", r.count())
	if !r.disgorge(reason, n, r.sureLine()) {
		r.rescan(n)
		return false
	}
	r.doubt(reason)
	return true
}

// rescan reads the record of n bytes at w.i again, where what was read of it before lies no longer.
func (r *reader) rescan(n int) {
	r.scan.Scan(r.w.b[r.w.i:r.w.i+n], &r.rec) //nolint:errcheck // it was a record before
}

// swallowed returns where the first record in text begins, before until, that leads to the end of the document; 0 for none.
// ends says that nothing of the document comes behind text.
func (r *reader) swallowed(text []byte, until int, ends bool) int {
	last := byte('{')
	for i := 1; i < until && r.vain < maxVain; {
		c, n := text[i], 1
		if c == '{' && (last == ',' || last == '}') && r.leads(text[i:]) {
			length, whole := r.run(text[i:], ends)
			if whole {
				return i
			}
			r.vain += int64(length)
			n = max(length, 1)
			c = text[i+n-1]
		}
		if c > ' ' {
			last = c
		}
		i += n
	}
	return 0
}

// leads reports whether b begins with a whole record.
func (r *reader) leads(b []byte) bool {
	if !memberOfRecord(b) {
		return false
	}
	n, err := r.scan.Scan(b, &r.rec)
	if rec := &r.rec; err != nil || rec.EventID == nil || rec.Name == nil || rec.Source == nil || rec.Time.IsZero() {
		r.vain += int64(max(n, 1))
		return false
	}
	return true
}

// run follows the elements of a list that text begins with. It returns where the last one begins whose end cannot be told,
// or the list ends, and whether the document ends with the list, or the list is too long for one inside a record.
func (r *reader) run(text []byte, ends bool) (length int, whole bool) {
	for i := 0; ; {
		f := fence{fault: -1}
		end, state := f.walk(text[i:])
		if state != closed { // a list as long as this lies in no record
			return i + 1, state == open && i >= maxRun
		}
		i = blank(text, i+end)
		switch {
		case i < len(text) && text[i] == ',':
			if i = blank(text, i+1); i == len(text) {
				return i, false
			}
		case i < len(text) && text[i] == ']':
			return i + 1, r.endsDocument(text, i+1, ends)
		default:
			return min(i, len(text)), false
		}
	}
}

// endsDocument reports whether the document at hand ends with the list in it that ends at i.
func (r *reader) endsDocument(text []byte, i int, ends bool) bool {
	if r.nesting == 1 {
		if i = blank(text, i); i == len(text) || text[i] != '}' {
			return false
		}
		i++
	}
	next := blank(text, i)
	if next == len(text) {
		return ends
	}
	return bytes.IndexByte(text[i:next], '\n') >= 0 && (text[next] == '{' || text[next] == '[')
}
