// Missing hours are told where they matter, and what cannot be read is a silence.

package analyze

import (
	"testing"
	"time"

	"traillab/analyze/trail"
)

func TestMissingHoursAreTold(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2024, 5, 14, h, 0, 0, 0, time.UTC) }
	hours := func(state trail.HoursState, from, until int, rejects int64) trail.Hours {
		return trail.Hours{Account: "1", Region: "eu-west-1", From: at(from), Until: at(until), State: state, Rejects: rejects}
	}
	o := Options{Hours: []trail.Hours{
		hours(trail.HoursLogs, 0, 3, 0), hours(trail.HoursGap, 3, 5, 0), hours(trail.HoursUnreadable, 5, 6, 2), hours(trail.HoursLogs, 6, 8, 1),
		hours(trail.HoursGap, 8, 9, 0),
	}}
	if gaps := o.gaps(); len(gaps) != 1 || !gaps[0].From.Equal(at(5)) || !gaps[0].Until.Equal(at(6)) {
		t.Errorf("silences: %v", gaps)
	}
	until := at(8)
	for name, test := range map[string]struct {
		account string
		from    time.Time
		until   *time.Time
		want    int
	}{
		"from the gap on":    {"1", at(4), &until, 3},
		"to the end":         {"1", at(4), nil, 4},
		"before it":          {"1", at(0), &[]time.Time{at(3)}[0], 0},
		"of another account": {"2", at(0), nil, 0},
	} {
		i := &Impact{}
		i.missing(&Case{hours: o.Hours}, test.account, "eu-west-1", test.from, test.until)
		if len(i.Unknown) != test.want {
			t.Errorf("%s: %d told, want %d: %v", name, len(i.Unknown), test.want, i.Unknown)
		}
	}
}
