// Histories: what really happened to some gateways, of which the log keeps a part. What is inferred must have happened,
// and where nothing is missing nothing is inferred.

package analyze

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// lost is a detachment that happened and has no record.
type lost struct {
	child, parent string
	at            time.Time
	proven        bool // a later record cannot be explained without it
}

// history lets gateways come and go. Each call is so many seconds after the one before; a detachment loses its record by
// the given chance.
func history(r *rand.Rand, calls int, pause func() int, losing int) (events []trail.Event, missing []*lost) {
	at := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	tied, open := map[string]string{}, map[string]*lost{}
	gone := map[string]bool{}
	record := func(name, child, parent string) {
		s := &story{}
		words := at.Format("15:04:05") + " " + name + " " + child
		if parent != "" {
			words += " " + parent
		}
		if err := s.event(words); err != nil {
			panic(err)
		}
		e := s.events[0]
		e.ID = fmt.Sprintf("%016x", r.Uint64())
		events = append(events, e)
		if l := open[child]; l != nil {
			l.proven = true
			delete(open, child)
		}
	}
	for range calls {
		at = at.Add(time.Duration(pause()) * time.Second)
		child := fmt.Sprintf("igw-%d", r.IntN(3+calls/12))
		parent := fmt.Sprintf("vpc-%d", r.IntN(3))
		switch {
		case gone[child]:
		case tied[child] == "" && r.IntN(8) == 0:
			gone[child] = true
			record("DeleteInternetGateway", child, "")
		case tied[child] == "":
			tied[child] = parent
			record("AttachInternetGateway", child, parent)
		case r.IntN(100) < losing:
			l := &lost{child: child, parent: tied[child], at: at}
			missing, open[child], tied[child] = append(missing, l), l, ""
		default:
			parent, tied[child] = tied[child], ""
			record("DetachInternetGateway", child, parent)
		}
	}
	return events, missing
}

func TestHistories(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 99))
		fine := seed%2 == 0 // a second for each call, or several calls in a second
		losing := []int{0, 30, 80}[seed%3]
		pause := func() int { return 1 }
		if !fine {
			pause = func() int { return max(0, r.IntN(5)-2) }
		}
		events, missing := history(r, 10+r.IntN(120), pause, losing)
		first := checkHistory(t, seed, fine, events, missing)
		for range 3 {
			r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
			for i := range events {
				events[i].ID = fmt.Sprintf("%016x", r.Uint64())
			}
			if again := checkHistory(t, seed, fine, events, missing); !slices.Equal(first, again) {
				t.Fatalf("seed %d: the order of arrival shows:\n%s\nand\n%s", seed, strings.Join(first, "\n"), strings.Join(again, "\n"))
			}
		}
	}
}

// checkHistory holds what is found against what happened.
func checkHistory(t *testing.T, seed uint64, fine bool, events []trail.Event, missing []*lost) []string {
	t.Helper()
	found, err := Detachments(t.Context(), slice(events), trail.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	observed, inferred, provable := 0, 0, 0
	used := map[*lost]bool{}
	for i := range found {
		d := &found[i]
		told = append(told, tell(d))
		if d.Basis == Observed {
			observed++
			continue
		}
		inferred++
		at := slices.IndexFunc(missing, func(l *lost) bool {
			return !used[l] && l.child == d.Child && l.parent == d.Parent && !l.at.Before(*d.NotBefore) && !l.at.After(*d.NotAfter)
		})
		if at < 0 && fine {
			t.Fatalf("seed %d: %s never happened", seed, tell(d))
		}
		if at >= 0 {
			used[missing[at]] = true
		}
	}
	recorded := 0
	for i := range events {
		if events[i].Name == "DetachInternetGateway" {
			recorded++
		}
	}
	for _, l := range missing {
		if l.proven {
			provable++
		}
	}
	// Where several calls for one gateway share a second and one between them is lost, the story has more than one reading.
	if observed != recorded || fine && inferred != provable || len(missing) == 0 && inferred > 0 {
		t.Fatalf("seed %d: %d observed of %d records, %d inferred of %d missing, %d provable", seed, observed, recorded, inferred, len(missing), provable)
	}
	slices.Sort(told)
	return told
}
