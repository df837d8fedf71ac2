// Marks: places in the order of a timeline, from which its events can be read on in either direction.

package trail

import "time"

// Mark is the place of an event among all events in order: by time, those without one last; within a moment by id, and by the key
// of the record. The zero mark is the beginning, or the end for who reads backwards.
type Mark struct {
	Time time.Time // zero of an event without a time
	ID   string
	Key  int64 // of the record in its case
}

// Zero reports whether the mark is no event's.
func (m Mark) Zero() bool { return m.Time.IsZero() && m.ID == "" && m.Key == 0 }

// Mark is the place of an event. Only a question that tells keys leaves one.
func (e *Event) Mark() Mark { return Mark{Time: e.Time, ID: e.ID, Key: e.Key} }
