// Chains: cuts and what belongs to them, told as one story of one place. A chain has a run-up (what had to go before AWS let
// the cut through), the cut, what made the way back harder, and the repair.

package analyze

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Role is the part that an event plays in a chain.
type Role string

// The roles.
const (
	RunUp     Role = "run-up"    // it took away what stood in the way of the cut: an address, a NAT gateway, a running instance
	Cut       Role = "cut"       // it cut
	Hardening Role = "hardening" // it took nothing more, and made the way back longer
	Restore   Role = "restore"   // it gave something back
	Attempt   Role = "attempt"   // it was to cut, and was refused or denied
)

// Scope is what a chain is about.
type Scope struct {
	Kind string // vpc, region or resource
	ID   string
}

// Link is an event of a chain.
type Link struct {
	Moment topology.Moment // Origin for an event that changes no network
	Event  trail.Event
	Role   Role
	Basis  Basis // Inferred where the event proves a cut that has no record, or was recovered behind damage itself
}

// Performer is somebody who acted in a chain, by principal and access key.
type Performer struct {
	Principal, AccessKeyID string
	SourceIPs, UserAgents  []string // sorted
}

// Chain is the story of one isolation.
type Chain struct {
	ID              string
	Scope           Scope
	Account, Region string
	From            time.Time
	Until           *time.Time // nil while anything is still lost at the end of the log
	Links           []Link     // in order of time
	Actors          []Performer
	Verdict         Verdict
	Lost            int // resources that lost a capability
	Attempts        int // the retries of one call are one
	Outages         []Outage
	Severed         []Severance // of a chain about a resource outside the network

	doubtful bool            // something may still be lost
	thing    *topology.Thing // what it is about, nil for a region or a resource outside the network
}

// identify gives a chain its id: a hash of its scope and its first event, so that it stays the same when the log grows.
func (c *Chain) identify() {
	first := c.Links[0].Event
	sum := sha256.Sum256([]byte(c.Account + "\n" + c.Region + "\n" + c.Scope.Kind + "\n" + c.Scope.ID + "\n" + first.ID + "\n" + first.Time.UTC().Format(time.RFC3339)))
	c.ID = "chain-" + hex.EncodeToString(sum[:6])
}
