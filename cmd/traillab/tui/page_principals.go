// Principals: who acted, by first event or by how much, a part of the list at a time. Enter opens one.

package tui

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// rosterPart is how many principals are held at a time.
const rosterPart = 200

// part is an answer: some principals of the list.
type part struct {
	from  int
	found []trail.Actor
	all   int64
}

// principals is the page of them.
type principals struct {
	doors    *Doors
	narrowed trail.Filter
	by       trail.RosterOrder
	asked    int // the first that was asked for; -1 before anything was
	held     part
	here     bool
	err      error
	wanted   bool // the details of those that are held were asked for
	details  map[string]trail.Actor
	vague    error // why there are no details
	blind    blind
	table    table
	w        int
}

func newPrincipals(d *Doors) page {
	p := &principals{doors: d, asked: -1}
	p.table.columns = []column{
		{name: "principal", field: "principal", least: 26, most: 60},
		{name: "first seen", least: 20, most: 25},
		{name: "last seen", least: 20, most: 25},
		{name: "calls", least: 5, most: 11, right: true},
		{name: "errors", least: 6, most: 9, right: true},
		{name: "writes", least: 6, most: 9, right: true},
		{name: "addresses", field: "ip", least: 16, most: 36},
		{name: "agents", field: "agent", least: 16, most: 40},
		{name: "keys", field: "key", least: 20, most: 24},
		{name: "regions", field: "region", least: 10, most: 20},
		{name: "accounts", field: "account", least: 12, most: 14},
		{name: "type", least: 11, most: 14},
	}
	p.table.key = p.known
	return p
}

func (p *principals) title() string { return "Principals" }

func (p *principals) filter(f trail.Filter) {
	*p = principals{doors: p.doors, narrowed: f, by: p.by, asked: -1, table: p.table, w: p.w}
	p.table.at, p.table.top, p.table.marks = 0, 0, marks{} // their numbers were those of the filter before
	p.table.grow(0)
}

