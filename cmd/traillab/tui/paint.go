// Painting: from spans of text to what a terminal is sent. This is the only place that writes escape sequences, and every text
// passes listing.Safe on its way: a control, ANSI, OSC or bidi character of a log becomes a visible escape whatever a page does.

package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"traillab/cmd/traillab/listing"
)

// span is text of one tone.
type span struct {
	tone tone
	text string
}

// line is a line of the screen. The chosen one is the row under the cursor.
type line struct {
	spans  []span
	chosen bool
}

// add puts more text behind a line.
func (l line) add(t tone, text string) line {
	l.spans = append(l.spans[:len(l.spans):len(l.spans)], span{t, text})
	return l
}

// addf is add with a format.
func (l line) addf(t tone, format string, args ...any) line {
	return l.add(t, fmt.Sprintf(format, args...))
}

// told is a line of one tone.
func told(t tone, format string, args ...any) line { return line{}.addf(t, format, args...) }

// width is how many cells a line takes.
func (l line) width() int {
	n := 0
	for _, s := range l.spans {
		n += width(s.text)
	}
	return n
}

// width is how many cells a text takes once it is harmless.
func width(s string) int { return ansi.StringWidth(listing.Safe(s)) }

// fit cuts a text to w cells, with an ellipsis where something is cut off, and fills it up with blanks.
func fit(s string, w int, right bool) string {
	if w <= 0 {
		return ""
	}
	s = ansi.Truncate(listing.Safe(s), w, "…")
	blank := strings.Repeat(" ", max(0, w-ansi.StringWidth(s)))
	if right {
		return blank + s
	}
	return s + blank
}

// ending cuts a text to w cells from its beginning: of the path of a log file the end tells the account, the region and the time.
func ending(s string, w int) string {
	s = listing.Safe(s)
	if over := ansi.StringWidth(s) - w; over > 0 && w > 1 {
		return ansi.TruncateLeft(s, over+1, "…")
	}
	return s
}

// wrap breaks a text into lines of at most w cells, between words where it can.
func wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	return strings.Split(ansi.Wrap(listing.Safe(s), w, ""), "\n")
}

// paint makes one line of exactly w cells.
func (th *theme) paint(l line, w int) string {
	var out strings.Builder
	left := w
	for _, s := range l.spans {
		if left <= 0 {
			break
		}
		text := listing.Safe(s.text)
		if ansi.StringWidth(text) > left {
			text = ansi.Truncate(text, left, "…")
		}
		left -= ansi.StringWidth(text)
		out.WriteString(th.style(s.tone, l.chosen).Styled(text))
	}
	if left > 0 {
		out.WriteString(th.style(tonePlain, l.chosen).Styled(strings.Repeat(" ", left)))
	}
	return out.String()
}

// style is that of a tone, in the row under the cursor or outside of it.
func (th *theme) style(t tone, chosen bool) ansi.Style {
	if !chosen {
		return th.styles[t]
	}
	if t == toneCell {
		return append(append(ansi.Style{}, th.cursor...), th.styles[t]...)
	}
	return th.cursor
}
