// The mouse: the wheel scrolls, a click chooses, a second one opens, and tabs are there to be clicked.

package tui

import tea "charm.land/bubbletea/v2"

// wheelStep is how many rows one notch of the wheel goes.
const wheelStep = 3

func (m *Model) wheel(at tea.Mouse) tea.Cmd {
	p, ok := m.top().(scrolled)
	if !ok || m.prompt != nil || m.cramped() {
		return nil
	}
	switch at.Button {
	case tea.MouseWheelUp:
		p.scroll(-wheelStep)
	case tea.MouseWheelDown:
		p.scroll(wheelStep)
	default:
		return nil
	}
	return m.pursue()
}

func (m *Model) click(at tea.Mouse) tea.Cmd {
	if at.Button != tea.MouseLeft || m.cramped() {
		return nil
	}
	m.said, m.prompt = "", nil
	again := m.pressed.on == m.top() && m.pressed.y == at.Y
	m.pressed.on, m.pressed.y = m.top(), at.Y
	l := m.layout()
	switch {
	case at.Y == l.tabs.y:
		return m.follow(m.tabAt(at.X))
	case at.Y >= l.body.y && at.Y < l.body.y+l.body.h:
		if p, ok := m.top().(clicked); ok {
			return m.follow(p.click(at.X-l.body.x, at.Y-l.body.y, again))
		}
	}
	return nil
}

// tabAt is the page whose tab is at that cell.
func (m *Model) tabAt(x int) intent {
	from := 0
	for _, e := range m.entries {
		until := from + width(e.key) + width(m.tabName(e, m.w)) + 1
		if x >= from && x < until {
			return intent{to: e.name}
		}
		from = until
	}
	return intent{}
}
