// Places: where the records of events lie, asked of many at once.

package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/trail"
)

// Bounds of what is asked at once: DuckDB leaves out what lies outside of a range of keys, and looks at every record for a list of them.
// Events that follow one another lie in few neighbourhoods, one for each account and region, if files were loaded in the order of their names.
const (
	nearFiles          = 32
	manyNeighbourhoods = 64
)

// Places returns where the records of events lie, by the keys of the events.
func (s *Store) Places(ctx context.Context, keys []int64) (map[int64]trail.Whereabouts, error) {
	found := make(map[int64]trail.Whereabouts, len(keys))
	sorted := slices.Compact(slices.Sorted(slices.Values(keys)))
	for len(sorted) > 0 && sorted[0] == 0 { // not told
		sorted = sorted[1:]
	}
	around := neighbourhoods(sorted)
	if len(around) > manyNeighbourhoods {
		around = [][]int64{sorted}
	}
	for _, list := range around {
		if err := s.places(ctx, list, found); err != nil {
			return nil, fmt.Errorf("where records lie: %w", s.told(err))
		}
	}
	return found, nil
}

// neighbourhoods divides sorted keys where the next is of a file far off.
func neighbourhoods(keys []int64) (all [][]int64) {
	from := 0
	for i := range keys {
		if i > 0 && keys[i]>>32-keys[i-1]>>32 > nearFiles {
			all, from = append(all, keys[from:i]), i
		}
	}
	if from < len(keys) {
		all = append(all, keys[from:])
	}
	return all
}

// places asks for one neighbourhood, in the order of its keys.
func (s *Store) places(ctx context.Context, keys []int64, found map[int64]trail.Whereabouts) error {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = strconv.FormatInt(key, 10)
	}
	where, first, last := strings.Join(list, ","), keys[0], keys[len(keys)-1]
	err := s.scan(ctx, fmt.Sprintf(statement("ask/places"), where), first, last, func(rows *sql.Rows) error {
		var key int64
		var at trail.Whereabouts
		var sum, issuer *string
		err := rows.Scan(&key, &at.File, &sum, &at.Offset, &at.Length, &issuer)
		at.SHA256, at.Issuer = value(sum), value(issuer)
		found[key] = at
		return err
	})
	if err != nil {
		return err
	}
	return s.scan(ctx, fmt.Sprintf(statement("ask/requests"), where), first, last, func(rows *sql.Rows) error {
		var key int64
		var request *string
		err := rows.Scan(&key, &request)
		at := found[key]
		at.RequestID = value(request)
		found[key] = at
		return err
	})
}

// scan runs a query about a range of keys.
func (s *Store) scan(ctx context.Context, query string, first, last int64, each func(*sql.Rows) error) error {
	rows, err := s.conn.QueryContext(ctx, query, first, last)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
