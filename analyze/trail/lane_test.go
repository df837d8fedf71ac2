// Lanes: each hour is told once, and what is not known is never told as quiet.

package trail

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestLanes(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2024, 5, 1, hour, 10, 0, 0, time.UTC) }
	c := NewCoverage()
	c.Events("111122223333", "eu-west-1", at(0), 5)
	c.Events("111122223333", "eu-west-1", at(3), 7)
	c.Known("111122223333", "eu-west-1", at(1))
	c.File(KeyName{Account: "111122223333", Region: "us-east-1", Time: at(2)}, true, 0, "")
	c.File(KeyName{Account: "111122223333", Region: "us-east-1", Time: at(9)}, false, 3, "")
	c.Events("", "mangled", at(4), 1)
	c.Unplaced(2)
	tell := func(most int) string {
		lanes := c.Lanes(most)
		out := []string{fmt.Sprintf("from %d by %dh, %d unplaced", lanes.From.Hour(), lanes.Step, lanes.Unplaced)}
		for _, l := range lanes.Lanes {
			line := l.Account + " " + l.Region
			for _, cell := range l.Cells {
				line += fmt.Sprintf(" %d/%d!%d:%d-%d", cell.Gap, cell.Hours, cell.Unreadable, cell.Events, cell.Rejects)
			}
			out = append(out, line)
		}
		return strings.Join(out, "\n")
	}
	for most, want := range map[int]string{
		4: "from 0 by 3h, 2 unplaced\n" + // gap/hours!unreadable:events-rejects
			"111122223333 eu-west-1 1/3!0:5-0 2/3!0:7-0 3/3!0:0-0 1/1!0:0-0\n" +
			"111122223333 us-east-1 2/3!0:0-0 3/3!0:0-0 3/3!0:0-0 0/1!1:0-3\n" +
			" mangled 3/3!0:0-0 2/3!0:1-0 3/3!0:0-0 1/1!0:0-0",
		1: "from 0 by 10h, 2 unplaced\n111122223333 eu-west-1 7/10!0:12-0\n111122223333 us-east-1 8/10!1:0-3\n mangled 9/10!0:1-0",
	} {
		if got := tell(most); got != want {
			t.Errorf("in at most %d:\n%s\nwant\n%s", most, got, want)
		}
	}
	if many := c.Lanes(480); len(many.Lanes[0].Cells) != 10 || many.Step != 1 {
		t.Errorf("%d cells of %d h", len(many.Lanes[0].Cells), many.Step)
	}
	if none := NewCoverage().Lanes(10); len(none.Lanes) != 0 || !none.From.IsZero() {
		t.Errorf("of nothing: %+v", none)
	}
}

// TestLanesAgree: however the time is cut, the hours without logs are those of the stretches that are listed, and the rest is told apart.
func TestLanesAgree(t *testing.T) {
	for seed := range uint64(50) {
		chance := rand.New(rand.NewPCG(seed, 3))
		c := NewCoverage()
		for range 1 + chance.IntN(60) {
			region, at := []string{"eu-west-1", "us-east-1", "eu-north-1"}[chance.IntN(3)], time.Date(2024, 5, 1, chance.IntN(200), 0, 0, 0, time.UTC)
			if chance.IntN(3) == 0 {
				c.File(KeyName{Account: "111122223333", Region: region, Time: at}, chance.IntN(2) == 0, 0, "")
			} else {
				c.Events("111122223333", region, at, 1)
			}
		}
		dark, all, lanes := 0, 0, map[string]bool{}
		var from, until time.Time
		for _, h := range c.Stretches() {
			n := int(h.Until.Sub(h.From).Hours())
			all, lanes[h.Region] = all+n, true
			if h.State == HoursGap || h.State == HoursUnreadable {
				dark += n
			}
			if from.IsZero() || h.From.Before(from) {
				from = h.From
			}
			if h.Until.After(until) {
				until = h.Until
			}
		}
		for _, most := range []int{1, 7, 480} {
			cut := c.Lanes(most)
			hours, gap, unreadable, beyond := cut.Known()
			if hours != all || gap+unreadable != dark || hours+beyond != len(lanes)*int(until.Sub(from).Hours()) {
				t.Errorf("seed %d, in at most %d: %d hours, %d and %d dark, %d beyond; listed are %d, %d dark", seed, most, hours, gap, unreadable, beyond, all, dark)
			}
		}
	}
}

