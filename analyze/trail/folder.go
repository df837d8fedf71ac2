// Folders: where CloudTrail delivers to, so that a listing may leave out whole accounts, regions and days.

package trail

import (
	"slices"
	"strings"
	"time"
)

// Folder is a folder of the layout that CloudTrail delivers to, as far down as its path goes:
//
//	[prefix/]AWSLogs/[ORGANIZATION/]ACCOUNT/CloudTrail[-KIND]/REGION/YYYY/MM/DD/
//
// Fields below the end of the path are zero.
type Folder struct {
	Organization, Account, Region string
	Product                       string // "CloudTrail", "CloudTrail-Digest", "CloudTrail-Insight", …
	// From and Until bound the days of delivery of what lies in the folder (Until exclusive): a year, a month or a day.
	From, Until time.Time
	// Leaf is a day, below which lie files only.
	Leaf bool
}

// ParseFolder reads the path of a folder that ends in "/". It answers false for a folder that is above AWSLogs, or
// below it and laid out by somebody else than CloudTrail. With AWSLogs more than once in the path the last one counts.
func ParseFolder(path string) (Folder, bool) {
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	root := len(parts) - 1
	for root >= 0 && parts[root] != "AWSLogs" {
		root--
	}
	if root < 0 || !strings.HasSuffix(path, "/") {
		return Folder{}, false
	}
	var f Folder
	parts = parts[root+1:]
	if len(parts) > 0 && isOrganization(parts[0]) {
		f.Organization, parts = parts[0], parts[1:]
	}
	for _, level := range []struct {
		place *string
		fits  func(string) bool
	}{
		{&f.Account, isAccount},
		{&f.Product, func(s string) bool { _, ok := cloudTrailKind(s); return ok }},
		{&f.Region, isRegion},
	} {
		if len(parts) == 0 {
			return f, true
		}
		if !level.fits(parts[0]) {
			return Folder{}, false
		}
		*level.place, parts = parts[0], parts[1:]
	}
	if len(parts) > 0 && !f.days(parts) {
		return Folder{}, false
	}
	return f, true
}

// days reads YYYY, YYYY/MM or YYYY/MM/DD into the days it spans.
func (f *Folder) days(parts []string) bool {
	layouts := []string{"2006", "2006/01", "2006/01/02"}
	if len(parts) > len(layouts) {
		return false
	}
	from, err := time.Parse(layouts[len(parts)-1], strings.Join(parts, "/"))
	if err != nil {
		return false
	}
	f.From, f.Leaf = from, len(parts) == len(layouts)
	switch len(parts) {
	case 1:
		f.Until = from.AddDate(1, 0, 0)
	case 2:
		f.Until = from.AddDate(0, 1, 0)
	default:
		f.Until = from.AddDate(0, 0, 1)
	}
	return true
}

// Passage says how much of a folder a filter lets through.
type Passage uint8

// The answers of Filter.Folder.
const (
	Nothing Passage = iota // no file below can hold an event that passes
	Some                   // to be decided one folder further down
	Whole                  // everything below
)

// lateDays is how many days after an event its log file may still be delivered, earlyDays how many days before it by a
// clock that is wrong. CloudTrail takes minutes: of 4,190 real records each was delivered on its own day. A trail whose
// bucket could not be written to is delivered later, up to 30 days by AWS' word, which is more than a window of one day
// should cost; who knows of such an outage asks for more days.
const (
	lateDays  = 3
	earlyDays = 1
)

// Folder says whether files below the folder can hold events that pass, going by accounts, regions and days of
// delivery. Bounds that are spans back from the newest event count for nothing here: resolve them first.
func (f Filter) Folder(at Folder) Passage {
	if at.Account == "" {
		return Some
	}
	if !passes(f.Accounts, at.Account) || at.Region != "" && !passes(f.Regions, at.Region) {
		return Nothing
	}
	bounded := !f.From.At.IsZero() || !f.Until.At.IsZero()
	if at.From.IsZero() {
		if bounded || at.Region == "" && len(f.Regions) > 0 {
			return Some
		}
		return Whole
	}
	return f.days(at)
}

func (f Filter) days(at Folder) Passage {
	inside := true
	if from := f.From.At; !from.IsZero() {
		first := from.UTC().Truncate(24*time.Hour).AddDate(0, 0, -earlyDays)
		if !at.Until.After(first) {
			return Nothing
		}
		inside = !at.From.Before(first)
	}
	if until := f.Until.At; !until.IsZero() {
		end := until.UTC().Add(-1).Truncate(24*time.Hour).AddDate(0, 0, 1+lateDays)
		if !at.From.Before(end) {
			return Nothing
		}
		inside = inside && !at.Until.After(end)
	}
	if inside || at.Leaf {
		return Whole
	}
	return Some
}

// passes reports whether a list of values lets one through; an empty list lets everything through.
func passes(values []string, one string) bool {
	return len(values) == 0 || slices.Contains(values, one)
}
