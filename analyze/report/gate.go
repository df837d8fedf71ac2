// Gates: what stands at the edge of a VPC. Gateways that are there, gateways that are gone and still have a route that
// leads to them, and whatever else routes lead to.

package report

import (
	"strings"

	"traillab/analyze/topology/snapshot"
)

// gate is a box across the VPC's upper edge.
type gate struct {
	id, name, kind, state, level string
	told                         string
	stands                       []string // the ids that it stands for
	x, w                         int
}

// nowhere stands for what is not known of a way out.
const nowhere = "?"

// gated makes the gates of the gateways that are told.
func gated(n *snapshot.Network) []gate {
	var gates []gate
	for _, g := range n.Gateways {
		gates = append(gates, gate{
			id: g.ID, name: string(g.Name), kind: strings.ReplaceAll(strings.ReplaceAll(g.Kind, "-", " "), "egress only", "egress-only"), state: g.State,
			level: g.Level, told: told(g.State+" ("+g.Level+")", g.Reason, g.Sources), stands: []string{g.ID},
		})
	}
	return gates
}

func (g *gate) draw(s *pen) {
	s.open(g.state+hollow(either(g.level, "observed")), g.id+"\n"+g.told)
	switch {
	case g.state == "attached" && !strings.HasPrefix(g.kind, "vpn"):
		s.raw("<path class=\"link attached\" d=\"M%d %dV%d\"/>\n", g.x+g.w/2, skyTop+skyHeight, gateTop)
	case g.state == "detached" && strings.HasPrefix(g.kind, "internet"):
		s.raw("<path class=\"link cut\" marker-end=\"url(#b)\" d=\"M%d %dV%d\"/>\n", g.x+g.w/2, skyTop+skyHeight, gateTop-14)
	case g.state == "unknown" && strings.HasSuffix(g.kind, "gateway"):
		s.raw("<path class=\"link unknown\" d=\"M%d %dV%d\"/>\n", g.x+g.w/2, skyTop+skyHeight, gateTop)
	}
	s.rect("gate", g.x, gateTop, g.w, gateSize, 6)
	s.text("b mid", g.x+g.w/2, gateTop+16, fit(either(g.name, g.kind), 7.2, g.w-12))
	s.text("mono mid", g.x+g.w/2, gateTop+30, fit(g.id, 6.7, g.w-8))
	state := g.state
	if g.state == "other" {
		state = ""
	}
	if g.name != "" && state != "" {
		state = g.kind + ", " + state
	}
	color := "small"
	if g.state == "detached" || g.state == "deleted" {
		color = "blackhole"
	}
	s.text(color+" mid", g.x+g.w/2, gateTop+44, fit(state, 6.6, g.w-8))
	s.close()
}

// told is what is behind a thing, for whoever points at it.
func told(what, why string, sources []string) string {
	if why != "" {
		what += ": " + why
	}
	if len(sources) > 5 {
		sources = append(sources[:5:5], "…")
	}
	if len(sources) > 0 {
		what += "\n" + strings.Join(sources, "\n")
	}
	return what
}
