// The model: pages on stacks, the filter they share, and what is asked at the moment. It is the only one of its kind.

package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"traillab/analyze/trail"
)

// Model is the whole of the terminal UI between two messages.
type Model struct {
	ctx   context.Context // of the run: every question's context is made of it
	end   context.CancelFunc
	doors Doors
	clock func() time.Time
	place []string // the flags that name the case

	w, h   int
	theme  theme
	zones  []*time.Location
	zone   int // among the zones
	filter trail.Filter
	said   string // at the foot, until the next key
	prompt *prompt
	clerk  *clerk

	entries []entry
	stacks  map[string][]page // by the name of the page at the bottom
	here    string            // the stack that is shown
	trail   []string          // the stacks that were shown before

	running []*request
	number  int           // of the newest request
	ticking bool          // a tick is on its way
	beating bool          // a beat is
	slow    time.Duration // how long the slowest request has taken; 0 while none takes long
	turn    int           // of the sign of work
	wait    func() tea.Cmd
	pulse   func() tea.Cmd
	pressed struct { // by the mouse, last
		on page
		y  int
	}
}

// New makes the model. Questions end with ctx.
func New(ctx context.Context, doors Doors, o Options) *Model {
	ctx, end := context.WithCancel(ctx)
	m := &Model{
		ctx: ctx, end: end, doors: doors, clock: o.Now, place: o.Place, theme: newTheme(true, o.NoColor), zones: []*time.Location{time.UTC},
		filter: o.Filter, entries: entries(), stacks: map[string][]page{}, wait: later, pulse: soon,
	}
	m.clerk = &clerk{m}
	if m.clock == nil {
		m.clock = time.Now
	}
	if o.Zone != nil && o.Zone != time.UTC {
		m.zones = append(m.zones, o.Zone)
	}
	m.visit(m.entries[0].name)
	if o.Page != "" {
		m.visit(o.Page)
	}
	return m
}

// stop ends everything that is asked.
func (m *Model) stop() { m.end() }

// Init asks the terminal for its background and the first page for its questions.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.pursue())
}

// Update takes a message. It asks nothing and waits for nothing.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
		return m, m.pursue()
	case tea.BackgroundColorMsg:
		m.theme = newTheme(msg.IsDark(), m.theme.mono)
	case tea.KeyPressMsg:
		return m, m.key(msg.Key())
	case tea.PasteMsg:
		if m.prompt != nil && !m.cramped() {
			return m, m.follow(m.prompt.insert(msg.Content))
		}
	case tea.MouseWheelMsg:
		return m, m.wheel(msg.Mouse())
	case tea.MouseClickMsg:
		return m, m.click(msg.Mouse())
	case answer:
		return m, m.arrived(msg)
	case tick:
		return m, m.ticked()
	case beat:
		m.beating = false
		if p, ok := m.top().(lively); ok {
			p.beat()
		}
		return m, m.pursue()
	}
	return m, nil
}

// key gives a key to the prompt, to the top page or to everybody.
func (m *Model) key(k tea.Key) tea.Cmd {
	m.said = ""
	if m.cramped() { // nobody types into what cannot be seen
		if b, ok := find(m.common(), k.String()); ok && (slices.Contains(b.keys, "q") || slices.Contains(b.keys, "ctrl+c")) {
			return m.follow(b.do())
		}
		return nil
	}
	if m.prompt != nil {
		p := m.prompt
		i, ended := p.key(k)
		if ended && m.prompt == p {
			m.prompt = nil
		}
		return m.follow(i)
	}
	if b, ok := find(m.bindings(), k.String()); ok {
		return m.follow(b.do())
	}
	return nil
}

// bindings are the keys that work now, those of the page before the common ones.
func (m *Model) bindings() []binding {
	return append(m.top().bindings(), m.common()...)
}

// resize says to every page how much room it has.
func (m *Model) resize(w, h int) {
	m.w, m.h = w, h
	body := m.layout().body
	for _, stack := range m.stacks {
		for _, p := range stack {
			p.resize(body.w, body.h)
		}
	}
}

// located is the zone in which times are shown.
func (m *Model) located() *time.Location { return m.zones[m.zone] }
