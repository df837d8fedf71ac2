// Sorting: a list in the order of a column. Only lists can be sorted; a window has the order of time.

package tui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// chosen is the row under the cursor, as the list has it.
func (t *table) chosen() int { return t.index(t.at) }

// index is the row of the list that stands at a place of the table.
func (t *table) index(at int) int {
	if at < 0 || at >= len(t.order) {
		return at
	}
	return t.order[at]
}

// arrange sorts by the column under the cursor, the other way round with down. The row under the cursor keeps it.
func (t *table) arrange(down bool, row func(i int) []cell) {
	was := t.chosen()
	key := make([]string, t.rows)
	order := make([]int, t.rows)
	for i := range order {
		order[i], key[i] = i, row(i)[t.column].text
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if down {
			a, b = b, a
		}
		return compareCells(key[a], key[b])
	})
	t.order = order
	t.at = max(0, slices.Index(order, was))
	t.settle()
}

// compareCells compares numbers as numbers, and all else as text without regard to case; numbers come first.
func compareCells(a, b string) int {
	n, noNumber := strconv.ParseInt(strings.ReplaceAll(a, " ", ""), 10, 64)
	m, nor := strconv.ParseInt(strings.ReplaceAll(b, " ", ""), 10, 64)
	switch {
	case noNumber == nil && nor == nil:
		return cmp.Compare(n, m)
	case noNumber == nil:
		return -1
	case nor == nil:
		return 1
	}
	return cmp.Compare(strings.ToLower(a), strings.ToLower(b))
}

// listed are the keys of a list that is here, sorting and finding among them.
func (t *table) listed(row func(i int) []cell) []binding {
	return append(append(t.sorting(row), t.finding(row)...), t.bindings()...)
}

// sorting are the keys that sort a list.
func (t *table) sorting(row func(i int) []cell) []binding {
	by := func(down bool) func() intent {
		return func() intent {
			if t.rows > 0 {
				t.arrange(down, row)
			}
			return intent{}
		}
	}
	return []binding{
		{[]string{"s"}, "sort", "sort by the column under the cursor", by(false)},
		{[]string{"S"}, "", "sort by it the other way round", by(true)},
	}
}
