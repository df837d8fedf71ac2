// Impact: one chain after the other, what became of each capability, and the way to the record behind it.

package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"traillab/analyze"
	"traillab/analyze/topology"
)

func TestFates(t *testing.T) {
	for _, c := range []struct {
		before, after, filterBefore, filterAfter topology.Answer
		want                                     string
	}{
		{"yes", "no", "yes", "yes", "✕ lost"},
		{"yes", "part", "yes", "yes", "½ in part"},
		{"unknown", "no", "yes", "yes", "· had not"},
		{"yes", "unknown", "yes", "yes", "? unknown"},
		{"yes", "yes", "yes", "unknown", "? unknown"},
		{"yes", "yes", "yes", "no", "✕ lost"},
		{"yes", "yes", "yes", "yes", "✓ kept"},
		{"part", "part", "no", "no", "✓ kept"},
	} {
		e := analyze.Entry{Before: c.before, After: c.after, FilterBefore: c.filterBefore, FilterAfter: c.filterAfter}
		if got := fateOf(&e).span().text; got != c.want {
			t.Errorf("%s to %s behind %s to %s: %s, want %s", c.before, c.after, c.filterBefore, c.filterAfter, got, c.want)
		}
	}
}

func TestImpactPage(t *testing.T) {
	p := incident()
	u := sit(t, p.doors(), 160, 40).press("3").shows("2 chains, all of them", "✕ lost 3", "? unknown 2", "chain-0123456789ab  vpc-0a1  hostile (high)")
	if got := slices.DeleteFunc(slices.Clone(p.asked), func(s string) bool { return !strings.HasPrefix(s, "impact") }); !slices.Equal(got, []string{"impact chain-0123456789ab", "impact chain-ba9876543210"}) {
		t.Errorf("asked %q", got)
	}
	u.press("enter").shows("Impact › 0f8fad5b-d9cb-469f-a165-000000000014", "sha256").press("esc")
	u.press("R").shows("rests on 2 events", "✕ took it", "it rests on this").press("down", "enter").shows("000000000013", "sha256").press("esc", "esc")
	u.press("v").shows("kept hidden", "!service:s3").press("v").shows("only kept", "service:s3", "!ingress4").press("v")
	u.press("G", "C").shows("chain-ba9876543210", "undecided").press("v").shows("Impact › chain-ba9876543210 › Impact", "i-0b1", "!i-0a1").press("esc", "esc")
	u.press("g", "p").shows("vpc-0a1", "2024-05-01 12:09:00Z  change 6 of 8").press("esc", "t").shows("Impact › i-0a1", "DetachInternetGateway").press("esc")
	u.press("tab").shows("Routes that lead nowhere", "rtb-0a1 0.0.0.0/0 → igw-0a1 (observed)", "suspicion: i-0a1").press("tab")
	u.press(".").shows("traillab impact --db 'my case.duckdb' chain-0123456789ab").press("esc", "right", "right", "i").shows("filter resource:i-0a1")
	u.press("e").shows("export to impact.csv").press("enter").shows("8 rows were written")
	u.press("2", "enter", "v").shows("Chains › chain-0123456789ab › Impact", "i-0a3", "!i-0b1").press("esc", "G", "p").shows("12:40:00Z  change 8 of 8")
}

// TestImpactGoesOn: an answer that fails is told beside those that came, and what is stopped is not asked again by itself.
func TestImpactGoesOn(t *testing.T) {
	chains := []analyze.Chain{{ID: "chain-1", Scope: analyze.Scope{Kind: "vpc", ID: "vpc-1"}}, {ID: "chain-2"}, {ID: "chain-3"}}
	p := newImpact(&Doors{Investigator: incident(), Assessor: incident()}).(*impact)
	p.resize(120, 30)
	if q := p.ask(); len(q) != 1 || q[0].slot != "chains" || len(p.ask()) != 0 {
		t.Fatalf("asked %v, and again", q)
	}
	p.take("chains", chains, nil)
	cost := &analyze.Impact{Chain: &chains[0].ID, Resources: []analyze.Resource{{ID: "i-1", Capabilities: []analyze.Entry{{What: "ssm", Before: "yes", After: "no", Level: "observed", From: noon}}}}}
	if q := p.ask(); len(q) != 1 || q[0].slot != "impact" {
		t.Fatalf("asked %v", q)
	}
	p.take("impact", cost, nil)
	p.ask()
	p.take("impact", nil, errors.New("disk on fire"))
	text := shownText(p.render(view{w: 160, h: 30}))
	if len(p.ask()) != 0 || !strings.Contains(text, "i-1") || !strings.Contains(text, "the next cannot be told: disk on fire") || strings.Contains(text, "all of them") {
		t.Errorf("asked again, or it does not say what is missing:\n%s", text)
	}
}

// shownText is what a page drew.
func shownText(lines []line) string {
	th := newTheme(true, true)
	var out strings.Builder
	for _, l := range lines {
		out.WriteString(th.paint(l, 160) + "\n")
	}
	return bare(out.String())
}

// TestImpactIsBounded: beyond what a page holds it says what is not told.
func TestImpactIsBounded(t *testing.T) {
	p := newImpact(&Doors{Investigator: incident(), Assessor: incident()}).(*impact)
	p.resize(160, 30)
	p.take("chains", []analyze.Chain{{ID: "chain-1"}, {ID: "chain-2"}}, nil)
	id := "chain-1"
	big := &analyze.Impact{Chain: &id, Resources: []analyze.Resource{{ID: "i-1"}}}
	for range mostLosses {
		big.Resources[0].Capabilities = append(big.Resources[0].Capabilities, analyze.Entry{What: "ssm", Before: "yes", After: "no"})
	}
	p.take("impact", big, nil)
	if q := p.ask(); len(q) != 0 {
		t.Errorf("asked %v", q)
	}
	if text := shownText(p.render(view{w: 160, h: 30})); !strings.Contains(text, "1 chains are not told: narrow with /") {
		t.Error(text)
	}
}
