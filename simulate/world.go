// The world as checks see it: the lab through its API, and what it recorded through the analysis.

package simulate

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/check"
	"traillab/simulate/script"
)

// world is a check.World of one moment: the log is read once, when it is asked for first.
type world struct {
	stage     Stage
	recording Recording
	made      *analyze.Case
}

func newWorld(s Stage) *world { return &world{stage: s} }

// Look returns the world of a stage as it is now, to be closed after use.
func Look(s Stage) interface {
	check.World
	Close() error
} {
	return newWorld(s)
}

// Call makes a read as the examiner, whom nobody takes for an actor.
func (w *world) Call(ctx context.Context, c script.Call) (map[string]any, error) {
	c.As = script.Caller{Key: script.Root(), Agent: check.Agent}
	return w.stage.Call(ctx, c)
}

func (w *world) Now(ctx context.Context) (time.Time, error) { return w.stage.Now(ctx) }

func (w *world) Denied(ctx context.Context, principal, action, resource string) (check.Denial, error) {
	return w.stage.Denied(ctx, principal, action, resource)
}

// recorded reads the log once.
func (w *world) recorded(ctx context.Context) (Recording, error) {
	if w.recording != nil {
		return w.recording, nil
	}
	r, err := w.stage.Recorded(ctx)
	if err != nil {
		return nil, err
	}
	w.recording = r
	return r, nil
}

func (w *world) Case(ctx context.Context) (*analyze.Case, error) {
	if w.made != nil {
		return w.made, nil
	}
	r, err := w.recorded(ctx)
	if err != nil {
		return nil, err
	}
	o, err := r.Beside(ctx)
	if err != nil {
		return nil, err
	}
	gaps, err := check.Gaps(w.Events(ctx, trail.Filter{}))
	if err != nil {
		return nil, err
	}
	o.Gaps = append(o.Gaps, gaps...)
	w.made, err = analyze.Investigate(ctx, r, o)
	return w.made, err
}

func (w *world) Events(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	r, err := w.recorded(ctx)
	if err != nil {
		return func(yield func(trail.Event, error) bool) { yield(trail.Event{}, err) }
	}
	return r.Companions(ctx, f)
}

// Close gives the log back.
func (w *world) Close() error {
	if w.recording == nil {
		return nil
	}
	err := w.recording.Close()
	w.recording, w.made = nil, nil
	return err
}

// refused reports whether an error is a refusal of one of these codes.
func refused(err error, codes ...string) bool {
	var r *script.Refusal
	return errors.As(err, &r) && slices.Contains(codes, r.Code)
}

// without is a world in which some calls are not told of.
type without struct {
	check.World
	these func(*trail.Event) bool
}

// Events yields the others.
func (w without) Events(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for e, err := range w.World.Events(ctx, f) {
			if err == nil && w.these(&e) {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
