// Absence: that a call is not among the records says that it was not made only while there were records.

package check

import (
	"fmt"
	"time"

	"traillab/analyze/trail"
)

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

// silence returns the first call after which the log may have been silent somewhere, nil where it never was.
func (a *asker) silence() (first *trail.Event, err error) {
	found, err := silences(a.world.Events(a.ctx, trail.Filter{}), false)
	if err != nil {
		return nil, fmt.Errorf("read what was recorded: %w", err)
	}
	for i := range found {
		if stop := found[i].stop; first == nil || stop.Time.Before(first.Time) {
			first = stop
		}
	}
	return first, nil
}
