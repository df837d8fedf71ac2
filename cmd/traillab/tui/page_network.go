// Network: one VPC, drawn as it stood at a moment that is moved from change to change, and held against how it stood before the chain
// that the moment lies in.

package tui

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
)

// network is the page.
type network struct {
	doors   *Doors
	place   Place
	want    time.Time // the moment that was asked for; zero for the end
	course  *Course
	stops   []Turn // the moments: one before the first change, and every change
	stop    int
	chain   *analyze.Chain // that the moment lies in; nil outside of all
	now     *snapshot.Network
	before  *snapshot.Network
	asked   struct{ course, now, before bool }
	trouble map[string]error
	blind   blind // of the account and region of the VPC, over the whole log

	sketch  *sketch
	open    map[string]bool
	at, top int // rows of the sketch
	all     bool
	notes   scroller // all that is said of the row
	w, h    int
}

// newNetwork is the page of a VPC at a moment.
func newNetwork(d *Doors, place Place, at time.Time) page {
	return &network{doors: d, place: place, want: at, open: map[string]bool{}, trouble: map[string]error{}}
}

func (p *network) title() string { return p.place.ID }

// filter asks anew. A filter narrows events, and a network follows from all of them.
func (p *network) filter(trail.Filter) {
	p.asked = struct{ course, now, before bool }{}
	p.trouble, p.blind = map[string]error{}, blind{}
}

func (p *network) ask() []question {
	c := p.doors.Cartographer
	if c == nil {
		return nil
	}
	var out []question
	place := p.place
	if !p.asked.course {
		p.asked.course = true
		p.blind.fine = axisSteps
		out = append(out, p.blind.ask(p.doors.Surveyor, p.here())...)
		out = append(out, question{"course", func(ctx context.Context) (any, error) { return c.Course(ctx, place) }})
	}
	if p.course == nil {
		return out
	}
	if !p.asked.now {
		p.asked.now = true
		at := p.stops[p.stop].At
		out = append(out, question{"now", func(ctx context.Context) (any, error) { return c.Network(ctx, place, at) }})
	}
	if p.chain != nil && !p.asked.before {
		p.asked.before = true
		at := begins(p.chain).Add(-time.Nanosecond)
		out = append(out, question{"before", func(ctx context.Context) (any, error) { return c.Network(ctx, place, at) }})
	}
	return out
}

// axisSteps cuts a year of logs into hours, so that gaps are seen on the axis.
const axisSteps = 366 * 24

// here is where the VPC is, for what is asked of logs.
func (p *network) here() trail.Filter {
	f := trail.Filter{}
	if p.place.Account != "" {
		f.Accounts = []string{p.place.Account}
	}
	if p.place.Region != "" {
		f.Regions = []string{p.place.Region}
	}
	return f
}

func (p *network) take(slot string, answer any, err error) {
	if p.blind.take(slot, answer, err) {
		return
	}
	p.trouble[slot] = err
	if err != nil {
		return
	}
	switch a := answer.(type) {
	case Course:
		p.begin(&a)
	case *snapshot.Network:
		if slot == "now" {
			p.now = a
		} else {
			p.before = a
		}
		p.draw()
	}
}

// begin lays the moments out and goes to the one that was asked for.
func (p *network) begin(c *Course) {
	first := p.course == nil
	p.course = c
	p.stops = []Turn{{}}
	if len(c.Turns) > 0 {
		p.stops[0].At = c.Turns[0].At.Add(-time.Second)
	} else {
		p.stops[0].At = c.End // it is named, and nothing of it changes
	}
	p.stops = append(p.stops, c.Turns...)
	if first {
		p.stop = len(p.stops) - 1
		for p.stop > 0 && !p.want.IsZero() && p.stops[p.stop].At.After(p.want) {
			p.stop--
		}
	}
	p.move(0)
}

