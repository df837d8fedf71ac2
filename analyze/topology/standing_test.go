// Standings of subnets: what the routes do, not what a subnet was meant for.

package topology

import "testing"

func TestStandings(t *testing.T) {
	const network = `
		vpc vpc-1 10.0.0.0/16
		gateway igw-1
		attach igw-1 vpc-1
		subnet subnet-1 vpc-1 10.0.1.0/24
		subnet subnet-2 vpc-1 10.0.2.0/24
		subnet subnet-3 vpc-1 10.0.3.0/24
		table rtb-1 vpc-1
		table rtb-2 vpc-1
		assoc rtbassoc-1 rtb-1 subnet-1
		assoc rtbassoc-2 rtb-2 subnet-2
		route rtb-1 0.0.0.0/0 igw-1
		address eipalloc-1 203.0.113.5
		nat nat-1 subnet-1 eipalloc-1
		route rtb-2 0.0.0.0/0 nat-1
	`
	for _, c := range []struct {
		name, deed string
		want       [3]Standing
	}{
		{"as built", ``, [3]Standing{Public, Outbound, Isolated}},
		{"the gateway goes", "unnat nat-1\ndetach igw-1 vpc-1", [3]Standing{Isolated, Isolated, Isolated}},
		{"the NAT gateway goes", "unnat nat-1", [3]Standing{Public, Isolated, Isolated}},
		{"a table that no record made", "route rtb-9 0.0.0.0/0 igw-1\nassoc rtbassoc-3 rtb-9 subnet-3", [3]Standing{Public, Outbound, Public}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := tell(t, network+c.deed)
			s := h.State(h.Now())
			for i, id := range []string{"subnet-1", "subnet-2", "subnet-3"} {
				if got, v := s.Standing(h.Find(id)[0]); got != c.want[i] {
					t.Errorf("%s is %s (%s), want %s", id, got, v, c.want[i])
				}
			}
		})
	}
}

// TestStandingBeforeTheLog: of a subnet that is older than the log nothing is claimed.
func TestStandingBeforeTheLog(t *testing.T) {
	h := tell(t, "run i-1 subnet-1 eni-1")
	if got, v := h.State(h.Now()).Standing(h.Find("subnet-1")[0]); got != Unclear {
		t.Errorf("the subnet is %s (%s), and the log says nothing of it", got, v)
	}
}
