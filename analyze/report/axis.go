// Axes: the chains of a case, and the events and losses of one chain, against time. Hours without logs are hatched: that nothing
// is drawn there says nothing.

package report

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// Measures of the axes, in pixels.
const (
	axisWidth  = 1080
	axisLabel  = 320 // what stands before the bars
	axisTop    = 44
	axisRow    = 26
	markRow    = 30
	mostRows   = 40 // of chains, or of losses
	axisBottom = 10
	mostGaps   = 500 // a drawing
)

// figure is a drawing with what it is called by those who do not see it.
type figure struct {
	pen
	id    string
	width int
}

// begin opens a drawing. Its id names the title and the description.
func (f *figure) begin(height int, title, description string) {
	f.raw("<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n", f.width, height, f.width, height, f.id, f.id)
	f.raw("<title id=\"%s-t\">%s</title><desc id=\"%s-d\">%s</desc>\n", f.id, clean(title), f.id, clean(description))
}

func (f *figure) end() template.HTML {
	f.raw("</svg>\n")
	return template.HTML(f.String()) // #nosec G203 -- drawn by a pen, which cleans every text
}

// axisOfCase draws a bar for each chain against the log. Chains that are told below are linked.
func (s *sheet) axisOfCase(heads []*Head) template.HTML {
	log := &s.c.Log
	if len(heads) == 0 || log.First == nil || log.End == nil {
		return ""
	}
	shown := heads[:min(len(heads), mostRows)]
	from, until := *log.First, *log.End
	for _, h := range shown {
		if h.From.Before(from) {
			from = h.From
		}
		if h.Until != nil && h.Until.After(until) {
			until = *h.Until
		}
	}
	f := figure{id: "axis", width: axisWidth}
	at := scaled(from, until, axisLabel, axisWidth-axisLabel-12)
	bottom := axisTop + len(shown)*axisRow + axisBottom
	f.begin(bottom, "The chains on a time axis", fmt.Sprintf("%s from %s to %s; the table below says the same.", count(len(heads), "chain"), s.clock(from), s.clock(until)))
	at.ruler(&f.pen, axisTop, bottom-4, s.zone())
	for i, h := range shown {
		y := axisTop + i*axisRow + 6
		s.gapped(&f.pen, at, y-3, axisRow-6, h.Account, h.Region)
		over, told := until, "open at the end of the log"
		if h.Until != nil {
			over, told = *h.Until, "until "+s.clock(*h.Until)
		}
		f.text("rowname end", axisLabel-12, y+12, fit(h.Scope.ID, 7.2, axisLabel-100))
		f.raw("<text class=\"rowkind %s\" x=\"4\" y=\"%d\">%s</text>\n", tone(h.Label), y+12, clean(string(h.Label)))
		at.span(&f.pen, "bar "+tone(h.Label), h.From, over, y, axisRow-12, h.ID+": "+h.Story+"\nfrom "+s.clock(h.From)+", "+told)
		if h.Until == nil {
			at.onward(&f.pen, "bar "+tone(h.Label), y, axisRow-12)
		}
	}
	return f.end()
}

// tone is the class of a label: the colour in which it is drawn.
func tone(l analyze.Label) string {
	switch l {
	case analyze.Hostile, analyze.Accident, analyze.Containment, analyze.Maintenance:
		return string(l)
	default:
		return string(analyze.Undecided)
	}
}

// axisOfChain draws the events of a chain in a row for each part, and below them what each resource lost.
func (s *sheet) axisOfChain(id string, c *Chain) template.HTML {
	f := figure{id: id, width: axisWidth}
	from, until := s.reachOf(c)
	at := scaled(from, until, axisLabel, axisWidth-axisLabel-12)
	roles := present(c.Events)
	bars := losses(c.Impact)
	shown := bars[:min(len(bars), mostRows)]
	bottom := axisTop + len(roles)*markRow + len(shown)*axisRow + axisBottom
	if len(bars) > len(shown) {
		bottom += axisRow
	}
	f.begin(bottom, "Chain "+c.ID+" on a time axis", fmt.Sprintf("%s and %s; the tables below say the same.", count(len(c.Events), "event"), count(len(bars), "loss")))
	s.gapped(&f.pen, at, axisTop, bottom-axisTop-4, c.Account, c.Region)
	at.ruler(&f.pen, axisTop, bottom-4, s.zone())
	y := axisTop
	for _, role := range roles {
		f.text("rowname", 4, y+20, string(role))
		f.raw("<line class=\"base\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", axisLabel, y+15, axisWidth-12, y+15)
		s.marks(&f.pen, at, c.Events, role, y+15)
		y += markRow
	}
	for _, b := range shown {
		over, told := until, "open at the end of the log"
		if b.until != nil {
			over, told = *b.until, "until "+s.clock(*b.until)
		}
		f.text("rowname mono", 4, y+17, fit(b.of, 6.6, 138))
		f.text("dim", 146, y+17, fit(strings.Join(b.whats, " "), 5.9, axisLabel-158))
		at.span(&f.pen, "loss "+level(b.level), b.from, over, y+5, axisRow-10,
			fmt.Sprintf("%s %s: %s (%s)\nfrom %s, %s\n%s", b.of, b.verb, strings.Join(b.whats, ", "), b.level, s.clock(b.from), told, cut(b.reason)))
		if b.until == nil {
			at.onward(&f.pen, "loss "+level(b.level), y+5, axisRow-10)
		}
		y += axisRow
	}
	if n := len(bars) - len(shown); n > 0 {
		f.text("rowname dim", 4, y+17, fmt.Sprintf("and %s more, in the table below", count(n, "loss")))
	}
	return f.end()
}

