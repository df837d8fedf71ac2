// Injects: what a trainer lets happen in a drill that goes on. It is the trainer's doing, whoever makes the calls, and no trainee
// answers for it.

package drill

import (
	"context"
	"errors"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/simulate"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// injected is a call that a trainer had made: which, in whose name, and between which times of the lab.
type injected struct {
	Call   string    `json:"call"` // DetachInternetGateway
	Source string    `json:"source"`
	Agent  string    `json:"agent"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
}

// is reports whether an event is that call. Records tell whole seconds.
func (i *injected) is(e *trail.Event) bool {
	return dialect.Stem(e.Name) == i.Call && e.UserAgent == i.Agent && e.SourceIP == i.Source &&
		!e.Time.Before(i.From.Truncate(time.Second)) && !e.Time.After(i.Until)
}

// ofTrainer reports whether a trainer had a call made.
func (d *Drill) ofTrainer(e *trail.Event) bool {
	for i := range d.injected {
		if d.injected[i].is(e) {
			return true
		}
	}
	return false
}

// witness is a lab that writes down what is called in it.
type witness struct {
	script.Lab
	stage Stage
	drill *Drill
}

// Call makes a call for the trainer.
func (w witness) Call(ctx context.Context, c script.Call) (map[string]any, error) {
	i := injected{Call: c.Operation, Source: c.As.Source, Agent: c.As.Agent}
	var err error
	if i.From, err = w.stage.Now(ctx); err != nil {
		return nil, err
	}
	answer, refused := w.Lab.Call(ctx, c)
	if i.Until, err = w.stage.Now(ctx); err != nil {
		return nil, errors.Join(refused, err)
	}
	w.drill.injected = append(w.drill.injected, i)
	return answer, refused
}

// Inject lets something more happen, as the trainer wants it: steps of an actor of the story. A penalty that this brings about is
// the trainer's as well.
func (d *Drill) Inject(ctx context.Context, in []scenario.Inject) error {
	if d.Done != nil {
		return errFinished
	}
	before, err := d.blame(ctx)
	if err != nil {
		return err
	}
	play := simulate.Resume(d.stage, simulate.Options{Scenario: d.Scenario}, d.memory)
	by := *play.Player()
	by.Lab = witness{by.Lab, d.stage, d}
	for i := range in {
		if in[i].Message != "" {
			now, err := d.stage.Now(ctx)
			if err != nil {
				return err
			}
			d.memory.Messages = append(d.memory.Messages, simulate.Message{At: now.Truncate(time.Second), Text: in[i].Message})
			continue
		}
		if err = by.Step(ctx, &in[i].Step); err != nil {
			break // what was made until here was made
		}
	}
	messages := d.memory.Messages
	d.memory = play.Memory()
	d.memory.Messages = messages
	after, blamed := d.blame(ctx)
	for id := range after {
		if !before[id] {
			d.Spared[id] = true
		}
	}
	return errors.Join(err, blamed, d.seal())
}

// blame are the penalties that hold now, by id.
func (d *Drill) blame(ctx context.Context) (held map[string]bool, err error) {
	held = map[string]bool{}
	w := simulate.Look(d.stage)
	defer func() { err = errors.Join(err, w.Close()) }()
	marks, err := d.sheet().Penalties(ctx, w)
	for i := range marks {
		if marks[i].Points < 0 {
			held[marks[i].ID] = true
		}
	}
	return held, err
}
