// What stands in networks: each story with the facts that it leaves, which can be checked against AWS's documentation by
// hand. A fact is a thing, an aspect with its key, a value and how it is known; behind @ stands the number of the call after
// which it is so, and without one it is so at the end.

package topology

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// words are the aspects as the tables call them.
var words = map[string]Aspect{
	"exists": Exists, "whole": Whole, "vpc": InVPC, "subnet": InSubnet, "range": Range, "table": InTable, "holder": Holder,
	"state": Condition, "public": AutoPublic, "v6": V6, "ip": PrivateIP, "instance": AttachedTo, "dies": DiesWith, "first": Primary,
	"check": Check, "group": InGroup, "groups": GroupsWhole, "private": Private, "service": Service, "type": Type, "dns": PrivateDNS,
	"profile": Profile, "requester": Requester, "name": Name, "of": Of, "main": Main, "follows": Table, "route": Route, "address": IP,
}

// tell folds a story.
func tell(t testing.TB, story string) *History {
	t.Helper()
	events, err := telling.Read(story)
	if err != nil {
		t.Fatal(err)
	}
	return Fold(events, nil, nil)
}

// fact reads a fact as a table writes it: i-1 state, or vpce-1 table rtb-1, of the thing of that id.
func fact(t testing.TB, h *History, m Moment, thing, aspect, key string) string {
	t.Helper()
	a, ok := words[aspect]
	if !ok {
		t.Fatalf("no aspect is called %s", aspect)
	}
	things := h.Find(thing)
	if len(things) != 1 {
		return fmt.Sprintf("%d things", len(things))
	}
	f := h.State(m).Key(things[0], a, key)
	switch {
	case !f.Known():
		return "unknown"
	case f.Value == None:
		return "none " + f.Level.String()
	}
	return f.Text + " " + f.Level.String()
}

// holds checks the lines of a table of facts, at the end where they do not say when.
func holds(t *testing.T, h *History, table string) {
	t.Helper()
	holdsAt(t, h, h.Now(), table)
}

// holdsAt checks the lines of a table of facts, at m where they do not say when.
func holdsAt(t *testing.T, h *History, end Moment, table string) {
	t.Helper()
	for line := range strings.Lines(table) {
		line, at, _ := strings.Cut(strings.TrimSpace(line), " @")
		if line == "" {
			continue
		}
		m := end
		if n, err := strconv.Atoi(at); err == nil {
			m = Moment(n)
		}
		what, want, ok := strings.Cut(line, " = ")
		w := append(strings.Fields(what), "")
		if !ok || len(w) < 3 {
			t.Fatalf("%q is no fact", line)
		}
		if got := fact(t, h, m, w[0], w[1], w[2]); got != want {
			t.Errorf("after call %d: %s = %s, want %s", m, what, got, want)
		}
	}
}

// ground is a network that the stories stand on: eight calls.
const ground = `
	12:00:00 vpc vpc-1 10.0.0.0/16
	         gateway igw-1
	         attach igw-1 vpc-1
	         subnet subnet-1 vpc-1 10.0.1.0/24 public
	         subnet subnet-2 vpc-1 10.0.2.0/24 private
	         table rtb-1 vpc-1
	         group sg-1 vpc-1
	         address eipalloc-1 203.0.113.5
`

func TestThings(t *testing.T) {
	for _, test := range slices.Concat(things, services) {
		t.Run(test.name, func(t *testing.T) {
			h := tell(t, ground+test.story)
			holds(t, h, test.facts)
			for _, c := range h.Conflicts {
				if !test.conflict {
					t.Errorf("after call %d: %s", c.At, c.Why)
				}
			}
			if test.conflict && len(h.Conflicts) == 0 {
				t.Error("no conflict")
			}
		})
	}
}

type thingTest struct {
	name, story, facts string
	conflict           bool
}

// TestEveryRuleIsAsked: an event that a question does not let through is never folded.
func TestEveryRuleIsAsked(t *testing.T) {
	for name, rules := range ruleBook() {
		for _, r := range rules {
			e := trail.Event{Name: name, Source: r.source + ".amazonaws.com"}
			if !dialect.Touches(e.Name, e.Source) {
				t.Errorf("%s of %s has a rule, but analyze/trail/dialect has no role for it", name, r.source)
			}
		}
	}
}
