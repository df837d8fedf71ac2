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

// BehaviourSource tells what instances did themselves.
type BehaviourSource interface {
	// Behaviour yields, in order of time, the calls that instances made with their own role and the signs of life of the
	// agents on them. A fleet can make most of an archive's records: name instances and a time.
	Behaviour(ctx context.Context, w trail.Watch) iter.Seq2[trail.Sighting, error]
}

// FlowSource tells what passed network interfaces, as VPC Flow Logs have it. Evidence that has none answers nothing.
type FlowSource interface {
	// AnyFlows reports whether there are flow logs at all.
	AnyFlows(ctx context.Context) (bool, error)
	// Flows yields, in a total order, what passed the interfaces that w names, added up by who talked with whom. What two flow
	// logs of one interface tell alike counts once.
	Flows(ctx context.Context, w trail.FlowWatch) iter.Seq2[trail.Traffic, error]
}

// NetworkSource is where a network can be rebuilt from.
type NetworkSource interface {
	// Network yields, in order of time, every event that touches the network or a relation (dialect's roles Touch, Tell and
	// Cut) and that the filter lets through, with request and response. What an event means depends on those before it, so
	// a filter that narrows to less than an account's region leaves a network that is full of doubt.
	Network(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error]
}
