// The keys of the page of impact.

package tui

import "traillab/analyze"

func (p *impact) bindings() []binding {
	own := []binding{
		{[]string{"enter"}, "record", "the raw record of the event that took it, or that it rests on", p.open},
		{[]string{"R"}, "sources", "all events that the row rests on", p.sources},
		{[]string{"v"}, "lost/kept", "show all rows, what was lost or is not known, or what was kept", func() intent {
			p.sight = (p.sight + 1) % sights
			p.choose()
			return intent{}
		}},
		{[]string{"tab"}, "beside", "what else the log says of the chain under the cursor: dead routes, attempts, calls of instances, flows, doubts", p.turn},
		{[]string{"C"}, "chain", "the chain: its events, actors and verdict", p.openChain},
		{[]string{"p"}, "network", "the VPC as it stood after the loss", p.openNetwork},
		{[]string{"t"}, "", "all events of the time of the row, whatever they are", p.around},
	}
	if p.pane == 0 {
		return append(own, p.table.listed(func(i int) []cell { return p.cells(view{}, i) })...)
	}
	return append(own, p.notes.bindings()...)
}

func (p *impact) turn() intent {
	p.pane, p.notes.top = 1-p.pane, 0
	return intent{}
}

// at is the row under the cursor, nil where there is none.
func (p *impact) at() *loss {
	if len(p.shown) == 0 {
		return nil
	}
	return &p.all[p.shown[p.table.chosen()]]
}

func (p *impact) open() intent {
	l := p.at()
	switch {
	case l == nil:
		return intent{say: "there is no row here"}
	case l.entry.Cause != "":
		return openSource(p.doors, l.entry.Cause)
	case len(l.entry.Sources) == 1:
		return openSource(p.doors, l.entry.Sources[0])
	}
	return p.sources()
}

func (p *impact) sources() intent {
	l := p.at()
	if l == nil || l.entry.Cause == "" && len(l.entry.Sources) == 0 {
		return intent{say: "the row rests on no event: that nothing tells of it is what it says"}
	}
	return intent{open: newSources(p.doors, l.id+" "+l.entry.What, l.entry.Cause, l.entry.Sources)}
}

func (p *impact) openChain() intent {
	if c := p.chain(); c != nil {
		return intent{open: newChain(p.doors, *c)}
	}
	return intent{say: "there is no chain here"}
}

// chain is that of the row under the cursor.
func (p *impact) chain() *analyze.Chain {
	if l := p.at(); l != nil {
		return l.chain
	}
	return p.only
}

func (p *impact) openNetwork() intent {
	c := p.chain()
	if c == nil || c.Scope.Kind != "vpc" {
		return intent{say: "the chain is not about one VPC: page 4 lists them"}
	}
	at := c.LastCut()
	if l := p.at(); l != nil {
		at = l.entry.From
	}
	return intent{open: newNetwork(p.doors, Place{c.Scope.ID, c.Account, c.Region}, at)}
}

func (p *impact) around() intent {
	l := p.at()
	if l == nil {
		return intent{say: "there is no row here"}
	}
	from, until := l.moments()
	return intent{open: newBetween(p.doors, l.id, from, until)}
}

// drawn opens the VPC of a chain as it stood after the event under the cursor.
func (c *chain) drawn() intent {
	if c.of.Scope.Kind != "vpc" {
		return intent{say: "the chain is not about one VPC: page 4 lists them"}
	}
	at := c.of.LastCut()
	if l := c.link(); l != nil && !l.Event.Time.IsZero() {
		at = l.Event.Time
	}
	return intent{open: newNetwork(c.doors, Place{c.of.Scope.ID, c.of.Account, c.of.Region}, at)}
}
