// Reach: what the parts of the lab ask of the network as it stands, beside the guard.

package localstack

import (
	"context"

	"traillab/analyze/topology"
	"traillab/localstack/guard"
	"traillab/localstack/overlay"
)

// reach knows which instances Systems Manager reaches.
type reach struct{ guard *guard.Guard }

// SSM reports whether an instance's agent reaches Systems Manager. known is false where the lab cannot tell.
func (r reach) SSM(ctx context.Context, region, instance string) (yes, known bool) {
	h, err := r.guard.Look(ctx, region)
	if err != nil {
		return false, false
	}
	s := h.State(h.Now())
	for _, t := range h.Find(instance) {
		if t.Kind != topology.Instance || t.Region != region {
			continue
		}
		if s.Get(t, topology.Condition).Is(topology.Stopped) || s.Stands(t).Is(topology.None) {
			return false, true
		}
		v, asked := s.Capable(t, "ssm")
		return v.Answer == topology.Reaches, asked && v.Answer != topology.Unproven
	}
	return false, false
}

// Way tells whether packets get from one thing to another, as the analysis would.
func (r reach) Way(ctx context.Context, region, from, to, protocol string, port int) overlay.Way {
	h, err := r.guard.Look(ctx, region)
	if err != nil {
		return overlay.Way{Why: err.Error()}
	}
	var ends []*topology.Thing
	for _, id := range []string{from, to} {
		for _, t := range h.Find(id) {
			if t.Region == region {
				ends = append(ends, t)
				break
			}
		}
	}
	if len(ends) != 2 {
		return overlay.Way{Why: "The lab has not heard of " + from + " or " + to + "."}
	}
	v := h.State(h.Now()).Journey(ends[0], ends[1], protocol, port)
	if v.Reason.Code == topology.NotDirect { // Reachability Analyzer says of the way back that it has no route
		v.Reason.Code = topology.NoRoute
	}
	return overlay.Way{
		Found: v.Answer == topology.Reaches, Known: v.Answer == topology.Reaches || v.Answer == topology.Cut, Code: v.Reason.Code, Why: v.Reason.Text,
	}
}
