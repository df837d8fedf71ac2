// Stacks: each page of the table has its own, so that who comes back finds what was open there. Back leads down the stack, and
// from its bottom to the page that was shown before.

package tui

import "slices"

// top is the page that is shown.
func (m *Model) top() page {
	stack := m.stacks[m.here]
	return stack[len(stack)-1]
}

// push shows a page on top of the one that is shown.
func (m *Model) push(p page) {
	m.stacks[m.here] = append(m.stacks[m.here], p)
	m.welcome(p)
}

// welcome tells a new page of the room that it has, and the filter.
func (m *Model) welcome(p page) {
	body := m.layout().body
	p.resize(body.w, body.h)
	m.refilter(p)
}

// visit shows the stack of a page of the table; of the one that is shown already, its bottom.
func (m *Model) visit(name string) {
	at := slices.IndexFunc(m.entries, func(e entry) bool { return e.name == name })
	if at < 0 {
		return
	}
	if name == m.here {
		for len(m.stacks[name]) > 1 {
			m.pop()
		}
		return
	}
	if m.here != "" {
		m.trail = append(m.trail, m.here)
	}
	m.here = name
	if len(m.stacks[name]) == 0 {
		m.push(m.entries[at].open(&m.doors))
	}
}

// pop takes the top page away and ends what it asks.
func (m *Model) pop() {
	stack := m.stacks[m.here]
	m.forget(m.top())
	m.stacks[m.here] = stack[:len(stack)-1]
}

// back leads to the page before, and says so where there is none.
func (m *Model) back() {
	switch {
	case len(m.stacks[m.here]) > 1:
		m.pop()
	case len(m.trail) > 0:
		m.here = m.trail[len(m.trail)-1]
		m.trail = m.trail[:len(m.trail)-1]
	default:
		m.said = "this is the first page; q leaves"
	}
}
