// Lively pages: those that show something which goes on by itself. While one is on top it is told every second or so.

package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// pace is how often a lively page is told that time has passed.
const pace = 2 * time.Second

// lively is a page that shows what goes on.
type lively interface {
	beat() // marks what is to be asked again
	// quiet reports whether nobody waits for the answer of that slot: it shows no sign of work, and esc leads past it.
	quiet(slot string) bool
}

// beat is the message that time has passed.
type beat struct{}

// soon sends a beat after a while.
func soon() tea.Cmd {
	return tea.Tick(pace, func(time.Time) tea.Msg { return beat{} })
}
