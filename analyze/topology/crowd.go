// Crowds: instances in one subnet and the same groups, which filters cannot tell apart. What the filters let through for one of
// them is worked out once for all.

package topology

import (
	"net/netip"
	"slices"
	"strings"
	"sync"

	"traillab/analyze/trail"
)

// crowd is the kind of what stands for all instances of a crowd. It is in no history.
const crowd Kind = "crowd"

// crowdOf tells crowds apart, and what they are asked for.
type crowdOf struct {
	place
	subnet, vpc *Thing // the VPC is that of the interface, nil where it is not known
	groups      string // their ids, a line each
	zone        netip.Prefix
	what        string
}

// crowds are how many crowds a history has, counted once.
type crowds struct {
	sync.Once
	count int
}

// leave is what filters let through of a capability. It is personal where it depends on more than the crowd.
type leave struct {
	Answer
	personal bool
}

// Lets answers what groups and ACLs let through of a capability, as Filtered does, without reasons.
func (s *State) Lets(t *Thing, what string) Answer {
	if t.Kind == Instance && s.Stands(t).Is(Yes) {
		if of, ok := s.crowd(t); ok {
			const whats = 10 // that are asked of one crowd
			if n := whats * s.h.crowds(); n <= effort/least {
				of.what = what
				if l := s.leave(of, n); !l.personal {
					return l.Answer
				}
			}
		}
	}
	return s.Filtered(t, what).Answer
}

// leave returns what filters let through for a crowd.
func (s *State) leave(of crowdOf, n int) leave {
	return follow(s, &s.h.memory.leaves, of, n, question[leave]{
		cost: 100, dear: 2,
		begin: func() func(*State) leave {
			t := of.somebody()
			return func(s *State) leave {
				s.personal = len(s.h.silences[of.place]) > 0
				answer := [...]Answer{no + 1: Cut, unsure + 1: Unproven, yes + 1: Reaches}[s.filtered(t, of.what).answer+1]
				return leave{answer, s.personal}
			}
		},
		same:   func(a, b leave) bool { return a == b },
		giveUp: func() leave { return leave{personal: true} },
	})
}

// crowd returns the crowd that an instance is one of. One whose interface, groups or addresses are not all known is one of none.
func (s *State) crowd(t *Thing) (of crowdOf, ok bool) {
	sides := s.sides(t)
	if len(sides) != 1 || sides[0].doubt != "" || len(sides[0].subnets) != 1 {
		return crowdOf{}, false
	}
	member, subnet := sides[0].member, sides[0].subnets[0]
	ids, facts := s.Held(member, InGroup)
	for i := range facts {
		if !facts[i].Known() {
			return crowdOf{}, false
		}
	}
	zone, ok := s.zone(member, subnet)
	if !ok || len(ids) == 0 || len(ids) > maxGroups || !s.Get(member, GroupsWhole).Is(Yes) {
		return crowdOf{}, false
	}
	return crowdOf{place{member.Account, member.Region}, subnet, s.Get(member, InVPC).To, strings.Join(ids, "\n"), zone, ""}, true
}

// zone returns a range that has all private IPv4 addresses of something: that of its subnet, or else one of the size of a VPC;
// none where no address is known.
func (s *State) zone(member, subnet *Thing) (zone netip.Prefix, ok bool) {
	own, _ := s.Held(member, PrivateIP)
	all := make([]netip.Addr, len(own))
	for i, text := range own {
		a, err := netip.ParseAddr(text)
		if err != nil || !a.Is4() {
			return zone, false
		}
		all[i] = a
	}
	if len(all) == 0 {
		return zone, true
	}
	for _, r := range append(s.ranges4(subnet), netip.PrefixFrom(all[0], 16).Masked()) {
		if !slices.ContainsFunc(all, func(a netip.Addr) bool { return !r.Contains(a) }) {
			return r, true
		}
	}
	return zone, false
}

// ranges4 are the IPv4 ranges of something.
func (s *State) ranges4(t *Thing) []netip.Prefix {
	var found []netip.Prefix
	keys, _ := s.Held(t, Range)
	for _, key := range keys {
		if p, err := netip.ParsePrefix(key); err == nil && p.Addr().Is4() {
			found = append(found, p.Masked())
		}
	}
	return found
}

// somebody stands for all of a crowd, at any time, with the first address of their zone.
func (of *crowdOf) somebody() *Thing {
	t := &Thing{Kind: crowd, Account: of.account, Region: of.region, ID: "whoever is in " + of.subnet.ID}
	is := func(a Aspect, key string, v Value) {
		t.track(a, key).begin(Origin, Fact{Value: v, Level: trail.Observed})
	}
	is(InSubnet, "", To(of.subnet))
	if of.vpc != nil {
		is(InVPC, "", To(of.vpc))
	}
	for id := range strings.SplitSeq(of.groups, "\n") {
		is(InGroup, id, Yes)
	}
	is(GroupsWhole, "", Yes)
	if of.zone.IsValid() {
		is(Range, of.zone.String(), Yes)
		is(PrivateIP, of.zone.Addr().String(), Yes)
	}
	return t
}

// tells notes that gates tell those of a crowd apart, by their addresses.
func (s *State) tells(member *Thing, gates ...gate) {
	if member.Kind != crowd {
		return
	}
	for _, zone := range s.ranges4(member) {
		for _, g := range gates {
			s.reads += len(g.cuts()) / 4
			for _, b := range g.cuts() {
				s.personal = s.personal || b.peer.IsValid() && b.peer.Overlaps(zone) && b.peer.Bits() > zone.Bits()
			}
		}
	}
}

// crowds returns how many crowds there are, through all time.
func (h *History) crowds() int {
	h.memory.crowds.Do(func() {
		met, patience := map[crowdOf]bool{}, effort/20
		for _, t := range h.kinds[Instance] {
			for m := Origin; m <= h.Now(); {
				s := h.State(m)
				if of, ok := s.crowd(t); ok {
					met[of] = true
				}
				if patience -= s.reads; patience < 0 {
					h.memory.crowds.count = effort
					return
				}
				m = s.until
			}
		}
		h.memory.crowds.count = len(met)
	})
	return h.memory.crowds.count
}
