// JSON strings into Go strings and flawed JSON text into text that every strict reader takes.

package trail

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape returns what the inside of a JSON string means. Without an escape it is the same slice.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	return AppendText(make([]byte, 0, len(b)), b)
}

// AppendText appends to out what the inside of a JSON string (without its quotes) means. Half of a surrogate pair becomes
// U+FFFD; what follows a malformed escape is taken as written.
func AppendText(out, inside []byte) []byte {
	l := lexer{b: inside}
	for i := 0; i < len(inside); {
		at := bytes.IndexByte(inside[i:], '\\')
		if at < 0 {
			return append(out, inside[i:]...)
		}
		out = append(out, inside[i:i+at]...)
		i += at
		n, _, err := l.escape(i)
		if err != nil {
			if _, bad := l.hex4(i); bad != nil || inside[i+1] != 'u' {
				return append(out, inside[i:]...)
			}
			n = len(`\ud800`) // half a pair, with nothing after it that could be the other half
		}
		out = appendEscaped(out, &l, i, n)
		i += n
	}
	return out
}

func appendEscaped(out []byte, l *lexer, i, n int) []byte {
	switch n {
	case 2:
		switch c := l.b[i+1]; c {
		case 'b':
			return append(out, '\b')
		case 'f':
			return append(out, '\f')
		case 'n':
			return append(out, '\n')
		case 'r':
			return append(out, '\r')
		case 't':
			return append(out, '\t')
		default:
			return append(out, c)
		}
	case 12:
		high, _ := l.hex4(i)
		low, _ := l.hex4(i + 6)
		return utf8.AppendRune(out, utf16.DecodeRune(high, low))
	}
	unit, _ := l.hex4(i)
	return utf8.AppendRune(out, unit) // half a pair becomes U+FFFD
}

// repair rewrites a valid but flawed value: bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD, raw
// control characters inside strings become escapes. Everything else stays byte for byte.
func repair(b []byte) []byte {
	const hex = "0123456789abcdef"
	out := make([]byte, 0, len(b)+16)
	l := lexer{b: b}
	inside := false
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c == '"':
			inside = !inside
			out = append(out, c)
			i++
		case inside && c == '\\':
			n, found, err := l.escape(i)
			if err != nil {
				n = 1
			}
			if found&flawSurrogate != 0 {
				out = append(out, `\ufffd`...)
			} else {
				out = append(out, b[i:i+n]...)
			}
			i += n
		case inside && c < 0x20:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			i++
		case c < utf8.RuneSelf:
			out = append(out, c)
			i++
		default:
			r, n := utf8.DecodeRune(b[i:])
			out = utf8.AppendRune(out, r)
			i += n
		}
	}
	return out
}
