// Claims: which bytes the case has or is about to have, so that readers who meet the same ones do not both keep them.

package store

import (
	"context"
	"slices"
	"sync"

	"traillab/analyze/trail"
)

// digest is the first half of a SHA-256, enough to tell files apart.
type digest [16]byte

// claim is one reader's hold on the bytes of a file. Others that meet the same bytes wait until it is settled.
type claim struct {
	status  trail.Status
	flow    bool    // it holds flow logs, which are other files
	records int64   // how many were read
	missed  []int64 // the numbers of those that could not be kept, sorted
	place   trail.FlowFolder
	settled chan struct{}
}

// settle says what became of the bytes. A nil entry means that nothing did.
func (c *claim) settle(e *entry) {
	c.status = trail.Rejected
	if e != nil {
		c.status, c.records, c.flow, c.place = e.outcome.Status, e.records, e.flow, *e.place()
		for _, r := range e.rejects {
			if r.Record != nil {
				c.missed = append(c.missed, *r.Record)
			}
		}
		slices.Sort(c.missed)
	}
	close(c.settled)
}

// whole reports whether every record of the bytes is kept. Otherwise they are read again: what is missing is named again,
// and limits may be higher now.
func (c *claim) whole() bool {
	return (c.status == trail.Loaded || c.status == trail.Other && c.flow) && len(c.missed) == 0
}

// ledger is what a load knows of the files before and during it. Nearly all of them are log files that were read whole, of
// which their digest is enough: about 40 bytes each, and as many for an object that need not be fetched again.
type ledger struct {
	lastLoad int32
	lastFile int64
	addenda  bool

	mu      sync.Mutex
	claims  map[digest]*claim
	whole   map[digest]struct{} // log files of which every record is kept
	is      *claim              // what is known of each of them
	objects objects
}

func newLedger() *ledger {
	l := &ledger{claims: map[digest]*claim{}, whole: map[digest]struct{}{}, objects: newObjects()}
	l.is = &claim{status: trail.Loaded, settled: make(chan struct{})}
	close(l.is.settled)
	return l
}

// claim takes hold of a file's bytes. The earlier claim is not nil when they were met before, and then it is settled; both
// are nil when the load ends first.
func (l *ledger) claim(ctx context.Context, sum [32]byte) (mine, earlier *claim) {
	var d digest
	copy(d[:], sum[:])
	l.mu.Lock()
	if _, ok := l.whole[d]; ok {
		l.mu.Unlock()
		return nil, l.is
	}
	earlier = l.claims[d]
	if earlier == nil {
		mine = &claim{settled: make(chan struct{})}
		l.claims[d] = mine
	}
	l.mu.Unlock()
	if earlier == nil {
		return mine, nil
	}
	select {
	case <-earlier.settled:
		return nil, earlier
	case <-ctx.Done():
		return nil, nil
	}
}

// settle says what became of claimed bytes, and keeps no more of it than others can need. A nil entry means that nothing did.
func (l *ledger) settle(c *claim, sum [32]byte, e *entry) {
	c.settle(e)
	var d digest
	copy(d[:], sum[:])
	l.mu.Lock()
	defer l.mu.Unlock()
	l.keep(d, c)
}

// keep notes a settled claim.
func (l *ledger) keep(d digest, c *claim) {
	if c.whole() && !c.flow {
		l.whole[d] = struct{}{}
		delete(l.claims, d)
		return
	}
	delete(l.whole, d)
	l.claims[d] = c
}
