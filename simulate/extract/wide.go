// Wide: the verdict asks whether the same principal cut off other networks at about the same time. These are not made again; that
// they were cut off is recorded.

package extract

import (
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// wide is the sign of a verdict that is about other networks, and from how many on.
const (
	wide   = "networks within an hour"
	enough = 3
)

// elsewhere has the principal of the cut cut off as many other networks as the verdict asks for, each when it did.
func (t *telling) elsewhere() {
	cut := t.struck()
	says := func(reason string) bool { return strings.Contains(reason, wide) }
	if cut == nil || !slices.ContainsFunc(slices.Concat(t.chain.Verdict.For, t.chain.Verdict.Against), says) {
		return
	}
	places := map[analyze.Scope]bool{}
	if t.chain.Scope.Kind != "resource" {
		places[t.chain.Scope] = true
	}
	for i := range t.c.Chains {
		other := &t.c.Chains[i]
		first := struck(other)
		if len(places) >= enough || first == nil || other.Scope.Kind == "resource" || places[other.Scope] || !together(first, cut) {
			continue
		}
		places[other.Scope] = true
		t.cutOff(&move{event: *first}, other.Scope.ID)
	}
}

// together reports whether two cuts are one principal's within an hour.
func together(a, b *trail.Event) bool {
	return who(a.Principal) == who(b.Principal) && a.Time.Sub(b.Time).Abs() <= around
}

// cutOff records that a network which nobody has was cut off when another was.
func (t *telling) cutOff(m *move, network string) {
	t.meet(m)
	t.sources = append(t.sources, m.event.ID)
	vpc, gateway := nobody("vpc-"+network), nobody("igw-"+network)
	t.story = append(t.story, inject{
		At: t.offset(m), Synth: "ec2.DetachInternetGateway", Out: map[string]any{"Return": true},
		Step: script.Step{As: t.actor(m), In: map[string]any{"InternetGatewayId": gateway, "VpcId": vpc}},
	})
	note(&t.report.Placeholders, Note{
		m.event.ID, "verdict", m.event.Name + " at " + m.event.Time.UTC().Format(time.DateTime) + " cut off another network, which is not made again: that it was is recorded as ec2.DetachInternetGateway",
	})
}