// reachOf is the time that a chain's axis shows: the chain, what it cost, and a little around both.
func (s *sheet) reachOf(c *Chain) (from, until time.Time) {
	from, until = c.From, c.From
	reach := func(t *time.Time) {
		if t != nil && t.After(until) {
			until = *t
		}
	}
	for i := range c.Events {
		reach(&c.Events[i].Time)
	}
	reach(c.Until)
	if c.Until == nil {
		reach(s.c.Log.End)
	}
	for _, b := range losses(c.Impact) {
		if reach(b.until); b.until == nil {
			reach(s.c.Log.End)
		}
	}
	around := max(until.Sub(from)/20, 30*time.Second)
	return from.Add(-around), until.Add(around)
}

// present are the parts that a chain has, in the order of a story.
func present(events []analyze.Part) []analyze.Role {
	var roles []analyze.Role
	for _, r := range []analyze.Role{analyze.RunUp, analyze.Attempt, analyze.Cut, analyze.Hardening, analyze.Restore} {
		for i := range events {
			if events[i].Role == r {
				roles = append(roles, r)
				break
			}
		}
	}
	return roles
}

// marks draws the events of one part; those that would lie on each other are one mark with their number.
func (s *sheet) marks(p *pen, at scale, events []analyze.Part, role analyze.Role, y int) {
	const near = 16
	var some []*analyze.Part
	flush := func() {
		if len(some) == 0 {
			return
		}
		x := (at.at(some[0].Time) + at.at(some[len(some)-1].Time)) / 2
		s.mark(p, role, x, y, some)
		some = nil
	}
	for i := range events {
		e := &events[i]
		if e.Role != role {
			continue
		}
		if len(some) > 0 && at.at(e.Time)-at.at(some[0].Time) > near {
			flush()
		}
		some = append(some, e)
	}
	flush()
}

// mark draws one: what was refused, or has no record of its own, is hollow.
func (s *sheet) mark(p *pen, role analyze.Role, x float64, y int, of []*analyze.Part) {
	const most = 12
	var told []string
	faint := true
	for i, e := range of {
		faint = faint && (e.ErrorCode != "" || e.Basis == analyze.Inferred)
		switch {
		case i < most:
			told = append(told, s.clock(e.Time)+" "+cut(e.Name))
		case i == most:
			told = append(told, fmt.Sprintf("and %d more", len(of)-most))
		}
	}
	class := strings.ReplaceAll(string(role), "-", "")
	if faint {
		class += " hollow"
	}
	radius := 7
	if len(of) > 1 {
		radius = 9
	}
	p.raw("<g class=\"mark %s\"><title>%s</title><circle cx=\"%s\" cy=\"%d\" r=\"%d\"/>", class, clean(strings.Join(told, "\n")), pixels(x), y, radius)
	switch n := len(of); {
	case n > 99:
		p.raw("<text x=\"%s\" y=\"%d\">99+</text>", pixels(x), y+3)
	case n > 1:
		p.raw("<text x=\"%s\" y=\"%d\">%d</text>", pixels(x), y+4, n)
	}
	p.raw("</g>\n")
}

// gapped hatches the hours without logs of an account and a region; where one is not known, those of any.
func (s *sheet) gapped(p *pen, at scale, top, height int, account, region string) {
	drawn := 0
	for _, g := range s.c.Coverage.Stretches {
		if g.State == trail.HoursLogs || g.From == nil || g.Until == nil || !g.Until.After(at.from) || !g.From.Before(at.until) {
			continue
		}
		if account != "" && string(g.Account) != account || region != "" && string(g.Region) != region {
			continue
		}
		if drawn++; drawn > mostGaps {
			return
		}
		at.span(p, "gap", *g.From, *g.Until, top, height, fmt.Sprintf("%s of %s %s\nfrom %s until %s", g.State, g.Account, g.Region, s.clock(*g.From), s.clock(*g.Until)))
	}
}

// lasting is a loss of one resource.
type lasting struct {
	*loss
	of string
}

// losses are all that was lost, resource by resource.
func losses(i *analyze.Impact) []lasting {
	var all []lasting
	if i == nil {
		return all
	}
	for _, r := range i.Resources {
		for _, l := range folded(r.Capabilities) {
			all = append(all, lasting{l, r.ID})
		}
	}
	return all
}
