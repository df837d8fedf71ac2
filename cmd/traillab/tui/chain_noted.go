// The chain that a note is about, whatever the filter: a chain may be told by its id long after the page on which it was found.

package tui

import (
	"slices"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// noted is a list of the chains of one id: of one, or of none.
type noted struct {
	*chains
	id string
}

func newNoted(d *Doors, id string) page { return &noted{newChains(d).(*chains), id} }

func (n *noted) title() string { return n.id }

func (n *noted) filter(trail.Filter) { n.chains.filter(trail.Filter{}) }

func (n *noted) take(slot string, answer any, err error) {
	if found, ok := answer.([]analyze.Chain); ok && err == nil {
		answer = slices.DeleteFunc(slices.Clone(found), func(c analyze.Chain) bool { return c.ID != n.id })
	}
	n.chains.take(slot, answer, err)
}

func (n *noted) same(trail.Filter) same { return n.chains.same(trail.Filter{}) }

func (n *noted) render(v view) []line {
	if n.here && len(n.found) == 0 {
		return prose("The case has no chain "+n.id+" now. The id of a chain is made of what it is about and of its first event: logs that were loaded since may have put another event first.", v.w)
	}
	return n.chains.render(v)
}
