// Windows: a part of the timeline at a time, from any place in either direction, so that who scrolls through ten million events
// holds a few hundred.

package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"traillab/analyze/trail"
)

// Window returns up to n events that the filter lets through, in the order of the timeline: those behind the mark, or with a
// negative n those before it. The zero mark is the beginning, and with a negative n the end.
func (s *Store) Window(ctx context.Context, f trail.Filter, from trail.Mark, n int) ([]trail.Event, error) {
	back := n < 0
	if back {
		n = -n
	}
	parts := []bool{true, false} // those without a time come last
	if back {
		slices.Reverse(parts)
	}
	if timed := !from.Time.IsZero(); !from.Zero() && timed != parts[0] {
		parts = parts[1:]
	}
	var out []trail.Event
	for _, timed := range parts {
		if len(out) == n {
			break
		}
		part, err := s.window(ctx, f, from, timed, back, n-len(out))
		if err != nil {
			return nil, fmt.Errorf("window: %w", s.told(err))
		}
		out, from = append(out, part...), trail.Mark{} // of the other part, all
	}
	if back {
		slices.Reverse(out)
	}
	return out, nil
}

// window asks for the events with a time, or for those without one, in the order in which they are read.
func (s *Store) window(ctx context.Context, f trail.Filter, from trail.Mark, timed, back bool, n int) ([]trail.Event, error) {
	p, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	order, than := "ASC", ">"
	if back {
		order, than = "DESC", "<"
	}
	const next = "(coalesce(event_id, '') %[1]s ? OR coalesce(event_id, '') = ? AND key %[1]s ?)"
	switch {
	case !timed:
		p.and("event_time IS NULL")
		if !from.Zero() {
			p.and(fmt.Sprintf(next, than), from.ID, from.ID, from.Key)
		}
	case from.Zero():
		p.and("event_time IS NOT NULL")
	default: // the first term is what lets DuckDB pass over most of the table
		p.and("event_time "+than+"= ?", from.Time)
		p.and(fmt.Sprintf("(event_time %[1]s ? OR "+next+")", than), from.Time, from.ID, from.ID, from.Key)
	}
	if timed {
		if err := s.bound(ctx, p, order, than, n); err != nil {
			return nil, err
		}
	}
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/window"), p.text(), order, n), p.values...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []trail.Event
	for rows.Next() {
		var e trail.Event
		var t nullable
		err := rows.Scan(&t.id, &t.time, &t.name, &t.source, &t.account, &t.region, &t.principal, &t.key, &t.ip, &t.agent,
			&t.code, &t.message, &t.readOnly, &t.ids, &e.Recovered, &e.Key)
		if err != nil {
			return nil, err
		}
		t.into(&e)
		out = append(out, e)
	}
	return out, rows.Err()
}

// bound narrows a window in time to its n events. To find them among all takes one column and those of the filter; with both ends
// of its time known, the others are read for few rows.
func (s *Store) bound(ctx context.Context, p *predicate, order, than string, n int) error {
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/window_edge"), p.text(), order, n), p.values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var last time.Time
	found := 0
	for ; rows.Next(); found++ {
		if err := rows.Scan(&last); err != nil {
			return err
		}
	}
	if found == n {
		p.and("event_time "+map[string]string{">": "<", "<": ">"}[than]+"= ?", last)
	}
	return rows.Err()
}

// Count says how many events the filter lets through.
func (s *Store) Count(ctx context.Context, f trail.Filter) (int64, error) {
	p, err := s.where(ctx, f)
	if err != nil {
		return 0, fmt.Errorf("count: %w", s.told(err))
	}
	var n int64
	if err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM events WHERE "+p.text(), p.values...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count: %w", s.told(err))
	}
	return n, nil
}
