// Chain: one isolation, from the run-up to what gave it back: a time axis with a lane for each part that an event can play, the
// events below, and beside them who acted and why the verdict is what it is.

package tui

import (
	"encoding/json"
	"fmt"
	"strings"

	"traillab/analyze"
)

// chain is the page of one.
type chain struct {
	doors *Doors
	of    analyze.Chain
	pane  int
	// groups are the rows: links, retries joined unless single.
	groups []group
	single bool
	table  table
	notes  scroller // of the panes that are prose
	w, h   int
}

// The panes.
const (
	paneEvents = iota
	paneActors
	paneVerdict
	panes
)

func newChain(d *Doors, of analyze.Chain) page {
	c := &chain{doors: d, of: of}
	c.table.columns = []column{
		{name: "time", least: 20, most: 25},
		{name: "part", least: 9, most: 9},
		{name: "event", field: "name", least: 24, most: 40},
		{name: "error", field: "error", least: 8, most: 32},
		{name: "principal", field: "principal", least: 20, most: 48},
		{name: "basis", least: 8, most: 8},
		{name: "address", field: "ip", least: 15, most: 28},
		{name: "resources", field: "resource", least: 21, most: 60},
		{name: "event id", field: "id", least: 36, most: 36},
	}
	c.table.key = c.known
	c.regroup()
	return c
}

// regroup joins retries into rows; the cursor stays on its link.
func (c *chain) regroup() {
	at := 0
	if len(c.groups) > 0 {
		at = c.groups[c.table.at].at
	}
	c.groups = nil
	for i := range c.of.Links {
		if n := len(c.groups); n > 0 && !c.single && c.of.Links[i].Role == c.of.Links[i-1].Role && retries(&c.of.Links[i-1].Event, &c.of.Links[i].Event) {
			c.groups[n-1].n++
		} else {
			c.groups = append(c.groups, group{i, 1})
		}
		if i <= at {
			c.table.at = len(c.groups) - 1
		}
	}
	c.table.grow(len(c.groups))
}

// link is the one under the cursor; nil of a chain that has none.
func (c *chain) link() *analyze.Link {
	if len(c.groups) == 0 {
		return nil
	}
	return &c.of.Links[c.groups[c.table.at].at]
}

func (c *chain) title() string           { return c.of.ID }
func (c *chain) ask() []question         { return nil }
func (c *chain) take(string, any, error) {}

// axisHigh is how many lines stand over the panes.
const axisHigh = 11

func (c *chain) resize(w, h int) {
	c.w, c.h = w, h
	c.table.resize(h - axisHigh)
	c.notes.high = max(1, h-axisHigh)
}

func (c *chain) bindings() []binding {
	own := []binding{
		{[]string{"enter"}, "record", "the raw record of the event", c.open},
		{[]string{"tab"}, "pane", "events, actors, verdict with reasons", func() intent { return c.turn(1) }},
		{[]string{"shift+tab"}, "", "the pane before", func() intent { return c.turn(panes - 1) }},
		{[]string{"u"}, "", "retries of a refused call as one row, or each as its own", func() intent {
			c.single = !c.single
			c.regroup()
			return intent{}
		}},
		{[]string{"t"}, "timeline", "all events of the time of the chain, whatever they are", c.around},
		{[]string{"v"}, "impact", "what each resource lost and kept by it", func() intent { return intent{open: newImpactOf(c.doors, &c.of)} }},
		{[]string{"p"}, "network", "the VPC drawn as it stood after the event under the cursor", c.drawn},
	}
	if c.pane == paneEvents {
		return append(append(own, c.table.finding(func(i int) []cell { return c.cells(view{}, i) })...), c.table.bindings()...)
	}
	return append(own, c.notes.bindings()...)
}

func (c *chain) turn(by int) intent {
	c.pane = (c.pane + by) % panes
	c.notes.top = 0
	return intent{}
}

func (c *chain) open() intent {
	l := c.link()
	if l == nil {
		return intent{}
	}
	return intent{open: newRecord(c.doors, l.Event.ID, l.Event.Key)}
}

func (c *chain) around() intent {
	return intent{open: newBetween(c.doors, c.of.ID, c.of.From, c.last())}
}

func (c *chain) scroll(by int) {
	if c.pane == paneEvents {
		c.table.move(by)
	} else {
		c.notes.move(by)
	}
}

func (c *chain) click(x, y int, again bool) intent {
	if y == axisHigh-1 {
		return c.turn(1)
	}
	if c.pane == paneEvents && c.table.press(x, y-axisHigh, c.w) && again {
		return c.open()
	}
	return intent{}
}

func (c *chain) under() (field, value string) {
	if c.pane != paneEvents {
		return "", ""
	}
	return c.table.under(func(i int) []cell { return c.cells(view{}, i) })
}

