// The virtual clock: it stands until somebody says what time it is, so that a story of hours is played in seconds; and goes on by
// itself from there when people are to act in it.

package localstack

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// Virtual is a clock that its player sets. It gives every change a second of its own, as if people made them, unless it is held;
// and it never goes back.
type Virtual struct {
	mu    sync.Mutex
	set   time.Time // what it was set to last
	last  time.Time // second that was given to a change
	rate  float64   // of its seconds to the machine's; 0: it stands
	since time.Time // by the machine's clock, when it was set or its rate was
	held  bool      // changes have the second that it stands at, however many they are
}

// NewVirtual returns a clock that stands at a time.
func NewVirtual(at time.Time) *Virtual { return &Virtual{set: at.UTC().Round(0)} }

// Flow lets the clock go on by itself, so many of its seconds for one of the machine's; 0 lets it stand.
func (v *Virtual) Flow(rate float64) error {
	if rate < 0 || rate > 3600 {
		return fmt.Errorf("a lab's clock goes on by 0 to 3600 seconds a second, not by %v", rate)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.set, v.rate, v.since = v.now(), rate, time.Now()
	v.held = v.held && rate == 0
	return nil
}

// Hold lets every change have the very second that the clock stands at, as what a program does in a burst has in a real log;
// or, told not to, gives each its own again. A clock that goes on by itself cannot be held.
func (v *Virtual) Hold(held bool) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if held && v.rate > 0 {
		return errors.New("a lab's clock that goes on by itself cannot be held: let it stand first")
	}
	v.held = held
	return nil
}

// Now is what the clock was set to, or the last change if that was later.
func (v *Virtual) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now()
}

func (v *Virtual) now() time.Time {
	now := v.set
	if v.rate > 0 {
		now = now.Add(time.Duration(float64(time.Since(v.since)) * v.rate))
	}
	if v.last.After(now) {
		return v.last
	}
	return now
}

// Next is the second of a change: no other change has it and those before have earlier ones, unless the clock is held.
func (v *Virtual) Next() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	second := v.now().Truncate(time.Second)
	if !v.held && !second.After(v.last) {
		second = v.last.Add(time.Second)
	}
	if v.rate > 0 { // a burst puts it ahead, and it goes on from there
		v.set, v.since = second, time.Now()
	}
	v.last = second
	return second
}

// Set says what time it is. Where the seconds of changes have run past that already it stays as late as it is. A time before
// the one that was set last is an error, and changes nothing.
func (v *Virtual) Set(at time.Time) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if at.Before(v.set) {
		return fmt.Errorf("it is %s already: a lab's clock does not go back to %s", v.set.Format(time.RFC3339), at.UTC().Format(time.RFC3339))
	}
	v.set, v.since = at.UTC().Round(0), time.Now()
	return nil
}

// Advance lets a time pass, from now on. A negative one is an error.
func (v *Virtual) Advance(by time.Duration) error {
	if by < 0 {
		return fmt.Errorf("a lab's clock does not go back, by %s", -by)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.set, v.since = v.now().Add(by), time.Now()
	return nil
}
