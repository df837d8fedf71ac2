// The table of weights on paper.

package analyze

import (
	"bytes"
	"os"
	"slices"
	"testing"
)

// TestSigns: docs/verdicts.md is what the table says, every sign has a name, a source and some weight, and no two share a name.
func TestSigns(t *testing.T) {
	const page = "../docs/verdicts.md"
	var b bytes.Buffer
	if err := WriteSigns(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(page, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(page); err != nil || !bytes.Equal(kept, b.Bytes()) {
		t.Errorf("%s is not what the table of signs says (%v); go test ./analyze -run Signs -update writes it", page, err)
	}
	var names []string
	for _, s := range signs {
		if s.name == "" || s.source == "" || s.weight == (weight{}) || slices.Contains(names, s.name) {
			t.Errorf("sign %q from %q weighs %v", s.name, s.source, s.weight)
		}
		names = append(names, s.name)
	}
}
