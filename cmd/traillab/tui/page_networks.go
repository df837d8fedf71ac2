// Networks: the VPCs that the log knows, as they stood at its end. Enter draws one.

package tui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
)

// networks is the page of them.
type networks struct {
	doors    *Doors
	narrowed trail.Filter
	asked    bool
	found    []snapshot.Known
	here     bool
	err      error
	blind    blind
	table    table
	w        int
}

func newNetworks(d *Doors) page {
	p := &networks{doors: d}
	p.table.columns = []column{
		{name: "vpc", field: "resource", least: 21, most: 24},
		{name: "name", least: 12, most: 30},
		{name: "at the end", least: 10, most: 12},
		{name: "how sure", least: 10, most: 10},
		{name: "region", field: "region", least: 9, most: 14},
		{name: "subnets", least: 7, most: 7, right: true},
		{name: "account", field: "account", least: 12, most: 12},
		{name: "hosts", least: 5, most: 6, right: true},
		{name: "gates", least: 5, most: 5, right: true},
		{name: "nats", least: 4, most: 4, right: true},
		{name: "tables", least: 6, most: 6, right: true},
		{name: "ends", least: 4, most: 4, right: true},
		{name: "whole", least: 16, most: 18},
		{name: "made", least: 20, most: 25},
		{name: "deleted", least: 20, most: 25},
		{name: "ranges", least: 18, most: 60},
	}
	return p
}

func (p *networks) title() string { return "Topology" }

func (p *networks) filter(f trail.Filter) {
	p.narrowed, p.asked, p.found, p.here, p.err, p.blind = f, false, nil, false, nil, blind{}
	p.table.grow(0)
}

func (p *networks) ask() []question {
	c := p.doors.Cartographer
	if p.asked || c == nil {
		return nil
	}
	p.asked = true
	places := trail.Filter{Accounts: p.narrowed.Accounts, Regions: p.narrowed.Regions} // a network follows from all calls, whatever else is narrowed
	return append(p.blind.ask(p.doors.Surveyor, places), question{"networks", func(ctx context.Context) (any, error) { return c.Networks(ctx) }})
}

func (p *networks) take(slot string, answer any, err error) {
	if p.blind.take(slot, answer, err) {
		return
	}
	p.err = err
	if found, ok := answer.([]snapshot.Known); ok && err == nil {
		p.found, p.here = slices.DeleteFunc(slices.Clone(found), p.elsewhere), true
	}
	p.table.grow(len(p.found))
}

// elsewhere reports whether the filter's accounts, regions or VPCs leave a network out. What else it narrows is events.
func (p *networks) elsewhere(k snapshot.Known) bool {
	out := func(list []string, v string) bool { return len(list) > 0 && !slices.Contains(list, v) }
	return out(p.narrowed.Accounts, k.Account) || out(p.narrowed.Regions, k.Region) || out(p.narrowed.VPCs, k.ID)
}

func (p *networks) resize(w, h int) {
	p.w = w
	p.table.resize(h - 1)
}

func (p *networks) bindings() []binding {
	return append([]binding{{[]string{"enter"}, "draw", "the VPC drawn as it stood, at any moment of the log", p.open}},
		p.table.listed(func(i int) []cell { return p.cells(view{}, i) })...)
}

func (p *networks) open() intent {
	if len(p.found) == 0 {
		return intent{say: "there is no VPC here"}
	}
	k := &p.found[p.table.chosen()]
	return intent{open: newNetwork(p.doors, Place{k.ID, k.Account, k.Region}, time.Time{})}
}

func (p *networks) scroll(by int) { p.table.move(by) }

func (p *networks) click(x, y int, again bool) intent {
	if p.table.press(x, y, p.w) && again {
		return p.open()
	}
	return intent{}
}

func (p *networks) under() (field, value string) {
	return p.table.under(func(i int) []cell { return p.cells(view{}, i) })
}

func (p *networks) row() string {
	if len(p.found) == 0 {
		return ""
	}
	text, err := json.Marshal(p.found[p.table.chosen()])
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *networks) same(trail.Filter) same {
	return same{command: "traillab topology", why: "A network follows from all calls that changed it, and from baselines: SQL cannot say it. The command has no filters but accounts and regions with --vpc."}
}

func (p *networks) cells(v view, i int) []cell {
	k := &p.found[i]
	there := map[string]cell{"yes": {tone: toneGood, text: "there"}, "no": {tone: toneBad, text: "✕ deleted"}}[k.Exists]
	if there.text == "" {
		there = cell{tone: toneUnknown, text: "? unknown"}
	}
	whole := cell{tone: toneUnknown, text: "? may hold more"}
	if k.Whole {
		whole = cell{text: "all is in the log"}
	}
	moment := func(t *time.Time, none string) cell {
		if t == nil {
			return cell{tone: toneFaint, text: none}
		}
		return cell{text: v.clock(*t)}
	}
	sure := surely(k.Level)
	deleted := "-"
	if k.Exists == "unknown" {
		deleted = "not known"
	}
	return []cell{
		{text: k.ID},
		{text: string(k.Name)},
		there,
		{tone: sure.tone, text: sure.text},
		{text: k.Region},
		{text: grouped(int64(k.Subnets))},
		{text: k.Account},
		{text: grouped(int64(k.Instances))},
		{text: grouped(int64(k.Gateways))},
		{text: grouped(int64(k.NATs))},
		{text: grouped(int64(k.Tables))},
		{text: grouped(int64(k.Endpoints))},
		whole,
		moment(k.Since, "older than the log"),
		moment(k.Until, deleted),
		{text: strings.Join(k.Ranges, " ")},
	}
}

func (p *networks) render(v view) []line {
	switch {
	case p.doors.Cartographer == nil:
		return []line{told(toneUnknown, "There are no networks to ask here.")}
	case p.err != nil:
		return troubled(p.err, v.w)
	case !p.here:
		return []line{told(toneFaint, "reading the whole log: a network follows from all calls that changed it …")}
	case len(p.found) == 0:
		return []line{
			told(tonePlain, "No event of the log, and no baseline, speaks of a VPC there."),
			p.blind.note(told(toneUnknown, "That says nothing about VPCs of which there are no logs")),
		}
	}
	out := p.table.render(v.w, func(i int) []cell { return p.cells(v, i) })
	return append(out, p.blind.note(told(toneFaint, "VPC %d of %d, as they stood at the end of the log", p.table.at+1, len(p.found))))
}
