// Silences: what was known before one is not known after it, and nothing that is read after it is built on what was known
// before.

package topology

import (
	"testing"
	"time"

	"traillab/analyze/topology/telling"
)

func TestSilence(t *testing.T) {
	noon := time.Date(2024, 5, 14, 12, 0, 0, 0, time.UTC)
	const stop = "\n+1m StopLogging source=cloudtrail.amazonaws.com q.name=trail\n"
	const before, after = ground + "run i-1 subnet-1 eni-1\n", `run i-2 subnet-1 eni-2
		stop i-1 was=running`
	const heard = `
		subnet-1 public = yes observed @8
		eni-1 public = yes inferred @9
		i-1 vpc = vpc-1 observed
		eni-1 public = yes inferred
		eni-2 public = yes inferred
		i-1 state = stopped observed`
	const silent = `
		subnet-1 public = yes observed @8
		eni-1 public = yes inferred @9
		i-1 vpc = unknown
		eni-1 public = unknown
		eni-2 public = unknown
		i-2 subnet = subnet-1 observed
		i-1 state = stopped observed`
	for _, test := range []struct {
		name, story string
		gaps        []Gap
		facts       string
	}{
		{"none", before + "+1h " + after, nil, heard},
		{"logging stopped, and nothing for an hour", before + stop + "+1h " + after, nil, silent},
		{"logging stopped, and another trail goes on", before + stop + "+1m DescribeVpcs\n+1h " + after, nil, heard},
		{"stopping was refused", before + "+1m StopLogging source=cloudtrail.amazonaws.com q.name=trail !AccessDenied\n+1h " + after, nil, heard},
		{"another region's trail", before + "+1m StopLogging region=eu-west-1 source=cloudtrail.amazonaws.com q.name=trail\n+1h " + after, nil, heard},
		{"files are missing", before + "+1h " + after, []Gap{{"111122223333", "us-east-1", noon.Add(5 * time.Minute), noon.Add(time.Hour), "no files"}}, silent},
		{"files of another region are missing", before + "+1h " + after, []Gap{{"111122223333", "eu-west-1", noon.Add(5 * time.Minute), noon.Add(time.Hour), "no files"}}, heard},
	} {
		t.Run(test.name, func(t *testing.T) {
			events, err := telling.Read(test.story)
			if err != nil {
				t.Fatal(err)
			}
			h := Fold(events, nil, test.gaps)
			holds(t, h, test.facts)
			if len(h.Conflicts) > 0 {
				t.Error(h.Conflicts)
			}
		})
	}
}

func TestSilenceToTheEnd(t *testing.T) {
	h := tell(t, ground+"run i-1 subnet-1 eni-1\n+1m StopLogging source=cloudtrail.amazonaws.com q.name=trail")
	holds(t, h, `
		i-1 vpc = vpc-1 observed @9
		i-1 vpc = vpc-1 observed @10`)
	if len(h.silences) != 1 {
		t.Errorf("silences: %v", h.silences)
	}
}