// move goes some moments on.
func (p *network) move(by int) {
	to := max(0, min(p.stop+by, len(p.stops)-1))
	if to != p.stop || by == 0 {
		p.stop, p.asked.now = to, false
		delete(p.trouble, "now")
	}
	chain := p.covering(p.stops[p.stop].At)
	if (chain == nil) != (p.chain == nil) || chain != nil && chain.ID != p.chain.ID {
		p.chain, p.before, p.asked.before = chain, nil, false
	}
}

// begins is the time of the first event of a chain, which is not always the first of its losses.
func begins(c *analyze.Chain) time.Time {
	at := c.From
	for i := range c.Links {
		if t := c.Links[i].Event.Time; !t.IsZero() && t.Before(at) {
			at = t
		}
	}
	return at
}

// covering is the chain that a moment lies in, the youngest of several.
func (p *network) covering(at time.Time) *analyze.Chain {
	var found *analyze.Chain
	for i := range p.course.Chains {
		c := &p.course.Chains[i]
		if begins(c).After(at) || c.Until != nil && c.Until.Before(at) {
			continue
		}
		if found == nil || c.From.After(found.From) {
			found = c
		}
	}
	return found
}

// draw makes the sketch anew and keeps the cursor on its row.
func (p *network) draw() {
	if p.now == nil {
		return
	}
	key := ""
	if p.sketch != nil && p.at < len(p.sketch.rows) {
		key = p.sketch.rows[p.at].key
	}
	before := p.before
	if before != nil && !before.At.Before(p.now.At) {
		before = nil
	}
	p.sketch = newSketch(p.now, before, p.open, max(4, min(16, (p.w-64)/4)))
	if at := slices.IndexFunc(p.sketch.rows, func(r plot) bool { return r.key == key }); at >= 0 {
		p.at = at
	}
	p.settle()
}

// Lines over the drawing and under it.
const overDrawing = 4

func (p *network) underDrawing() int { return max(5, min(12, p.h/4)) }

func (p *network) high() int { return max(1, p.h-overDrawing-p.underDrawing()) }

func (p *network) settle() {
	if p.sketch == nil {
		return
	}
	n := len(p.sketch.rows)
	p.at = max(0, min(p.at, n-1))
	p.top = max(0, min(p.top, p.at, n-p.high()))
	if p.at >= p.top+p.high() {
		p.top = p.at - p.high() + 1
	}
}

func (p *network) resize(w, h int) {
	p.w, p.h = w, h
	p.notes.high = max(1, h-overDrawing-1)
	p.draw()
	p.settle()
}

// current is the row under the cursor, nil where there is none.
func (p *network) current() *plot {
	if p.sketch == nil || len(p.sketch.rows) == 0 {
		return nil
	}
	return &p.sketch.rows[p.at]
}

func (p *network) under() (field, value string) {
	if r := p.current(); r != nil {
		return "resource", r.thing
	}
	return "", ""
}

func (p *network) row() string {
	r := p.current()
	if r == nil || len(r.facts) == 0 {
		return ""
	}
	type told struct {
		About   string   `json:"about"`
		Value   string   `json:"value"`
		Level   string   `json:"level"`
		Reason  string   `json:"reason,omitempty"`
		Sources []string `json:"sources"`
	}
	var facts []told
	for _, f := range r.facts {
		facts = append(facts, told{f.about, f.value, f.level, f.reason, f.sources})
	}
	text, err := json.Marshal(map[string]any{"vpc": p.place.ID, "at": p.now.At, "id": r.thing, "facts": facts})
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *network) same(trail.Filter) same {
	command := "traillab topology --vpc " + quoted(p.place.ID)
	for _, f := range [][2]string{{"--account", p.place.Account}, {"--region", p.place.Region}} {
		if f[1] != "" {
			command += " " + f[0] + " " + quoted(f[1])
		}
	}
	if p.now != nil {
		command += " --at " + p.now.At.UTC().Format(time.RFC3339Nano)
	}
	return same{command: command, why: "With --format svg it draws the same. A network follows from all calls that changed it, and from baselines: SQL cannot say it."}
}
