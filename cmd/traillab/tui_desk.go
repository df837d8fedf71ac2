// The desk: the store behind the pages of the terminal UI. A store is one connection, and a question for a few rows must not wait
// for one that reads the whole log; so a case in a file is opened once for each kind of question, when it is first asked.

package main

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/tui"
)

// The kinds of questions, each with a connection of its own: rows and records at once, numbers soon, a case in a while, and what the
// user asks in SQL when it comes.
const (
	rows = iota
	sums
	inquiries
	questions
	kinds
)

// desk answers the pages.
type desk struct {
	path    string
	given   *store.Store // of an archive that was read for this run, in place of the path
	options store.Options
	lines   [kinds]connection
}

// openDesk opens a case, so that what is wrong with it is told before the screen is taken.
func openDesk(ctx context.Context, path string, o store.Options) (*desk, error) {
	s, err := store.Open(ctx, path, o)
	if err != nil {
		return nil, err
	}
	d := &desk{path: path, options: o}
	<-d.lines[rows].turn()
	d.lines[rows].turn() <- s
	return d, nil
}

// onlyDesk answers from a store that is open already and can be opened once only. Its owner closes it.
func onlyDesk(s *store.Store) *desk { return &desk{given: s} }

// connection is an open case that one question at a time may use.
type connection struct {
	once sync.Once
	free chan *store.Store // holds the case while nobody asks it; nil before it is opened
}

func (c *connection) turn() chan *store.Store {
	c.once.Do(func() {
		c.free = make(chan *store.Store, 1)
		c.free <- nil
	})
	return c.free
}

// errLeft is what a question ends with that could not be ended: its connection is not used again.
var errLeft = errors.New("the question still runs, and is left to itself")

// use asks a question over the connection of its kind. It waits for its turn, and opens the case when nobody has.
func (d *desk) use(ctx context.Context, kind int, ask func(*store.Store) error) error {
	if d.given != nil {
		kind = rows // there is one connection
	}
	free := d.lines[kind].turn()
	var s *store.Store
	select {
	case s = <-free:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { free <- s }()
	if s == nil {
		opened, err := d.open(ctx, kind)
		if err != nil {
			return err
		}
		s = opened
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := ask(s)
	if errors.Is(err, errLeft) {
		s = nil
	}
	return err
}

// open opens the case for a kind of question. What takes long leaves a processor to the keys.
func (d *desk) open(ctx context.Context, kind int) (*store.Store, error) {
	if d.given != nil {
		return d.given, nil
	}
	o := d.options
	if kind != rows {
		o.Threads = max(1, runtime.NumCPU()-1)
	}
	return store.Open(ctx, d.path, o)
}

// close closes what was opened. A question that does not end in time is left behind: the process ends soon.
func (d *desk) close() error {
	if d.given != nil {
		return nil // its owner closes it
	}
	var err error
	for i := range d.lines {
		select {
		case s := <-d.lines[i].turn():
			if s != nil {
				err = errors.Join(err, s.Close())
			}
		case <-time.After(leashGrace):
		}
	}
	return err
}

// Window answers the page of all events.
func (d *desk) Window(ctx context.Context, f trail.Filter, from trail.Mark, n int) (found []trail.Event, err error) {
	err = d.use(ctx, rows, func(s *store.Store) error {
		found, err = s.Window(ctx, f, from, n)
		return err
	})
	return found, err
}

// Count answers the page of all events.
func (d *desk) Count(ctx context.Context, f trail.Filter) (n int64, err error) {
	err = d.use(ctx, sums, func(s *store.Store) error {
		n, err = s.Count(ctx, f)
		return err
	})
	return n, err
}

// Predicate answers the page of the same view elsewhere.
func (d *desk) Predicate(ctx context.Context, f trail.Filter) (where string, err error) {
	err = d.use(ctx, rows, func(s *store.Store) error {
		where, err = s.Predicate(ctx, f)
		return err
	})
	return where, err
}

// Records answers the page of a record.
func (d *desk) Records(ctx context.Context, id string, key int64) (found []trail.Evidence, err error) {
	err = d.use(ctx, rows, func(s *store.Store) error {
		if id == "" {
			found, err = s.ShowKey(ctx, key)
		} else {
			found, err = s.Show(ctx, id)
		}
		return err
	})
	return found, err
}

// Lanes answers the overview.
func (d *desk) Lanes(ctx context.Context, f trail.Filter, n int) (lanes trail.Lanes, err error) {
	err = d.use(ctx, sums, func(s *store.Store) error {
		lanes, err = s.Lanes(ctx, f, n)
		return err
	})
	return lanes, err
}

// Missing answers the overview.
func (d *desk) Missing(ctx context.Context) (m tui.Missing, err error) {
	err = d.use(ctx, sums, func(s *store.Store) error {
		found, err := s.Missing(ctx)
		m = tui.Missing{
			Empty: found.Empty, Interrupted: found.Interrupted, Damaged: found.Damaged, Rejected: found.Rejected, Records: found.Records, Recovered: found.Recovered,
		}
		return err
	})
	return m, err
}
