// The account of a load: what was seen, read, kept and left out, in totals that add up.

package store

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// Summary is what a load did. Files: Seen = Loaded + Known + Damaged + Rejected + Other. Records: Read = Stored +
// Duplicate + Superseded + Rejected; Conflicting and Repaired are counts among the stored.
type Summary struct {
	Files struct {
		Seen     int64 `json:"seen"`
		Loaded   int64 `json:"loaded"`
		Known    int64 `json:"known"`
		Damaged  int64 `json:"damaged"`
		Rejected int64 `json:"rejected"`
		Other    int64 `json:"other"`
	} `json:"files"`
	Records struct {
		Read        int64 `json:"read"`
		Stored      int64 `json:"stored"`
		Duplicate   int64 `json:"duplicate"`
		Superseded  int64 `json:"superseded"`
		Conflicting int64 `json:"conflicting"`
		Repaired    int64 `json:"repaired"`
		Rejected    int64 `json:"rejected"`
	} `json:"records"`
	Flows Flows `json:"flows"` // rows of flow logs
	Bytes struct {
		Read int64 `json:"read"` // as the files lie there
		JSON int64 `json:"json"` // inflated
	} `json:"bytes"`
	First *time.Time `json:"first"` // of the stored events; nil when none has a time
	Last  *time.Time `json:"last"`
	// Baselines counts what was read beside the log; nil when no baseline was given.
	Baselines *Captured `json:"baselines,omitempty"`

	store *Store
	load  int32
}

// summary adds the load up. Tallies of the reading are counted as files are read; what was kept is asked of the case.
func (l *loader) summary(ctx context.Context) (*Summary, error) {
	s := &Summary{store: l.store, load: l.id}
	row := l.store.conn.QueryRowContext(ctx, statement("load/summary_files"), l.id)
	var rejected int64
	if err := row.Scan(&s.Files.Seen, &s.Files.Loaded, &s.Files.Known, &s.Files.Damaged, &s.Files.Rejected, &s.Files.Other,
		&s.Bytes.Read, &s.Bytes.JSON, &rejected); err != nil {
		return nil, fmt.Errorf("totals of files: %w", l.store.told(err))
	}
	s.Records.Rejected = rejected
	row = l.store.conn.QueryRowContext(ctx, statement("load/summary_records"), l.firstID<<32)
	var first, last *time.Time
	if err := row.Scan(&s.Records.Stored, &s.Records.Duplicate, &s.Records.Superseded, &s.Records.Conflicting,
		&s.Records.Repaired, &first, &last); err != nil {
		return nil, fmt.Errorf("totals of records: %w", l.store.told(err))
	}
	s.First, s.Last = first, last
	s.Records.Duplicate += l.repeated.Load()
	s.Records.Read = l.read.Load()
	var err error
	if s.Flows, err = l.flowTotals(ctx); err != nil {
		return nil, err
	}
	if left := s.Records.Read - s.Records.Stored - s.Records.Duplicate - s.Records.Superseded - s.Records.Rejected; left != 0 && l.options.Admit == nil {
		return nil, fmt.Errorf("the totals of this load do not add up by %d records: please report this", left)
	}
	return s, nil
}

// Rejects yields what this load could not read or keep, in order of file and record.
func (s *Summary) Rejects(ctx context.Context) iter.Seq2[trail.Reject, error] {
	return func(yield func(trail.Reject, error) bool) {
		rows, err := s.store.conn.QueryContext(ctx, statement("load/rejects"), s.load)
		if err != nil {
			yield(trail.Reject{}, fmt.Errorf("rejects: %w", s.store.told(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var r trail.Reject
			if err := rows.Scan(&r.File, &r.Record, &r.Reason, &r.Flow); err != nil {
				yield(r, fmt.Errorf("rejects: %w", s.store.told(err)))
				return
			}
			if !yield(r, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(trail.Reject{}, fmt.Errorf("rejects: %w", s.store.told(err)))
		}
	}
}

func joinSources(sources []string) string {
	return strings.ToValidUTF8(strings.Join(sources, "\n"), "\uFFFD")
}