func (c *chain) row() string {
	text, err := json.Marshal(c.of.Summary())
	if err != nil {
		return ""
	}
	return string(text)
}

func (c *chain) cells(v view, i int) []cell {
	return c.linkCells(v, c.groups[i])
}

// linkCells are a row: of an event, and of its retries.
func (c *chain) linkCells(v view, g group) []cell {
	l := &c.of.Links[g.at]
	basis, tone := "observed", tonePlain
	if l.Basis == analyze.Inferred {
		basis, tone = "inferred", toneUnknown
	}
	return []cell{
		{text: v.clock(l.Event.Time)},
		{tone: roleTone(l.Role), text: string(l.Role)},
		{text: g.times(l.Event.Name), value: l.Event.Name},
		{tone: toneBad, text: l.Event.ErrorCode},
		{text: shortPrincipal(l.Event.Principal), value: l.Event.Principal},
		{tone: tone, text: basis},
		{text: l.Event.SourceIP},
		{text: strings.Join(l.Event.IDs, " "), value: first(l.Event.IDs)},
		{text: l.Event.ID},
	}
}

// roleTone is how a part in a chain looks.
func roleTone(r analyze.Role) tone {
	switch r {
	case analyze.Cut:
		return toneBad
	case analyze.RunUp, analyze.Hardening:
		return toneWarn
	case analyze.Restore:
		return toneGood
	case analyze.Attempt:
	}
	return toneFaint
}

func (c *chain) render(v view) []line {
	out := append(c.head(v), c.axis(v)...)
	out = append(out, c.tabs())
	switch c.pane {
	case paneActors:
		return append(out, c.notes.render(c.actors(v))...)
	case paneVerdict:
		return append(out, c.notes.render(c.reasons(v))...)
	}
	return append(out, c.table.render(v.w, func(i int) []cell { return c.cells(v, i) })...)
}

// head is what the chain comes to.
func (c *chain) head(v view) []line {
	until := "still open at the end of the log"
	if c.of.Until != nil {
		until = v.clock(*c.of.Until)
	}
	verdict := c.of.Verdict
	return []line{
		line{}.add(toneStrong, c.of.Scope.ID).addf(toneFaint, "  %s in %s of %s  ", c.of.Scope.Kind, known(c.of.Region), known(c.of.Account)),
		line{}.add(tonePlain, "looks like ").addf(verdictTone(verdict.Label), "%s", verdict.Label).addf(levelTone(verdict.Level), " (%s)", verdict.Level).
			addf(tonePlain, " · %s for it, %s against · ", grouped(int64(len(verdict.For))), grouped(int64(len(verdict.Against)))).
			addf(tonePlain, "%d lost, %d attempts", c.of.Lost, c.of.Attempts),
		line{}.addf(tonePlain, "%s – %s", v.clock(c.of.From), until),
	}
}

// tabs is the line of the panes.
func (c *chain) tabs() line {
	l := line{}
	for i, name := range []string{
		fmt.Sprintf(" events %d ", len(c.of.Links)), fmt.Sprintf(" actors %d ", len(c.of.Actors)), " verdict, for and against ",
	} {
		tone := toneFaint
		if i == c.pane {
			tone = toneHere
		}
		l = l.add(tone, name).add(tonePlain, " ")
	}
	return l.add(toneFaint, "tab")
}

// actors tells who acted.
func (c *chain) actors(v view) []line {
	var out []line
	for _, a := range c.of.Actors {
		out = append(out, line{}.add(toneStrong, known(a.Principal)))
		for _, part := range []struct {
			name string
			list []string
		}{{"key", []string{known(a.AccessKeyID)}}, {"addresses", a.SourceIPs}, {"agents", a.UserAgents}} {
			for i, text := range wrap(strings.Join(part.list, ", "), v.w-14) {
				name := part.name
				if i > 0 {
					name = ""
				}
				out = append(out, line{}.add(toneFaint, "  "+fit(name, 11, false)).add(tonePlain, text))
			}
		}
	}
	return out
}

// reasons tells what speaks for the verdict, and what against it.
func (c *chain) reasons(v view) []line {
	var out []line
	list := func(head string, tone tone, sign string, texts []string) {
		out = append(out, told(toneHead, "%s", head))
		if len(texts) == 0 {
			out = append(out, told(toneFaint, "  nothing"))
		}
		for _, text := range texts {
			for i, part := range wrap(text, v.w-4) {
				if i > 0 {
					sign = " "
				}
				out = append(out, line{}.add(tone, "  "+sign+" ").add(tonePlain, part))
			}
		}
	}
	list("For", toneGood, "+", c.of.Verdict.For)
	list("Against", toneWarn, "-", c.of.Verdict.Against)
	var techniques []string
	for _, t := range c.of.Verdict.Techniques {
		techniques = append(techniques, t.ID+" "+t.Name)
	}
	list("ATT&CK", tonePlain, "·", techniques)
	return out
}
