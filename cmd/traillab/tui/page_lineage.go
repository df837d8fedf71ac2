// Lineage: the way of a credential as a tree: above it the keys that it came from, below it those that were handed out to its
// holder, and to theirs in turn.

package tui

import (
	"context"
	"encoding/json"
	"strings"

	"traillab/analyze/trail"
)

// lineage is the page of one access key.
type lineage struct {
	doors    *Doors
	key      string
	narrowed trail.Filter
	asked    bool
	here     bool
	err      error
	rows     []limb
	table    table
	w        int
}

// limb is a row of the tree: a credential, and the lines that lead to it.
type limb struct {
	lead string
	of   trail.Credential
	self bool
}

func newLineage(d *Doors, key string) page {
	p := &lineage{doors: d, key: key}
	p.table.columns = []column{
		{name: "access key", field: "key", least: 30, most: 48},
		{name: "handed out by", least: 17, most: 26},
		{name: "used by", field: "principal", least: 26, most: 60},
		{name: "at", least: 20, most: 25},
		{name: "calls", least: 5, most: 9, right: true},
		{name: "errors", least: 6, most: 8, right: true},
		{name: "first", least: 20, most: 25},
		{name: "last", least: 20, most: 25},
		{name: "event id", field: "id", least: 36, most: 36},
	}
	return p
}

func (p *lineage) title() string { return p.key }

func (p *lineage) filter(f trail.Filter) {
	p.narrowed, p.asked, p.here, p.err, p.rows = f, false, false, nil, nil
	p.table.grow(0)
}

func (p *lineage) ask() []question {
	r := p.doors.Roster
	if p.asked || r == nil {
		return nil
	}
	p.asked = true
	f, key := p.narrowed, p.key
	return []question{{"lineage", func(ctx context.Context) (any, error) { return r.Lineage(ctx, f, key) }}}
}

func (p *lineage) take(_ string, answer any, err error) {
	p.err = err
	if l, ok := answer.(Lineage); ok && err == nil {
		p.rows, p.here = limbs(l, p.key), true
		p.table.grow(len(p.rows))
		for i := range p.rows {
			if p.rows[i].self {
				p.table.at = i
			}
		}
		p.table.settle()
	}
}

// limbs lays the tree out: the way down to the key, then what came from it, each below where it came from.
func limbs(l Lineage, key string) []limb {
	var out []limb
	for i, c := range l.Way {
		if c.AccessKey == key && len(l.From) > 0 { // the other list counts its calls
			n := l.From[0]
			c.Principals, c.First, c.Last, c.Calls, c.Errors = n.Principals, n.First, n.Last, n.Calls, n.Errors
		}
		lead := ""
		if i > 0 {
			lead = strings.Repeat("   ", i-1) + "└─ "
		}
		out = append(out, limb{lead, c, c.AccessKey == key})
	}
	children := map[string][]trail.Credential{}
	for _, c := range l.From {
		if c.AccessKey != key {
			children[c.From] = append(children[c.From], c)
		}
	}
	indent := ""
	if len(out) > 1 {
		indent = strings.Repeat("   ", len(out)-1)
	}
	return append(out, branches(children, key, indent)...)
}

// branches lays out what came from a key.
func branches(children map[string][]trail.Credential, key, indent string) []limb {
	var out []limb
	for i, c := range children[key] {
		lead, below := "├─ ", "│  "
		if i == len(children[key])-1 {
			lead, below = "└─ ", "   "
		}
		out = append(out, limb{indent + lead, c, false})
		out = append(out, branches(children, c.AccessKey, indent+below)...)
	}
	return out
}

func (p *lineage) resize(w, h int) {
	p.w = w
	p.table.resize(h - 2)
}

