// Grading a log alone: what was done in a lab that is gone, and cannot be taken back in the one that takes its place.

package simulate

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/check"
	"traillab/simulate/script"
)

// Deeds are the penalties for what was done that hold by a log alone, with their reasons, by id. One about the state of the lab is
// not among them: that is asked of the lab in the end, which may be another one then. Nor is what a silent log does not tell: the
// silence is in the next log as well.
func (s *Sheet) Deeds(ctx context.Context, log Recording) (map[string]string, error) {
	var w check.World = bygone{log}
	if s.Others != nil {
		w = without{w, s.Others}
	}
	known := *s
	known.Dark = nil
	held := map[string]string{}
	maps.Copy(held, s.Held)
	for i := range s.Scenario.Penalties {
		m, err := known.penalty(ctx, w, i)
		switch _, before := held[m.ID]; {
		case errors.Is(err, errGone):
		case err != nil:
			return nil, fmt.Errorf("penalty %d: %w", i+1, err)
		case m.Points < 0 && !before:
			held[m.ID] = m.Why
		}
	}
	return held, nil
}

// bygone is a world of which there is only the log, and nothing is asked of it but who called what.
type bygone struct{ log Recording }

var errGone = errors.New("the lab is gone")

func (bygone) Call(context.Context, script.Call) (map[string]any, error) { return nil, errGone }
func (bygone) Now(context.Context) (time.Time, error)                    { return time.Time{}, errGone }
func (bygone) Case(context.Context) (*analyze.Case, error)               { return nil, errGone }

func (bygone) Denied(context.Context, string, string, string) (check.Denial, error) {
	return check.Denial{}, errGone
}

// Events yields what was recorded.
func (w bygone) Events(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return w.log.Companions(ctx, f)
}
