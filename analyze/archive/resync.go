// Going on after what cannot be read: one bad record never costs its file.

package archive

import (
	"bytes"
	"errors"
	"fmt"

	"traillab/analyze/trail"
)

// lookAhead makes sure that the start of a record at w.i would be in the window whole.
func (r *reader) lookAhead() {
	if len(r.w.b)-r.w.i < startLength && r.w.err == nil {
		r.w.more()
	}
}

// skip passes over the value at w.i, whatever its size.
func (r *reader) skip() {
	depth, inside := 0, false
	for r.w.need(1) {
		c := r.w.b[r.w.i]
		switch {
		case inside && c == '\\':
			r.w.need(2)
			r.w.i = min(r.w.i+2, len(r.w.b))
			continue
		case c == '"':
			inside = !inside
		case inside:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		r.w.i++
		if inside || depth > 0 {
			continue
		}
		if c == '"' || c == '}' || c == ']' || !r.w.need(1) || ends(r.w.b[r.w.i]) {
			return
		}
	}
}

// malformed rejects the object at w.i for the error that the scanner has found in it.
func (r *reader) malformed(in setting, err error) error {
	var at *trail.SyntaxError
	if !errors.As(err, &at) {
		return err
	}
	until := min(r.w.i+at.Offset, len(r.w.b))
	if r.nesting < maxNesting && holdsList(r.w.b[r.w.i:until]) {
		return r.members()
	}
	if done, err := r.rescue(in, nextStart(r.w.b[:until], r.w.i+1, inRecords), until); done || err != nil {
		return err
	}
	r.doubt(fmt.Sprintf("not valid JSON at byte %d: %s", r.w.offset(until), at.What))
	// The error may show only after the beginning of the next record was taken for a part of this one.
	r.resync(in, at.Offset-startLength)
	return nil
}

// maxWaste bounds how much text is read again for the sake of rescue, so that hostile text cannot make it look at the same
// bytes for ever.
const maxWaste = 128 << 20

// rescue saves what would be lost with the broken object at w.i, in which the next record begins at next (0: none) and
// which seems to reach as far as until. A record that was never closed has swallowed that next one. A wrapper around it is
// not worth a reject, when its record can be kept.
func (r *reader) rescue(in setting, next, until int) (done bool, err error) {
	if next == 0 || r.wasted > maxWaste {
		return false, nil
	}
	r.wasted += until - next
	if recordStart(r.w.b[r.w.i:]) || r.w.b[next-1] == '\n' {
		r.doubt(fmt.Sprintf("not valid JSON: not closed before the next record begins at byte %d", r.w.offset(next)))
		r.w.i = next
		return true, nil
	}
	n, err := r.scan.Scan(r.w.b[next:until], &r.rec)
	if err != nil || !proven(&r.rec) {
		return false, nil //nolint:nilerr // what cannot be scanned is no record
	}
	r.w.i = next
	err = r.keep(n)
	r.resync(in, 0)
	return true, err
}

// resync leaves the broken object at w.i: behind its closing brace if what follows fits, else at the next place where a
// record begins or, between documents, a line that does. Nothing before the byte from counts as such a place.
func (r *reader) resync(in setting, from int) {
	depth, inside := 0, false
	for n := 0; r.w.need(1); n++ {
		r.lookAhead()
		c := r.w.b[r.w.i]
		if n > 0 && n >= from {
			if c == '{' && recordStart(r.w.b[r.w.i:]) {
				return
			}
			if in == inText && c == '\n' && r.w.need(2) && (r.w.b[r.w.i+1] == '{' || r.w.b[r.w.i+1] == '[') {
				return
			}
		}
		r.w.i++
		switch {
		case inside && c == '\\' && r.w.need(1):
			r.w.i++
			n++
		case c == '"':
			inside = !inside
		case inside:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth = max(depth-1, 0)
			if depth == 0 && r.fits(in) {
				return
			}
		}
	}
	tail := bytes.TrimRight(r.w.b[:r.w.i], " \r\n\t")
	r.closed = in != inText && (bytes.HasSuffix(tail, []byte("]")) || bytes.HasSuffix(tail, []byte("]}")))
}

// fits reports whether what follows w.i is what should follow an object.
func (r *reader) fits(in setting) bool {
	r.lookAhead()
	i := blank(r.w.b, r.w.i)
	switch {
	case i == len(r.w.b):
		return r.w.err != nil && in == inText
	case in != inText:
		return r.w.b[i] == ',' || r.w.b[i] == ']'
	}
	return r.w.b[i] == '{' || r.w.b[i] == '[' || bytes.IndexByte(r.w.b[r.w.i:i], '\n') >= 0
}

// unfinished leaves an object that the scanner has found no end to: the text is cut off, or a brace is missing and
// the object has swallowed those after it, or it is too large.
func (r *reader) unfinished(in setting) error {
	done, err := r.rescue(in, nextStart(r.w.b, r.w.i+1, in), len(r.w.b))
	switch {
	case err != nil:
		return err
	case !done && r.w.full():
		return r.members()
	case !done || r.w.i == len(r.w.b) && r.w.err != nil && !r.closed:
		r.endsInside()
	}
	return nil
}

// nextStart looks for the next record or line that begins at or after i; 0 means none.
func nextStart(b []byte, i int, in setting) int {
	for {
		at := bytes.IndexByte(b[i:], '{')
		if at < 0 {
			return 0
		}
		i += at
		if recordStart(b[i:]) || in == inText && b[i-1] == '\n' {
			return i
		}
		i++
	}
}

// endsInside notes that the text ends inside the record at hand.
func (r *reader) endsInside() {
	r.w.i = len(r.w.b)
	r.cut(fmt.Sprintf("JSON ends inside record %d at byte %d", r.count(), r.w.offset(r.w.i)))
}
