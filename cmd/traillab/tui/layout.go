// Layout: where everything is. The rectangles are computed here and nowhere else.

package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// The smallest terminal in which every page has room for what it has to say.
const leastWidth, leastHeight = 80, 24

// rect is a part of the screen, in cells.
type rect struct{ x, y, w, h int }

// layout is the screen cut up, from top to bottom.
type layout struct{ tabs, path, body, foot, help rect }

func (m *Model) layout() layout {
	w, h := max(m.w, leastWidth), max(m.h, leastHeight)
	return layout{
		tabs: rect{0, 0, w, 1}, path: rect{0, 1, w, 1}, body: rect{0, 2, w, h - 4}, foot: rect{0, h - 2, w, 1}, help: rect{0, h - 1, w, 1},
	}
}

// View declares what the screen is to be.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen, v.MouseMode, v.WindowTitle = true, tea.MouseModeCellMotion, "traillab"
	switch {
	case m.w == 0:
	case m.cramped():
		v.Content = m.tooSmall()
	default:
		v.Content = m.frame()
	}
	return v
}

// cramped reports whether the terminal is too small for the pages.
func (m *Model) cramped() bool { return m.w > 0 && (m.w < leastWidth || m.h < leastHeight) }

// tooSmall says what is the matter.
func (m *Model) tooSmall() string {
	text := fmt.Sprintf("This terminal has %d×%d cells; the pages need %d×%d. Make it larger, or leave with q and ask on the command line: traillab help.",
		m.w, m.h, leastWidth, leastHeight)
	lines := wrap(text, m.w)
	return strings.Join(lines[:min(len(lines), m.h)], "\n")
}

// frame is the whole screen, as many lines as it has, each as wide.
func (m *Model) frame() string {
	at := m.layout()
	lines := []string{m.theme.paint(m.tabs(at.tabs.w), at.tabs.w), m.theme.paint(m.path(at.path.w), at.path.w)}
	p := m.top()
	drawn := p.render(view{w: at.body.w, h: at.body.h, zone: m.located(), filter: m.filter, busy: m.busy(p)})
	for i := range at.body.h {
		l := line{}
		if i < len(drawn) {
			l = drawn[i]
		}
		lines = append(lines, m.theme.paint(l, at.body.w))
	}
	help := helpLine(m.bindings(), at.help.w)
	if m.prompt != nil {
		help = m.prompt.help(at.help.w)
	}
	lines = append(lines, m.theme.paint(m.foot(at.foot.w), at.foot.w), m.theme.paint(help, at.help.w))
	return strings.Join(lines, "\n")
}

// tabs is the first line: the pages with their numbers, and at the right what is going on.
func (m *Model) tabs(w int) line {
	out := line{}
	for _, e := range m.entries {
		tone := tonePlain
		if e.name == m.here {
			tone = toneHere
		}
		out = out.add(toneKey, e.key).add(tone, m.tabName(e, w)).add(tonePlain, " ")
	}
	return flush(out, m.status(), w)
}

// tabName is the name of a page as there is room for it.
func (m *Model) tabName(e entry, w int) string {
	const roomy = 120
	if w >= roomy {
		return " " + e.name + " "
	}
	return e.short
}

// status is what is going on: a sign of work where something takes long, and the zone of the times.
func (m *Model) status() line {
	out := line{}
	if m.slow > 0 {
		const signs = "⣷⣯⣟⡿⢿⣻⣽⣾"
		sign := []rune(signs)[m.turn%len([]rune(signs))]
		out = out.addf(toneWarn, "%c asking %.1fs ", sign, m.slow.Seconds())
	}
	return out.add(toneFaint, zoneName(m.located()))
}

// path is the second line: where in the stack the page is, and at the right the filter that narrows it.
func (m *Model) path(w int) line {
	out := line{}
	for i, p := range m.stacks[m.here] {
		if i > 0 {
			out = out.add(toneFaint, " › ")
		}
		out = out.add(toneStrong, p.title())
	}
	if rows, _ := m.picked(); len(rows) > 0 {
		out = out.addf(toneKey, "  • %s marked", grouped(int64(len(rows))))
	}
	filter := tellFilter(m.filter)
	if filter == "" {
		return flush(out, told(toneFaint, "no filter"), w)
	}
	return flush(out, line{}.add(toneFaint, "filter ").add(toneWarn, filter), w)
}

// foot is the line above the help: what the user is asked, or what was said.
func (m *Model) foot(w int) line {
	if m.prompt != nil {
		return m.prompt.render(w)
	}
	return told(tonePlain, "%s", m.said)
}

// flush puts one line at the left and one at the right of w cells; the left one gives way.
func flush(left, right line, w int) line {
	if right.width() > w/2 {
		right = cut(right, w/2)
	}
	room := w - right.width()
	if left.width() >= room {
		left = cut(left, room-1)
	}
	out := left.add(tonePlain, strings.Repeat(" ", max(0, room-left.width())))
	out.spans = append(out.spans, right.spans...)
	return out
}

// cut shortens a line to w cells.
func cut(l line, w int) line {
	out := line{chosen: l.chosen}
	for _, s := range l.spans {
		n := width(s.text)
		if n > w {
			if w > 0 {
				out = out.add(s.tone, fit(s.text, w, false))
			}
			return out
		}
		out, w = out.add(s.tone, s.text), w-n
	}
	return out
}
