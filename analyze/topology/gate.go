// Gates: what security groups and network ACLs let through, packet by packet. A group remembers connections and lets their
// answers pass; an ACL does not, and judges each packet by the first of its entries that fits.

package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/trail"
)

// The codes of what gates stop.
const (
	NoRule      = "ENI_SG_RULES_MISMATCH"
	DeniedByACL = "SUBNET_ACL_RESTRICTION"
)

// answer is yes, no or, between them, unknown.
type answer int8

const (
	no answer = iota - 1
	unsure
	yes
)

// box is a rule or an entry that was read: the packets that it speaks of.
type box struct {
	protocol string // -1 is every one
	from, to int    // ports; all of them where the protocol has none
	only     bool   // it speaks of some of the protocol's messages only (ICMP types)
	peer     netip.Prefix
	group    string // the peer, where it is no range: a group, a prefix list, or itself
	deny     bool
}

// maxBoxes bounds the rules and entries of one gate that are read. AWS allows an interface 1,000 rules, and an ACL 40 entries
// either way; whoever writes the log may claim more.
const maxBoxes = 1000

// openBox reads the text of a rule, as tcp/443-443/0.0.0.0/0.
func openBox(text string) box {
	protocol, rest, _ := strings.Cut(text, "/")
	b := box{protocol: protocol, to: 65535}
	if first, after, _ := strings.Cut(rest, "/"); b.openPorts(first) {
		rest = after
	}
	if p, err := netip.ParsePrefix(rest); err == nil {
		b.peer = p.Masked()
	} else {
		b.group = rest
	}
	return b
}

// openPorts reads from-to, and reports whether that is what the text says.
func (b *box) openPorts(text string) bool {
	cut := strings.IndexByte(strings.TrimPrefix(text, "-"), '-')
	if cut < 0 {
		return false
	}
	cut += len(text) - len(strings.TrimPrefix(text, "-"))
	from, err1 := strconv.Atoi(text[:cut])
	to, err2 := strconv.Atoi(text[cut+1:])
	if err1 != nil || err2 != nil {
		return false
	}
	if hasPorts(b.protocol) {
		b.from, b.to = from, to
	} else {
		b.only = from >= 0
	}
	return true
}

func hasPorts(protocol string) bool { return protocol == "tcp" || protocol == "udp" }

// packet is one kind of packet: what the gates are asked about.
type packet struct {
	peer     netip.Addr
	protocol string
	port     int // at the far end of what the rules guard: the destination
}

// fits reports whether the box speaks of the packet, apart from who its peer is.
func (b *box) fits(p packet) bool {
	return b.protocol == "-1" || b.protocol == p.protocol && (!hasPorts(p.protocol) || b.from <= p.port && p.port <= b.to)
}

// evidence is what a judgement rests on.
type evidence struct {
	level   trail.Level
	sources []Moment
	doubts  []string // why it is not known, in order of appearance
}

// rest adds a fact that was relied on.
func (e *evidence) rest(f Fact) {
	if !f.Known() {
		return
	}
	e.level = min(e.level, f.Level)
	if f.Cause > Origin && !slices.Contains(e.sources, f.Cause) {
		e.sources = append(e.sources, f.Cause)
	}
}

// doubt adds a reason why something is not known.
func (e *evidence) doubt(why string) {
	if !slices.Contains(e.doubts, why) {
		e.doubts = append(e.doubts, why)
	}
}

// gate judges packets.
type gate interface {
	judge(p packet, e *evidence) answer
	cuts() []box // where its judgement may change
	name() string
	denies() Reason // what to say when it lets nothing through
}

// open is a gate that lets everything through, and the fact that says so.
type open struct{ because Fact }

func (g open) judge(_ packet, e *evidence) answer {
	e.rest(g.because)
	return yes
}
func (open) cuts() []box    { return nil }
func (open) name() string   { return "nothing" }
func (open) denies() Reason { return Reason{} }

// lawful is a rule that may let packets through, and the fact that says so.
type lawful struct {
	box
	fact Fact
	text string
}

// groupGate is the groups of one thing in one direction.
type groupGate struct {
	rules  []lawful
	names  []string // of the groups
	doubts []string // why there may be other rules
	holds  []Fact   // what says that there are no others
	among  func(list string, p packet) answer
}

