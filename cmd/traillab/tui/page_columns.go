// Columns: which columns a list shows. It stays that way until the page of the list is left for good.

package tui

import "maps"

// columns is the page of those of one list.
type columns struct {
	of    *table
	table table
	w     int
}

func newColumns(of *table) page {
	c := &columns{of: of}
	c.table.columns = []column{{name: "shown", least: 7, most: 7}, {name: "column", least: 24, most: 48}, {name: "filter by it as", least: 16, most: 24}}
	c.table.grow(len(of.columns))
	c.table.at = of.column
	return c
}

func (c *columns) title() string           { return "Columns" }
func (c *columns) ask() []question         { return nil }
func (c *columns) take(string, any, error) {}

func (c *columns) resize(w, h int) {
	c.w = w
	c.table.resize(h - 2)
}

func (c *columns) bindings() []binding {
	own := []binding{
		{[]string{"space", "enter"}, "show/hide", "show the column or hide it; the first is always shown", c.turn},
		{[]string{"a"}, "all", "show all columns, or the first alone and that under the cursor", c.all},
		{[]string{"c"}, "done", "back to the list", func() intent { return intent{back: true} }},
	}
	return append(own, c.table.bindings()...)
}

// turn shows the column under the cursor, or hides it.
func (c *columns) turn() intent {
	at := c.table.at
	if at == 0 {
		return intent{say: "the first column is always shown: rows are known by it"}
	}
	c.of.show(at, c.of.hidden[at])
	return intent{}
}

func (c *columns) all() intent {
	show := len(c.of.hidden) > 0
	for i := 1; i < len(c.of.columns); i++ {
		c.of.show(i, show || i == c.table.at)
	}
	return intent{}
}

// show shows a column or hides it. A copy of the table keeps what it had.
func (t *table) show(at int, is bool) {
	hidden := maps.Clone(t.hidden)
	if hidden == nil {
		hidden = map[int]bool{}
	}
	if delete(hidden, at); !is {
		hidden[at] = true
	}
	if t.hidden = hidden; hidden[t.column] {
		t.column = 0
	}
}

func (c *columns) scroll(by int) { c.table.move(by) }

func (c *columns) click(x, y int, again bool) intent {
	if c.table.press(x, y-2, c.w) && again {
		return c.turn()
	}
	return intent{}
}

func (c *columns) render(v view) []line {
	lead := told(toneFaint, "%d of %d columns are shown. Exports have all of them.", len(c.of.visible()), len(c.of.columns))
	return append([]line{lead, {}}, c.table.render(v.w, func(i int) []cell {
		sign, tone := "yes", tonePlain
		if i > 0 && c.of.hidden[i] {
			sign, tone = "no", toneFaint
		}
		return []cell{{tone: tone, text: sign}, {tone: tone, text: c.of.columns[i].name}, {tone: toneFaint, text: c.of.columns[i].field}}
	})...)
}
