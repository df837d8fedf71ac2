// Known objects: what an object store says of an object tells that it need not be fetched again.

package store

import (
	"context"
	"crypto/sha256"
	"fmt"

	"traillab/analyze/trail"
)

// knownObject reports whether an object store's file need not be fetched, for it was loaded whole or found to be no log file
// and has not changed since, and what becomes of it then.
func (l *ledger) knownObject(f LogFile) (trail.Outcome, bool) {
	if f.Stamp() == "" {
		return trail.Outcome{}, false
	}
	o, ok := l.objects[objectDigest(f.Path(), f.Size(), f.Stamp())]
	return o, ok
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
	reasons := map[string]string{} // there are few of them, and many objects
	for rows.Next() {
		var path, stamp, reason string
		var size int64
		if err := rows.Scan(&path, &size, &stamp, &reason); err != nil {
			return fmt.Errorf("ledger of files: %w", err)
		}
		if _, ok := reasons[reason]; !ok {
			reasons[reason] = reason
		}
		l.objects[objectDigest(path, size, stamp)] = trail.Outcome{Status: trail.Other, Reason: reasons[reason]}
	}
	return rows.Err()
}
