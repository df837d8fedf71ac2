// The debrief as people read it: on a screen and in the file that is kept the same.

package drill

import (
	"fmt"
	"io"
	"strings"
	"time"

	"traillab/analyze/plain"
)

// Write writes the debrief as Markdown. What a trainee answered and what the log tells may be anything, and is shown as it is.
func (b *Debrief) Write(w io.Writer) error {
	var p page
	p.text("# Debrief: %s\n\n%s. %d of %d points.\n", plain.Markdown(b.Title), verdict(b.Report.Passed), b.Report.Score.Points, b.Report.Score.Of)
	p.table([]string{"", ""}, [][]string{
		{"harm began", clock(b.Struck)}, {"you took over", clock(b.Began)}, {"noticed", after(b.Struck, b.Noted)}, {"repaired", b.repaired()},
	})
	var rows [][]string
	for _, m := range b.Report.Checks {
		rows = append(rows, []string{m.ID, fmt.Sprintf("%d/%d", m.Points, m.Of), m.Why})
	}
	p.section("Points", []string{"goal", "points", "why"}, rows)
	rows = nil
	for _, k := range b.Key {
		rows = append(rows, []string{k.Goal, k.Question, k.Given, k.Right})
	}
	p.section("Answers", []string{"goal", "question", "yours", "right"}, rows)
	rows = nil
	for i := range b.Deeds {
		rows = append(rows, b.Deeds[i].row())
	}
	p.section("Attack and response", []string{"time (UTC)", "attack", "response", "effect"}, rows)
	if len(b.Better) > 0 {
		p.text("\n## What a better answer would have been\n\n")
	}
	for i, step := range b.Better {
		p.text("%d. %s\n", i+1, plain.Markdown(step))
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// repaired says when and by whom, where it was not the trainee.
func (b *Debrief) repaired() string {
	switch {
	case b.Healed == nil:
		return after(b.Struck, b.Mended)
	case b.Healed.Before(b.Began):
		return after(b.Struck, b.Healed) + ", by the story itself, before you took over"
	}
	return after(b.Struck, b.Healed) + ", by the trainer"
}

// row is a deed in the column of who did it.
func (d *Deed) row() []string {
	call := d.Call
	if d.Refused != "" {
		call += " (refused: " + d.Refused + ")"
	}
	effect := strings.Join(d.Effect, "; ")
	if d.Who == trainee {
		return []string{clock(d.At), "", call, effect}
	}
	return []string{clock(d.At), d.Who + ": " + call, "", effect}
}

// page is Markdown that is being written.
type page struct{ strings.Builder }

func (p *page) text(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// section is a table under a heading, left out where it has no rows.
func (p *page) section(title string, head []string, rows [][]string) {
	if len(rows) > 0 {
		p.text("\n## %s\n", title)
		p.table(head, rows)
	}
}

// table writes rows, whose cells are anybody's text.
func (p *page) table(head []string, rows [][]string) {
	p.text("\n| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = plain.Markdown(cell)
		}
		p.text("| %s |\n", strings.Join(cells, " | "))
	}
}

func verdict(passed bool) string {
	if passed {
		return "Passed"
	}
	return "Not passed"
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

func after(from time.Time, t *time.Time) string {
	if t == nil {
		return "no"
	}
	if from.IsZero() {
		return clock(*t)
	}
	return fmt.Sprintf("%s, %s after", clock(*t), t.Sub(from).Round(time.Second))
}
