// The strike: what happens in a story, each at its time, and what is recorded again and again meanwhile.

package simulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"traillab/simulate/check"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// setUp builds what stands when the story begins. Between two calls lies what the scenario's clock says.
func (p *Play) setUp(ctx context.Context) error {
	step, err := span(p.Scenario.Clock.Step, 0)
	if err != nil {
		return fmt.Errorf("step: %w", err)
	}
	by := *p.player
	if step > 0 {
		by.Lab = &paced{Lab: p.cast, step: step}
	}
	by.Whole = true
	return by.Play(ctx, p.Scenario.Setup)
}

// paced is a lab in which time passes between two calls.
type paced struct {
	script.Lab
	step  time.Duration
	begun bool
}

// Call makes a call, its span after the one before.
func (l *paced) Call(ctx context.Context, c script.Call) (map[string]any, error) {
	if l.begun {
		if err := l.Pass(ctx, l.step); err != nil {
			return nil, err
		}
	}
	l.begun = true
	return l.Lab.Call(ctx, c)
}

// again is a synth that is made every so often.
type again struct {
	due   scenario.Due
	every time.Duration
	over  bool
}

// Strike makes what happens, each at its time. In a scenario that goes by the machine's clock one thing follows the other, and
// the story begins now.
func (p *Play) Strike(ctx context.Context) (err error) {
	p.beat = Strike
	if p.real() {
		if p.Start, err = p.stage.Now(ctx); err != nil {
			return err
		}
	}
	if p.Scenario.Clock.Hold {
		if err := p.stage.Hold(ctx, true); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, p.stage.Hold(context.WithoutCancel(ctx), false)) }()
	}
	var rounds []*again
	defer func() { p.aside = false }()
	told := 0
	for i := range p.drawn.Injects {
		due := &p.drawn.Injects[i]
		if err := p.repeat(ctx, rounds, due.Time); err != nil {
			return err
		}
		what := "noise " + due.Noise
		if p.aside = due.Noise != ""; !p.aside {
			told++
			what = fmt.Sprintf("inject %d", told)
		}
		if err := p.inject(ctx, due); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if every, err := span(due.Every, 0); err != nil {
			return fmt.Errorf("%s: every: %w", what, err)
		} else if every > 0 {
			rounds = append(rounds, &again{due: *due, every: every})
		}
	}
	return nil
}

// repeat makes what is due again before a time, in order. It ends for good when what it is made for does not hold any more.
func (p *Play) repeat(ctx context.Context, rounds []*again, until time.Time) error {
	for {
		var next *again
		for _, r := range rounds {
			if at := r.due.Time.Add(r.every); !r.over && at.Before(until) && (next == nil || at.Before(next.due.Time.Add(next.every))) {
				next = r
			}
		}
		if next == nil {
			return nil
		}
		next.due.Time = next.due.Time.Add(next.every)
		if err := p.once(ctx, next); err != nil {
			return fmt.Errorf("%s, every %s: %w", next.due.Synth, next.every, err)
		}
	}
}

func (p *Play) once(ctx context.Context, r *again) error {
	if err := p.move(ctx, r.due.Time); err != nil {
		return err
	}
	if r.due.While != "" {
		err := p.look(ctx, func(w check.World) error {
			f, err := judge(ctx, w, p.Vars, r.due.While)
			r.over = !f.Passed
			return err
		})
		if err != nil || r.over {
			return err
		}
	}
	return p.synthesise(ctx, &r.due)
}

// real reports whether the scenario goes by the machine's clock.
func (p *Play) real() bool { return p.Scenario.Clock.Mode == "real" }

// move moves the lab's clock on to a time of the story, and tells steps what time it is.
func (p *Play) move(ctx context.Context, to time.Time) (err error) {
	p.time = to
	if p.real() {
		p.time, err = p.stage.Now(ctx)
	} else {
		err = p.stage.Move(ctx, to)
	}
	p.now()
	return err
}

// now tells steps what time it is.
func (p *Play) now() { p.Vars.Set("now", p.time.UTC().Format(time.RFC3339)) }

func (p *Play) inject(ctx context.Context, i *scenario.Due) error {
	if err := p.move(ctx, i.Time); err != nil {
		return err
	}
	if i.Message != "" {
		text, err := p.Vars.Fill(i.Message)
		if err != nil {
			return err
		}
		p.hear(script.Text(text))
	}
	if i.Synth != "" {
		return p.synthesise(ctx, i)
	}
	return p.player.Step(ctx, &i.Step)
}

// synthesise records a call that nobody makes. Agents report by themselves in a lab, by what they reach.
func (p *Play) synthesise(ctx context.Context, i *scenario.Due) error {
	if i.Synth == "ssm.UpdateInstanceInformation" {
		return nil
	}
	step := i.Step
	step.Do = i.Synth
	c, err := p.player.Make(&step)
	if err != nil {
		return err
	}
	who := step.As
	if who == "" && c.Service == "ssm" { // what agents report, in their own name
		c.As, who = script.Caller{}, "agent"
	}
	answer, err := p.Vars.Fill(i.Out)
	if err != nil {
		return err
	}
	out, _ := answer.(map[string]any)
	var refusal *script.Refusal
	if step.Expect != nil && step.Expect.Error != "" {
		refusal = &script.Refusal{Code: step.Expect.Error}
	}
	at, err := p.stage.Now(ctx)
	if err != nil {
		return err
	}
	if err := p.cast.record(ctx, step.As, c, out, refusal); err != nil {
		return err
	}
	p.did(script.Outcome{Step: &step, At: at, Refused: refusal}, who)
	return nil
}
