// The pen writes SVG. All text goes through it, and none of it is taken for markup.

package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"

	"traillab/analyze/plain"
)

// pen collects the drawing.
type pen struct{ strings.Builder }

// raw writes markup; arguments are numbers, or text that is clean.
func (s *pen) raw(form string, args ...any) { fmt.Fprintf(s, form, args...) }

func (s *pen) rect(class string, x, y, w, h, r int) {
	s.raw("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>\n", clean(class), x, y, w, h, r)
}

// text writes a line. The class says how and, by end and mid, where from.
func (s *pen) text(class string, x, y int, words string) {
	if words != "" {
		s.raw("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", clean(class), x, y, clean(words))
	}
}

// open begins a group that tells more when it is pointed at.
func (s *pen) open(class, told string) {
	s.raw("<g class=\"%s\"><title>%s</title>\n", clean(class), clean(told))
}

func (s *pen) close() { s.raw("</g>\n") }

// clean is text that is safe between tags and between quotation marks. Nobody reads megabytes in a drawing.
func clean(words string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(visible(cut(words)))) // a Builder takes everything
	return b.String()
}

// visible writes out what cannot be seen, or would make text read otherwise than it is stored. Line breaks stay.
func visible(words string) string {
	lines := strings.Split(words, "\n")
	for i := range lines {
		lines[i] = plain.Text(lines[i])
	}
	return strings.Join(lines, "\n")
}

// fit cuts a line that would be wider than its place. A character takes so many pixels, an East Asian one twice that.
func fit(words string, each float64, pixels int) string {
	words = strings.ReplaceAll(visible(cut(words)), "\n", `\n`)
	room, last := float64(pixels), 0
	for i, r := range words {
		w := each
		if r >= 0x1100 {
			w *= 2
		}
		if room -= w; room < 0 {
			return words[:last] + "…"
		}
		if room >= each {
			last = i + utf8.RuneLen(r)
		}
	}
	return words
}
