// Running: a scenario from its stage to its debrief: warm up, strike, remediate, debrief, clean up. The life cycle and its words
// are those of Stratus Red Team.

package simulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"traillab/analyze"
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
	// Steps are those that Play may make.
	Steps(name string) ([]script.Step, error)
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

	Deeds []Deed          `json:"-"` // what was done, in order of time; for people
	About []analyze.Chain `json:"-"` // the chains about the network of the story, as it left them
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
	deeds  []Deed
	about  []analyze.Chain
	dark   map[string]bool // penalties that the log could not tell of before anybody acted
	beat   Beat
	usual  string    // who makes the steps that name nobody
	aside  bool      // what is played is noise
	time   time.Time // of what is played
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
	if err := p.possible(); err != nil {
		return nil, err
	}
	p.Vars.Set("account", s.Account())
	p.Vars.Set("region", Region)
	if err := p.move(ctx, drawn.Setup); err != nil {
		return nil, err
	}
	if err := p.cast.hire(ctx, drawn.Actors); err != nil {
		return nil, err
	}
	if err := p.setUp(ctx); err != nil {
		return nil, fmt.Errorf("setup: %w", err)
	}
	return p, nil
}

func newPlay(s Stage, o Options, vars, at map[string]any, callers map[string]script.Caller) *Play {
	p := &Play{Options: o, Vars: script.NewVars(vars), stage: s, at: at, usual: ops}
	p.Vars.Set("at", p.at)
	p.cast = &cast{Lab: s, stage: s, vars: p.Vars, callers: callers}
	p.player = &script.Player{Lab: p.cast, Vars: p.Vars, Region: Region, Actor: p.cast.find, Told: p.made}
	return p
}

// Region is where stories play that name no other.
const Region = "eu-west-1"

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
