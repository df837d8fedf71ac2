// The page of impact, drawn: what the rows come to, the rows, and all that is said of the one under the cursor.

package tui

import (
	"fmt"
	"strings"
)

func (p *impact) render(v view) []line {
	switch {
	case p.doors.Investigator == nil || p.doors.Assessor == nil:
		return []line{told(toneUnknown, "There is no impact to ask here.")}
	case p.err != nil && len(p.all) == 0:
		return troubled(p.err, v.w)
	case !p.listed:
		return []line{told(toneFaint, "reading the whole log: what a call means depends on those before it …")}
	case len(p.chains) == 0:
		return p.blind.empty(v, "There is no chain in the logs, so nothing is known to be lost by one.", "No chain passes the filter, so nothing is known to be lost by one.")
	}
	out := []line{p.head(v), p.standing(v)}
	if p.pane != 0 {
		return append(append(out, p.besideOf(v)), p.notes.render(p.besides(v))...)
	}
	out = append(out, p.table.render(v.w, func(i int) []cell { return p.cells(v, i) })...)
	for len(out) < v.h-underHigh {
		out = append(out, line{})
	}
	return append(out, p.about(v)...)
}

// head says whose impact it is.
func (p *impact) head(v view) line {
	if p.only == nil {
		l := told(toneStrong, "%s", several(len(p.chains), "chain"))
		if p.told < len(p.chains) {
			return l.addf(tonePlain, ", one after the other: %s so far", grouped(int64(p.told)))
		}
		return p.blind.note(l.add(tonePlain, ", all of them"))
	}
	until := "open at the end of the log"
	if p.only.Until != nil {
		until = v.clock(*p.only.Until)
	}
	verdict := p.only.Verdict
	return line{}.add(toneStrong, p.only.Scope.ID).addf(tonePlain, "  %s – %s  looks like ", v.clock(p.only.From), until).
		addf(verdictTone(verdict.Label), "%s", verdict.Label).addf(levelTone(verdict.Level), " (%s)", verdict.Level)
}

// standing counts what became of the capabilities, and says what is not shown, or not here yet.
func (p *impact) standing(v view) line {
	var n [fates]int
	for i := range p.all {
		n[p.all[i].fate]++
	}
	l := line{}
	for f, count := range n {
		s := fate(f).span()
		if count == 0 {
			s.tone = toneFaint
		}
		l = l.addf(s.tone, "%s %s   ", s.text, grouped(int64(count)))
	}
	switch {
	case p.err != nil:
		return l.addf(toneBad, "the next cannot be told: %v", p.err)
	case p.told < len(p.chains) && !p.asking && !v.busy:
		return l.addf(toneWarn, "%s chains are not told: narrow with /, or open one", grouped(int64(len(p.chains)-p.told)))
	case p.told < len(p.chains):
		return l.add(toneFaint, "asking …")
	case p.sight == sightLost:
		return l.add(toneWarn, "kept hidden (v)")
	case p.sight == sightKept:
		return l.add(toneWarn, "only kept (v)")
	}
	return l
}

// about tells all that is said of the row under the cursor.
func (p *impact) about(v view) []line {
	l := p.at()
	if l == nil {
		return []line{told(toneFaint, "%s", strings.Repeat("─", v.w)), told(toneFaint, "no row is shown")}
	}
	verdict := l.chain.Verdict
	rule := line{}.add(toneFaint, "── ").add(tonePlain, l.chain.ID+"  "+l.chain.Scope.ID+"  ").addf(verdictTone(verdict.Label), "%s", verdict.Label).
		addf(levelTone(verdict.Level), " (%s) ", verdict.Level)
	out := []line{rule.add(toneFaint, strings.Repeat("─", max(0, v.w-rule.width())))}
	became, sure := l.fate.span(), surely(l.entry.Level)
	name := l.id
	if l.name != "" && l.name != l.id {
		name += " (" + l.name + ")"
	}
	out = append(out, line{}.add(toneStrong, name).add(tonePlain, "  "+l.entry.What+"  ").add(became.tone, became.text).add(tonePlain, ": ").
		addf(tonePlain, "%s before, %s after  ", l.before(), l.after()).add(sure.tone, sure.text))
	before := strings.Join(l.entry.Path, "; ")
	if before == "" {
		before = "no way is told"
	}
	out = append(out, line{}.add(toneFaint, "before ").add(tonePlain, fit(before, v.w-7, false)))
	after := l.entry.Reason
	if after == "" && l.fate == fateKept {
		after = "as before"
	}
	parts := wrap(after, v.w-7)
	out = append(out, line{}.add(toneFaint, "after  ").add(tonePlain, parts[0]))
	switch {
	case len(parts) > 2:
		return append(out, line{}.add(tonePlain, "       "+fit(strings.Join(parts[1:], " "), v.w-7, false)))
	case len(parts) == 2:
		return append(out, line{}.add(tonePlain, "       "+parts[1]))
	}
	by := "no call took it"
	if l.entry.Cause != "" {
		by = "taken by " + l.entry.Cause
	}
	return append(out, line{}.add(toneFaint, "events ").addf(tonePlain, "%s; the row rests on %s (R)", by, several(len(l.entry.Sources), "event")))
}

// besideOf names the chain that the other pane is about.
func (p *impact) besideOf(view) line {
	c := p.chain()
	if c == nil {
		return told(toneFaint, "no chain (tab goes back)")
	}
	return line{}.add(toneHere, fmt.Sprintf(" beside %s ", c.ID)).add(toneFaint, " tab goes back to the rows")
}
