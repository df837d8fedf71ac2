// The case digest: one number for all that answers are made of, not of the records' text alone. Who shifts the time of an event
// in its column, hides a record or takes a row out of a narrow copy changes it, though the text of every record stays.
//
// Each row of each table has the SHA-256 of itself as JSON, and the table that of those of its rows, in the order of these sums:
// the order in which rows lie in the database is no part of it. The case has that of a line for each table.

package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// answering are the tables that answers are made of, each with the condition on its rows of the loads that are asked for. What
// has neither load nor file belongs to all loads together.
func answering() []struct{ name, of string } {
	const byLoad = "load_id BETWEEN $1 AND $2"
	const byKey = "key >> 32 IN (SELECT file_id FROM files WHERE load_id BETWEEN $1 AND $2)"
	const ofAll = "$1 = 1 AND $2 > 0"
	return []struct{ name, of string }{
		{"loads", byLoad},
		{"files", byLoad},
		{"rejects", byLoad},
		{"attested", byLoad},
		{"records", byKey},
		{"touches", byKey},
		{"sightings", byKey},
		{"flows", byKey},
		{"hidden", byKey},
		{"conflicts", byKey},
		{"recovered", byKey},
		{"principals", ofAll},
		{"baselines", ofAll},
	}
}

// CaseDigest returns the digest, hexadecimal, of the rows that the loads from first to last have brought. Loads count from 1.
func (s *Store) CaseDigest(ctx context.Context, first, last int32) (string, error) {
	all := sha256.New()
	for _, t := range answering() {
		sum, rows, err := s.tableDigest(ctx, t.name, t.of, first, last)
		if err != nil {
			return "", fmt.Errorf("case digest: %s: %w", t.name, s.told(err))
		}
		fmt.Fprintf(all, "%s %d %x\n", t.name, rows, sum)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

// tableDigest returns the digest of the rows of one table, and how many there are.
func (s *Store) tableDigest(ctx context.Context, table, of string, first, last int32) (sum []byte, count int64, err error) {
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/rows"), table, of), first, last)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	digest := sha256.New()
	for rows.Next() {
		var row []byte
		if err := rows.Scan(&row); err != nil {
			return nil, 0, err
		}
		digest.Write(row)
		count++
	}
	return digest.Sum(nil), count, rows.Err()
}
