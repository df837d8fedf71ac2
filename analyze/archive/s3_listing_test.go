// Listings yield every object once, in the order of keys, and ask for nothing that the filter rules out.

package archive

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"traillab/analyze/trail"
)

// trailKeys are the log files and digests of a trail: two accounts, two regions, three days about the turn of the year.
func trailKeys(root string) []string {
	var keys []string
	for _, account := range []string{"111111111111", "222222222222"} {
		for _, product := range []string{"CloudTrail", "CloudTrail-Digest"} {
			for _, region := range []string{"eu-west-1", "us-east-1"} {
				for _, day := range []string{"2023/12/30", "2023/12/31", "2024/01/01"} {
					for n := range 3 {
						keys = append(keys, fmt.Sprintf("%sAWSLogs/%s/%s/%s/%s/f%d.json.gz", root, account, product, region, day, n))
					}
				}
			}
		}
	}
	return keys
}

func at(t *testing.T, s string) trail.Moment {
	t.Helper()
	m, err := trail.ParseMoment(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestListingPrunes(t *testing.T) {
	odd := []string{
		"AWSLogs/111111111111/", "AWSLogs/readme.txt", "AWSLogs/misc/111.json", "AWSLogs/222222222222/Config/eu-west-1/x.json.gz",
		"AWSLogs/111111111111/CloudTrail/eu-west-1/notes.txt", "AWSLogs/111111111111/CloudTrail/elsewhere/x.json",
		"AWSLogs/111111111111/CloudTrail/eu-west-1/2023/12/31/deeper/x.json", "AWSLogs-old/a.json", "AWSLogs", "zip/a.zip", "zip/deep/er/a.zip",
	}
	keys := slices.Concat(trailKeys(""), trailKeys("org/x/"), odd)
	tests := map[string]struct {
		prefix string
		filter trail.Filter
		has    func(key string) bool // which keys are listed
		never  []string              // parts of prefixes that are not asked for
	}{
		"everything": {has: func(string) bool { return true }},
		"one account": {
			filter: trail.Filter{Accounts: []string{"111111111111"}},
			has:    func(key string) bool { return !strings.Contains(key, "/222222222222/") },
			never:  []string{"222222222222"},
		},
		"one region": {
			filter: trail.Filter{Regions: []string{"us-east-1"}},
			has: func(key string) bool {
				return !strings.Contains(key, "/eu-west-1/") || strings.Contains(key, "/Config/")
			},
			never: []string{"CloudTrail/eu-west-1", "CloudTrail-Digest/eu-west-1"},
		},
		"one day and three more": {
			filter: trail.Filter{From: at(t, "2023-12-28T23:00:00Z"), Until: at(t, "2023-12-29")},
			has:    func(key string) bool { return !strings.Contains(key, "2024/01/01") },
			never:  []string{"/2024"},
		},
		"since a day before new year, one account": {
			filter: trail.Filter{Accounts: []string{"222222222222"}, From: at(t, "2024-01-02")},
			has: func(key string) bool {
				return !strings.Contains(key, "/111111111111/") && !strings.Contains(key, "/2023/")
			},
			never: []string{"111111111111", "/2023"},
		},
		"a folder as prefix": {
			prefix: "org/x/AWSLogs/111111111111/CloudTrail/",
			filter: trail.Filter{Regions: []string{"us-east-1"}},
			has: func(key string) bool {
				return strings.HasPrefix(key, "org/x/AWSLogs/111111111111/CloudTrail/us-east-1/")
			},
			never: []string{"eu-west-1"},
		},
		"a part of a name as prefix": {
			prefix: "AWSL",
			filter: trail.Filter{Accounts: []string{"111111111111"}},
			has: func(key string) bool {
				return strings.HasPrefix(key, "AWSL") && !strings.Contains(key, "/222222222222/")
			},
			never: []string{"222222222222", "org"},
		},
		"a part of a day": {
			prefix: "AWSLogs/111111111111/CloudTrail/us-east-1/2023/12/3",
			has: func(key string) bool {
				return strings.HasPrefix(key, "AWSLogs/111111111111/CloudTrail/us-east-1/2023/12/3")
			},
		},
		"one object": {
			prefix: "zip/a.zip",
			has:    func(key string) bool { return key == "zip/a.zip" },
		},
		"a prefix that the filter rules out": {
			prefix: "AWSLogs/111111111111/CloudTrail/",
			filter: trail.Filter{Accounts: []string{"222222222222"}},
			has:    func(string) bool { return false },
			never:  []string{""},
		},
	}
	for name, tt := range tests {
		for _, pageSize := range []int{7, 1000} {
			t.Run(fmt.Sprintf("%s, pages of %d", name, pageSize), func(t *testing.T) {
				store := newShelf(pageSize, keys...)
				store.objects["AWSLogs/111111111111/"] = "" // what a console makes for a folder
				var want []string
				for _, key := range store.keys() {
					if key != "AWSLogs/111111111111/" && strings.HasPrefix(key, tt.prefix) && tt.has(key) {
						want = append(want, key)
					}
				}
				got := listAll(t, store.bucket(tt.prefix, S3Options{Filter: tt.filter, Concurrency: 3}))
				if !slices.Equal(got, want) {
					t.Errorf("listed %d keys %q, want %d %q", len(got), got, len(want), want)
				}
				for _, part := range tt.never {
					if i := slices.IndexFunc(store.asked, func(p string) bool { return strings.Contains(p, part) }); i >= 0 {
						t.Errorf("asked for %q", store.asked[i])
					}
				}
			})
		}
	}
}

// Whatever the keys, the listing is the sorted list of them.
func TestListingIsCompleteAndOrdered(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	names := []string{
		"AWSLogs", "111111111111", "o-abcdefghij", "CloudTrail", "CloudTrail-Digest", "eu-west-1", "2024", "02", "29",
		"a", "a-", "a0", "ä b", "+", "%2F", "", ".", "x\x01y", "日本",
	}
	for round := range 300 {
		store := newShelf(1 + random.IntN(20))
		for range random.IntN(200) {
			parts := make([]string, 1+random.IntN(9))
			for i := range parts {
				parts[i] = names[random.IntN(len(names))]
			}
			if key := strings.Join(parts, "/"); key != "" {
				store.objects[key] = key
			}
		}
		prefix := ""
		if all := store.keys(); len(all) > 0 && random.IntN(2) == 0 {
			prefix = all[random.IntN(len(all))]
			prefix = prefix[:random.IntN(len(prefix)+1)]
		}
		want := slices.DeleteFunc(store.keys(), func(key string) bool { return !strings.HasPrefix(key, prefix) })
		if got := listAll(t, store.bucket(prefix, S3Options{Concurrency: 1 + random.IntN(5)})); !slices.Equal(got, want) {
			t.Fatalf("round %d: prefix %q: listed %q, want %q", round, prefix, got, want)
		}
	}
}

// A bucket with a folder for each file is listed flat, not with a request for each folder.
func TestListingOfManyFoldersCostsLittle(t *testing.T) {
	store := newShelf(1000)
	for n := range 20_000 {
		store.objects[fmt.Sprintf("events/%03d/%05d/x.json", n%200, n)] = "x"
	}
	if got := listAll(t, store.bucket("", S3Options{})); !slices.Equal(got, store.keys()) {
		t.Errorf("listed %d keys, want 20000", len(got))
	}
	if n := len(store.asked); n > searches+100 {
		t.Errorf("%d requests for 20000 objects", n)
	}
}

// While one folder is slow, the folders behind it are asked ahead, but not all of them: they have to be held in memory.
func TestListingDoesNotRunAhead(t *testing.T) {
	store := newShelf(1000)
	for n := range 100_000 {
		store.objects[fmt.Sprintf("AWSLogs/%012d/f%05d", n/1000, n)] = "x"
	}
	b := store.bucket("", S3Options{Concurrency: 2})
	inner, ahead := b.api, 0
	b.api = fakeReads{list: func(in *s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error) {
		if *in.Prefix == "AWSLogs/000000000000/" {
			time.Sleep(500 * time.Millisecond)
			store.mu.Lock()
			ahead = len(store.asked)
			store.mu.Unlock()
		}
		return inner.ListObjectsV2(t.Context(), in)
	}}
	for _, err := range b.Objects(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if ahead < 3 || ahead > 8 {
		t.Errorf("%d pages were asked for while the first folder was slow, want a few", ahead)
	}
}

func TestListingTellsErrorsInPlace(t *testing.T) {
	store := newShelf(2, trailKeys("")...)
	b := store.bucket("", S3Options{})
	inner := b.api
	b.api = fakeReads{list: func(in *s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error) {
		if strings.HasPrefix(*in.Prefix, "AWSLogs/111111111111/") {
			return nil, &smithy.GenericAPIError{Code: "AccessDenied", Message: "no"}
		}
		return inner.ListObjectsV2(t.Context(), in)
	}}
	var got []string
	for o, err := range b.Objects(t.Context()) {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, o.Key)
	}
	if len(got) != 1+36 || !strings.Contains(got[0], "s3://b/AWSLogs/111111111111/: access denied") || !strings.Contains(got[0], "s3:ListBucket on arn:aws:s3:::b") {
		t.Errorf("got %d: %q", len(got), got)
	}
}

func TestListingEndsWithItsContext(t *testing.T) {
	store := newShelf(5, trailKeys("")...)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range store.bucket("", S3Options{}).Objects(ctx) {
		if n++; n == 1 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || n > 20 {
		t.Errorf("after cancel: %d yields, then %v", n, last)
	}
}
