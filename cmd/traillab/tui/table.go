// Tables: rows of cells under headings, with a cursor on one cell. A table knows how many rows there are and nothing of where they
// come from; a list hands them in whole, a window hands in what it has.

package tui

import (
	"slices"
	"strings"
)

// column is one column. Its width lies between least and most; what is left over goes to the columns in turn.
type column struct {
	name        string
	field       string // as filters call it; empty where one cannot filter by it
	least, most int
	right       bool
}

// cell is the text of a row in a column. value is what is copied or filtered by; empty is the text.
type cell struct {
	tone  tone
	text  string
	value string
}

// table is the state of one: the row at the top, the row and column under the cursor, and how many rows fit.
type table struct {
	columns    []column
	at, top    int
	column     int
	rows, high int   // how many rows there are, and how many fit
	order      []int // of the rows, once they were sorted

	hidden map[int]bool        // columns that are not shown
	key    func(at int) string // what the row at a place is known by, where that is not its place in the list
	marks  marks
	sought string // what is looked for in the rows
}

// resize says how many rows fit under the heading, for h lines.
func (t *table) resize(h int) {
	t.high = max(1, h-1)
	t.settle()
}

// grow says how many rows there are.
func (t *table) grow(n int) {
	t.rows, t.order = n, nil
	if t.key == nil { // another list
		t.marks = marks{}
	}
	t.settle()
}

// move moves the cursor by some rows.
func (t *table) move(by int) {
	t.at += by
	t.settle()
}

// settle keeps the cursor on a row and on the screen.
func (t *table) settle() {
	t.at = max(0, min(t.at, t.rows-1))
	t.top = max(0, min(t.top, t.rows-t.high))
	if t.at < t.top {
		t.top = t.at
	}
	if t.high > 0 && t.at >= t.top+t.high {
		t.top = t.at - t.high + 1
	}
}

// aside moves the cursor by some columns.
func (t *table) aside(by int) {
	seen := t.visible()
	t.column = seen[max(0, min(slices.Index(seen, t.column)+by, len(seen)-1))]
}

// visible are the columns that are shown. The first always is.
func (t *table) visible() []int {
	var out []int
	for i := range t.columns {
		if i == 0 || !t.hidden[i] {
			out = append(out, i)
		}
	}
	return out
}

// press puts the cursor where the mouse is, in lines from the table's heading; false where there is no row.
func (t *table) press(x, y, w int) bool {
	at := t.top + y - 1
	if y < 1 || y > t.high || at >= t.rows {
		return false
	}
	t.at = at
	from := 2
	for _, c := range t.fitting(w) {
		if x >= from && x < from+c.wide+1 {
			t.column = c.index
		}
		from += c.wide + 1
	}
	return true
}

// bindings are the keys that move in a table.
func (t *table) bindings() []binding {
	by := func(n func() int) func() intent {
		return func() intent {
			t.move(n())
			return intent{}
		}
	}
	return []binding{
		{[]string{"down", "j"}, "", "one row down", by(func() int { return 1 })},
		{[]string{"up", "k"}, "", "one row up", by(func() int { return -1 })},
		{[]string{"pgdown", "ctrl+f"}, "", "one page down", by(func() int { return t.high })},
		{[]string{"pgup", "ctrl+b"}, "", "one page up", by(func() int { return -t.high })},
		{[]string{"ctrl+d"}, "", "half a page down", by(func() int { return t.high / 2 })},
		{[]string{"ctrl+u"}, "", "half a page up", by(func() int { return -t.high / 2 })},
		{[]string{"g", "home"}, "", "to the first row", by(func() int { return -t.at })},
		{[]string{"G", "end"}, "", "to the last row", by(func() int { return t.rows })},
		{[]string{"left", "h"}, "", "one column to the left", func() intent { t.aside(-1); return intent{} }},
		{[]string{"right", "l"}, "", "one column to the right", func() intent { t.aside(1); return intent{} }},
		{[]string{"c"}, "", "choose the columns", func() intent { return intent{open: newColumns(t)} }},
	}
}

// fitted is a column as it is drawn.
type fitted struct{ index, wide int }

// fitting says which columns are drawn in w cells, and how wide. The first always is; of the others those up to the one under the
// cursor, as many as fit.
func (t *table) fitting(w int) []fitted {
	w -= 2 // the signs of cursor and mark
	seen := t.visible()
	for left := 1; ; left++ {
		out, room := []fitted{{0, min(t.columns[0].least, w)}}, w-t.columns[0].least-1
		for _, i := range seen[min(left, len(seen)):] {
			if t.columns[i].least > room {
				break
			}
			out, room = append(out, fitted{i, t.columns[i].least}), room-t.columns[i].least-1
		}
		if last := out[len(out)-1].index; t.column > last && left < slices.Index(seen, t.column) {
			continue
		}
		room++ // the last column has no blank behind it
		for i := range out {
			more := min(room, t.columns[out[i].index].most-out[i].wide)
			if more > 0 {
				out[i].wide, room = out[i].wide+more, room-more
			}
		}
		return out
	}
}

// render draws the heading and the rows that are on the screen.
func (t *table) render(w int, row func(i int) []cell) []line {
	fits := t.fitting(w)
	head := told(tonePlain, "  ")
	for n, f := range fits {
		c := t.columns[f.index]
		name := c.name
		if f.index == t.column {
			name = "▸" + name
		}
		if n == len(fits)-1 && f.index < t.lastColumn() {
			name += " …→" // there are more columns
		}
		text := fit(name, f.wide, c.right)
		head = head.add(toneHead, strings.TrimRight(text, " ")).add(tonePlain, strings.Repeat(" ", len(text)-len(strings.TrimRight(text, " "))+1))
	}
	out := []line{head}
	for i := t.top; i < min(t.rows, t.top+t.high); i++ {
		l := told(tonePlain, "  ")
		if i == t.at {
			l = line{chosen: true}.add(tonePlain, "▸ ")
		}
		if len(t.marks.rows) > 0 && t.marks.at[t.keyed(i)] {
			l = line{chosen: i == t.at}.add(tonePlain, l.spans[0].text[:len(l.spans[0].text)-1]).add(toneKey, "•")
		}
		cells := row(t.index(i))
		for _, f := range fits {
			c := cells[f.index]
			tone := c.tone
			if i == t.at && f.index == t.column {
				tone = toneCell
			}
			l = l.add(tone, fit(c.text, f.wide, t.columns[f.index].right)).add(tonePlain, " ")
		}
		out = append(out, l)
	}
	return out
}

// lastColumn is the last that is shown.
func (t *table) lastColumn() int {
	seen := t.visible()
	return seen[len(seen)-1]
}

// under is the field and the value of the cell under the cursor.
func (t *table) under(row func(i int) []cell) (field, value string) {
	if t.rows == 0 {
		return "", ""
	}
	c := row(t.chosen())[t.column]
	if c.value == "" {
		return t.columns[t.column].field, c.text
	}
	return t.columns[t.column].field, c.value
}
