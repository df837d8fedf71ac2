// Package drill is training: a scenario that was played, and a person who finds out what happened and repairs it, by whatever
// means. It keeps the clock, gives hints at their price, takes answers, grades, and writes the debrief. A drill goes on over
// many commands; between them it is a file.
package drill

import (
	"context"
	"errors"
	"fmt"
	"time"

	"traillab/simulate"
	"traillab/simulate/scenario"
)

// Mode is how strict a drill is.
type Mode string

// The modes.
const (
	Learn Mode = "learn" // hints, checks at any time, no deadlines
	Timed Mode = "timed" // deadlines and a bonus for speed
	Exam  Mode = "exam"  // no hints, and no results before the end
)

// Modes are all of them, for people.
func Modes() []Mode { return []Mode{Learn, Timed, Exam} }

// Stage is a lab whose clock goes on by itself while the trainee works.
type Stage interface {
	simulate.Stage
	// Flow lets the lab's clock go on, so many of its seconds for one of the world's; 0 lets it stand.
	Flow(ctx context.Context, rate float64) error
}

// Options say what drill is wanted.
type Options struct {
	Scenario *scenario.Scenario
	Text     []byte // of the scenario's file: the drill goes on by what it began with
	Seed     uint64
	Salt     []byte // of the lab's seed, kept for when the lab is begun again
	Mode     Mode
	Lab      string
	Trainee  string // for the class's results
	Told     func(simulate.Progress)
}

// Drill is one that was started.
type Drill struct {
	State
	Scenario *scenario.Scenario

	stage    Stage // nil when the lab is gone
	memory   simulate.Memory
	injected []injected
}

// Start plays the story and hands over to the trainee.
func Start(ctx context.Context, s Stage, o Options) (*Drill, error) {
	play, err := simulate.Warm(ctx, s, simulate.Options{Scenario: o.Scenario, Seed: o.Seed, Told: o.Told})
	if err != nil {
		return nil, err
	}
	if err := play.Strike(ctx); err != nil {
		return nil, err
	}
	since, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	d := &Drill{Scenario: o.Scenario, stage: s, memory: play.Memory(), State: State{
		Version: version, Name: o.Scenario.ID, Text: string(o.Text), Seed: o.Seed, Salt: o.Salt, Mode: o.Mode, Lab: o.Lab, Upstream: s.Upstream(), Trainee: o.Trainee,
		Began: since, Answers: map[string]Given{}, Reached: map[string]time.Time{}, Spared: map[string]bool{},
	}}
	if err := d.seal(); err != nil {
		return nil, err
	}
	if err := d.darkness(ctx); err != nil {
		return nil, err
	}
	return d, d.Continue(ctx)
}

// darkness notes of which penalties the log cannot tell before the trainee has done anything.
func (d *Drill) darkness(ctx context.Context) (err error) {
	w := simulate.Look(d.stage)
	defer func() { err = errors.Join(err, w.Close()) }()
	marks, err := d.sheet().Grade(ctx, w)
	if err != nil {
		return err
	}
	d.Dark = simulate.Untold(marks)
	return nil
}

// errFinished is what a drill answers that is over.
var errFinished = errors.New("the drill is finished: traillab drill start NAME begins another one")

// Take goes on with a drill from its file. s is nil when the lab is gone.
func Take(st *State, s Stage) (*Drill, error) {
	sc, err := scenario.Read(st.Name, []byte(st.Text), nil)
	if err != nil {
		return nil, err
	}
	d := &Drill{State: *st, Scenario: sc, stage: s}
	return d, d.open()
}

// Messages are what the trainee was told in the story.
func (d *Drill) Messages() []simulate.Message { return d.memory.Messages }

// scale is how many seconds of the story one of the trainee's is.
func (d *Drill) scale() float64 { return float64(max(d.Scenario.Clock.Scale, 1)) }

// Pause stops the clock; Continue lets it go on.
func (d *Drill) Pause(ctx context.Context) error {
	switch {
	case d.Done != nil:
		return errFinished
	case d.real():
		return errors.New("this drill goes by the machine's clock, which nobody can pause")
	case d.Paused:
		return errors.New("the drill is paused already; traillab drill pause --end goes on")
	}
	d.Paused = true
	return d.stage.Flow(ctx, 0)
}

// Continue lets the clock go on.
func (d *Drill) Continue(ctx context.Context) error {
	if d.Done != nil {
		return errFinished
	}
	d.Paused = false
	if d.real() {
		return nil
	}
	return d.stage.Flow(ctx, d.scale())
}

// real reports whether the drill goes by the machine's clock.
func (d *Drill) real() bool { return d.Scenario.Clock.Mode == "real" }

// Answer takes an answer to a question. The last one counts.
func (d *Drill) Answer(ctx context.Context, id, text string) error {
	if d.Done != nil {
		return errFinished
	}
	for i := range d.Scenario.Goals {
		g := &d.Scenario.Goals[i]
		if g.ID != id || g.Ask == "" {
			continue
		}
		now, err := d.stage.Now(ctx)
		if err != nil {
			return err
		}
		d.Answers[id] = Given{Text: text, At: now}
		return nil
	}
	return fmt.Errorf("nothing is asked that is called %q; traillab drill status lists the questions", id)
}

// Offer is a hint that may be had.
type Offer struct {
	Number int    `json:"number"` // from 1
	Cost   int    `json:"cost"`
	Text   string `json:"text,omitempty"` // "" until it is taken
}

// Hint offers the next hint, or gives it when take says so. The price is told before.
func (d *Drill) Hint(ctx context.Context, take bool) (*Offer, error) {
	hints := d.Scenario.Hints
	switch {
	case d.Done != nil:
		return nil, errFinished
	case d.Mode == Exam:
		return nil, errors.New("there are no hints in an exam")
	case d.Hints >= len(hints):
		return nil, errors.New("there are no more hints")
	}
	h := &hints[d.Hints]
	now, err := d.stage.Now(ctx)
	if err != nil {
		return nil, err
	}
	if after, err := time.ParseDuration(h.After); err == nil && now.Before(d.Began.Add(after)) {
		return nil, fmt.Errorf("the next hint costs %d points and can be had %s from now", h.Cost, d.Began.Add(after).Sub(now).Round(time.Second))
	}
	offer := &Offer{Number: d.Hints + 1, Cost: h.Cost}
	if !take {
		return offer, nil
	}
	if offer.Text, err = d.hint(d.Hints); err != nil {
		return nil, err
	}
	d.Hints++
	return offer, nil
}

// Paid are the texts of the hints that were taken, in their order.
func (d *Drill) Paid() ([]string, error) {
	var texts []string
	for n := range min(d.Hints, len(d.Scenario.Hints)) {
		text, err := d.hint(n)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// hint is the text of a hint, from 0, with the names of this run.
func (d *Drill) hint(n int) (string, error) {
	play := simulate.Resume(d.stage, simulate.Options{Scenario: d.Scenario}, d.memory)
	text, err := play.Vars.Fill(d.Scenario.Hints[n].Text)
	return fmt.Sprint(text), err
}
