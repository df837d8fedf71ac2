// Doors: what the pages ask, and of whom. The interfaces are small and belong to this room; package main answers them over a
// store, and tests answer them from a list. Everything takes a context, which ends when nobody waits for the answer any more.

package tui

import (
	"context"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// Doors are where the answers come from. A page whose door is nil says that it cannot be asked here.
type Doors struct {
	Lister       Lister
	Investigator Investigator
	Surveyor     Surveyor
	Recorder     Recorder
	Asker        Asker
	Notebook     Notebook
	Exporter     Exporter
	Assessor     Assessor
	Cartographer Cartographer
	Roster       Roster
	Driller      Driller
}

// Lister answers with events, a window at a time.
type Lister interface {
	// Window returns up to n events that the filter lets through, in the order of the timeline: those behind the mark, or with
	// a negative n those before it. The zero mark is the beginning, and with a negative n the end.
	Window(ctx context.Context, f trail.Filter, from trail.Mark, n int) ([]trail.Event, error)
	// Count says how many events the filter lets through.
	Count(ctx context.Context, f trail.Filter) (int64, error)
	// Predicate spells the filter out as a condition over the view events, values and all.
	Predicate(ctx context.Context, f trail.Filter) (string, error)
}

// Investigator makes the case: chains, outages and the network over time. It takes seconds on a large log and is kept.
type Investigator interface {
	Case(ctx context.Context) (*analyze.Case, error)
	// Chains returns the chains of the case that the filter lets through.
	Chains(ctx context.Context, f trail.Filter) ([]analyze.Chain, error)
}

// Surveyor says what is known and what is not.
type Surveyor interface {
	// Lanes cuts the time of the logs into at most n steps and says what is known of each, by account and region.
	Lanes(ctx context.Context, f trail.Filter, n int) (trail.Lanes, error)
	Missing(ctx context.Context) (Missing, error)
}

// Missing is what kept the case from being all of its sources.
type Missing struct {
	Empty       bool  // no record at all
	Interrupted bool  // a load has not ended
	Damaged     int64 // files read in part
	Rejected    int64 // files of which nothing could be read
	Records     int64 // rejected records of other files
	Recovered   int64 // events read behind damage, not sure
}

// Recorder shows the records behind an event.
type Recorder interface {
	// Records returns every stored record of an event: by its id, or by its key where it has none.
	Records(ctx context.Context, id string, key int64) ([]trail.Evidence, error)
}
