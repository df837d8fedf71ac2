// Package tui is the case by hand: pages over the same answers that the commands give, in a terminal. GUIDE.md beside this file
// has the rules for whoever adds to it.
//
// There is one Bubble Tea model; pages are plain structs without a message loop of their own. What a page wants to know it says
// as a question, which the model runs in a command; what the user does comes to it as a call, and what it wants done goes back
// as an intent. Nothing is read, asked or written in Update.
//
// Pages draw spans of text with a tone and never an escape sequence: paint.go alone writes those, and makes every text harmless
// before. So no log can reach the terminal with more than letters.
package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"traillab/analyze/trail"
)

// Options are what a run takes beside the case.
type Options struct {
	In      io.Reader
	Out     io.Writer
	Environ []string // NAME=VALUE, for what the terminal can do
	NoColor bool
	Zone    *time.Location // beside UTC, for the key that changes zones; nil for none
	Now     func() time.Time
	Page    string       // to begin with, by its name; the first where it is empty
	Filter  trail.Filter // to begin with
	Place   []string     // the flags that name the case, for the equivalent command
}

// Run shows the case until the user leaves or ctx ends. It needs a terminal.
func Run(ctx context.Context, doors Doors, o Options) error {
	m := New(ctx, doors, o)
	defer m.stop()
	const frames = 120 // a second: an answer waits for the next one
	p := tea.NewProgram(m, tea.WithContext(ctx), tea.WithFPS(frames), tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithEnvironment(o.Environ), tea.WithoutSignalHandler())
	_, err := p.Run()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("this is a bug, please report it with the lines above: %w", err)
	}
	return fmt.Errorf("terminal: %w", err)
}
