// Coverage of a case: the hours of its events and of the files they came in.

package store

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"traillab/analyze/trail"
)

// Coverage returns the stretches of time for which the case has logs, and the gaps between them. Accounts, regions and
// times of the filter narrow what is looked at. The rest of it narrows the events that are counted and never makes a gap.
func (s *Store) Coverage(ctx context.Context, f trail.Filter) ([]trail.Hours, error) {
	c, err := s.covered(ctx, f)
	if err == nil {
		err = s.coverLate(ctx, c, f)
	}
	if err != nil {
		return nil, fmt.Errorf("coverage: %w", s.told(err))
	}
	return c.Stretches(), nil
}

// covered gathers the hours, and not how late files came.
func (s *Store) covered(ctx context.Context, f trail.Filter) (*trail.Coverage, error) {
	c := trail.NewCoverage()
	whole := trail.Filter{From: f.From, Until: f.Until, Accounts: f.Accounts, Regions: f.Regions}
	err := s.hours(ctx, f, c.Events)
	if err == nil && !reflect.DeepEqual(f, whole) { // other hours may have events that were not asked for
		err = s.hours(ctx, whole, func(account, region string, at time.Time, _ int64) { c.Known(account, region, at) })
	}
	if err == nil {
		err = s.coverFiles(ctx, c, f)
	}
	return c, err
}

// Delivered returns the stretches of time for which the case has log files, as the files' names say, and the gaps between
// them, whatever was stored of the files.
func (s *Store) Delivered(ctx context.Context) ([]trail.Hours, error) {
	return s.delivered(ctx, trail.Filter{})
}

func (s *Store) delivered(ctx context.Context, f trail.Filter) ([]trail.Hours, error) {
	c := trail.NewCoverage()
	if err := s.coverFiles(ctx, c, f); err != nil {
		return nil, fmt.Errorf("log files: %w", s.told(err))
	}
	return c.Stretches(), nil
}

// hours tells each hour that has events under the filter, and how many.
func (s *Store) hours(ctx context.Context, f trail.Filter, each func(account, region string, at time.Time, events int64)) error {
	rows, err := s.ask(ctx, "hours", f)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var account, region *string
		var at time.Time
		var events int64
		if err := rows.Scan(&account, &region, &at, &events); err != nil {
			return err
		}
		each(value(account), value(region), at, events)
	}
	return rows.Err()
}

func (s *Store) coverFiles(ctx context.Context, c *trail.Coverage, f trail.Filter) error {
	newest, err := s.origin(ctx, f)
	if err != nil {
		return err
	}
	rows, err := s.conn.QueryContext(ctx, summed("ask/files"))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var path string
		var readable bool
		var rejects int64
		var digest string
		if err := rows.Scan(&path, &readable, &rejects, &digest); err != nil {
			return err
		}
		switch k, ok := trail.ParseKey(path); {
		case !ok:
			c.Unplaced(rejects)
		case !k.Digest && f.Admits(k.Account, k.Region, k.Time, newest):
			c.File(k, readable, rejects, digest)
		}
	}
	return rows.Err()
}

// coverLate tells the newest record of each file.
func (s *Store) coverLate(ctx context.Context, c *trail.Coverage, f trail.Filter) error {
	newest, err := s.origin(ctx, f)
	if err != nil {
		return err
	}
	rows, err := s.conn.QueryContext(ctx, statement("ask/newest"))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var path string
		var last time.Time
		if err := rows.Scan(&path, &last); err != nil {
			return err
		}
		if k, ok := trail.ParseKey(path); ok && !k.Digest && f.Admits(k.Account, k.Region, k.Time, newest) {
			c.Newest(k, last.UTC())
		}
	}
	return rows.Err()
}

// Silent returns the gaps that a question's answer may have lost something to, with the first and the last hour of which there
// is anything: the accounts and regions of the filter narrow it, its times do not. Of a case that keeps only what one question
// needs, the names of the files tell.
func (s *Store) Silent(ctx context.Context, f trail.Filter) (gaps []trail.Hours, from, until time.Time, err error) {
	whole := trail.Filter{Accounts: f.Accounts, Regions: f.Regions}
	var hours []trail.Hours
	if s.narrow {
		hours, err = s.delivered(ctx, whole)
	} else {
		var c *trail.Coverage
		if c, err = s.covered(ctx, whole); err == nil {
			hours = c.Stretches()
		}
	}
	if err != nil {
		return nil, from, until, fmt.Errorf("coverage: %w", s.told(err))
	}
	for _, h := range hours {
		switch h.State {
		case trail.HoursGap:
			gaps = append(gaps, h)
			continue
		case trail.HoursUnplaced:
			continue
		case trail.HoursUnreadable:
			gaps = append(gaps, h)
		case trail.HoursLogs:
		}
		if from.IsZero() || h.From.Before(from) {
			from = h.From
		}
		if h.Until.After(until) {
			until = h.Until
		}
	}
	return gaps, from, until, nil
}
