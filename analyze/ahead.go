// Reading ahead: what events say is parsed on every processor while their source still tells of more, and is followed in
// the order of the source.

package analyze

import (
	"fmt"
	"iter"
	"runtime"
	"sync"

	"traillab/analyze/trail"
)

// runLength is how many events are parsed in one go.
const runLength = 128

// run is a stretch of events; its calls, or what was wrong with the last, are there once it is parsed.
type run struct {
	events []trail.Event
	calls  []*call
	err    error // of the source or of an event, behind the calls
	parsed chan struct{}
}

func newRun() *run {
	return &run{events: make([]trail.Event, 0, runLength), parsed: make(chan struct{})}
}

func (r *run) parse() {
	defer close(r.parsed)
	r.calls = make([]*call, 0, len(r.events))
	for i := range r.events {
		c, err := newCall(&r.events[i])
		if err != nil {
			r.err = fmt.Errorf("event %s: %w", r.events[i].ID, err)
			return
		}
		r.calls = append(r.calls, c)
	}
}

// ahead yields the calls of events, in their order. An error is the last thing that it yields.
func ahead(events iter.Seq2[trail.Event, error]) iter.Seq2[*call, error] {
	return func(yield func(*call, error) bool) {
		runs, enough := make(chan *run, runtime.GOMAXPROCS(0)), make(chan struct{})
		var all sync.WaitGroup
		defer all.Wait() // the source is at rest again
		defer close(enough)
		all.Go(func() { readAhead(events, runs, enough, &all) })
		for r := range runs {
			<-r.parsed
			for _, c := range r.calls {
				if !yield(c, nil) {
					return
				}
			}
			if r.err != nil {
				yield(nil, r.err)
				return
			}
		}
	}
}

// readAhead cuts events into runs and has each parsed, until there are enough.
func readAhead(events iter.Seq2[trail.Event, error], runs chan<- *run, enough <-chan struct{}, all *sync.WaitGroup) {
	defer close(runs)
	r := newRun()
	hand := func() bool {
		all.Go(r.parse)
		select {
		case runs <- r:
			r = newRun()
			return true
		case <-enough:
			return false
		}
	}
	for e, err := range events {
		if err != nil {
			r.err = err
			break
		}
		if r.events = append(r.events, e); len(r.events) == runLength && !hand() {
			return
		}
	}
	hand()
}
