// The truth table: what a network can do after a deed, against answers that people wrote from AWS's documentation. The tables
// are in testdata/truth; its README says how to read a cell.

package topology

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

// cell is a deed done to a network, and what is so afterwards.
type deed struct {
	row, name string
	story     []string // lines: those of the network, then those of the deed
	ask       []string
	answers   map[string][]string // by instance, in the order of ask
	filters   [][3]string         // instance, capability, answer
	causes    [][3]string         // instance, capability, line
	vain      string              // why the deed does not apply
}

// truthTable reads the table's files.
func truthTable(t *testing.T) []deed {
	t.Helper()
	files, err := filepath.Glob("testdata/truth/*.txt")
	if err != nil || len(files) != 8 {
		t.Fatalf("8 networks make the table, not %d (%v)", len(files), err)
	}
	var table []deed
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		row := strings.TrimSuffix(filepath.Base(file), ".txt")
		head, rest, _ := strings.Cut(string(text), "== ")
		_, ask, _ := strings.Cut(head, "\nask ")
		var base []string
		for _, section := range strings.Split(rest, "\n== ") {
			name, body, _ := strings.Cut(section, "\n")
			c := deed{row: row, name: name, ask: strings.Fields(ask), answers: map[string][]string{}, story: append([]string(nil), base...)}
			for line := range strings.Lines(body) {
				c.read(t, strings.TrimSpace(line))
			}
			if name == "base" {
				base = c.story
			}
			table = append(table, c)
		}
	}
	return table
}

func (c *deed) read(t *testing.T, line string) {
	t.Helper()
	if why, ok := strings.CutPrefix(line, "does not apply: "); ok {
		c.vain = why
		return
	}
	words := strings.Fields(line)
	switch {
	case len(words) == 0 || strings.HasPrefix(line, "#"):
	case words[0] == "->" && len(words) == 2+len(c.ask):
		c.answers[words[1]] = words[2:]
	case words[0] == "filter" && len(words) == 4:
		c.filters = append(c.filters, [3]string(words[1:]))
	case words[0] == "because" && len(words) > 3:
		c.causes = append(c.causes, [3]string{words[1], words[2], strings.Join(words[3:], " ")})
	case words[0] == "->" || words[0] == "filter" || words[0] == "because":
		t.Fatalf("%s, %s: %q has another number of words than what is asked", c.row, c.name, line)
	default:
		c.story = append(c.story, line)
	}
}

// deeds are what every network must have a cell for.
var deeds = []string{
	"base", "detach", "detach and delete", "DeleteRoute", "ReplaceRoute", "a pair of /1 routes", "association swap", "NAT delete", "address unmap",
	"network ACL deny", "Block Public Access", "Block Public Access of ingress", "attach again", "new gateway without ReplaceRoute",
}

func TestTruthTable(t *testing.T) {
	rows := map[string]map[string]bool{}
	for _, c := range truthTable(t) {
		if rows[c.row] == nil {
			rows[c.row] = map[string]bool{}
		}
		rows[c.row][c.name] = true
		if c.vain != "" {
			continue
		}
		t.Run(c.row+"/"+c.name, func(t *testing.T) {
			h := Fold(story(t, c.story), nil, nil)
			if len(c.answers) == 0 {
				t.Error("the cell has no answers")
			}
			for id, answers := range c.answers {
				s := h.State(h.Now())
				for i, what := range c.ask {
					got, _ := s.Capable(find(t, h, id), what)
					if string(got.Answer) != answers[i] {
						t.Errorf("%s %s is %q, and the table says %s", id, what, got, answers[i])
					}
					sound(t, h, id+" "+what, got)
				}
			}
			for _, b := range c.causes {
				s := h.State(h.Now())
				got, _ := s.Capable(find(t, h, b[0]), b[1])
				want := story(t, []string{b[2]})[0]
				if by := h.Call(got.Cause); by == nil || by.Event.Name != want.Name || !slices.Equal(by.Event.IDs, want.IDs) {
					t.Errorf("%s %s is %v because of moment %d, and the table says because of %s", b[0], b[1], got, got.Cause, b[2])
				}
			}
			for _, f := range c.filters {
				if got := h.State(h.Now()).Filtered(find(t, h, f[0]), f[1]); string(got.Answer) != f[2] {
					t.Errorf("the filter of %s %s is %q, and the table says %s", f[0], f[1], got, f[2])
				}
			}
		})
	}
	for row, has := range rows {
		for _, name := range deeds {
			if !has[name] {
				t.Errorf("%s has no cell for %s", row, name)
			}
		}
	}
}

// sound checks what every verdict promises.
func sound(t *testing.T, h *History, what string, v Verdict) {
	t.Helper()
	switch {
	case (v.Answer == Unproven) != (v.Level == trail.Unknown):
		t.Errorf("%s: the answer %s is at level %s", what, v.Answer, v.Level)
	case (v.Answer == Reaches) != (v.Reason == Reason{}):
		t.Errorf("%s: %s with the reason %v", what, v.Answer, v.Reason)
	case v.Answer != Unproven && len(v.Sources) == 0:
		t.Errorf("%s: %s rests on nothing", what, v.Answer)
	case v.Answer == Reaches && len(v.Path) == 0:
		t.Errorf("%s: yes by no path", what)
	}
	for i, m := range v.Sources {
		if m <= Origin || m > h.Now() || i > 0 && v.Sources[i-1] >= m {
			t.Errorf("%s: sources %v", what, v.Sources)
		}
	}
}

// TestTruthTableInAnOpenWorld cuts off the beginning of every cell's story, at every line: what is known then may be less, but
// never another yes or no.
func TestTruthTableInAnOpenWorld(t *testing.T) {
	kept, lost := 0, 0
	for _, c := range truthTable(t) {
		if c.vain != "" {
			continue
		}
		events := story(t, c.story)
		whole := Fold(events, nil, nil)
		for from := 1; from < len(events); from++ {
			h := Fold(events[from:], nil, nil)
			for id := range c.answers {
				if len(h.Find(id)) == 0 {
					continue
				}
				before, after := whole.State(whole.Now()), h.State(h.Now())
				for _, able := range after.Capabilities(find(t, h, id)) {
					truth, ok := before.Capable(find(t, whole, id), able.What)
					switch {
					case able.Answer == Unproven:
						lost++
					case !ok || truth.Answer != able.Answer:
						t.Errorf("%s, %s: without the first %d lines (the last is %q) %s %s is %v; it is %v", c.row, c.name, from, c.story[from-1], id, able.What, able.Verdict, truth)
					default:
						kept++
					}
				}
			}
		}
	}
	t.Logf("%d answers were kept, %d became unknown", kept, lost)
	if kept == 0 || lost == 0 {
		t.Error("the test tests nothing")
	}
}

// story reads lines of the test language.
func story(t testing.TB, lines []string) []trail.Event {
	t.Helper()
	events, err := telling.Read(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// find returns the one thing with an id.
func find(t testing.TB, h *History, id string) *Thing {
	t.Helper()
	things := h.Find(id)
	if len(things) != 1 {
		t.Fatal(fmt.Sprint(len(things), " things are called ", id))
	}
	return things[0]
}
