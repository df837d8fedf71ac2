// Going on after what cannot be read: at the end of the broken element where its braces prove it, else on the next line that
// is one whole document, else by recovery. What lies inside a record was written by whoever made the call, so nothing in
// there may pass for a record that was seen for sure.

package archive

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

// onward is where reading goes on.
type onward uint8

const (
	ahead   onward = iota // behind what was read
	newLine               // with a new document, whatever lies around the place
	nowhere               // the rest of the file cannot be told apart
)

// lookAhead makes sure that the start of a record at w.i would be in the window whole.
func (r *reader) lookAhead() {
	if len(r.w.b)-r.w.i < startLength && r.w.err == nil {
		r.w.more()
	}
}

// skip passes over the value at w.i, whatever its size, and reports whether its end is sure; if not, it stops at the fault.
func (r *reader) skip() bool {
	f := fence{fault: -1}
	for r.w.need(1) {
		n, state := f.walk(r.w.b[r.w.i:])
		r.w.i += n
		switch state {
		case open:
		case closed:
			return true
		case unsure:
			return false
		}
	}
	return true
}

// malformed rejects the object at w.i for the error that the scanner has found in it.
func (r *reader) malformed(in setting, err error) error {
	var at *trail.SyntaxError
	if !errors.As(err, &at) {
		return err
	}
	until := min(r.w.i+at.Offset, len(r.w.b))
	if r.nesting < maxNesting && in != inRecords && holdsList(r.w.b[r.w.i:until]) {
		return r.members()
	}
	found, end, err := r.rescue(in, until)
	if err != nil {
		return err
	}
	reason := fmt.Sprintf("not valid JSON at byte %d: %s", r.w.offset(until), at.What)
	switch sure, swallowed := r.leave(in, at.Offset, end); {
	case swallowed && found == 0: // by a record of its own, whose members hold what callers have sent
		r.regain(reason, at.Offset)
	case swallowed:
		r.w.i += at.Offset
	case sure:
		if found == 0 {
			r.doubt(reason)
		}
	case in != inText:
		r.regain(reason, at.Offset)
	default:
		if found > 0 {
			r.w.i += at.Offset
		}
		if !r.seekLine(reason) {
			r.stop(reason + "; where the next record begins cannot be told")
		}
	}
	return nil
}

// rescue hands on the records in the broken wrapper at w.i that lie before until, and returns where the last of them
// ends, relative to w.i. Whatever has a member of CloudTrail's is a record and no wrapper.
func (r *reader) rescue(in setting, until int) (found, end int, err error) {
	if in == inRecords {
		return 0, 0, nil
	}
	s := search{r: r, b: r.w.b[:until]}
	_, found, err = s.value(r.w.i)
	return found, s.last - r.w.i, err
}

// leave moves behind the broken object at w.i, in which the scanner has stopped at fault, and reports whether there is a
// sure place to go on. kept is where a record ends that was found in it; 0 means none. An object that was never closed, so
// that the next one begins at the fault, is left where it is.
func (r *reader) leave(in setting, fault, kept int) (sure, swallowed bool) {
	line := r.sureLine()
	for {
		text := r.w.b[r.w.i:]
		if line > 0 {
			text = text[:line-r.w.place()]
		}
		f := fence{fault: fault, kept: kept, element: in != inText}
		n, state := f.walk(text)
		switch {
		case state == open && line == 0 && r.w.more():
			continue
		case state == closed && f.swallowed:
			return false, true
		case state == closed && r.fits(in, n):
			r.w.i += n
			return true, false
		case line == 0 || in != inText: // on this line there may be more elements
			return false, false
		}
		r.toLine(line)
		return true, false
	}
}

// sureLine returns the place where the next line begins that is one whole document, else 0. The answer is kept: a flood of
// broken records on one line asks for it again and again.
func (r *reader) sureLine() int64 {
	if here := r.w.place(); here >= r.lineUntil {
		var seen int
		r.line = 0
		if n := r.lineBehind(&seen); n > 0 {
			r.line = r.w.place() + int64(n)
		}
		r.lineUntil = r.w.place() + int64(seen)
	}
	return r.line
}

