// Crowds: what is worked out once for all of a crowd is what each of it would have been told alone.

package topology_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"traillab/analyze/topology"
)

// asOne holds what a crowd is told against what filters let through for each instance, at every moment.
func asOne(t *testing.T, story string) {
	t.Helper()
	h := folded(t, story)
	for m := topology.Origin; m <= h.Now(); m++ {
		for _, i := range h.Things(topology.Instance) {
			for _, what := range []string{"egress4", "egress6", "ingress4", "ingress6", "ssm", "patch", "service:s3"} {
				s := h.State(m)
				got, want := s.Lets(i, what), h.State(m).Filtered(i, what)
				if got != want.Answer {
					t.Fatalf("at %d %s of %s: %s for its crowd, alone %s\n%s", m, what, i.ID, got, want, story)
				}
				if until := min(s.Until(), h.Now()+1); until > m+1 && h.State(until-1).Filtered(i, what).Answer != got {
					t.Fatalf("at %d %s of %s: %s, said to last until %d\n%s", m, what, i.ID, got, until, story)
				}
			}
		}
	}
}

func TestCrowdsAreToldWhatEachIs(t *testing.T) {
	for _, c := range filterTable {
		asOne(t, fleet+c.story+"\n")
	}
	for _, story := range []string{hall, vestry, cloister} {
		asOne(t, story)
	}
}

// TestCrowdsOfAnyRules: rules and entries at random, which may be about some of the addresses only.
func TestCrowdsOfAnyRules(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		one := func(of ...string) string { return of[r.IntN(len(of))] }
		var b strings.Builder
		b.WriteString(cloister)
		for n, at := range []string{"sg-1 10.0.1.5", "sg-1 10.0.1.77", "sg-1 10.0.9.5", "sg-e 10.0.1.6", "sg-1 10.0.1.78"} {
			group, ip, _ := strings.Cut(at, " ")
			fmt.Fprintf(&b, "run i-%[1]d subnet-1 eni-%[1]d %[2]s p.instancesSet[].networkInterfaceSet[].privateIpAddress=%[3]s\n", n+2, group, ip)
		}
		b.WriteString("acl acl-2 vpc-1\nuse-acl aclassoc-0 acl-2 aclassoc-1\nentry acl-2 900 in allow -1 0.0.0.0/0\nentry acl-2 900 out allow -1 0.0.0.0/0\n" +
			"acl acl-3 vpc-1\nuse-acl aclassoc-8 acl-3 aclassoc-9\nentry acl-3 900 in allow -1 0.0.0.0/0\nentry acl-3 900 out allow -1 0.0.0.0/0\n")
		peers := []string{"0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.1.0/26", "10.0.1.5/32", "10.0.9.0/24", "8.0.0.0/8", "sg-1", "sg-e", "pl-1"}
		for n := range 14 {
			peer, ports := one(peers...), one("443 443", "80 80", "1024 65535", "0 65535")
			switch way := one("in", "out"); one("rule", "rule", "gone", "entry", "rejoin") {
			case "rule":
				fmt.Fprintf(&b, "allow-%s %s tcp %s %s\n", way, one("sg-1", "sg-e"), peer, ports)
			case "gone":
				fmt.Fprintf(&b, "revoke-out %s -1 0.0.0.0/0\n", one("sg-1", "sg-e"))
			case "entry":
				if !strings.Contains(peer, "/") {
					peer = "10.0.1.0/25"
				}
				fmt.Fprintf(&b, "entry %s %d %s %s %s %s\n", one("acl-2", "acl-3"), n+1, way, one("allow", "deny"), one("-1", "tcp"), peer)
			default:
				fmt.Fprintf(&b, "stop i-2\nstart i-2\n")
			}
		}
		asOne(t, b.String())
	}
}
