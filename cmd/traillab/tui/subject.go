// Subjects: what a row is about, for bookmarks and notes: an event by its id, or a chain.

package tui

// about is a page whose rows are about something that has an id.
type about interface {
	// subject is the id of the event or the chain under the cursor; empty where there is none.
	subject() string
}

func (t *timeline) subject() string {
	if len(t.groups) == 0 {
		return ""
	}
	return t.window.rows[t.event()].ID
}

func (c *chains) subject() string {
	if len(c.found) == 0 {
		return ""
	}
	return c.found[c.table.chosen()].ID
}

// subject of one chain is the event under the cursor, and beside the events the chain.
func (c *chain) subject() string {
	if l := c.link(); c.pane == paneEvents && l != nil {
		return l.Event.ID
	}
	return c.of.ID
}

func (r *record) subject() string { return r.id }

// subject of an answer in SQL is the event that the row names.
func (a *asked) subject() string {
	if a.answer == nil || len(a.answer.rows) == 0 {
		return ""
	}
	row, ok := a.at(a.table.at)
	if !ok {
		return ""
	}
	for i, name := range a.answer.columns {
		if id, ok := row[i].(string); ok && name == "event_id" {
			return id
		}
	}
	return ""
}

func (n *notes) subject() string {
	if len(n.list) == 0 {
		return ""
	}
	return n.list[n.table.at].About
}
