// Recalling: what is said of a chain that an earlier report knew.

package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

func TestCompare(t *testing.T) {
	at := func(hour int) *time.Time {
		t := time.Date(2026, 3, 1, hour, 0, 0, 0, time.UTC)
		return &t
	}
	open := Remembered{ID: "chain-1", From: *at(10), Label: analyze.Undecided, Level: analyze.Medium, Lost: 1, Events: 2, Known: []string{"e1", "e2"}, Sum: "1"}
	over := open
	over.Until = at(12)
	changed := func(of Remembered, fn func(*Remembered)) *Remembered {
		of.Sum = "2"
		fn(&of)
		return &of
	}
	for _, c := range []struct {
		name    string
		known   []Remembered
		now     *Remembered
		is      string
		changes string
	}{
		{"never told", nil, &open, IsNew, ""},
		{"open as it was", []Remembered{open}, &open, IsOpen, ""},
		{"over as it was", []Remembered{over}, &over, "", ""},
		{"closed", []Remembered{open}, changed(open, func(r *Remembered) { r.Until, r.Events = at(13), 3 }), IsClosed, "events: 3, and 2 before"},
		{
			"closed, and hostile after all",
			[]Remembered{open},
			changed(open, func(r *Remembered) { r.Until, r.Label, r.Level = at(13), analyze.Hostile, analyze.High }),
			IsClosed, "its verdict was undecided (medium) and is hostile (high)",
		},
		{"open again", []Remembered{over}, changed(over, func(r *Remembered) { r.Until = nil }), IsChanged, "it was over and is open again"},
		{
			"over at another time",
			[]Remembered{over},
			changed(over, func(r *Remembered) { r.Until = at(11) }), IsChanged,
			"its last event was at 2026-03-01 11:00:00 UTC, and not at 2026-03-01 12:00:00 UTC",
		},
		{"an earlier beginning, and so another id", []Remembered{over}, changed(over, func(r *Remembered) {
			r.ID, r.From, r.Known, r.Events = "chain-0", *at(9), []string{"e0", "e1", "e2"}, 3
		}), IsChanged, "it was told as chain-1; it began at 2026-03-01 09:00:00 UTC, and not at 2026-03-01 10:00:00 UTC; events: 3, and 2 before"},
		{"two that are one", []Remembered{open, {ID: "chain-2", Until: at(11), Known: []string{"e3"}}}, changed(over, func(r *Remembered) {
			r.ID, r.Known = "chain-0", []string{"e1", "e3"}
		}), IsClosed, "it was told as chain-1; it was told as chain-2"},
		{"two that are one, with the id of the first", []Remembered{open, {ID: "chain-2", Until: at(11), Known: []string{"e3"}}}, changed(open, func(r *Remembered) {
			r.Known = []string{"e1", "e3"}
		}), IsChanged, "it was told as chain-1; it was told as chain-2"},
		{"something that has no number", []Remembered{over}, changed(over, func(*Remembered) {}), IsChanged, "what is known of its events or of what they cost has changed"},
	} {
		chain := analyze.Chain{ID: c.now.ID}
		for _, id := range c.now.Known {
			chain.Links = append(chain.Links, analyze.Link{Event: trail.Event{ID: id}})
		}
		got := compare(acquaint(c.known, []analyze.Chain{chain}).ancestors(&chain), c.now)
		if got.is != c.is || strings.Join(got.changes, "; ") != c.changes {
			t.Errorf("%s: %s: %s\nwant %s: %s", c.name, got.is, strings.Join(got.changes, "; "), c.is, c.changes)
		}
		if got.is != "" && !strings.HasSuffix(got.sentence().Text, ".") {
			t.Errorf("%s: %q is no sentence", c.name, got.sentence().Text)
		}
	}
}

