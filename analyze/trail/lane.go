// Lanes: coverage for the eye, one lane for each account and region, cut into steps of equal length.

package trail

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Lanes is what is known of the time of the logs, by account and region and step by step.
type Lanes struct {
	From     time.Time
	Step     int // hours; a mangled record's time may be centuries from the others, which a time.Duration cannot tell
	Lanes    []Lane
	Unplaced int64     // rejects of files whose names say neither account nor time
	Outside  []Outlier // of what lies far from the rest, and is in no lane
}

// Lane is one account and region. It has as many cells as the others.
type Lane struct {
	Account, Region string
	Cells           []LaneCell
}

// LaneCell is a step of a lane. An hour before the first log of its account and region, or after the last, is a gap too: of
// that time, which other lanes have, nothing is known here.
type LaneCell struct {
	Hours      int // of the step that the logs of all lanes reach over
	Gap        int // of them: neither a log file nor an event
	Beyond     int // of those: before the first hour of which this lane has anything, or behind the last
	Unreadable int // of them: log files, none of which could be read
	Events     int64
	Rejects    int64
}

// Lanes cuts what is known into at most most steps of whole hours. A few hours that lie far from all others are told apart.
func (c *Coverage) Lanes(most int) Lanes {
	out := Lanes{Step: 1, Unplaced: c.unplaced}
	var until time.Time
	out.From, until, out.Outside = c.span()
	if until.IsZero() || most < 1 {
		return out
	}
	hours := hoursBetween(out.From, until)
	step := (hours + most - 1) / most
	out.Step = step
	for p, known := range c.hours {
		lane := Lane{Account: p.account, Region: p.region, Cells: make([]LaneCell, (hours+step-1)/step)}
		for i := range lane.Cells {
			lane.Cells[i].Hours = min(step, hours-i*step)
			lane.Cells[i].Gap = lane.Cells[i].Hours
		}
		first, last := hours, -1
		for at, h := range known {
			if at.Before(out.From) || !at.Before(until) {
				continue
			}
			hour := hoursBetween(out.From, at)
			first, last = min(first, hour), max(last, hour)
			cell := &lane.Cells[hour/step]
			cell.Gap--
			if !h.known && h.Files == 0 {
				cell.Unreadable++
			}
			cell.Events += h.Events
			cell.Rejects += h.Rejects
		}
		for i := range lane.Cells {
			from, cell := i*step, &lane.Cells[i]
			within := min(from+cell.Hours, last+1) - max(from, first)
			cell.Beyond = cell.Hours - max(0, within)
		}
		out.Lanes = append(out.Lanes, lane)
	}
	slices.SortFunc(out.Lanes, func(a, b Lane) int {
		return cmp.Or(cmp.Compare(odd(a.Account), odd(b.Account)), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	return out
}

// Known adds up the hours of all lanes from the first to the last of which each has anything: how many they are, of how many of them
// there are no logs, and logs that cannot be read. beyond is how many lie before and behind, where others have logs.
func (l *Lanes) Known() (hours, gap, unreadable, beyond int) {
	for _, lane := range l.Lanes {
		for _, c := range lane.Cells {
			hours, gap, unreadable, beyond = hours+c.Hours-c.Beyond, gap+c.Gap-c.Beyond, unreadable+c.Unreadable, beyond+c.Beyond
		}
	}
	return hours, gap, unreadable, beyond
}

// After is the moment so many hours behind the beginning of the lanes.
func (l *Lanes) After(hours int) time.Time {
	return time.Unix(l.From.Unix()+int64(hours)*secondsOfHour, 0).UTC()
}

const secondsOfHour = 3600

func hoursBetween(from, until time.Time) int {
	return int((until.Unix() - from.Unix()) / secondsOfHour)
}

// odd is 1 for what is no account's number, which comes after all that are: a mangled record must not stand before them.
func odd(account string) int {
	const digits = 12
	if len(account) == digits && strings.Trim(account, "0123456789") == "" {
		return 0
	}
	return 1
}
