// Lots: the rows of a large case in pieces, by their keys. DuckDB hands an answer out when it has all of it, and of a case of ten
// million records that is more than memory has room for.

package store

import (
	"context"
	"math"
)

// lot is a range of keys, until exclusive.
type lot struct{ from, until int64 }

// lotSize is about how many rows a lot has.
const lotSize = 200_000

// lots divides the keys of the loads from first to last, in order.
func (s *Store) lots(ctx context.Context, first, last int32) ([]lot, error) {
	rows, err := s.conn.QueryContext(ctx, statement("ask/sizes"), first, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all, held := []lot{{0, math.MaxInt64}}, int64(0)
	cut := func(key int64) {
		all[len(all)-1].until = key
		all, held = append(all, lot{key, math.MaxInt64}), 0
	}
	for rows.Next() {
		var file, n int64
		if err := rows.Scan(&file, &n); err != nil {
			return nil, err
		}
		if held > 0 && held+n > s.lot {
			cut(file << 32)
		}
		for at := s.lot; at < n; at += s.lot { // a file that is larger than a lot
			cut(file<<32 + at)
		}
		held += n % s.lot
	}
	return all, rows.Err()
}
