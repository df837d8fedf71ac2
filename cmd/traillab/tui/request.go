// Requests: questions on their way. Each has a number; only the answer to the newest of its page and slot counts, and the work on
// an older one ends. So the last key wins, however long the answer to the one before takes.

package tui

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// patience is how long an answer may take before a sign of work is shown.
const patience = 100 * time.Millisecond

// request is a question that is being answered.
type request struct {
	page   page
	slot   string
	number int
	since  time.Time
	quiet  bool
	cancel context.CancelFunc
}

// answer is the message that brings what was found.
type answer struct {
	page   page
	slot   string
	number int
	value  any
	err    error
}

// tick is the message that the time has come to look whether something takes long.
type tick struct{}

// errStopped is the answer to what the user has stopped.
var errStopped = errors.New("stopped: r asks again")

// pursue asks what the top page wants to know.
func (m *Model) pursue() tea.Cmd {
	var cmds []tea.Cmd
	for _, q := range m.top().ask() {
		cmds = append(cmds, m.start(m.top(), q))
	}
	if len(m.running) > 0 && !m.ticking {
		m.ticking = true
		cmds = append(cmds, m.wait())
	}
	if _, alive := m.top().(lively); alive && !m.beating {
		m.beating = true
		cmds = append(cmds, m.pulse())
	}
	return tea.Batch(cmds...)
}

// start makes a command of a question.
func (m *Model) start(p page, q question) tea.Cmd {
	m.running = slices.DeleteFunc(m.running, func(r *request) bool {
		older := r.page == p && r.slot == q.slot
		if older {
			r.cancel()
		}
		return older
	})
	alive, lives := p.(lively)
	quiet := lives && alive.quiet(q.slot)
	ctx, cancel := context.WithCancel(m.ctx)
	m.number++
	number := m.number
	m.running = append(m.running, &request{page: p, slot: q.slot, number: number, since: m.clock(), quiet: quiet, cancel: cancel})
	return func() tea.Msg {
		value, err := q.run(ctx)
		return answer{p, q.slot, number, value, err}
	}
}

// later sends a tick after a while.
func later() tea.Cmd {
	return tea.Tick(patience, func(time.Time) tea.Msg { return tick{} })
}

// ticked looks what takes long, and goes on looking while anything runs.
func (m *Model) ticked() tea.Cmd {
	m.ticking = false
	now := m.clock()
	m.slow = 0
	for _, r := range m.running {
		if took := now.Sub(r.since); took >= patience && !r.quiet {
			m.slow = max(m.slow, took)
		}
	}
	m.turn++
	if len(m.running) == 0 {
		return nil
	}
	m.ticking = true
	return m.wait()
}

// arrived gives an answer to the page that waits for it, if it still does.
func (m *Model) arrived(a answer) tea.Cmd {
	at := slices.IndexFunc(m.running, func(r *request) bool { return r.page == a.page && r.slot == a.slot && r.number == a.number })
	if at < 0 {
		return nil
	}
	m.running[at].cancel()
	m.running = slices.Delete(m.running, at, at+1)
	if len(m.running) == 0 {
		m.slow = 0
	}
	a.page.take(a.slot, a.value, a.err)
	return m.pursue()
}

// halt ends what is running for the top page, or is done for any, and says whether anything was.
func (m *Model) halt() bool {
	var halted []*request
	m.running = slices.DeleteFunc(m.running, func(r *request) bool {
		if (r.page == m.top() || r.page == m.clerk) && !r.quiet {
			r.cancel()
			halted = append(halted, r)
			return true
		}
		return false
	})
	for _, r := range halted {
		r.page.take(r.slot, nil, errStopped)
	}
	m.slow = 0
	return len(halted) > 0
}

// busy reports whether a page waits for an answer.
func (m *Model) busy(p page) bool {
	return slices.ContainsFunc(m.running, func(r *request) bool { return r.page == p })
}
