// Taking up again: a drill whose lab died is played once more by the same seed, and what was done in it since is made once more
// from the log that the lab left.

package drill

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/simulate"
	"traillab/simulate/check"
	"traillab/simulate/script"
)

// Heard is a call as a record tells it, by the model's names.
type Heard struct {
	Service, Operation string
	In, Out            map[string]any
	Lost               []string // members of the request that nobody can give again
}

// Past is what the lab left.
type Past struct {
	Log  simulate.Recording
	Hear func(*trail.Event) (Heard, bool) // the call behind an event
}

// Replayed is what came of making it once more.
type Replayed struct {
	Calls   int               // made again
	Missed  []string          // that could not be, each with its reason
	Renamed map[string]string // what has another id, or another address, than before
}

// Again takes a drill up again in a new lab. Times, answers and hints stay; the time since the last thing that the log or the
// drill's file knows is not counted.
func Again(ctx context.Context, s Stage, st *State, past Past) (*Drill, *Replayed, error) {
	d, err := Take(st, s)
	if err != nil {
		return nil, nil, err
	}
	if d.Done != nil {
		return nil, nil, errFinished
	}
	held, err := d.sheet().Deeds(ctx, past.Log)
	if err != nil {
		return nil, nil, fmt.Errorf("the log that the lab left: %w", err)
	}
	play, err := simulate.Warm(ctx, s, simulate.Options{Scenario: d.Scenario, Seed: d.Seed})
	if err != nil {
		return nil, nil, err
	}
	if err := play.Strike(ctx); err != nil {
		return nil, nil, err
	}
	r := &replay{drill: d, play: play, past: past, old: maps.Clone(d.memory.Callers), names: renaming{}, made: &Replayed{}}
	if err := r.remember(play.Memory()); err != nil {
		return nil, nil, err
	}
	last, err := r.all(ctx)
	if err != nil {
		return nil, nil, err
	}
	d.memory.Callers = play.Memory().Callers // whose sessions may have been renewed
	for id, why := range held {
		held[id] = r.names.text(why)
	}
	d.Held = held
	for id, given := range d.Answers {
		given.Text = script.Text(r.names.of(given.Text))
		d.Answers[id] = given
		last = later(last, given.At)
	}
	for _, at := range d.Reached {
		last = later(last, at)
	}
	r.made.Renamed = r.names
	if err := errors.Join(s.Move(ctx, last), d.seal()); err != nil {
		return nil, nil, err
	}
	if d.Paused {
		return d, r.made, nil
	}
	return d, r.made, d.Continue(ctx)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// replay makes calls of a log once more.
type replay struct {
	drill *Drill
	play  *simulate.Play
	past  Past
	old   map[string]script.Caller // of the story, by their names
	names renaming
	made  *Replayed
}

// remember takes over what the story came to this time, and keeps what a trainer added to it.
func (r *replay) remember(now simulate.Memory) error {
	was := r.drill.memory
	text, err := json.Marshal(now.Vars)
	if err != nil {
		return err
	}
	var vars map[string]any
	if err := json.Unmarshal(text, &vars); err != nil {
		return err
	}
	r.names.learn(was.Vars, vars)
	for name, value := range was.Vars {
		if _, ok := now.Vars[name]; !ok {
			now.Vars[name] = r.names.of(value)
		}
	}
	if len(was.Messages) > len(now.Messages) {
		now.Messages = append(now.Messages, was.Messages[len(now.Messages):]...)
	}
	r.drill.memory = now
	return nil
}

// all makes everything again that changed something since the trainee took over, each at its time, and returns the time of the
// last event.
func (r *replay) all(ctx context.Context) (last time.Time, err error) {
	last = r.drill.Began
	for e, err := range r.past.Log.Companions(ctx, trail.Filter{Writes: true}) {
		if err != nil {
			return last, err
		}
		last = later(last, e.Time)
		if e.Time.Before(r.drill.Began) || e.ErrorCode != "" || ofLab(&e) {
			continue
		}
		if why := r.once(ctx, &e); why != "" {
			r.made.Missed = append(r.made.Missed, fmt.Sprintf("%s of %s: %s", e.Name, clock(e.Time), why))
			continue
		}
		r.made.Calls++
	}
	return last, ctx.Err()
}

// ofLab reports whether the lab makes an event by itself: examiners look, agents report, services work for somebody.
func ofLab(e *trail.Event) bool {
	return check.Examines(e) || strings.HasSuffix(e.SourceIP, ".amazonaws.com") || e.Name == "UpdateInstanceInformation"
}

// once makes one call, and says why it could not be.
func (r *replay) once(ctx context.Context, e *trail.Event) string {
	h, ok := r.past.Hear(e)
	switch {
	case !ok:
		return "the record tells no call"
	case len(h.Lost) > 0:
		return "the record does not hold " + strings.Join(h.Lost, ", ")
	}
	if err := r.drill.stage.Move(ctx, e.Time); err != nil {
		return err.Error()
	}
	in, _ := r.names.of(h.In).(map[string]any)
	out, err := r.play.Player().Lab.Call(ctx, script.Call{As: r.caller(e), Region: e.Region, Service: h.Service, Operation: h.Operation, In: in})
	if err != nil {
		return err.Error()
	}
	r.names.learn(h.Out, out)
	return ""
}

// caller is whoever made a call: somebody of the story, whose key may be another one now, else the root user in the trainee's
// place.
func (r *replay) caller(e *trail.Event) script.Caller {
	for name, was := range r.old {
		if was.Key.ID == e.AccessKeyID {
			as := r.play.Memory().Callers[name]
			as.Source, as.Agent = e.SourceIP, e.UserAgent
			return as
		}
	}
	return script.Caller{Key: script.Root(), Source: e.SourceIP, Agent: e.UserAgent}
}
