// Hardening: what took nothing more and made the way back longer.

package analyze

import (
	"slices"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

// hardened joins the calls after the cut that took nothing more and made the way back longer: a deleted gateway cannot be
// attached again, a deleted route must be written anew.
func (g *gatherer) hardened(one *group, until topology.Moment) {
	var cut, last topology.Moment
	for m, role := range one.roles {
		if role == Cut || role == RunUp {
			last = max(last, m)
			if cut == topology.Origin || m < cut {
				cut = m
			}
		}
	}
	if cut == topology.Origin || one.at.thing == nil {
		return
	}
	for m := cut + 1; m <= until; m++ {
		c := g.h.Call(m)
		p, ok := parts[dialect.Stem(c.Event.Name)]
		if !ok || c.Failed || !c.Changed || one.roles[m] != "" || p.role == RunUp && c.Event.Name != "ReleaseAddress" || pauses[c.Event.Name] {
			continue
		}
		near := when(g.h, m).Sub(when(g.h, last)) <= apart
		if !near && c.Event.Name != "DeleteInternetGateway" || !harder(c.Event.Name) || !g.concerns(m, one) {
			continue
		}
		one.roles[m] = Hardening
		last = m
	}
}

// harder reports whether a call makes a way back longer.
func harder(name string) bool {
	return strings.HasPrefix(name, "Delete") || name == "ReleaseAddress" || name == "ReplaceRoute"
}

// concerns reports whether a call is about the group's place, or about a gateway or address that the group has cut off.
func (g *gatherer) concerns(m topology.Moment, one *group) bool {
	for _, p := range g.placesOf(m) {
		if p == one.at {
			return true
		}
	}
	for _, t := range g.h.Call(m).Scope {
		for cut, role := range one.roles {
			if (role == Cut || role == RunUp) && slices.Contains(g.h.Call(cut).Scope, t) {
				return true
			}
		}
	}
	return false
}
