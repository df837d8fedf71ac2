// Coverage: for which hours of which account and region an archive has logs. A gap is time for which it has neither a
// log file nor an event: nothing is known of it, least of all that nothing happened.

package trail

import (
	"cmp"
	"slices"
	"time"
)

// Hours is a stretch of whole hours in which an account and region has logs, or has none.
type Hours struct {
	Account, Region string
	From, Until     time.Time
	Files           int64 // log files whose names say that they were delivered in that time
	Events          int64
	Rejects         int64 // of those files and their records
	Gap             bool
}

// place is an account and region.
type place struct{ account, region string }

// Coverage gathers what is known hour by hour.
type Coverage struct {
	hours map[place]map[time.Time]*Hours
}

// NewCoverage returns an empty account.
func NewCoverage() *Coverage { return &Coverage{hours: map[place]map[time.Time]*Hours{}} }

func (c *Coverage) hour(account, region string, at time.Time) *Hours {
	p := place{account, region}
	if c.hours[p] == nil {
		c.hours[p] = map[time.Time]*Hours{}
	}
	at = at.UTC().Truncate(time.Hour)
	h := c.hours[p][at]
	if h == nil {
		h = &Hours{Account: account, Region: region, From: at, Until: at.Add(time.Hour)}
		c.hours[p][at] = h
	}
	return h
}

// Events counts events of an hour.
func (c *Coverage) Events(account, region string, hour time.Time, n int64) {
	c.hour(account, region, hour).Events += n
}

// File counts a log file and its rejects by what its name says. It answers false for a name that says nothing and for
// digests, which hold no events.
func (c *Coverage) File(path string, rejects int64) bool {
	k, ok := ParseKey(path)
	if !ok || k.Digest {
		return false
	}
	h := c.hour(k.Account, k.Region, k.Time)
	h.Files++
	h.Rejects += rejects
	return true
}

// Stretches returns the account in order of account, region and time: hours with logs that follow one another are one
// stretch, and so is each gap between them.
func (c *Coverage) Stretches() []Hours {
	var out []Hours
	for _, hours := range c.hours {
		list := make([]*Hours, 0, len(hours))
		for _, h := range hours {
			list = append(list, h)
		}
		slices.SortFunc(list, func(a, b *Hours) int { return a.From.Compare(b.From) })
		out = append(out, stretch(list)...)
	}
	slices.SortFunc(out, func(a, b Hours) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), a.From.Compare(b.From))
	})
	return out
}

// stretch joins the hours of one account and region, which are in order.
func stretch(hours []*Hours) []Hours {
	var out []Hours
	for _, h := range hours {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if last.Until.Equal(h.From) {
				last.Until = h.Until
				last.Files += h.Files
				last.Events += h.Events
				last.Rejects += h.Rejects
				continue
			}
			out = append(out, Hours{Account: h.Account, Region: h.Region, From: last.Until, Until: h.From, Gap: true})
		}
		out = append(out, *h)
	}
	return out
}
