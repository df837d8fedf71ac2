// The door to principals: who acted, in which sessions, and which credentials led to which.

package tui

import (
	"context"

	"traillab/analyze/trail"
)

// Roster tells of principals.
type Roster interface {
	// Actors returns up to n principals from a place of the order on, without keys, addresses and agents, and how many there are.
	Actors(ctx context.Context, f trail.Filter, by trail.RosterOrder, from, n int) ([]trail.Actor, int64, error)
	// Details tells of a few principals with everything.
	Details(ctx context.Context, f trail.Filter, principals []string) ([]trail.Actor, error)
	// Sessions are the access keys of a principal, whatever the filter.
	Sessions(ctx context.Context, principal string) ([]trail.Holder, error)
	// Touched returns up to n resources that the calls of a principal name, and how many there are.
	Touched(ctx context.Context, f trail.Filter, principal string, n int) ([]trail.Object, int64, error)
	// Lineage follows an access key back to the first that the log knows, and on to all that were handed out from it.
	Lineage(ctx context.Context, f trail.Filter, key string) (Lineage, error)
}

// Lineage is where an access key came from, and what came from it.
type Lineage struct {
	Way  []trail.Credential // the oldest first; the last is the key itself
	From []trail.Credential // as who --trace tells it: the key itself first
}
