// Overview: what is known and what is not, before anything is asked: of which hours there are logs, what they add up to, and what
// could not be read. A gap never looks like quiet.

package tui

import (
	"context"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// fine is how many steps the coverage is asked in; the screen shows as many as it has cells for.
const fine = 480

// overview is the first page.
type overview struct {
	doors    *Doors
	narrowed trail.Filter
	asked    bool
	lanes    *trail.Lanes
	missing  *Missing
	chains   []analyze.Chain
	told     bool // the chains are here
	trouble  map[string]error
	at, top  int // lanes
	cell     int // of the lane, as drawn
	w, h     int
}

func newOverview(d *Doors) page { return &overview{doors: d, trouble: map[string]error{}} }

func (o *overview) title() string { return "Overview" }

func (o *overview) filter(f trail.Filter) {
	*o = overview{doors: o.doors, narrowed: f, trouble: map[string]error{}, w: o.w, h: o.h}
}

func (o *overview) resize(w, h int) {
	o.w, o.h = w, h
	o.settle()
}

func (o *overview) ask() []question {
	if o.asked {
		return nil
	}
	o.asked = true
	var out []question
	if s := o.doors.Surveyor; s != nil {
		f := o.narrowed
		out = append(out,
			question{"missing", func(ctx context.Context) (any, error) { return s.Missing(ctx) }},
			question{"lanes", func(ctx context.Context) (any, error) { return s.Lanes(ctx, f, fine) }})
	}
	if i := o.doors.Investigator; i != nil {
		f := o.narrowed
		out = append(out, question{"chains", func(ctx context.Context) (any, error) { return i.Chains(ctx, f) }})
	}
	return out
}

func (o *overview) take(slot string, answer any, err error) {
	if err != nil {
		o.trouble[slot] = err
		return
	}
	delete(o.trouble, slot)
	switch a := answer.(type) {
	case trail.Lanes:
		o.lanes = &a
	case Missing:
		o.missing = &a
	case []analyze.Chain:
		o.chains, o.told = a, true
	}
	o.settle()
}

// lower is how many lines stand under the map.
const lower = 9

// upper is how many lines stand over it.
func (o *overview) upper() int {
	const always = 3
	if o.lanes != nil && len(o.lanes.Outside) > 0 {
		return always + 1
	}
	return always
}

func (o *overview) settle() {
	if o.lanes == nil {
		return
	}
	n, high := len(o.lanes.Lanes), max(1, o.h-o.upper()-lower)
	o.at = max(0, min(o.at, n-1))
	o.top = max(0, min(o.top, o.at, n-high))
	if o.at >= o.top+high {
		o.top = o.at - high + 1
	}
	o.cell = max(0, min(o.cell, o.cells()-1))
}

func (o *overview) bindings() []binding {
	to := func(down, right int) func() intent {
		return func() intent {
			o.at, o.cell = o.at+down, o.cell+right
			o.settle()
			return intent{}
		}
	}
	return []binding{
		{[]string{"enter"}, "events", "the events of the cell under the cursor: its account, region and hours", o.open},
		{[]string{"c"}, "chains", "the chains", func() intent { return intent{to: "chains"} }},
		{[]string{"down", "j"}, "", "one account and region down", to(1, 0)},
		{[]string{"up", "k"}, "", "one account and region up", to(-1, 0)},
		{[]string{"left", "h"}, "", "earlier", to(0, -1)},
		{[]string{"right", "l"}, "", "later", to(0, 1)},
		{[]string{"g", "home"}, "", "to the first account and region, and the earliest hours", to(-1<<30, -1<<30)},
		{[]string{"G", "end"}, "", "to the last account and region, and the latest hours", to(1<<30, 1<<30)},
	}
}

func (o *overview) scroll(by int) {
	o.at += by
	o.settle()
}

func (o *overview) click(x, y int, again bool) intent {
	upper := o.upper()
	if o.lanes == nil || y < upper || y >= upper+max(1, o.h-upper-lower) || o.top+y-upper >= len(o.lanes.Lanes) {
		return intent{}
	}
	o.at = o.top + y - upper
	if x >= laneName {
		o.cell = (x - laneName) / o.broad()
	}
	o.settle()
	if again {
		return o.open()
	}
	return intent{}
}

// open narrows to what the cell under the cursor stands for.
func (o *overview) open() intent {
	if o.lanes == nil || len(o.lanes.Lanes) == 0 {
		return intent{say: "there is nothing to open"}
	}
	f := o.narrowed
	lane := o.lanes.Lanes[o.at]
	f.Accounts, f.Regions = nil, nil
	if lane.Account != "" {
		f.Accounts = []string{lane.Account}
	}
	if lane.Region != "" {
		f.Regions = []string{lane.Region}
	}
	from, until := o.stretch()
	f.From, f.Until = trail.Moment{At: from}, trail.Moment{At: until}
	return intent{filter: &f, to: "timeline"}
}

// under is the account of the lane under the cursor.
func (o *overview) under() (field, value string) {
	if o.lanes == nil || len(o.lanes.Lanes) == 0 {
		return "", ""
	}
	return "account", o.lanes.Lanes[o.at].Account
}

func (o *overview) same(f trail.Filter) same {
	narrowed, _ := flags(f)
	return same{
		command: strings.Join(append([]string{"traillab coverage"}, narrowed...), " "),
		why:     "Coverage knows the log files, which the view events does not: a gap has no row. The chains are those of traillab chains.",
	}
}

func (o *overview) render(v view) []line {
	out := o.renderMap(v)
	if len(out) < v.h-lower {
		out = append(out, line{})
	}
	out = append(out, o.renderSums(v)...)
	return append(out, o.urgent(v, v.h-len(out))...)
}

// stretch is the time of the cell under the cursor.
func (o *overview) stretch() (from, until time.Time) {
	step := o.lanes.Step * o.merged()
	return o.lanes.After(step * o.cell), o.lanes.After(step * (o.cell + 1))
}
