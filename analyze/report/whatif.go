// What-if on paper: what a call would cost that nobody has made, told as a report is.

package report

import (
	"context"
	"fmt"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/snapshot"
)

// CompileWhatIf makes a case on paper of a call that nobody has made.
func CompileWhatIf(ctx context.Context, src Source, h *analyze.Hypothesis, at time.Time, o Options) (*Case, error) {
	m := &compiler{src: src, o: o}
	if o.Zone == nil {
		m.o.Zone = time.UTC
	}
	c, err := m.frame(ctx)
	if err != nil {
		return nil, err
	}
	p := &Plan{Call: h.Call, At: at.UTC(), Needs: h.Needs, Impact: h.Impact, Networks: []View{}}
	vpcs := h.VPCs()
	for _, vpc := range vpcs[:min(len(vpcs), mostViews)] {
		p.Networks = append(p.Networks, stirred(View{VPC: vpc.ID, Before: snapshot.Take(h.History(), vpc, at), After: snapshot.Take(h.History(), vpc, h.After())}))
	}
	p.NetworksOmitted = len(vpcs) - len(p.Networks)
	p.Inferred, p.Unknown = claims(h.Impact, true)
	c.Plan = p
	c.Loose = Loose{List: []Detachment{}}
	c.Summary = foreseen(c, p)
	c.Recipes = m.recipes(c)
	c.Recipes = append(c.Recipes, Recipe{"what if", c.Asked.Command, ""})
	c.Chains, c.Events = List[Chain](), List[Event]()
	return c, nil
}

// foreseen sums a plan up.
func foreseen(c *Case, p *Plan) []Sentence {
	var lost, kept []string
	for _, r := range p.Impact.Resources {
		if len(folded(r.Capabilities)) > 0 {
			lost = append(lost, r.ID)
		} else {
			kept = append(kept, r.ID)
		}
	}
	told := []Sentence{{fmt.Sprintf("Nobody has made this call: it is asked what %q would do at %s, to the network as the log knows it then.", p.Call, clockOf(p.At)), inferred}}
	if n := len(p.Needs); n > 0 {
		told = append(told, Sentence{fmt.Sprintf("AWS would refuse it until %s made first.", calls(n)), inferred})
	}
	switch {
	case len(lost) == 0:
		told = append(told, Sentence{"No resource is known to lose anything by it.", unknown})
	default:
		told = append(told, Sentence{fmt.Sprintf("%s would lose connections: %s.", sentenceCase(count(len(lost), "resource")), several(lost)), inferred})
	}
	if len(kept) > 0 {
		told = append(told, Sentence{fmt.Sprintf("%s would keep what they have: %s.", sentenceCase(count(len(kept), "resource")), several(kept)), inferred})
	}
	if n := len(p.Impact.Blackholes); n > 0 {
		told = append(told, Sentence{fmt.Sprintf("After it, %s would lead nowhere.", count(n, "route")), inferred})
	}
	if n := len(p.Unknown); n > 0 {
		told = append(told, Sentence{fmt.Sprintf("%s about it cannot be told from the log.", sentenceCase(count(n, "point"))), unknown})
	}
	return append(told, limits(c)...)
}

func calls(n int) string {
	if n == 1 {
		return "1 other call is"
	}
	return fmt.Sprintf("%d other calls are", n)
}
