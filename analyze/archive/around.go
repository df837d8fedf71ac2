// What a list lies in: the document, or a record whose parameters somebody has filled with what looks like records. What
// follows the list to the end of the document tells, as far as it is in order.

package archive

// within returns the end of the list that the record of n bytes at w.i is an element of, if that list is sure to lie inside
// a record, else 0: followed to its end, it is not the end of the document that comes behind it.
func (r *reader) within(n int) int {
	if !r.flat() {
		return 0
	}
	r.w.need(n + maxRun)
	text := r.w.b[r.w.i:]
	text = text[:min(len(text), n+maxRun)]
	i := blank(text, n)
	for i < len(text) && text[i] == ',' {
		i = blank(text, i+1)
		f := fence{fault: -1}
		end, state := f.walk(text[i:])
		if state != closed {
			return 0
		}
		i = blank(text, i+end)
	}
	if i < len(text) && text[i] == ']' && behind(text, i+1) == record {
		return i + 1
	}
	return 0
}

// flat reports whether the list at hand is no more than the array that a document is, or a member of it.
func (r *reader) flat() bool { return r.lists <= 1 && r.nesting <= 1 }

// ended passes over the closing bracket at w.i and reports whether the list ends with it. What was recovered may be a list
// inside the broken record: then reading goes on at the next record.
func (r *reader) ended() bool {
	if r.recovered != 0 && r.flat() {
		line := r.sureLine()
		r.w.need(maxRun)
		if behind(r.w.b[:min(len(r.w.b), r.w.i+maxRun)], r.w.i+1) == record {
			r.w.i++
			r.seek("a list inside a record", line)
			return r.way != ahead
		}
	}
	r.w.i++
	return true
}

// around is what a list lies in.
type around uint8

const (
	unknown  around = iota
	document        // a document, or nothing
	record          // a value of an element of another list
)

// behind tells from what follows a list that ends at i what it lies in. Behind CloudTrail's own list come other members of
// its object, the brace, and the end of the text or the next document.
func behind(text []byte, i int) around {
	for depth := 0; ; {
		if i = blank(text, i); i >= len(text) {
			return unknown
		}
		switch c := text[i]; {
		case c == '}' || c == ']' && depth == 0:
			depth++
			i++
		case c == ']':
			return record
		case c == ',' && depth > 0:
			if i = blank(text, i+1); i >= len(text) || text[i] == '[' || leadsToList(text[i:]) {
				return unknown
			}
			return record
		case c == ',':
			if i = memberEnd(text, i+1); i < 0 {
				return unknown
			}
		case c == '{' || c == '[':
			return document
		default:
			return unknown
		}
	}
}

// memberEnd returns where the member of an object that begins at i ends, -1 when there is none or its end is beyond b.
func memberEnd(b []byte, i int) int {
	if i = blank(b, i); i >= len(b) || b[i] != '"' {
		return -1
	}
	if i = textEnd(b, i); i < 0 {
		return -1
	}
	if i = blank(b, i); i >= len(b) || b[i] != ':' {
		return -1
	}
	if i = blank(b, i+1); i >= len(b) {
		return -1
	}
	return valueEnd(b, i)
}
