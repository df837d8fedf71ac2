// Standing: what a subnet is in the words of those who draw networks: public, private or isolated.

package topology

import "strings"

// Standing is how a subnet lies to the internet.
type Standing string

// The standings. They say what the routes do, and not what the subnet was meant for: a subnet whose gateway was detached is
// isolated.
const (
	Public   Standing = "public"   // it has a way out through an internet gateway that is attached
	Outbound Standing = "private"  // it has a way out, but nothing comes in by it: NAT, or an egress-only gateway
	Isolated Standing = "isolated" // it has no way out
	Unclear  Standing = "unknown"
)

// Standing tells how a subnet lies to the internet, and the verdict that says so.
func (s *State) Standing(subnet *Thing) (Standing, Verdict) {
	four, direct4 := s.leaves(subnet, v4)
	six, direct6 := s.leaves(subnet, v6)
	open4, open6 := passes(four), passes(six)
	switch {
	case open4 && direct4:
		return Public, four
	case open6 && direct6:
		return Public, six
	case open4 && (six.Answer != Unproven || s.plainly4(subnet)):
		return Outbound, four
	case open6 && four.Answer == Cut:
		return Outbound, six
	case four.Answer == Cut && six.Answer == Cut:
		return Isolated, four
	case four.Answer == Cut && s.plainly4(subnet):
		return Isolated, four
	case four.Answer == Unproven:
		return Unclear, four
	}
	return Unclear, six
}

func passes(v Verdict) bool { return v.Answer == Reaches || v.Answer == Partly }

// leaves tells whether something with an address of its own gets out of a subnet, and whether some of that is through the
// VPC's internet gateway.
func (s *State) leaves(subnet *Thing, f family) (v Verdict, direct bool) {
	l := s.lane(subnet, f)
	for i := range l.ways {
		direct = direct || l.ways[i].direct && passes(l.ways[i].Verdict)
	}
	return l.sum(func(w *way) Verdict { return w.Verdict }), direct
}

// plainly4 reports whether a subnet is known to have no IPv6 range: it is whole with its VPC, and none was told.
func (s *State) plainly4(subnet *Thing) bool {
	for _, key := range s.Keys(subnet, Range) {
		if strings.Contains(key, ":") && !s.Key(subnet, Range, key).Is(None) {
			return false
		}
	}
	return s.whole(subnet)
}

// PublicAddress tells whether an instance has a public address, by which it is known, over IPv4 and over IPv6.
func (s *State) PublicAddress(instance *Thing) (four, six Verdict) {
	return s.public4(instance), s.public6(instance)
}
