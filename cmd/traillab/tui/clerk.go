// Clerk: what is done to the world for a page, in a command like every question; what comes of it is said at the foot.

package tui

import "context"

// clerk is a page that is never shown. It stands where a page does in requests.
type clerk struct{ m *Model }

// work is something to be done, and the sentence that says that it was.
type work func(ctx context.Context) (said string, err error)

// minding is a page that shows what works change.
type minding interface {
	changed() // forgets what was answered before
}

func (c *clerk) title() string       { return "" }
func (c *clerk) bindings() []binding { return nil }
func (c *clerk) ask() []question     { return nil }
func (c *clerk) resize(int, int)     {}
func (c *clerk) render(view) []line  { return nil }

// take says what was done, and has the pages look again.
func (c *clerk) take(_ string, answer any, err error) {
	if err != nil {
		c.m.said = err.Error()
		return
	}
	c.m.said, _ = answer.(string)
	for _, stack := range c.m.stacks {
		for _, p := range stack {
			if p, ok := p.(minding); ok {
				p.changed()
			}
		}
	}
}

// question makes one of a work. Each kind has a slot of its own: a second note does not end the first.
func (w work) question(number int) question {
	return question{slot: "work " + string(rune('a'+number%26)), run: func(ctx context.Context) (any, error) { return w(ctx) }}
}
