// The chains that the analysis makes of an archive are those that were planned, with the verdict, the times and the losses.

package corpus

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// yield yields each event of the slice for which keep holds, once.
func (s slice) yield(keep func(*delivered) bool) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		seen := map[string]bool{}
		for i := range s {
			if r := &s[i]; !seen[string(r.EventID)] && keep(r) {
				seen[string(r.EventID)] = true
				if !yield(event(&r.Record), nil) {
					return
				}
			}
		}
	}
}

func (s slice) Network(context.Context, trail.Filter) iter.Seq2[trail.Event, error] {
	return s.yield(func(r *delivered) bool { return dialect.RoleOf(r.Name, r.Source) != dialect.None })
}

func (s slice) Companions(_ context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return s.yield(func(r *delivered) bool {
		return slices.Contains(f.Names, string(r.Name)) && !r.Time.Before(f.From.At) && r.Time.Before(f.Until.At)
	})
}

// Behaviour tells nothing: no call of a generated instance contradicts its plan.
func (s slice) Behaviour(context.Context, trail.Watch) iter.Seq2[trail.Sighting, error] {
	return func(func(trail.Sighting, error) bool) {}
}

func (s slice) Deeds(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return s.Companions(ctx, f)
}

// investigated is the case of the archive below dir.
func investigated(t *testing.T, dir string) *analyze.Case {
	t.Helper()
	records, _ := read(t, dir)
	slices.SortFunc(records, func(a, b delivered) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(string(a.EventID), string(b.EventID)))
	})
	c, err := analyze.Investigate(context.Background(), slice(records), analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnalysisFindsThePlannedChains(t *testing.T) {
	for seed := range uint64(2) {
		dir := t.TempDir()
		truth, err := Generate(context.Background(), dir, Options{Events: 9_000, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		c := investigated(t, dir)
		told := map[string]int{}
		for i := range truth.Incidents {
			compareChain(t, c, &truth.Incidents[i])
			told[truth.Incidents[i].Story]++
		}
		for _, story := range []string{"teardown", "forbidden", "probe", "strike", "reroute", "role-trim", "gone-gateway", "endpoints"} {
			if told[story] == 0 {
				t.Errorf("seed %d: no %s is among the incidents", seed, story)
			}
		}
	}
}

// compareChain compares an incident with the chain that has its first event.
func compareChain(t *testing.T, c *analyze.Case, want *Chain) {
	t.Helper()
	got := chainOf(c, want.Events[0].EventID, want.Scope)
	if got == nil {
		t.Errorf("%s: no chain about %v has %s at %v", want.Story, want.Scope, want.Events[0].Name, want.From)
		return
	}
	for _, p := range want.Events {
		at := slices.IndexFunc(got.Links, func(l analyze.Link) bool { return l.Event.ID == p.EventID })
		if at < 0 || string(got.Links[at].Role) != p.Role {
			t.Errorf("%s: %s at %v should be %s in the chain: %v", want.Story, p.Name, p.Time, p.Role, roles(got))
		}
	}
	if want.Verdict != "" && string(want.Verdict) != string(got.Verdict.Label) {
		t.Errorf("%s: the verdict is %s, not %s: for %q, against %q", want.Story, got.Verdict.Label, want.Verdict, got.Verdict.For, got.Verdict.Against)
	}
	if !got.From.Equal(want.From) || !sameTime(got.Until, want.Until) || got.Attempts != want.Attempts || got.Lost != want.Lost {
		t.Errorf("%s: from %v until %v, %d attempts, %d lost; planned %v, %v, %d, %d", want.Story, got.From, got.Until, got.Attempts, got.Lost, want.From, want.Until, want.Attempts, want.Lost)
	}
	compareLosses(t, c, got, want)
}

func compareLosses(t *testing.T, c *analyze.Case, chain *analyze.Chain, want *Chain) {
	t.Helper()
	var got []Loss
	for _, o := range chain.Outages {
		l := Loss{ID: o.Thing.ID, Kind: string(o.Thing.Kind), What: o.What, After: string(o.After), From: c.History.Call(o.From).Event.Time}
		if o.Until != topology.Origin {
			l.Until = &c.History.Call(o.Until).Event.Time
		}
		got = append(got, l)
	}
	if len(got) != len(want.Resources) {
		t.Errorf("%s: %d losses, planned %d: %+v", want.Story, len(got), len(want.Resources), got)
		return
	}
	for i, w := range want.Resources {
		if g := got[i]; g.ID != w.ID || g.Kind != w.Kind || g.What != w.What || g.After != w.After || !g.From.Equal(w.From) || !sameTime(g.Until, w.Until) {
			t.Errorf("%s: lost %+v, planned %+v", want.Story, g, w)
		}
	}
}

func chainOf(c *analyze.Case, event string, about Scope) *analyze.Chain {
	for i := range c.Chains {
		chain := &c.Chains[i]
		if chain.Scope.Kind == about.Kind && chain.Scope.ID == about.ID && slices.ContainsFunc(chain.Links, func(l analyze.Link) bool { return l.Event.ID == event }) {
			return chain
		}
	}
	return nil
}

func roles(c *analyze.Chain) (all []string) {
	for _, l := range c.Links {
		all = append(all, l.Event.Name+" "+string(l.Role))
	}
	return all
}

func sameTime(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}
