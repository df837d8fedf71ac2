// Spans: the time for which there are verified digests, and the gaps between them.

package integrity

import (
	"slices"
	"time"
)

// span is a stretch of time, Until exclusive.
type span struct{ from, until time.Time }

// spans is the time that verified digests cover, by account and region: log files do not tell of which trail they are.
type spans struct{ of map[[2]string][]span }

func (s *spans) add(account, region string, from, until time.Time) {
	if s.of == nil {
		s.of = map[[2]string][]span{}
	}
	at := [2]string{account, region}
	s.of[at] = append(s.of[at], span{from, until})
}

// seal joins what touches.
func (s *spans) seal() {
	for at, list := range s.of {
		s.of[at] = joined(list)
	}
}

func joined(list []span) []span {
	slices.SortFunc(list, func(a, b span) int { return compareTimes(a.from, b.from) })
	var out []span
	for _, one := range list {
		if last := len(out) - 1; last >= 0 && !one.from.After(out[last].until) {
			if one.until.After(out[last].until) {
				out[last].until = one.until
			}
			continue
		}
		out = append(out, one)
	}
	return out
}

// edge is how far from the edge of what digests cover a log file has to be delivered to be surely in it: names have minutes,
// and the file may be listed by the next digest.
const edge = 5 * time.Minute

// covers reports whether a file delivered at that time should be listed, and whether that is sure.
func (s *spans) covers(account, region string, at time.Time) (covered, sure bool) {
	for _, one := range s.of[[2]string{account, region}] {
		if !at.Before(one.from) && !at.After(one.until) {
			return true, at.Sub(one.from) >= edge && one.until.Sub(at) >= edge
		}
	}
	return false, false
}

// touches reports whether some of a stretch of time is covered; an open end means all of it.
func (s *spans) touches(account, region string, from, until time.Time) bool {
	return slices.ContainsFunc(s.of[[2]string{account, region}], func(one span) bool {
		return until.IsZero() || one.from.Before(until) && from.Before(one.until)
	})
}

// whole reports whether all of a stretch of time is covered.
func (s *spans) whole(account, region string, from, until time.Time) bool {
	return slices.ContainsFunc(s.of[[2]string{account, region}], func(one span) bool {
		return !from.Before(one.from) && !until.After(one.until)
	})
}
