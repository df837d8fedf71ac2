// Recovered records: what was read behind damage may have been forged, so nothing that it says is observed.

package topology

import (
	"testing"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

// TestRecoveredIsNotObserved recovers each record of a story, one after the other: no fact that it is the cause of is observed,
// and what an instance could do at the end is inferred at best.
func TestRecoveredIsNotObserved(t *testing.T) {
	events, err := telling.Read(`
		vpc vpc-1 10.0.0.0/16
		subnet subnet-1 vpc-1 10.0.1.0/24
		table rtb-1 vpc-1
		gateway igw-1
		attach igw-1 vpc-1
		route rtb-1 0.0.0.0/0 igw-1
		assoc rtbassoc-1 rtb-1 subnet-1
		address eipalloc-1 203.0.113.5
		run i-1 subnet-1 eni-1 private ip=10.0.1.5
		map eipassoc-1 eipalloc-1 i-1
		allow-in sg-1 tcp 0.0.0.0/0 443 443
		unmap eipassoc-1
		detach igw-1 vpc-1`)
	if err != nil {
		t.Fatal(err)
	}
	for forged := range events {
		events[forged].Recovered = true
		h := Fold(events, nil, nil)
		for _, thing := range h.Things("") {
			for a := range aspects {
				for _, key := range thing.keys(a) {
					for _, span := range thing.told(a, key).spans {
						if span.Level == trail.Observed && h.Call(span.Cause).Event.Recovered {
							t.Errorf("aspect %d of %s is observed, and %s, which says so, was recovered", a, thing.ID, events[forged].Name)
						}
					}
				}
			}
		}
		sure := events[forged]
		sure.Recovered = false
		if got := Fold(append([]trail.Event{sure}, events...), nil, nil); len(got.Conflicts) > 0 || len(got.Calls) != len(events) {
			t.Errorf("a recovered copy of %s beside the sure record: %d calls, conflicts %v", sure.Name, len(got.Calls), got.Conflicts)
		}
		events[forged].Recovered = false
	}
}
