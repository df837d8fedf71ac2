// What the fake case lets its user do.

package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// desktop keeps what is written, on nothing.
type desktop struct {
	before   []string
	notes    []Note
	files    map[string][][]any
	asked    int
	complain error
}

func (d *desktop) Ask(_ context.Context, query string, head func([]string), row func([]any) bool) error {
	d.asked++
	switch {
	case strings.Contains(query, "mistake"):
		return errors.New("sql: Parser Error: syntax error at or near \"mistake\"\x1b[2J")
	case strings.Contains(query, "nothing"):
		head([]string{"event_id"})
		return nil
	case strings.Contains(query, "many"):
		head([]string{"n"})
		for i := range 6000 {
			if !row([]any{int64(i)}) {
				return nil
			}
		}
		return nil
	case strings.Contains(query, "event_id"):
		head([]string{"event_time", "event_id"})
		row([]any{noon, "0f8fad5b-d9cb-469f-a165-000000000001"})
		return nil
	}
	head([]string{"event_name", "count_star()", "evil"})
	row([]any{"DetachInternetGateway", int64(13), "\x1b]0;x\x07\u202e"})
	row([]any{"DescribeVpcs", int64(1), nil})
	row([]any{"RunInstances", int64(1), map[string]any{"a": []any{"b", 1}}})
	return nil
}

func (d *desktop) History(context.Context) ([]string, error) {
	return []string{"SELECT 1", "SELECT 2"}, nil
}

func (d *desktop) Remember(_ context.Context, query string) error {
	d.before = append(d.before, query)
	return d.complain
}

func (d *desktop) Notes(context.Context) ([]Note, error) { return slices.Clone(d.notes), d.complain }

func (d *desktop) Note(_ context.Context, about, text string) error {
	d.notes = append(d.notes, Note{About: about, Time: noon.Add(time.Hour), Author: "al\x1b[2Jice", Text: text})
	return d.complain
}

func (d *desktop) Bookmark(_ context.Context, about string) (bool, error) {
	n := len(d.notes)
	d.notes = slices.DeleteFunc(d.notes, func(n Note) bool { return n.About == about && n.Text == "" })
	if len(d.notes) < n {
		return false, d.complain
	}
	d.notes = append(d.notes, Note{About: about, Time: noon, Author: "alice"})
	return true, d.complain
}

func (d *desktop) Export(_ context.Context, path string, b Book) (int64, error) {
	var rows [][]any
	for row, err := range b.Rows {
		if err != nil {
			return 0, err
		}
		if len(row) != len(b.Columns) {
			return 0, errors.New("a row has other cells than the table columns")
		}
		rows = append(rows, row)
	}
	d.files[path] = rows
	return int64(len(rows)), d.complain
}

// handy adds the doors of what the user of a case does.
func (p *paper) handy(d Doors) (Doors, *desktop) {
	h := &desktop{files: map[string][][]any{}}
	d.Asker, d.Notebook, d.Exporter = h, h, h
	return d, h
}
