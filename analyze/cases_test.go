// Cases: files that tell what happened, in the language of package telling, and after a line of two dashes what the analysis
// says to it. Each answer was thought through against what AWS does before it was kept; -update rewrites them, and the
// difference is to be read.

package analyze

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/topology"
	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

var update = flag.Bool("update", false, "rewrite the golden answers of testdata/cases and the table of docs/verdicts.md")

// record is evidence that a test has written down.
type record []trail.Event

func (r record) sorted() []trail.Event {
	return slices.SortedStableFunc(slices.Values(r), func(a, b trail.Event) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Account, b.Account))
	})
}

func (r record) Network(context.Context, trail.Filter) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for _, e := range r.sorted() {
			if dialect.Touches(e.Name, e.Source) && !yield(e, nil) {
				return
			}
		}
	}
}

func (r record) Companions(_ context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for _, e := range r.sorted() {
			if slices.Contains(f.Names, e.Name) && !e.Time.Before(f.From.At) && (f.Until.At.IsZero() || e.Time.Before(f.Until.At)) && !yield(e, nil) {
				return
			}
		}
	}
}

func (r record) Deeds(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return deeds(r.Companions(ctx, f))
}

// deeds leaves of events what the store tells of them as deeds.
func deeds(whole iter.Seq2[trail.Event, error]) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for e, err := range whole {
			if !yield(trail.Event{
				ID: e.ID, Time: e.Time, Name: e.Name, Source: e.Source, Account: e.Account, Principal: e.Principal, SourceIP: e.SourceIP,
				UserAgent: e.UserAgent, ErrorCode: e.ErrorCode, Recovered: e.Recovered,
			}, err) {
				return
			}
		}
	}
}

// Behaviour takes a session for an instance's own when it is named after one.
func (r record) Behaviour(_ context.Context, w trail.Watch) iter.Seq2[trail.Sighting, error] {
	return func(yield func(trail.Sighting, error) bool) {
		for _, e := range r.sorted() {
			session := e.Principal[strings.LastIndex(e.Principal, "/")+1:]
			if !strings.HasPrefix(session, "i-") || !slices.Contains(w.Instances, session) || e.Time.Before(w.From) || !w.Until.IsZero() && !e.Time.Before(w.Until) {
				continue
			}
			if !yield(trail.Sighting{
				EventID: e.ID, Name: e.Name, Source: e.Source, Time: e.Time, Account: e.Account, Region: e.Region, Principal: e.Principal,
				SourceIP: e.SourceIP, ErrorCode: e.ErrorCode, Instance: session, Recovered: e.Recovered,
			}, nil) {
				return
			}
		}
	}
}

// agrees holds how many resources a chain counts as lost against its impact.
func agrees(t *testing.T, c *Chain, i *Impact) {
	t.Helper()
	lost := 0
	for _, r := range i.Resources {
		if slices.ContainsFunc(r.Capabilities, func(e Entry) bool {
			had := (e.Before == topology.Reaches || e.Before == topology.Partly) && e.FilterBefore != topology.Cut
			return had && e.Level != "unknown" && e.End != "kept" && (e.After == topology.Cut || e.After == topology.Partly || e.FilterAfter == topology.Cut)
		}) {
			lost++
		}
	}
	if c.Lost != lost {
		t.Errorf("%s counts %d resources as lost, of which its impact tells %d", c.ID, c.Lost, lost)
	}
}

// caseFile is a story and the answer to it.
type caseFile struct{ path, story, answer string }

func caseFiles(t *testing.T) []caseFile {
	t.Helper()
	paths, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	var files []caseFile
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		story, answer, _ := strings.Cut(string(text), "\n--\n")
		files = append(files, caseFile{path, strings.TrimRight(story, "\n") + "\n", answer})
	}
	return files
}

