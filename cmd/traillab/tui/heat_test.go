// The map of what is known, where a mangled record tells a time that is centuries off.

package tui

import (
	"testing"
	"time"

	"traillab/analyze/trail"
)

func TestOutsideOfTheMap(t *testing.T) {
	p := incident()
	sit(t, p.doors(), 120, 40).shows("Coverage", "!not drawn")
	far := time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)
	p.lanes.Outside = []trail.Outlier{{From: far, Until: far.Add(time.Hour), Hours: 1, Events: 1234}}
	u := sit(t, p.doors(), 120, 40).shows("not drawn, far from the rest: events 1 234, 9999-12-31 23:00:00", "10000-01-01")
	u.shows("▸ ")
	sit(t, p.doors(), 80, 24).shows("not drawn, far from the rest", "Not read")
}
