// Coverage: hours that follow one another are one stretch, and what lies between stretches is a gap.

package trail

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// hourRow writes a stretch in one line: account, region, hours counted from the first of May, and counts.
func hourRow(h Hours) string {
	day := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	what := fmt.Sprintf("files %d events %d rejects %d", h.Files, h.Events, h.Rejects)
	switch h.State {
	case HoursGap:
		what = "gap"
	case HoursUnplaced:
		return fmt.Sprintf("unplaced %d", h.Rejects)
	case HoursUnreadable:
		what = "unreadable " + what
	case HoursLogs:
	}
	return fmt.Sprintf("%s %s %v-%v %s", h.Account, h.Region, h.From.Sub(day).Hours(), h.Until.Sub(day).Hours(), what)
}

func TestCoverage(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2024, 5, 1, hour, minute, 0, 0, time.UTC) }
	file := func(account, region string, hour, minute int) KeyName {
		k, _ := ParseKey(fmt.Sprintf("logs/%s_CloudTrail_%s_%s_abcDEF.json.gz", account, region, at(hour, minute).Format("20060102T1504Z")))
		return k
	}
	tests := map[string]struct {
		tell func(c *Coverage)
		want string
	}{
		"nothing": {func(*Coverage) {}, ""},
		"one hour": {func(c *Coverage) { c.Events("1", "r", at(3, 59), 2); c.Events("1", "r", at(3, 0), 1) }, `
			1 r 3-4 files 0 events 3 rejects 0`},
		"a stretch": {func(c *Coverage) {
			c.Events("1", "r", at(4, 0), 1)
			c.Events("1", "r", at(3, 0), 2)
			c.Events("1", "r", at(5, 0), 4)
		}, `
			1 r 3-6 files 0 events 7 rejects 0`},
		"a gap": {func(c *Coverage) { c.Events("1", "r", at(7, 0), 1); c.Events("1", "r", at(3, 0), 2) }, `
			1 r 3-4 files 0 events 2 rejects 0
			1 r 4-7 gap
			1 r 7-8 files 0 events 1 rejects 0`},
		"a file without events is no gap": {func(c *Coverage) {
			c.Events("111122223333", "eu-west-1", at(3, 0), 1)
			c.File(file("111122223333", "eu-west-1", 4, 5), true, 2, "")
			c.Events("111122223333", "eu-west-1", at(5, 0), 1)
		}, `
			111122223333 eu-west-1 3-6 files 1 events 2 rejects 2`},
		"each region by itself": {func(c *Coverage) {
			c.Events("2", "a", at(3, 0), 1)
			c.Events("1", "b", at(4, 0), 1)
			c.Events("1", "a", at(5, 0), 1)
			c.Events("1", "a", at(9, 0), 1)
		}, `
			1 a 5-6 files 0 events 1 rejects 0
			1 a 6-9 gap
			1 a 9-10 files 0 events 1 rejects 0
			1 b 4-5 files 0 events 1 rejects 0
			2 a 3-4 files 0 events 1 rejects 0`},
		"names that say nothing": {func(c *Coverage) { c.Unplaced(0); c.Unplaced(3) }, `
			unplaced 3`},
		"events that were not asked for make no gap": {func(c *Coverage) {
			c.Events("1", "r", at(3, 0), 1)
			c.Known("1", "r", at(4, 0))
			c.Events("1", "r", at(5, 0), 1)
		}, `
			1 r 3-6 files 0 events 2 rejects 0`},
		"files of which nothing could be read are no logs": {func(c *Coverage) {
			c.Events("111122223333", "eu-west-1", at(3, 0), 1)
			c.File(file("111122223333", "eu-west-1", 4, 5), false, 1, "")
		}, `
			111122223333 eu-west-1 3-4 files 0 events 1 rejects 0
			111122223333 eu-west-1 4-5 unreadable files 0 events 0 rejects 1`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := NewCoverage()
			tt.tell(c)
			var got []string
			for _, h := range c.Stretches() {
				got = append(got, hourRow(h))
			}
			want := strings.Split(strings.ReplaceAll(strings.TrimSpace(tt.want), "\t", ""), "\n")
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// TestFilterAdmits: files are let through by the account, region and time of delivery that their names tell.
func TestFilterAdmits(t *testing.T) {
	at := time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)
	newest := at.Add(2 * time.Hour)
	tests := map[string]struct {
		filter Filter
		want   bool
	}{
		"nothing asked":          {Filter{}, true},
		"the account":            {Filter{Accounts: []string{"2", "1"}}, true},
		"another account":        {Filter{Accounts: []string{"2"}}, false},
		"another region":         {Filter{Regions: []string{"s"}}, false},
		"from, inclusive":        {Filter{From: Moment{At: at}}, true},
		"from later":             {Filter{From: Moment{At: at.Add(1)}}, false},
		"until, exclusive":       {Filter{Until: Moment{At: at}}, false},
		"until later":            {Filter{Until: Moment{At: at.Add(1)}}, true},
		"a span back":            {Filter{From: Moment{Back: 2 * time.Hour}}, true},
		"a shorter span back":    {Filter{From: Moment{Back: time.Hour}}, false},
		"until a span back":      {Filter{Until: Moment{Back: 3 * time.Hour}}, false},
		"what names do not tell": {Filter{Names: []string{"X"}, Errors: true}, true},
	}
	for name, tt := range tests {
		if got := tt.filter.Admits("1", "r", at, newest); got != tt.want {
			t.Errorf("%s: %t, want %t", name, got, tt.want)
		}
	}
}

// TestLate: a file is late by its newest record; the usual delay is none.
func TestLate(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)
	k := KeyName{Account: "111122223333", Region: "eu-west-1", Time: at}
	c := NewCoverage()
	for _, behind := range []time.Duration{0, 5 * time.Minute, LateAfter, LateAfter + time.Second, 2 * time.Hour, -time.Hour} {
		c.File(k, true, 0, "")
		c.Newest(k, at.Add(-behind))
	}
	c.Newest(k, time.Time{}) // no record has a time
	found := c.Stretches()
	if len(found) != 1 || found[0].Files != 6 || found[0].Late != 2 || found[0].LateBy != 2*time.Hour {
		t.Errorf("got %+v", found)
	}
}
