// Rules: what came and went of ACLs and groups is told, what stayed is left out, and what is not known is not said to be absent.

package report

import (
	"slices"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/snapshot"
)

func fact(level, value string) snapshot.Fact { return snapshot.Fact{Value: &value, Level: level} }

// group is a security group with rules, of which all are known or not.
func group(id, whole string, rules ...string) snapshot.Group {
	g := snapshot.Group{ID: id, Whole: fact("observed", whole)}
	for _, r := range rules {
		g.Rules = append(g.Rules, snapshot.Keyed{Key: r, Fact: fact("observed", "yes")})
	}
	return g
}

func TestStirredRules(t *testing.T) {
	v := stirred(View{
		Before: &snapshot.Network{Groups: []snapshot.Group{group("sg-old", "no", "in 22"), group("sg-same", "yes", "in 443"), group("sg-whole", "yes")}},
		During: &snapshot.Network{Groups: []snapshot.Group{group("sg-old", "no", "in 22", "in 25"), group("sg-same", "yes", "in 443"), group("sg-whole", "yes", "in 80")}},
		After:  &snapshot.Network{Groups: []snapshot.Group{group("sg-same", "yes", "in 443"), group("sg-whole", "yes", "in 80")}},
	})
	for _, n := range []*snapshot.Network{v.Before, v.During, v.After} {
		if slices.ContainsFunc(n.Groups, func(g snapshot.Group) bool { return g.ID == "sg-same" }) || len(n.Groups) == 0 {
			t.Errorf("kept are %v", n.Groups)
		}
	}
	want := []change{
		{"sg-old in 22", "there", "there", "not there"},
		{"sg-old in 25", "not known", "there", "not there"}, // its rules were never all known: it may have been there
		{"sg-whole in 80", "not there", "there", "there"},
	}
	if changed, _ := contrast(&v); !slices.Equal(changed, want) {
		t.Errorf("told is\n%q, and should be\n%q", changed, want)
	}
}

// TestCost: what a record says is not told as deduced, nor the other way round.
func TestCost(t *testing.T) {
	cut := func(b analyze.Basis) analyze.Severance {
		return analyze.Severance{Detachment: analyze.Detachment{Basis: b}}
	}
	for want, chain := range map[string]*analyze.Chain{
		unknown:  {},
		observed: {Lost: 1, Severed: []analyze.Severance{cut(analyze.Observed), cut(analyze.Observed)}},
		inferred: {Lost: 1, Severed: []analyze.Severance{cut(analyze.Observed), cut(analyze.Inferred)}},
	} {
		if got := cost(chain); got.Level != want {
			t.Errorf("%s: %s", got.Level, got.Text)
		}
	}
	if got := cost(&analyze.Chain{Lost: 2}); got.Level != inferred {
		t.Errorf("of networks: %s", got.Level)
	}
}

// TestLimits: a load that has not ended is told, and never that there are no gaps.
func TestLimits(t *testing.T) {
	whole := &Case{Log: Log{Events: 1}}
	if got := limits(whole); len(got) != 1 || got[0].Level != inferred {
		t.Errorf("of a whole log: %v", got)
	}
	broken := &Case{Log: Log{Events: 1}, Evidence: Evidence{Loads: []Load{{Began: &time.Time{}, Finished: &time.Time{}}, {Began: &time.Time{}}}}}
	if got := limits(broken); len(got) != 1 || got[0].Level != unknown {
		t.Errorf("of a load that has not ended: %v", got)
	}
	before := &Case{Log: Log{Events: 1}, Coverage: Coverage{Unended: true}, Evidence: Evidence{Loads: []Load{{Began: &time.Time{}}, {Began: &time.Time{}, Finished: &time.Time{}}}}}
	if got := limits(before); len(got) != 1 || got[0].Level != unknown {
		t.Errorf("of a load that has not ended, with another since: %v", got)
	}
}
