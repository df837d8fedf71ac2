// The tables are sound: the background touches nothing, and the ordinary life of the network cuts nothing.

package corpus

import (
	"encoding/json"
	"testing"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// bench returns a maker that stands in some account.
func bench(seed uint64, region string) *maker {
	m := &maker{account: "111122223333", region: region, people: newCast(1, "111122223333"), world: 5}
	m.dice.seed(seed, 1)
	m.burst.seed(seed, 2)
	m.env.account, m.env.region = m.account, region
	m.env.throw(&m.dice)
	m.env.at = time.Date(2024, 3, 4, 5, 6, 7, 0, time.UTC)
	return m
}

func TestBackgroundTouchesNothing(t *testing.T) {
	for _, c := range newCatalog().all {
		if role := dialect.RoleOf([]byte(c.name), []byte(c.source)); role != dialect.None {
			t.Errorf("%s is background and has the role %v", c.name, role)
		}
	}
}

func TestBackgroundIsWellFormed(t *testing.T) {
	c := newCatalog()
	scanner := trail.NewScanner()
	seen, denied := map[string]bool{}, 0
	for seed := range uint64(8_000) {
		m := bench(seed, []string{globalRegion, "eu-west-1"}[seed%2])
		text := m.background(nil, c, nil)
		var rec trail.Record
		if n, err := scanner.Scan(text, &rec); err != nil || n != len(text) || rec.Repaired || !json.Valid(text) {
			t.Fatalf("%v, repaired %v: %s", err, rec.Repaired, text)
		}
		if string(rec.EventID) != m.env.eventID() || rec.Time != m.env.at || string(rec.Account) != m.account {
			t.Fatalf("the record does not say what it was given: %s", text)
		}
		seen[string(rec.Name)] = true
		if string(rec.Source) == iam && string(rec.ErrorCode) == "AccessDenied" {
			denied++
			if rec.Request != nil {
				t.Fatalf("IAM leaves out what it denies: %s", text)
			}
		}
	}
	if denied == 0 {
		t.Error("IAM never denies")
	}
	for _, template := range c.all {
		if template.whole == nil && !seen[template.name] {
			t.Errorf("%s never comes up", template.name)
		}
	}
}

// What ordinary life cuts is told beside the call, and is what the relation table finds in it.
func TestOrdinaryLifeTellsItsCuts(t *testing.T) {
	cuts := 0
	for _, c := range livesOf(t, Options{Events: 40_000, Seed: 6}) {
		call := dialect.Call{Name: c.step.name, Source: c.step.source + ".amazonaws.com", Request: c.step.request, Response: c.step.response}
		if !dialect.Touches(call.Name, call.Source) {
			t.Fatalf("%s touches nothing", call.Name)
		}
		ties := dialect.Cuts(call)
		cuts += len(ties)
		if len(ties) != len(c.step.finds) {
			t.Fatalf("%s cuts %v, and tells %v", call.Name, ties, c.step.finds)
		}
		for i, tie := range ties {
			if f := c.step.finds[i]; f.relation != tie.Relation || f.child != tie.Child || tie.Parent != "" && f.parent != tie.Parent {
				t.Errorf("%s cuts %v, and tells %v", call.Name, tie, f)
			}
		}
	}
	if cuts == 0 {
		t.Error("nothing is ever taken down")
	}
}

func TestStoriesMakeTheRowsThatArePromised(t *testing.T) {
	total := 0
	for _, s := range stories {
		m := bench(1, globalRegion)
		steps, _ := s.tell(&world{dice: &m.dice, account: m.account, region: m.region, cast: m.people}, m.env.at)
		for _, step := range steps {
			total += s.times * len(step.finds)
			if !dialect.Touches(step.name, step.source+".amazonaws.com") {
				t.Errorf("%s is a step of a story and touches nothing", step.name)
			}
		}
	}
	if total != Detachments {
		t.Errorf("%d rows", total)
	}
}

func TestShareOutNeverExceedsRoom(t *testing.T) {
	p := plan{}
	for n := range 60 {
		room := share{3, 0, 7, 1, 20, 0, 5}
		to := make([]int32, len(room))
		p.shareOut(to, n, room)
		sum := 0
		for i := range to {
			sum += int(to[i])
			if int(to[i]) > room[i] {
				t.Errorf("%d: %v does not fit %v", n, to, room)
			}
		}
		if sum != min(n, 36) {
			t.Errorf("%d shared out as %v", n, to)
		}
	}
}
