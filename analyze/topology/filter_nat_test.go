// The filter beyond a NAT gateway or a NAT instance, over logs with holes, and over logs that are too large.

package topology_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology"
)

// hall is the cloister with an ACL of its own for the subnet of the NAT gateway, which came before the other.
const hall = `
vpc vpc-1 10.0.0.0/16
subnet subnet-2 vpc-1 10.0.2.0/24
acl acl-2 vpc-1
use-acl aclassoc-0 acl-2 aclassoc-1
entry acl-2 100 in allow -1 0.0.0.0/0
entry acl-2 100 out allow -1 0.0.0.0/0
subnet subnet-1 vpc-1 10.0.1.0/24
group sg-1 vpc-1
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
nat nat-1 subnet-2 eipalloc-1
route rtb-1 0.0.0.0/0 nat-1
run i-1 subnet-1 eni-1 sg-1 ip=10.0.1.5
`

func TestFilterAtTheNAT(t *testing.T) {
	for _, c := range []struct{ name, story, egress4 string }{
		{"an open ACL", "", "yes"},
		{"nothing out", "entry acl-2 50 out deny -1 0.0.0.0/0", "no"},
		{"nothing in from the VPC", "entry acl-2 50 in deny -1 10.0.0.0/16", "no"},
		{"no answers to the VPC", "entry acl-2 50 out deny -1 10.0.1.0/24", "no"},
		{"nothing in from another subnet", "entry acl-2 50 in deny -1 10.0.3.0/24", "yes"},
		{"nothing out, but a way around for some", "entry acl-2 50 out deny -1 0.0.0.0/0\nroute rtb-1 8.0.0.0/8 tgw-1", "unknown"},
		{"the deny taken away", "entry acl-2 50 out deny -1 0.0.0.0/0\nunentry acl-2 50 out", "yes"},
	} {
		if got := filtered(t, folded(t, hall+c.story+"\n"), "i-1", "egress4"); string(got.Answer) != c.egress4 {
			t.Errorf("%s: %s, want %s", c.name, got, c.egress4)
		}
	}
}

// vestry is a subnet that sends through an instance in another one, which has a group of its own.
const vestry = `
vpc vpc-1 10.0.0.0/16
subnet subnet-1 vpc-1 10.0.1.0/24
subnet subnet-2 vpc-1 10.0.2.0/24
group sg-1 vpc-1
group sg-2 vpc-1
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
run i-9 subnet-2 eni-9 sg-2 ip=10.0.2.9
run i-1 subnet-1 eni-1 sg-1 ip=10.0.1.5
`

func TestFilterAtTheNATInstance(t *testing.T) {
	const byInstance, byFace = "route rtb-1 0.0.0.0/0 i-9\n", "route rtb-1 0.0.0.0/0 eni-9\n"
	for _, c := range []struct{ name, story, egress4 string }{
		{"no such way", "", "yes"},
		{"nothing in", byInstance, "no"},
		{"nothing in, by the interface", byFace, "no"},
		{"everything in from the VPC", byFace + "allow-in sg-2 -1 10.0.0.0/16", "yes"},
		{"HTTPS in from the sender", byInstance + "allow-in sg-2 tcp 10.0.1.0/24 443 443", "yes"},
		{"SSH in only", byInstance + "allow-in sg-2 tcp 10.0.1.0/24 22 22", "unknown"},
		{"everything in from another subnet", byInstance + "allow-in sg-2 -1 10.0.3.0/24", "no"},
		{"everything in from the sender's group", byInstance + "AuthorizeSecurityGroupIngress q.groupId=sg-2 q.ipPermissions[].ipProtocol=-1 q.ipPermissions[].groups[].groupId=sg-1", "yes"},
		{"in, and nothing out", byInstance + "allow-in sg-2 -1 10.0.0.0/16\nrevoke-out sg-2 -1 0.0.0.0/0", "no"},
		{"nothing in, but a way around for some", byInstance + "route rtb-1 8.0.0.0/8 tgw-1", "unknown"},
		{"nothing in, and it is gone", byInstance + "terminate i-9", "yes"},
		{"an interface of no instance", "interface eni-8 subnet-2 sg-2\nroute rtb-1 0.0.0.0/0 eni-8", "yes"},
		{"nobody knows its groups", "route rtb-1 0.0.0.0/0 i-8", "unknown"},
	} {
		if got := filtered(t, folded(t, vestry+c.story+"\n"), "i-1", "egress4"); string(got.Answer) != c.egress4 {
			t.Errorf("%s: %s, want %s", c.name, got, c.egress4)
		}
	}
	var many strings.Builder
	for n := range 100 {
		fmt.Fprintf(&many, "run i-%d subnet-2 eni-%d sg-2 ip=10.0.2.%d\nroute rtb-1 %d.0.0.0/8 i-%d\n", n+100, n+100, n+100, n+16, n+100)
	}
	if got := filtered(t, folded(t, vestry+many.String()), "i-1", "egress4"); got.Answer != topology.Unproven || !strings.Contains(got.Reason.Text, "too many instances") {
		t.Errorf("through a hundred instances: %s", got)
	}
}

