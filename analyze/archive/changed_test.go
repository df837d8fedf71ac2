// Files that change between the two readings of a large one: its hash would be that of something else.

package archive_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

func TestChangedWhileRead(t *testing.T) {
	text := strings.Repeat(record(1)+"\n", 9<<20/len(record(1)))
	for name, change := range map[string]func(f *os.File) error{
		"nothing happens": nil,
		"it grows":        func(f *os.File) error { _, err := f.WriteAt([]byte("\n"), int64(len(text))); return err },
		"it shrinks":      func(f *os.File) error { return f.Truncate(8 << 20) },
		"a byte changes":  func(f *os.File) error { _, err := f.WriteAt([]byte(" "), int64(len(text)-1)); return err },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			old := time.Now().Add(-time.Hour)
			if err := os.Chtimes(path, old, old); err != nil {
				t.Fatal(err)
			}
			v := &told{t: t}
			v.each = func(*trail.Record, trail.Place) {
				if change == nil {
					return
				}
				f, err := os.OpenFile(path, os.O_WRONLY, 0)
				if err == nil {
					err = change(f)
				}
				if err != nil {
					t.Fatal(err)
				}
				f.Close()
				change = nil
			}
			wants := change != nil
			read(t, v, archive.Options{}, path)
			changed := len(v.done) == 1 && v.done[0].Status == trail.Damaged
			if changed != wants || len(v.ids) == 0 {
				t.Errorf("%d records, %q", len(v.ids), v.statuses())
			}
		})
	}
}