func (p *lineage) bindings() []binding {
	return append([]binding{
		{[]string{"enter"}, "record", "the raw record of the call that handed the key out", p.open},
		{[]string{"t"}, "events", "the events of the key under the cursor", func() intent {
			if len(p.rows) == 0 {
				return intent{}
			}
			return intent{open: newEventsOf(p.doors, "key", p.rows[p.table.at].of.AccessKey)}
		}},
		{[]string{"p"}, "principal", "the first principal that used the key", func() intent {
			if len(p.rows) == 0 || len(p.rows[p.table.at].of.Principals) == 0 {
				return intent{say: "no call of the key passes the filter"}
			}
			return intent{open: newPrincipal(p.doors, p.rows[p.table.at].of.Principals[0])}
		}},
	}, append(p.table.finding(func(i int) []cell { return p.cells(view{}, i) }), p.table.bindings()...)...)
}

func (p *lineage) open() intent {
	if len(p.rows) == 0 || p.rows[p.table.at].of.EventID == "" {
		return intent{say: "no record of the log tells who handed this key out"}
	}
	return intent{open: newRecord(p.doors, p.rows[p.table.at].of.EventID, 0)}
}

func (p *lineage) scroll(by int) { p.table.move(by) }

func (p *lineage) click(x, y int, again bool) intent {
	if p.table.press(x, y-1, p.w) && again {
		return p.open()
	}
	return intent{}
}

func (p *lineage) under() (field, value string) {
	return p.table.under(func(i int) []cell { return p.cells(view{}, i) })
}

func (p *lineage) row() string {
	if len(p.rows) == 0 {
		return ""
	}
	text, err := json.Marshal(p.rows[p.table.at].of)
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *lineage) same(trail.Filter) same {
	narrowed, rest := flags(p.narrowed)
	out := same{
		command: strings.Join(append([]string{"traillab who --trace " + quoted(p.key)}, narrowed...), " "),
		why:     "The command tells what came from the key, and not where the key came from. SQL would have to be asked anew for each key.",
	}
	if len(rest) > 0 {
		out.why += " It cannot say " + strings.Join(rest, ", ") + "."
	}
	return out
}

func (p *lineage) cells(v view, i int) []cell {
	l := &p.rows[i]
	c := &l.of
	key := cell{text: l.lead + c.AccessKey, value: c.AccessKey}
	if l.self {
		key = cell{tone: toneStrong, text: l.lead + c.AccessKey + " ◂", value: c.AccessKey}
	}
	by, at := cell{text: c.Call}, cell{tone: toneFaint, text: "-"}
	if c.Call == "" {
		by = cell{tone: toneUnknown, text: "? not in the log"}
	}
	if c.Issued != nil {
		at = cell{text: v.clock(*c.Issued)}
	}
	users := cell{tone: toneFaint, text: "no call that passes"}
	if len(c.Principals) > 0 {
		short := make([]string, len(c.Principals))
		for n, name := range c.Principals {
			short[n] = shortPrincipal(name)
		}
		users = cell{text: strings.Join(short, ", "), value: c.Principals[0]}
	}
	used := func(n int64) cell { return cell{text: grouped(n)} }
	first, last := cell{tone: toneFaint, text: "-"}, cell{tone: toneFaint, text: "-"}
	if c.First != nil && c.Last != nil {
		first, last = seen(v, c.First), seen(v, c.Last)
	}
	return []cell{key, by, users, at, used(c.Calls), {tone: errorTone(c.Errors), text: grouped(c.Errors)}, first, last, {text: c.EventID}}
}

func (p *lineage) render(v view) []line {
	switch {
	case p.doors.Roster == nil:
		return []line{told(toneUnknown, "There are no credentials to ask here.")}
	case p.err != nil:
		return troubled(p.err, v.w)
	case !p.here:
		return []line{told(toneFaint, "following the credentials …")}
	}
	head := line{}.add(tonePlain, "the way of ").add(toneStrong, p.key).add(tonePlain, ": "+several(len(p.rows), "credential")+"; ◂ marks it")
	if len(p.rows) > 0 && p.rows[0].of.Call == "" {
		head = head.add(toneUnknown, "; whence the first came is not in the log")
	}
	return append([]line{head}, p.table.render(v.w, func(i int) []cell { return p.cells(v, i) })...)
}
