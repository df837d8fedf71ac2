// Times as logs write them: RFC 3339 with a zone, and the zone-less forms of CSV exports, which are read as UTC.

package trail

import (
	"fmt"
	"time"
)

// ParseTime reads the time of a record. zoned is false when the text names no zone: then UTC is assumed, as AWS's own
// consoles and exports do, and the caller counts it as repaired.
func ParseTime(written string) (t time.Time, zoned bool, err error) { return parseTime(written) }

func parseTime[T string | []byte](written T) (t time.Time, zoned bool, err error) {
	if t, ok := parseUTC(written); ok {
		return t, true, nil
	}
	s := string(written)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05.999999999Z0700", "20060102T150405Z"} {
		if t, err = time.Parse(layout, s); err == nil && writable(t) {
			return t.UTC(), true, nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02, 03:04:05 PM", "2006-01-02, 15:04:05"} {
		if t, err = time.Parse(layout, s); err == nil && writable(t) {
			return t, false, nil
		}
	}
	return time.Time{}, false, fmt.Errorf("unreadable time %q", s)
}

// writable reports whether RFC 3339 can say the time in UTC. A zone may shift the last day of the year 9999 out of it.
func writable(t time.Time) bool { return t.UTC().Year() >= 1 && t.UTC().Year() <= 9999 }

// parseUTC reads the one form that nearly every record has, 2006-01-02T15:04:05Z, without the cost of time.Parse.
func parseUTC[T string | []byte](s T) (time.Time, bool) {
	if len(s) != 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != 'Z' {
		return time.Time{}, false
	}
	number := func(at, n int) int {
		v := 0
		for ; n > 0; n-- {
			if s[at]-'0' > 9 {
				return -1
			}
			v = v*10 + int(s[at]-'0')
			at++
		}
		return v
	}
	year, month, day := number(0, 4), number(5, 2), number(8, 2)
	hour, minute, second := number(11, 2), number(14, 2), number(17, 2)
	if year < 1 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) ||
		hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC), true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
