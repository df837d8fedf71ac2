// The manifest of a sample, whole: whoever holds an old one against an archive relies on every byte of its form.

package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

func TestManifestOfASample(t *testing.T) {
	w := newWorld()
	w.now = func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	db := filepath.Join(t.TempDir(), "case.duckdb")
	const sample = "../../samples/s02-unauthorized-detach/AWSLogs"
	if code := run(t.Context(), &w.env, []string{"load", sample, "--db", db, "--jobs", "1"}); code != exitDone {
		t.Fatalf("load ends with %d: %s", code, w.stderr.String())
	}
	w.stdout.Reset()
	if code := run(t.Context(), &w.env, []string{"manifest", "--db", db}); code != exitDone {
		t.Fatalf("manifest ends with %d: %s", code, w.stderr.String())
	}
	text := bytes.ReplaceAll(w.stdout.Bytes(), []byte(db), []byte("case.duckdb")) // where the case lay is a parameter
	drawn := regexp.MustCompile(`"case_digest":"[0-9a-f]{64}"`)                   // over what each case draws by chance, too
	text = drawn.ReplaceAll(text, []byte(`"case_digest":"(64 digits)"`))
	current(t, "testdata/s02.manifest.json", text)
}
