// Admission: which chains a question's filters let through. A chain is let through when one of its events is; what it is
// about and what it cost count as named by it.

package analyze

import (
	"context"
	"fmt"
	"slices"

	"traillab/analyze/trail"
)

// Admit returns the chains that the filter lets through.
func Admit(ctx context.Context, src NetworkSource, chains []Chain, f trail.Filter) ([]Chain, error) {
	if !f.Narrows() {
		return slices.Clone(chains), nil // to read the network's events again would cost as much as to rebuild it
	}
	events := f
	events.Resources, events.VPCs = nil, nil
	asked := map[identity]bool{}
	for e, err := range src.Network(ctx, events) {
		if err != nil {
			return nil, fmt.Errorf("filters: %w", err)
		}
		asked[identity{e.ID, e.Account}] = true
	}
	return slices.DeleteFunc(slices.Clone(chains), func(c Chain) bool {
		names := c.names()
		return !trail.NamesAny(names, f.Resources) || !trail.NamesAny(names, f.VPCs) ||
			!slices.ContainsFunc(c.Links, func(l Link) bool { return asked[identity{l.Event.ID, l.Event.Account}] })
	}), nil
}

// names are the ids that a chain speaks of.
func (c *Chain) names() []string {
	names := []string{c.Scope.ID, c.ID}
	for i := range c.Links {
		names = append(names, c.Links[i].Event.IDs...)
	}
	for i := range c.Outages {
		names = append(names, c.Outages[i].Thing.ID)
		if vpc := c.Outages[i].VPC; vpc != nil {
			names = append(names, vpc.ID)
		}
	}
	return names
}
