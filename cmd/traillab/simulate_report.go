// The report of a run, for people: who did what and when, what the analysis says of it with what speaks for that and against, and
// what every check came to. It fits 80 columns.

package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/cmd/traillab/listing"
	"traillab/simulate"
)

// tellRun prints the report of a run.
func (a *app) tellRun(r *simulate.Result) error {
	out := page{to: a.env.stdout, zone: a.common.location, width: a.columns()}
	out.deeds(r.Deeds)
	out.chains(r.About)
	out.line("")
	out.checks(r.Checks)
	out.line("")
	out.line(outcome(r))
	if r.Record != "" {
		a.remark("next: traillab load %s", listing.Safe(r.Record))
	}
	return out.err
}

// tellResult prints how far a drill is.
func (a *app) tellResult(r *simulate.Result) error {
	out := page{to: a.env.stdout, zone: a.common.location, width: a.columns()}
	out.checks(r.Checks)
	out.line("")
	out.line(outcome(r))
	return out.err
}

// outcome is a result in a line.
func outcome(r *simulate.Result) string {
	word := "passed"
	if !r.Passed {
		word = "not passed"
	}
	line := fmt.Sprintf("%s on %s: %s", r.Scenario, r.Upstream, word)
	if r.Score.Of > 0 {
		line += fmt.Sprintf(", %d of %d points", r.Score.Points, r.Score.Of)
	}
	return line
}

// columns is how wide a report is: as the terminal, within what is good to read, and 80 in a file.
func (a *app) columns() int {
	if width := a.env.width(a.env.stdout); width > 0 {
		return max(60, min(width, 120))
	}
	return 80
}

// page writes a report. Its first error stays.
type page struct {
	to    io.Writer
	zone  *time.Location
	width int
	err   error
}

func (p *page) line(text string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.to, strings.TrimRight(text, " "))
	}
}

// hang writes a text behind a head, and goes on below where the text began.
func (p *page) hang(head, text string) {
	indent := len([]rune(head))
	for i, line := range folded(listing.Safe(text), p.width-indent) {
		if i > 0 {
			head = strings.Repeat(" ", indent)
		}
		p.line(head + line)
	}
}

// deeds tells what was done and said, a day at a time.
func (p *page) deeds(all []simulate.Deed) {
	zone := p.zone
	if zone == nil {
		zone = time.UTC
	}
	wide, aside := 0, 0
	for i := range all {
		wide = max(wide, len([]rune(listing.Safe(all[i].Who))))
	}
	day, beat := "", simulate.WarmUp
	for i := range all {
		d := &all[i]
		if d.Beat == simulate.WarmUp || d.Aside {
			if d.Aside {
				aside++
			}
			continue
		}
		at := d.At.In(zone)
		if on := at.Format("2006-01-02 MST"); on != day || d.Beat != beat {
			if beat != simulate.WarmUp {
				p.line("")
			}
			day, beat = on, d.Beat
			p.line(strings.ToUpper(string(beat)) + "  " + day)
		}
		p.hang(fmt.Sprintf("%s  %-*s  ", at.Format(time.TimeOnly), wide, listing.Safe(d.Who)), said(d))
	}
	if aside > 0 {
		p.line("")
		p.line(fmt.Sprintf("and %d calls of others, who are noise", aside))
	}
}

// said is a deed in words.
func said(d *simulate.Deed) string {
	switch {
	case d.Call == "":
		return "“" + d.Text + "”"
	case d.Refused != "":
		return d.Call + " (refused: " + d.Refused + ")"
	}
	return d.Call
}

// chains tells what the analysis made of the story.
func (p *page) chains(all []analyze.Chain) {
	p.line("")
	if len(all) == 0 {
		p.line("ANALYSIS  no chain about the network of the story")
	}
	for i := range all {
		c := &all[i]
		p.line(fmt.Sprintf("ANALYSIS  %s about %s: %s (%s)", c.ID, listing.Safe(c.Scope.ID), c.Verdict.Label, c.Verdict.Level))
		for _, reason := range c.Verdict.For {
			p.hang("  for      ", reason)
		}
		for _, reason := range c.Verdict.Against {
			p.hang("  against  ", reason)
		}
	}
}

// checkColumn is how wide the names of checks are; a longer one has a line of its own.
const checkColumn = 22

// checks lists what every check came to.
func (p *page) checks(all []simulate.Mark) {
	row := func(id, passed, points, why string) {
		if len(id) > checkColumn {
			p.line(id)
			id = ""
		}
		p.hang(fmt.Sprintf("%-*s  %-6s  %6s  ", checkColumn, id, passed, points), why)
	}
	row("CHECK", "PASSED", "POINTS", "WHY")
	for _, m := range all {
		points := ""
		if m.Of > 0 || m.Points != 0 {
			points = fmt.Sprintf("%d/%d", m.Points, m.Of)
		}
		row(listing.Safe(m.ID), yesNo(m.Passed), points, m.Why)
	}
}

// folded breaks a text into lines at its blanks, and words that are longer than a line wherever it ends.
func folded(text string, width int) []string {
	lines, now := []string{}, ""
	for word := range strings.FieldsSeq(text) {
		for runes := []rune(word); len(runes) > width; runes = []rune(word) {
			if now != "" {
				lines, now = append(lines, now), ""
			}
			lines, word = append(lines, string(runes[:width])), string(runes[width:])
		}
		switch {
		case now == "":
			now = word
		case len([]rune(now))+1+len([]rune(word)) <= width:
			now += " " + word
		default:
			lines, now = append(lines, now), word
		}
	}
	return append(lines, now)
}
