// Captures are kept as they are, once.

package store

import (
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"traillab/analyze/trail"
)

func TestKeep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.duckdb")
	noon := time.Date(2024, 5, 1, 12, 0, 0, 123456789, time.UTC)
	one := trail.Capture{Path: "a.json", SHA256: "aa", Account: "1", Region: "r", At: noon, Basis: "capture.json", Text: []byte(`{"Vpcs":[]}`)}
	moved, later, undated := one, one, one
	moved.Path, later.At = "copy/a.json", noon.Add(time.Hour)
	undated.SHA256, undated.At = "bb", time.Time{}
	s, err := Create(t.Context(), path, Options{})
	must(t, err)
	for _, c := range []struct {
		why   string
		given []trail.Capture
		want  Captured
	}{
		{"new ones", []trail.Capture{one, later, undated}, Captured{Read: 3, Kept: 3}},
		{"the same again, elsewhere too", []trail.Capture{one, moved, undated}, Captured{Read: 3, Known: 3}},
		{"none", nil, Captured{}},
	} {
		got, err := s.Keep(t.Context(), c.given)
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", c.why, got, err)
		}
	}
	closeCase(t, s)
	s, err = Open(t.Context(), path, Options{}) // what holds nothing but a baseline is a case
	must(t, err)
	defer closeCase(t, s)
	got, err := s.Captures(t.Context())
	must(t, err)
	one.At, later.At = noon.Truncate(time.Microsecond), noon.Add(time.Hour).Truncate(time.Microsecond)
	if want := []trail.Capture{one, later, undated}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
