// The time that lanes are drawn over. A mangled record may tell a time that is centuries from all others: it must not make one cell of
// all the rest.

package trail

import (
	"slices"
	"time"
)

// Outlier is a stretch of time that lanes leave out, because it lies far from the rest and little lies in it.
type Outlier struct {
	From, Until time.Time
	Hours       int // of accounts and regions that something is known of
	Events      int64
}

const (
	farHours = 366 * 24 // without anything on either side of an outlier
	rareness = 200      // an outlier has at most one in so many of all hours, unless no log file is of its time
)

// island is a stretch of hours without a long gap.
type island struct {
	Outlier
	files bool // some log file is of its time
}

// span returns the time that lanes are drawn over, and what lies before and behind it. Whatever lies within is not left out.
func (c *Coverage) span() (from, until time.Time, outside []Outlier) {
	list := c.islands()
	if len(list) == 0 {
		return from, until, nil
	}
	all, heaviest := 0, 0
	for i := range list {
		if all += list[i].Hours; list[i].Hours > list[heaviest].Hours {
			heaviest = i
		}
	}
	drawn := false
	for i := range list {
		rare := list[i].Hours*rareness <= all || list[heaviest].files && !list[i].files
		if i != heaviest && rare {
			continue
		}
		if !drawn {
			from, drawn = list[i].From, true
		}
		until = list[i].Until
	}
	for i := range list {
		if list[i].Until.Before(from) || list[i].From.After(until) {
			outside = append(outside, list[i].Outlier)
		}
	}
	return from, until, outside
}

// islands are the stretches of hours in order of time.
func (c *Coverage) islands() (list []island) {
	var hours []*hour
	for _, known := range c.hours {
		for _, h := range known {
			hours = append(hours, h)
		}
	}
	slices.SortFunc(hours, func(a, b *hour) int { return a.From.Compare(b.From) })
	for _, h := range hours {
		if n := len(list); n == 0 || hoursBetween(list[n-1].Until, h.From) > farHours {
			list = append(list, island{Outlier: Outlier{From: h.From}})
		}
		last := &list[len(list)-1]
		last.Until, last.files = h.Until, last.files || !h.known || h.Files > 0
		last.Hours++
		last.Events += h.Events
	}
	return list
}
