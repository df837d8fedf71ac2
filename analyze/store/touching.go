// Touching events without their texts, for timelines.

package store

import (
	"context"
	"database/sql"
	"iter"

	"traillab/analyze/trail"
)

// Touching yields, in order of time, the events that Network does, without request and response.
func (s *Store) Touching(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return inTotalOrder(s.sliced(ctx, "touching", f, func(rows *sql.Rows, e *trail.Event) error {
		var t nullable
		err := rows.Scan(&t.id, &t.time, &t.name, &t.source, &t.account, &t.region, &t.principal, &t.key, &t.ip, &t.agent,
			&t.code, &t.message, &t.readOnly, &t.ids, &e.Recovered, &e.Key)
		t.into(e)
		return err
	}))
}
