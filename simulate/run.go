// Running: a scenario from its stage to its debrief: warm up, strike, remediate, debrief, clean up. The life cycle and its words
// are those of Stratus Red Team.

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

// Beat is a part of a run's life.
type Beat string

// The beats.
const (
	WarmUp    Beat = "warm up"
	Strike    Beat = "strike"
	Remediate Beat = "remediate"
	Debrief   Beat = "debrief"
	CleanUp   Beat = "clean up"
)

// Progress is something that happened in a run, for whoever watches.
type Progress struct {
	Beat Beat
	At   time.Time // by the lab's clock
	Text string    // a line: a call and what came of it, a message of the story
}

// Options say how a scenario is run.
type Options struct {
	Scenario *scenario.Scenario
	Seed     uint64
	Solution *Solution      // nil: the story alone
	Remedies Remedies       // playbooks that a solution names
	Told     func(Progress) // may be nil
	Keep     string         // a folder for the log, "" for none
}

// Remedies plays playbooks by their names.
type Remedies interface {
	// Play makes the steps of a playbook by the player, whose variables are those of the scenario; with are its parameters.
	Play(ctx context.Context, name string, with map[string]any, by *script.Player) error
}

// Result is what a run came to.
type Result struct {
	Scenario string   `json:"scenario"`
	Upstream string   `json:"upstream"`
	Passed   bool     `json:"passed"`
	Score    Score    `json:"score"`
	Checks   []Mark   `json:"checks"`
	Record   string   `json:"record"` // the folder that the log was kept in, "" for none
	Chains   []string `json:"chains"`
}

// Score is points of those that there are.
type Score struct {
	Points int `json:"points"`
	Of     int `json:"of"`
}

// Play is a scenario under way.
type Play struct {
	Options
	Vars  *script.Vars
	Start time.Time // what spans of the scenario count from

	stage  Stage
	drawn  *scenario.Drawn // nil in a play that was taken up again
	cast   *cast
	player *script.Player
	at     map[string]any // when the steps that have an id were made
	said   []Message
	beat   Beat
}

// Message is what somebody told the trainee.
type Message struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Run plays a scenario on a stage and judges what came of it. An error means that it could not be played; a scenario that was
// played and missed a check has a result.
func Run(ctx context.Context, s Stage, o Options) (*Result, error) {
	p, err := Warm(ctx, s, o)
	if err != nil {
		return nil, err
	}
	if err := p.Strike(ctx); err != nil {
		return nil, err
	}
	if o.Keep != "" { // what the story left: neither a remedy nor an examiner has touched it
		if err := s.Keep(ctx, o.Keep); err != nil {
			return nil, err
		}
	}
	found, err := p.find(ctx)
	if err != nil {
		return nil, err
	}
	if o.Solution != nil {
		if err := p.Remediate(ctx, o.Solution); err != nil {
			return nil, err
		}
	}
	result, err := p.debrief(ctx, found)
	if err != nil {
		return nil, err
	}
	result.Record = o.Keep
	return result, nil
}

// Warm draws the scenario, makes its actors and builds what stands when it begins.
func Warm(ctx context.Context, s Stage, o Options) (*Play, error) {
	drawn, err := o.Scenario.Draw(o.Seed)
	if err != nil {
		return nil, err
	}
	p := newPlay(s, o, drawn.Vars, map[string]any{}, map[string]script.Caller{})
	p.drawn, p.Start, p.beat = drawn, drawn.Start, WarmUp
	p.Vars.Set("account", s.Account())
	p.Vars.Set("region", Region)
	p.now(drawn.Setup)
	if err := s.Move(ctx, drawn.Setup); err != nil {
		return nil, err
	}
	if err := p.cast.hire(ctx, drawn.Actors); err != nil {
		return nil, err
	}
	if err := p.player.Play(ctx, o.Scenario.Setup); err != nil {
		return nil, fmt.Errorf("setup: %w", err)
	}
	return p, nil
}

