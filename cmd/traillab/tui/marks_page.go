// The rows that pages give to be marked.

package tui

import (
	"encoding/json"
	"fmt"

	"traillab/analyze/trail"
)

func (c *chains) marking() *table { return &c.table }

func (c *chains) marked(at int) []marked { return c.table.markOf(c, at, c.cells) }

func (p *networks) marking() *table { return &p.table }

func (p *networks) marked(at int) []marked { return p.table.markOf(p, at, p.cells) }

func (n *notes) marking() *table { return &n.table }

func (n *notes) marked(at int) []marked { return n.table.markOf(n, at, n.cells) }

func (p *lineage) marking() *table { return &p.table }

func (p *lineage) marked(at int) []marked { return p.table.markOf(p, at, p.cells) }

func (p *impact) marking() *table {
	if p.pane != 0 {
		return nil
	}
	return &p.table
}

func (p *impact) marked(at int) []marked {
	rows := p.table.markOf(p, at, p.cells)
	rows[0].cells = p.all[p.shown[p.table.index(at)]].cells()
	return rows
}

// marking of a principal is that of its pane.
func (p *principal) marking() *table {
	switch p.pane {
	case paneSessions:
		return &p.keys
	case paneTouched:
		return &p.things
	}
	return nil
}

func (p *principal) marked(at int) []marked {
	if p.pane == paneSessions {
		return p.keys.markOf(p, at, p.session)
	}
	rows := p.things.markOf(p, at, p.thing)
	rows[0].cells = touchedCells(&p.touched[p.things.index(at)])
	return rows
}

func (p *principals) marking() *table { return &p.table }

func (p *principals) marked(at int) []marked {
	a, ok := p.actor(at)
	if !ok {
		return nil
	}
	rows := p.table.markOf(p, at, p.cells)
	rows[0].key, rows[0].cells = a.Principal+" "+a.Type, actorCells(&a)
	return rows
}

// known is the key of a principal that is held; its place is none, for the list is asked for in other orders.
func (p *principals) known(at int) string {
	a, ok := p.actor(at)
	if !ok {
		return ""
	}
	return a.Principal + " " + a.Type
}

func (a *asked) marking() *table {
	if a.answer == nil {
		return nil
	}
	return &a.table
}

func (a *asked) marked(at int) []marked {
	row, ok := a.at(at)
	if !ok {
		return nil
	}
	rows := a.table.markOf(a, at, a.cells)
	rows[0].cells = row
	return rows
}

// marking of a chain is that of its events.
func (c *chain) marking() *table {
	if c.pane != paneEvents {
		return nil
	}
	return &c.table
}

// marked of a chain is every event that the row stands for.
func (c *chain) marked(at int) []marked {
	g := c.groups[at]
	var out []marked
	for i := g.at; i < g.at+g.n; i++ {
		e := &c.of.Links[i].Event
		m := marked{key: fmt.Sprint(i), row: eventRow(e), subject: e.ID}
		for _, cell := range c.linkCells(view{}, group{i, 1}) {
			if cell.value == "" {
				cell.value = cell.text
			}
			m.values, m.cells = append(m.values, cell.value), append(m.cells, cell.value)
		}
		out = append(out, m)
	}
	return out
}

// known is the key of a row: of its first event, whether retries are one row or not.
func (c *chain) known(at int) string { return fmt.Sprint(c.groups[at].at) }

func (t *timeline) marking() *table { return &t.table }

// marked of a timeline is every event that the row stands for.
func (t *timeline) marked(at int) []marked {
	g := t.groups[at]
	var out []marked
	for i := g.at; i < g.at+g.n; i++ {
		out = append(out, t.eventMark(&t.window.rows[i]))
	}
	return out
}

func (t *timeline) eventMark(e *trail.Event) marked {
	m := marked{key: fmt.Sprint(e.Key), row: eventRow(e), subject: e.ID, cells: eventCells(e)}
	for _, c := range eventLine(view{}, e, group{0, 1}) {
		if c.value == "" {
			c.value = c.text
		}
		m.values = append(m.values, c.value)
	}
	return m
}

// known is the key of a row: of its first event, wherever the window is.
func (t *timeline) known(at int) string { return fmt.Sprint(t.window.rows[t.groups[at].at].Key) }

// gather asks for all events that the filter lets through, unless they are too many.
func (t *timeline) gather() (wrong string) {
	switch n := t.window.total; {
	case n > mostMarks:
		return tooMany
	case n < 0:
		return "it is not known yet how many events there are; press a again when they are counted"
	}
	t.gathers = true
	return "marking " + grouped(t.window.total) + ": y, Y, e, b and m will be about them; a takes all marks away"
}

// eventRow is an event as JSON.
func eventRow(e *trail.Event) string {
	text, err := json.Marshal(map[string]any{
		"event_id": e.ID, "time": e.Time, "name": e.Name, "source": e.Source, "account": e.Account, "region": e.Region, "principal": e.Principal,
		"access_key_id": e.AccessKeyID, "source_ip": e.SourceIP, "user_agent": e.UserAgent, "error_code": e.ErrorCode, "resources": e.IDs,
	})
	if err != nil {
		return ""
	}
	return string(text)
}
