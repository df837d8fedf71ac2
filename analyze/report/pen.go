// The pen writes SVG. All text goes through it, and none of it is taken for markup.

package report

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pen collects the drawing.
type pen struct{ strings.Builder }

// raw writes markup; arguments are numbers, or text that is clean.
func (s *pen) raw(form string, args ...any) { fmt.Fprintf(s, form, args...) }

func (s *pen) rect(class string, x, y, w, h, r int) {
	s.raw("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>\n", class, x, y, w, h, r)
}

// text writes a line. The class says how and, by end and mid, where from.
func (s *pen) text(class string, x, y int, words string) {
	if words != "" {
		s.raw("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", class, x, y, clean(words))
	}
}

// open begins a group that tells more when it is pointed at.
func (s *pen) open(class, told string) {
	s.raw("<g class=\"%s\"><title>%s</title>\n", class, clean(told))
}

func (s *pen) close() { s.raw("</g>\n") }

// clean is text that is safe between tags.
func clean(words string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(visible(words))) // a Builder takes everything
	return b.String()
}

// maxMarks is how many combining marks may follow each other; a longer stack paints over other lines.
const maxMarks = 4

// visible writes out what cannot be seen, or would make text read otherwise than it is stored: control characters,
// bidirectional controls, blanks that only look like one (Unicode UAX #9, UTS #39). Line breaks stay.
func visible(words string) string {
	out, marks := make([]byte, 0, len(words)), 0
	for i := 0; i < len(words); {
		r, n := utf8.DecodeRuneInString(words[i:])
		if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		}
		switch {
		case r == utf8.RuneError && n == 1:
			out = append(out, fmt.Sprintf(`\x%02x`, words[i])...)
		case r == '\n':
			out = append(out, '\n')
		case !unicode.IsPrint(r), r == '\u2800', marks > maxMarks, unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			quoted := strconv.QuoteRuneToASCII(r)
			out = append(out, quoted[1:len(quoted)-1]...)
		default:
			out = append(out, words[i:i+n]...)
		}
		i += n
	}
	return string(out)
}

// fit cuts a line that would be wider than its place. A character takes so many pixels, an East Asian one twice that.
func fit(words string, each float64, pixels int) string {
	words = strings.ReplaceAll(visible(words), "\n", `\n`)
	room, cut := float64(pixels), 0
	for i, r := range words {
		w := each
		if r >= 0x1100 {
			w *= 2
		}
		if room -= w; room < 0 {
			return words[:cut] + "…"
		}
		if room >= each {
			cut = i + utf8.RuneLen(r)
		}
	}
	return words
}
