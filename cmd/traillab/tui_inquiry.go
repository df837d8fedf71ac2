// The inquiry: the case behind several pages of the terminal UI, made once and kept. It is made for as long as somebody waits for
// it: when the last who asked gives up, the work ends, and the next who asks begins anew.

package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/analyze/trail"
)

// inquiry makes the case of a desk.
type inquiry struct {
	ctx  context.Context // of the run: the work outlives the page that asked for it first
	desk *desk

	mu      sync.Mutex
	made    *analyze.Case
	running *making
}

// making is the work on a case.
type making struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{}
	err     error
}

func newInquiry(ctx context.Context, d *desk) *inquiry { return &inquiry{ctx: ctx, desk: d} }

// Case returns the case, when it is made.
func (q *inquiry) Case(ctx context.Context) (*analyze.Case, error) {
	q.mu.Lock()
	if q.made != nil {
		defer q.mu.Unlock()
		return q.made, nil
	}
	if q.running == nil {
		q.begin()
	}
	m := q.running
	m.waiting++
	q.mu.Unlock()
	defer q.leave(m)
	select {
	case <-m.done:
		if m.err != nil {
			return nil, m.err
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		return q.made, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// begin starts the work. The caller holds the lock.
func (q *inquiry) begin() {
	ctx, cancel := context.WithCancel(q.ctx)
	m := &making{cancel: cancel, done: make(chan struct{})}
	q.running = m
	go func() {
		defer cancel()
		made, err := q.investigate(ctx)
		q.mu.Lock()
		m.err = err
		if err == nil {
			q.made = made
		}
		if q.running == m {
			q.running = nil
		}
		q.mu.Unlock()
		close(m.done)
	}()
}

// investigate makes the case. A bug in it must not take the program from under the screen: the terminal would stay as it is.
func (q *inquiry) investigate(ctx context.Context) (made *analyze.Case, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this is a bug, please report it with these lines: %v\n%s", p, debug.Stack())
		}
	}()
	err = q.desk.use(ctx, inquiries, func(s *store.Store) error {
		o, err := beside(ctx, s)
		if err != nil {
			return err
		}
		made, err = analyze.Investigate(ctx, s, o)
		return err
	})
	return made, err
}

// leave ends the work when nobody waits for it any more.
func (q *inquiry) leave(m *making) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if m.waiting--; m.waiting == 0 {
		m.cancel()
		if q.running == m {
			q.running = nil
		}
	}
}

// Chains returns the chains of the case that the filter lets through.
func (q *inquiry) Chains(ctx context.Context, f trail.Filter) ([]analyze.Chain, error) {
	c, err := q.Case(ctx)
	if err != nil {
		return nil, err
	}
	if !f.Narrows() {
		return c.Chains, nil
	}
	var found []analyze.Chain
	err = q.desk.use(ctx, inquiries, func(s *store.Store) error {
		found, err = analyze.Admit(ctx, s, c.Chains, f)
		return err
	})
	return found, err
}
