// Tables: aligned columns for people, by the width that characters have on a terminal and not by their number.

package listing

import (
	"bufio"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"traillab/analyze/plain"
)

const (
	lookAhead      = 200     // rows that are looked at before the widths are chosen
	lookAheadBytes = 1 << 20 // or so much text, whichever comes first
	leastWide      = 8       // a Wide column is cut to no less
	gap            = "  "

	bold, usual = "\x1b[1m", "\x1b[0m" // how terminals are told
)

// table writes rows as aligned columns. The first rows choose the widths; then rows stream. A later cell that is longer is
// cut on a terminal if its column is Wide, and otherwise pushes the rest of its line to the right.
type table struct {
	out    *bufio.Writer
	cols   []Column
	o      Options
	ahead  [][]string
	held   int   // bytes of text in ahead
	widths []int // nil until they are chosen
}

func (t *table) row(cells []any) error {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = Safe(text(c, t.o.Zone, ", "))
	}
	if t.widths != nil {
		return t.line(texts)
	}
	t.ahead = append(t.ahead, texts)
	for _, s := range texts {
		t.held += len(s)
	}
	if len(t.ahead) < lookAhead && t.held < lookAheadBytes {
		return nil
	}
	return t.begin()
}

// close writes a short table. An empty one writes nothing: the command says in a sentence what was not found.
func (t *table) close() error {
	if t.widths != nil || len(t.ahead) == 0 {
		return nil
	}
	return t.begin()
}

// begin chooses the widths, writes the header and the rows held back.
func (t *table) begin() error {
	heads := make([]string, len(t.cols))
	for i, c := range t.cols {
		heads[i] = strings.ToUpper(Safe(c.Header))
	}
	t.choose(heads)
	header := t.layout(heads)
	if t.o.Color {
		header = bold + header + usual
	}
	if _, err := t.out.WriteString(header + "\n"); err != nil {
		return err
	}
	for _, texts := range t.ahead {
		if err := t.line(texts); err != nil {
			return err
		}
	}
	t.ahead = nil
	return nil
}

// choose gives each column the width of its longest cell and then, on a terminal too narrow for all of them, takes from
// the widest of the Wide columns until the line fits or nothing more may be cut.
func (t *table) choose(heads []string) {
	t.widths = make([]int, len(t.cols))
	least := make([]int, len(t.cols))
	excess := len(gap)*(len(t.cols)-1) - t.o.Width
	for i, head := range heads {
		t.widths[i] = width(head)
		least[i] = max(t.widths[i], leastWide)
		for _, texts := range t.ahead {
			t.widths[i] = max(t.widths[i], width(texts[i]))
		}
		if t.cuts(i) {
			t.widths[i] = min(t.widths[i], max(t.o.Width, least[i]))
		}
		excess += t.widths[i]
	}
	for ; excess > 0; excess-- {
		widest := -1
		for i, w := range t.widths {
			if t.cuts(i) && w > least[i] && (widest < 0 || w > t.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		t.widths[widest]--
	}
}

// cuts reports whether cells of a column may be cut off where this table goes.
func (t *table) cuts(column int) bool {
	return t.o.Terminal && t.o.Width > 0 && t.cols[column].Wide
}

func (t *table) line(texts []string) error {
	_, err := t.out.WriteString(t.layout(texts) + "\n")
	return err
}

// layout puts cells beside each other. Blanks at the end of a line say nothing and are left out.
func (t *table) layout(texts []string) string {
	var line strings.Builder
	for i, s := range texts {
		if i > 0 {
			line.WriteString(gap)
		}
		w := width(s)
		if w > t.widths[i] && t.cuts(i) {
			s = displaywidth.TruncateString(s, t.widths[i], "…")
			w = width(s)
		}
		pad := strings.Repeat(" ", max(0, t.widths[i]-w))
		if t.cols[i].Right {
			line.WriteString(pad + s)
		} else {
			line.WriteString(s + pad)
		}
	}
	return strings.TrimRight(line.String(), " ")
}

// width is the number of terminal cells that safe text takes: two for wide East Asian characters and emoji, none for
// combining marks.
func width(s string) int {
	if plain.Printable(s) {
		return len(s)
	}
	return displaywidth.String(s)
}
