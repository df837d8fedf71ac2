// How long it takes to read the lives of thousands of instances in a log with 50,000 calls that touch the network.

package topology

import (
	"fmt"
	"strings"
	"testing"
)

// estate tells of VPCs with a public and a private subnet, NAT, endpoints, and instances that come, stop, start and go while
// routes are changed around them. Of each call of an estate there are as many as there are VPCs, or multiples of it.
func estate(vpcs, instances, rounds int) string {
	var b strings.Builder
	for v := range vpcs {
		fmt.Fprintf(&b, "vpc vpc-%[1]d 10.0.0.0/16\ngateway igw-%[1]d\nattach igw-%[1]d vpc-%[1]d\nsubnet subnet-a%[1]d vpc-%[1]d 10.0.1.0/24\n"+
			"table rtb-a%[1]d vpc-%[1]d\nassoc rtbassoc-a%[1]d rtb-a%[1]d subnet-a%[1]d\nroute rtb-a%[1]d 0.0.0.0/0 igw-%[1]d\n"+
			"address eipalloc-%[1]d 203.0.113.5\nnat nat-%[1]d subnet-a%[1]d eipalloc-%[1]d\nsubnet subnet-b%[1]d vpc-%[1]d 10.0.2.0/24\n"+
			"table rtb-b%[1]d vpc-%[1]d\nassoc rtbassoc-b%[1]d rtb-b%[1]d subnet-b%[1]d\nroute rtb-b%[1]d 0.0.0.0/0 nat-%[1]d\n"+
			"gateway-endpoint vpce-a%[1]d vpc-%[1]d s3 rtb-b%[1]d\nendpoint vpce-b%[1]d vpc-%[1]d ssm subnet-b%[1]d\nendpoint vpce-c%[1]d vpc-%[1]d ssmmessages subnet-b%[1]d\n", v)
		for i := range instances {
			fmt.Fprintf(&b, "run i-%[1]dx%[2]d subnet-b%[1]d eni-%[1]dx%[2]d private\n", v, i)
		}
	}
	for r := range rounds {
		for v := range vpcs {
			fmt.Fprintf(&b, "route rtb-b%[1]d 17.%[2]d.0.0/16 nat-%[1]d\nstop i-%[1]dx%[3]d\nunroute rtb-b%[1]d 17.%[2]d.0.0/16\nsubnet-attribute subnet-a%[1]d public\nstart i-%[1]dx%[3]d\n", v, r%200, r%instances)
			if r%10 == 0 {
				fmt.Fprintf(&b, "unroute rtb-b%[1]d 0.0.0.0/0\nroute rtb-b%[1]d 0.0.0.0/0 nat-%[1]d\n", v)
			}
		}
	}
	return b.String()
}

func BenchmarkLives(b *testing.B) {
	events := story(b, strings.Split(estate(200, 20, 45), "\n"))
	b.Logf("%d calls", len(events))
	b.Run("fold", func(b *testing.B) {
		for b.Loop() {
			Fold(events, nil, nil)
		}
	})
	h := Fold(events, nil, nil)
	b.Run("timelines", func(b *testing.B) {
		stretches := 0
		for b.Loop() {
			h.memory.lanes.of, h.memory.views.of = nil, nil
			stretches = 0
			for _, t := range h.Things(Instance) {
				stretches += len(h.Timeline(t))
			}
		}
		b.ReportMetric(float64(stretches), "stretches")
	})
}
