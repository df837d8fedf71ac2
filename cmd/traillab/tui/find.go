// Finding: from row to row that says something, in a list that stays as long as it is. A list that is here is looked through; of a
// timeline the case is asked for the next event, however many lie between.

package tui

import (
	"fmt"
	"strings"
)

// finding are the keys that find rows of a list that is here.
func (t *table) finding(row func(i int) []cell) []binding {
	return findings(t, func(by int) intent { return t.seek(by, row) })
}

// findings are the keys that find, by what goes to the next row.
func findings(t *table, seek func(by int) intent) []binding {
	return []binding{
		{[]string{"f"}, "", "find: go to the next row that says something, without narrowing the list", func() intent {
			return intent{input: &prompt{label: "find", editor: newEditor(t.sought), done: func(text string) intent {
				t.sought = strings.TrimSpace(text)
				return seek(1)
			}}}
		}},
		{[]string{"n"}, "", "to the next row that says it; where nothing was looked for, that has the value under the cursor", func() intent { return seek(1) }},
		{[]string{"N"}, "", "to the row before that says it", func() intent { return seek(-1) }},
	}
}

// seek moves to the next row, by 1 down and by -1 up, that says what is sought, beginning again at the other end.
func (t *table) seek(by int, row func(i int) []cell) intent {
	if t.rows == 0 {
		return intent{say: "there are no rows to look through"}
	}
	says, want := contains, t.sought
	if want == "" {
		column := t.column
		want = row(t.chosen())[column].text
		says = func(cells []cell, want string) bool { return cells[column].text == want }
	}
	for n := 1; n <= t.rows; n++ {
		at := ((t.at+by*n)%t.rows + t.rows) % t.rows
		if !says(row(t.index(at)), want) {
			continue
		}
		said := ""
		switch {
		case at == t.at:
			said = fmt.Sprintf("no other row says %q", want)
		case at < t.at && by > 0:
			said = "from the first row on"
		case at > t.at && by < 0:
			said = "from the last row on"
		}
		t.move(at - t.at)
		return intent{say: said}
	}
	return intent{say: fmt.Sprintf("no row says %q", want)}
}

// contains reports whether a cell has the words, in whatever case.
func contains(cells []cell, want string) bool {
	want = strings.ToLower(want)
	for _, c := range cells {
		if strings.Contains(strings.ToLower(c.text), want) || strings.Contains(strings.ToLower(c.value), want) {
			return true
		}
	}
	return false
}
