// Moments: the forms that AWS writes timestamps in.

package wire

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// The forms, named as in the service models, and two of our own: ISO 8601 with milliseconds whatever they are, as EC2 and
// S3 write, and a number of seconds in JSON.
const (
	iso8601 = "iso8601"
	millis  = "millis"
	rfc822  = "rfc822"
	unix    = "unixTimestamp"
)

// form is how a member's moments are written: as the model says, or as the protocol does.
func (m *Member) form(otherwise string) string {
	if m.Form != "" {
		return m.Form
	}
	return otherwise
}

// moment writes a moment.
func moment(t time.Time, form string) string {
	t = t.UTC()
	switch form {
	case rfc822:
		return t.Format("Mon, 02 Jan 2006 15:04:05 GMT")
	case unix:
		return strconv.FormatFloat(float64(t.UnixMicro())/1e6, 'f', -1, 64)
	case millis:
		return t.Format("2006-01-02T15:04:05.000Z")
	default:
		return t.Format("2006-01-02T15:04:05.999999999Z")
	}
}

// layouts are what is tried where a moment is not in its own form.
var layouts = []string{
	time.RFC3339Nano, time.RFC1123, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999", "2006-01-02", "Monday, 02-Jan-06 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05 MST",
}

// readMoment reads a moment in any of the forms.
func readMoment(text, form string) (any, error) {
	if form == unix {
		if t, ok := epoch(text); ok {
			return t, nil
		}
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	if t, ok := epoch(text); ok {
		return t, nil
	}
	return nil, fmt.Errorf("%s is not a moment", short(text))
}

// epoch reads seconds since 1970, to the microsecond: a number in JSON holds no more.
func epoch(text string) (time.Time, bool) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(seconds) > 1e11 || math.IsNaN(seconds) {
		return time.Time{}, false
	}
	return time.UnixMicro(int64(math.Round(seconds * 1e6))).UTC(), true
}
