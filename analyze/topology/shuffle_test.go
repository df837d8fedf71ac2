// Order of arrival: whatever order the records come in, and however many of them share a second, the history is the same.

package topology

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

// wholeStory is every story of the tables, one after the other in time, each in an account of its own.
func wholeStory(t testing.TB) []trail.Event {
	t.Helper()
	var all []trail.Event
	for i, test := range slices.Concat(things, services) {
		events, err := telling.Read(fmt.Sprintf("account=%012d\n", 100+i) + ground + test.story)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, events...)
	}
	return all
}

// written is all that a history says, as text.
func written(h *History) string {
	var b strings.Builder
	for i, c := range h.Calls {
		fmt.Fprintf(&b, "%d %s forced=%v changed=%v %d\n", i+1, c.Event.ID, c.Forced, c.Changed, len(c.Scope))
	}
	for _, t := range h.Things("") {
		fmt.Fprintf(&b, "%s %s %s %s\n", t.Kind, t.Account, t.Region, t.ID)
		for a := range aspects {
			for _, key := range t.keys(a) {
				for _, s := range t.track(a, key).spans {
					fmt.Fprintf(&b, "  %d %s from %d seen %d: %q %v %d %s\n", a, key, s.from, s.seen, s.Text, s.Level, s.Cause, s.Why)
				}
			}
		}
	}
	for _, c := range h.Conflicts {
		fmt.Fprintln(&b, "conflict at", c.At, c.Thing.ID, c.Why)
	}
	for _, a := range h.Ambiguous {
		fmt.Fprintln(&b, "ambiguous:", a.First, a.Second, a.Thing.ID, a.Aspect, a.Key)
	}
	return b.String()
}

func TestAnyOrderTellsTheSame(t *testing.T) {
	for _, clock := range []time.Duration{time.Second, 3 * time.Second, 10 * time.Second, time.Hour} {
		events := wholeStory(t)
		for i := range events {
			events[i].Time = events[i].Time.Truncate(clock)
		}
		want := written(Fold(events, nil, nil))
		for seed := range uint64(20) {
			r := rand.New(rand.NewPCG(seed, 0))
			shuffled := append(slices.Clone(events), events[r.IntN(len(events))]) // one of them twice
			r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if got := written(Fold(shuffled, nil, nil)); got != want {
				t.Fatalf("clock of %v, seed %d: another history; first difference:\n%s", clock, seed, difference(got, want))
			}
		}
	}
}

// difference returns the first lines that differ.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// TestCallsOfOneSecondAreOrdered: a second in which a whole network is built or torn down is read as if each call had a second
// of its own, wherever a call needs what another does.
func TestCallsOfOneSecondAreOrdered(t *testing.T) {
	const story = ground + `
		endpoint vpce-1 vpc-1 ssm subnet-1 sg-1
		interface eni-1 subnet-1 sg-1
		run-on i-1 eni-1 subnet-1 p.instancesSet[].networkInterfaceSet[].attachment.deleteOnTermination=false
		map eipassoc-1 eipalloc-1 i-1`
	const end = `
		+1m unmap eipassoc-1
		+0s terminate i-1
		+0s uninterface eni-1
		+0s unendpoint vpce-1
		+0s unaddress eipalloc-1
		+0s detach igw-1 vpc-1
		+0s ungateway igw-1
		+0s unsubnet subnet-1`
	h := tell(t, "12:00:00 DescribeVpcs\n"+strings.ReplaceAll(strings.ReplaceAll(story, "12:00:00", ""), "\n\t", "\n+0s ")+end)
	for _, c := range h.Conflicts {
		t.Errorf("call %d, %s: %s", c.At, h.Call(c.At).Event.Name, c.Why)
	}
	for _, a := range h.Ambiguous {
		t.Errorf("%s and %s are ambiguous", h.Call(a.First).Event.Name, h.Call(a.Second).Event.Name)
	}
	holds(t, h, `
		i-1 exists = none observed
		i-1 exists = yes observed @12
		eni-1 instance = i-1 observed @12
		eipalloc-1 exists = none observed
		igw-1 exists = none observed`)
}

// TestNothingComesBack: what is deleted is gone, whatever else was done with it in the same second, in whatever order.
func TestNothingComesBack(t *testing.T) {
	const before = "vpc vpc-1 10.0.0.0/16\ngateway igw-1\nattach igw-1 vpc-1\n+1m detach igw-1 vpc-1\n"
	last := []string{"+0s attach igw-1 vpc-1", "+0s detach igw-1 vpc-1", "+0s ungateway igw-1"}
	for range 2 * len(last) {
		h := tell(t, before+strings.Join(last, "\n")+"\n+1m subnet subnet-1 vpc-1 10.0.1.0/24")
		if f := h.State(h.Now()).Stands(find(t, h, "igw-1")); !f.Is(None) {
			t.Errorf("after %q: %v", last, f)
		}
		if len(h.Conflicts) > 0 {
			t.Errorf("after %q: %v", last, h.Conflicts)
		}
		last = append(last[1:], last[0])
		if last[0] == "+0s ungateway igw-1" {
			last[1], last[2] = last[2], last[1]
		}
	}
}