// TestMissingRecordsAreNoticed: calls that AWS would have refused, had the log been whole.
func TestMissingRecordsAreNoticed(t *testing.T) {
	for _, c := range []struct{ name, story string }{
		{"a rule that was never made", "revoke-in sg-1 tcp 0.0.0.0/0 22 22"},
		{"a rule by an id that was never told", "RevokeSecurityGroupIngress q.groupId=sg-1 q.securityGroupRuleIds[]=sgr-9"},
		{"an entry that was never made", lone + "unentry acl-1 7 in"},
		{"an entry replaced that was never made", lone + "replace-entry acl-1 7 in deny -1 0.0.0.0/0"},
		{"an entry made twice", open + "entry acl-1 100 in allow -1 0.0.0.0/0"},
		{"an ACL deleted that a subnet follows", lone + "unacl acl-1"},
		{"a group deleted that an interface is in", "ungroup sg-1"},
		{"a route that was never made", "table rtb-1 vpc-1\nunroute rtb-1 0.0.0.0/0"},
		{"a table deleted that was never made", "assoc rtbassoc-1 rtb-x subnet-1\nunassoc rtbassoc-1\nuntable rtb-x"},
		{"a subnet deleted with an instance in it", "unsubnet subnet-1"},
		{"a gateway detached under a public address", "gateway igw-1\nattach igw-1 vpc-1\ndetach igw-1 vpc-1"},
	} {
		if h := folded(t, fleet+c.story+"\n"); len(h.Conflicts) == 0 {
			t.Errorf("%s: nothing was noticed", c.name)
		}
	}
}

// TestFilterOfManyRules: whoever writes the log chooses how many rules and entries there are.
func TestFilterOfManyRules(t *testing.T) {
	var story strings.Builder
	story.WriteString(fleet + open)
	for n := range 3000 {
		fmt.Fprintf(&story, "allow-in sg-1 tcp 8.%d.%d.1/32 %d %d\nentry acl-1 %d in allow 6 9.%d.%d.1/32 %d %d\n", n/256, n%256, n, n, n+200, n/256, n%256, n, n)
	}
	start := time.Now()
	if got := filtered(t, folded(t, story.String()), "i-1", "ingress4"); got.Answer != topology.Unproven {
		t.Errorf("%s", got)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// BenchmarkFiltered asks for all capabilities of one instance behind a NAT gateway.
func BenchmarkFiltered(b *testing.B) {
	h := folded(b, hall)
	instance := h.Find("i-1")[0]
	for b.Loop() {
		s := h.State(h.Now())
		for _, what := range []string{"egress4", "egress6", "ingress4", "ingress6", "ssm", "patch", "service:s3"} {
			s.Filtered(instance, what)
		}
	}
}
