// Places: where the record of each event of the timeline lies, asked of many at once.

package report

import (
	"context"
	"iter"

	"traillab/analyze/trail"
)

// together is how many events are asked about at once. They are held for that long.
const together = 8000

// placed tells events with their places.
func (m *compiler) placed(ctx context.Context, events iter.Seq2[*trail.Event, error], tell func(*trail.Event) *Event) iter.Seq2[*Event, error] {
	return func(yield func(*Event, error) bool) {
		var held []*Event
		var keys []int64
		pass := func() bool {
			places, err := m.src.Places(ctx, keys)
			if err != nil {
				yield(nil, err)
				return false
			}
			for i, e := range held {
				if at, ok := places[keys[i]]; ok {
					e.File, e.SHA256, e.Offset, e.Length = trail.Maybe(at.File), trail.Maybe(at.SHA256), &at.Offset, &at.Length
					e.RequestID, e.Issuer = trail.Maybe(at.RequestID), trail.Maybe(at.Issuer)
				}
				if !yield(e, nil) {
					return false
				}
			}
			held, keys = held[:0], keys[:0]
			return true
		}
		for e, err := range events {
			if err != nil {
				yield(nil, err)
				return
			}
			held, keys = append(held, tell(e)), append(keys, e.Key)
			if len(held) == together && !pass() {
				return
			}
		}
		pass()
	}
}
