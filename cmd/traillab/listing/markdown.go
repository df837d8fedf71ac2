// Markdown: a GitHub pipe table in which a cell is only ever text.

package listing

import (
	"bufio"
	"strings"
	"time"
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
		line.WriteString(Literal(s))
		line.WriteString(" |")
	}
	line.WriteByte('\n')
	_, err := m.out.WriteString(line.String())
	return err
}

// Literal escapes text so that a renderer shows it and does nothing else with it. A pipe becomes an entity and not \|,
// because renderers disagree about \\|; so do < > & for those that let HTML through; and a web address is broken up,
// because evidence should not be one click away from its author.
func Literal(s string) string {
	s = Safe(s)
	var out strings.Builder
	for i, r := range s {
		switch r {
		case '|':
			out.WriteString("&#124;")
		case '<':
			out.WriteString("&lt;")
		case '>':
			out.WriteString("&gt;")
		case '&':
			out.WriteString("&amp;")
		case '$': // mathematics on GitHub
			out.WriteString("&#36;")
		case '\\', '`', '*', '_', '[', ']', '~':
			out.WriteByte('\\')
			out.WriteRune(r)
		case ':', '.':
			if r == ':' && strings.HasPrefix(s[i:], "://") || r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				out.WriteByte('\\')
			}
			out.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
