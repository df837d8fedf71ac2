// Windows hold against the whole: read in any steps, in either direction, they are the timeline.

package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"traillab/analyze/trail"
)

func TestWindow(t *testing.T) {
	s := newCase(t)
	var first, second []string
	for i := range 25 { // several events a moment, some without a time, some without an id
		first = append(first, fmt.Sprintf(`{"eventID":"e%02d","eventTime":"2024-05-01T10:%02d:00Z","eventName":"N%d"}`, i*7%25, i/4, i%2))
	}
	second = append(second, `{"eventName":"N0"}`, `{"eventID":"no time","eventName":"N1"}`, `{"eventTime":"2024-05-01T10:01:00Z","eventName":"N0"}`, `{"eventID":"z","eventName":"N0"}`)
	load(t, s, file("a.json", first...), file("b.json", second...))
	for _, f := range []trail.Filter{{}, {Names: []string{"N0"}}, {Words: []string{"n1"}}, {Words: []string{"E0", "n"}}, {Names: []string{"nothing"}}} {
		var want []string
		for e, err := range s.Timeline(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, e.Time.String()+e.ID+e.Name)
		}
		if n, err := s.Count(t.Context(), f); err != nil || int(n) != len(want) {
			t.Errorf("%v: counted %d of %d, %v", f, n, len(want), err)
		}
		for _, step := range []int{1, 3, 7, 100, -1, -3, -7, -100} {
			var got []string
			for from := (trail.Mark{}); ; {
				part, err := s.Window(t.Context(), f, from, step)
				if err != nil {
					t.Fatal(err)
				}
				var told []string
				for _, e := range part {
					told = append(told, e.Time.String()+e.ID+e.Name)
				}
				if step > 0 {
					got = append(got, told...)
				} else {
					got = append(told, got...)
				}
				if len(part) == 0 {
					break
				}
				if from = part[len(part)-1].Mark(); step < 0 {
					from = part[0].Mark()
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%v in steps of %d:\n%s\nwant\n%s", f, step, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

// TestPredicate: a filter written out lets the same events through, whatever is in its values.
func TestPredicate(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json", `{"eventID":"a","eventName":"it's?","eventTime":"2024-05-01T10:00:00Z","sourceIPAddress":"10.0.0.1"}`, `{"eventID":"b","eventName":"x\ny","errorCode":"E"}`, `{"eventID":"c","eventName":"\u001b\u202e"}`))
	address, err := trail.ParseAddress("10.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	from, err := trail.ParseMoment("2024-05-01T09:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []trail.Filter{
		{},
		{Names: []string{"it's?"}},
		{Names: []string{"it's?", "x\ny"}},
		{Words: []string{"'S?"}},
		{Words: []string{"%"}},
		{Errors: true},
		{Writes: true},
		{From: from, Addresses: append(trail.Filter{}.Addresses, address)},
		{Resources: []string{"i-'?"}},
		{Principals: []string{"nobody'"}},
	} {
		want, err := s.Count(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		spelled, err := s.Predicate(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		if err := s.conn.QueryRowContext(t.Context(), "SELECT count(*) FROM events WHERE "+spelled).Scan(&got); err != nil || got != want || !plainText(spelled) {
			t.Errorf("%v: %d events, want %d (%v):\n%s", f, got, want, err, spelled)
		}
	}
}

// TestShowKey finds a record by its key.
func TestShowKey(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json", `{"eventID":"a","eventName":"one"}`, `{"eventID":"a","eventName":"two"}`))
	part, err := s.Window(t.Context(), trail.Filter{Names: []string{"two"}}, trail.Mark{}, 1)
	if err != nil || len(part) != 1 {
		t.Fatal(part, err)
	}
	found, err := s.ShowKey(t.Context(), part[0].Key)
	if err != nil || len(found) != 1 || found[0].Record != `{"eventID":"a","eventName":"two"}` {
		t.Errorf("%+v, %v", found, err)
	}
}

// plainText reports whether nothing in a text is hidden.
func plainText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}
