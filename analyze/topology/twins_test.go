// Records of one identity that tell the same are one call; those that tell different things leave unknown what it did.

package topology

import (
	"slices"
	"strings"
	"testing"
)

func TestTwins(t *testing.T) {
	const network = `
		vpc vpc-1 10.0.0.0/16
		gateway igw-1
		attach igw-1 vpc-1
		subnet subnet-1 vpc-1 10.0.1.0/24
		table rtb-1 vpc-1
		route rtb-1 0.0.0.0/0 igw-1
		route rtb-1 198.51.100.0/24 igw-1
		assoc rtbassoc-1 rtb-1 subnet-1
		run i-1 subnet-1 eni-1 public ip=10.0.1.5
	`
	for _, test := range []struct {
		name, twins string
		answer      Answer
	}{
		{"the same twice", "unroute rtb-1 0.0.0.0/0 id=x\n+0s unroute rtb-1 0.0.0.0/0 id=x", Cut},
		{"a row of Event history beside the record", "unroute rtb-1 0.0.0.0/0 id=x\n+0s DeleteRoute id=x q=null p=null", Cut},
		{"a row of Event history before two routes", "DeleteRoute id=x q=null p=null\n+0s unroute rtb-1 0.0.0.0/0 id=x\n+0s unroute rtb-1 198.51.100.0/24 id=x", Unproven},
		{"a row of Event history between two routes", "unroute rtb-1 0.0.0.0/0 id=x\n+0s DeleteRoute id=x q=null p=null\n+0s unroute rtb-1 198.51.100.0/24 id=x", Unproven},
		{"done and denied", "unroute rtb-1 0.0.0.0/0 id=x\n+0s unroute rtb-1 0.0.0.0/0 id=x !Client.UnauthorizedOperation", Unproven},
		{"done and denied at another time", "unroute rtb-1 0.0.0.0/0 id=x !Client.UnauthorizedOperation\n+1s unroute rtb-1 0.0.0.0/0 id=x", Unproven},
		{"two routes", "unroute rtb-1 0.0.0.0/0 id=x\n+0s unroute rtb-1 198.51.100.0/24 id=x", Unproven},
		{"denied in two ways", "unroute rtb-1 0.0.0.0/0 id=x !Client.UnauthorizedOperation\n+0s unroute rtb-1 0.0.0.0/0 id=x !Client.Other", Reaches},
		{"of two accounts", "unroute rtb-1 0.0.0.0/0 id=x\n+0s unroute rtb-1 0.0.0.0/0 id=x !Client.UnauthorizedOperation account=999988887777", Cut},
	} {
		t.Run(test.name, func(t *testing.T) {
			events := story(t, strings.Split(network+test.twins, "\n"))
			for i := range events {
				if e := &events[i]; e.ID == "x" && e.Request == "null" {
					e.Request, e.Response = "", ""
				}
			}
			for range 2 {
				h := Fold(events, nil, nil)
				got, _ := h.State(h.Now()).Capable(find(t, h, "i-1"), "egress4")
				if got.Answer != test.answer {
					t.Errorf("%v, want %s", got, test.answer)
				}
				if opposed := len(h.Conflicts) > 0; opposed != (test.answer == Unproven) {
					t.Errorf("conflicts: %v", h.Conflicts)
				}
				if test.answer == Unproven && !strings.Contains(got.Reason.Text, "records of one identity, x, tell different things of DeleteRoute") {
					t.Errorf("%v", got)
				}
				slices.Reverse(events)
			}
		})
	}
}
