// The desk and the inquiry over a real case: what pages get is what the commands tell, the case is made once for all who wait, and
// not at all when nobody does.

package main

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"traillab/analyze/store"
	"traillab/analyze/trail"
)

func TestDesk(t *testing.T) {
	d, err := openDesk(t.Context(), cased(t), store.Options{})
	ok(t, err)
	n, err := d.Count(t.Context(), trail.Filter{})
	ok(t, err)
	seen := int64(0)
	for from := (trail.Mark{}); ; {
		part, err := d.Window(t.Context(), trail.Filter{}, from, 100)
		ok(t, err)
		if len(part) == 0 {
			break
		}
		seen += int64(len(part))
		from = part[len(part)-1].Mark()
		found, err := d.Records(t.Context(), part[0].ID, part[0].Key)
		if err != nil || len(found) == 0 || found[0].EventID != part[0].ID {
			t.Fatalf("the record of %s: %+v, %v", part[0].ID, found, err)
		}
	}
	if seen != n || n == 0 {
		t.Errorf("%d events in windows, %d counted", seen, n)
	}
	lanes, err := d.Lanes(t.Context(), trail.Filter{}, 48)
	ok(t, err)
	events := int64(0)
	for _, l := range lanes.Lanes {
		for _, c := range l.Cells {
			events += c.Events
		}
	}
	if events != n {
		t.Errorf("the lanes have %d of %d events", events, n)
	}
	q := newInquiry(t.Context(), d)
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			c, err := q.Case(t.Context())
			if err != nil || len(c.Chains) == 0 || c != q.made {
				t.Errorf("a case without chains, or one of its own: %v", err)
			}
		})
	}
	all.Wait()
	hostile, err := q.Chains(t.Context(), trail.Filter{Names: []string{"DetachInternetGateway"}})
	if err != nil || len(hostile) == 0 || len(hostile) >= len(q.made.Chains) {
		t.Errorf("%d of %d chains have such a call, %v", len(hostile), len(q.made.Chains), err)
	}
	ok(t, d.close())
}

// TestInquiryIsLeft: when the last who waits gives up, the work ends; the next who asks begins anew.
func TestInquiryIsLeft(t *testing.T) {
	d, err := openDesk(t.Context(), cased(t), store.Options{})
	ok(t, err)
	q := newInquiry(t.Context(), d)
	hold := d.lines[inquiries].turn()
	s := <-hold // the work cannot begin
	ctx, giveUp := context.WithCancel(t.Context())
	first, second := make(chan error), make(chan error)
	ask := func(ctx context.Context, done chan error) {
		_, err := q.Case(ctx)
		done <- err
	}
	go ask(ctx, first)
	for waiting := 0; waiting < 1; {
		q.mu.Lock()
		if q.running != nil {
			waiting = q.running.waiting
		}
		q.mu.Unlock()
	}
	work := q.running
	giveUp()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("who gave up was told %v", err)
	}
	select {
	case <-work.done:
	case <-time.After(10 * time.Second):
		t.Fatal("the work goes on for nobody")
	}
	if !errors.Is(work.err, context.Canceled) {
		t.Errorf("the work ended with %v", work.err)
	}
	hold <- s
	go ask(t.Context(), second)
	if err := <-second; err != nil || q.made == nil {
		t.Errorf("the next who asks is told %v", err)
	}
	ok(t, d.close())
}
