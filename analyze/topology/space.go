// Spaces: the addresses that packets are sent to, cut into pieces in which all judgements are the same.

package topology

import (
	"net/netip"
	"slices"
)

// space cuts the public addresses where the way or the judgement of its gates may change, and returns the first address of
// each piece.
func (w *passage) space(six bool) []netip.Addr {
	f := v4
	if six {
		f = v6
	}
	apart := f.reserved()
	cuts := borders(nil, w.gates())
	for _, b := range w.beyond {
		cuts = border(cuts, b.to)
	}
	starts := slices.Clone(cuts)
	for _, p := range apart {
		starts = border(starts, p)
	}
	return pieces(starts, cuts, func(a netip.Addr) bool { return a.Is4() == (f == v4) && !inAny(apart, a) })
}

// within4 cuts ranges, as texts, likewise.
func within4(texts []string, gates []gate) []netip.Addr {
	var parts []netip.Prefix
	for _, text := range texts {
		if p, err := netip.ParsePrefix(text); err == nil && p.Addr().Is4() {
			parts = append(parts, p.Masked())
		}
	}
	cuts := borders(nil, gates)
	starts := slices.Clone(cuts)
	for _, p := range parts {
		starts = border(starts, p)
	}
	return pieces(starts, cuts, func(a netip.Addr) bool { return inAny(parts, a) })
}

func inAny(ranges []netip.Prefix, a netip.Addr) bool {
	for _, p := range ranges {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// borders adds the addresses at which the judgement of gates may change.
func borders(to []netip.Addr, gates []gate) []netip.Addr {
	for _, g := range gates {
		for _, b := range g.cuts() {
			to = border(to, b.peer)
		}
	}
	return to
}

// border adds the first address of a range and the first behind it.
func border(to []netip.Addr, p netip.Prefix) []netip.Addr {
	if !p.IsValid() {
		return to
	}
	to = append(to, p.Addr())
	if next := last(p).Next(); next.IsValid() {
		to = append(to, next)
	}
	return to
}
