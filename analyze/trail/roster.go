// Rosters: in which order principals are listed, and what they touched.

package trail

import "time"

// RosterOrder is how a list of principals is sorted.
type RosterOrder uint8

// The orders. Principals that are equal in one follow by name.
const (
	ByFirst  RosterOrder = iota // by the first event
	ByLast                      // by the last, the newest before
	ByCalls                     // by the number of calls, the most before
	ByErrors                    // of those that failed
	ByWrites                    // of those that do not say that they only read
)

// Object is a resource that calls name.
type Object struct {
	ID                    string
	Calls, Errors, Writes int64
	First, Last           *time.Time
}
