// What a report tells of the evidence: the loads, the files they saw, and how far the events reach.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// Files yields every file that the case has seen, by path; what lay there unchanged when it was loaded again is told once.
func (s *Store) Files(ctx context.Context) iter.Seq2[trail.Holding, error] {
	return func(yield func(trail.Holding, error) bool) {
		rows, err := s.conn.QueryContext(ctx, summed("ask/holdings"))
		if err != nil {
			yield(trail.Holding{}, fmt.Errorf("files: %w", s.told(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var h trail.Holding
			var sum, text, stamp, version, reason, digest, by, why *string
			if err := rows.Scan(&h.Path, &sum, &text, &stamp, &version, &h.Size, &h.Inflated, &h.Records, &h.Flows, &h.Rejects, &h.Status, &reason, &digest, &by, &why); err != nil {
				yield(h, fmt.Errorf("files: %w", s.told(err)))
				return
			}
			h.SHA256, h.InflatedSHA256, h.ETag, h.Version, h.Reason = value(sum), value(text), value(stamp), value(version), value(reason)
			h.Digest, h.By, h.Why = value(digest), value(by), value(why)
			if !yield(h, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(trail.Holding{}, fmt.Errorf("files: %w", s.told(err)))
		}
	}
}

// Loads returns the loads that made the case, in order.
func (s *Store) Loads(ctx context.Context) ([]trail.Intake, error) {
	rows, err := s.conn.QueryContext(ctx, statement("ask/loads"))
	if err != nil {
		return nil, fmt.Errorf("loads: %w", s.told(err))
	}
	defer rows.Close()
	var out []trail.Intake
	for rows.Next() {
		var i trail.Intake
		var sources string
		var finished *time.Time
		var given *string
		if err := rows.Scan(&i.Load, &sources, &i.Version, &i.Began, &finished, &given); err != nil {
			return nil, fmt.Errorf("loads: %w", s.told(err))
		}
		i.Parameters = value(given)
		i.Sources, i.Began, i.Finished = strings.Split(sources, "\n"), i.Began.UTC(), inUTC(finished)
		out = append(out, i)
	}
	return out, s.told(rows.Err())
}

// Held returns the path under which a load saw a file of that SHA-256 (hexadecimal), or a container, such as a zip, of that name; empty
// for none.
func (s *Store) Held(ctx context.Context, sum, name string) (path string, err error) {
	err = s.conn.QueryRowContext(ctx, statement("ask/held"), sum, name).Scan(&path)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("files: %w", s.told(err))
	}
	return path, nil
}

// Span tells how many events the filter lets through, and from when to when they reach.
func (s *Store) Span(ctx context.Context, f trail.Filter) (trail.Span, error) {
	rows, err := s.ask(ctx, "span", f)
	if err != nil {
		return trail.Span{}, err
	}
	defer rows.Close()
	var span trail.Span
	for rows.Next() {
		if err := rows.Scan(&span.First, &span.Last, &span.Events); err != nil {
			return span, fmt.Errorf("span: %w", s.told(err))
		}
	}
	span.First, span.Last = inUTC(span.First), inUTC(span.Last)
	return span, s.told(rows.Err())
}