// TestLanesOfMangledTimes: a record that says the year 0 and one that says 9999 cost the map its detail and nothing else.
func TestLanesOfMangledTimes(t *testing.T) {
	c := NewCoverage()
	for _, year := range []int{0, 2024, 9999} {
		c.Events("111122223333", "eu-west-1", time.Date(year, 5, 1, 0, 0, 0, 0, time.UTC), 1)
	}
	for _, most := range []int{1, 7, 480} {
		lanes := c.Lanes(most)
		events, hours := int64(0), 0
		for _, cell := range lanes.Lanes[0].Cells {
			events, hours = events+cell.Events, hours+cell.Hours
		}
		last := lanes.After(hours - 1)
		if events != 3 || len(lanes.Lanes[0].Cells) > most || last.Year() != 9999 || last.Hour() != 0 {
			t.Errorf("in %d: %d events, %d cells until %s", most, events, len(lanes.Lanes[0].Cells), last)
		}
	}
}

// TestOutliers: times that are far off and rare, or of no log file, are told beside the map; a small part of an archive that is years older
// and has its files is drawn.
func TestOutliers(t *testing.T) {
	day := func(year, hour int) time.Time { return time.Date(year, 5, 1, hour, 0, 0, 0, time.UTC) }
	archive := func(hours int) *Coverage {
		c := NewCoverage()
		for h := range hours {
			c.Events("111122223333", "eu-west-1", day(2024, h), 2)
			c.File(KeyName{Account: "111122223333", Region: "eu-west-1", Time: day(2024, h)}, true, 0, "")
		}
		return c
	}
	for name, tt := range map[string]struct {
		hours int
		more  func(c *Coverage)
		want  string
	}{
		"nothing far off": {50, func(c *Coverage) { c.Events("111122223333", "eu-west-1", day(2024, 5000), 1) }, "2024-2024 101"},
		"mangled times": {50, func(c *Coverage) {
			c.Events("111122223333", "eu-west-1", day(1, 0), 1)
			c.Events("mangled", "", day(9999, 0), 2)
			c.Events("mangled", "", day(9999, 1), 3)
		}, "2024-2024 100 | 0001 1h 1 | 9999 2h 5"},
		"few files, years before": {50, func(c *Coverage) {
			c.File(KeyName{Account: "111122223333", Region: "eu-west-1", Time: day(2019, 0)}, true, 0, "")
		}, "2019-2024 100"},
		"one file of a thousand": {1000, func(c *Coverage) {
			c.File(KeyName{Account: "111122223333", Region: "eu-west-1", Time: day(2019, 0)}, false, 1, "")
		}, "2024-2024 2000 | 2019 1h 0"},
		"nothing else": {0, func(c *Coverage) { c.Events("mangled", "", day(9999, 0), 2) }, "9999-9999 2"},
		"mangled, and within": {50, func(c *Coverage) {
			c.File(KeyName{Account: "111122223333", Region: "eu-west-1", Time: day(2019, 0)}, true, 0, "")
			c.Events("mangled", "", day(2021, 0), 7)
		}, "2019-2024 107"},
	} {
		c := archive(tt.hours)
		tt.more(c)
		lanes := c.Lanes(480)
		hours, events := 0, int64(0)
		for _, cell := range lanes.Lanes[0].Cells {
			hours += cell.Hours
		}
		for _, l := range lanes.Lanes {
			for _, cell := range l.Cells {
				events += cell.Events
			}
		}
		got := fmt.Sprintf("%04d-%04d %d", lanes.From.Year(), lanes.After(hours-1).Year(), events)
		for _, o := range lanes.Outside {
			got += fmt.Sprintf(" | %04d %dh %d", o.From.Year(), o.Hours, o.Events)
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
