// Package analyze reasons over events: which of them cut one thing from another, and what is known although no record
// says it. SQL narrows hundreds of millions of events to thousands; this package takes it from there.
package analyze

import (
	"context"
	"iter"

	"traillab/analyze/trail"
)

// Source is where events come from: a case, or later a lake or the recording of a drill.
type Source interface {
	// Relations yields, in order of time, the events that cut a relation and those that explain or prove a cut (dialect's
	// roles Cut and Tell). Events that the filter lets through are marked as Asked; the others are told too, because what
	// one event means depends on them.
	Relations(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error]
}
