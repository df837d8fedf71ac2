// The lexer walks JSON text once: it validates (RFC 8259), finds where each member begins and ends, and notes what a
// strict reader after us would stumble over. It never allocates on clean input.

package trail

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"unicode/utf8"
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

// member is called for each member of an object with its name (without quotes, escapes as written) and the place
// where its value begins; it returns where the value ends.
type member func(name []byte, i int) (int, error)

// object walks an object. each takes over the values; nil walks them.
func (l *lexer) object(i, depth int, each member) (int, error) {
	if depth >= MaxDepth {
		return i, l.fail(i, fmt.Sprintf("nested deeper than %d levels", MaxDepth))
	}
	mark := len(l.names)
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
		l.remember(mark, i+1, end-1, found)
		label := l.b[i+1 : end-1]
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
	i = l.space(i + 1)
	if i < len(l.b) && l.b[i] == ']' {
		return i + 1, nil
	}
	for {
		end, err := l.value(i, depth+1)
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

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// text walks the string that begins with the quote at i and returns the place after its closing quote. Eight bytes are
// looked at in one step: a byte that ends the run is a quote, a backslash, a control character or not ASCII.
func (l *lexer) text(i int) (int, flaw, error) {
	var found flaw
	i++
	for {
		for i+8 <= len(l.b) {
			w := binary.LittleEndian.Uint64(l.b[i:])
			quote := w ^ (ones * '"')
			slash := w ^ (ones * '\\')
			stop := ((quote - ones) &^ quote) | ((slash - ones) &^ slash) | (w - ones*0x20) | w
			if stop &= highs; stop != 0 {
				i += bits.TrailingZeros64(stop) >> 3
				break
			}
			i += 8
		}
		if i >= len(l.b) {
			return i, found, errShort
		}
		switch c := l.b[i]; {
		case c == '"':
			l.flaws |= found
			return i + 1, found, nil
		case c == '\\':
			n, what, err := l.escape(i)
			if err != nil {
				return i, found, err
			}
			found |= what | flawEscape
			i += n
		case c < 0x20:
			found |= flawControl
			i++
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(l.b[i:])
			if r == utf8.RuneError && n <= 1 {
				if !utf8.FullRune(l.b[i:]) {
					if len(l.b)-i < utf8.UTFMax {
						return i, found, errShort
					}
				}
				found |= flawUTF8
			}
			i += n
		}
	}
}

// escape looks at the backslash at i and returns the length of its escape.
func (l *lexer) escape(i int) (int, flaw, error) {
	if i+1 >= len(l.b) {
		return 0, 0, errShort
	}
	switch l.b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, 0, nil
	case 'u':
	default:
		return 0, 0, l.fail(i, "unknown escape \\"+quoteByte(l.b[i+1]))
	}
	unit, err := l.hex4(i)
	if err != nil {
		return 0, 0, err
	}
	if unit < 0xD800 || unit > 0xDFFF {
		return 6, 0, nil
	}
	if unit >= 0xDC00 {
		return 6, flawSurrogate, nil
	}
	if i+7 >= len(l.b) {
		return 0, 0, errShort
	}
	if l.b[i+6] != '\\' || l.b[i+7] != 'u' {
		return 6, flawSurrogate, nil
	}
	low, err := l.hex4(i + 6)
	if err != nil {
		return 0, 0, err
	}
	if low < 0xDC00 || low > 0xDFFF {
		return 6, flawSurrogate, nil
	}
	return 12, 0, nil
}

// hex4 reads the four hexadecimal digits of the \u escape at i.
func (l *lexer) hex4(i int) (rune, error) {
	if i+6 > len(l.b) {
		return 0, errShort
	}
	var r rune
	for _, c := range l.b[i+2 : i+6] {
		d := hexDigit(c)
		if d < 0 {
			return 0, l.fail(i, "a \\u escape needs four hexadecimal digits")
		}
		r = r<<4 | d
	}
	return r, nil
}

func hexDigit(c byte) rune {
	switch {
	case c-'0' <= 9:
		return rune(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}

func (l *lexer) literal(i int, word string) (int, error) {
	if len(l.b)-i < len(word) {
		if string(l.b[i:]) == word[:len(l.b)-i] {
			return i, errShort
		}
	} else if string(l.b[i:i+len(word)]) == word {
		return i + len(word), nil
	}
	return i, l.fail(i, "a bare word that is not true, false or null")
}

// number walks a number. At the end of the text it cannot know whether more digits follow, which is for the caller of a
// bare number to decide: inside a record a brace always follows.
func (l *lexer) number(i int) (int, error) {
	start := i
	if l.b[i] == '-' {
		i++
	}
	digits := func() bool {
		first := i
		for i < len(l.b) && l.b[i]-'0' <= 9 {
			i++
		}
		return i > first
	}
	if i < len(l.b) && l.b[i] == '0' {
		i++
	} else if !digits() {
		return l.numberEnd(start, i)
	}
	if i < len(l.b) && l.b[i] == '.' {
		if i++; !digits() {
			return l.numberEnd(start, i)
		}
	}
	if i < len(l.b) && l.b[i]|0x20 == 'e' {
		i++
		if i < len(l.b) && (l.b[i] == '+' || l.b[i] == '-') {
			i++
		}
		if !digits() {
			return l.numberEnd(start, i)
		}
	}
	return i, nil
}

func (l *lexer) numberEnd(start, i int) (int, error) {
	if i >= len(l.b) {
		return i, errShort
	}
	return i, l.fail(start, "a malformed number")
}

// remember notes a member name and the flaw when the object had it before. Names with an escape are compared by what
// they mean.
func (l *lexer) remember(mark, start, end int, found flaw) {
	label := l.b[start:end]
	if found&flawEscape != 0 {
		label = unescape(label)
	}
	n := name{signature: sign(label), start: start, end: end}
	if len(l.names)-mark > 256 {
		// An object this wide is no CloudTrail object. Comparing each name with all others would let one record cost
		// minutes, so only its first names are compared.
		return
	}
	for _, o := range l.names[mark:] {
		if o.signature == n.signature && string(unescape(l.b[o.start:o.end])) == string(label) {
			l.flaws |= flawDuplicate
		}
	}
	l.names = append(l.names, n)
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
