// A chain elsewhere: its impact as a command, and its events as SQL.

package tui

import (
	"slices"

	"traillab/analyze/trail"
)

func (c *chain) same(trail.Filter) same {
	out := same{command: "traillab impact " + quoted(c.of.ID), why: "The chain itself is a row of traillab chains --format json."}
	var f trail.Filter
	for i := range c.of.Links {
		if t := (trail.Term{Field: "id", Value: c.of.Links[i].Event.ID}); t.Value != "" && !slices.Contains(f.Terms, t) {
			f.Terms = append(f.Terms, t)
		}
	}
	if len(f.Terms) > 0 {
		out.sql = sameEvents(c.doors.Lister, f).sql
	}
	out.why += " The SQL lists its events by their ids; that they make a chain SQL cannot say: what a call means depends on those before it."
	return out
}
