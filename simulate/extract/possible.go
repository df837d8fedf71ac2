// What is possible: which calls of a log a lab can be asked for again, and have end as they did.

package extract

import (
	"regexp"
	"strings"

	"traillab/analyze/topology"
)

// transient are the errors that say nothing of what was asked for.
var transient = regexp.MustCompile(`Throttl|RequestLimit|Unavailable|Internal|Capacity|Expired|InvalidClientToken|AuthFailure|InvalidParameterValue|LimitExceeded`)

// forced reports whether a call contradicts the calls before it.
func (t *telling) forced(m *move) bool {
	c := t.c.History.Call(m.moment)
	return c != nil && c.Forced && !m.refused()
}

// hopeless says why a call cannot be made again, "" where it may.
func (t *telling) hopeless(m *move) string {
	switch {
	case !m.known:
		return "it is no call that can be made"
	case !t.Can(m.call.Service, m.call.Operation):
		return errUnasked.Error()
	case m.event.Recovered:
		return "its record was read behind damage and may have been forged"
	case t.forced(m):
		t.hollow = true
		return "it went through although, as far as the log tells, it could not: a record before it is missing"
	case t.hollow && strings.HasPrefix(m.call.Operation, "Delete") && m.moment != topology.Origin:
		return "what it deletes still stands in the lab, because of what is missing from the log"
	case !m.refused():
		return ""
	case transient.MatchString(m.event.ErrorCode):
		return "it ended with " + m.event.ErrorCode + ", which a lab does not"
	case denied(m):
		return t.deny(m)
	}
	return ""
}

func denied(m *move) bool {
	return strings.Contains(m.event.ErrorCode, "Unauthorized") || strings.Contains(m.event.ErrorCode, "AccessDenied")
}

// deny has the caller refused what it was refused in the log, unless the same was allowed another time.
func (t *telling) deny(m *move) string {
	for _, other := range t.moves {
		if !other.refused() && who(other.event.Principal) == who(m.event.Principal) && other.call.name() == m.call.name() {
			return "it was denied, and allowed another time: an actor has one policy"
		}
	}
	if played(m.event.Principal).Type != "IAMUser" && played(m.event.Principal).Type != "AssumedRole" {
		return "it was denied to " + m.event.Principal + ", who cannot be denied anything in a lab"
	}
	t.people.deny(m.event.Principal, m.call.Service+":"+m.call.Operation)
	return ""
}
