// Scrollers: prose that is longer than its room.

package tui

// scroller is the state of one.
type scroller struct{ top, high int }

func (s *scroller) move(by int) { s.top = max(0, s.top+by) }

func (s *scroller) bindings() []binding {
	by := func(n func() int) func() intent {
		return func() intent {
			s.move(n())
			return intent{}
		}
	}
	return []binding{
		{[]string{"down", "j"}, "", "one line down", by(func() int { return 1 })},
		{[]string{"up", "k"}, "", "one line up", by(func() int { return -1 })},
		{[]string{"pgdown", "ctrl+f", "ctrl+d"}, "", "one page down", by(func() int { return s.high })},
		{[]string{"pgup", "ctrl+b", "ctrl+u"}, "", "one page up", by(func() int { return -s.high })},
		{[]string{"g", "home"}, "", "to the first line", by(func() int { return -s.top })},
	}
}

// render shows the part of the lines that is on the screen, the last page at the furthest.
func (s *scroller) render(lines []line) []line {
	top := max(0, min(s.top, len(lines)-s.high))
	out := lines[top:min(len(lines), top+s.high)]
	if rest := len(lines) - top - len(out); rest > 0 && len(out) > 0 {
		out = append(out[:len(out)-1:len(out)-1], told(toneFaint, "… %d more lines (↓)", rest+1))
	}
	return out
}
