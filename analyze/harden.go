// Hardening: what took nothing more and made the way back longer.

package analyze

import (
	"slices"
	"strings"

	"traillab/analyze/topology"
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
	for _, m := range g.hardening(one, cut, until) {
		name := g.h.Call(m).Event.Name
		near := when(g.h, m).Sub(when(g.h, last)) <= apart
		if one.roles[m] == "" && (near || name == "DeleteInternetGateway") {
			one.roles[m] = Hardening
			last = m
		}
	}
}

// harder reports whether a call makes a way back longer.
func harder(name string) bool {
	return strings.HasPrefix(name, "Delete") || name == "ReleaseAddress" || name == "ReplaceRoute"
}

// hardening returns the calls after one and up to another that make a way back longer, and are about the group's place, or
// about a gateway or address that the group has cut off.
func (g *gatherer) hardening(one *group, after, until topology.Moment) []topology.Moment {
	found := slices.Clone(between(g.hardensAt[one.at], after, until))
	for m, role := range one.roles {
		if role == Cut || role == RunUp {
			for _, t := range g.h.Call(m).Scope {
				found = append(found, between(g.hardens[t], after, until)...)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
