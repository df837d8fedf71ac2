// Intents: what a page wants done after a key, a click or an input. A page does nothing to the world itself.

package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"traillab/analyze/trail"
)

// intent is what is to be done; the zero intent is nothing. Several members may be set.
type intent struct {
	open   page          // shown on top of this one
	to     string        // the page of that name in the table of pages
	back   bool          // one page back
	quit   bool          // leave
	rest   bool          // stop until the shell goes on with the program
	again  bool          // ask everything of this page anew
	input  *prompt       // a line is asked of the user
	filter *trail.Filter // the filter from now on
	work   work          // something to be done in a command, whose outcome is said
	copy   string        // text for the clipboard of the terminal, where it lets programs set it
	say    string        // a sentence at the foot, until the next key
}

// retried is a page of which r asks something that no filter is about.
type retried interface{ retry() }

// follow does what an intent says.
func (m *Model) follow(i intent) tea.Cmd {
	var cmds []tea.Cmd
	if i.say != "" {
		m.said = i.say
	}
	if i.copy != "" {
		cmds = append(cmds, tea.SetClipboard(i.copy))
	}
	if i.filter != nil {
		m.narrow(*i.filter)
	}
	switch {
	case i.quit:
		m.stop()
		return tea.Quit
	case i.rest:
		return tea.Suspend
	case i.open != nil:
		m.push(i.open)
	case i.to != "":
		m.visit(i.to)
	case i.back:
		m.back()
	case i.again:
		m.renew(m.top())
	}
	if i.input != nil {
		m.prompt = i.input
	}
	if i.work != nil {
		cmds = append(cmds, m.start(m.clerk, i.work.question(m.number)))
	}
	return tea.Batch(append(cmds, m.pursue())...)
}

// narrow puts another filter on every page that takes one. What the others ask goes on: nothing would ask it again.
func (m *Model) narrow(f trail.Filter) {
	m.filter = f
	for _, stack := range m.stacks {
		for _, p := range stack {
			if _, takes := p.(filtered); takes {
				m.forget(p)
				m.refilter(p)
			}
		}
	}
}

// renew has a page ask anew. What is done on a lively page goes on.
func (m *Model) renew(p page) {
	if _, alive := p.(lively); !alive {
		m.forget(p)
	}
	m.refilter(p)
	if r, ok := p.(retried); ok {
		r.retry()
	}
}

// refilter makes a page forget what it knows and ask under the filter.
func (m *Model) refilter(p page) {
	if f, ok := p.(filtered); ok {
		f.filter(m.filter)
	}
}

// forget ends what is asked for a page.
func (m *Model) forget(p page) {
	m.running = slices.DeleteFunc(m.running, func(r *request) bool {
		if r.page == p {
			r.cancel()
		}
		return r.page == p
	})
}
