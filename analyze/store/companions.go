// Companions: calls beside a story that speak about its intent.

package store

import (
	"context"
	"database/sql"
	"iter"

	"traillab/analyze/trail"
)

// Companions yields, in order of time, the events that the filter lets through, with request and response. A filter without
// names reads the whole case.
func (s *Store) Companions(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return inTotalOrder(s.events(ctx, "companions", f, whole))
}

// Deeds yields, in order of time, who made the calls that the filter lets through, from where and by what; not what was asked
// and answered, nor which ids that names. A filter without names reads the whole case.
func (s *Store) Deeds(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return s.events(ctx, "deeds", f, func(rows *sql.Rows, e *trail.Event) error {
		var t nullable
		err := rows.Scan(&t.id, &t.time, &t.name, &t.source, &t.account, &t.principal, &t.ip, &t.agent, &t.code, &e.Recovered)
		t.into(e)
		return err
	})
}

// whole scans an event with its request and response.
func whole(rows *sql.Rows, e *trail.Event) error {
	var t nullable
	var request, response *string
	err := rows.Scan(&t.id, &t.time, &t.name, &t.source, &t.account, &t.region, &t.principal, &t.key, &t.ip, &t.agent,
		&t.code, &t.message, &t.readOnly, &t.ids, &request, &response, &e.Recovered)
	t.into(e)
	e.Request, e.Response, e.Asked = value(request), value(response), true
	return err
}
