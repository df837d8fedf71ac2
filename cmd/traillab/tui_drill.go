// The drill behind its page of the terminal UI: the same drill that the commands work on, by turns with them, and the lab's log read on
// while the trainee works.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/tui"
	"traillab/localstack"
	"traillab/simulate/drill"
)

// driller answers for the drill of a lab.
type driller struct {
	app   *app
	place localstack.Place
	keep  bool // leave the lab up at the end

	desk    *desk
	inquiry *inquiry

	mu       sync.Mutex
	briefing string // once told: it outlives the lab
	shell    string
}

// drillPages shows the drill of a lab until the user leaves.
func (a *app) drillPages(ctx context.Context, place localstack.Place) (err error) {
	st, err := drill.Load(drillFile(place))
	if err != nil {
		return err
	}
	s, err := store.Scratch(ctx, store.Options{Version: version()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	d := &driller{app: a, place: place, desk: onlyDesk(s)}
	if err := d.load(ctx, st.Logs); err != nil {
		return fmt.Errorf("the lab's log: %w", err)
	}
	return a.pagesWith(ctx, d.desk, trail.Filter{}, []string{"--source", st.Logs}, d.enter)
}

// enter opens the door, and says which page is first.
func (d *driller) enter(doors *tui.Doors, q *inquiry) string {
	d.inquiry = q
	doors.Driller = d
	return "drill"
}

// load takes in the log files that are new.
func (d *driller) load(ctx context.Context, logs string) (err error) {
	arc, err := d.app.open(ctx, []string{logs}, sourceFlags{maxInflated: 4 << 30, maxRecord: 16 << 20}, trail.Filter{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	return d.desk.use(ctx, rows, func(s *store.Store) error {
		sum, err := s.Load(ctx, logFiles(ctx, arc, d.app.common.db), store.LoadOptions{Jobs: 1, Sources: []string{logs}, Now: d.app.env.now})
		if err == nil && sum.Records.Stored > 0 && d.inquiry != nil {
			d.inquiry.forget()
		}
		return err
	})
}

// forget has the case made anew for the next who asks.
func (q *inquiry) forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.made = nil
}

// Drill tells how it stands. It takes no turn: the file is there whole at any time.
func (d *driller) Drill(ctx context.Context) (tui.Drill, error) {
	on, err := d.app.underWay(ctx, d.place)
	if err != nil {
		return tui.Drill{}, err
	}
	s, err := on.Status(ctx)
	if err != nil {
		return tui.Drill{}, err
	}
	out := tui.Drill{
		Scenario: s.Scenario, Title: s.Title, Mode: string(s.Mode), Upstream: s.Upstream, Phase: string(s.Phase), Began: s.Began, Elapsed: seconds(s.Elapsed),
		Remaining: maybeSeconds(s.Remaining), Hints: s.Hints.Taken, HintsOf: s.Hints.Of,
	}
	if d.place.Name != localstack.Default {
		out.Lab = d.place.Name
	}
	for _, g := range s.Goals {
		out.Goals = append(out.Goals, tui.Goal{
			ID: g.ID, Title: g.Title, Points: g.Points, Question: g.Question, Answer: g.Answer, Remaining: maybeSeconds(g.Remaining), Reached: g.Reached != nil,
		})
	}
	for _, m := range s.Messages {
		out.Messages = append(out.Messages, tui.Message(m))
	}
	if s.Result != nil {
		out.Points, out.Of = s.Result.Points, s.Result.Of
	}
	if s.Phase != drill.Finished {
		if offer, err := on.Hint(ctx, false); err == nil {
			out.Offer = fmt.Sprintf("hint %d costs %d points", offer.Number, offer.Cost)
		} else {
			out.Refusal = err.Error()
		}
	} else if text, err := os.ReadFile(on.Done.Debrief); err == nil { // who comes back reads it again
		out.Debrief = string(text)
	}
	if out.Paid, err = on.Paid(); err != nil {
		return tui.Drill{}, err
	}
	out.Briefing, out.Shell = d.told(ctx, on)
	return out, nil
}

// told is the briefing and how a shell reaches the lab, asked once.
func (d *driller) told(ctx context.Context, on *drill.Drill) (briefing, shell string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.briefing == "" {
		d.briefing = on.Briefing()
	}
	if h, err := localstack.Ask(ctx, d.place); err == nil && h.Endpoint != "" {
		d.shell = localstack.Export(h.Endpoint, drill.Region, d.app.env.environ()).Shell()
	}
	return d.briefing, d.shell
}

func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

func maybeSeconds(n *int64) *time.Duration {
	if n == nil {
		return nil
	}
	span := seconds(*n)
	return &span
}

// Follow reads the lab's log on, and tells what was changed since the trainee took over: the last of it where it is much.
func (d *driller) Follow(ctx context.Context) ([]tui.Deed, error) {
	const most = 1000
	st, err := drill.Load(drillFile(d.place))
	if err != nil {
		return nil, err
	}
	if st.Done == nil {
		logs, err := localstack.Deliver(ctx, d.place)
		if err == nil {
			err = d.load(ctx, logs)
		}
		if err != nil {
			return nil, err
		}
	}
	chains, err := d.inquiry.Chains(ctx, trail.Filter{})
	if err != nil {
		return nil, err
	}
	part := map[string]string{}
	for i := range chains {
		for _, l := range chains[i].Links {
			part[l.Event.ID] = string(l.Role)
		}
	}
	events, err := d.desk.Window(ctx, trail.Filter{From: trail.Moment{At: st.Began.UTC().Truncate(time.Second)}, Writes: true}, trail.Mark{}, -most)
	var out []tui.Deed
	for _, e := range events {
		out = append(out, tui.Deed{Event: e, Part: part[e.ID]})
	}
	return out, err
}

// Answer takes an answer.
func (d *driller) Answer(ctx context.Context, goal, text string) error {
	return d.app.turn(ctx, d.place, func(ctx context.Context, on *drill.Drill) error { return on.Answer(ctx, goal, text) })
}

// Hint pays for the next hint.
func (d *driller) Hint(ctx context.Context) (text string, err error) {
	err = d.app.turn(ctx, d.place, func(ctx context.Context, on *drill.Drill) error {
		offer, err := on.Hint(ctx, true)
		if err == nil {
			text = offer.Text
		}
		return err
	})
	return text, err
}

// Check tells how far the trainee is.
func (d *driller) Check(ctx context.Context) (g tui.Grade, err error) {
	err = d.app.turn(ctx, d.place, func(ctx context.Context, on *drill.Drill) error {
		r, err := on.Check(ctx)
		if err != nil {
			return err
		}
		g = tui.Grade{Points: r.Score.Points, Of: r.Score.Of, Passed: r.Passed}
		for _, m := range r.Checks {
			g.Marks = append(g.Marks, tui.Mark{ID: m.ID, Passed: m.Passed, Points: m.Points, Of: m.Of, Why: m.Why})
		}
		return nil
	})
	return g, err
}

// Pause stops the clock, or lets it go on.
func (d *driller) Pause(ctx context.Context) (paused bool, err error) {
	err = d.app.turn(ctx, d.place, func(ctx context.Context, on *drill.Drill) error {
		if paused = !on.Paused; paused {
			return on.Pause(ctx)
		}
		return on.Continue(ctx)
	})
	return paused, err
}

// Finish ends the drill as traillab drill finish does.
func (d *driller) Finish(ctx context.Context) (debrief string, err error) {
	err = d.app.turn(ctx, d.place, func(ctx context.Context, on *drill.Drill) error {
		if logs, err := localstack.Deliver(ctx, d.place); err == nil { // the last of it, for the other pages
			if err := d.load(ctx, logs); err != nil {
				return err
			}
		}
		b, err := d.app.conclude(ctx, on, d.place)
		if err != nil {
			return err
		}
		var text strings.Builder
		if err := errors.Join(b.Write(&text), d.app.noteResult(&on.State, d.place)); err != nil {
			return err
		}
		debrief = text.String()
		if d.keep || on.Scenario.Teardown == "keep" {
			return nil
		}
		_, err = localstack.Down(ctx, d.place, d.app.env.environ())
		return err
	})
	return debrief, err
}
