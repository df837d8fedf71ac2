// Free questions: SQL of the user's own, read-only and shut in.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"
)

// Table is the answer to a free question.
type Table struct {
	Columns []string
	Rows    iter.Seq2[[]any, error]
}

// SQL runs one query of the user's own. The case is open read-only or is a copy of its own; files, the network,
// extensions and settings are out of reach from here on, for this and every later query of the store.
func (s *Store) SQL(ctx context.Context, query string) (*Table, error) {
	if err := s.vetted(ctx, query); err != nil {
		return nil, fmt.Errorf("sql: %w", s.told(err))
	}
	return s.table(ctx, query)
}

// vetted shuts the session in, and refuses what may not be asked.
func (s *Store) vetted(ctx context.Context, query string) error {
	if err := s.shutIn(ctx); err != nil {
		return err
	}
	if err := s.oneSelect(ctx, query); err != nil {
		return err
	}
	return s.keyless(ctx, query)
}

// table is the answer to a query.
func (s *Store) table(ctx context.Context, query string, values ...any) (*Table, error) {
	rows, err := s.conn.QueryContext(ctx, query, values...)
	if err != nil {
		return nil, fmt.Errorf("sql: %w", s.told(err))
	}
	columns, err := rows.ColumnTypes()
	if err != nil {
		return nil, fmt.Errorf("sql: %w", s.told(err)) // only of rows that are closed already
	}
	names, types := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i], types[i] = c.Name(), c.DatabaseTypeName()
	}
	return &Table{Columns: names, Rows: s.answer(rows, types)}, nil
}

// freeSpill is the room on the disk that a free question may take for what memory has no room for.
const freeSpill = "4GB"

// shutIn takes from the session what leads out of the database, so that no question can take it back.
func (s *Store) shutIn(ctx context.Context) error {
	if s.shut {
		return nil
	}
	for _, q := range []string{"SET max_temp_directory_size = " + literal(freeSpill), "SET integer_division = false", "SET enable_external_access = false", "SET lock_configuration = true"} {
		if err := s.exec(ctx, q); err != nil {
			return err
		}
	}
	s.shut = true
	return nil
}

// oneSelect refuses everything but one SELECT and its kin (FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE), with or
// without EXPLAIN. That the case is open read-only is not enough: DuckDB lets even a shut-in session write the files
// that belong to an attached database, and attach the case again for writing.
func (s *Store) oneSelect(ctx context.Context, query string) error {
	const parsed = `SELECT coalesce(json_extract_string(tree, '$.error_message'), ''), coalesce(json_array_length(tree, '$.statements'), 0)
		FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS tree)`
	var wrong string
	var statements int
	row := s.conn.QueryRowContext(ctx, parsed, explained.ReplaceAllString(query, ""))
	if err := row.Scan(&wrong, &statements); err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(wrong, "Only SELECT"):
		return errors.New("only questions can be asked: one SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW or SUMMARIZE, with or without EXPLAIN before it")
	case wrong != "":
		return errors.New(wrong)
	case statements != 1:
		return fmt.Errorf("%d statements: ask one at a time", statements)
	}
	return nil
}

// explained is what may stand before a question.
var explained = regexp.MustCompile(`(?i)^\s*EXPLAIN(\s+ANALYZE)?\s`)

func (s *Store) answer(rows *sql.Rows, types []string) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		defer rows.Close()
		for rows.Next() {
			row, places := make([]any, len(types)), make([]any, len(types))
			for i := range row {
				places[i] = &row[i]
			}
			if err := rows.Scan(places...); err != nil {
				yield(nil, fmt.Errorf("sql: %w", s.told(err)))
				return
			}
			for i, kind := range types {
				row[i] = plain(row[i], kind)
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, fmt.Errorf("sql: %w", s.told(err)))
		}
	}
}
