// Text: a report as a page of a terminal, 80 columns wide. Everything is made visible before it is measured.

package report

import (
	"bufio"
	"strings"
	"unicode/utf8"

	"traillab/analyze/plain"
)

// columns is how wide a page is.
const columns = 80

// textHand writes text.
type textHand struct{ out *bufio.Writer }

func (h *textHand) line(s string) {
	_, _ = h.out.WriteString(strings.TrimRight(s, " ") + "\n") // what goes wrong is told by Flush
}

func (h *textHand) title(s string) {
	s = plain.Text(s)
	h.line(s)
	h.line(strings.Repeat("═", min(width(s), columns)))
}

func (h *textHand) heading(depth int, s string) {
	h.line("")
	s = plain.Text(s)
	if depth > 2 {
		h.line(s)
		return
	}
	h.line(s)
	h.line(strings.Repeat([]string{"═", "─"}[depth-1], min(width(s), columns)))
}

func (h *textHand) prose(s string) {
	for _, l := range wrap(plain.Text(s), columns) {
		h.line(l)
	}
}

func (h *textHand) facts(list [][2]string) {
	widest := 0
	for _, f := range list {
		widest = max(widest, width(f[0]))
	}
	for _, f := range list {
		h.hang(pad(plain.Text(f[0]), widest)+"  ", plain.Text(f[1]))
	}
}

func (h *textHand) items(list []string) {
	for _, s := range list {
		h.hang("- ", plain.Text(s))
	}
}

// hang writes text behind a label, and its further lines below it.
func (h *textHand) hang(label, s string) {
	for i, l := range wrap(s, columns-width(label)) {
		if i > 0 {
			label = strings.Repeat(" ", width(label))
		}
		h.line(label + l)
	}
}

func (h *textHand) command(lines ...string) {
	for _, l := range lines {
		h.line("  $ " + plain.Text(l)) // whole, however long: it is to be copied
	}
}

func (h *textHand) most() bounds {
	return bounds{stretches: 16, events: 40, losses: 12, exhibits: 8, files: 12, loose: 12, timeline: 40, claims: 12, attempts: 12}
}

// table writes columns side by side; those that are too wide share what is left, and their cells go over several lines.
func (h *textHand) table(t *grid) {
	if len(t.rows) > 0 {
		rows := append([][]string{t.columns}, t.rows...)
		for i := range rows {
			cells := make([]string, len(rows[i]))
			for n, s := range rows[i] {
				if cells[n] = plain.Text(s); i == 0 {
					cells[n] = strings.ToUpper(cells[n])
				}
			}
			rows[i] = cells
		}
		widths := share(rows)
		for _, r := range rows {
			h.row(r, widths)
		}
	}
	if t.more != "" {
		h.line(plain.Text(t.more))
	}
}

func (h *textHand) row(cells []string, widths []int) {
	var wrapped [][]string
	tall := 1
	for n, s := range cells {
		wrapped = append(wrapped, wrap(s, widths[n]))
		tall = max(tall, len(wrapped[n]))
	}
	for i := range tall {
		var line strings.Builder
		for n := range cells {
			s := ""
			if i < len(wrapped[n]) {
				s = wrapped[n][i]
			}
			line.WriteString(pad(s, widths[n]) + "  ")
		}
		h.line(line.String())
	}
}

// share gives each column what it needs, and takes from the widest until a line fits.
func share(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for n, s := range r {
			widths[n] = max(widths[n], width(s))
		}
	}
	const least = 8
	for {
		sum, widest := 2*(len(widths)-1), 0
		for n, w := range widths {
			sum += w
			if w > widths[widest] {
				widest = n
			}
		}
		if sum <= columns || widths[widest] <= least {
			return widths
		}
		widths[widest] = max(widths[widest]-(sum-columns), second(widths, widest), least)
		if sum > columns && widths[widest] == second(widths, widest) {
			widths[widest]--
		}
	}
}

// second is the width of the widest column but one.
func second(widths []int, widest int) int {
	most := 0
	for n, w := range widths {
		if n != widest {
			most = max(most, w)
		}
	}
	return most
}

// wrap breaks text into lines at blanks, and words that are longer than a line where it ends. There is always one line.
func wrap(s string, most int) []string {
	most = max(most, 1)
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) <= most:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
		for width(line) > most {
			at := reachOf(line, most)
			lines = append(lines, line[:at])
			line = line[at:]
		}
	}
	return append(lines, line)
}

// reachOf is how many bytes of a text fit, at least one character.
func reachOf(s string, most int) int {
	room := most
	for i, r := range s {
		if room -= cells(r); room < 0 && i > 0 {
			return i
		}
	}
	return len(s)
}

// width is how many cells of a terminal a text takes.
func width(s string) int {
	if plain.Printable(s) {
		return len(s)
	}
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// cells is how many a character takes: wide ones of East Asia two.
func cells(r rune) int {
	switch {
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f,
		r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

func pad(s string, to int) string {
	return s + strings.Repeat(" ", max(to-width(s), 0))
}

// cut shortens a text that is longer than a report has room for, and says how long it was.
func cut(s string) string {
	const most = 2000
	if len(s) <= most {
		return s
	}
	at := most
	for !utf8.RuneStart(s[at]) {
		at--
	}
	return s[:at] + "… (" + size(int64(len(s))) + " in all; the record has it whole)"
}
