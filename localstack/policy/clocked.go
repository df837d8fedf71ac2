// Dates in policies, where a lab has two clocks. Its own runs ahead of the one on the wall by the bursts that there were, and people
// read the time from either: from the trail, or from their machine.

package policy

import (
	"strings"
	"time"
)

// issuedByWall is what the context has beside aws:TokenIssueTime: the same moment by the clock on the wall.
const issuedByWall = "traillab:TokenIssueTime"

// clocked returns a time of the request by the clock that a date in a policy was read from. All times in a lab are its own, and dates
// are compared with those. But whoever ends the sessions that are older than now takes now from the wall, which is behind, and
// would leave alone what was issued in between. So a date that the wall had reached when the policy was written is compared with the
// time by the wall at which the session was issued; one that it had not reached can only be from the trail. Either way every session
// older than the cut is ended, and none that is issued after the policy. A second is granted to who rounds up.
func (d *document) clocked(key, date, value string, known Context) string {
	wall := known.get(issuedByWall)
	if len(wall) == 0 || d.written.IsZero() || !strings.EqualFold(key, "aws:TokenIssueTime") {
		return value
	}
	if cut, ok := moment(date); !ok || cut.After(d.written.Add(time.Second)) {
		return value
	}
	return wall[0]
}
