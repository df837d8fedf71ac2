// Known objects: what an object store says of an object tells that it need not be fetched again.

package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"traillab/analyze/trail"
)

// objects are those that need not be fetched again, and why: by path, size and stamp the place of the reason among the reasons,
// of which there are few.
type objects struct {
	why     map[digest]uint16
	reasons []string // the first stands for: known
}

// known is the reason of what was loaded whole.
const known = ""

func newObjects() objects { return objects{why: map[digest]uint16{}, reasons: []string{known}} }

// add notes an object. Of more reasons than anybody has the rest are fetched again.
func (o *objects) add(d digest, reason string) {
	at := slices.Index(o.reasons, reason)
	if at < 0 && len(o.reasons) < 1<<10 {
		at = len(o.reasons)
		o.reasons = append(o.reasons, reason)
	}
	if at >= 0 {
		o.why[d] = uint16(at)
	}
}

// Knows tells which objects a load would not fetch again.
func (s *Store) Knows(ctx context.Context) (func(path string, size int64, stamp string) bool, error) {
	l, err := s.readLedger(ctx)
	if err != nil {
		return nil, s.told(err)
	}
	return func(path string, size int64, stamp string) bool {
		_, known := l.objects.why[objectDigest(path, size, stamp)]
		return known && stamp != ""
	}, nil
}

// knownObject reports whether an object store's file need not be fetched, for it was loaded whole or found to be no log file
// and has not changed since, and what becomes of it then.
func (l *ledger) knownObject(f LogFile) (trail.Outcome, bool) {
	if f.Stamp() == "" {
		return trail.Outcome{}, false
	}
	at, ok := l.objects.why[objectDigest(f.Path(), f.Size(), f.Stamp())]
	switch {
	case !ok:
		return trail.Outcome{}, false
	case at == 0:
		return trail.Outcome{Status: trail.Known}, true
	}
	return trail.Outcome{Status: trail.Other, Reason: l.objects.reasons[at]}, true
}

func objectDigest(path string, size int64, stamp string) digest {
	var d digest
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s", path, size, stamp))
	copy(d[:], sum[:])
	return d
}

// readOthers learns which objects are no log files. Another version may have thought otherwise.
func (s *Store) readOthers(ctx context.Context, l *ledger) error {
	rows, err := s.conn.QueryContext(ctx, statement("load/ledger_others"), s.options.Version)
	if err != nil {
		return fmt.Errorf("ledger of files: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var path, stamp, reason string
		var size int64
		if err := rows.Scan(&path, &size, &stamp, &reason); err != nil {
			return fmt.Errorf("ledger of files: %w", err)
		}
		if reason != known {
			l.objects.add(objectDigest(path, size, stamp), reason)
		}
	}
	return rows.Err()
}
