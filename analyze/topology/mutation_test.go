// Mutation: stories from which all calls of one kind are dropped. What can then no longer be known must be unknown, never a
// wrong yes or no. Excused is what no log can tell: a dropped call that no other record betrays.

package topology

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// cell is one question at one time.
type cell struct {
	at       time.Time
	id, what string
}

// nothing is the answer about what does not exist, or of which the log has never spoken.
const nothing Answer = "nothing"

// answers asks a history about every thing at every time.
func answersOf(h *History, ids []string, times []time.Time) map[cell]Answer {
	found := map[cell]Answer{}
	for _, at := range times {
		s := h.State(h.At(at))
		for _, id := range ids {
			things := h.Find(id)
			if len(things) == 0 {
				continue
			}
			for _, c := range s.Capabilities(things[0]) {
				found[cell{at, id, c.What}] = c.Answer
				found[cell{at, id, c.What + " through the filters"}] = s.Filtered(things[0], c.What).Answer
			}
			if s.Stands(things[0]).Is(None) {
				found[cell{at, id, "exists"}] = Cut
			}
		}
	}
	return found
}

// whatOf answers about one cell. A thing that is not there has no capabilities; one that the log does not know of is unknown.
func whatOf(answers map[cell]Answer, c cell) Answer {
	if a, ok := answers[c]; ok {
		return a
	}
	if answers[cell{c.at, c.id, "exists"}] == Cut {
		return nothing
	}
	return Unproven
}

// stories are the files of a folder of testdata.
func stories(t *testing.T, folder string, least int) map[string][]trail.Event {
	t.Helper()
	paths, err := filepath.Glob("testdata/" + folder + "/*.txt")
	if err != nil || len(paths) < least {
		t.Fatalf("%d stories: %v", len(paths), err)
	}
	found := map[string][]trail.Event{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		events, err := telling.Read(string(text))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		found[strings.TrimSuffix(filepath.Base(path), ".txt")] = events
	}
	return found
}

// betrayals returns, for each event, later events that could not have been without it: calls whose needs rest on a fact that
// it set, calls that name an id which it was the first to tell, and calls that contradict what is known without it.
func betrayals(events []trail.Event) map[int][]int {
	f := begin(events, nil)
	by := map[int][]int{}
	of := map[Moment]int{}
	first := map[string]int{}
	for i := range events {
		e := &events[i]
		rule := f.rule(e)
		if rule == nil {
			continue
		}
		on := map[int]bool{}
		for _, id := range idsIn(e) {
			if at, known := first[id]; known {
				on[at] = on[at] || !innate(id, e.Name)
			} else if e.ErrorCode == "" {
				first[id] = i
			}
		}
		if e.ErrorCode == "" {
			r := f.read(&waiting{event: e, rule: rule})
			for _, c := range r.clauses {
				if c.op > needNot || c.thing.wild() {
					continue
				}
				if known := r.known(c.thing, c.aspect, c.key); known.Known() {
					if at, ok := of[known.Cause]; ok {
						on[at] = true
					}
				}
			}
		}
		for at, betrays := range on {
			if betrays {
				by[at] = append(by[at], i)
			}
		}
		f.second([]waiting{{event: e}})
		of[f.h.Now()] = i
	}
	for i := range events {
		if alone := Fold(without(events, func(n int) bool { return n == i }), nil, nil); len(alone.Conflicts) > 0 {
			by[i] = append(by[i], contradicting(events, alone))
		}
	}
	return by
}

// contradicting returns which event contradicts what was known first.
func contradicting(events []trail.Event, h *History) int {
	id := h.Call(h.Conflicts[0].At).Event.ID
	return slices.IndexFunc(events, func(e trail.Event) bool { return e.ID == id })
}

// innate reports whether a call may name the id of something that a VPC is born with, whose making no log tells: its main
// table, its default ACL and group, and their associations. What is born with a VPC is not deleted.
func innate(id, call string) bool {
	if strings.HasPrefix(call, "Delete") || strings.HasPrefix(call, "Disassociate") {
		return false
	}
	return slices.ContainsFunc([]string{"rtb-", "rtbassoc-", "acl-", "aclassoc-", "sg-"}, func(p string) bool { return strings.HasPrefix(id, p) })
}

// idsIn returns the ids in request and response, of whatever kind.
func idsIn(e *trail.Event) []string {
	var found []string
	c, _ := dialect.ParseEvent(e)
	var walk func(dialect.Value)
	walk = func(v dialect.Value) {
		switch v := v.(type) {
		case dialect.Text:
			if s := string(v); strings.Contains(s, "-") && !strings.ContainsAny(s, " ") && strings.ContainsAny(s, "0123456789") {
				found = append(found, s)
			}
		case dialect.List:
			for _, o := range v {
				walk(o)
			}
		case dialect.Object:
			for _, m := range v {
				walk(m.Value)
			}
		}
	}
	walk(c.Request)
	walk(c.Response)
	return found
}

