// Markdown: a GitHub pipe table in which a cell is only ever text.

package listing

import (
	"bufio"
	"strings"
	"time"

	"traillab/analyze/plain"
)

// markdown writes rows as a pipe table.
type markdown struct {
	out   *bufio.Writer
	cols  []Column
	zone  *time.Location
	begun bool
}

func (m *markdown) row(cells []any) error {
	if err := m.heading(); err != nil {
		return err
	}
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = text(c, m.zone, ", ")
	}
	return m.line(texts)
}

// close writes the heading of a listing without rows too: a document shows that there were none.
func (m *markdown) close() error { return m.heading() }

func (m *markdown) heading() error {
	if m.begun {
		return nil
	}
	m.begun = true
	heads, rule := make([]string, len(m.cols)), "|"
	for i, c := range m.cols {
		heads[i] = c.Header
		if c.Right {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	if err := m.line(heads); err != nil {
		return err
	}
	_, err := m.out.WriteString(rule + "\n")
	return err
}

func (m *markdown) line(texts []string) error {
	var line strings.Builder
	line.WriteByte('|')
	for _, s := range texts {
		line.WriteByte(' ')
		line.WriteString(plain.Markdown(s))
		line.WriteString(" |")
	}
	line.WriteByte('\n')
	_, err := m.out.WriteString(line.String())
	return err
}
