// Verdicts: was a cut maintenance, containment, an accident or an attack? Never a bare label: reasons for and against, each
// with its weight, and what the log cannot tell counts for nobody.

package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
		default:
			beside, speaksFor := f.weight.others()
			if speaksFor {
				v.Against = append(v.Against, fmt.Sprintf("%s (%s)", f.text, beside))
			} else {
				v.For = append(v.For, fmt.Sprintf("%s (%s)", f.text, beside))
			}
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
	default:
		return 0
	}
}

// others tells what a sign that counts nothing for the leading label counts for others: for which it speaks, else against which.
func (w weight) others() (told string, speaksFor bool) {
	var pro, contra []string
	for _, l := range labels {
		switch n := w.of(l); {
		case n > 0:
			pro = append(pro, fmt.Sprintf("%+d %s", n, l))
		case n < 0:
			contra = append(contra, fmt.Sprintf("%+d %s", n, l))
		}
	}
	if len(pro) > 0 {
		return strings.Join(pro, ", "), true
	}
	return strings.Join(contra, ", "), false
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
