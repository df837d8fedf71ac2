// Reachability beyond the truth table: pieces against brute force, next hops, prefix lists, Block Public Access, what is not an
// instance, and lives over time.

package topology

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// TestSharingAgainstBruteForce holds the walk through the pieces to what every single address says, in a world of 4,096 of
// them.
func TestSharingAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	base := netip.MustParseAddr("8.0.0.0").As4()
	world := netip.MustParsePrefix("8.0.0.0/20")
	outside := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/5"), netip.MustParsePrefix("8.0.16.0/20"), netip.MustParsePrefix("8.0.32.0/19"), netip.MustParsePrefix("8.0.64.0/18"), netip.MustParsePrefix("8.0.128.0/17"), netip.MustParsePrefix("8.1.0.0/16"), netip.MustParsePrefix("8.2.0.0/15"), netip.MustParsePrefix("8.4.0.0/14"), netip.MustParsePrefix("8.8.0.0/13"), netip.MustParsePrefix("8.16.0.0/12"), netip.MustParsePrefix("8.32.0.0/11"), netip.MustParsePrefix("8.64.0.0/10"), netip.MustParsePrefix("8.128.0.0/9"), netip.MustParsePrefix("9.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/7"), netip.MustParsePrefix("12.0.0.0/6"), netip.MustParsePrefix("16.0.0.0/4"), netip.MustParsePrefix("32.0.0.0/3"), netip.MustParsePrefix("64.0.0.0/2"), netip.MustParsePrefix("128.0.0.0/1")}
	pick := func() netip.Prefix {
		n := r.IntN(4096)
		a := netip.AddrFrom4([4]byte{base[0], base[1], byte(n >> 8), byte(n)})
		bits := 20 + r.IntN(13)
		if r.IntN(8) == 0 {
			bits = r.IntN(20)
		}
		return netip.PrefixFrom(a, bits).Masked()
	}
	for range 300 {
		var roads []*road
		taken := map[netip.Prefix]bool{}
		for range r.IntN(12) {
			p := pick()
			listed := r.IntN(4) == 0
			if taken[p] && !listed {
				continue
			}
			taken[p] = taken[p] || !listed
			road := &road{key: p.String(), ranges: []netip.Prefix{p}, listed: listed, fact: Fact{Value: Yes, Level: trail.Observed}}
			if r.IntN(5) == 0 {
				road.fact.Value = None
			}
			roads = append(roads, road)
		}
		apart := slices.Clone(outside)
		for range r.IntN(3) {
			if p := pick(); p.Bits() >= 20 {
				apart = append(apart, p)
			}
		}
		want, bare := byHand(roads, apart, world)
		uncovered := v4.share(roads, apart)
		if uncovered != bare {
			t.Errorf("uncovered: %v, and by hand %v", uncovered, bare)
		}
		for _, road := range roads {
			if !road.fact.Is(None) && road.carries != want[road] {
				t.Errorf("%s carries: %v, and by hand %v", road.key, road.carries, want[road])
			}
		}
	}
}

// byHand asks every address for its road.
func byHand(roads []*road, apart []netip.Prefix, world netip.Prefix) (carries map[*road]bool, uncovered bool) {
	carries = map[*road]bool{}
	for a := world.Addr(); world.Contains(a); a = a.Next() {
		if slices.ContainsFunc(apart, func(p netip.Prefix) bool { return p.Contains(a) }) {
			continue
		}
		var best *road
		for _, r := range roads {
			if r.fact.Is(None) || !r.ranges[0].Contains(a) {
				continue
			}
			if best == nil || r.ranges[0].Bits() > best.ranges[0].Bits() || r.ranges[0].Bits() == best.ranges[0].Bits() && (best.listed || !r.listed) {
				best = r
			}
		}
		if best == nil {
			uncovered = true
			continue
		}
		carries[best] = true
	}
	return carries, uncovered
}

// world is a VPC with a public and a private subnet; tests add what they are about.
const world = `
vpc vpc-1 10.0.0.0/16
gateway igw-1
attach igw-1 vpc-1
subnet subnet-1 vpc-1 10.0.1.0/24
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
route rtb-1 0.0.0.0/0 igw-1
subnet subnet-2 vpc-1 10.0.2.0/24
table rtb-2 vpc-1
assoc rtbassoc-2 rtb-2 subnet-2
run i-1 subnet-1 eni-1 public
run i-2 subnet-2 eni-2 private
`

