// Evidence: the record behind a statement and the bytes behind the record.

package store

import (
	"context"
	"fmt"
	"time"

	"traillab/analyze/trail"
)

// Show returns every stored record of an event, those that are hidden as repetitions or superseded included: each is a
// place where the evidence lies.
func (s *Store) Show(ctx context.Context, eventID string) ([]trail.Evidence, error) {
	var uuid [16]byte
	column, bound := "event_text = ?", eventID
	if parseUUID([]byte(eventID), &uuid) {
		column = "event_uuid = CAST(? AS UUID) AND event_text IS NULL"
	}
	return s.show(ctx, column, bound)
}

// ShowKey returns the stored record of that key, as Show does: some records have no id of an event.
func (s *Store) ShowKey(ctx context.Context, key int64) ([]trail.Evidence, error) {
	return s.show(ctx, "r.key = ?", key)
}

func (s *Store) show(ctx context.Context, where string, bound any) ([]trail.Evidence, error) {
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/show"), where), bound)
	if err != nil {
		return nil, fmt.Errorf("show: %w", s.told(err))
	}
	defer rows.Close()
	var out []trail.Evidence
	for rows.Next() {
		var e trail.Evidence
		var loader, id, account, sum, inflated, damage *string
		var at *time.Time
		var columns, said any
		if err := rows.Scan(&e.Key, &loader, &id, &at, &account, &e.File, &sum, &inflated, &e.Offset, &e.Length, &e.Repaired, &e.Recovered, &e.Standing, &damage, &said, &e.Record, &columns); err != nil {
			return nil, fmt.Errorf("show: %w", s.told(err))
		}
		e.Loader = value(loader)
		e.EventID, e.Account, e.SHA256, e.Inflated, e.Damage = value(id), value(account), value(sum), value(inflated), value(damage)
		if at != nil {
			e.Time = at.UTC()
		}
		if told := cells(said); len(told) == 2 {
			e.Digest, e.DigestWhy = told[0], told[1]
		}
		e.Columns = trail.Columns(append([]string{e.EventID, trail.MomentText(e.Time)}, cells(columns)...))
		out = append(out, e)
	}
	return out, s.told(rows.Err())
}

// cells turns a list of DuckDB into texts; NULL is empty.
func cells(list any) []string {
	values, _ := list.([]any)
	out := make([]string, len(values))
	for i, v := range values {
		out[i], _ = v.(string)
	}
	return out
}
