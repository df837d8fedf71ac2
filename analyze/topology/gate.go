// Gates: what security groups and network ACLs let through, packet by packet. A group remembers connections and lets their
// answers pass; an ACL does not, and judges each packet by the first of its entries that fits.

package topology

import (
	"net/netip"
	"strconv"
	"strings"
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
