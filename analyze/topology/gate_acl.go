// The gate of a network ACL: the first entry that fits a packet decides, and what fits none is denied.

package topology

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/trail"
)

// entry is a line of an ACL.
type entry struct {
	number int
	lawful
}

// aclGate is an ACL in one direction.
type aclGate struct {
	entries []entry // by number
	boxes   []box   // of the entries
	whole   Fact
	follows Fact   // that the subnet follows it
	doubt   string // why nothing is known of it
	id      string
}

func (g *aclGate) name() string { return g.id }

func (g *aclGate) denies() Reason {
	return Reason{DeniedByACL, g.id + " denies it, and cuts connections that stand as well"}
}

func (g *aclGate) cuts() []box { return g.boxes }

func (g *aclGate) judge(p packet, e *evidence) answer {
	if g.doubt != "" {
		e.blame(g.follows)
		e.doubt(g.doubt)
		return unsure
	}
	return g.from(0, 0, p, e)
}

// perhaps judges a packet of which an entry speaks that may or may not be there: known is the answer where it makes no difference.
func (g *aclGate) perhaps(i, known int, p packet, e *evidence) answer {
	n, others := &g.entries[i], evidence{level: trail.Observed}
	if rest := g.from(i+1, known, p, &others); !n.only && (n.deny && rest == no || !n.deny && rest == yes) {
		e.join(others)
		return rest
	}
	return g.unknown(n, e)
}

func (g *aclGate) unknown(n *entry, e *evidence) answer {
	e.blame(n.fact)
	e.doubt(cmp.Or(n.fact.Why, "entry "+strconv.Itoa(n.number)+" of "+g.id+" is not known"))
	return unsure
}

// from judges a packet by the entries from one on. The first of the numbers are known without a hole.
func (g *aclGate) from(first, known int, p packet, e *evidence) answer {
	for i := first; i < len(g.entries); i++ {
		n := &g.entries[i]
		if !n.fact.Known() && (n.fact.Value == None || n.fact.Text == untold) {
			return g.unknown(n, e)
		}
		if n.number == known+1 {
			known++
		}
		if n.fact.Is(None) || !n.fits(p) || !n.peer.Contains(p.peer) {
			continue
		}
		if !n.fact.Known() {
			return g.perhaps(i, known, p, e)
		}
		if n.only {
			e.doubt("entry " + strconv.Itoa(n.number) + " of " + g.id + " speaks of some messages only")
			return unsure
		}
		if known < n.number && !g.whole.Is(Yes) {
			break
		}
		e.rest(g.follows)
		e.rest(n.fact)
		if known < n.number {
			e.rest(g.whole)
		}
		if n.deny {
			return no
		}
		return yes
	}
	for i := range g.entries {
		if g.entries[i].fact.Is(None) { // taken away
			e.rest(g.entries[i].fact)
		}
	}
	if !g.whole.Is(Yes) {
		e.blame(g.whole)
		e.doubt(cmp.Or(g.whole.Why, "not all entries of "+g.id+" are known"))
		return unsure
	}
	e.rest(g.follows)
	e.rest(g.whole)
	return no
}

// aclGate is the gate of a subnet's ACL.
func (s *State) aclGate(direction string, subnet *Thing) gate {
	if subnet == nil {
		return &aclGate{doubt: "its subnet is not known"}
	}
	follows := s.Get(subnet, ACL)
	acl := follows.To
	if acl == nil {
		return &aclGate{follows: follows, doubt: cmp.Or(follows.Why, "which network ACL "+subnet.ID+" follows is not known")}
	}
	g := *s.list(direction, acl)
	g.follows = follows
	return &g
}

// list is the gate of an ACL, whoever follows it.
func (s *State) list(direction string, acl *Thing) *aclGate {
	opened := map[string]box{}
	return follow(s, &s.h.memory.acls, sideOf{acl, direction}, 2*len(s.h.kinds[NetworkACL]), question[*aclGate]{
		ask:    func(s *State) *aclGate { return s.listed(direction, acl, opened) },
		giveUp: func() *aclGate { return &aclGate{id: acl.ID, doubt: acl.ID + " changes too often to be followed"} },
	})
}

// listed reads the entries of an ACL. Those that were opened before need not be read again.
func (s *State) listed(direction string, acl *Thing, opened map[string]box) *aclGate {
	g := &aclGate{id: acl.ID, whole: s.Get(acl, Whole)}
	for _, key := range s.Keys(acl, Entry) {
		text, ok := strings.CutPrefix(key, direction+" ")
		number, err := strconv.Atoi(text)
		if !ok || err != nil {
			continue
		}
		f := s.Key(acl, Entry, key)
		action, rule, _ := strings.Cut(f.Text, " ")
		b, met := opened[rule]
		if !met {
			b = openBox(rule)
			opened[rule] = b
		}
		n := entry{number, lawful{b, f, rule}}
		n.deny = action != "allow"
		if g.entries = append(g.entries, n); len(g.entries) > maxBoxes {
			return &aclGate{id: acl.ID, doubt: acl.ID + " has more entries than AWS allows"}
		}
	}
	slices.SortFunc(g.entries, func(a, b entry) int { return cmp.Compare(a.number, b.number) })
	for i := range g.entries {
		g.boxes = append(g.boxes, g.entries[i].box)
	}
	return g
}
