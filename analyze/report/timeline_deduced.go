// What is deduced, as lines of the timeline: where the log begins, ends and has gaps, each chain with its verdict, each loss from when
// to when, what rules found and what an investigator noted.

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// spot names a record of a chain.
type spot struct{ chain, event string }

// deduced collects the lines that are no events, and what events are told with.
type deduced struct {
	c      *Case
	heads  map[string]*Head // of chains, by id
	places map[spot]*Exhibit
	lines  []*row
}

// add adds a line.
func (d *deduced) add(l row, at *time.Time) {
	if at != nil {
		utc := at.UTC()
		l.Time = &utc
	}
	l.Resources, l.Chains, l.Sources = texts(l.Resources), texts(l.Chains), texts(l.Sources)
	d.lines = append(d.lines, &l)
}

// all collects them, in order.
func (d *deduced) all() error {
	for i := range d.c.Overview {
		d.heads[d.c.Overview[i].ID] = &d.c.Overview[i]
	}
	d.log()
	for chain, err := range d.c.Chains {
		if err != nil {
			return err
		}
		d.chain(chain)
	}
	if d.c.Plan != nil {
		d.plan(d.c.Plan)
	}
	for _, x := range d.c.Detections.List {
		d.add(row{Kind: lineDetection, Level: observed, Message: "rule " + x.Rule + ": " + x.Title, About: trail.Maybe(x.EventID), Severity: trail.Maybe(x.Level), Sources: []string{x.EventID}}, &x.Time)
	}
	for _, n := range d.c.Notes {
		d.add(row{Kind: lineNote, Level: unknown, Message: strings.TrimSuffix(n.Text+" ("+n.Author+")", " ()"), About: trail.Maybe(n.About)}, &n.Time)
	}
	slices.SortStableFunc(d.lines, inTime)
	return nil
}

// log tells how far the log reaches, where it has gaps, and what all of it comes to.
func (d *deduced) log() {
	for _, s := range d.c.Coverage.Stretches {
		var what string
		switch s.State {
		case trail.HoursGap:
			what = "no log files"
		case trail.HoursUnreadable:
			what = "no log file that can be read"
		case trail.HoursLogs, trail.HoursUnplaced:
			continue
		}
		where := fmt.Sprintf("%s of account %s in %s: what happened then is not known", what, cmp.Or(s.Account, "unknown"), cmp.Or(s.Region, "unknown"))
		l := row{Kind: lineGapBegins, Level: unknown, Message: "from here on " + where, Account: s.Account, Region: s.Region}
		d.add(l, s.From)
		l.Kind, l.Message = lineGapEnds, "until here "+where
		d.add(l, s.Until)
	}
	if log := d.c.Log; log.First != nil {
		d.add(row{Kind: lineLogBegins, Level: observed, Message: "the first event that was asked for"}, log.First)
		d.add(row{Kind: lineLogEnds, Level: observed, Message: fmt.Sprintf("the last of %s that were asked for", count(int(log.Events), "event"))}, log.Last)
	}
	for _, s := range d.c.Summary {
		d.add(row{Kind: lineSummary, Level: s.Level, Message: s.Text, About: trail.Maybe(d.c.ID)}, d.c.Log.End)
	}
}

