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
// a program does in a burst would be lost. In a burst it runs ahead, and waits for the clock that it follows afterwards.
type Spaced struct {
	clock Clock
	mu    sync.Mutex
	last  time.Time // second that was given to a change
}

// Space returns a spaced clock that follows another.
func Space(c Clock) *Spaced { return &Spaced{clock: c} }

// Now is never before the last change.
func (s *Spaced) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.clock.Now(); now.After(s.last) {
		return now
	}
	return s.last
}

// Next is the second of a change: no other change has it, and those before have earlier ones.
func (s *Spaced) Next() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now().Truncate(time.Second)
	if !now.After(s.last) {
		now = s.last.Add(time.Second)
	}
	s.last = now
	return now
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
