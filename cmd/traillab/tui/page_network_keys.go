// The keys of one network.

package tui

import (
	"slices"

	"traillab/analyze"
)

// coarse is how many changes the longer step goes.
const coarse = 10

func (p *network) bindings() []binding {
	step := func(by int) func() intent {
		return func() intent { return p.to(by) }
	}
	rows := func(by func() int) func() intent {
		return func() intent {
			if p.all {
				p.notes.move(by())
				return intent{}
			}
			p.at += by()
			p.settle()
			return intent{}
		}
	}
	return []binding{
		{[]string{"right", "l"}, "next change", "to the next change of the VPC", step(1)},
		{[]string{"left", "h"}, "previous", "to the change before", step(-1)},
		{[]string{"shift+right", "L"}, "", "ten changes on", step(coarse)},
		{[]string{"shift+left", "H"}, "", "ten changes back", step(-coarse)},
		{[]string{"n"}, "chain's next", "to the next event that belongs to a chain", func() intent { return p.seek(1) }},
		{[]string{"N"}, "", "to the event before that belongs to a chain", func() intent { return p.seek(-1) }},
		{[]string{"home"}, "", "to the time before the first change", step(-1 << 30)},
		{[]string{"end"}, "", "to the last change", step(1 << 30)},
		{[]string{"enter"}, "events", "the records that the row under the cursor rests on", p.openRow},
		{[]string{"space"}, "unfold", "unfold what the row stands for, or fold it again", p.foldRow},
		{[]string{"a"}, "", "unfold everything, or fold what is much again", p.foldAll},
		{[]string{"tab"}, "facts", "all that is said of the row, or the drawing again", func() intent {
			p.all, p.notes.top = !p.all, 0
			return intent{}
		}},
		{[]string{"R"}, "", "the records of the calls of this moment", p.openTurn},
		{[]string{"c"}, "", "the chain that the moment lies in", p.openChain},
		{[]string{"t"}, "", "all events of the quarter of an hour around the moment", p.around},
		{[]string{"down", "j"}, "", "one row down", rows(func() int { return 1 })},
		{[]string{"up", "k"}, "", "one row up", rows(func() int { return -1 })},
		{[]string{"pgdown", "ctrl+f", "ctrl+d"}, "", "one page down", rows(p.high)},
		{[]string{"pgup", "ctrl+b", "ctrl+u"}, "", "one page up", rows(func() int { return -p.high() })},
		{[]string{"g"}, "", "to the first row", rows(func() int { return -1 << 30 })},
		{[]string{"G"}, "", "to the last row", rows(func() int { return 1 << 30 })},
	}
}

// to moves the moment, and says so where there is no further one.
func (p *network) to(by int) intent {
	if p.course == nil {
		return intent{say: "the changes are being asked for"}
	}
	was := p.stop
	p.move(by)
	if p.stop == was && by > 0 {
		return intent{say: "this is the last change that the log tells of"}
	}
	if p.stop == was {
		return intent{say: "before this the log tells of no change of the VPC"}
	}
	return intent{}
}

// seek goes to the next moment with an event of a chain.
func (p *network) seek(way int) intent {
	for at := p.stop + way; at >= 0 && at < len(p.stops); at += way {
		if slices.ContainsFunc(p.stops[at].Calls, func(s Step) bool { return s.Role != "" }) {
			return p.to(at - p.stop)
		}
	}
	return intent{say: "there is no event of a chain further on"}
}

// openRow opens what the row rests on.
func (p *network) openRow() intent {
	r := p.current()
	if r == nil {
		return intent{}
	}
	var ids []string
	for _, f := range r.facts {
		for _, id := range f.sources {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	switch len(ids) {
	case 0:
		return intent{say: "the row rests on no event"}
	case 1:
		return openSource(p.doors, ids[0])
	}
	return intent{open: newSources(p.doors, r.thing, "", ids)}
}

func (p *network) openTurn() intent {
	if p.course == nil || len(p.stops[p.stop].Calls) == 0 {
		return intent{say: "there is no call at this moment"}
	}
	var ids []string
	for _, c := range p.stops[p.stop].Calls {
		if c.ID != "" {
			ids = append(ids, c.ID)
		}
	}
	switch len(ids) {
	case 0:
		return intent{say: "the call has no event id: a baseline, or a record without one"}
	case 1:
		return openSource(p.doors, ids[0])
	}
	return intent{open: newSources(p.doors, p.place.ID, "", ids)}
}

func (p *network) openChain() intent {
	if p.chain == nil {
		return intent{say: "the moment lies in no chain"}
	}
	return intent{open: newChain(p.doors, *p.chain)}
}

func (p *network) around() intent {
	if p.course == nil {
		return intent{}
	}
	return intent{open: newAround(p.doors, p.stops[p.stop].At)}
}

func (p *network) foldRow() intent {
	r := p.current()
	if r == nil || r.fold == "" {
		return intent{say: "there is nothing to unfold in this row"}
	}
	p.open[r.fold] = !p.open[r.fold]
	p.draw()
	return intent{}
}

// foldAll unfolds whatever can be, or folds everything again.
func (p *network) foldAll() intent {
	if len(p.open) > 0 {
		clear(p.open)
		p.draw()
		return intent{}
	}
	for range 2 { // what is in a group appears only when the group is open
		if p.sketch == nil {
			return intent{}
		}
		for _, r := range p.sketch.rows {
			if r.fold != "" {
				p.open[r.fold] = true
			}
		}
		p.draw()
	}
	return intent{}
}

func (p *network) scroll(by int) {
	if p.all {
		p.notes.move(by)
		return
	}
	p.at += by
	p.settle()
}

// click takes a row, or a moment on the axis.
func (p *network) click(x, y int, again bool) intent {
	switch {
	case p.sketch == nil || p.all:
		return intent{}
	case y == axisAt:
		return p.pick(x)
	case y < overDrawing || y >= overDrawing+p.high() || p.top+y-overDrawing >= len(p.sketch.rows):
		return intent{}
	}
	p.at = p.top + y - overDrawing
	p.settle()
	if !again {
		return intent{}
	}
	if r := p.current(); r.fold != "" {
		return p.foldRow()
	}
	return p.openRow()
}

// pick goes to the change nearest to a cell of the axis.
func (p *network) pick(x int) intent {
	best, distance := p.stop, 1<<30
	from, last := p.span()
	for i := range p.stops {
		d := max(x-placed(p.stops[i].At, from, last, p.w), placed(p.stops[i].At, from, last, p.w)-x)
		if !p.stops[i].At.Before(from) && !p.stops[i].At.After(last) && d < distance {
			best, distance = i, d
		}
	}
	return p.to(best - p.stop)
}

// loudest is the part in a chain that a moment is marked with: what cuts before what else is done.
func loudest(t *Turn) analyze.Role {
	for _, role := range []analyze.Role{analyze.Cut, analyze.Restore, analyze.Hardening, analyze.RunUp, analyze.Attempt} {
		if slices.ContainsFunc(t.Calls, func(s Step) bool { return s.Role == role }) {
			return role
		}
	}
	return ""
}
