// Spans: the time for which there are verified digests, and the gaps between them.

package integrity

import (
	"slices"
	"time"

	"traillab/analyze/trail"
)

// span is a stretch of time, Until exclusive.
type span struct{ from, until time.Time }

// area is where the log files of one account and region are delivered to: they do not tell of which trail they are.
type area struct{ bucket, prefix, organization, account, region string }

// area is that of a file below the head.
func (h *head) area(k trail.KeyName) area {
	if h.apart {
		return area{}
	}
	return area{h.bucket, h.prefix, k.Organization, k.Account, k.Region}
}

// spans is the time that verified digests cover, by area and trail.
type spans struct {
	of   map[area]map[string][]span
	left map[lot]bool
}

// lot is an area whose head may not be settled.
type lot struct {
	head                          *head
	organization, account, region string
}

func (s *spans) add(at area, name string, from, until time.Time) {
	if s.of == nil {
		s.of = map[area]map[string][]span{}
	}
	if s.of[at] == nil {
		s.of[at] = map[string][]span{}
	}
	s.of[at][name] = append(s.of[at][name], span{from, until})
}

// leave notes a digest of a trail that is not asked for: log files of its area may be that trail's.
func (s *spans) leave(h *head, k trail.KeyName) {
	if s.left == nil {
		s.left = map[lot]bool{}
	}
	s.left[lot{h, k.Organization, k.Account, k.Region}] = true
}

// seal joins what touches. Where a trail was left out nobody knows what its digests list, so nothing is covered.
func (s *spans) seal() {
	for _, trails := range s.of {
		for name, list := range trails {
			trails[name] = joined(list)
		}
	}
	for l := range s.left {
		delete(s.of, area{l.head.bucket, l.head.prefix, l.organization, l.account, l.region})
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

// covers reports whether a file delivered at that time should be listed, and whether that is sure: every trail of the area
// has digests of that time. A trail whose validation began later or was off delivers files that none lists.
func (s *spans) covers(where area, at time.Time) (covered, sure bool) {
	sure = true
	for _, list := range s.of[where] {
		deep := false
		for _, one := range list {
			if !at.Before(one.from) && !at.After(one.until) {
				covered, deep = true, at.Sub(one.from) >= edge && one.until.Sub(at) >= edge
				break
			}
		}
		sure = sure && deep
	}
	return covered, covered && sure
}

// touches reports whether some of a stretch of time is covered; an open end means all of it.
func (s *spans) touches(where area, from, until time.Time) bool {
	for _, list := range s.of[where] {
		if slices.ContainsFunc(list, func(one span) bool {
			return until.IsZero() || one.from.Before(until) && from.Before(one.until)
		}) {
			return true
		}
	}
	return false
}

// reaches reports whether there are verified digests of anything below the head.
func (s *spans) reaches(h *head) bool {
	for where := range s.of {
		if !h.apart && where.bucket == h.bucket && where.prefix == h.prefix {
			return true
		}
	}
	return false
}

// whole reports whether some trail of an account and region covers all of a stretch of time.
func (s *spans) whole(account, region string, from, until time.Time) bool {
	for where, trails := range s.of {
		if where.account != account || where.region != region {
			continue
		}
		for _, list := range trails {
			if slices.ContainsFunc(list, func(one span) bool { return !from.Before(one.from) && !until.After(one.until) }) {
				return true
			}
		}
	}
	return false
}
