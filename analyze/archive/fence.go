// Fences: where a value ends whose text is not valid JSON, as far as its braces, brackets and quotes leave no doubt.

package archive

// reach says how far a fence goes.
type reach uint8

const (
	open   reach = iota // the value goes on beyond the text
	closed              // the value ends
	unsure              // a mark is missing or too many, so that nothing that follows can be told apart
)

// maxFence bounds the nesting that a fence follows.
const maxFence = 1 << 16

// fence follows a value from its beginning. It holds each mark against those around it: where a quote is missing, text and
// structure change places, and that shows at the next quote at the latest.
type fence struct {
	fault   int  // where one thing is known to be wrong, in bytes from the beginning; -1 for none
	kept    int  // where a whole record ends, which a wrapper holds that was never closed; 0 for none
	element bool // the value is an element of a list

	swallowed bool // the value was never closed, and the next element begins where it stops

	at     int    // bytes that were walked
	stack  []byte // braces and brackets that are open
	brace  int    // where the last closing brace ended
	last   byte   // the last mark outside of strings; 'a' for part of a number or a word
	inside bool   // in a string
	escape bool   // behind a backslash
}

// walk goes on through text and returns how many bytes of it belong to the value.
func (f *fence) walk(text []byte) (int, reach) {
	for i, c := range text {
		switch {
		case f.inside:
			if !f.text(c) {
				return i, unsure
			}
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
		case f.at > 0 && len(f.stack) == 0: // a number or word has ended
			if ends(c) {
				return i, closed
			}
		case f.at == f.fault && f.next(c):
			f.swallowed = true
			return i, closed
		case !f.allows(c) && (f.at != f.fault || structural(c)) || !f.mark(c):
			return i, unsure
		default:
			f.last = kind(c)
		}
		f.at++
		if len(f.stack) == 0 && !f.inside && (f.last == '}' || f.last == ']' || f.last == '"') {
			return i + 1, closed
		}
	}
	return len(text), open
}

// text takes a byte of a string.
func (f *fence) text(c byte) bool {
	switch {
	case f.escape:
		f.escape = false
	case c == '\\':
		f.escape = true
	case c == '"':
		f.inside = false
	}
	return c >= ' '
}

// next reports whether the brace at the fault begins the next element: it stands where only the name of a member of the
// value itself may stand, or right behind the record in a wrapper.
func (f *fence) next(c byte) bool {
	if !f.element || c != '{' || f.last != ',' {
		return false
	}
	for _, b := range f.stack {
		if b != '{' {
			return false
		}
	}
	return len(f.stack) == 1 || f.kept > 0 && f.kept == f.brace
}

// allows reports whether c may stand behind the last mark.
func (f *fence) allows(c byte) bool {
	if f.at == 0 {
		return true
	}
	object := f.stack[len(f.stack)-1] == '{'
	switch c {
	case '"':
		return f.last == '{' || f.last == '[' || f.last == ',' || f.last == ':'
	case '{', '[':
		return f.last == '[' || f.last == ':' || f.last == ',' && !object
	case ',', '}', ']':
		return f.last != ':' && f.last != ','
	case ':':
		return object && f.last == '"'
	}
	return f.last == '[' || f.last == ':' || f.last == 'a' || f.last == ',' && !object
}

// mark follows c and reports whether it is in order.
func (f *fence) mark(c byte) bool {
	switch c {
	case '"':
		f.inside = true
	case '{', '[':
		f.stack = append(f.stack, c)
		return len(f.stack) <= maxFence
	case '}', ']':
		if len(f.stack) == 0 || f.stack[len(f.stack)-1] != c-2 { // as far apart in ASCII
			return false
		}
		f.stack = f.stack[:len(f.stack)-1]
		f.brace = f.at + 1
	case '\\':
		return false
	}
	return true
}

// structural reports whether c opens or closes a value: none of these is passed over where it may not stand.
func structural(c byte) bool { return c == '{' || c == '}' || c == '[' || c == ']' }

// kind is what is remembered of a mark.
func kind(c byte) byte {
	if structural(c) || c == '"' || c == ',' || c == ':' {
		return c
	}
	return 'a'
}
