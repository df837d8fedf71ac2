// Timelines pass by: a long one takes no more memory than a short one, in any form.

package report_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"traillab/analyze/report"
)

func TestTimelinePassesBy(t *testing.T) {
	const first, last = 2_000, 60_000
	held := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	for form, write := range forms() {
		c := story()
		at := *c.Log.First
		var early, late int64
		c.Events = func(yield func(*report.Event, error) bool) {
			for n := 1; n <= last; n++ {
				e := &report.Event{
					ID: fmt.Sprintf("e-%d", n), Time: at.Add(time.Duration(n) * time.Second), Name: "RunInstances", Resources: []string{fmt.Sprintf("i-%d", n)}, Kind: report.OfNetwork,
				}
				if !yield(e, nil) {
					return
				}
				switch n {
				case first:
					early = held()
				case last:
					late = held()
				}
			}
		}
		if err := write(io.Discard, c); err != nil {
			t.Fatal(err)
		}
		if grown := late - early; grown > 1<<20 {
			t.Errorf("%s: %d events more hold %d bytes more", form, last-first, grown)
		}
	}
}

// BenchmarkTimeline tells what a line costs in each form.
func BenchmarkTimeline(b *testing.B) {
	for _, form := range []string{"csv", "jsonl", "timesketch", "ocsf"} {
		b.Run(form, func(b *testing.B) {
			c := story()
			e := &report.Event{
				ID: "1435599c-0000-4000-8000-000000000000", Time: *c.Log.First, Name: "RunInstances", Source: "ec2.amazonaws.com", Account: "123456789012", Region: "eu-west-1",
				Principal: "arn:aws:sts::123456789012:assumed-role/ops/bob", AccessKeyID: "ASIAEXAMPLE", SourceIP: "192.0.2.7", UserAgent: "aws-cli/2.17.44",
				Resources: []string{"i-0123456789abcdef0", "subnet-0123456789abcdef0"}, Kind: report.OfNetwork,
			}
			c.Events = func(yield func(*report.Event, error) bool) {
				for range b.N {
					if !yield(e, nil) {
						return
					}
				}
			}
			b.ReportAllocs()
			if err := forms()[form](io.Discard, c); err != nil {
				b.Fatal(err)
			}
		})
	}
}
