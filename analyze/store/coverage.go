// Coverage of a case: the hours of its events and of the files they came in.

package store

import (
	"context"
	"fmt"
	"time"

	"traillab/analyze/trail"
)

// Coverage returns the stretches of time for which the case has logs, and the gaps between them. The filter narrows the
// events; files are counted by their names where it names no more than accounts and regions.
func (s *Store) Coverage(ctx context.Context, f trail.Filter) ([]trail.Hours, error) {
	c := trail.NewCoverage()
	rows, err := s.ask(ctx, "hours", f)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var account, region *string
		var hour time.Time
		var events int64
		if err := rows.Scan(&account, &region, &hour, &events); err != nil {
			return nil, fmt.Errorf("coverage: %w", err)
		}
		c.Events(value(account), value(region), hour, events)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	if err := s.coverFiles(ctx, c, f); err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	return c.Stretches(), nil
}

func (s *Store) coverFiles(ctx context.Context, c *trail.Coverage, f trail.Filter) error {
	var newest time.Time
	if f.From.Back != 0 || f.Until.Back != 0 {
		found, err := s.newest(ctx)
		if err != nil {
			return err
		}
		newest = found
	}
	rows, err := s.conn.QueryContext(ctx, statement("ask/files"))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var path string
		var rejects int64
		if err := rows.Scan(&path, &rejects); err != nil {
			return err
		}
		if k, ok := trail.ParseKey(path); ok && f.Admits(k.Account, k.Region, k.Time, newest) {
			c.File(path, rejects)
		}
	}
	return rows.Err()
}
