// Clocks: what time it is in a lab, and when a call came.

package localstack

import (
	"sync"
	"time"
)

// Clock tells the lab's time, which a drill may let run faster than the world's. One that has Next, too, says by it when a
// call came that may change something.
type Clock interface{ Now() time.Time }

// Machine is the machine's clock.
type Machine struct{}

// Now is the machine's time.
func (Machine) Now() time.Time { return time.Now() }

// Spaced is a clock that gives every change a second of its own. CloudTrail tells whole seconds, so that the order of what
// a program does in a burst would be lost. A burst puts it ahead of the clock that it follows, and it stays ahead by as much:
// it never stands still, so that whatever waits for time to pass waits as long as the world does.
type Spaced struct {
	clock Clock
	mu    sync.Mutex
	ahead time.Duration // of the clock that it follows
	seen  time.Time     // the latest time that it told
	last  time.Time     // second that was given to a change
}

// Space returns a spaced clock that follows another.
func Space(c Clock) *Spaced { return &Spaced{clock: c} }

// Now is never before the last change, nor before what it was earlier.
func (s *Spaced) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// now goes on from where it was when the clock that is followed was set back.
func (s *Spaced) now() time.Time {
	followed := s.clock.Now().Round(0) // as people read it: what passed while the machine slept has passed
	if now := followed.Add(s.ahead); now.Before(s.seen) {
		s.ahead = s.seen.Sub(followed)
	}
	s.seen = followed.Add(s.ahead)
	return s.seen
}

// Next is the second of a change: no other change has it, and those before have earlier ones.
func (s *Spaced) Next() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	second := now.Truncate(time.Second)
	if !second.After(s.last) {
		second = s.last.Add(time.Second)
		s.ahead += second.Sub(now)
		s.seen = second
	}
	s.last = second
	return second
}

// next is how a clock says when a change came.
func next(c Clock) func() time.Time {
	if spaced, ok := c.(interface{ Next() time.Time }); ok {
		return spaced.Next
	}
	return c.Now
}

// wall is the clock that a spaced one follows, nil for another.
func wall(c Clock) func() time.Time {
	if spaced, ok := c.(*Spaced); ok {
		return spaced.clock.Now
	}
	return nil
}
