// Lanes: how what a subnet sends to the internet leaves it. All that is in a subnet shares its lane, so it is worked out once
// for as long as the facts that it rests on stay as they are.

package topology

import (
	"strings"

	"traillab/analyze/trail"
)

// lane is a subnet's way out in one family.
type lane struct {
	vpc    *Thing  // nil where it is not known
	table  *Thing  // nil where it is not known
	head   Verdict // how the table was found; its answer is Unproven where it was not
	ways   []way
	hidden string // why there may be routes that nobody knows of; empty where there are none
}

// way is where some of the internet leads, or what no route covers.
type way struct {
	over    string      // the destination
	told    trail.Level // how the route itself is known
	direct  bool        // through the subnet's own internet gateway: the sender needs a public address
	entry   Answer      // of a direct way: whether Block Public Access lets anything in
	foggy   bool        // it is not known what it is the way to, if to anything of the internet
	Verdict             // for a sender with an address of its own, where the way is direct
	outward Verdict     // of a direct way: the same for a NAT gateway, which lets nothing in
}

// memory keeps what was worked out about a complete history.
type memory struct {
	lanes   courses[lanesOf, *lane]
	beds    courses[bedOf, *bed]
	views   courses[viewsOf, []Capability]
	glances courses[viewsOf, []Said]
	drops   courses[*Thing, drops]
	acls    courses[sideOf, *aclGate]
	rules   courses[sideOf, *statutes]
	leaves  courses[crowdOf, leave]
	crowds  crowds
}

type (
	lanesOf struct {
		subnet *Thing
		family family
	}
	// sideOf is one direction of a network ACL or a security group.
	sideOf struct {
		*Thing
		direction string
	}
)

// tooBusy is why something is given up.
const tooBusy = "what leads out of it changes too often to be followed"

// lane returns a subnet's lane at the state's moment.
func (s *State) lane(subnet *Thing, f family) *lane {
	return follow(s, &s.h.memory.lanes, lanesOf{subnet, f}, 2*len(s.h.kinds[Subnet]), question[*lane]{
		cost: 50, dear: 10,
		ask: func(s *State) *lane {
			m := mapper{State: s, family: f, budget: s.h.mostWays(), met: map[exitOf]way{}}
			return m.lane(subnet, 0)
		},
		giveUp: func() *lane {
			return &lane{head: Verdict{}.because(Unproven, NotFollowed, subnet.ID+": "+tooBusy)}
		},
	})
}

// maxWays bounds the routes that are followed for one subnet, through NAT gateways and on, and allWays those of all subnets, of
// which each has fewWays: whoever writes the log chooses how many there are.
const maxWays, allWays, fewWays = 2000, 50_000, 100

// mostWays is how many routes are followed for one subnet.
func (h *History) mostWays() int {
	return min(max(allWays/max(len(h.kinds[Subnet]), 1), fewWays), maxWays)
}

// mapper follows routes at one moment.
type mapper struct {
	*State
	family family
	budget int
	met    map[exitOf]way // so that many routes to one target are followed once
	trod   []taken        // the hops of the way that is being followed
	rounds int            // how many ways were found to lead back to where they had been
}

// taken is a hop: a target by the route of a subnet's table to a destination.
type taken struct {
	to, subnet *Thing
	over       string
}

// exitOf is a target as it is seen from a subnet.
type exitOf struct {
	to, subnet *Thing
	depth      int
}

// lane works out how a subnet's traffic leaves. depth counts the subnets that it came through.
func (m *mapper) lane(subnet *Thing, depth int) *lane {
	l := &lane{head: Verdict{Answer: Reaches, Level: trail.Observed}}
	l.vpc = m.Get(subnet, InVPC).To
	if !m.pick(l, subnet) {
		return l
	}
	b := m.bed(l.table, l.vpc)
	if b.busy {
		l.head = l.head.because(Unproven, NotFollowed, l.table.ID+": "+tooBusy)
		return l
	}
	m.reads += b.reads
	l.hidden, l.head.Level = b.hidden, min(l.head.Level, b.head.Level)
	l.head.cite(b.head.Sources...)
	for _, r := range b.roads {
		switch {
		case !r.carries:
		case r.fact.Is(None):
			l.head.cite(r.fact.Cause)
		default:
			l.ways = append(l.ways, m.way(r, l, subnet, depth))
		}
	}
	for _, r := range b.foggy {
		w := m.way(r, l, subnet, depth)
		w.foggy = true
		l.ways = append(l.ways, w)
	}
	if b.uncovered {
		w := way{over: "the rest", Verdict: Verdict{Level: trail.Observed}}
		w.Verdict = w.because(Cut, NoRoute, l.table.ID+" has no route to "+m.rest(l))
		l.ways = append(l.ways, w)
	}
	return l
}

// rest names what no route covers.
func (m *mapper) rest(l *lane) string {
	if len(l.ways) == 0 {
		return "the internet over IPv" + m.family.String()
	}
	return "the rest of the internet over IPv" + m.family.String()
}

// pick finds the table that a subnet follows, and reports whether it is known.
func (m *mapper) pick(l *lane, subnet *Thing) bool {
	explicit := m.Get(subnet, Table)
	switch {
	case !explicit.Known():
		l.head = l.head.unproven(explicit, "which route table "+subnet.ID+" follows is not known")
		return false
	case explicit.To != nil:
		l.table = explicit.To
		l.head.rests(explicit)
		l.head.Path = []string{l.table.ID + " (explicit for " + subnet.ID + ")"}
		if l.vpc == nil {
			l.vpc = m.Get(l.table, InVPC).To
		}
		return true
	case l.vpc == nil:
		l.head = l.head.unproven(m.Get(subnet, InVPC), "the VPC of "+subnet.ID+" is not known")
		return false
	}
	main := m.Get(l.vpc, Main)
	if main.To == nil {
		l.head = l.head.unproven(main, "the main route table of "+l.vpc.ID+" is not known")
		return false
	}
	l.table = main.To
	l.head.rests(explicit, main)
	l.head.Path = []string{l.table.ID + " (main of " + l.vpc.ID + ")"}
	if strings.HasPrefix(l.table.ID, "main of ") {
		l.head.Path[0] = "the " + l.table.ID
	}
	return true
}
