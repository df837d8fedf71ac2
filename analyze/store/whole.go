// The case digest: one number for all that answers are made of, not of the records' text alone. Who shifts the time of an event
// in its column, hides a record or takes a row out of a narrow copy changes it, though the text of every record stays.
//
// Each row of each table has the SHA-256 of itself as JSON, and the table that of those of its rows, in the order of the rows' keys,
// if they have some, and of these sums: the order in which rows lie in the database is no part of it. The case has that of a line
// for each table.

package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"

	"traillab/analyze/trail"
)

// table is one of them; of is the condition on its rows, and keyed says that it has a key.
type table struct {
	name, of string
	keyed    bool
	texts    []string // columns that may be large: of these the row has the SHA-256
}

// rows is the table as it is digested.
func (t *table) rows() string {
	var summed []string
	for _, c := range t.texts {
		summed = append(summed, fmt.Sprintf("sha256(%[1]s) AS %[1]s", c))
	}
	if len(summed) == 0 {
		return t.name
	}
	return fmt.Sprintf("(SELECT * REPLACE (%s) FROM %s)", strings.Join(summed, ", "), t.name)
}

// answering are the tables that answers are made of, each with the condition on its rows of the loads that are asked for. What
// has neither load nor file belongs to all loads together.
func answering() []table {
	const byLoad = "load_id BETWEEN $1 AND $2"
	const byKey = "key >> 32 IN (SELECT file_id FROM files WHERE load_id BETWEEN $1 AND $2)"
	const ofAll = "$1 = 1 AND $2 > 0"
	return []table{
		{"loads", byLoad, false, nil},
		{"files", byLoad, false, nil},
		{"rejects", byLoad, false, nil},
		{"attested", byLoad, false, nil},
		{"records", byKey, true, []string{"frame", "request_parameters", "response_elements", "resource_ids"}},
		{"touches", byKey, true, []string{"request_parameters", "response_elements", "resource_ids"}},
		{"sightings", byKey, true, nil},
		{"flows", byKey, true, nil},
		{"hidden", byKey, true, nil},
		{"conflicts", byKey, true, nil},
		{"recovered", byKey, true, nil},
		{"principals", ofAll, false, nil},
		{"baselines", ofAll, false, []string{"answer"}},
	}
}

// Digests returns the numbers of the case as a report carries them; that of the case itself only if it is asked for. It looks
// through all records, and does so once as long as nothing is written. A case that keeps only what one question needs has none.
func (s *Store) Digests(ctx context.Context, whole bool) (trail.Digests, error) {
	if s.narrow {
		return trail.Digests{}, nil
	}
	loads, err := s.Loads(ctx)
	if err != nil {
		return trail.Digests{}, err
	}
	if s.digests == nil {
		c, err := s.contents(ctx, 0)
		if err != nil {
			return trail.Digests{}, err
		}
		s.digests = &trail.Digests{Content: c.digest(0), Loads: map[int32]string{}}
		for _, l := range loads {
			s.digests.Loads[l.Load] = c.digest(l.Load)
		}
	}
	if whole && s.digests.Case == "" {
		last := int32(0)
		for _, l := range loads {
			last = max(last, l.Load)
		}
		if s.digests.Case, err = s.CaseDigest(ctx, 1, last); err != nil {
			return trail.Digests{}, err
		}
	}
	return *s.digests, nil
}

// CaseDigest returns the digest, hexadecimal, of the rows that the loads from first to last have brought. Loads count from 1.
func (s *Store) CaseDigest(ctx context.Context, first, last int32) (string, error) {
	lots, err := s.lots(ctx, first, last)
	if err != nil {
		return "", fmt.Errorf("case digest: %w", s.told(err))
	}
	all := sha256.New()
	for _, t := range answering() {
		sum, rows, err := s.tableDigest(ctx, &t, first, last, lots)
		if err != nil {
			return "", fmt.Errorf("case digest: %s: %w", t.name, s.told(err))
		}
		fmt.Fprintf(all, "%s %d %x\n", t.name, rows, sum)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

// tableDigest returns the digest of the rows of one table, and how many there are.
func (s *Store) tableDigest(ctx context.Context, t *table, first, last int32, lots []lot) (sum []byte, count int64, err error) {
	digest := sha256.New()
	if !t.keyed {
		count, err = s.rowDigests(ctx, digest, fmt.Sprintf(statement("ask/rows"), t.rows(), t.of, "sum"), first, last)
		return digest.Sum(nil), count, err
	}
	for _, l := range lots {
		of := fmt.Sprintf("key >= %d AND key < %d AND %s", l.from, l.until, t.of)
		n, err := s.rowDigests(ctx, digest, fmt.Sprintf(statement("ask/rows"), t.rows(), of, "key, sum"), first, last)
		if err != nil {
			return nil, 0, err
		}
		count += n
	}
	return digest.Sum(nil), count, nil
}

// rowDigests adds the sums of the rows that a query answers, and counts them.
func (s *Store) rowDigests(ctx context.Context, digest hash.Hash, query string, first, last int32) (count int64, err error) {
	rows, err := s.conn.QueryContext(ctx, query, first, last)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var row []byte
		if err := rows.Scan(&row); err != nil {
			return 0, err
		}
		digest.Write(row)
		count++
	}
	return count, rows.Err()
}
