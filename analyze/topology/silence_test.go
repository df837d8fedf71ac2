// Silences: what was known before one is not known after it, and nothing that is read after it is built on what was known
// before.

package topology

import (
	"slices"
	"testing"
	"time"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

func TestSilence(t *testing.T) {
	noon := time.Date(2024, 5, 14, 12, 0, 0, 0, time.UTC)
	const stop = "\n+1m StopLogging source=cloudtrail.amazonaws.com q.name=trail\n"
	const before, after = ground + "run i-1 subnet-1 eni-1\n", `run i-2 subnet-1 eni-2
		stop i-1 was=running`
	const home, abroad = "source=cloudtrail.amazonaws.com q.name=trail", "region=eu-west-1 source=cloudtrail.amazonaws.com q.name=trail"
	const single, all = "+1m CreateTrail " + abroad + "\n", "+1m CreateTrail " + abroad + " q.isMultiRegionTrail=true\n"
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
		{"another region's trail", before + single + "+1m StopLogging " + abroad + "\n+1h " + after, nil, heard},
		{"another region's trail, which may be of all", before + "+1m StopLogging " + abroad + "\n+1h " + after, nil, silent},
		{"another region's trail, which is of all", before + all + "+1m StopLogging " + abroad + "\n+1h " + after, nil, silent},
		{"the trail of all by its ARN", before + all + "+1m DeleteTrail source=cloudtrail.amazonaws.com q.name=arn:aws:cloudtrail:eu-west-1:111122223333:trail/trail\n+1h " + after, nil, silent},
		{"a trail of all that became one region's", before + all + "+1m UpdateTrail " + abroad + " q.isMultiRegionTrail=false\n+1h " + after, nil, silent},
		{"a trail that was one region's already", before + single + "+1m UpdateTrail " + abroad + " q.isMultiRegionTrail=false\n+1h " + after, nil, heard},
		{"a trail that becomes its region's", before + "+1m UpdateTrail " + home + " q.isMultiRegionTrail=false\n+1h " + after, nil, heard},
		{"a trail that keeps its regions", before + "+1m UpdateTrail " + abroad + " q.enableLogFileValidation=true\n+1h " + after, nil, heard},
		{"another account's trail", before + "+1m StopLogging account=444455556666 " + home + "\n+1h " + after, nil, heard},
		{"the organization's trail", before + "+1m CreateTrail account=444455556666 q.isMultiRegionTrail=true q.isOrganizationTrail=true " + home + "\n+1m StopLogging account=444455556666 " + home + "\n+1h " + after, nil, silent},
		{"no management events any more", before + "+1m PutEventSelectors " + home + " q.eventSelectors[].includeManagementEvents=false\n+1h " + after, nil, silent},
		{"only those that read", before + "+1m PutEventSelectors " + home + " q.eventSelectors[].readWriteType=ReadOnly\n+1h " + after, nil, silent},
		{"selectors that nobody can read", before + "+1m PutEventSelectors " + home + "\n+1h " + after, nil, silent},
		{"selectors that record all", before + "+1m PutEventSelectors " + home + " q.eventSelectors[].readWriteType=All q.eventSelectors[].includeManagementEvents=true\n+1h " + after, nil, heard},
		{"started again with nothing between", before + stop + "+5m StartLogging " + home + "\n+1m " + after, nil, silent},
		{"started again, and another trail went on", before + stop + "+1m DescribeVpcs\n+5m StartLogging " + home + "\n+1m " + after, nil, heard},
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

// TestSilenceIsAskedAbout: a time in a silence has an answer of its own, although no call marks it.
func TestSilenceIsAskedAbout(t *testing.T) {
	const story = ground + "run i-1 subnet-1 eni-1\n+1m StopLogging source=cloudtrail.amazonaws.com q.name=trail"
	for _, test := range []struct {
		name, after string
		gap         bool
		known       []time.Duration // after logging was stopped
		unknown     []time.Duration
	}{
		{"to the end", "", false, []time.Duration{-time.Second, 0, 14 * time.Minute}, []time.Duration{quiet, 5 * time.Hour}},
		{"until a call", "\n+1h stop i-9 was=running", false, []time.Duration{-time.Second, 0}, []time.Duration{time.Second, 30 * time.Minute, time.Hour, 2 * time.Hour}},
		{"while another region is heard", "\n+3h DescribeVpcs region=eu-west-1", false, []time.Duration{-time.Second, 0}, []time.Duration{time.Second, 2 * time.Hour, 4 * time.Hour}},
		{"and soon", "\n+5m DescribeVpcs region=eu-west-1", false, []time.Duration{-time.Second, 0}, []time.Duration{quiet, 2 * time.Hour}},
		{"files are missing to the end", "\n+5m DescribeVpcs", true, []time.Duration{0, 15 * time.Minute, 29 * time.Minute}, []time.Duration{30 * time.Minute, 5 * time.Hour}},
	} {
		t.Run(test.name, func(t *testing.T) {
			events := tellEvents(t, story+test.after)
			stop := events[slices.IndexFunc(events, func(e trail.Event) bool { return e.Name == "StopLogging" })].Time
			var gaps []Gap
			if test.gap {
				gaps = []Gap{{Account: "111122223333", Region: "us-east-1", From: stop.Add(30 * time.Minute), Why: "no files"}}
			}
			h := Fold(events, nil, gaps)
			one := find(t, h, "i-1")
			for _, after := range test.known {
				if f := h.State(h.At(stop.Add(after))).Get(one, InVPC); !f.Known() {
					t.Errorf("after %v: %v", after, f)
				}
			}
			for _, after := range test.unknown {
				if f := h.State(h.At(stop.Add(after))).Get(one, InVPC); f.Known() || f.Why == "" {
					t.Errorf("after %v it is said to be known: %v", after, f)
				}
			}
			for m := Moment(2); m <= h.Now(); m++ {
				if h.Call(m).Event.Time.Before(h.Call(m - 1).Event.Time) {
					t.Errorf("the call of moment %d is earlier than the one before it", m)
				}
			}
		})
	}
}

func tellEvents(t *testing.T, text string) []trail.Event {
	t.Helper()
	events, err := telling.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return events
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

// TestWhatEndedStaysEnded: EC2 gives no id twice, so what was deleted before a silence is not back after it. What has a name
// may have been made again under it.
func TestWhatEndedStaysEnded(t *testing.T) {
	const ended = ground + `run i-1 subnet-1 eni-1
		CreateDBInstance source=rds.amazonaws.com q.dBInstanceIdentifier=db-1 p.dBInstanceIdentifier=db-1 p.publiclyAccessible=false
		terminate i-1
		terminate i-2
		detach igw-1 vpc-1
		ungateway igw-1
		DeleteDBInstance source=rds.amazonaws.com q.dBInstanceIdentifier=db-1 p.dBInstanceIdentifier=db-1
	`
	const facts = `
		i-1 exists = yes observed @9
		i-1 exists = none observed
		i-2 exists = none observed
		eni-1 exists = none inferred
		igw-1 exists = none observed
		igw-1 vpc = unknown
		vpc-1 exists = unknown
		db-1 exists = unknown`
	noon := time.Date(2024, 5, 14, 12, 0, 0, 0, time.UTC)
	gaps := []Gap{{"111122223333", "us-east-1", noon.Add(5 * time.Minute), noon.Add(time.Hour), "no files"}}
	for name, after := range map[string]string{
		"nothing comes after":                   "",
		"a call that names nothing comes after": "+2h DescribeVpcs\n",
		"a call that ends nobody knows what":    "+2h TerminateInstances q.force=true\n",
	} {
		t.Run(name, func(t *testing.T) {
			h := Fold(tellEvents(t, ended+after), nil, gaps)
			holds(t, h, facts)
			if len(h.Conflicts) > 0 {
				t.Error(h.Conflicts)
			}
		})
	}
	h := Fold(tellEvents(t, ended+"+2h reboot i-1\n"), nil, gaps)
	if len(h.Conflicts) != 1 {
		t.Errorf("a call used an instance that had been terminated: %v", h.Conflicts)
	}
}
