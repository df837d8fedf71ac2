// Sums: what the case adds up to, under the map of the overview.

package tui

import (
	"fmt"
	"strings"

	"traillab/analyze"
)

// renderSums is what the case adds up to.
func (o *overview) renderSums(v view) []line {
	row := func(name string) line {
		return line{}.add(toneHead, name).add(tonePlain, strings.Repeat(" ", 13-len(name)))
	}
	out := []line{
		told(toneFaint, "%s", strings.Repeat("─", v.w)),
		o.verdicts(row("Chains")),
		o.levels(row("Findings")),
		row("Detections").add(toneUnknown, "no rules are installed: nothing was matched against any"),
		o.gaps(row("Gaps")),
		o.unread(row("Not read")),
	}
	if o.missing != nil && o.missing.Recovered > 0 {
		out = append(out, row("Not sure").addf(toneUnknown, "read behind damage, nothing that they say is observed: %s", grouped(o.missing.Recovered)))
	}
	if o.missing != nil && o.missing.Interrupted {
		out = append(out, row("Not ended").add(toneWarn, "a load has not ended: this is what was loaded until then"))
	}
	return out
}

// waiting says that an answer is not there yet, or why it does not come; ok is false then.
func (o *overview) waiting(l line, slot string, here bool) (line, bool) {
	switch err := o.trouble[slot]; {
	case err != nil:
		return l.addf(toneBad, "cannot be told: %v", err), false
	case !here:
		return l.add(toneFaint, "asking …"), false
	}
	return l, true
}

// verdicts counts the chains by what they look like.
func (o *overview) verdicts(l line) line {
	l, ok := o.waiting(l, "chains", o.told)
	if !ok {
		return l
	}
	open := 0
	count := map[analyze.Label]int{}
	for i := range o.chains {
		count[o.chains[i].Verdict.Label]++
		if o.chains[i].Until == nil {
			open++
		}
	}
	for _, label := range []analyze.Label{analyze.Hostile, analyze.Undecided, analyze.Accident, analyze.Containment, analyze.Maintenance} {
		if n := count[label]; n > 0 {
			l = l.addf(verdictTone(label), "%s %d   ", label, n)
		}
	}
	if len(o.chains) == 0 {
		return l.add(tonePlain, "none in the logs that there are")
	}
	return l.addf(toneFaint, "%d of %d still open", open, len(o.chains))
}

// verdictTone is how a verdict looks.
func verdictTone(l analyze.Label) tone {
	switch l {
	case analyze.Hostile:
		return toneBad
	case analyze.Accident:
		return toneWarn
	case analyze.Undecided:
		return toneUnknown
	case analyze.Maintenance, analyze.Containment:
	}
	return toneGood
}

// levels counts the chains by how loud they are.
func (o *overview) levels(l line) line {
	l, ok := o.waiting(l, "chains", o.told)
	if !ok {
		return l
	}
	count := map[analyze.Severity]int{}
	for i := range o.chains {
		count[o.chains[i].Verdict.Level]++
	}
	return l.addf(toneBad, "high %d", count[analyze.High]).addf(toneWarn, "   medium %d", count[analyze.Medium]).addf(toneFaint, "   low %d", count[analyze.Low])
}

// gaps says of how much time nothing is known.
func (o *overview) gaps(l line) line {
	l, ok := o.waiting(l, "lanes", o.lanes != nil)
	if !ok {
		return l
	}
	hours, gap, unreadable, beyond := o.lanes.Known()
	l = l.addf(toneUnknown, "%s of %s h have no logs", grouped(int64(gap)), grouped(int64(hours)))
	if unreadable > 0 {
		l = l.addf(toneBad, ", %s h unreadable ones", grouped(int64(unreadable)))
	}
	if beyond > 0 {
		l = l.addf(toneUnknown, "; %s h lie before or behind all logs of their row", grouped(int64(beyond)))
	}
	return l
}

// unread counts what could not be read.
func (o *overview) unread(l line) line {
	l, ok := o.waiting(l, "missing", o.missing != nil)
	if !ok {
		return l
	}
	m := o.missing
	if m.Damaged+m.Rejected+m.Records == 0 {
		return l.add(tonePlain, "everything that was loaded could be read")
	}
	return l.add(toneWarn, fmt.Sprintf("files damaged: %s · files rejected: %s · records rejected: %s", grouped(m.Damaged), grouped(m.Rejected), grouped(m.Records)))
}
