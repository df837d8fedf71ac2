// The keys in the documentation are those of the tables.

package tui

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestKeysAreCurrent writes the tables of keys in docs/tui.md, between their marks.
func TestKeysAreCurrent(t *testing.T) {
	const path, from, until = "../../../docs/tui.md", "<!-- keys: written by go test ./cmd/traillab/tui -update -->\n", "<!-- end of keys -->"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(page), from)
	_, tail, closed := strings.Cut(rest, until)
	if !ok || !closed {
		t.Fatalf("%s has no marks for the keys", path)
	}
	want := head + from + keyTables(t) + until + tail
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(page) {
		t.Errorf("%s is not current: go test ./cmd/traillab/tui -update", path)
	}
}

// keyTables are the tables as Markdown: the common keys, then those that each page has besides or instead.
func keyTables(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	write := func(title string, rows []binding) {
		fmt.Fprintf(&out, "\n### %s\n\n| key | does |\n|---|---|\n", title)
		for _, b := range shown(rows) {
			fmt.Fprintf(&out, "| `%s` | %s |\n", strings.ReplaceAll(spelled(b.keys), "|", `\|`), strings.ReplaceAll(b.help, "|", `\|`))
		}
	}
	m := New(t.Context(), incident().doors(), Options{})
	write("Everywhere", m.common())
	for _, e := range m.entries {
		write(strings.ToUpper(e.name[:1])+e.name[1:], e.open(&m.doors).bindings())
	}
	u := sit(t, incident().doors(), 80, 24).press("2", "enter")
	write("One chain", u.m.top().bindings())
	write("One network", sit(t, incident().doors(), 80, 24).press("4", "enter").m.top().bindings())
	write("One principal", sit(t, incident().doors(), 80, 24).press("6", "enter").m.top().bindings())
	write("The way of an access key", sit(t, incident().doors(), 80, 24).press("6", "enter", "enter").m.top().bindings())
	write("One record", u.press("enter").m.top().bindings())
	return out.String()
}

// TestBindingsAreWhole: every row of every table has a key and a sentence without a full stop, and no page has a key twice.
func TestBindingsAreWhole(t *testing.T) {
	for _, shot := range shots {
		u := sit(t, incident().doors(), 80, 24).press(shot.keys...)
		for _, table := range [][]binding{u.m.top().bindings(), u.m.common()} {
			for _, b := range table {
				if len(b.keys) == 0 || b.help == "" || strings.HasSuffix(b.help, ".") || b.do == nil {
					t.Errorf("%s: the row %v %q is not whole", shot.name, b.keys, b.help)
				}
			}
		}
		if !slices.Contains([]string{"overview", "chains", "impact", "topology", "timeline", "principals", "record", "detections", "sql", "drill"}, u.m.here) {
			t.Errorf("%s ends at %s", shot.name, u.m.here)
		}
	}
}
