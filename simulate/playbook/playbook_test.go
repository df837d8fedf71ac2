// The playbooks in the box: all can be read, and said in every form.

package playbook_test

import (
	"io"
	"testing"

	"traillab/simulate/playbook"
)

func TestBox(t *testing.T) {
	list, err := playbook.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		r, err := p.With(nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, print := range map[string]func(io.Writer) error{"console": r.Console, "cli": r.CLI, "python": r.Python} {
			if err := print(io.Discard); err != nil {
				t.Errorf("%s as %s: %v", p.Name, name, err)
			}
		}
	}
}
