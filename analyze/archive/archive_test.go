// Tests of finding and reading: what a visitor is told of each kind of source.

package archive_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// told is a visitor that remembers what it is told, and is strict about the order.
type told struct {
	t       testing.TB
	open    string
	files   []trail.File
	events  []string
	places  []trail.Place
	records int
	rejects []trail.Reject
	done    []trail.Outcome
	known   func(trail.File) bool
	each    func(*trail.Record, trail.Place)
}

func (v *told) File(f trail.File) bool {
	if v.open != "" {
		v.t.Errorf("File(%s) before Done of %s", f.Path, v.open)
	}
	if v.known != nil && v.known(f) {
		return false
	}
	v.files = append(v.files, f)
	v.open = f.Path
	return true
}

func (v *told) Record(rec *trail.Record, at trail.Place) error {
	v.records++
	v.events = append(v.events, string(rec.EventID))
	v.places = append(v.places, at)
	if v.each != nil {
		v.each(rec, at)
	}
	return nil
}

func (v *told) Reject(r trail.Reject) { v.rejects = append(v.rejects, r) }

func (v *told) Done(o trail.Outcome) {
	v.done = append(v.done, o)
	v.open = ""
}

// read reads all of the named sources.
func read(t testing.TB, v *told, o archive.Options, names ...string) {
	t.Helper()
	v.t = t
	a, err := archive.Open(t.Context(), names, o)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for f, err := range a.Files(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Read(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
}

// realData is the folder of real records beside the repository.
func realData(t testing.TB) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the real records are not beside this repository (../shared/data); nothing is compared with their truth")
	}
	return dir
}

// TestRealData reads each folder of real records and compares the number of records with the truth about them.
func TestRealData(t *testing.T) {
	data := realData(t)
	truths, err := filepath.Glob(filepath.Join(data, "truth", "A*.json"))
	if err != nil || len(truths) == 0 {
		t.Fatal("no truth", err)
	}
	for _, path := range truths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var truth struct{ Files, Records int }
			if err := json.Unmarshal(b, &truth); err != nil {
				t.Fatal(err)
			}
			if name == "A05-grycap-console-2017" {
				truth.Records-- // one of them is a notification from S3
			}
			v := &told{}
			read(t, v, archive.Options{}, filepath.Join(data, name))
			if v.records != truth.Records {
				t.Errorf("%d records, want %d", v.records, truth.Records)
			}
			if len(v.done) != truth.Files {
				t.Errorf("%d files, want %d", len(v.done), truth.Files)
			}
		})
	}
}
