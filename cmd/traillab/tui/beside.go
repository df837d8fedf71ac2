// Beside the losses: what else the log says of a chain, for it and against it.

package tui

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze"
)

// besides is the other pane of the page of impact.
func (p *impact) besides(v view) []line {
	c := p.chain()
	at := slices.IndexFunc(p.beside, func(i *analyze.Impact) bool { return c != nil && i.Chain != nil && *i.Chain == c.ID })
	if at < 0 {
		return []line{told(toneFaint, "asking …")}
	}
	i := p.beside[at]
	t := &telling{v: v}
	t.network(i)
	t.witnesses(i)
	t.doubts(i)
	return t.lines
}

// telling collects sections of sentences.
type telling struct {
	v     view
	lines []line
}

// section adds sentences under a heading, each behind a sign; none tells that there is none.
func (t *telling) section(head string, tone tone, sign string, texts []string, none string) {
	t.lines = append(t.lines, told(toneHead, "%s", head))
	if len(texts) == 0 {
		t.lines = append(t.lines, told(toneFaint, "  %s", none))
	}
	for _, text := range texts {
		lead := sign
		for _, part := range wrap(text, t.v.w-4) {
			t.lines = append(t.lines, line{}.add(tone, "  "+lead+" ").add(tonePlain, part))
			lead = strings.Repeat(" ", width(sign))
		}
	}
	t.lines = append(t.lines, line{})
}

func (t *telling) network(i *analyze.Impact) {
	var dead []string
	for _, b := range i.Blackholes {
		dead = append(dead, fmt.Sprintf("%s %s → %s (%s)", b.Table, b.Destination, b.Target, b.Level))
	}
	t.section("Routes that lead nowhere", toneBad, "✕", dead, "none is known")
	t.section("Subnets that are known to have no default route", toneWarn, "·", i.Stranded, "none is known")
	var tries []string
	for _, x := range i.Attempts {
		tries = append(tries, fmt.Sprintf("%s by %s: %s (%s), %s from %s to %s", x.Name, known(shortPrincipal(x.Principal)), known(x.ErrorCode), x.Outcome,
			several(len(x.EventIDs), "time"), t.v.clock(x.First), t.v.clock(x.Last)))
	}
	t.section("What was refused", toneWarn, "?", tries, "nothing")
}

func (t *telling) witnesses(i *analyze.Impact) {
	var calls, flows, runs []string
	for _, b := range i.Behaviour {
		if b.Finding != analyze.Nothing {
			calls = append(calls, fmt.Sprintf("%s: %s: %s from %s. %s", b.Finding, b.Resource, several(b.Calls, "call"), strings.Join(b.SourceIPs, ", "), b.Why))
		}
	}
	for _, h := range i.Flows {
		if h.Finding != analyze.Nothing {
			flows = append(flows, fmt.Sprintf("%s: %s by %s: %s", h.Finding, h.Resource, h.Interface, h.Note))
		}
	}
	for _, r := range i.Patches {
		runs = append(runs, fmt.Sprintf("%s: %s at %s of %s: %s", r.Finding, r.Name, t.v.clock(r.Time), strings.Join(r.Instances, ", "), r.Why))
	}
	t.section("What the instances' own calls say", tonePlain, "·", calls, "nothing for or against")
	t.section("What flow logs say", tonePlain, "·", flows, "nothing, or there are none")
	t.section("Patch runs", toneWarn, "·", runs, "none is known to have failed")
}

func (t *telling) doubts(i *analyze.Impact) {
	var orders, clashes []string
	for _, a := range i.Ambiguous {
		orders = append(orders, fmt.Sprintf("%s at %s: %s", a.About, t.v.clock(a.Time), strings.Join(a.Outcomes, " or ")))
	}
	for _, c := range i.Conflicts {
		clashes = append(clashes, fmt.Sprintf("%s at %s: %s", c.About, t.v.clock(c.Time), c.Why))
	}
	t.section("Calls of one second whose order the log does not tell", toneUnknown, "?", orders, "none that matters")
	t.section("What cannot be as the log tells it", toneUnknown, "?", clashes, "nothing")
}
