// Slices: an answer that is told in pieces is the answer.

package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"traillab/analyze/trail"
)

// TestSlices tells a timeline in pieces as small as a second, as if memory had no room for more than a few events, and wants the
// same events in the same order; and none after it had enough.
func TestSlices(t *testing.T) {
	begin := time.Date(2024, 5, 1, 9, 59, 58, 0, time.UTC)
	var records []string
	for i := range 40 {
		at := begin.Add(time.Duration(i*i*7) * time.Second)
		records = append(records, fmt.Sprintf(`{"eventID":"e%02d","eventName":"N%d","eventTime":%q}`, 99-i, i%3, at.Format(time.RFC3339)))
	}
	records = append(records, `{"eventID":"same second","eventTime":"2024-05-01T09:59:58Z"}`, `{"eventID":"no time"}`, `{"eventID":"nor this"}`)
	s := newCase(t)
	load(t, s, file("a.json", records...))

	for _, f := range []trail.Filter{{}, {Names: []string{"N1"}}, {From: trail.Moment{At: begin.Add(time.Hour)}, Until: trail.Moment{Back: time.Minute}}} {
		var want, got []string
		for e, err := range s.Timeline(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, e.ID)
		}
		const room = 2
		pieces := 0
		tell := func(p *predicate) (bool, error) {
			var piece []string
			_, err := s.each(t.Context(), "timeline", p, outline, func(e trail.Event) bool { piece = append(piece, e.ID); return true })
			if err == nil && len(piece) > room {
				return false, fmt.Errorf("as it comes: %w", &duckdb.Error{Type: duckdb.ErrorTypeOutOfMemory})
			}
			pieces++
			got = append(got, piece...)
			return true, err
		}
		if err := s.inSlices(t.Context(), f, tell); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) || len(want) == 0 || pieces < len(want)/room {
			t.Errorf("in %d pieces:\n%q\nand whole:\n%q", pieces, got, want)
		}
		told := 0
		enough := func(p *predicate) (bool, error) {
			if told++; told == 1 {
				return false, &duckdb.Error{Type: duckdb.ErrorTypeOutOfMemory}
			}
			return false, nil
		}
		if err := s.inSlices(t.Context(), f, enough); err != nil || told != 2 {
			t.Errorf("after enough there were %d pieces more, %v", told-2, err)
		}
	}
}
