// Dear logs: what an attacker can write to make the fold look at everything before each call.

package topology

import (
	"fmt"
	"os"
	"testing"
	"time"

	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

// many repeats calls with numbers in them, some to a second.
func many(t testing.TB, n, each int, text string) []trail.Event {
	t.Helper()
	one, err := telling.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	var all []trail.Event
	for i := range n {
		e := one[i%len(one)]
		e.ID = fmt.Sprint(i)
		e.Time = e.Time.Add(time.Hour + time.Duration(i/each)*time.Second)
		e.Request, e.Response = numbered(e.Request, i/len(one)), numbered(e.Response, i/len(one))
		e.IDs = nil
		all = append(all, e)
	}
	return all
}

// numbered puts a number into every 777 of a text.
func numbered(text string, n int) string {
	const mark = "777"
	b := make([]byte, 0, len(text)+16)
	for i := 0; i < len(text); i++ {
		if i+len(mark) <= len(text) && text[i:i+len(mark)] == mark {
			b = fmt.Appendf(b, "%d", n)
			i += len(mark) - 1
			continue
		}
		b = append(b, text[i])
	}
	return string(b)
}

// dear are logs of which each call makes the fold look at what came before. The first half builds, the second asks.
var dear = []struct{ name, builds, asks string }{
	{"calls that name nothing", "subnet subnet-777 vpc-1 10.0.0.0/24", "ModifySubnetAttribute q.mapPublicIpOnLaunch.value=true"},
	{"routes of no table", "table rtb-777 vpc-1\nroute rtb-777 10.9.0.0/16 igw-1", "CreateRoute q.destinationCidrBlock=192.0.2.0/32 q.gatewayId=igw-1"},
	{"associations that were never made", "subnet subnet-777 vpc-1 10.0.0.0/24", "unassoc rtbassoc-777"},
	{"associations moved that were never made", "subnet subnet-777 vpc-1 10.0.0.0/24", "reassoc rtbassoc-777 rtb-9 rtbassoc-x777"},
	{"attachments that were never made", "subnet subnet-1 vpc-1 10.0.1.0/24\ninterface eni-777 subnet-1", "unplug eni-attach-777"},
	{"rules of groups that were never made", "vpc vpc-777 10.0.0.0/16", "allow-in sg-777 tcp 0.0.0.0/0 22 22"},
	{"lists moved that were never made", "subnet subnet-777 vpc-1 10.0.0.0/24", "use-acl aclassoc-777 acl-9 aclassoc-x777"},
	{"a gateway that comes and goes", "run i-777 subnet-1 eni-777 public", "attach igw-1 vpc-1\ndetach igw-1 vpc-1"},
	{"a VPC that ends again and again", "subnet subnet-777 vpc-1 10.0.0.0/24", "unvpc vpc-1"},
	{"nothing that fits", "gateway igw-777", "detach igw-777 vpc-1"},
	{"routes without a destination", "table rtb-1 vpc-1\nroute rtb-1 10.0.777.0/24 igw-777", "DeleteRoute q.routeTableId=rtb-1"},
	{"associations without an id", "subnet subnet-777 vpc-1 10.0.0.0/24", "ReplaceRouteTableAssociation q.routeTableId=rtb-777"},
	{"one route back and forth", "table rtb-1 vpc-1", "replace-route rtb-1 0.0.0.0/0 igw-777\nreplace-route rtb-1 0.0.0.0/0 nat-777"},
}

// TestDearLogs: what an attacker can write into a log may make it unknown what stood, and not take the reader's day. Folding
// 50,000 such calls takes 1 to 10 s. Without TRAILLAB_SOAK there are fewer of them.
func TestDearLogs(t *testing.T) {
	calls := 1_000
	if os.Getenv("TRAILLAB_SOAK") != "" {
		calls = 50_000
	}
	for _, test := range dear {
		for _, each := range []int{1, 1000} {
			t.Run(fmt.Sprintf("%s, %d a second", test.name, each), func(t *testing.T) {
				events := many(t, calls/2, each, test.builds)
				asks := many(t, calls/2, each, test.asks)
				for i := range asks {
					asks[i].ID = "x" + asks[i].ID
					asks[i].Time = asks[i].Time.Add(24 * time.Hour)
				}
				start := time.Now()
				h := Fold(append(events, asks...), nil, nil)
				took := time.Since(start)
				t.Logf("%v", took.Round(time.Millisecond))
				if took > 30*time.Second {
					t.Errorf("it took %v", took)
				}
				if len(h.Calls) != len(events)+len(asks) {
					t.Errorf("%d calls of %d", len(h.Calls), len(events)+len(asks))
				}
			})
		}
	}
}
