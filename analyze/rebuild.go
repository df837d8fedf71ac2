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
	var events []trail.Event
	for e, err := range src.Network(ctx, trail.Filter{}) {
		if err != nil {
			return nil, fmt.Errorf("network: %w", err)
		}
		events = append(events, e)
	}
	return topology.Fold(events, o.Baselines, o.gaps()), nil
}
