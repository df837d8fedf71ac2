// The lexer walks JSON text once: it validates (RFC 8259), finds where each member begins and ends, and notes what a
// strict reader after us would stumble over. It never allocates on clean input.

package trail

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// MaxDepth is the deepest nesting of a record that is kept. CloudTrail's own records stay below 20 levels.
const MaxDepth = 512

// errShort says that the text ends inside a value: with more of it, the value may turn out well.
var errShort = errors.New("unexpected end of JSON")

// SyntaxError is the place where a text stops being JSON, counted in bytes from the start of the value.
type SyntaxError struct {
	Offset int
	What   string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("byte %d: %s", e.Offset, e.What)
}

// flaw is what makes a value unfit for a strict reader although its meaning is plain. Flaws are repaired and counted.
type flaw uint8

const (
	flawUTF8      flaw = 1 << iota // bytes that are not UTF-8
	flawControl                    // a raw control character inside a string
	flawSurrogate                  // half of a surrogate pair, written as an escape
	flawDuplicate                  // one name twice in an object
	flawEscape                     // not a flaw: an escape was seen
)

// name is a member name of an object that is being walked, kept to find duplicates.
type name struct {
	signature  uint64
	start, end int
}

// lexer walks the text in b. The zero value is ready; its slices are reused from record to record.
type lexer struct {
	b     []byte
	flaws flaw
	names []name
	// gather makes the walk collect resource ids; see ids.go.
	gather bool
	ids    [][]byte
}

func (l *lexer) fail(i int, what string) error { return &SyntaxError{Offset: i, What: what} }

// space returns the position of the first byte at or after i that is not white space.
func (l *lexer) space(i int) int {
	for i < len(l.b) {
		switch l.b[i] {
		case ' ', '\n', '\r', '\t':
			i++
		default:
			return i
		}
	}
	return i
}

// value walks the value that begins at i (no white space before it) and returns its end.
func (l *lexer) value(i, depth int) (int, error) {
	if i >= len(l.b) {
		return i, errShort
	}
	switch c := l.b[i]; {
	case c == '"':
		end, _, err := l.text(i)
		if err == nil && l.gather {
			l.gatherValue(l.b[i+1 : end-1])
		}
		return end, err
	case c == '{':
		return l.object(i, depth, nil)
	case c == '[':
		return l.array(i, depth)
	case c == 't':
		return l.literal(i, "true")
	case c == 'f':
		return l.literal(i, "false")
	case c == 'n':
		return l.literal(i, "null")
	case c == '-' || c-'0' <= 9:
		return l.number(i)
	}
	return i, l.fail(i, "a value cannot begin with "+quoteByte(l.b[i]))
}

// member is called for each member of an object with what its name means and the place where its value begins; it
// returns where the value ends.
type member func(name []byte, i int) (int, error)

// object walks an object. each takes over the values; nil walks them.
func (l *lexer) object(i, depth int, each member) (int, error) {
	if depth >= MaxDepth {
		return i, l.fail(i, fmt.Sprintf("nested deeper than %d levels", MaxDepth))
	}
	mark, seen := len(l.names), uint64(0)
	i = l.space(i + 1)
	if i < len(l.b) && l.b[i] == '}' {
		return i + 1, nil
	}
	for {
		if i >= len(l.b) {
			return i, errShort
		}
		if l.b[i] != '"' {
			return i, l.fail(i, "a member name must be a string, found "+quoteByte(l.b[i]))
		}
		end, found, err := l.text(i)
		if err != nil {
			return end, err
		}
		label, bit := l.remember(mark, seen, i+1, end-1, found)
		seen |= bit
		i = end
		if i >= len(l.b) || l.b[i] != ':' {
			if i = l.space(i); i >= len(l.b) {
				return i, errShort
			}
			if l.b[i] != ':' {
				return i, l.fail(i, "a colon is missing after a member name")
			}
		}
		if i++; i < len(l.b) && l.b[i] <= ' ' {
			i = l.space(i)
		}
		if each != nil {
			i, err = each(label, i)
		} else {
			i, err = l.value(i, depth+1)
		}
		if err != nil {
			return i, err
		}
		if i < len(l.b) && l.b[i] <= ' ' {
			i = l.space(i)
		}
		if i >= len(l.b) {
			return i, errShort
		}
		switch l.b[i] {
		case ',':
			i = l.space(i + 1)
		case '}':
			l.names = l.names[:mark]
			return i + 1, nil
		default:
			return i, l.fail(i, "a comma or brace is missing after a member, found "+quoteByte(l.b[i]))
		}
	}
}

func (l *lexer) array(i, depth int) (int, error) {
	if depth >= MaxDepth {
		return i, l.fail(i, fmt.Sprintf("nested deeper than %d levels", MaxDepth))
	}
	return l.elements(i, func(i int) (int, error) { return l.value(i, depth+1) })
}

// elements walks an array whose elements each walks: it is given where one begins and returns where it ends.
func (l *lexer) elements(i int, each func(int) (int, error)) (int, error) {
	i = l.space(i + 1)
	if i < len(l.b) && l.b[i] == ']' {
		return i + 1, nil
	}
	for {
		end, err := each(i)
		if err != nil {
			return end, err
		}
		if i = l.space(end); i >= len(l.b) {
			return i, errShort
		}
		switch l.b[i] {
		case ',':
			i = l.space(i + 1)
		case ']':
			return i + 1, nil
		default:
			return i, l.fail(i, "a comma or bracket is missing after an element, found "+quoteByte(l.b[i]))
		}
	}
}

// remember notes the member name that is written from start to end, and the flaw when the object had it before. It returns
// what the name means. seen has a bit for each name of the object so far, and the bit of this one is returned: only a name whose bit is
// there already is compared with the others.
func (l *lexer) remember(mark int, seen uint64, start, end int, found flaw) (label []byte, bit uint64) {
	label = l.b[start:end]
	if found&flawEscape != 0 {
		label = unescape(label)
	}
	n := name{signature: sign(label), start: start, end: end}
	bit = uint64(1) << (n.signature * 0x9E3779B97F4A7C15 >> 58)
	if len(l.names)-mark > 256 {
		// An object this wide is no CloudTrail object. Comparing each name with all others would let one record cost
		// minutes, so only its first names are compared.
		return label, bit
	}
	if seen&bit != 0 {
		for _, o := range l.names[mark:] {
			if o.signature == n.signature && string(unescape(l.b[o.start:o.end])) == string(label) {
				l.flaws |= flawDuplicate
			}
		}
	}
	l.names = append(l.names, n)
	return label, bit
}

// sign condenses a name into one word: its two ends and its length.
func sign(b []byte) uint64 {
	n := len(b)
	if n >= 8 {
		head, tail := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
		return head*0x9E3779B97F4A7C15 ^ tail ^ uint64(n)
	}
	var w uint64
	for _, c := range b {
		w = w<<8 | uint64(c)
	}
	return w ^ uint64(n)<<56
}

func quoteByte(c byte) string { return fmt.Sprintf("%q", rune(c)) }