// investigated makes the case of a story's events.
func investigated(t *testing.T, events []trail.Event) (*Case, []*Impact) {
	t.Helper()
	c, err := Investigate(t.Context(), record(events), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var impacts []*Impact
	for i := range c.Chains {
		found, err := c.Impact(t.Context(), record(events), &c.Chains[i])
		if err != nil {
			t.Fatal(err)
		}
		agrees(t, &c.Chains[i], found)
		impacts = append(impacts, found)
	}
	return c, impacts
}

// TestCases holds the answers to all stories against the kept ones.
func TestCases(t *testing.T) {
	for _, f := range caseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(f.path), ".txt"), func(t *testing.T) {
			events, err := telling.Read(f.story)
			if err != nil {
				t.Fatalf("%s: %v", f.path, err)
			}
			c, impacts := investigated(t, events)
			got := answerText(events, c, impacts)
			if *update {
				if err := os.WriteFile(f.path, []byte(f.story+"--\n"+got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != f.answer {
				t.Errorf("%s: the answer differs from the kept one\n%s", f.path, differing(f.answer, got))
			}
		})
	}
}

// differing shows the lines that only one of two texts has.
func differing(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for _, line := range w {
		if !slices.Contains(g, line) {
			b.WriteString("- " + line + "\n")
		}
	}
	for _, line := range g {
		if !slices.Contains(w, line) {
			b.WriteString("+ " + line + "\n")
		}
	}
	return b.String()
}

// asJSON is a case as programs get it.
func asJSON(t *testing.T, c *Case, impacts []*Impact) []byte {
	t.Helper()
	summaries := []Summary{}
	for i := range c.Chains {
		summaries = append(summaries, c.Chains[i].Summary())
	}
	text, err := json.MarshalIndent(map[string]any{"chains": summaries, "impacts": impacts}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestCasesShuffled: any order of the records gives the same case, to the byte.
func TestCasesShuffled(t *testing.T) {
	for n, f := range caseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(f.path), ".txt"), func(t *testing.T) {
			events, err := telling.Read(f.story)
			if err != nil {
				t.Fatal(err)
			}
			c, impacts := investigated(t, events)
			want := asJSON(t, c, impacts)
			r := rand.New(rand.NewPCG(uint64(n), 4))
			for range 8 {
				shuffled := slices.Clone(events)
				r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
				c, err := Investigate(t.Context(), unsorted(shuffled), Options{})
				if err != nil {
					t.Fatal(err)
				}
				var impacts []*Impact
				for i := range c.Chains {
					found, err := c.Impact(t.Context(), unsorted(shuffled), &c.Chains[i])
					if err != nil {
						t.Fatal(err)
					}
					impacts = append(impacts, found)
				}
				if got := asJSON(t, c, impacts); !bytes.Equal(got, want) {
					t.Fatalf("another order of the records gives another case\n%s", differing(string(want), string(got)))
				}
			}
		})
	}
}

// unsorted is a record whose events of one second come in any order, as sources may tell them.
type unsorted []trail.Event

func (u unsorted) sorted() record {
	return slices.SortedStableFunc(slices.Values(u), func(a, b trail.Event) int { return a.Time.Compare(b.Time) })
}

// stable yields the events in the order that sorted gave them.
func (u unsorted) stable(admit func(*trail.Event) bool) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for _, e := range u.sorted() {
			if admit(&e) && !yield(e, nil) {
				return
			}
		}
	}
}

func (u unsorted) Network(context.Context, trail.Filter) iter.Seq2[trail.Event, error] {
	return u.stable(func(e *trail.Event) bool { return dialect.Touches(e.Name, e.Source) })
}

func (u unsorted) Companions(_ context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return u.stable(func(e *trail.Event) bool {
		return slices.Contains(f.Names, e.Name) && !e.Time.Before(f.From.At) && (f.Until.At.IsZero() || e.Time.Before(f.Until.At))
	})
}

func (u unsorted) Deeds(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return deeds(u.Companions(ctx, f))
}

func (u unsorted) Behaviour(ctx context.Context, w trail.Watch) iter.Seq2[trail.Sighting, error] {
	return record(u).Behaviour(ctx, w)
}
