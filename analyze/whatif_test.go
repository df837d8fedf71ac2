// What-if calls: what AWS would refuse is refused, and what is asked in earnest is known.

package analyze

import (
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology/telling"
)

const shop = `by=user/ann ip=203.0.113.10
2024-05-01T09:00:00Z vpc vpc-1 10.0.0.0/16
gateway igw-1
attach igw-1 vpc-1
gateway igw-2
subnet subnet-1 vpc-1 10.0.1.0/24
table rtb-1 vpc-1
route rtb-1 0.0.0.0/0 igw-1
assoc rtbassoc-1 rtb-1 subnet-1
group sg-1 vpc-1
allow-in sg-1 -1 0.0.0.0/0
address eipalloc-1 198.51.100.51
address eipalloc-2 198.51.100.52
address eipalloc-3 198.51.100.53
run i-1 subnet-1 eni-1 sg-1 private ip=10.0.1.9
run i-2 subnet-1 eni-2 sg-1 private ip=10.0.1.10
stop i-2
map eipassoc-1 eipalloc-1 i-1
nat nat-1 subnet-1 eipalloc-2
route rtb-7 0.0.0.0/0 igw-7
`

func asked(t *testing.T, call string) (*Hypothesis, error) {
	t.Helper()
	return askedOf(t, shop, call)
}

func askedOf(t *testing.T, story, call string) (*Hypothesis, error) {
	t.Helper()
	events, err := telling.Read(story)
	if err != nil {
		t.Fatal(err)
	}
	return WhatIf(t.Context(), record(events), Options{}, call, time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC))
}

// TestWhatIfRefused: calls that AWS would not let through are not told as if it had.
func TestWhatIfRefused(t *testing.T) {
	for call, want := range map[string]string{
		"unroute rtb-1 9.9.9.9/32":   "rtb-1 has no route to 9.9.9.9/32 then",
		"blackhole rtb-1 9.9.9.9/32": "rtb-1 has no route to 9.9.9.9/32 then",
		"unroute rtb-1 igw-1":        `"igw-1" is no destination of a route`,
		"unmap eipalloc-2":           "eipalloc-2 belongs to nat-1 then",
		"unmap eipalloc-3":           "eipalloc-3 is mapped to nothing then",
		"detach igw-2":               "igw-2 is attached to no VPC then",
		"stop i-2":                   "i-2 is stopped then",
		"stop i-3":                   `no instance "i-3" in the log`,
	} {
		if _, err := asked(t, call); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", call, err, want)
		}
	}
}

// TestWhatIfKnown: the loss is proven, and what the log does not rule out is answered.
func TestWhatIfKnown(t *testing.T) {
	for call, lost := range map[string]string{
		"unroute rtb-1 0.0.0.0/0": "i-1 egress4, i-1 ingress4", "blackhole rtb-1 0.0.0.0/0": "i-1 egress4, i-1 ingress4",
		"unroute rtb-1 9.9.9.9/0": "i-1 egress4, i-1 ingress4",
		"unmap eipalloc-1":        "i-1 egress4, i-1 ingress4", "stop i-1": "i-1 egress4, i-1 ingress4",
		"unroute rtb-7 10.9.0.0/16": "", "delete igw-2": "",
	} {
		h, err := asked(t, call)
		if err != nil {
			t.Errorf("%s: %v", call, err)
			continue
		}
		var found []string
		for _, r := range h.Resources {
			for _, e := range r.Capabilities {
				if strings.HasSuffix(e.What, "gress4") && e.Before == "yes" && e.After == "no" {
					found = append(found, r.ID+" "+e.What)
				}
			}
		}
		if got := strings.Join(found, ", "); got != lost || lost != "" && len(h.Unknown) > 0 {
			t.Errorf("%s: lost %q, want %q; unknown %v", call, got, lost, h.Unknown)
		}
		if !h.From.Equal(time.Date(2024, 5, 2, 0, 0, 1, 0, time.UTC)) {
			t.Errorf("%s: it begins at %s, not with its first call", call, h.From)
		}
	}
}

// TestWhatIfNeeds: AWS asks for everything that maps a public address to go first, whatever service it belongs to, and what
// is told of the detachment contradicts nothing.
func TestWhatIfNeeds(t *testing.T) {
	h, err := askedOf(t, shop+`subnet subnet-2 vpc-1 10.0.2.0/24
CreateLoadBalancer source=elasticloadbalancing q.name=web p.loadBalancers[].loadBalancerArn=arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1 p.loadBalancers[].vpcId=vpc-1 p.loadBalancers[].scheme=internet-facing p.loadBalancers[].type=application p.loadBalancers[].availabilityZones[].subnetId=subnet-1
CreateDBInstance source=rds q.dBInstanceIdentifier=orders q.publiclyAccessible=true p.dBInstanceIdentifier=orders p.publiclyAccessible=true p.dBSubnetGroup.vpcId=vpc-1
`, "detach igw-1")
	if err != nil {
		t.Fatal(err)
	}
	var calls []string
	for _, n := range h.Needs {
		calls = append(calls, n.Call)
	}
	want := []string{
		"DeleteNatGateway nat-1", "DisassociateAddress eipalloc-1 of i-1",
		"DeleteLoadBalancer arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1", "ModifyDBInstance orders PubliclyAccessible=false",
	}
	if strings.Join(calls, "\n") != strings.Join(want, "\n") || len(h.Conflicts) > 0 {
		t.Errorf("needs:\n%s\nwant:\n%s\nconflicts %v", strings.Join(calls, "\n"), strings.Join(want, "\n"), h.Conflicts)
	}
}

// TestWhatIfInSilence: what a silence of the log has made unknown is not known to be lost either, and is named.
func TestWhatIfInSilence(t *testing.T) {
	silent := shop + "2024-05-01T12:00:00Z StopLogging source=cloudtrail q.name=main\n"
	for _, call := range []string{"stop i-1", "unroute rtb-1 0.0.0.0/0", "unmap eipalloc-1"} {
		h, err := askedOf(t, silent, call)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range h.Resources {
			for _, e := range r.Capabilities {
				if e.Before != "unknown" || e.Level != "unknown" {
					t.Errorf("%s: %s of %s is told to go from %s to %s, %s", call, e.What, r.ID, e.Before, e.After, e.Level)
				}
			}
		}
		if len(h.Unknown) == 0 || !strings.Contains(h.Unknown[0].Reason, "logging was stopped") {
			t.Errorf("%s: unknown %v", call, h.Unknown)
		}
	}
}
