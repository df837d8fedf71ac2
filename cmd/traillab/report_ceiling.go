// The ceiling of a report: how much memory it takes at most. It grows with the network, whose events an analysis holds, and not with
// the log, which passes by.

package main

import (
	"context"
	"math"
	"runtime/debug"

	"traillab/analyze/store"
)

// What a report may hold. An analysis of 50,000 network events holds about 200 MB of Go's share; without a bound, garbage lies about
// for as much again.
const (
	paperMemory   = "200MB"   // DuckDB's share
	paperHeap     = 320 << 20 // Go's share, bytes
	paperPerEvent = 6400      // bytes of Go's share for each network event, where that is more
)

// ceiling bounds the memory of a report of a case until back is called. Who has set GOMEMLIMIT knows better.
func ceiling(ctx context.Context, s *store.Store) (back func(), err error) {
	events, err := s.Touched(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Bound(ctx, paperMemory); err != nil {
		return nil, err
	}
	was := debug.SetMemoryLimit(-1)
	if was != math.MaxInt64 {
		return func() {}, nil
	}
	debug.SetMemoryLimit(max(paperHeap, events*paperPerEvent))
	return func() { debug.SetMemoryLimit(was) }, nil
}