// toLine goes on with the document on the line that begins at a place in the window.
func (r *reader) toLine(line int64) {
	r.w.i = int(line - r.w.base)
	r.way = newLine
}

// lineBehind returns how far behind w.i the next line begins that is one whole document, else 0, and how far it has looked.
// An object on one line ends with it; one that has been laid out over several lines has a comma or an opening mark before
// each.
func (r *reader) lineBehind(seen *int) int {
	for n := 0; ; {
		last := r.lineEnd(&n)
		n++
		if *seen = n; !endsLine(last) || !r.w.need(n+2) || string(r.w.b[r.w.i+n:r.w.i+n+2]) != `{"` {
			return 0
		}
		from, f := n, fence{fault: -1}
		r.lineEnd(&n)
		if r.w.full() && r.w.i+n >= len(r.w.b) {
			return 0 // too long to be looked at whole
		}
		line := r.w.b[r.w.i+from : min(r.w.i+n, len(r.w.b))]
		if end, state := f.walk(line); state == closed && blank(line, end) == len(line) {
			return from
		}
	}
}

// lineEnd moves n to the end of the line that it is in, counted from w.i, and returns the last mark of the line.
func (r *reader) lineEnd(n *int) (last byte) {
	for ; r.w.need(*n + 1); *n++ {
		c := r.w.b[r.w.i+*n]
		if c == '\n' {
			break
		}
		if c > ' ' {
			last = c
		}
	}
	return last
}

// endsLine reports whether a line that ends with c may be the end of a document, and not a place inside one.
func endsLine(c byte) bool { return !strings.ContainsRune(",[{:", rune(c)) }

// fits reports whether what follows the n bytes at w.i is what should follow an object.
func (r *reader) fits(in setting, n int) bool {
	r.w.need(n + startLength)
	b := r.w.b[r.w.i:]
	i := blank(b, n)
	if i == len(b) {
		return r.w.err != nil && in == inText
	}
	switch {
	case in == inText:
		return bytes.IndexByte(b[n:i], '\n') >= 0
	case b[i] == ',':
		i = blank(b, i+1)
		return i < len(b) && b[i] == '{'
	}
	return b[i] == ']'
}

// unfinished leaves an object that the scanner has found no end to: the text is cut off, or a brace is missing and
// the object has swallowed those after it, or it is too large.
func (r *reader) unfinished(in setting) error {
	if r.w.full() {
		if in != inRecords {
			return r.members()
		}
		line := r.sureLine()
		if r.reject(r.tooLarge()); r.way == nowhere || r.disgorge(r.tooLarge(), len(r.w.b)-r.w.i, line) {
			return nil
		}
		r.leap()
		return nil
	}
	if line := r.sureLine(); line > 0 {
		reason := fmt.Sprintf("not valid JSON: not closed before the next line begins at byte %d", r.w.offset(int(line-r.w.base)))
		if r.doubt(reason); in == inText || !r.disgorge(reason, len(r.w.b)-r.w.i, line) {
			r.toLine(line)
		}
		return nil
	}
	if reason := fmt.Sprintf("not valid JSON: record %d is not closed", r.count()); in != inText && r.disgorge(reason, len(r.w.b)-r.w.i, 0) {
		r.doubt(reason)
		return nil
	}
	found, _, err := r.rescue(in, len(r.w.b))
	if reason := fmt.Sprintf("not valid JSON: record %d is not closed", r.count()); err == nil && found == 0 && in == inText && r.seekLine(reason) {
		return nil
	}
	r.endsInside()
	return err
}

// endsInside notes that the text ends inside the record at hand.
func (r *reader) endsInside() {
	r.w.i = len(r.w.b)
	r.cut(fmt.Sprintf("JSON ends inside record %d at byte %d", r.count(), r.w.offset(r.w.i)))
}

// stop ends the reading of the file for a reason that has its place in it.
func (r *reader) stop(reason string) {
	for r.w.err == nil { // the stream itself may be damaged, which would be the better reason
		r.w.i = len(r.w.b)
		r.w.more()
	}
	r.cut(reason)
	r.way = nowhere
}
