// Markdown: a report as a ticket takes it. Ids, names and commands stand in code, where nothing of them is markup, a link or somebody
// who is told; sentences, which quote them, are escaped.

package report

import (
	"bufio"
	"strings"
	"unicode"
	"unicode/utf8"

	"traillab/analyze/plain"
)

// markdownHand writes Markdown as GitHub has it.
type markdownHand struct{ out *bufio.Writer }

func (h *markdownHand) line(s string) { _, _ = h.out.WriteString(s + "\n") } // what goes wrong is told by Flush

func (h *markdownHand) title(s string) { h.line("# " + sober(s)) }

func (h *markdownHand) heading(depth int, s string) {
	h.line("")
	h.line(strings.Repeat("#", depth+1) + " " + sober(s))
}

func (h *markdownHand) prose(s string) {
	h.line("")
	h.line(sober(s))
}

func (h *markdownHand) facts(list [][2]string) {
	h.line("")
	for _, f := range list {
		h.line("- " + sober(f[0]) + ": " + code(f[1]))
	}
}

func (h *markdownHand) items(list []string) {
	h.line("")
	for _, s := range list {
		h.line("- " + sober(s))
	}
}

func (h *markdownHand) command(lines ...string) {
	fence := "```"
	for _, l := range lines {
		for strings.Contains(l, fence) {
			fence += "`"
		}
	}
	h.line("")
	h.line(fence + "sh")
	for _, l := range lines {
		h.line(plain.Text(l))
	}
	h.line(fence)
}

func (h *markdownHand) most() bounds {
	return bounds{stretches: 50, events: 100, losses: 40, exhibits: 20, files: 30, loose: 30, timeline: 100, claims: 40, attempts: 30}
}

func (h *markdownHand) table(t *grid) {
	if len(t.rows) > 0 {
		h.line("")
		h.row(t.columns, sober)
		h.line("|" + strings.Repeat(" --- |", len(t.columns)))
		for _, r := range t.rows {
			h.row(r, code)
		}
	}
	if t.more != "" {
		h.prose(t.more)
	}
}

func (h *markdownHand) row(cells []string, form func(string) string) {
	var line strings.Builder
	line.WriteByte('|')
	for _, s := range cells {
		line.WriteString(" " + form(s) + " |")
	}
	h.line(line.String())
}

// code is text in which nothing is markup: in backticks, more of them than the text has. A pipe would end a cell of a table whatever
// stands around it, so that a text with one is told by entities.
func code(s string) string {
	s = plain.Text(s)
	switch {
	case s == "":
		return ""
	case strings.Contains(s, "|"):
		return "<code>" + plain.Markdown(s) + "</code>"
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// sober is text in which nobody is named and no issue is meant: where @ or # begins a word that a tracker would follow, a comment
// that is not shown stands between. A line that would begin a list or a heading does not.
func sober(s string) string {
	escaped := plain.Markdown(s)
	var out strings.Builder
	for i, r := range escaped {
		out.WriteRune(r)
		if (r == '@' || r == '#') && !strings.HasSuffix(escaped[:i], "&") && begins(escaped[i+1:]) {
			out.WriteString("<!-- -->")
		}
	}
	text := out.String()
	number := strings.TrimLeft(text, "0123456789")
	switch {
	case strings.IndexAny(text, "#-+=") == 0:
		return `\` + text
	case len(number) < len(text) && strings.IndexAny(number, ".)") == 0:
		return text[:len(text)-len(number)] + `\` + number
	}
	return text
}

// begins reports whether a text begins with a word.
func begins(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
