// A row of an Event-history table names what a call concerned beside the call.

package analyze

import (
	"testing"

	"traillab/analyze/trail"
)

func TestNamedBesideTheCall(t *testing.T) {
	row := func(ids ...string) trail.Event {
		return trail.Event{ID: "1", Name: "DetachInternetGateway", IDs: ids, Asked: true}
	}
	for name, test := range map[string]struct {
		event         trail.Event
		child, parent string
	}{
		"both":          {row("igw-0123456789abcdef0", "vpc-0123456789abcdef0"), "igw-0123456789abcdef0", "vpc-0123456789abcdef0"},
		"one":           {row("igw-0123456789abcdef0"), "igw-0123456789abcdef0", ""},
		"two of a kind": {row("igw-0123456789abcdef0", "igw-0fedcba9876543210"), "", ""},
		"nothing":       {row(), "", ""},
	} {
		r := newReader()
		c, err := newCall(&test.event)
		if err != nil {
			t.Fatal(err)
		}
		r.take(c)
		r.flush()
		if len(r.found) != 1 || r.found[0].Child != test.child || r.found[0].Parent != test.parent {
			t.Errorf("%s: %+v, want %q from %q", name, r.found, test.child, test.parent)
		}
	}
	request := row("igw-0123456789abcdef0")
	request.Request, request.Source = `{"vpcId":"vpc-1"}`, "ec2.amazonaws.com"
	r := newReader()
	c, err := newCall(&request)
	if err != nil {
		t.Fatal(err)
	}
	r.take(c)
	r.flush()
	if len(r.found) != 1 || r.found[0].Child != "" {
		t.Errorf("a request was completed from beside it: %+v", r.found)
	}
}
