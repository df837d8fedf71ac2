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
type textHand struct {
	out    *bufio.Writer
	parted bool // a list or a table came last: what follows stands apart
}

func (h *textHand) line(s string) {
	_, _ = h.out.WriteString(strings.TrimRight(s, " ") + "\n") // what goes wrong is told by Flush
}

func (h *textHand) title(s string) {
	s = plain.Text(s)
	h.line(s)
	h.line(strings.Repeat("═", min(width(s), columns)))
}

func (h *textHand) heading(depth int, s string) {
	h.parted = false
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
	if h.parted {
		h.line("")
	}
	h.wrapped(s)
}

func (h *textHand) wrapped(s string) {
	h.parted = false
	for _, l := range wrap(plain.Text(s), columns) {
		h.line(l)
	}
}

func (h *textHand) facts(list [][2]string) {
	if h.parted {
		h.line("")
	}
	h.parted = true
	widest := 0
	for _, f := range list {
		widest = max(widest, width(f[0]))
	}
	for _, f := range list {
		h.hang(pad(plain.Text(f[0]), widest)+"  ", plain.Text(f[1]))
	}
}

func (h *textHand) items(list []string) {
	if h.parted {
		h.line("")
	}
	h.parted = true
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

// table writes columns side by side. Where a line has no room for all of them, those that do not fit stand below it, by name.
func (h *textHand) table(t *grid) {
	h.parted = true
	if len(t.rows) > 0 {
		head, rows := make([]string, len(t.columns)), make([][]string, len(t.rows))
		for n, s := range t.columns {
			head[n] = strings.ToUpper(s)
		}
		for i := range t.rows {
			for _, s := range t.rows[i] {
				rows[i] = append(rows[i], plain.Text(s))
			}
		}
		widths, fit := share(append([][]string{head}, rows...))
		h.row(head[:fit], nil, widths)
		for _, r := range rows {
			h.row(r[:fit], under(t.columns[fit:], r[fit:]), widths)
		}
	}
	switch {
	case strings.Contains(t.more, "traillab "): // a command is to be copied
		h.line(plain.Text(t.more))
	case t.more != "":
		h.wrapped(t.more)
	}
}

// row writes a line of cells, and below it what had no room.
func (h *textHand) row(cells, below []string, widths []int) {
	var line strings.Builder
	for n, s := range cells {
		if n == len(cells)-1 {
			h.hang(line.String(), s)
			break
		}
		line.WriteString(pad(s, widths[n]) + "  ")
	}
	if len(below) > 0 {
		h.hang("    ", strings.Join(below, " · "))
	}
}

// under tells cells by the names of their columns; empty ones are left out.
func under(names, cells []string) []string {
	var told []string
	for n, s := range cells {
		if s != "" && s != "-" {
			told = append(told, names[n]+": "+s)
		}
	}
	return told
}

// share gives each column what it needs, and tells how many of them a line has room for, at least one.
func share(rows [][]string) (widths []int, fit int) {
	widths = make([]int, len(rows[0]))
	for _, r := range rows {
		for n, s := range r {
			widths[n] = max(widths[n], width(s))
		}
	}
	sum := 0
	for n, w := range widths {
		if sum += w; sum > columns && n > 0 {
			return widths, n
		}
		sum += 2
	}
	return widths, len(widths)
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
	return s[:at] + marked(s)
}

// marked is the mark of a text that is cut: its own, where it was cut before.
func marked(s string) string {
	if at := strings.LastIndex(s, "… ("); at >= 0 && strings.HasSuffix(s, remainder) {
		return s[at:]
	}
	return "… (" + size(int64(len(s))) + remainder
}
