// The gate of security groups: what one of the rules of any of a thing's groups allows may pass.

package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// groupGate is the groups of one thing in one direction.
type groupGate struct {
	rules  []lawful
	boxes  []box     // of the rules
	names  []string  // of the groups
	doubts []string  // why there may be other rules
	vague  []Fact    // what is not known of them
	holds  []Fact    // what says that there are no others
	shut   *evidence // the same, once it was asked for
	among  func(list string, p packet) answer
}

func (g *groupGate) name() string { return strings.Join(g.names, ", ") }

func (g *groupGate) denies() Reason {
	return Reason{NoRule, "no rule of " + g.name() + " lets it through; connections that a group tracks go on"}
}

func (g *groupGate) cuts() []box { return g.boxes }

func (g *groupGate) judge(p packet, e *evidence) answer {
	var maybe *lawful
	for i := range g.rules {
		r := &g.rules[i]
		if !r.fits(p) {
			continue
		}
		in := no
		if r.group == "" {
			if r.peer.Contains(p.peer) {
				in = yes
			}
		} else {
			in = g.among(r.group, p)
		}
		switch {
		case in == yes && r.fact.Known():
			e.rest(r.fact)
			return yes
		case in != no && maybe == nil:
			maybe = r
		}
	}
	if maybe != nil {
		e.blame(maybe.fact)
		e.doubt(cmp.Or(maybe.fact.Why, "who is in "+maybe.group+" is not known"))
		return unsure
	}
	for _, why := range g.doubts {
		e.doubt(why)
	}
	for i := range g.vague {
		e.blame(g.vague[i])
		e.rest(g.vague[i]) // being in a group that is not known is owed to the call that put it there
	}
	if len(g.doubts) > 0 {
		return unsure
	}
	if g.shut == nil {
		g.shut = &evidence{level: trail.Observed}
		for i := range g.holds {
			g.shut.rest(g.holds[i])
		}
	}
	e.join(*g.shut)
	return no
}

// maxGroups is how many groups of one interface are read. AWS allows 16.
const maxGroups = 64

// statutes are the rules of one group in one direction.
type statutes struct {
	rules []lawful
	gone  []Fact // of rules that were taken away
	whole Fact
	doubt string // why they are not known
}

// paragraph is a rule that was told of a group at any time, and the track of it.
type paragraph struct {
	lawful
	told *track
}

// paragraphs are the rules of one direction that were ever told of a group, by their texts.
func (t *Thing) paragraphs(direction string) []paragraph {
	var all []paragraph
	f := t.facet(Rule)
	for i := 0; f != nil && i < len(f.keys); i++ {
		text, ok := strings.CutPrefix(f.keys[i], direction+" ")
		if !ok {
			continue
		}
		rule := lawful{box: openBox(text), text: text}
		if rule.group == itself {
			rule.group = t.ID
		}
		all = append(all, paragraph{rule, f.tracks[i]})
	}
	return all
}

// statutes returns the rules of a group.
func (s *State) statutes(direction string, group *Thing) *statutes {
	return follow(s, &s.h.memory.rules, sideOf{group, direction}, 2*len(s.h.kinds[SecurityGroup]), question[*statutes]{
		begin: func() func(*State) *statutes {
			ever := group.paragraphs(direction)
			return func(s *State) *statutes { return s.statute(group, ever) }
		},
		giveUp: func() *statutes {
			return &statutes{doubt: "the rules of " + group.ID + " change too often to be followed"}
		},
	})
}

// statute reads the rules of a group.
func (s *State) statute(group *Thing, ever []paragraph) *statutes {
	all := &statutes{whole: s.Get(group, Whole)}
	for i := range ever {
		fact := s.read(group, ever[i].told)
		if fact.Is(None) {
			all.gone = append(all.gone, fact)
			continue
		}
		rule := ever[i].lawful
		rule.fact = fact
		if all.rules = append(all.rules, rule); len(all.rules) > maxBoxes {
			return &statutes{doubt: group.ID + " has more rules than AWS allows"}
		}
	}
	return all
}

// groupGate is the gate of a thing's groups. other is whom it talks to, nil for the internet.
func (s *State) groupGate(direction string, member, other *Thing) gate {
	g := &groupGate{among: func(list string, p packet) answer { return s.among(list, member, other, p) }}
	ids, facts := s.Held(member, InGroup)
	complete := s.Get(member, GroupsWhole)
	if complete.Is(Yes) && len(ids) > 0 {
		g.holds = append(g.holds, complete)
	} else if kind := s.Get(member, Type); member.Kind == Balancer && complete.Is(Yes) && (kind.Text == "network" || kind.Text == "gateway") {
		return open{kind}
	} else {
		g.doubts = append(g.doubts, "the security groups of "+member.ID+" are not all known")
		g.vague = append(g.vague, complete)
	}
	if len(ids) > maxGroups {
		return &groupGate{names: ids, doubts: []string{member.ID + " is in more groups than AWS allows"}}
	}
	for i, id := range ids {
		if !facts[i].Known() && facts[i].Why == "" && complete.Is(Yes) { // nobody had spoken of it then
			continue
		}
		all := &statutes{}
		if group := s.look(SecurityGroup, member, id); group != nil {
			all = s.statutes(direction, group)
		}
		if !all.whole.Is(Yes) {
			g.doubts = append(g.doubts, cmp.Or(all.doubt, "not all rules of "+id+" are known"))
			g.vague = append(g.vague, all.whole, facts[i])
		}
		g.names = append(g.names, id)
		g.holds = append(append(g.holds, all.whole, facts[i]), all.gone...)
		s.reads += len(all.gone)
		for _, rule := range all.rules {
			if !facts[i].Known() {
				rule.fact = facts[i]
			} else if rule.fact.Known() {
				rule.fact.Level = trail.Weakest(rule.fact.Level, facts[i].Level)
				rule.fact.Cause = max(rule.fact.Cause, facts[i].Cause)
			}
			g.rules = append(g.rules, rule)
		}
	}
	s.reads += 10 * len(g.rules)
	for i := range g.rules {
		g.boxes = append(g.boxes, g.rules[i].box)
	}
	if len(g.rules) > maxBoxes {
		return &groupGate{names: g.names, doubts: []string{g.name() + " have more rules than AWS allows"}}
	}
	return g
}

// among answers whether the far end of a packet is in a group or a prefix list. Public addresses are in no group.
func (s *State) among(list string, member, other *Thing, p packet) answer {
	if strings.HasPrefix(list, prefixes[PrefixList]) {
		s.personal = true
		t := s.look(PrefixList, member, list)
		if t == nil {
			return unsure
		}
		keys, facts := s.Held(t, Range)
		for i, key := range keys {
			if r, err := netip.ParsePrefix(key); err == nil && r.Contains(p.peer) && facts[i].Known() {
				return yes
			}
		}
		if s.Get(t, Whole).Is(Yes) {
			return no
		}
		return unsure
	}
	if other == nil {
		return no
	}
	f := s.Key(other, InGroup, list)
	switch {
	case f.Is(Yes):
		return yes
	case f.Is(None), s.Get(other, GroupsWhole).Is(Yes) && !slices.Contains(s.Keys(other, InGroup), list):
		return no
	}
	return unsure
}
