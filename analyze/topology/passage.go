// Ways through gates: which packets of a space of addresses, protocols and ports pass all gates of a way, there and back.

package topology

import (
	"net/netip"
	"slices"

	"traillab/analyze/trail"
)

// passage is the gates that packets pass, and the gates that their answers pass.
type passage struct {
	there, back []gate
	beyond      []beyond
	of          *State
}

// beyond is a NAT gateway or a NAT instance on the way to some addresses: packets pass the ACL of its subnet twice.
type beyond struct {
	to      netip.Prefix
	in, out gate       // nil where the route leads elsewhere
	guards  []gate     // of an instance: its groups as they let in from the sender, and out
	from    netip.Addr // the sender
}

// gates returns every gate of the way.
func (w *passage) gates() []gate {
	all := append(slices.Clone(w.there), w.back...)
	for _, b := range w.beyond {
		if b.in != nil {
			all = append(append(all, b.in, b.out), b.guards...)
		}
	}
	return all
}

// looks is how often rules and entries are looked at for one question about each of all interfaces: a second's worth. Each
// question has at least fewLooks, and at most manyLooks.
const looks, fewLooks, manyLooks = 300_000_000, 20_000, 400_000

// heavy reports whether so many packets are too many to be judged.
func (w *passage) heavy(packets int) bool {
	rules := 4 // a gate without any is work too
	for _, g := range w.gates() {
		rules += len(g.cuts())
	}
	most := min(max(looks/max(len(w.of.h.kinds[Interface]), 1), fewLooks), manyLooks) / rules
	w.of.reads += min(packets, most) * rules / 3
	return packets > most
}

var tooMany = judgement{evidence: evidence{doubts: []string{"there are too many rules and entries"}}}

// passes judges a packet and its answers.
func (w *passage) passes(p packet, j *judgement) answer {
	result := yes
	take := func(g gate, a answer, e evidence) {
		if a < result {
			*j = judgement{answer: a, evidence: evidence{level: trail.Observed}}
			result = a
		}
		if a == result {
			j.join(e)
			if a == no {
				j.because(g.denies())
			}
		}
	}
	ask := func(g gate, p packet, answers bool) {
		e := evidence{level: trail.Observed}
		if answers {
			take(g, returns(g, p, &e), e)
		} else {
			take(g, g.judge(p, &e), e)
		}
	}
	*j = judgement{answer: yes, evidence: evidence{level: trail.Observed}}
	for _, g := range w.there {
		ask(g, p, false)
	}
	for _, g := range w.back {
		ask(g, p, true)
	}
	if b := w.via(p.peer); b != nil {
		ask(b.out, p, false)
		ask(b.in, p, true)
		if len(b.guards) > 0 {
			ask(b.guards[1], p, false)
		}
		inside := p
		inside.peer = b.from
		if !b.from.IsValid() || b.from.Is4() != p.peer.Is4() {
			take(b.in, unsure, evidence{level: trail.Unknown, doubts: []string{"the sender's private address is not known"}})
		} else {
			ask(b.in, inside, false)
			ask(b.out, inside, true)
			if len(b.guards) > 0 {
				ask(b.guards[0], inside, false)
			}
		}
	}
	j.answer = result
	return result
}

// via returns the NAT gateway or NAT instance on the way to an address: the longest prefix decides.
func (w *passage) via(to netip.Addr) *beyond {
	var best *beyond
	for i := range w.beyond {
		if b := &w.beyond[i]; b.to.Contains(to) && (best == nil || b.to.Bits() > best.to.Bits()) {
			best = b
		}
	}
	if best == nil || best.in == nil {
		return nil
	}
	return best
}

// returns judges the answers to a packet: they go to the ports that callers use.
func returns(g gate, p packet, e *evidence) answer {
	if !hasPorts(p.protocol) {
		return g.judge(p, e)
	}
	const first, last = 1024, 65535
	all, some := yes, no
	for _, port := range starts([]int{first}, []gate{g}, p.protocol) {
		if port < first || port > last {
			continue
		}
		p.port = port
		a := g.judge(p, e)
		all, some = min(all, a), max(some, a)
	}
	switch {
	case all == yes:
		return yes
	case some == no:
		return no
	}
	if all != some {
		e.doubt(g.name() + " lets answers through to some ports only")
	}
	return unsure
}

// all asks whether packets of one kind pass to all peers.
func (w *passage) all(peers []netip.Addr, protocol string, port int) judgement {
	var list []judgement
	if w.heavy(len(peers)) {
		return tooMany
	}
	for _, peer := range peers {
		var j judgement
		w.passes(packet{peer, protocol, port}, &j)
		list = append(list, j)
	}
	if len(list) == 0 {
		return judgement{evidence: evidence{doubts: []string{"the addresses are not known"}}}
	}
	return agreed(list, "some addresses only")
}

// any asks whether any packet passes to any of the peers. Some is enough for an answer of yes where enough says so.
func (w *passage) any(peers []netip.Addr, enough bool) judgement {
	var denied, doubted []judgement
	asked := 0
	for _, protocol := range w.protocols() {
		ports := []int{0}
		if hasPorts(protocol) {
			ports = starts([]int{0}, w.gates(), protocol)
		}
		for _, port := range ports {
			if asked += len(peers); w.heavy(asked) {
				return tooMany
			}
			for _, peer := range peers {
				var j judgement
				switch w.passes(packet{peer, protocol, port}, &j) {
				case no:
					denied = append(denied, j)
				case unsure:
					doubted = append(doubted, j)
				case yes:
					if enough {
						return j
					}
					j.answer, j.doubts = unsure, []string{"only some of it is let through, as " + protocol + " to " + peer.String()}
					return j
				}
			}
		}
	}
	if len(doubted) > 0 {
		return doubted[0]
	}
	return agreed(denied, "")
}

// protocols returns the protocols that any gate speaks of, and one that stands for all others.
func (w *passage) protocols() []string {
	found := []string{"other"}
	for _, g := range w.gates() {
		for _, b := range g.cuts() {
			if b.protocol != "-1" && !slices.Contains(found, b.protocol) {
				found = append(found, b.protocol)
			}
		}
	}
	slices.Sort(found)
	return found
}

// starts returns the ports at which the judgement of gates may change, sorted.
func starts(ports []int, gates []gate, protocol string) []int {
	for _, g := range gates {
		for _, b := range g.cuts() {
			if b.protocol == protocol {
				ports = append(ports, b.from, b.to+1)
			}
		}
	}
	slices.Sort(ports)
	ports = slices.Compact(ports)
	return slices.DeleteFunc(ports, func(p int) bool { return p < 0 || p > 65535 })
}
