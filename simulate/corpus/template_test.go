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

func TestOrdinaryLifeCutsNothing(t *testing.T) {
	scanner := trail.NewScanner()
	for seed := range uint64(3_000) {
		m := bench(seed, []string{globalRegion, "eu-west-1"}[seed%2])
		s := network(&world{dice: &m.dice, account: m.account, region: m.region, cast: m.people}, m.env.at)
		text := m.step(nil, &s)
		var rec trail.Record
		if _, err := scanner.Scan(text, &rec); err != nil || rec.Repaired {
			t.Fatalf("%v, repaired %v: %s", err, rec.Repaired, text)
		}
		call, err := dialect.ParseRecord(&rec)
		if err != nil {
			t.Fatal(err)
		}
		if dialect.RoleOf(rec.Name, rec.Source) == dialect.None || dialect.Cuts(call) != nil || dialect.Ends(call) != nil {
			t.Fatalf("%s does not touch, or cuts %v, or ends %v", rec.Name, dialect.Cuts(call), dialect.Ends(call))
		}
	}
}

func TestStoriesMakeTheRowsThatArePromised(t *testing.T) {
	total := 0
	for _, s := range stories {
		m := bench(1, globalRegion)
		for _, step := range s.tell(&world{dice: &m.dice, account: m.account, region: m.region, cast: m.people}, m.env.at) {
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
