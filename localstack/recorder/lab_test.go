// A lab for tests: a recorder in folders of its own, with a clock that stands still until it is moved.

package recorder

import (
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// clock is moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// lab opens a recorder that delivers when it is asked to.
func lab(t testing.TB, change func(*Options)) (*Recorder, Options) {
	t.Helper()
	dir := t.TempDir()
	o := Options{Folder: filepath.Join(dir, "traillab-log"), State: filepath.Join(dir, "state"), Clock: &clock{at: noon}, After: -1}
	if change != nil {
		change(&o)
	}
	return open(t, o), o
}

func open(t testing.TB, o Options) *Recorder {
	t.Helper()
	r, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
