// Goldens: everything that a step can say, in each form. A golden's name is its form; go test -update writes them anew.

package playbook_test

import (
	"bytes"
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"traillab/simulate/playbook"
)

var update = flag.Bool("update", false, "write the goldens anew")

// small is the playbook that has one of everything.
func small(t testing.TB) *playbook.Playbook {
	t.Helper()
	text, err := os.ReadFile("testdata/small/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Read("small.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestGolden(t *testing.T) {
	p := small(t)
	told := map[string]any{
		"region": "eu-west-1", "user": "bob's", "hosts": []any{"i-1", "i-2"}, "rule": []any{map[string]any{"IpProtocol": "-1"}},
		"pairs": []any{map[string]any{"address": "eipalloc-1", "host": "i-1"}, map[string]any{"address": "", "host": "i-2"}},
	}
	there := maps.Clone(told)
	there["account"] = "111122223333"
	for name, c := range map[string]struct {
		values map[string]any
		undo   bool
	}{"told": {told, false}, "asked": {nil, false}, "undo": {there, true}} {
		r, err := p.With(c.values)
		if err != nil {
			t.Fatal(err)
		}
		r.Undo = c.undo
		for form, print := range map[string]func(io.Writer) error{"txt": r.Console, "sh": r.CLI, "py": r.Python} {
			t.Run(name+"."+form, func(t *testing.T) {
				var got bytes.Buffer
				if err := print(&got); err != nil {
					t.Fatal(err)
				}
				file := filepath.Join("testdata", "small", name+"."+form)
				if *update {
					if err := os.WriteFile(file, got.Bytes(), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got.Bytes(), want) {
					t.Errorf("%s differs: go test ./simulate/playbook -update writes it anew; then read the difference\n%s", file, got.String())
				}
			})
		}
	}
}
