// Gates: what stands at the edge of a VPC: its gateways, and whatever else routes lead to.

package tui

import (
	"cmp"
	"strings"

	"traillab/analyze/topology/snapshot"
)

// mostGates is how many stand in a row each; the others are one row until it is unfolded.
const mostGates = 8

// gate is one of them.
type gate struct {
	id, name, kind string
	stroke         stroke
	word           string // its state
	level          string
	fact           fact
}

// edgeOf draws the gates, under the Internet.
func (s *sketch) edgeOf() {
	gates := s.gates()
	if len(gates) == 0 {
		s.add(plot{key: "gate:none", text: told(toneFaint, "no gateway and no other target of a route is known")})
	}
	shown := gates
	if len(gates) > mostGates && !s.open["gates"] {
		shown = gates[:mostGates-1]
	}
	for i := range shown {
		s.gate(&shown[i])
	}
	if rest := len(gates) - len(shown); rest > 0 {
		s.add(plot{key: "gate:more", fold: "gates", text: told(toneKey, "▸ ").addf(tonePlain, "%d more gateways and targets of routes (space)", rest)})
	}
}

func (s *sketch) gate(g *gate) {
	sure := surely(g.level)
	l := line{}.add(toneStrong, labelled(g.id, g.name)).add(tonePlain, "  "+g.kind+"  ").add(g.stroke.tone(), g.word+" ")
	if g.stroke != strokeUnknown {
		l = l.add(sure.tone, sure.text)
	}
	if was := s.wasGate(g.id); was != "" && was != g.fact.value {
		l = l.add(toneWarn, "  ◂ was "+was)
	}
	s.add(plot{key: "gate:" + g.id, thing: g.id, text: l, edge: &branch{g.id, g.stroke, true}, facts: []fact{g.fact}})
}

// wasGate is the state of a gateway before, empty where it is not told.
func (s *sketch) wasGate(id string) string {
	if s.was == nil || s.was.gateways[id] == nil {
		return ""
	}
	return s.was.gateways[id].State
}

// gates are the gateways, then what else routes lead to, then gateways that were there before and are told of no longer.
func (s *sketch) gates() []gate {
	var out []gate
	seen := map[string]bool{}
	add := func(g gate) {
		if !seen[g.id] {
			seen[g.id], out = true, append(out, g)
		}
	}
	for i := range s.n.Gateways {
		add(gateOf(&s.n.Gateways[i], s.n.Gateways[i].State))
	}
	for i := range s.n.Tables {
		for j := range s.n.Tables[i].Routes {
			if r := &s.n.Tables[i].Routes[j]; leads(r) && !s.placed(*r.Target) {
				add(gateAimedAt(r))
			}
		}
	}
	if s.before == nil {
		return out
	}
	for i := range s.before.Gateways {
		if g := &s.before.Gateways[i]; g.State == "attached" {
			lost := gateOf(g, "no longer there")
			lost.stroke, lost.word, lost.level = strokeCut, "✕ cut: no longer there", absent().level
			lost.fact.level, lost.fact.reason = absent().level, absent().reason
			add(lost)
		}
	}
	return out
}

// gateOf is a gateway.
func gateOf(g *snapshot.Gateway, state string) gate {
	kind := strings.ReplaceAll(strings.ReplaceAll(g.Kind, "-", " "), "egress only", "egress-only")
	out := gate{
		id: g.ID, name: string(g.Name), kind: kind, level: g.Level, word: state,
		fact: fact{"state", state, g.Level, g.Reason, g.Sources},
	}
	switch state {
	case "detached", "deleted":
		out.stroke, out.word = strokeCut, "✕ cut: "+state
	case snapshot.Unknown:
		out.stroke, out.word = strokeUnknown, "? attached or not"
	}
	return out
}

// gateAimedAt is what stands at the edge because a route leads there.
func gateAimedAt(r *snapshot.Route) gate {
	out := gate{
		id: *r.Target, kind: cmp.Or(snapshot.KindOf(*r.Target), "target of routes"), level: r.Level, word: "routes lead to it", fact: fact{"a route leads to it", r.State, r.Level, r.Reason, r.Sources},
	}
	switch r.State {
	case snapshot.Blackhole:
		out.stroke, out.word = strokeCut, "✕ cut: carries nothing"
	case snapshot.Unknown:
		out.stroke, out.word = strokeUnknown, "? there or not"
	}
	return out
}

// placed reports whether a target is drawn inside: a NAT gateway in a subnet that is known.
func (s *sketch) placed(id string) bool {
	nat := s.is.nats[id]
	return nat != nil && s.is.subnets[nat.Subnet.Text()] != nil
}

// leads reports whether a route leads out of the VPC, or to something in it, and is drawn as an edge.
func leads(r *snapshot.Route) bool { return r.Target != nil && *r.Target != "local" }
