// Absence: that a call is not among the records says that it was not made only while there were records.

package check

import (
	"encoding/json"
	"fmt"
	"strings"
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

// unless lets an answer stand unless the log fell silent before a time, or ever where there is none; then it is unknown, and stays
// so: that the log speaks again does not tell what was done meanwhile.
func (a *asker) unless(found answer, before time.Time) (answer, error) {
	stop, err := a.silence()
	if err != nil || stop == nil || !before.IsZero() && !stop.Time.Before(before) {
		return found, err
	}
	why := fmt.Sprintf("; but %s stopped the log at %s, and what was done until it was started again nobody knows", stop.Name, stamp(stop.Time))
	return answer{word: unknown, why: found.why + why, events: append(found.events, stop.ID)}, nil
}

// silence returns the first call after which the log may have been silent, nil where it never was.
func (a *asker) silence() (*trail.Event, error) {
	heard := trails{running: map[string]bool{}}
	var second []trail.Event
	for e, err := range a.world.Events(a.ctx, trail.Filter{}) {
		if err != nil {
			return nil, fmt.Errorf("read what was recorded: %w", err)
		}
		if len(second) > 0 && !e.Time.Truncate(time.Second).Equal(second[0].Time.Truncate(time.Second)) {
			if stop := heard.hear(second); stop != nil {
				return stop, nil
			}
			second = nil // what is doubtful stays in the old one
		}
		second = append(second, e)
	}
	if stop := heard.hear(second); stop != nil {
		return stop, nil
	}
	return heard.doubtful, nil // the last that was heard: whether another trail goes on cannot be told
}

// trails is what the records tell of the trails of an account. They are heard second by second, for of two calls in the same one
// nobody knows which came first.
type trails struct {
	running  map[string]bool // by name; one that the records saw neither made nor started nor stopped is not among them
	doubtful *trail.Event    // stopped a trail of which it is not known whether it ran, and no record has come since
}

// hear takes what was recorded in a second, and returns the call that silenced the log, or may have. Where the trail that was stopped
// is known to have been the only one that ran, nothing that comes later shows that the log went on: a call may be long under way, and
// its record bears the time at which it began.
func (t *trails) hear(second []trail.Event) *trail.Event {
	var stops []*trail.Event
	made, started, stopped, spoke := map[string]bool{}, map[string]bool{}, map[string]bool{}, false
	for i := range second {
		e := &second[i]
		spoke = spoke || !Examines(e)
		if e.ErrorCode != "" || !dialect.FromService(e.Source, "cloudtrail") {
			continue
		}
		switch e.Name {
		case "CreateTrail":
			made[trailOf(e)] = true
		case "StartLogging":
			started[trailOf(e)] = true
		case "StopLogging", "DeleteTrail":
			stopped[trailOf(e)] = true
			stops = append(stops, e)
		}
	}
	if d := t.doubtful; d != nil && spoke {
		if len(started) > 0 || second[0].Time.Sub(d.Time) >= quiet {
			return d
		}
		t.doubtful = nil
	}
	through := false // another trail ran before this second and after it
	for name, runs := range t.running {
		through = through || runs && !stopped[name]
	}
	for name := range made {
		if _, known := t.running[name]; !known {
			t.running[name] = false
		}
	}
	for name := range started {
		t.running[name] = true
	}
	return t.stop(stops, through)
}

// stop takes the calls of a second that stopped trails.
func (t *trails) stop(stops []*trail.Event, through bool) (silenced *trail.Event) {
	for _, e := range stops {
		name := trailOf(e)
		ran, known := t.running[name]
		t.running[name] = false
		switch {
		case through, known && !ran:
		case known && silenced == nil:
			silenced = e
		case !known && t.doubtful == nil:
			t.doubtful = e
		}
	}
	return silenced
}

// trailOf is the name of the trail that a call is about, which may give its ARN.
func trailOf(e *trail.Event) string {
	var asked struct {
		Name string `json:"name"`
	}
	_ = json.Unmarshal([]byte(e.Request), &asked) // one that cannot be read is a trail without a name
	return asked.Name[strings.LastIndexByte(asked.Name, '/')+1:]
}