// without returns the events but those of which drop says so.
func without(events []trail.Event, drop func(int) bool) []trail.Event {
	var rest []trail.Event
	for i := range events {
		if !drop(i) {
			rest = append(rest, events[i])
		}
	}
	return rest
}

// gives are the calls that make, join or allow. Dropped, they leave no trace in a network whose birth the log tells; of one
// that is older nobody may say that it lacks what they gave.
var gives = []string{"Create", "Run", "Allocate", "Associate", "Attach", "Authorize", "Assign", "Start", "Copy"}

// TestMutation drops each kind of event from each story. An answer that differs from the whole story's must be unknown. It is
// excused only by these rules together:
//
//  1. the answer is the same when only those events of the kind are dropped that no other record betrays (see betrayals):
//     nothing in such a log shows that it is not the whole truth;
//  2. if the call gave something: the story tells the birth of the VPC, and that is not the call that was dropped.
func TestMutation(t *testing.T) {
	asked, changed := 0, 0
	excused, wrong := map[string]int{}, 0
	all := stories(t, "mutation", 12)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		events := all[name]
		whole := Fold(events, nil, nil)
		var ids []string
		for _, kind := range []Kind{Instance, Balancer, Database, Function} {
			for _, thing := range whole.Things(kind) {
				ids = append(ids, thing.ID)
			}
		}
		by := betrayals(events)
		kinds := map[string]bool{}
		for i := range events {
			kinds[events[i].Name] = true
		}
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			rest := without(events, func(i int) bool { return events[i].Name == kind })
			silent := without(events, func(i int) bool {
				return events[i].Name == kind && !slices.ContainsFunc(by[i], func(n int) bool { return events[n].Name != kind })
			})
			var times []time.Time
			for i := range rest {
				times = append(times, rest[i].Time)
			}
			full, part := answersOf(whole, ids, times), answersOf(Fold(rest, nil, nil), ids, times)
			var unbetrayed map[cell]Answer
			for _, c := range cells(full, part) {
				if c.what == "exists" {
					continue
				}
				asked++
				want, got := whatOf(full, c), whatOf(part, c)
				if want == got {
					continue
				}
				changed++
				if got == Unproven {
					continue
				}
				if unbetrayed == nil {
					unbetrayed = answersOf(Fold(silent, nil, nil), ids, times)
				}
				giving := slices.ContainsFunc(gives, func(p string) bool { return strings.HasPrefix(kind, p) })
				if len(silent) < len(events) && whatOf(unbetrayed, c) == got && !(giving && (!kinds["CreateVpc"] || kind == "CreateVpc")) {
					excused[kind]++
					continue
				}
				if wrong++; wrong < 60 {
					t.Errorf("%s without %s: %s %s at %s: %s, and with it %s", name, kind, c.id, c.what, c.at.Format("15:04:05"), got, want)
				}
			}
		}
	}
	total := 0
	for _, kind := range slices.Sorted(maps.Keys(excused)) {
		t.Logf("excused: %4d without %s", excused[kind], kind)
		total += excused[kind]
	}
	t.Logf("%d stories, %d cells, %d changed, %d of them excused, %d wrong", len(all), asked, changed, total, wrong)
}

// cells returns the cells of either, sorted.
func cells(a, b map[cell]Answer) []cell {
	union := maps.Clone(a)
	maps.Copy(union, b)
	found := slices.Collect(maps.Keys(union))
	slices.SortFunc(found, func(x, y cell) int {
		return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.id, y.id), cmp.Compare(x.what, y.what))
	})
	return found
}

// TestStoriesInAnyOrder: whatever order the records come in, the answers are the same.
func TestStoriesInAnyOrder(t *testing.T) {
	for name, events := range stories(t, "mutation", 12) {
		h := Fold(events, nil, nil)
		var ids []string
		for _, thing := range h.Things(Instance) {
			ids = append(ids, thing.ID)
		}
		var times []time.Time
		for i := range events {
			times = append(times, events[i].Time)
		}
		want := answersOf(h, ids, times)
		random := rand.New(rand.NewPCG(4, uint64(len(events))))
		for range 10 {
			mixed := slices.Clone(events)
			random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			if got := answersOf(Fold(mixed, nil, nil), ids, times); !maps.Equal(got, want) {
				t.Errorf("%s: another order of the records, other answers", name)
			}
		}
	}
}