func (g *groupGate) name() string { return strings.Join(g.names, ", ") }

func (g *groupGate) denies() Reason {
	return Reason{NoRule, "no rule of " + g.name() + " lets it through; connections that a group tracks go on"}
}

func (g *groupGate) cuts() []box {
	boxes := make([]box, len(g.rules))
	for i, r := range g.rules {
		boxes[i] = r.box
	}
	return boxes
}

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
		e.doubt(cmp.Or(maybe.fact.Why, "who is in "+maybe.group+" is not known"))
		return unsure
	}
	for _, why := range g.doubts {
		e.doubt(why)
	}
	if len(g.doubts) > 0 {
		return unsure
	}
	for _, f := range g.holds {
		e.rest(f)
	}
	return no
}

// entry is a line of an ACL.
type entry struct {
	number int
	lawful
}

// aclGate is an ACL in one direction.
type aclGate struct {
	entries []entry // by number
	whole   Fact
	follows Fact   // that the subnet follows it
	doubt   string // why nothing is known of it
	id      string
}

func (g *aclGate) name() string { return g.id }

func (g *aclGate) denies() Reason {
	return Reason{DeniedByACL, g.id + " denies it, and cuts connections that stand as well"}
}

func (g *aclGate) cuts() []box {
	boxes := make([]box, len(g.entries))
	for i, r := range g.entries {
		boxes[i] = r.box
	}
	return boxes
}

func (g *aclGate) judge(p packet, e *evidence) answer {
	if g.doubt != "" {
		e.doubt(g.doubt)
		return unsure
	}
	known := 0 // entries with the lowest numbers, without a hole
	for i := range g.entries {
		n := &g.entries[i]
		if !n.fact.Known() {
			e.doubt(cmp.Or(n.fact.Why, "entry "+strconv.Itoa(n.number)+" of "+g.id+" is not known"))
			return unsure
		}
		if n.number == known+1 {
			known++
		}
		if n.fact.Is(None) || !n.fits(p) || !n.peer.Contains(p.peer) {
			continue
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
		return &aclGate{doubt: cmp.Or(follows.Why, "which network ACL "+subnet.ID+" follows is not known")}
	}
	g := &aclGate{id: acl.ID, follows: follows, whole: s.Get(acl, Whole)}
	for _, key := range s.Keys(acl, Entry) {
		text, ok := strings.CutPrefix(key, direction+" ")
		number, err := strconv.Atoi(text)
		if !ok || err != nil {
			continue
		}
		f := s.Key(acl, Entry, key)
		action, rule, _ := strings.Cut(f.Text, " ")
		n := entry{number, lawful{openBox(rule), f, rule}}
		n.deny = action != "allow"
		g.entries = append(g.entries, n)
	}
	if len(g.entries) > maxBoxes {
		return &aclGate{id: acl.ID, doubt: acl.ID + " has more entries than AWS allows"}
	}
	slices.SortFunc(g.entries, func(a, b entry) int { return cmp.Compare(a.number, b.number) })
	return g
}

// natACLs returns the ACLs that packets pass beyond a subnet on their way through NAT gateways, by the routes of its table.
func (s *State) natACLs(subnet, sender *Thing) []beyond {
	table := s.Get(subnet, Table)
	if table.Is(None) {
		if vpc := s.Get(subnet, InVPC).To; vpc != nil {
			table = s.Get(vpc, Main)
		}
	}
	if table.To == nil {
		return nil
	}
	var found []beyond
	nats := false
	keys, facts := s.Held(table.To, Route)
	for i, key := range keys {
		to, err := netip.ParsePrefix(key)
		if err != nil {
			continue
		}
		b := beyond{to: to}
		if nat := facts[i].To; nat != nil && nat.Kind == NATGateway {
			if home := s.Get(nat, InSubnet).To; home != nil {
				b.in, b.out, nats = s.aclGate(ingress, home), s.aclGate(egress, home), true
			}
		}
		found = append(found, b)
	}
	if !nats {
		return nil
	}
	for _, text := range s.addresses(sender, subnet) {
		p, err := netip.ParsePrefix(text)
		for i := range found {
			if err == nil && p.Addr().Is4() && !found[i].from.IsValid() {
				found[i].from = p.Addr()
			}
		}
	}
	return found
}
