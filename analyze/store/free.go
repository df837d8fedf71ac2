// Free questions: SQL of the user's own, read-only and shut in.

package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
)

// Table is the answer to a free question.
type Table struct {
	Columns []string
	Rows    iter.Seq2[[]any, error]
}

// SQL runs one query of the user's own. The case is open read-only or is a copy of its own; files, the network,
// extensions and settings are out of reach from here on, for this and every later query of the store.
func (s *Store) SQL(ctx context.Context, query string) (*Table, error) {
	for _, q := range []string{"SET enable_external_access = false", "SET lock_configuration = true"} {
		if err := s.exec(ctx, q); err != nil {
			return nil, fmt.Errorf("sql: %w", err)
		}
	}
	rows, err := s.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("sql: %w", err)
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("sql: %w", err)
	}
	return &Table{Columns: columns, Rows: answer(rows, len(columns))}, nil
}

func answer(rows *sql.Rows, width int) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		defer rows.Close()
		for rows.Next() {
			row, places := make([]any, width), make([]any, width)
			for i := range row {
				places[i] = &row[i]
			}
			if err := rows.Scan(places...); err != nil {
				yield(nil, fmt.Errorf("sql: %w", err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, fmt.Errorf("sql: %w", err))
		}
	}
}
