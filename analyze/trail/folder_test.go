// Folders are known down to the day, and a filter leaves out only what cannot hold an event that passes.

package trail

import (
	"testing"
	"time"
)

func TestParseFolder(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	region := Folder{Account: "111122223333", Product: "CloudTrail", Region: "eu-west-1"}
	year, month, leaf := region, region, region
	year.From, year.Until = day(2024, 1, 1), day(2025, 1, 1)
	month.From, month.Until = day(2024, 2, 1), day(2024, 3, 1)
	leaf.From, leaf.Until, leaf.Leaf = day(2024, 2, 29), day(2024, 3, 1), true
	tests := map[string]struct {
		want Folder
		ok   bool
	}{
		"AWSLogs/":                                                 {Folder{}, true},
		"a/b/AWSLogs/":                                             {Folder{}, true},
		"AWSLogs/o-exampleorgid/":                                  {Folder{Organization: "o-exampleorgid"}, true},
		"AWSLogs/o-abc/111122223333/":                              {Folder{Organization: "o-abc", Account: "111122223333"}, true},
		"AWSLogs/111122223333/CloudTrail-Digest/":                  {Folder{Account: "111122223333", Product: "CloudTrail-Digest"}, true},
		"AWSLogs/111122223333/CloudTrail/eu-west-1/":               {region, true},
		"x/AWSLogs/111122223333/CloudTrail/eu-west-1/2024/":        {year, true},
		"x/AWSLogs/111122223333/CloudTrail/eu-west-1/2024/02/":     {month, true},
		"x/AWSLogs/111122223333/CloudTrail/eu-west-1/2024/02/29/":  {leaf, true},
		"AWSLogs/old/AWSLogs/111122223333/":                        {Folder{Account: "111122223333"}, true},
		"":                                                         {},
		"logs/":                                                    {},
		"AWSLogs":                                                  {},
		"AWSLogs-old/":                                             {},
		"AWSLogs/misc/":                                            {},
		"AWSLogs/111122223333/Config/":                             {},
		"AWSLogs/111122223333/CloudTrail/everywhere/":              {},
		"AWSLogs/111122223333/CloudTrail/eu-west-1/24/":            {},
		"AWSLogs/111122223333/CloudTrail/eu-west-1/2023/02/29/":    {},
		"AWSLogs/111122223333/CloudTrail/eu-west-1/2024/02/29/13/": {},
	}
	for path, tt := range tests {
		if got, ok := ParseFolder(path); ok != tt.ok || got != tt.want {
			t.Errorf("ParseFolder(%q) = %+v, %t, want %+v, %t", path, got, ok, tt.want, tt.ok)
		}
	}
}

func TestFilterFolder(t *testing.T) {
	at := func(s string) Moment {
		m, err := ParseMoment(s)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	everything := Filter{}
	account := Filter{Accounts: []string{"111122223333", "444455556666"}}
	region := Filter{Regions: []string{"eu-west-1"}}
	window := Filter{From: at("2024-02-28T15:00:00Z"), Until: at("2024-03-02")} // delivered on 27 February to 4 March
	span := Filter{From: Moment{Back: time.Hour}}
	const mine, theirs = "AWSLogs/111122223333/", "AWSLogs/999999999999/"
	const trail = mine + "CloudTrail/eu-west-1/"
	tests := []struct {
		filter Filter
		path   string
		want   Passage
	}{
		{everything, "AWSLogs/", Some},
		{everything, mine, Whole},
		{everything, trail + "2024/02/28/", Whole},
		{account, "AWSLogs/o-a/", Some},
		{account, mine, Whole},
		{account, theirs, Nothing},
		{account, theirs + "CloudTrail-Digest/eu-west-1/2024/", Nothing},
		{region, mine, Some},
		{region, mine + "CloudTrail-Insight/", Some},
		{region, trail, Whole},
		{region, mine + "CloudTrail/us-east-1/", Nothing},
		{window, mine, Some},
		{window, trail, Some},
		{window, trail + "2023/", Nothing},
		{window, trail + "2024/", Some},
		{window, trail + "2025/", Nothing},
		{window, trail + "2024/01/", Nothing},
		{window, trail + "2024/02/", Some},
		{window, trail + "2024/02/26/", Nothing},
		{window, trail + "2024/02/27/", Whole},
		{window, trail + "2024/03/04/", Whole},
		{window, trail + "2024/03/05/", Nothing},
		{Filter{From: window.From}, trail + "2025/", Whole},
		{Filter{Until: at("2024-03-02T00:00:01Z")}, trail + "2024/03/05/", Whole}, // three days after the last second's
		{Filter{Until: at("2024-03-02T00:00:01Z")}, trail + "2024/03/06/", Nothing},
		{Filter{Until: at("2024-03-02T01:00:00+02:00")}, trail + "2024/03/05/", Nothing}, // 1 March in UTC
		{span, mine, Whole},
		{span, trail + "1999/", Whole},
	}
	for _, tt := range tests {
		folder, ok := ParseFolder(tt.path)
		if !ok {
			t.Fatalf("ParseFolder(%q) fails", tt.path)
		}
		if got := tt.filter.Folder(folder); got != tt.want {
			t.Errorf("%+v.Folder(%q) = %d, want %d", tt.filter, tt.path, got, tt.want)
		}
	}
}

// Every file that holds a passing event, delivered up to three days after it, or a day before by another clock, must be reached from the top.
func TestFilterFolderLosesNothing(t *testing.T) {
	first := time.Date(2023, 12, 28, 0, 0, 0, 0, time.UTC)
	for hours := range 24 * 7 {
		from := first.Add(time.Duration(hours) * time.Hour)
		f := Filter{From: Moment{At: from}, Until: Moment{At: from.Add(30 * time.Hour)}}
		for _, event := range []time.Time{from, from.Add(29 * time.Hour), from.Add(30*time.Hour - 1)} {
			for late := -24; late <= 3*24; late += 3 {
				delivered := event.Add(time.Duration(late) * time.Hour)
				for _, layout := range []string{"2006/", "2006/01/", "2006/01/02/"} {
					path := "AWSLogs/111122223333/CloudTrail/eu-west-1/" + delivered.Format(layout)
					if folder, ok := ParseFolder(path); !ok || f.Folder(folder) == Nothing {
						t.Fatalf("an event of %s, delivered at %s, is lost at %s", event, delivered, path)
					}
				}
			}
		}
	}
}