// TestAncestorsOfNeighbours: two chains that have an event in common are two, as long as both are there.
func TestAncestorsOfNeighbours(t *testing.T) {
	shared := analyze.Link{Event: trail.Event{ID: "e1"}}
	chains := []analyze.Chain{{ID: "chain-1", Links: []analyze.Link{shared}}, {ID: "chain-2", Links: []analyze.Link{shared}}, {ID: "chain-3", Links: []analyze.Link{shared}}}
	known := acquaint([]Remembered{{ID: "chain-1", Known: []string{"e1"}}, {ID: "chain-2", Known: []string{"e1"}}}, chains)
	for i, want := range []int{1, 1, 0} {
		if got := known.ancestors(&chains[i]); len(got) != want || want > 0 && got[0].ID != chains[i].ID {
			t.Errorf("%s was %d chains", chains[i].ID, len(got))
		}
	}
}

func TestBlanksBeyond(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 3, 1, hour, 0, 0, 0, time.UTC) }
	gap := Blank{"1", "r", at(5), at(9)}
	for _, c := range []struct {
		known []Blank
		want  time.Duration
	}{
		{nil, 4 * time.Hour},
		{[]Blank{gap}, 0},
		{[]Blank{{"1", "r", at(0), at(24 - 1)}}, 0}, // a late file has made a gap shorter
		{[]Blank{{"1", "r", at(4), at(6)}, {"1", "r", at(8), at(12)}}, 2 * time.Hour},
		{[]Blank{{"2", "r", at(5), at(9)}, {"1", "q", at(5), at(9)}}, 4 * time.Hour},
		{[]Blank{{"1", "r", at(1), at(5)}, {"1", "r", at(9), at(10)}}, 4 * time.Hour},
	} {
		if got := gap.beyond(c.known); got != c.want {
			t.Errorf("beyond %v: %v, want %v", c.known, got, c.want)
		}
	}
}

func TestNews(t *testing.T) {
	began := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		s    Since
		gaps int
		want []string
	}{
		{"the first", Since{First: true, Files: 2, Events: 9}, 0, []string{"This is the first report of its kind on this case", "No story"}},
		{"nothing", Since{Load: 3, Began: &began}, 0, []string{"Nothing new has come into the case since load 3, of 2026-03-02 00:00:00 UTC.", "No story in which something was cut off is new"}},
		{"nothing, with gaps", Since{Load: 3, Began: &began}, 1, []string{"does not say that nothing happened"}},
		{"much", Since{Load: 3, Began: &began, Files: 1, Events: 1, New: 1, Changed: 2, Closed: 1, Open: 3}, 0, []string{
			"Since load 3, of 2026-03-02 00:00:00 UTC, 1 file with 1 event has come into the case",
			"1 was not told before, 2 have changed, 1 was open then and is over, 3 were open then and are still.",
		}},
		{"another case", Since{Rebuilt: true, Files: 5}, 0, []string{"The case is another one than the last report was about"}},
		{"gone", Since{Gone: []Gone{{ID: "chain-7"}}}, 0, []string{"1 story of the last report is found no longer: what has come since explains the events otherwise (chain-7)."}},
		{"silent sources", Since{Files: 1, Sources: []Arrival{{Source: "a", Loads: 1, Files: 1}, {Source: "b", Loads: 1}, {Source: "c"}}}, 0, []string{
			"Nothing new lay in b.", "Nobody has loaded from c since: what came there is not known.",
		}},
		{"trouble", Since{Files: 2, Spoiled: 1, GapHours: 5}, 1, []string{"1 file of those that came could not be read whole.", "5 hours without logs were not known of before."}},
	} {
		end := began
		told := news(&Case{Log: Log{Since: &c.s, End: &end}, Coverage: Coverage{Gaps: c.gaps, Whole: c.gaps == 0}})
		var texts []string
		for _, s := range told {
			texts = append(texts, s.Text)
		}
		for _, want := range c.want {
			if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, want) }) {
				t.Errorf("%s: none of these says %q:\n%s", c.name, want, strings.Join(texts, "\n"))
			}
		}
	}
}