// chain tells the beginning of a chain with its verdict, its losses and its end.
func (d *deduced) chain(c *Chain) {
	l := row{
		Kind: lineChainBegins, Level: inferred, About: trail.Maybe(c.Scope.ID), Account: trail.Maybe(c.Account), Region: trail.Maybe(c.Region), Chains: []string{c.ID},
		Verdict: trail.Maybe(c.Verdict.Label), Severity: trail.Maybe(c.Verdict.Level),
	}
	l.Message = fmt.Sprintf("%s begins, about %s: verdict %s, level %s", c.ID, c.Scope.ID, c.Verdict.Label, c.Verdict.Level)
	if reasons := c.Verdict.For; len(reasons) > 0 {
		l.Message += "; " + several(reasons)
	}
	d.add(l, &c.From)
	if c.Until != nil {
		l.Kind, l.Message = lineChainEnds, c.ID+" is over"
		if c.Lost > 0 {
			l.Message += ": nothing that it took is lost any more"
		}
		d.add(l, c.Until)
	}
	for i := range c.Exhibits {
		x := &c.Exhibits[i]
		if key := (spot{c.ID, x.EventID}); d.places[key] == nil || d.places[key].Standing != stands {
			d.places[key] = x
		}
	}
	if c.Impact == nil {
		return
	}
	l.Verdict, l.Severity = "", ""
	for _, r := range c.Impact.Resources {
		for _, o := range folded(r.Capabilities) {
			l.Kind, l.Level, l.About, l.Sources = lineLossBegins, o.level, trail.Maybe(r.ID), o.sources
			l.Resources = []string{r.ID}
			l.Message = labelled(r.ID, string(r.Name)) + " " + o.text(false)
			d.add(l, &o.from)
			if o.until != nil {
				l.Kind, l.Message = lineLossEnds, fmt.Sprintf("%s: the loss of %s ends (%s)", labelled(r.ID, string(r.Name)), strings.Join(o.whats, ", "), o.end)
				d.add(l, o.until)
			}
		}
	}
}

// stands marks the record that an event was taken from.
const stands = "stands"

// plan tells what a call would do that nobody has made.
func (d *deduced) plan(p *Plan) {
	d.add(row{Kind: lineWhatIf, Level: inferred, Message: "nobody has made this call: " + p.Call}, &p.At)
	if p.Impact == nil {
		return
	}
	for _, r := range p.Impact.Resources {
		for _, o := range folded(r.Capabilities) {
			d.add(row{
				Kind: lineWhatIf, Level: o.level, About: trail.Maybe(r.ID), Resources: []string{r.ID}, Sources: o.sources,
				Message: "by " + p.Call + ": " + labelled(r.ID, string(r.Name)) + " " + o.text(true),
			}, &p.At)
		}
	}
}

// event tells one.
func (d *deduced) event(e *Event) *row {
	l := &row{
		Kind: e.Kind, Level: observed, EventID: trail.Maybe(e.ID), Name: trail.Maybe(e.Name), Source: trail.Maybe(e.Source), Account: e.Account, Region: e.Region,
		Principal: e.Principal, AccessKeyID: e.AccessKeyID, SourceIP: e.SourceIP, UserAgent: e.UserAgent, ErrorCode: e.ErrorCode, ErrorText: e.ErrorText,
		ReadOnly: e.ReadOnly, Resources: texts(e.Resources), Chains: texts(e.Chains), Role: e.Role, Sources: []string{}, Recovered: e.Recovered,
		File: e.File, SHA256: e.SHA256, Offset: e.Offset, Length: e.Length, RequestID: e.RequestID, Issuer: e.Issuer,
	}
	if !e.Time.IsZero() {
		at := e.Time.UTC()
		l.Time = &at
	}
	if e.Recovered {
		l.Level = inferred
	}
	for _, id := range e.Chains {
		if h := d.heads[id]; h != nil && l.Kind == OfChain && l.Verdict == "" {
			l.Verdict, l.Severity = trail.Maybe(h.Label), trail.Maybe(h.Level)
		}
		if x := d.places[spot{id, e.ID}]; x != nil && l.Offset == nil {
			l.File, l.SHA256, l.Offset, l.Length = trail.Maybe(x.File), x.SHA256, &x.Offset, &x.Length
			break
		}
	}
	l.Message = said(e)
	return l
}

// said tells an event in a sentence.
func said(e *Event) string {
	text := cmp.Or(e.Name, "a call without a name") + " by " + person(string(e.Principal))
	if len(e.Resources) > 0 {
		text += " on " + few(e.Resources)
	}
	switch {
	case e.Role == trail.Maybe(analyze.Attempt):
		text += fmt.Sprintf(", refused with %s", cmp.Or(e.ErrorCode, "no code"))
	case e.ErrorCode != "":
		text += fmt.Sprintf(", which ended with %s", e.ErrorCode)
	}
	if e.Role != "" && len(e.Chains) > 0 {
		text += fmt.Sprintf(" (%s of %s)", e.Role, e.Chains[0])
	}
	return text
}
