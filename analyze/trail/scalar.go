// Scalars: the lexer's way over strings, numbers and the bare words. Strings are most of a log and set the pace.

package trail

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// text walks the string that begins with the quote at i and returns the place after its closing quote. Eight bytes are
// looked at in one step: a byte that ends the run is a quote, a backslash, a control character or not ASCII. Most strings
// end with the first such byte.
func (l *lexer) text(i int) (int, flaw, error) {
	if i = plain(l.b, i+1); i < len(l.b) && l.b[i] == '"' {
		return i + 1, 0, nil
	}
	return l.oddText(i)
}

// plain returns the place of the first byte from i on that may end a run of plain text, or one less than eight bytes from
// the end of b.
func plain(b []byte, i int) int {
	for len(b)-i >= 8 { // with all its bounds named, a slice costs the least
		if stop := stops(binary.LittleEndian.Uint64(b[i : i+8 : i+8])); stop != 0 {
			return i + bits.TrailingZeros64(stop)>>3
		}
		i += 8
	}
	return i
}

// stops marks, by its highest bit, the first byte of w that may end a run of plain text. What it says of later bytes means
// nothing.
func stops(w uint64) uint64 {
	quote, slash := w^ones*'"', w^ones*'\\'
	return ((quote - ones) | (slash - ones) | (w - ones*0x20) | w) & highs
}

// oddText walks the rest of a string from i on: what is not plain, and what is plain between.
func (l *lexer) oddText(i int) (int, flaw, error) {
	var found flaw
	for ; i < len(l.b); i = plain(l.b, i) {
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
				if !utf8.FullRune(l.b[i:]) && len(l.b)-i < utf8.UTFMax {
					return i, found, errShort
				}
				found |= flawUTF8
			}
			i += n
		}
	}
	return i, found, errShort
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
