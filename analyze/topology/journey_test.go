// Journeys, held against a table by hand: what VPC Reachability Analyzer would be asked.

package topology_test

import (
	"strings"
	"testing"
)

// town has a public and a private machine of two groups; sg-2 lets PostgreSQL in from sg-1.
const town = `
vpc vpc-1 10.0.0.0/16
gateway igw-1
attach igw-1 vpc-1
gateway igw-9
subnet subnet-1 vpc-1 10.0.1.0/24
subnet subnet-2 vpc-1 10.0.2.0/24
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
route rtb-1 0.0.0.0/0 igw-1
group sg-1 vpc-1
group sg-2 vpc-1
allow-in sg-1 tcp 0.0.0.0/0 443 443
AuthorizeSecurityGroupIngress q.groupId=sg-2 q.ipPermissions[].ipProtocol=tcp q.ipPermissions[].fromPort=5432 q.ipPermissions[].toPort=5432 q.ipPermissions[].groups[].groupId=sg-1
run i-1 subnet-1 eni-1 sg-1 public ip=10.0.1.5
run i-2 subnet-2 eni-2 sg-2 private ip=10.0.2.6
`

func TestJourney(t *testing.T) {
	const nat = "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-1 eipalloc-1\ntable rtb-2 vpc-1\nassoc rtbassoc-2 rtb-2 subnet-2\nroute rtb-2 0.0.0.0/0 nat-1\n"
	for _, c := range []struct {
		name, story, from, to string
		port                  int
		want, code            string
	}{
		{"in, to a port that is open", "", "igw-1", "i-1", 443, "yes", ""},
		{"in, to its interface", "", "igw-1", "eni-1", 443, "yes", ""},
		{"in, to any port", "", "igw-1", "i-1", 0, "yes", ""},
		{"in, to a port that is shut", "", "igw-1", "i-1", 22, "no", "ENI_SG_RULES_MISMATCH"},
		{"in, without a public address", "auto-address eni-1 off", "igw-1", "i-1", 443, "no", "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS"},
		{"in, without a route back", "unroute rtb-1 0.0.0.0/0", "igw-1", "i-1", 443, "no", "NO_ROUTE_TO_DESTINATION"},
		{"in, by a gateway that hangs nowhere", "", "igw-9", "i-1", 443, "no", "UNASSOCIATED_COMPONENT"},
		{"in, by a gateway that was detached", "auto-address eni-1 off\ndetach igw-1 vpc-1", "igw-1", "i-1", 443, "no", "UNASSOCIATED_COMPONENT"},
		{"in, by a gateway of another VPC", "vpc vpc-2 10.2.0.0/16\nattach igw-9 vpc-2", "igw-9", "i-1", 443, "no", "NO_ROUTE_TO_DESTINATION"},
		{"in, against Block Public Access", "block-public-access block-ingress", "igw-1", "i-1", 443, "no", "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"out", "", "i-1", "igw-1", 443, "yes", ""},
		{"out, of a subnet without a route", "", "i-2", "igw-1", 443, "no", "NO_ROUTE_TO_DESTINATION"},
		{"out, by a NAT gateway", nat, "i-2", "igw-1", 443, "yes", ""},
		{"out, by half of the internet", "unroute rtb-1 0.0.0.0/0\nroute rtb-1 0.0.0.0/1 igw-1", "i-1", "igw-1", 443, "unknown", "UNSUPPORTED_COMPONENT"},
		{"out, stopped", "stop i-1", "i-1", "igw-1", 443, "no", "BAD_STATE"},
		{"out, by a route whose gateway is gone", "auto-address eni-1 off\ndetach igw-1 vpc-1\nattach igw-9 vpc-1", "i-1", "igw-9", 443, "no", "BAD_STATE_ROUTE"},
		{"inside, to a port that is open", "", "i-1", "i-2", 5432, "yes", ""},
		{"inside, to any port", "", "eni-1", "eni-2", 0, "yes", ""},
		{"inside, to a port that is shut", "", "i-1", "i-2", 5433, "no", "ENI_SG_RULES_MISMATCH"},
		{"inside, the other way", "", "i-2", "i-1", 22, "no", "ENI_SG_RULES_MISMATCH"},
		{"inside, against an ACL", "acl acl-1 vpc-1\nuse-acl aclassoc-0 acl-1 aclassoc-1", "i-1", "i-2", 5432, "unknown", "UNKNOWN"},
		{"inside, where a route leads astray", "interface eni-9 subnet-1\nroute rtb-1 10.0.2.0/24 eni-9", "i-1", "i-2", 5432, "unknown", "UNSUPPORTED_COMPONENT"},
		{"to another VPC", "vpc vpc-2 10.2.0.0/16\nsubnet subnet-9 vpc-2 10.2.1.0/24\nrun i-9 subnet-9 eni-9 private", "i-1", "i-9", 443, "unknown", "UNSUPPORTED_COMPONENT"},
		{"to itself", "", "i-1", "eni-1", 443, "unknown", "UNSUPPORTED_COMPONENT"},
		{"from a subnet", "", "subnet-1", "i-1", 443, "unknown", "UNSUPPORTED_COMPONENT"},
		{"to an interface that hangs nowhere", "interface eni-9 subnet-1", "igw-1", "eni-9", 443, "unknown", "UNKNOWN"},
		{"to one of several interfaces", "interface eni-3 subnet-1\nplug eni-attach-3 eni-3 i-1", "igw-1", "eni-1", 443, "unknown", "UNSUPPORTED_COMPONENT"},
		{"to what ended", "terminate i-2", "i-1", "i-2", 5432, "no", "BAD_STATE"},
	} {
		h := folded(t, town+c.story)
		v := h.State(h.Now()).Journey(h.Find(c.from)[0], h.Find(c.to)[0], "tcp", c.port)
		if string(v.Answer) != c.want || v.Reason.Code != c.code {
			t.Errorf("%s: %v, want %s %s", c.name, v, c.want, c.code)
		}
		if udp := h.State(h.Now()).Journey(h.Find(c.from)[0], h.Find(c.to)[0], "udp", c.port); !strings.HasPrefix(c.name, "out") && udp.Answer == "yes" {
			t.Errorf("%s: UDP, which no group lets in, gets there: %v", c.name, udp)
		}
	}
}