func newPlay(s Stage, o Options, vars, at map[string]any, callers map[string]script.Caller) *Play {
	p := &Play{Options: o, Vars: script.NewVars(vars), stage: s, at: at}
	p.Vars.Set("at", p.at)
	p.cast = &cast{Lab: s, stage: s, vars: p.Vars, callers: callers}
	p.player = &script.Player{Lab: p.cast, Vars: p.Vars, Region: Region, Actor: p.cast.find, Told: p.made}
	return p
}

// now tells steps what time it is.
func (p *Play) now(at time.Time) { p.Vars.Set("now", at.UTC().Format(time.RFC3339)) }

// Region is where stories play that name no other.
const Region = "eu-west-1"

// Strike makes what happens, each at its time.
func (p *Play) Strike(ctx context.Context) error {
	p.beat = Strike
	for i := range p.drawn.Injects {
		if err := p.inject(ctx, &p.drawn.Injects[i]); err != nil {
			return fmt.Errorf("inject %d: %w", i+1, err)
		}
	}
	return nil
}

func (p *Play) inject(ctx context.Context, i *scenario.Due) error {
	if err := p.stage.Move(ctx, i.Time); err != nil {
		return err
	}
	p.now(i.Time)
	if i.Message != "" {
		text, err := p.Vars.Fill(i.Message)
		if err != nil {
			return err
		}
		p.said = append(p.said, Message{At: i.Time, Text: script.Text(text)})
		p.tell(i.Time, script.Text(text))
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
	if step.As == "" && c.Service == "ssm" { // what agents report, in their own name
		c.As = script.Caller{}
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
	if err := p.stage.Synthesise(ctx, c, out, refusal); err != nil {
		return err
	}
	p.made(script.Outcome{Step: &step, At: at, Refused: refusal})
	return nil
}

// Remediate plays a written response.
func (p *Play) Remediate(ctx context.Context, s *Solution) error {
	p.beat = Remediate
	after, err := span(s.After, 5*time.Minute)
	if err != nil {
		return fmt.Errorf("solution: after: %w", err)
	}
	if err := p.stage.Pass(ctx, after); err != nil {
		return err
	}
	now, err := p.stage.Now(ctx)
	if err != nil {
		return err
	}
	p.now(now)
	by := *p.player
	by.Actor = func(name string) (script.Caller, error) {
		if name == "" {
			name = s.As
		}
		return p.cast.find(name)
	}
	for i := range s.Remedy {
		m := &s.Remedy[i]
		if m.Playbook == "" {
			err = by.Play(ctx, m.Steps)
		} else {
			err = p.playbook(ctx, m, &by)
		}
		if err != nil {
			return fmt.Errorf("solution: %w", err)
		}
	}
	return nil
}

func (p *Play) playbook(ctx context.Context, m *Remedy, by *script.Player) error {
	if p.Remedies == nil {
		return errors.New("there are no playbooks here")
	}
	with, err := p.Vars.Fill(m.With)
	if err != nil {
		return fmt.Errorf("playbook %s: %w", m.Playbook, err)
	}
	params, _ := with.(map[string]any)
	if err := p.Remedies.Play(ctx, m.Playbook, params, by); err != nil {
		return fmt.Errorf("playbook %s: %w", m.Playbook, err)
	}
	return nil
}

// made keeps when a step was made, and tells of it.
func (p *Play) made(o script.Outcome) {
	if o.Skipped || o.Step.Do == "" {
		return
	}
	if o.Step.ID != "" {
		p.at[o.Step.ID] = o.At.UTC().Format(time.RFC3339)
	}
	text := o.Step.Do
	if o.Step.Title != "" {
		text += ": " + o.Step.Title
	}
	if o.Refused != nil {
		text += " — refused: " + o.Refused.Code
	}
	p.tell(o.At, text)
}

func (p *Play) tell(at time.Time, text string) {
	if p.Told != nil {
		p.Told(Progress{p.beat, at, text})
	}
}

// span reads a duration that may be missing.
func span(text string, otherwise time.Duration) (time.Duration, error) {
	if text == "" {
		return otherwise, nil
	}
	return time.ParseDuration(text)
}

// world is the stage as checks see it.
func (p *Play) look(ctx context.Context, judge func(check.World) error) (err error) {
	w := newWorld(p.stage)
	defer func() { err = errors.Join(err, w.Close()) }()
	return judge(w)
}
