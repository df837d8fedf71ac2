// The live fold against the fold: whoever sees each call in its turn knows at the end what the whole log tells.

package topology

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// spaced gives each event a second of its own, and leaves out what makes a log fall silent.
func spaced(events []trail.Event) []trail.Event {
	events = slices.DeleteFunc(slices.Clone(events), func(e trail.Event) bool { return e.Name == "StopLogging" || e.Name == "DeleteTrail" })
	for i := range events {
		events[i].Time = events[0].Time.Add(time.Duration(i) * time.Second)
	}
	return events
}

// live takes events one by one.
func live(events []trail.Event) *Live {
	l := Open(nil)
	for _, e := range events {
		l.Add(e)
		l.Add(e)
		l.History()
	}
	return l
}

// present is all that a history says of its last moment, as text.
func present(h *History) string {
	var b strings.Builder
	s := h.State(h.Now())
	fmt.Fprintln(&b, len(h.Calls), "calls")
	for _, t := range h.Things("") {
		fmt.Fprintf(&b, "%s %s %s %s\n", t.Kind, t.Account, t.Region, t.ID)
		for a := range aspects {
			for _, key := range t.keys(a) {
				f := s.Key(t, a, key)
				fmt.Fprintf(&b, "  %s %d %s: %q %v %d %s\n", t.ID, a, key, f.Text, f.Level, f.Cause, f.Why)
				if f.To != nil && f.To != h.things[ref{f.To.Kind, f.To.Account, f.To.Region, f.To.ID}] {
					fmt.Fprintf(&b, "  which is %s of another history\n", f.To.ID)
				}
			}
		}
		for _, c := range s.Capabilities(t) {
			fmt.Fprintf(&b, "  %s can %s: %v\n", t.ID, c.What, c.Verdict)
		}
	}
	return b.String()
}

// everyStory is those of all tables.
func everyStory(t testing.TB) map[string][]trail.Event {
	t.Helper()
	all := map[string][]trail.Event{"all things": wholeStory(t)}
	for _, test := range slices.Concat(things, services) {
		all[test.name] = story(t, strings.Split(ground+test.story, "\n"))
	}
	files, err := filepath.Glob("testdata/mutation/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[file] = story(t, strings.Split(string(text), "\n"))
	}
	if test, ok := t.(*testing.T); ok {
		for _, d := range truthTable(test) {
			all[d.row+" "+d.name] = story(t, d.story)
		}
	}
	return all
}

func TestLiveIsFold(t *testing.T) {
	for name, events := range everyStory(t) {
		events = spaced(events)
		if got, want := present(live(events).History()), present(Fold(events, nil, nil)); got != want {
			t.Errorf("%s: another present; first difference:\n%s", name, difference(got, want))
		}
	}
}

// TestLiveHearsOn: what stops the log stops nobody who sees the calls.
func TestLiveHearsOn(t *testing.T) {
	l := live(story(t, strings.Split(ground+"+1m StopLogging source=cloudtrail\n+1h subnet subnet-3 vpc-1 10.0.3.0/24", "\n")))
	holds(t, l.History(), "igw-1 vpc = vpc-1 observed\nsubnet-3 exists = yes observed")
}

// TestLiveHistoryStays: what was asked for is not changed by what comes later, from wherever.
func TestLiveHistoryStays(t *testing.T) {
	l := live(story(t, strings.Split(ground, "\n")))
	h := l.History()
	before := present(h)
	later := story(t, strings.Split("13:00:00 unsubnet subnet-1\nroute rtb-1 10.9.0.0/16 igw-1\nroute rtb-1 10.8.0.0/16 igw-1\ndetach igw-1 vpc-1", "\n"))
	var wait sync.WaitGroup
	wait.Go(func() {
		for _, e := range later {
			l.Add(e)
		}
	})
	wait.Go(func() {
		for range 20 {
			present(l.History())
		}
	})
	wait.Wait()
	if after := present(h); after != before {
		t.Errorf("changed: %s", difference(after, before))
	}
	if again := l.History(); h == again || again != l.History() {
		t.Error("a history that is not renewed when something came, or is when nothing did")
	}
	holds(t, l.History(), "igw-1 vpc = none observed")
}

// TestLiveGround: a baseline that comes later speaks of now.
func TestLiveGround(t *testing.T) {
	l := live(story(t, strings.Split(ground, "\n")))
	l.Ground(Baseline{
		Account: "111122223333", Region: "us-east-1", From: "describe",
		Statements: []Statement{
			{Kind: InternetGateway, ID: "igw-2", Aspect: Exists, Text: "yes"},
			{Kind: Region, ID: "us-east-1", Aspect: Whole, Key: string(InternetGateway), Text: "yes"},
		},
	})
	holds(t, l.History(), "igw-1 exists = none observed\nigw-2 exists = yes observed\nvpc-1 exists = yes observed")
}

// BenchmarkLive measures what a call costs in a lab of about 500 things: to take it, and to ask afterwards.
func BenchmarkLive(b *testing.B) {
	events := spaced(story(b, strings.Split(estate(12, 10, 10), "\n")))
	l := Open(nil)
	for _, e := range events {
		l.Add(e)
	}
	next := events[len(events)-1]
	b.Logf("%d calls, %d things", len(events), len(l.History().Things("")))
	for n := 0; b.Loop(); n++ {
		next.ID = fmt.Sprint(n)
		l.Add(next)
		l.History()
	}
}
