// Package plain makes text of strangers harmless: what a log says may reach a terminal, a page, a spreadsheet or a ticket only
// as characters that stand still and can be seen.
//
// An attacker chooses user agents, session names, tags and most of an error message. Control characters and ANSI or OSC
// sequences in them would move the cursor, set the clipboard or hide a row; bidirectional controls would make a line read
// differently than it is stored (CVE-2021-42574, "Trojan Source"); zero-width and tag characters make two different names
// look alike or carry text that nobody sees. All of them are written out as visible escapes.
//
// Sources: Unicode UAX #9 (bidirectional controls), UTR #36 and UTS #39 (security), UAX #44 (general categories and
// Default_Ignorable_Code_Point), ECMA-48 (C0, C1 and their sequences).
package plain

import (
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow each other. Living scripts stay below it; a longer stack paints over
// the rows above and below.
const maxMarks = 4

// Text returns s with everything that could act on a terminal, or not be seen on it, as a visible escape in Go's notation:
// \n, \x1b, \u202e, \U000e0041; a byte that is no UTF-8 as \xff. What is harmless stays as it is, so Text(Text(s)) is
// Text(s). A backslash of the log's own stays single: the exact text is in the JSON formats.
//
// Letters that run from right to left (Hebrew, Arabic) are names like any others and stay; a terminal that reorders them
// does so within their run.
func Text(s string) string {
	if Printable(s) {
		return s
	}
	out := make([]byte, 0, len(s)+16)
	marks := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == utf8.RuneError && n == 1, hidden(r) && r < utf8.RuneSelf && !unicode.IsSpace(r):
			out = append(out, '\\', 'x', hex[s[i]>>4], hex[s[i]&15])
		case hidden(r) || marks > maxMarks:
			quoted := strconv.QuoteRuneToASCII(r)
			out = append(out, quoted[1:len(quoted)-1]...)
		default:
			out = append(out, s[i:i+n]...)
		}
		i += n
	}
	return string(out)
}

const hex = "0123456789abcdef"

// hidden reports whether a character moves, reorders or breaks text or cannot be seen in it: everything Unicode does not
// count as a letter, mark, number, sign or plain blank (so all of Cc, Cf, Zl, Zp, private and unassigned ones, and blanks
// that only look like one), and the marks, letters and signs that are drawn as nothing.
func hidden(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || r == 0x7f
	}
	const brailleBlank = '\u2800'
	return !unicode.IsPrint(r) || r == brailleBlank ||
		unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// Printable reports whether s is printable ASCII, as almost all of a log is.
func Printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// AppendVisible adds s to out with hidden characters in JSON's notation (\n, \u001b, \ud83d\ude00) and U+FFFD for each
// byte that is no UTF-8. With quote, " and \ are escaped too: the inside of a JSON string that means the same as s.
func AppendVisible[T string | []byte](out []byte, s T, quote bool) []byte {
	from := 0
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f && (!quote || c != '"' && c != '\\') {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		if quote && (r == '"' || r == '\\') {
			out = append(append(out, s[from:i]...), '\\', byte(r))
			from = i + n
		} else if r == utf8.RuneError && n == 1 || hidden(r) {
			out = appendEscape(append(out, s[from:i]...), r)
			from = i + n
		}
		i += n
	}
	return append(out, s[from:]...)
}

// appendEscape adds one character as a JSON escape; U+FFFD, which stands for broken bytes, as itself.
func appendEscape(out []byte, r rune) []byte {
	switch {
	case r == utf8.RuneError:
		return utf8.AppendRune(out, r)
	case r == '\n':
		return append(out, `\n`...)
	case r == '\r':
		return append(out, `\r`...)
	case r == '\t':
		return append(out, `\t`...)
	case r > 0xffff:
		high, low := utf16.EncodeRune(r)
		return appendEscape(appendEscape(out, high), low)
	}
	return append(out, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
