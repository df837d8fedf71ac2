// The page about playbooks names every origin; go test -update writes the list anew.

package playbook_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"traillab/simulate/playbook"
)

func TestPage(t *testing.T) {
	const file, begins, ends = "../../docs/playbooks.md", "<!-- origins -->\n", "\n### Proved in every form"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), begins)
	_, after, found := strings.Cut(rest, ends)
	if !found {
		t.Fatalf("%s has no place for the origins", file)
	}
	var list strings.Builder
	list.WriteString("\n| from | is |\n|---|---|\n")
	for _, name := range playbook.Origins() {
		fmt.Fprintf(&list, "| `%s` | %s |\n", name, playbook.About(name))
	}
	want := before + begins + list.String() + ends + after
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s is not current: go test ./simulate/playbook -update writes it again", file)
	}
}

// TestPageExample holds that the playbook on the page can be read.
func TestPageExample(t *testing.T) {
	text, err := os.ReadFile("../../docs/playbooks.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	if _, err := playbook.Read("example.yaml", []byte(example)); err != nil {
		t.Error(err)
	}
}
