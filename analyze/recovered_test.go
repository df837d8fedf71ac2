// Recovered records: what may have been forged is told, and makes nothing observed that is not.

package analyze

import (
	"testing"

	"traillab/analyze/trail"
)

// TestRecovered tells calls of which some were recovered. A detached volume need not name its instance; who it was attached
// to is then known from the record that attached it.
func TestRecovered(t *testing.T) {
	call := func(words string, recovered bool) trail.Event {
		s := &story{}
		if err := s.event(words); err != nil {
			t.Fatal(err)
		}
		e := s.events[0]
		e.ID, e.Recovered, e.Asked = words, recovered, true
		return e
	}
	const attach, detach, gone = "10:00:00 AttachVolume vol-1 i-1", "10:05:00 DetachVolume vol-1", "10:05:00 DeleteInternetGateway igw-1"
	for _, test := range []struct {
		name      string
		made, cut trail.Event
		basis     Basis
		parent    string
		bounded   bool
	}{
		{"both sure", call(attach, false), call(detach, false), Observed, "i-1", false},
		{"the cut recovered", call(attach, false), call(detach, true), Inferred, "i-1", true},
		{"the tie recovered", call(attach, true), call(detach, false), Observed, "", false},
		{"both recovered", call(attach, true), call(detach, true), Inferred, "i-1", true},
		{"a recovered end", call("10:00:00 AttachInternetGateway igw-1 vpc-1", false), call(gone, true), Inferred, "vpc-1", true},
	} {
		found, err := Detachments(t.Context(), slice{test.made, test.cut}, trail.Filter{})
		if err != nil || len(found) != 1 {
			t.Errorf("%s: %d detachments, %v", test.name, len(found), err)
			continue
		}
		if d := found[0]; d.Basis != test.basis || d.Parent != test.parent || (d.NotBefore != nil) != test.bounded || (d.NotAfter != nil) != test.bounded {
			t.Errorf("%s: %s, parent %q, not before %v, not after %v", test.name, d.Basis, d.Parent, d.NotBefore, d.NotAfter)
		}
	}
	sure, forged := call("10:01:00 DetachInternetGateway igw-1 vpc-1", false), call("10:00:00 DetachInternetGateway igw-9 vpc-9", true)
	forged.ID = sure.ID
	found, err := Detachments(t.Context(), slice{call("09:00:00 AttachInternetGateway igw-1 vpc-1", false), forged, sure, call("10:02:00 DeleteInternetGateway igw-1", false)}, trail.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		if d.Event.Name == "DeleteInternetGateway" {
			t.Errorf("a cut was deduced although its record was followed: %+v", d)
		}
	}
}
