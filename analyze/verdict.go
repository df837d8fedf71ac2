// Verdicts: was a cut maintenance, containment, an accident or an attack? Never a bare label: reasons for and against, each
// with its weight, and what the log cannot tell counts for nobody.

package analyze

import (
	"cmp"
	"fmt"
	"slices"
)

// Label is what a chain looks like.
type Label string

// The labels.
const (
	Maintenance Label = "maintenance"
	Containment Label = "containment"
	Accident    Label = "accident"
	Hostile     Label = "hostile"
	Undecided   Label = "undecided"
)

// Severity is how loud a verdict is, for --fail-on.
type Severity string

// The severities: a hostile chain is high; undecided, accident, or an outage still open is medium; the rest is low.
const (
	Low    Severity = "low"
	Medium Severity = "medium"
	High   Severity = "high"
)

// Verdict is a label with what speaks for it and against it.
type Verdict struct {
	Label        Label
	Level        Severity
	For, Against []string
	Techniques   []Technique
}

// weight is what a sign counts for each label.
type weight struct{ maintenance, containment, accident, hostile int }

// sign is one row of the table of weights: something that may be true of a chain, and what it counts.
type sign struct {
	weight weight
	// found tells the sign in a sentence, "" where it does not hold.
	found func(*circumstances) string
}

// A label needs this much, and this much more than every other, or the chain is undecided.
const (
	enough = 3
	clear  = 2
)

// signs is the table of weights. Its rows follow what responders look at; see docs/verdicts.md.
var signs = []sign{
	{weight{3, 0, 0, -2}, (*circumstances).byTool},
	{weight{4, -2, -2, -3}, (*circumstances).tearDown},
	{weight{-1, 4, -1, -2}, (*circumstances).preserved},
	{weight{0, 3, 0, -1}, (*circumstances).quarantined},
	{weight{0, 2, 0, -1}, (*circumstances).responder},
	{weight{-1, -1, 4, -2}, (*circumstances).undoneAtOnce},
	{weight{3, 1, 1, -2}, (*circumstances).undoneLater},
	{weight{0, 1, 0, 1}, (*circumstances).undoneByOthers},
	{weight{-3, -3, -2, 5}, (*circumstances).blinded},
	{weight{-2, -3, -1, 4}, (*circumstances).destroyed},
	{weight{0, -1, 1, 2}, (*circumstances).forced},
	{weight{1, 0, 1, -1}, (*circumstances).usual},
	{weight{-1, 0, 0, 2}, (*circumstances).newcomer},
	{weight{-1, 0, 0, 2}, (*circumstances).freshKey},
	{weight{-1, -1, 0, 1}, (*circumstances).elsewhere},
	{weight{-1, -2, -1, 3}, (*circumstances).wide},
	{weight{-1, -1, -1, 3}, (*circumstances).stealthy},
	{weight{-1, -2, -1, 2}, (*circumstances).burned},
	{weight{0, 0, 0, 1}, (*circumstances).probed},
	{weight{0, 0, 0, 1}, (*circumstances).leftOpen},
}

// judge weighs a chain.
func judge(c *circumstances) Verdict {
	type finding struct {
		weight weight
		text   string
	}
	var findings []finding
	total := map[Label]int{}
	for _, s := range signs {
		text := s.found(c)
		if text == "" {
			continue
		}
		findings = append(findings, finding{s.weight, text})
		for _, l := range labels {
			total[l] += s.weight.of(l)
		}
	}
	ranked := slices.Clone(labels)
	slices.SortStableFunc(ranked, func(a, b Label) int { return cmp.Compare(total[b], total[a]) })
	v := Verdict{Label: ranked[0], For: []string{}, Against: []string{}}
	if total[ranked[0]] < enough || total[ranked[0]]-total[ranked[1]] < clear {
		v.Label = Undecided
	}
	leading := ranked[0]
	for _, f := range findings {
		switch n := f.weight.of(leading); {
		case n > 0:
			v.For = append(v.For, fmt.Sprintf("%s (%+d %s)", f.text, n, leading))
		case n < 0:
			v.Against = append(v.Against, fmt.Sprintf("%s (%+d %s)", f.text, n, leading))
		case v.Label == Undecided:
			v.Against = append(v.Against, f.text)
		}
	}
	v.Level = severity(v.Label, c.chain.Until == nil)
	v.Techniques = techniques(c)
	return v
}

var labels = []Label{Maintenance, Containment, Accident, Hostile}

func (w weight) of(l Label) int {
	switch l {
	case Maintenance:
		return w.maintenance
	case Containment:
		return w.containment
	case Accident:
		return w.accident
	case Hostile:
		return w.hostile
	}
	return 0
}

func severity(l Label, open bool) Severity {
	switch {
	case l == Hostile:
		return High
	case l == Undecided, l == Accident, open:
		return Medium
	}
	return Low
}
