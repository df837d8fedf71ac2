// The internet in pieces. A table's routes cut it at their boundaries, and each piece goes where its longest prefix says, so
// that a pair of /1 routes or a hijacked /8 is seen where one probe would miss it.

package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
)

// family is IPv4 or IPv6; they are answered apart.
type family uint8

const (
	v4 family = iota
	v6
)

func (f family) String() string { return [...]string{"4", "6"}[f] }

// first is the lowest address of a family.
func (f family) first() netip.Addr {
	if f == v4 {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}

func (f family) fits(p netip.Prefix) bool { return p.Addr().Is4() == (f == v4) }

// special are the ranges of each family that are not the public internet; of IPv6 that is all but 2000::/3.
// https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/ipv6-address-space
var special = [...][]netip.Prefix{
	v4: ranges(`0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24
		192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3`),
	v6: ranges("::/3 4000::/2 8000::/1"),
}

// reserved are the ranges of a family that are not the public internet; not to be changed.
func (f family) reserved() []netip.Prefix { return special[f] }

func ranges(text string) []netip.Prefix {
	var found []netip.Prefix
	for word := range strings.FieldsSeq(text) {
		found = append(found, netip.MustParsePrefix(word))
	}
	return found
}

// road is a route of a table: a destination, or what a prefix list spells out, and where it leads.
type road struct {
	key     string
	ranges  []netip.Prefix
	fact    Fact
	listed  bool // it comes from a prefix list, which a route to the same range precedes
	carries bool // a piece of the internet follows it; of a route that is gone: a piece would
}

// claim is a range that a road takes, or that is not the internet where there is no road.
type claim struct {
	netip.Prefix
	road *road
}

func (c claim) priority() int {
	switch {
	case c.road == nil:
		return 0
	case c.road.listed:
		return 1
	}
	return 2
}

// share lets each piece of the internet find its road, and reports whether some piece has none.
func (f family) share(roads []*road, apart []netip.Prefix) (uncovered bool) {
	claims := make([]claim, 0, len(f.reserved())+len(apart)+len(roads))
	for _, p := range slices.Concat(f.reserved(), apart) {
		if f.fits(p) {
			claims = append(claims, claim{p.Masked(), nil})
		}
	}
	for _, r := range roads {
		for _, p := range r.ranges {
			if f.fits(p) {
				claims = append(claims, claim{p.Masked(), r})
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b claim) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()), cmp.Compare(a.priority(), b.priority()))
	})
	w := walk{at: f.first()}
	for _, c := range claims {
		w.leave(c.Addr())
		if w.at.Less(c.Addr()) {
			w.piece()
			w.at = c.Addr()
		}
		w.inside = append(w.inside, c)
		if c.road == nil {
			w.reserved++
		}
	}
	w.leave(netip.Addr{})
	if w.at.IsValid() {
		w.piece()
	}
	return w.uncovered
}

// walk goes through the addresses of a family from the lowest to the highest.
type walk struct {
	at        netip.Addr // up to which everything is dealt with; invalid behind the last address
	inside    []claim    // the ranges around it, the widest first
	reserved  int        // how many of them are not the internet
	uncovered bool
}

// leave goes on to an address through the ends of ranges that lie before it; through all of them when it is invalid.
func (w *walk) leave(until netip.Addr) {
	for len(w.inside) > 0 {
		c := w.inside[len(w.inside)-1]
		if until.IsValid() && c.Contains(until) {
			return
		}
		if end := last(c.Prefix); w.at.IsValid() && !end.Less(w.at) {
			w.piece()
			w.at = end.Next()
		}
		w.inside = w.inside[:len(w.inside)-1]
		if c.road == nil {
			w.reserved--
		}
	}
}

// piece gives the piece that begins here to the road with the longest prefix.
func (w *walk) piece() {
	if w.reserved > 0 {
		return
	}
	for _, c := range slices.Backward(w.inside) {
		c.road.carries = true
		if !c.road.fact.Is(None) {
			return
		}
	}
	w.uncovered = true
}

// last is the highest address of a range.
func last(p netip.Prefix) netip.Addr {
	b := p.Addr().As16()
	from := p.Bits()
	if p.Addr().Is4() {
		from += 96
	}
	for i := from; i < 128; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	if p.Addr().Is4() {
		return netip.AddrFrom4([4]byte(b[12:]))
	}
	return netip.AddrFrom16(b)
}