func TestReach(t *testing.T) {
	for _, c := range []struct{ name, story, asks string }{
		{"a public address by launch", "", "i-1 egress4 yes, i-1 ingress4 yes, i-2 egress4 no"},
		{"it comes back after a restart", "stop i-1\nstart i-1", "i-1 egress4 yes"},
		{"stopped", "stop i-1", "i-1 egress4 no, i-1 ssm no, i-1 service:s3 no"},
		{"an Elastic IP instead, and away again", "address eipalloc-1 203.0.113.5\nmap eipassoc-1 eipalloc-1 i-1\nunmap eipassoc-1", "i-1 egress4 yes"},
		{"public address switched off", "auto-address eni-1 off", "i-1 egress4 no"},
		{"a second interface", "interface eni-3 subnet-1\nplug eni-attach-3 eni-3 i-1", "i-1 egress4 unknown"},
		{"an Elastic IP stolen", "address eipalloc-1 203.0.113.5\nmap eipassoc-1 eipalloc-1 i-2\nroute rtb-2 0.0.0.0/0 igw-1\nmap eipassoc-2 eipalloc-1 i-1", "i-2 egress4 no"},
		{"transit gateway", "route rtb-2 0.0.0.0/0 tgw-1", "i-2 egress4 unknown, i-2 ingress4 no"},
		{"peering", "route rtb-2 0.0.0.0/0 pcx-1", "i-2 egress4 unknown"},
		{"firewall endpoint", "route rtb-2 0.0.0.0/0 vpce-9", "i-2 egress4 unknown"},
		{"private NAT gateway", "private-nat nat-1 subnet-1\nroute rtb-2 0.0.0.0/0 nat-1", "i-2 egress4 unknown"},
		{"regional NAT gateway", "regional-nat nat-1 vpc-1\nroute rtb-2 0.0.0.0/0 nat-1", "i-2 egress4 yes"},
		{"regional NAT gateway without an internet gateway", "regional-nat nat-1 vpc-1\nroute rtb-2 0.0.0.0/0 nat-1\nauto-address eni-1 off\ndetach igw-1 vpc-1", "i-2 egress4 no"},
		{"NAT gateway in a subnet without a route", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-2 eipalloc-1\nroute rtb-2 0.0.0.0/0 nat-1", "i-2 egress4 no, i-2 service:s3 no"},
		{"two NAT gateways that lead to each other", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-2 eipalloc-1\nsubnet subnet-3 vpc-1 10.0.3.0/24\ntable rtb-3 vpc-1\nassoc rtbassoc-3 rtb-3 subnet-3\naddress eipalloc-3 203.0.113.6\nnat nat-3 subnet-3 eipalloc-3\nroute rtb-2 0.0.0.0/0 nat-3\nroute rtb-3 0.0.0.0/0 nat-1", "i-2 egress4 no"},
		{"in a circle but for a range", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-2 eipalloc-1\nroute rtb-2 0.0.0.0/0 nat-1\nroute rtb-2 8.0.0.0/8 igw-1", "i-2 egress4 part"},
		{"a circle of halves is not followed", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-2 eipalloc-1\nroute rtb-2 0.0.0.0/1 nat-1\nroute rtb-2 128.0.0.0/1 nat-1", "i-2 egress4 unknown"},
		{"a hijacked /8", "route rtb-1 8.0.0.0/8 tgw-1", "i-1 egress4 unknown"},
		{"a hijacked /8 to a dead end", "interface eni-9 subnet-1\nroute rtb-1 8.0.0.0/8 eni-9", "i-1 egress4 part"},
		{"a private range to elsewhere", "route rtb-1 10.0.0.0/8 tgw-1\nroute rtb-1 192.168.0.0/16 pcx-1\nroute rtb-1 100.64.0.0/10 tgw-1", "i-1 egress4 yes"},
		{"an unknown prefix list that leads where all leads", "route rtb-1 pl-1 igw-1", "i-1 egress4 yes"},
		{"an unknown prefix list that leads elsewhere", "route rtb-1 pl-1 tgw-1", "i-1 egress4 unknown"},
		{"an unknown prefix list that leads nowhere", "interface eni-9 subnet-1\nroute rtb-1 pl-1 eni-9", "i-1 egress4 unknown"},
		{"an unknown prefix list, nowhere as all else", "interface eni-9 subnet-1\nroute rtb-2 pl-1 eni-9", "i-2 egress4 no"},
		{"an unknown prefix list that leads out", "route rtb-2 pl-1 tgw-1", "i-2 egress4 unknown"},
		{"propagation may hide a way out", "propagate rtb-2 vgw-1", "i-2 egress4 unknown"},
		{"propagation does not hide what is there", "propagate rtb-1 vgw-1", "i-1 egress4 yes"},
		{"no propagation any more", "propagate rtb-2 vgw-1\nunpropagate rtb-2 vgw-1", "i-2 egress4 no"},
		{"a deleted exclusion", "exclude vpcbpa-1 vpc-1 allow-bidirectional\nunexclude vpcbpa-1\nblock-public-access block-bidirectional", "i-1 egress4 no"},
		{"excluded", "exclude vpcbpa-1 vpc-1 allow-bidirectional\nblock-public-access block-bidirectional", "i-1 egress4 yes, i-1 ingress4 yes"},
		{"the subnet excluded", "exclude-subnet vpcbpa-1 subnet-1 allow-bidirectional\nblock-public-access block-ingress", "i-1 egress4 yes, i-1 ingress4 yes"},
		{"excluded for egress", "exclude vpcbpa-1 vpc-1 allow-egress\nblock-public-access block-bidirectional", "i-1 egress4 unknown, i-1 ingress4 no"},
		{"blocked and off again", "block-public-access block-bidirectional\nblock-public-access off", "i-1 egress4 yes"},
		{"NAT excluded with its VPC", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-1 eipalloc-1\nroute rtb-2 0.0.0.0/0 nat-1\nexclude vpcbpa-1 vpc-1 allow-egress\nblock-public-access block-bidirectional", "i-2 egress4 yes"},
		{"NAT excluded without who sends", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-1 eipalloc-1\nroute rtb-2 0.0.0.0/0 nat-1\nexclude-subnet vpcbpa-1 subnet-1 allow-egress\nblock-public-access block-bidirectional", "i-2 egress4 unknown"},
		{"answers that leave by NAT", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-1 eipalloc-1\nroute rtb-2 0.0.0.0/0 nat-1\naddress eipalloc-2 203.0.113.6\nmap eipassoc-2 eipalloc-2 i-2", "i-2 egress4 yes, i-2 ingress4 no"},
		{"no gateway in the VPC", "auto-address eni-1 off\ndetach igw-1 vpc-1\nroute rtb-2 0.0.0.0/0 tgw-1\nroute rtb-2 pl-2 tgw-1", "i-2 ingress4 no"},
		{"terminated", "terminate i-1", "i-1 egress4 "},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := Fold(story(t, strings.Split(world+c.story, "\n")), nil, nil)
			s := h.State(h.Now())
			for ask := range strings.SplitSeq(c.asks, ", ") {
				words := strings.SplitN(ask, " ", 3)
				v, _ := s.Capable(find(t, h, words[0]), words[1])
				if string(v.Answer) != words[2] {
					t.Errorf("%s %s is %v, not %s", words[0], words[1], v, words[2])
				}
				if v.Answer != "" {
					sound(t, h, ask, v)
				}
			}
		})
	}
}

func TestTheWayIsTold(t *testing.T) {
	h := Fold(story(t, strings.Split(world+"address eipalloc-1 203.0.113.5\nnat nat-1 subnet-1 eipalloc-1\nroute rtb-2 0.0.0.0/0 nat-1", "\n")), nil, nil)
	v, _ := h.State(h.Now()).Capable(find(t, h, "i-2"), "egress4")
	want := "rtb-2 (explicit for subnet-2); 0.0.0.0/0 → nat-1; nat-1 in subnet-1; rtb-1 (explicit for subnet-1); 0.0.0.0/0 → igw-1; igw-1 attached to vpc-1"
	if got := strings.Join(v.Path, "; "); got != want || v.Address != "203.0.113.5" {
		t.Errorf("as %s by %s\nnot as 203.0.113.5 by %s", v.Address, got, want)
	}
}

// TestTheCauseIsTold: an answer is owed to the call that made it so, whatever it acts through.
func TestTheCauseIsTold(t *testing.T) {
	const listed = "CreateManagedPrefixList p.prefixList.prefixListId=pl-1 q.maxEntries=5\ninterface eni-9 subnet-1\nroute rtb-1 pl-1 eni-9\n"
	for _, c := range []struct{ name, story, answer, cause string }{
		{"an exclusion's end", "block-public-access block-bidirectional\nexclude vpcbpa-1 vpc-1 allow-bidirectional\nunexclude vpcbpa-1", "no", "DeleteVpcBlockPublicAccessExclusion"},
		{"an exclusion that was gone before", "exclude vpcbpa-1 vpc-1 allow-bidirectional\nunexclude vpcbpa-1\nblock-public-access block-bidirectional", "no", "ModifyVpcBlockPublicAccessOptions"},
		{"ranges on a list", listed + "ModifyManagedPrefixList q.prefixListId=pl-1 q.addEntry[].cidr=0.0.0.0/1 q.addEntry[].cidr=128.0.0.0/1", "no", "ModifyManagedPrefixList"},
		{"ranges off a list", "unroute rtb-1 0.0.0.0/0\nCreateManagedPrefixList p.prefixList.prefixListId=pl-1 q.entry[].cidr=0.0.0.0/0\nroute rtb-1 pl-1 igw-1\nModifyManagedPrefixList q.prefixListId=pl-1 q.removeEntry[].cidr=0.0.0.0/0", "no", "ModifyManagedPrefixList"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := Fold(story(t, strings.Split(world+c.story, "\n")), nil, nil)
			v, _ := h.State(h.Now()).Capable(find(t, h, "i-1"), "egress4")
			if cause := h.Call(v.Cause); string(v.Answer) != c.answer || cause.Event.Name != c.cause {
				t.Errorf("%v, owed to %s, not to %s", v, cause.Event.Name, c.cause)
			}
		})
	}
	h := Fold(story(t, strings.Split(world+listed+"ModifyManagedPrefixList q.prefixListId=pl-1 q.addEntry[].cidr=0.0.0.0/1", "\n")), nil, nil)
	if v, _ := h.State(h.Now()-1).Capable(find(t, h, "i-1"), "egress4"); v.Answer != Reaches {
		t.Errorf("a list without ranges takes nothing: %v", v)
	}
}

// TestLives reads stretches: when something began to be so, and that nothing is said of what does not exist.
func TestLives(t *testing.T) {
	h := Fold(story(t, strings.Split(world+`
stop i-1
start i-1
auto-address eni-1 off
detach igw-1 vpc-1
ungateway igw-1
terminate i-1`, "\n")), nil, nil)
	var got []string
	for _, s := range h.Timeline(find(t, h, "i-1")) {
		for _, c := range s.Capabilities {
			if c.What == "egress4" {
				until := "the end"
				if call := h.Call(s.Until); call != nil {
					until = call.Event.Name
				}
				got = append(got, fmt.Sprintf("%s from %s until %s: %s", c.Answer, h.Call(s.From).Event.Name, until, c.Reason.Code))
			}
		}
	}
	want := []string{
		"yes from RunInstances until StopInstances: ",
		"no from StopInstances until StartInstances: BAD_STATE",
		"yes from StartInstances until ModifyNetworkInterfaceAttribute: ",
		"no from ModifyNetworkInterfaceAttribute until DetachInternetGateway: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
		"no from DetachInternetGateway until TerminateInstances: BAD_STATE_ROUTE",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestEveryMomentIsAskedOnce holds Until to its promise: a life read in jumps is the life read call by call.
func TestEveryMomentIsAskedOnce(t *testing.T) {
	for _, c := range truthTable(t) {
		if c.vain != "" {
			continue
		}
		events := story(t, c.story)
		h := Fold(events, nil, nil)
		for id := range c.answers {
			life := h.Timeline(find(t, h, id))
			var answers []Said
			until := Origin
			for m := Origin; m <= h.Now(); m++ {
				slow := Fold(events, nil, nil)
				able := slow.State(m).Capabilities(find(t, slow, id))
				if m >= until {
					s := h.State(m)
					answers, until = s.Answers(find(t, h, id)), s.Until()
				}
				if !slices.Equal(answers, said(able)) {
					t.Fatalf("%s, %s: %s at moment %d can %v, and %v is answered", c.row, c.name, id, m, said(able), answers)
				}
				at := slices.IndexFunc(life, func(s Stretch) bool { return s.From <= m && m < s.Until })
				if at < 0 && len(able) > 0 || at >= 0 && !same(life[at].Capabilities, able) {
					t.Fatalf("%s, %s: %s at moment %d is not what its life says", c.row, c.name, id, m)
				}
			}
		}
	}
}

// TestWhatMayBeFromBeforeTheLog: an address may have been mapped to an interface that is older than the log.
func TestWhatMayBeFromBeforeTheLog(t *testing.T) {
	const older = `
subnet subnet-1 vpc-1 10.0.1.0/24
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
route rtb-1 0.0.0.0/0 igw-1
run-on i-1 eni-1 subnet-1`
	for born, want := range map[string]Answer{"": Unproven, "interface eni-1 subnet-1": Cut} {
		lines := strings.Split(older, "\n")
		lines = slices.Insert(lines, 5, born)
		h := Fold(story(t, lines), nil, nil)
		for _, what := range []string{"egress4", "ingress4"} {
			if v, _ := h.State(h.Now()).Capable(find(t, h, "i-1"), what); v.Answer != want {
				t.Errorf("with %q %s is %v, not %s", born, what, v, want)
			}
		}
	}
}
