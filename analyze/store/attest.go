// Attestations: what the digests of CloudTrail say of the files of a load, held against what the load has read.

package store

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
)

// Attested is what verification says of one file.
type Attested struct {
	Status string // valid, altered, unlisted or unverifiable
	Digest string // the digest that says so; empty when that is not known
	Reason string
	// Hash is the SHA-256 of the inflated bytes that were verified; zero for none.
	Hash [32]byte
}

// Attest notes what verification says of the files of the last load, by their paths. Of a file that is valid it must be the very
// bytes that the case was loaded from: what was not noted is unverifiable, and what has become another file is altered. Files
// that said does not know stay not checked.
func (s *Store) Attest(ctx context.Context, said func(path string) (Attested, bool)) error {
	list, err := s.attestable(ctx, said)
	if err == nil {
		err = s.transact(ctx, func() error {
			return s.appendRows("attested", func(add func(...driver.Value) error) error {
				for _, row := range list {
					if err := add(row...); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	if err != nil {
		return fmt.Errorf("what the digests say: %w", s.told(err))
	}
	return nil
}

// attestable makes the rows.
func (s *Store) attestable(ctx context.Context, said func(path string) (Attested, bool)) (list [][]driver.Value, err error) {
	rows, err := s.conn.QueryContext(ctx, summed("load/attestable"))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var load int32
		var path string
		var sum *string
		if err := rows.Scan(&id, &load, &path, &sum); err != nil {
			return nil, err
		}
		a, ok := said(path)
		if !ok {
			continue
		}
		a = a.of(value(sum))
		list = append(list, []driver.Value{id, load, a.Status, textOrNull(a.Digest), textOrNull(a.Reason)})
	}
	return list, rows.Err()
}

// of holds an attestation against the sum of what was loaded.
func (a Attested) of(loaded string) Attested {
	switch {
	case a.Status != "valid" || loaded == hex.EncodeToString(a.Hash[:]):
	case loaded == "":
		a.Status, a.Reason = "unverifiable", "the sum of what was loaded is not known"
	default:
		a.Status, a.Reason = "altered", "the file has changed since it was loaded"
	}
	return a
}
