// Groups: a call that is refused again and again is one row. Terraform and CloudFormation repeat a refused detach for minutes.

package tui

import (
	"slices"
	"time"

	"traillab/analyze/trail"
)

// group is a row: an event, and the retries of it that follow one another.
type group struct{ at, n int }

// retry is how long after a refused call the same one again counts as a retry of it.
const retry = 30 * time.Minute

// retries reports whether b is a again: refused the same way, by the same principal, on the same things.
func retries(a, b *trail.Event) bool {
	return a.ErrorCode != "" && a.ErrorCode == b.ErrorCode && a.Name == b.Name && a.Source == b.Source && a.Principal == b.Principal &&
		a.SourceIP == b.SourceIP && a.Account == b.Account && a.Region == b.Region && slices.Equal(a.IDs, b.IDs) && b.Time.Sub(a.Time) <= retry
}

// times is the name of a call with how often it was made.
func (g group) times(name string) string {
	if g.n < 2 {
		return name
	}
	return grouped(int64(g.n)) + "× " + name
}
