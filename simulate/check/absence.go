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
	found := answer{word: word, level: trail.Inferred, why: why + ", as far as the records tell"}
	return a.unless(found, time.Time{})
}

// unless lets an answer stand unless the log fell silent before a time, or ever where there is none; then it is unknown.
func (a *asker) unless(found answer, before time.Time) (answer, error) {
	now, err := a.world.Now(a.ctx)
	if err != nil {
		return answer{}, fmt.Errorf("ask for the time: %w", err)
	}
	var stopped *trail.Event // by the record before
	silent := func(until time.Time, span time.Duration) bool {
		return stopped != nil && until.Sub(stopped.Time) >= span && (before.IsZero() || stopped.Time.Before(before))
	}
	doubt := func(until time.Time) (answer, error) {
		why := fmt.Sprintf("; but %s stopped the log at %s, and until %s nothing was recorded", stopped.Name, stamp(stopped.Time), stamp(until))
		return answer{word: unknown, why: found.why + why, events: append(found.events, stopped.ID)}, nil
	}
	for e, err := range a.world.Events(a.ctx, trail.Filter{}) {
		if err != nil {
			return answer{}, fmt.Errorf("read what was recorded: %w", err)
		}
		ofTrail, span := e.ErrorCode == "" && dialect.FromService(e.Source, "cloudtrail"), quiet
		if ofTrail && e.Name == "StartLogging" { // which shows no other trail, however soon it comes
			span = time.Second
		}
		if silent(e.Time, span) {
			return doubt(e.Time)
		}
		stopped = nil
		if ofTrail && slices.Contains([]string{"StopLogging", "DeleteTrail"}, e.Name) {
			stopped = &e
		}
	}
	if silent(now, time.Second) { // the last that was heard: whether another trail goes on cannot be told
		return doubt(now)
	}
	return found, nil
}
