// Answers that are held: a free question's whole answer in a table of the session, so that who scrolls through ten million rows of it
// holds a few hundred.

package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Peek answers a query of the user's own as SQL does, with the first n rows of it: DuckDB hands rows out when it has made them all, and
// makes no more than are asked for.
func (s *Store) Peek(ctx context.Context, query string, n int) (*Table, error) {
	if err := s.vetted(ctx, query); err != nil {
		return nil, fmt.Errorf("sql: %w", s.told(err))
	}
	first := fmt.Sprintf("SELECT * FROM (\n%s\n) LIMIT %d", strings.TrimSuffix(strings.TrimSpace(query), ";"), n)
	if s.prepares(ctx, first) != nil { // DESCRIBE and its like cannot stand in parentheses, and have few rows
		first = query
	}
	return s.table(ctx, first)
}

// errNotHeld is why there is no part of an answer to be had.
var errNotHeld = errors.New("the answer is not held any more: ask again")

// Hold makes the answer to a query of the user's own, as SQL does, and holds it in place of the one before, in the order in which it
// came. It returns how many rows there are. DESCRIBE, SHOW, SUMMARIZE and EXPLAIN cannot be held.
func (s *Store) Hold(ctx context.Context, query string) (rows int64, err error) {
	if err := s.vetted(ctx, query); err != nil {
		return 0, fmt.Errorf("sql: %w", s.told(err))
	}
	s.answered = ""
	for _, q := range []string{"DROP TABLE IF EXISTS temp.answer", "CREATE TEMP TABLE answer AS " + query} { // one SELECT, as vetted says
		if err := s.exec(ctx, q); err != nil {
			return 0, fmt.Errorf("sql: %w", s.told(err))
		}
	}
	if err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM temp.answer").Scan(&rows); err != nil {
		return 0, fmt.Errorf("sql: %w", s.told(err))
	}
	s.answered = query
	return rows, nil
}

// Part returns up to n rows of the held answer to a query, from a place on.
func (s *Store) Part(ctx context.Context, query string, from, n int64) (*Table, error) {
	if s.answered != query {
		return nil, fmt.Errorf("sql: %w", errNotHeld)
	}
	return s.table(ctx, "SELECT * FROM temp.answer WHERE rowid >= ? AND rowid < ? ORDER BY rowid", from, from+n)
}
