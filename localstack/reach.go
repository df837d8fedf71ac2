// Reach: what the parts of the lab ask of the network as it stands, beside the guard.

package localstack

import (
	"context"

	"traillab/analyze/topology"
	"traillab/localstack/guard"
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
