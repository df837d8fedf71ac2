// Principal: one of those who acted: its sessions, what it touched, and from where. Enter on a session follows its credentials.

package tui

import (
	"context"
	"encoding/json"
	"strings"

	"traillab/analyze/trail"
)

// principal is the page of one.
type principal struct {
	doors    *Doors
	name     string
	narrowed trail.Filter
	asked    bool
	actor    *trail.Actor
	sessions []trail.Holder
	touched  []trail.Object
	all      int64 // resources that it touched; of more than are here
	answered map[string]bool
	trouble  map[string]error
	pane     int
	keys     table
	things   table
	notes    scroller
	w, h     int
}

// The panes of a principal.
const (
	paneSessions = iota
	paneTouched
	paneWhence
	principalPanes
)

// mostTouched is how many resources are listed.
const mostTouched = 1000

func newPrincipal(d *Doors, name string) page {
	p := &principal{doors: d, name: name, answered: map[string]bool{}, trouble: map[string]error{}}
	p.keys.columns = []column{
		{name: "access key", field: "key", least: 22, most: 26},
		{name: "first seen", least: 20, most: 25},
		{name: "last seen", least: 20, most: 25},
		{name: "calls", least: 5, most: 11, right: true},
		{name: "errors", least: 6, most: 9, right: true},
		{name: "writes", least: 6, most: 9, right: true},
		{name: "type", least: 11, most: 14},
	}
	p.things.columns = []column{
		{name: "resource", field: "resource", least: 30, most: 80},
		{name: "writes", least: 6, most: 9, right: true},
		{name: "calls", least: 6, most: 11, right: true},
		{name: "errors", least: 6, most: 9, right: true},
		{name: "first", least: 20, most: 25},
		{name: "last", least: 20, most: 25},
	}
	return p
}

func (p *principal) title() string {
	if p.name == "" {
		return "nobody named"
	}
	return shortPrincipal(p.name)
}

func (p *principal) filter(f trail.Filter) {
	p.narrowed, p.asked, p.actor, p.sessions, p.touched, p.all = f, false, nil, nil, nil, 0
	p.answered, p.trouble = map[string]bool{}, map[string]error{}
	p.keys.grow(0)
	p.things.grow(0)
}

// touches is an answer: what a principal touched.
type touches struct {
	found []trail.Object
	all   int64
}

func (p *principal) ask() []question {
	r := p.doors.Roster
	if r == nil || p.asked {
		return nil
	}
	p.asked = true
	f, name := p.narrowed, p.name
	out := []question{{"touched", func(ctx context.Context) (any, error) {
		found, all, err := r.Touched(ctx, f, name, mostTouched)
		return touches{found, all}, err
	}}}
	if name == "" {
		p.answered["actor"], p.answered["sessions"] = true, true
		return out
	}
	return append([]question{
		{"actor", func(ctx context.Context) (any, error) { return r.Details(ctx, f, []string{name}) }},
		{"sessions", func(ctx context.Context) (any, error) { return r.Sessions(ctx, name) }},
	}, out...)
}

func (p *principal) take(slot string, answer any, err error) {
	p.answered[slot], p.trouble[slot] = true, err
	if err != nil {
		return
	}
	switch a := answer.(type) {
	case []trail.Actor:
		for i := range a {
			if a[i].Principal == p.name {
				p.actor = &a[i]
			}
		}
	case []trail.Holder:
		p.sessions = a
		p.keys.grow(len(a))
	case touches:
		p.touched, p.all = a.found, a.all
		p.things.grow(len(a.found))
	}
}

// overPrincipal is how many lines stand over the panes.
const overPrincipal = 5

func (p *principal) resize(w, h int) {
	p.w, p.h = w, h
	p.keys.resize(h - overPrincipal - 1)
	p.things.resize(h - overPrincipal - 1)
	p.notes.high = max(1, h-overPrincipal-1)
}

func (p *principal) bindings() []binding {
	own := []binding{
		{[]string{"enter"}, "open", "of a session: the way of its credentials; of a resource: everything about it", p.open},
		{[]string{"tab"}, "pane", "sessions, what it touched, from where", func() intent { return p.turn(1) }},
		{[]string{"shift+tab"}, "", "the pane before", func() intent { return p.turn(principalPanes - 1) }},
		{[]string{"t"}, "events", "the events of the principal", func() intent { return eventsOf(p.doors, p.name) }},
	}
	switch p.pane {
	case paneSessions:
		return append(own, p.keys.listed(func(i int) []cell { return p.session(view{}, i) })...)
	case paneTouched:
		return append(own, p.things.listed(func(i int) []cell { return p.thing(view{}, i) })...)
	}
	return append(own, p.notes.bindings()...)
}

func (p *principal) turn(by int) intent {
	p.pane, p.notes.top = (p.pane+by)%principalPanes, 0
	return intent{}
}

func (p *principal) open() intent {
	switch {
	case p.pane == paneSessions && len(p.sessions) > 0:
		key := p.sessions[p.keys.chosen()].AccessKey
		if key == "" {
			return intent{say: "these calls carry no access key: nothing leads from them to others"}
		}
		return intent{open: newLineage(p.doors, key)}
	case p.pane == paneTouched && len(p.touched) > 0:
		return intent{open: newTouching(p.doors, p.touched[p.things.chosen()].ID)}
	}
	return intent{say: "there is nothing to open here"}
}

func (p *principal) scroll(by int) {
	switch p.pane {
	case paneSessions:
		p.keys.move(by)
	case paneTouched:
		p.things.move(by)
	default:
		p.notes.move(by)
	}
}

func (p *principal) click(x, y int, again bool) intent {
	switch {
	case y == overPrincipal-1:
		return p.turn(1)
	case p.pane == paneSessions && p.keys.press(x, y-overPrincipal, p.w) && again,
		p.pane == paneTouched && p.things.press(x, y-overPrincipal, p.w) && again:
		return p.open()
	}
	return intent{}
}

func (p *principal) under() (field, value string) {
	switch p.pane {
	case paneSessions:
		return p.keys.under(func(i int) []cell { return p.session(view{}, i) })
	case paneTouched:
		return p.things.under(func(i int) []cell { return p.thing(view{}, i) })
	}
	return "principal", p.name
}

func (p *principal) row() string {
	var of any
	switch {
	case p.pane == paneSessions && len(p.sessions) > 0:
		of = p.sessions[p.keys.chosen()]
	case p.pane == paneTouched && len(p.touched) > 0:
		of = p.touched[p.things.chosen()]
	case p.actor != nil:
		of = p.actor
	default:
		return ""
	}
	text, err := json.Marshal(of)
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *principal) same(trail.Filter) same {
	if p.name == "" {
		return same{command: "traillab who", why: "Records that name nobody have no name to ask for: they are the row without a principal."}
	}
	f := p.narrowed
	f.Principals = []string{p.name}
	out := sameEvents(p.doors.Lister, f)
	narrowed, _ := flags(f)
	out.command = strings.Join(append([]string{"traillab who"}, narrowed...), " ")
	out.why = "The SQL lists the events that are counted here; what it touched is their column resource_ids. Sessions are told whatever the filter."
	return out
}
