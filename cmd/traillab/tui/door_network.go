// Doors to networks: what a chain cost, and how a VPC stood at any moment.

package tui

import (
	"context"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/snapshot"
)

// Assessor tells what a chain cost.
type Assessor interface {
	Impact(ctx context.Context, chain *analyze.Chain) (*analyze.Impact, error)
}

// Cartographer tells networks as they stood.
type Cartographer interface {
	// Networks lists the VPCs that the log knows, as they stood at its end.
	Networks(ctx context.Context) ([]snapshot.Known, error)
	// Course tells when a VPC changed.
	Course(ctx context.Context, vpc Place) (Course, error)
	// Network is a VPC after the last call that came not later than a time.
	Network(ctx context.Context, vpc Place, at time.Time) (*snapshot.Network, error)
}

// Place names a VPC. An id is one account's in one region, but a log put together from several may hold it twice.
type Place struct{ ID, Account, Region string }

// Course is the life of a VPC: the seconds in which a call changed it or was to change it, in order, and the chains that are about it.
type Course struct {
	End    time.Time // of the log
	Turns  []Turn
	Chains []analyze.Chain
}

// Turn is a second with calls. The clock of CloudTrail knows no order within it.
type Turn struct {
	At    time.Time
	Calls []Step
}

// Step is a call of a turn.
type Step struct {
	ID, Name, Principal string
	Role                analyze.Role // in a chain; empty outside of them
	Failed              bool         // it was refused and changed nothing
}
