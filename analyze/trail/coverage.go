// Coverage: for which hours of which account and region an archive has logs. A gap is time for which it has neither a
// log file nor an event: nothing is known of it, least of all that nothing happened.

package trail

import (
	"cmp"
	"slices"
	"time"
)

// Hours is a stretch of whole hours of one kind in an account and region.
type Hours struct {
	Account, Region string
	From, Until     time.Time // zero for files whose names do not say what they cover
	State           HoursState
	Files           int64 // log files whose names say that they were delivered in that time
	Events          int64
	Rejects         int64 // of those files and their records
	// Late counts the files that were delivered more than LateAfter behind their newest record, and LateBy is the most by which one was:
	// the deliveries failed for a while, or somebody else put the file there.
	Late   int64
	LateBy time.Duration
	// Digests counts the log files by what CloudTrail's signed digests say of them, those included that could not be read.
	Digests Verdicts
}

// LateAfter is how long behind its newest record a log file is delivered at most, in the usual course of things: AWS says that
// logs come within an average of about 5 minutes of the call, without a promise, and said 15 minutes before 2023.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
const LateAfter = 15 * time.Minute

// HoursState says what is known of a stretch of time.
type HoursState string

// The states of a stretch.
const (
	HoursLogs       HoursState = "logs"       // there are log files or events
	HoursUnreadable HoursState = "unreadable" // there are log files, and none of them could be read
	HoursGap        HoursState = "gap"        // neither a log file nor an event: nothing is known
	HoursUnplaced   HoursState = "unplaced"   // rejects of files whose names say neither account nor time
)

// place is an account and region.
type place struct{ account, region string }

// hour is what is known of one hour.
type hour struct {
	Hours
	known bool // some event lies in it, whether or not it was asked for
}

// Coverage gathers what is known hour by hour.
type Coverage struct {
	hours    map[place]map[time.Time]*hour
	unplaced int64 // rejects
}

// NewCoverage returns an empty account.
func NewCoverage() *Coverage { return &Coverage{hours: map[place]map[time.Time]*hour{}} }

func (c *Coverage) hour(account, region string, at time.Time) *hour {
	p := place{account, region}
	if c.hours[p] == nil {
		c.hours[p] = map[time.Time]*hour{}
	}
	at = at.UTC().Truncate(time.Hour)
	h := c.hours[p][at]
	if h == nil {
		h = &hour{Hours: Hours{Account: account, Region: region, From: at, Until: at.Add(time.Hour)}}
		c.hours[p][at] = h
	}
	return h
}

// Known says that an hour has events.
func (c *Coverage) Known(account, region string, at time.Time) {
	c.hour(account, region, at).known = true
}

// Events counts those of an hour that were asked for.
func (c *Coverage) Events(account, region string, at time.Time, n int64) {
	h := c.hour(account, region, at)
	h.known = true
	h.Events += n
}

// File counts a log file under what its name says, and by what digests say of it. readable is false for one of which nothing could
// be read.
func (c *Coverage) File(k KeyName, readable bool, rejects int64, digest string) {
	h := c.hour(k.Account, k.Region, k.Time)
	if readable {
		h.Files++
	}
	h.Rejects += rejects
	h.Digests.Add(digest, 1)
}

// Newest tells the time of the newest record of a log file, once for each file.
func (c *Coverage) Newest(k KeyName, newest time.Time) {
	by := k.Time.Sub(newest)
	if by <= LateAfter || newest.IsZero() {
		return
	}
	h := c.hour(k.Account, k.Region, k.Time)
	h.Late++
	h.LateBy = max(h.LateBy, by)
}

// Unplaced counts rejects of files whose names do not say what they cover.
func (c *Coverage) Unplaced(rejects int64) { c.unplaced += rejects }

// Stretches returns the account in order of account, region and time: hours of one state that follow one another are one
// stretch, and so is each gap between them. Rejects that have no place come last.
func (c *Coverage) Stretches() []Hours {
	var out []Hours
	for _, hours := range c.hours {
		list := make([]*hour, 0, len(hours))
		for _, h := range hours {
			list = append(list, h)
		}
		slices.SortFunc(list, func(a, b *hour) int { return a.From.Compare(b.From) })
		out = append(out, stretch(list)...)
	}
	slices.SortFunc(out, func(a, b Hours) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), a.From.Compare(b.From))
	})
	if c.unplaced > 0 {
		out = append(out, Hours{State: HoursUnplaced, Rejects: c.unplaced})
	}
	return out
}

// stretch joins the hours of one account and region, which are in order.
func stretch(hours []*hour) []Hours {
	var out []Hours
	for _, h := range hours {
		h.State = HoursLogs
		if !h.known && h.Files == 0 {
			h.State = HoursUnreadable
		}
		n := len(out)
		if n > 0 && !out[n-1].Until.Equal(h.From) {
			out = append(out, Hours{Account: h.Account, Region: h.Region, From: out[n-1].Until, Until: h.From, State: HoursGap})
			n++
		}
		if n == 0 || out[n-1].State != h.State {
			out = append(out, h.Hours)
			continue
		}
		last := &out[n-1]
		last.Until = h.Until
		last.Files += h.Files
		last.Events += h.Events
		last.Rejects += h.Rejects
		last.Late += h.Late
		last.LateBy = max(last.LateBy, h.LateBy)
		last.Digests.Join(h.Digests)
	}
	return out
}