func (p *principals) ask() []question {
	r := p.doors.Roster
	if r == nil || p.err != nil {
		return nil
	}
	f, by := p.narrowed, p.by
	top, end := p.table.top, min(p.table.top+p.table.high, p.table.rows)
	if p.asked < 0 || (top < p.held.from || end > p.held.from+len(p.held.found)) && (top < p.asked || end > p.asked+rosterPart) {
		from := max(0, top-rosterPart/3)
		p.asked, p.wanted = from, true
		return append(p.blind.ask(p.doors.Surveyor, f), question{"rows", func(ctx context.Context) (any, error) {
			found, all, err := r.Actors(ctx, f, by, from, rosterPart)
			return part{from, found, all}, err
		}})
	}
	if p.here && !p.wanted {
		p.wanted = true
		var names []string
		for i := range p.held.found {
			if name := p.held.found[i].Principal; name != "" {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			return []question{{"details", func(ctx context.Context) (any, error) { return r.Details(ctx, f, names) }}}
		}
	}
	return nil
}

func (p *principals) take(slot string, answer any, err error) {
	if p.blind.take(slot, answer, err) {
		return
	}
	if slot == "details" {
		p.vague = err
		if found, ok := answer.([]trail.Actor); ok && err == nil {
			p.details = map[string]trail.Actor{}
			for _, a := range found {
				p.details[a.Principal] = a
			}
		}
		return
	}
	p.err = err
	if held, ok := answer.(part); ok && err == nil {
		p.held, p.here, p.wanted = held, true, false
		p.table.grow(max(int(held.all), held.from+len(held.found)))
	}
}

func (p *principals) resize(w, h int) {
	p.w = w
	p.table.resize(h - 1)
}

func (p *principals) bindings() []binding {
	return append([]binding{
		{[]string{"enter"}, "open", "the principal: sessions, role chains, what it touched, from where", p.open},
		{[]string{"s"}, "sort", "sort by the column under the cursor: first event, last event, calls, errors or writes", p.sort},
		{[]string{"t"}, "events", "the events of the principal", p.events},
	}, p.table.bindings()...)
}

// sort asks for the list in another order. It is not held whole, so only the orders that the case knows are to be had.
func (p *principals) sort() intent {
	by, ok := map[string]trail.RosterOrder{
		"first seen": trail.ByFirst, "last seen": trail.ByLast, "calls": trail.ByCalls, "errors": trail.ByErrors, "writes": trail.ByWrites,
	}[p.table.columns[p.table.column].name]
	if !ok {
		return intent{say: "the list is sorted by " + strings.Join(orders(), ", ") + "; ← and → move to a column"}
	}
	p.by = by
	p.filter(p.narrowed)
	return intent{say: "sorted by " + orders()[p.by]}
}

// orders are the words for the orders.
func orders() []string {
	return []string{trail.ByFirst: "first event", trail.ByLast: "last event", trail.ByCalls: "calls", trail.ByErrors: "errors", trail.ByWrites: "writes"}
}

// actor is the principal of a row, with what is known of it; false where it is not held.
func (p *principals) actor(i int) (trail.Actor, bool) {
	at := i - p.held.from
	if at < 0 || at >= len(p.held.found) {
		return trail.Actor{}, false
	}
	a := p.held.found[at]
	if full, ok := p.details[a.Principal]; ok {
		a.AccessKeys, a.SourceIPs, a.UserAgents, a.Regions, a.Accounts = full.AccessKeys, full.SourceIPs, full.UserAgents, full.Regions, full.Accounts
	}
	return a, true
}

func (p *principals) open() intent {
	a, ok := p.actor(p.table.at)
	if !ok {
		return intent{say: "there is nobody here yet"}
	}
	return intent{open: newPrincipal(p.doors, a.Principal)}
}

func (p *principals) events() intent {
	a, ok := p.actor(p.table.at)
	if !ok {
		return intent{say: "there is nobody here yet"}
	}
	return eventsOf(p.doors, a.Principal)
}

func (p *principals) scroll(by int) { p.table.move(by) }

func (p *principals) click(x, y int, again bool) intent {
	if p.table.press(x, y, p.w) && again {
		return p.open()
	}
	return intent{}
}

func (p *principals) under() (field, value string) {
	return p.table.under(func(i int) []cell { return p.cells(view{}, i) })
}

func (p *principals) row() string {
	a, ok := p.actor(p.table.at)
	if !ok {
		return ""
	}
	text, err := json.Marshal(map[string]any{
		"principal": a.Principal, "type": a.Type, "first": a.First, "last": a.Last, "calls": a.Calls, "errors": a.Errors, "writes": a.Writes,
		"access_keys": a.AccessKeys, "source_ips": a.SourceIPs, "user_agents": a.UserAgents, "regions": a.Regions, "accounts": a.Accounts,
	})
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *principals) same(trail.Filter) same {
	out := sameEvents(p.doors.Lister, p.narrowed)
	narrowed, rest := flags(p.narrowed)
	out.command = strings.Join(append([]string{"traillab who"}, narrowed...), " ")
	out.why = "The command sorts by first event; the SQL lists the events that are counted here."
	if len(rest) > 0 {
		out.why += " The command cannot say " + strings.Join(rest, ", ") + "."
	}
	return out
}

func (p *principals) cells(v view, i int) []cell {
	a, ok := p.actor(i)
	if !ok {
		return append([]cell{{tone: toneFaint, text: "…"}}, make([]cell, len(p.table.columns)-1)...)
	}
	name := cell{text: shortPrincipal(a.Principal), value: a.Principal}
	if a.Principal == "" {
		name = cell{tone: toneUnknown, text: "? records that name nobody"}
	}
	fails := cell{tone: toneFaint, text: grouped(a.Errors)}
	if a.Errors > 0 {
		fails.tone = toneBad
	}
	list := func(words []string) cell {
		if len(words) > 1 {
			return cell{text: fmt.Sprintf("%d: %s", len(words), strings.Join(words, ", ")), value: words[0]}
		}
		return cell{text: first(words)}
	}
	return []cell{
		name,
		seen(v, a.First),
		seen(v, a.Last),
		{text: grouped(a.Calls)},
		fails,
		{text: grouped(a.Writes)},
		list(a.SourceIPs),
		list(a.UserAgents),
		list(a.AccessKeys),
		list(a.Regions),
		list(a.Accounts),
		{text: a.Type},
	}
}

// seen is a time that may not be known.
func seen(v view, t *time.Time) cell {
	if t == nil {
		return cell{tone: toneUnknown, text: "? no time"}
	}
	return cell{text: v.clock(*t)}
}

func (p *principals) render(v view) []line {
	switch {
	case p.doors.Roster == nil:
		return []line{told(toneUnknown, "There are no principals to ask here.")}
	case p.err != nil:
		return troubled(p.err, v.w)
	case !p.here:
		return []line{told(toneFaint, "asking who acted …")}
	case p.table.rows == 0:
		return p.blind.empty(v, "Nobody acted in the logs.", "Nobody acted in the events that pass the filter.")
	}
	out := p.table.render(v.w, func(i int) []cell { return p.cells(v, i) })
	foot := line{}.addf(toneFaint, "principal %s of %s by %s", grouped(int64(p.table.at+1)), grouped(int64(p.table.rows)), orders()[p.by])
	if p.vague != nil {
		foot = foot.addf(toneBad, "  addresses and agents cannot be told: %v", p.vague)
	} else if p.details == nil {
		foot = foot.add(toneFaint, "  asking for addresses and agents …")
	}
	return append(out, p.blind.note(foot))
}

// eventsOf is the timeline of a principal.
func eventsOf(d *Doors, principal string) intent {
	if principal == "" {
		return intent{say: "records that name nobody cannot be asked for by name"}
	}
	return intent{open: newEventsOf(d, "principal", principal)}
}
