// Broken logs: stories that end early or lack a record. Whatever is missing, a case holds together.

package analyze

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

// TestCasesBroken cuts every story off after each of its records, and takes each record out of it.
func TestCasesBroken(t *testing.T) {
	for _, f := range caseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(f.path), ".txt"), func(t *testing.T) {
			events, err := telling.Read(f.story)
			if err != nil {
				t.Fatal(err)
			}
			for n := range events {
				holds(t, events[:n])
				if n%3 == 0 || !testing.Short() {
					holds(t, slices.Concat(events[:n], events[n+1:]))
				}
			}
		})
	}
}

// holds checks what must be so of every case.
func holds(t *testing.T, events []trail.Event) {
	t.Helper()
	c, impacts := investigated(t, events)
	seen := map[string]bool{}
	for i := range c.Chains {
		chain := &c.Chains[i]
		if seen[chain.ID] {
			t.Errorf("two chains are called %s", chain.ID)
		}
		seen[chain.ID] = true
		if !slices.IsSortedFunc(chain.Links, func(a, b Link) int { return a.Event.Time.Compare(b.Event.Time) }) {
			t.Errorf("the events of %s are not in order of time", chain.ID)
		}
		if chain.Until != nil && chain.Until.Before(chain.From) {
			t.Errorf("%s ends before it begins", chain.ID)
		}
		cut := slices.ContainsFunc(chain.Links, func(l Link) bool { return l.Role == Cut })
		if tried := slices.ContainsFunc(chain.Links, func(l Link) bool { return l.Role == Attempt }); !cut && !tried {
			t.Errorf("%s has neither a cut nor an attempt", chain.ID)
		}
		if !cut && chain.Lost > 0 {
			t.Errorf("%s lost %d resources, and nothing cut", chain.ID, chain.Lost)
		}
		for _, r := range impacts[i].Resources {
			for _, e := range r.Capabilities {
				e.holds(t, chain, r.ID)
			}
		}
	}
}

// holds checks what must be so of every entry.
func (e *Entry) holds(t *testing.T, chain *Chain, id string) {
	t.Helper()
	if e.Until != nil && !e.Until.After(e.From) {
		t.Errorf("%s of %s in %s ends when it begins: %+v", e.What, id, chain.ID, e)
	}
	if (e.Until == nil) != (e.End == "open" || e.End == "kept") {
		t.Errorf("%s of %s in %s is %s, until %v", e.What, id, chain.ID, e.End, e.Until)
	}
	veiled := e.After == e.Before && e.FilterBefore == "yes" && e.FilterAfter == "unknown" && e.End != "kept"
	if (e.After == "unknown" || e.Before == "unknown" || veiled) != (e.Level == "unknown") {
		t.Errorf("%s of %s in %s goes from %s to %s, its filter from %s to %s, and that is %s", e.What, id, chain.ID, e.Before, e.After, e.FilterBefore, e.FilterAfter, e.Level)
	}
	if e.End != "kept" && e.Reason == "" {
		t.Errorf("why %s of %s was lost is not told", e.What, id)
	}
	if e.End == "open" && chain.Until != nil {
		t.Errorf("%s ended, and %s of %s is lost still", chain.ID, e.What, id)
	}
}
