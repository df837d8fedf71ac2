// The manifest of a case: what its loads were given and what became of it, as package custody writes it.

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"traillab/analyze/custody"
)

// Manifest returns the head of the manifest of one load, or of all for load 0, and its files in order of load and path. The
// files are read as they are yielded: nothing else can be asked of the case meanwhile.
func (s *Store) Manifest(ctx context.Context, load int32) (*custody.Head, iter.Seq2[custody.File, error], error) {
	h := &custody.Head{Schema: custody.Schema, Of: load, Tool: "traillab " + s.options.Version}
	err := s.manifestLoads(ctx, load, h)
	if err == nil && load != 0 && len(h.Loads) == 0 {
		return nil, nil, fmt.Errorf("the case has no load %d; traillab sql \"SELECT load_id, sources, began FROM loads\" lists them", load)
	}
	if err == nil {
		err = s.manifestTotals(ctx, load, &h.Totals)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("manifest: %w", s.told(err))
	}
	if h.ContentDigest, err = s.ContentDigest(ctx, load); err != nil {
		return nil, nil, err
	}
	first, last := h.Span()
	if h.CaseDigest, err = s.CaseDigest(ctx, first, last); err != nil {
		return nil, nil, err
	}
	return h, s.manifestFiles(ctx, load), nil
}

func (s *Store) manifestLoads(ctx context.Context, load int32, h *custody.Head) error {
	rows, err := s.conn.QueryContext(ctx, statement("ask/manifest_loads"), load)
	if err != nil {
		return err
	}
	defer rows.Close()
	h.Loads = []custody.Load{}
	for rows.Next() {
		l := custody.Load{Sources: []string{}}
		var sources string
		var parameters *string
		if err := rows.Scan(&l.Load, &l.Version, &l.Began, &l.Finished, &sources, &parameters); err != nil {
			return err
		}
		l.Began, l.Finished = l.Began.UTC(), inUTC(l.Finished)
		if sources != "" {
			l.Sources = strings.Split(sources, "\n")
		}
		if p := value(parameters); json.Valid([]byte(p)) {
			l.Parameters = json.RawMessage(p)
		}
		h.Loads = append(h.Loads, l)
	}
	return rows.Err()
}

func (s *Store) manifestTotals(ctx context.Context, load int32, t *custody.Totals) error {
	f, d, r := &t.Files, &t.Digests, &t.Records
	err := s.conn.QueryRowContext(ctx, statement("ask/manifest_totals"), load).Scan(
		&f.Listed, &f.Bytes, &f.Loaded, &f.Known, &f.Damaged, &f.Rejected, &f.Other,
		&d.Valid, &d.Altered, &d.Unlisted, &d.Unverifiable, &d.NotChecked,
		&r.Kept, &r.Standing, &r.Duplicate, &r.Superseded, &r.Conflicting, &r.Repaired, &r.Recovered, &r.Rejected,
		&t.Flows, &t.First, &t.Last)
	t.First, t.Last = inUTC(t.First), inUTC(t.Last)
	return err
}

func inUTC(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	utc := t.UTC()
	return &utc
}

func (s *Store) manifestFiles(ctx context.Context, load int32) iter.Seq2[custody.File, error] {
	return func(yield func(custody.File, error) bool) {
		rows, err := s.conn.QueryContext(ctx, summed("ask/manifest_files"), load)
		if err != nil {
			yield(custody.File{}, fmt.Errorf("manifest: %w", s.told(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var f custody.File
			var status *string
			err := rows.Scan(&f.Load, &f.Path, &f.Size, &f.SHA256, &f.InflatedSHA256, &f.ETag, &f.VersionID, &f.Unread, &f.Status,
				&f.Reason, &f.Records, &f.Flows, &status, &f.Digest.By, &f.Digest.Reason)
			if err != nil {
				yield(f, fmt.Errorf("manifest: %w", s.told(err)))
				return
			}
			if f.Digest.Status = custody.NotChecked; status != nil {
				f.Digest.Status = *status
			}
			if !yield(f, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(custody.File{}, fmt.Errorf("manifest: %w", s.told(err)))
		}
	}
}
