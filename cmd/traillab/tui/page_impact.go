// Impact: what each resource lost and kept, before and after, from when to when, how surely, and by which event; of one chain, or of
// all that the filter lets through, one chain after the other.

package tui

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// impact is the page. Of all chains it asks for one after the other, and shows what it has.
type impact struct {
	doors    *Doors
	only     *analyze.Chain // nil for all
	narrowed trail.Filter
	chains   []analyze.Chain
	told     int // chains whose impact is here
	listed   bool
	asking   bool
	err      error
	all      []loss
	shown    []int // of them, in the order of the table
	sight    sight
	beside   []*analyze.Impact // by chain: what is not in the table
	blind    blind
	pane     int
	table    table
	notes    scroller
	w, h     int
}

// mostLosses is how many rows are held. Who has more narrows to what is looked for, or opens one chain.
const mostLosses = 50_000

// sight is which rows are shown.
type sight int

const (
	sightAll sight = iota
	sightLost
	sightKept
	sights
)

// has reports whether a row of that fate is shown.
func (s sight) has(f fate) bool { return s == sightAll || (f == fateKept) == (s == sightKept) }

func newImpact(d *Doors) page { return newImpactOf(d, nil) }

// newImpactOf is the page of one chain.
func newImpactOf(d *Doors, only *analyze.Chain) page {
	p := &impact{doors: d, only: only}
	p.table.columns = []column{
		{name: "became", least: 9, most: 9},
		{name: "how sure", least: 10, most: 10},
		{name: "resource", field: "resource", least: 19, most: 22},
		{name: "what", least: 10, most: 17},
		{name: "from", least: 20, most: 25},
		{name: "until", least: 20, most: 25},
		{name: "before", least: 8, most: 14},
		{name: "after", least: 8, most: 14},
		{name: "end", least: 8, most: 8},
		{name: "name", least: 10, most: 24},
		{name: "kind", least: 8, most: 13},
		{name: "region", field: "region", least: 9, most: 14},
		{name: "account", field: "account", least: 12, most: 12},
		{name: "chain", least: 18, most: 18},
		{name: "taken by event", field: "id", least: 36, most: 36},
		{name: "why", least: 30, most: 200},
	}
	return p
}

func (p *impact) title() string { return "Impact" }

func (p *impact) filter(f trail.Filter) {
	*p = impact{doors: p.doors, only: p.only, narrowed: f, sight: p.sight, pane: p.pane, table: p.table, w: p.w, h: p.h}
	p.resize(p.w, p.h)
	if p.only != nil {
		p.chains, p.listed = []analyze.Chain{*p.only}, true
	}
	p.table.grow(0)
}

func (p *impact) ask() []question {
	i, a := p.doors.Investigator, p.doors.Assessor
	switch {
	case i == nil || a == nil || p.asking || p.err != nil:
		return nil
	case !p.listed:
		p.asking = true
		f := p.narrowed
		return append(p.blind.ask(p.doors.Surveyor, f), question{"chains", func(ctx context.Context) (any, error) { return i.Chains(ctx, f) }})
	case p.told < len(p.chains) && len(p.all) < mostLosses:
		p.asking = true
		chain := &p.chains[p.told]
		return []question{{"impact", func(ctx context.Context) (any, error) { return a.Impact(ctx, chain) }}}
	}
	return nil
}

func (p *impact) take(slot string, answer any, err error) {
	if p.blind.take(slot, answer, err) {
		return
	}
	p.asking, p.err = false, err
	if err != nil {
		return
	}
	switch a := answer.(type) {
	case []analyze.Chain:
		p.chains, p.listed = a, true
	case *analyze.Impact:
		p.all = append(p.all, losses(&p.chains[p.told], a)...)
		rest := *a
		rest.Resources = nil
		p.beside = append(p.beside, &rest)
		p.told++
	}
	p.choose()
}

// choose takes the rows that are shown.
func (p *impact) choose() {
	p.shown = p.shown[:0]
	for i := range p.all {
		if p.sight.has(p.all[i].fate) {
			p.shown = append(p.shown, i)
		}
	}
	p.table.grow(len(p.shown))
}

// underHigh is how many lines tell of the row under the cursor.
const underHigh = 5

func (p *impact) resize(w, h int) {
	p.w, p.h = w, h
	p.table.resize(h - 2 - underHigh)
	p.notes.high = max(1, h-3)
}

func (p *impact) scroll(by int) {
	if p.pane == 0 {
		p.table.move(by)
	} else {
		p.notes.move(by)
	}
}

func (p *impact) click(x, y int, again bool) intent {
	if p.pane == 0 && p.table.press(x, y-2, p.w) && again {
		return p.open()
	}
	return intent{}
}

func (p *impact) under() (field, value string) {
	return p.table.under(func(i int) []cell { return p.cells(view{}, i) })
}

func (p *impact) row() string {
	l := p.at()
	if l == nil {
		return ""
	}
	text, err := json.Marshal(map[string]any{"chain": l.chain.ID, "id": l.id, "kind": l.kind, "name": l.name, "capability": l.entry})
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *impact) same(trail.Filter) same {
	const why = "SQL cannot say it: what a resource could reach follows from all calls before. "
	c := p.chain()
	if c == nil {
		return same{command: "traillab chains", why: why + "traillab impact takes a chain of that list."}
	}
	out := same{command: "traillab impact " + quoted(c.ID), why: why}
	if p.only == nil {
		out.why += fmt.Sprintf("The command is that of the chain under the cursor; there are %d.", len(p.chains))
	}
	return out
}

func (p *impact) cells(v view, i int) []cell {
	l := &p.all[p.shown[i]]
	became, sure := l.fate.span(), surely(l.entry.Level)
	return []cell{
		{tone: became.tone, text: became.text, value: word(became)},
		{tone: sure.tone, text: sure.text, value: word(sure)},
		{text: l.id},
		{text: l.entry.What},
		{text: v.clock(l.entry.From)},
		l.until(v),
		{text: l.before()},
		{text: l.after()},
		{text: strings.TrimSpace(l.entry.End)},
		{text: l.name},
		{text: l.kind},
		{text: l.chain.Region},
		{text: l.chain.Account},
		{text: l.chain.ID},
		{text: l.entry.Cause},
		{text: l.entry.Reason},
	}
}
