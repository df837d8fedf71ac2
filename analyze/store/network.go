// The network's events: all that touches the network or a relation, whole, for rebuilding it.

package store

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"traillab/analyze/trail"
)

// Network yields, in order of time, every event that touches the network or a relation and that the filter lets through. A
// network is rebuilt from all of an account's region: what an event means depends on those before it.
func (s *Store) Network(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return inTotalOrder(s.events(ctx, "network", f, whole))
}

// inTotalOrder sorts events that agree in time, id and account by everything else that was read of them. Such events stand
// in conflict and are few.
func inTotalOrder(events iter.Seq2[trail.Event, error]) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		var alike []trail.Event
		flush := func() bool {
			if len(alike) > 1 {
				slices.SortFunc(alike, compareRest)
			}
			for i := range alike {
				if !yield(alike[i], nil) {
					return false
				}
			}
			alike = alike[:0]
			return true
		}
		for e, err := range events {
			if err != nil {
				yield(e, err)
				return
			}
			if len(alike) > 0 && (alike[0].ID != e.ID || alike[0].Account != e.Account || !alike[0].Time.Equal(e.Time)) && !flush() {
				return
			}
			alike = append(alike, e)
		}
		flush()
	}
}

// compareRest is an order of events of one time and identity.
func compareRest(a, b trail.Event) int {
	return cmp.Or(
		cmp.Compare(a.Name, b.Name), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Region, b.Region),
		cmp.Compare(a.ErrorCode, b.ErrorCode), cmp.Compare(a.ErrorText, b.ErrorText), cmp.Compare(a.Principal, b.Principal),
		cmp.Compare(a.AccessKeyID, b.AccessKeyID), cmp.Compare(a.SourceIP, b.SourceIP), cmp.Compare(a.UserAgent, b.UserAgent),
		cmp.Compare(a.ReadOnly, b.ReadOnly), cmp.Compare(a.Request, b.Request), cmp.Compare(a.Response, b.Response), slices.Compare(a.IDs, b.IDs),
	)
}
