// Arrivals: what is new behind a file, and that a filter behind it lets the same through.

package store

import (
	"fmt"
	"testing"

	"traillab/analyze/trail"
)

// numbered is a record of that number, a minute behind the one before.
func numbered(n int) string {
	return fmt.Sprintf(`{"eventVersion":"1.09","eventID":"a1000000-0000-4000-8000-%012d","eventTime":"2026-03-01T10:%02d:00Z","eventName":"DescribeVpcs",`+
		`"eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333"}`, n, n)
}

func TestArrivals(t *testing.T) {
	s := newCase(t)
	from := func(sources ...string) LoadOptions { return LoadOptions{Sources: sources, Now: now} }
	loadWith(t, s, from("logs", "more"), file("logs/a.json", numbered(1), numbered(2)), file("more/b.json", numbered(3)))
	first, err := s.Arrivals(t.Context(), 0, 0)
	must(t, err)
	told(t, first, "1 loads, 2 files, 3 events, 0 spoiled; logs 1 1 2; more 1 1 1")

	// The same again, a copy of it, a new file that repeats an event, and one that cannot be read whole.
	broken := file("logs/d.json", numbered(6), "nothing")
	loadWith(t, s, from("logs"), file("logs/a.json", numbered(1), numbered(2)), file("logs/copy.json", numbered(1), numbered(2)),
		file("logs/c.json", numbered(2), numbered(4), numbered(5)), broken)
	second, err := s.Arrivals(t.Context(), first.Load, first.File)
	must(t, err)
	told(t, second, "2 loads, 2 files, 3 events, 1 spoiled; logs 1 2 3; more 0 0 0")
	span, err := s.Span(t.Context(), trail.Filter{After: first.File})
	must(t, err)
	if span.Events != second.Events || !span.First.Equal(*second.Sources[0].First) || !span.Last.Equal(*second.Sources[0].Last) {
		t.Errorf("a filter lets %d events through, from %v to %v", span.Events, span.First, span.Last)
	}

	// What was told as spoiled is no news, and what was loaded before is not new.
	loadWith(t, s, from("logs"), file("logs/a.json", numbered(1), numbered(2)), broken)
	third, err := s.Arrivals(t.Context(), second.Load, second.File)
	must(t, err)
	told(t, third, "3 loads, 0 files, 0 events, 0 spoiled; logs 1 0 0; more 0 0 0")
	all, err := s.Arrivals(t.Context(), 0, 0)
	must(t, err)
	told(t, all, "3 loads, 4 files, 6 events, 1 spoiled; logs 3 3 5; more 1 1 1")
}

func told(t *testing.T, a trail.Arrivals, want string) {
	t.Helper()
	got := fmt.Sprintf("%d loads, %d files, %d events, %d spoiled", a.Load, a.Files, a.Events, a.Spoiled)
	for _, s := range a.Sources {
		got += fmt.Sprintf("; %s %d %d %d", s.Source, s.Loads, s.Files, s.Events)
	}
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
