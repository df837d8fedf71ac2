// Rebuilding: the networks of a log over time, for questions that need no chains.

package analyze

import (
	"context"
	"fmt"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Rebuild folds the whole log: what an event means depends on those before it, and later ones betray what was so before.
func Rebuild(ctx context.Context, src NetworkSource, o Options) (*topology.History, error) {
	events, err := networkEvents(ctx, src)
	if err != nil {
		return nil, err
	}
	return topology.Fold(events, o.Baselines, o.gaps()), nil
}

// networkEvents reads all events that touch a network or a relation, in order of time.
func networkEvents(ctx context.Context, src NetworkSource) ([]trail.Event, error) {
	var events []trail.Event
	for e, err := range src.Network(ctx, trail.Filter{}) {
		if err != nil {
			return nil, fmt.Errorf("network: %w", err)
		}
		events = append(events, e)
	}
	return events, nil
}
