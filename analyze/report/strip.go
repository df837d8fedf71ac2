// The strip: for which hours there are logs, a row for each account and region. The more events an hour has, the darker it is; what
// is missing is hatched.

package report

import (
	"fmt"
	"html/template"
	"math"
	"time"

	"traillab/analyze/trail"
)

// Bounds of a strip.
const (
	mostStrips    = 40
	mostStretches = 4000
	stripRow      = 22
	shades        = 5
)

// strip is a row: an account and a region.
type strip struct {
	account, region string
	stretches       []*Stretch
}

// strips sorts stretches into rows, in the order in which they come.
func strips(c *Coverage) (rows []*strip, from, until time.Time) {
	at := map[[2]string]*strip{}
	for i := range c.Stretches {
		g := &c.Stretches[i]
		if g.From == nil || g.Until == nil {
			continue
		}
		key := [2]string{string(g.Account), string(g.Region)}
		if at[key] == nil {
			at[key] = &strip{account: key[0], region: key[1]}
			rows = append(rows, at[key])
		}
		at[key].stretches = append(at[key].stretches, g)
		if from.IsZero() || g.From.Before(from) {
			from = *g.From
		}
		if g.Until.After(until) {
			until = *g.Until
		}
	}
	return rows, from, until
}

// strip draws the coverage.
func (s *sheet) strip() template.HTML {
	rows, from, until := strips(&s.c.Coverage)
	if len(rows) == 0 {
		return ""
	}
	f := figure{id: "strip", width: axisWidth}
	shown := rows[:min(len(rows), mostStrips)]
	bottom := axisTop + len(shown)*stripRow + axisBottom
	if len(rows) > len(shown) {
		bottom += stripRow
	}
	f.begin(bottom, "Hours for which there are logs", fmt.Sprintf("%s of accounts and regions from %s to %s; the table below says the same.", count(len(rows), "row"), s.clock(from), s.clock(until)))
	at := scaled(from, until, axisLabel, axisWidth-axisLabel-12)
	at.ruler(&f.pen, axisTop, bottom-4, s.zone())
	drawn := 0
	for i, row := range shown {
		y := axisTop + i*stripRow + 3
		f.text("rowname mono", 4, y+13, fit(either(row.account, "no account"), 6.6, 110))
		f.text("rowname", 118, y+13, fit(either(row.region, "no region"), 7, axisLabel-124))
		for _, g := range row.stretches {
			if drawn++; drawn > mostStretches {
				break
			}
			at.span(&f.pen, shade(g), *g.From, *g.Until, y, stripRow-6,
				fmt.Sprintf("%s: %s in %s\nfrom %s until %s", g.State, count(int(g.Events), "event"), count(int(g.Files), "file"), s.clock(*g.From), s.clock(*g.Until)))
		}
	}
	if n := len(rows) - len(shown); n > 0 {
		f.text("rowname dim", 4, axisTop+len(shown)*stripRow+16, fmt.Sprintf("and %s more: %s", count(n, "row"), s.recipe("coverage")))
	}
	return f.end()
}

// shade is the class of a stretch: by its events an hour, in powers of ten.
func shade(g *Stretch) string {
	switch {
	case g.State != trail.HoursLogs:
		return "gap"
	case g.Rejects > 0:
		return "rejects"
	}
	hours := max(g.Until.Sub(*g.From).Hours(), 1)
	return fmt.Sprintf("logs s%d", min(int(math.Log10(float64(g.Events)/hours+1)), shades-1))
}
