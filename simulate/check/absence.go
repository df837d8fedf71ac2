// Absence: that a call is not among the records says that it was not made only while there were records.

package check

import (
	"fmt"
	"slices"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// quiet is for how long nothing may be recorded after a trail was stopped before that is taken for a silence: where another
// trail goes on, records come sooner.
const quiet = 15 * time.Minute

// never answers with a word that holds where nothing was called: unknown where the log was silent meanwhile.
func (a *asker) never(word, why string) (answer, error) {
	now, err := a.world.Now(a.ctx)
	if err != nil {
		return answer{}, fmt.Errorf("ask for the time: %w", err)
	}
	var stopped *trail.Event // by the record before
	silence := func(until time.Time, span time.Duration) *answer {
		if stopped == nil || until.Sub(stopped.Time) < span {
			return nil
		}
		why += fmt.Sprintf("; but %s stopped the log at %s, and until %s nothing was recorded", stopped.Name, stamp(stopped.Time), stamp(until))
		return &answer{word: unknown, why: why, events: []string{stopped.ID}}
	}
	for e, err := range a.world.Events(a.ctx, trail.Filter{}) {
		if err != nil {
			return answer{}, fmt.Errorf("read what was recorded: %w", err)
		}
		ofTrail, span := e.ErrorCode == "" && dialect.FromService(e.Source, "cloudtrail"), quiet
		if ofTrail && e.Name == "StartLogging" { // which shows no other trail, however soon it comes
			span = time.Second
		}
		if found := silence(e.Time, span); found != nil {
			return *found, nil
		}
		stopped = nil
		if ofTrail && slices.Contains([]string{"StopLogging", "DeleteTrail"}, e.Name) {
			stopped = &e
		}
	}
	if found := silence(now, quiet); found != nil {
		return *found, nil
	}
	return answer{word: word, level: trail.Inferred, why: why + ", as far as the records tell"}, nil
}
