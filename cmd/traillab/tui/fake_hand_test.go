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
	held     [][]any
	parts    int
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

func (d *desktop) Peek(ctx context.Context, query string, _ int, head func([]string), row func([]any) bool) error {
	return d.Ask(ctx, query, head, row)
}

// Hold holds what Ask answers, the other way round, as one may who was given no order.
func (d *desktop) Hold(ctx context.Context, query string) (int64, error) {
	if strings.Contains(query, "heavy") {
		return 0, errors.New("the question needs more than it may take\x1b[2J")
	}
	d.held = nil
	err := d.Ask(ctx, query, func([]string) {}, func(cells []any) bool {
		d.held = append(d.held, cells)
		return true
	})
	slices.Reverse(d.held)
	return int64(len(d.held)), err
}

func (d *desktop) Part(_ context.Context, _ string, from, n int64, row func([]any) bool) error {
	d.parts++
	for _, cells := range d.held[from:min(int(from+n), len(d.held))] {
		if !row(cells) {
			break
		}
	}
	return d.complain
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
