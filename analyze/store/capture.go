// Captures: how things stood at a time, kept beside the log as they were found.

package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// Captured counts captures: those that were given, those that were kept and those that the case had.
type Captured struct {
	Read  int64 `json:"read"`
	Kept  int64 `json:"kept"`
	Known int64 `json:"known"`
}

// Keep puts captures into the case: all of those that it does not have, or none. The same bytes of the same place and time
// are one capture, wherever they lie.
func (s *Store) Keep(ctx context.Context, captures []trail.Capture) (c Captured, err error) {
	known := map[captureID]bool{}
	had, err := s.Captures(ctx)
	if err != nil {
		return c, err
	}
	for i := range had {
		known[identityOf(&had[i])] = true
	}
	err = s.transact(ctx, func() error {
		return s.appendRows("baselines", func(add func(...driver.Value) error) error {
			for i := range captures {
				f := &captures[i]
				c.Read++
				if known[identityOf(f)] {
					c.Known++
					continue
				}
				known[identityOf(f)] = true
				c.Kept++
				var at driver.Value
				if !f.At.IsZero() {
					at = f.At.UTC()
				}
				if err := add(strings.ToValidUTF8(f.Path, "\uFFFD"), f.SHA256, f.Account, f.Region, at, f.Basis, strings.ToValidUTF8(string(f.Text), "\uFFFD")); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return c, fmt.Errorf("baseline: %w", s.told(err))
	}
	if c.Read > 0 {
		s.made, s.vain = false, false
	}
	return c, nil
}

// identityOf is what makes a capture one.
func identityOf(c *trail.Capture) captureID {
	return captureID{c.SHA256, c.Account, c.Region, c.At.UTC().Truncate(time.Microsecond)}
}

type captureID struct {
	sum, account, region string
	at                   time.Time
}

// Captures returns the captures of the case, in an order of their own.
func (s *Store) Captures(ctx context.Context) ([]trail.Capture, error) {
	rows, err := s.conn.QueryContext(ctx, statement("ask/baselines"))
	if err != nil {
		return nil, fmt.Errorf("baselines: %w", s.told(err))
	}
	defer rows.Close()
	var found []trail.Capture
	for rows.Next() {
		var c trail.Capture
		var at *time.Time
		var answer string
		if err := rows.Scan(&c.Path, &c.SHA256, &c.Account, &c.Region, &at, &c.Basis, &answer); err != nil {
			return nil, fmt.Errorf("baselines: %w", s.told(err))
		}
		c.Text = []byte(answer)
		if at != nil {
			c.At = at.UTC()
		}
		found = append(found, c)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("baselines: %w", s.told(err))
	}
	return found, nil
}
