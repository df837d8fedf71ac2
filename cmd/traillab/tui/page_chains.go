// Chains: the isolation chains, one a row. Enter opens one.

package tui

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// chains is the page of them.
type chains struct {
	doors    *Doors
	narrowed trail.Filter
	asked    bool
	found    []analyze.Chain
	here     bool // the answer is
	err      error
	blind    blind
	table    table
	w        int
}

func newChains(d *Doors) page {
	c := &chains{doors: d}
	c.table.columns = []column{
		{name: "from", least: 20, most: 25},
		{name: "until", least: 20, most: 25},
		{name: "scope", field: "resource", least: 21, most: 28},
		{name: "verdict", least: 11, most: 12},
		{name: "level", least: 6, most: 6},
		{name: "lost", least: 4, most: 4, right: true},
		{name: "tries", least: 5, most: 5, right: true},
		{name: "region", field: "region", least: 9, most: 14},
		{name: "account", field: "account", least: 12, most: 12},
		{name: "story", least: 30, most: 200},
		{name: "id", least: 18, most: 18},
	}
	return c
}

func (c *chains) title() string { return "Chains" }

func (c *chains) filter(f trail.Filter) {
	c.narrowed, c.asked, c.found, c.here, c.err, c.blind = f, false, nil, false, nil, blind{}
	c.table.grow(0)
}

func (c *chains) ask() []question {
	i := c.doors.Investigator
	if c.asked || i == nil {
		return nil
	}
	gaps := c.blind.ask(c.doors.Surveyor, c.narrowed)
	c.asked = true
	f := c.narrowed
	return append(gaps, question{"chains", func(ctx context.Context) (any, error) { return i.Chains(ctx, f) }})
}

func (c *chains) take(slot string, answer any, err error) {
	if c.blind.take(slot, answer, err) {
		return
	}
	c.err = err
	if found, ok := answer.([]analyze.Chain); ok && err == nil {
		c.found, c.here = found, true
	}
	c.table.grow(len(c.found))
}

func (c *chains) resize(w, h int) {
	c.w = w
	c.table.resize(h - 1)
}

func (c *chains) bindings() []binding {
	return append([]binding{{[]string{"enter"}, "open", "the chain: its events on a time axis, actors, verdict with reasons", c.open}},
		c.table.listed(func(i int) []cell { return c.cells(view{}, i) })...)
}

func (c *chains) open() intent {
	if len(c.found) == 0 {
		return intent{say: "there is no chain here"}
	}
	return intent{open: newChain(c.doors, c.found[c.table.chosen()])}
}

func (c *chains) scroll(by int) { c.table.move(by) }

func (c *chains) click(x, y int, again bool) intent {
	if c.table.press(x, y, c.w) && again {
		return c.open()
	}
	return intent{}
}

func (c *chains) under() (field, value string) {
	return c.table.under(func(i int) []cell { return c.cells(view{}, i) })
}

func (c *chains) row() string {
	if len(c.found) == 0 {
		return ""
	}
	text, err := json.Marshal(c.found[c.table.chosen()].Summary())
	if err != nil {
		return ""
	}
	return string(text)
}

func (c *chains) same(f trail.Filter) same {
	narrowed, rest := flags(f)
	out := same{command: strings.Join(append([]string{"traillab chains"}, narrowed...), " "), why: "What a call means depends on those before it: SQL finds the calls (page 5), not the chains."}
	if len(rest) > 0 {
		out.why += " The command cannot say " + strings.Join(rest, ", ") + "."
	}
	return out
}

func (c *chains) cells(v view, i int) []cell {
	chain := &c.found[i]
	until := cell{tone: toneWarn, text: "still open"}
	if chain.Until != nil {
		until = cell{text: v.clock(*chain.Until)}
	}
	return []cell{
		{text: v.clock(chain.From)},
		until,
		{text: chain.Scope.ID},
		{tone: verdictTone(chain.Verdict.Label), text: string(chain.Verdict.Label)},
		{tone: levelTone(chain.Verdict.Level), text: string(chain.Verdict.Level)},
		{text: fmt.Sprint(chain.Lost)},
		{text: fmt.Sprint(chain.Attempts)},
		{text: chain.Region},
		{text: chain.Account},
		{text: chain.Story(len(chain.Links))},
		{text: chain.ID},
	}
}

// levelTone is how a level looks.
func levelTone(s analyze.Severity) tone {
	switch s {
	case analyze.High:
		return toneBad
	case analyze.Medium:
		return toneWarn
	case analyze.Low:
	}
	return tonePlain
}

func (c *chains) render(v view) []line {
	switch {
	case c.doors.Investigator == nil:
		return []line{told(toneUnknown, "There are no chains to ask here.")}
	case c.err != nil:
		return troubled(c.err, v.w)
	case !c.here:
		return []line{told(toneFaint, "reading the whole log: what a call means depends on those before it …")}
	case len(c.found) == 0:
		return c.blind.empty(v, "There is no chain in the logs.", "No chain passes the filter.")
	}
	out := c.table.render(v.w, func(i int) []cell { return c.cells(v, i) })
	return append(out, c.blind.note(told(toneFaint, "chain %d of %d", c.table.at+1, len(c.found))))
}
