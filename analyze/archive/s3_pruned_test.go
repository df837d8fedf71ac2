// What is asked of a store for one account, region and day, in every layout that trails are delivered in: a few listings, each
// on the way there.

package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// layouts are places that a trail delivers to: an account's own, an organisation's (the bucket may be a delegated
// administrator's, or the management account's), both below folders of somebody's choice.
var layouts = map[string]string{
	"an account's trail":                  "AWSLogs/%s/",
	"an organisation's trail":             "AWSLogs/o-exampleorgid/%s/",
	"an account's trail below a prefix":   "security/logs/AWSLogs/%s/",
	"an organisation's, below a prefix":   "x/AWSLogs/o-exampleorgid/%s/",
	"a prefix that looks like an account": "000000000001/AWSLogs/%s/",
}

func TestOnlyTheWayThereIsAsked(t *testing.T) {
	const account, region = "000000000002", "eu-west-1"
	day := time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
	filter := trail.Filter{Accounts: []string{account}, Regions: []string{region}, From: at(t, "2025-12-31T10:00:00Z"), Until: at(t, "2025-12-31T11:00:00Z")}
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) {
			store := newShelf(1000)
			for a := range 6 {
				for _, product := range []string{"CloudTrail", "CloudTrail-Digest", "CloudTrail-Insight"} {
					for _, r := range []string{"eu-west-1", "eu-west-2", "us-east-1", "us-gov-west-1"} {
						for d := range 60 {
							store.objects[fmt.Sprintf(layout, fmt.Sprintf("%012d", a))+product+"/"+r+"/"+day.AddDate(0, 0, d-30).Format("2006/01/02")+"/x.json.gz"] = "x"
						}
					}
				}
			}
			root := fmt.Sprintf(layout, account)
			var want []string
			for _, product := range []string{"CloudTrail", "CloudTrail-Digest", "CloudTrail-Insight"} {
				for d := -1; d <= 3; d++ { // the day before, for clocks, and three after, for late deliveries
					want = append(want, root+product+"/"+region+"/"+day.AddDate(0, 0, d).Format("2006/01/02")+"/x.json.gz")
				}
			}
			slices.Sort(want)
			for _, prefix := range []string{"", root[:strings.Index(root, "AWSLogs/")], root[:strings.LastIndex(root, "AWSLogs/")+len("AWSLogs/")], root} {
				store.asked = nil
				if got := listAll(t, store.bucket(prefix, S3Options{Filter: filter})); !slices.Equal(got, want) {
					t.Errorf("below %q: listed %d, want %d; first difference: %s", prefix, len(got), len(want), difference(got, want))
				}
				for _, asked := range store.asked {
					if !strings.HasPrefix(asked, root) && !strings.HasPrefix(root, asked) || strings.Contains(strings.TrimPrefix(asked, root), "us-") || strings.Contains(asked, "eu-west-2") {
						t.Errorf("below %q: asked for %q", prefix, asked)
					}
				}
				// Of each of the three products: itself, the region, two years, two months and five days; and the way there.
				if most := 3*11 + strings.Count(root, "/") + 1; len(store.asked) > most {
					t.Errorf("below %q: %d listings, want %d at most", prefix, len(store.asked), most)
				}
			}
		})
	}
}
