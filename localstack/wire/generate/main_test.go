// The embedded tables are what the generator makes of the pinned models.

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestFresh makes the tables again. Where they differ, run `go generate ./localstack/wire` and review which services
// changed; another version of Go may deflate the same table otherwise, which is as good.
func TestFresh(t *testing.T) {
	models, err := download(t.Context())
	if err != nil {
		t.Skipf("the models of %s are not at hand, so whether the tables are fresh is not known: %v", module, err)
	}
	out := t.TempDir()
	if err := run(models, out); err != nil {
		t.Fatal(err)
	}
	made := tables(t, out)
	embedded := tables(t, filepath.Join("..", "model"))
	for name, text := range made {
		if !bytes.Equal(embedded[name], text) {
			t.Errorf("%s is not what the generator makes: run go generate ./localstack/wire", name)
		}
	}
	if len(embedded) != len(made) {
		t.Errorf("%d tables are embedded, %d are made: run go generate ./localstack/wire", len(embedded), len(made))
	}
	total := 0
	for _, text := range made {
		total += len(text)
	}
	if total > 700_000 {
		t.Errorf("the tables are %d bytes, more than 700,000", total)
	}
}

func tables(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.deflate"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no tables in %s: %v", dir, err)
	}
	found := map[string][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found[filepath.Base(name)] = text
	}
	return found
}
