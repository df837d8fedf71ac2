// Starts: a space of addresses is asked at its beginning and behind each cut; between two cuts nothing changes.

package topology

import (
	"net/netip"
	"slices"
)

// pieces returns those of the starts that are in the space. Between two cuts one of them speaks for all.
func pieces(starts, cuts []netip.Addr, in func(netip.Addr) bool) []netip.Addr {
	slices.SortFunc(starts, netip.Addr.Compare)
	slices.SortFunc(cuts, netip.Addr.Compare)
	var found []netip.Addr
	passed, spoken := 0, -1 // cuts
	for _, a := range starts {
		for passed < len(cuts) && !a.Less(cuts[passed]) {
			passed++
		}
		if passed != spoken && in(a) {
			found, spoken = append(found, a), passed
		}
	}
	return found
}
