// What a free question may not read of the case: the key of the digests. Who has that and the digests could write records
// that pass for others; docs/decisions/0014 says more.

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// step is a step of DuckDB's plan for a query.
type step struct {
	Children []step `json:"children"`
	Info     struct {
		Table    any `json:"Table"`
		Function any `json:"Function"`
	} `json:"extra_info"`
}

// prepares tells what is wrong with a query in its own words.
func (s *Store) prepares(ctx context.Context, query string) (err error) {
	prepared, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, prepared.Close()) }()
	return nil
}

// keyless refuses a query that reads the key, whatever it calls it. It looks at the plan and not at the words, because the
// functions query and query_table make tables of texts; and at the plan as it is before DuckDB takes steps out of it,
// because what it takes out tells of the key, too.
func (s *Store) keyless(ctx context.Context, query string) (err error) {
	if err := s.prepares(ctx, query); err != nil {
		return err
	}
	if err := s.exec(ctx, "PRAGMA disable_optimizer"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.exec(ctx, "PRAGMA enable_optimizer")) }()
	var kind, text string
	row := s.conn.QueryRowContext(ctx, "EXPLAIN (FORMAT JSON) "+explained.ReplaceAllString(query, ""))
	if err := row.Scan(&kind, &text); err != nil {
		return err
	}
	var plan []step
	if err := json.Unmarshal([]byte(text), &plan); err != nil {
		return fmt.Errorf("plan of the question: %w", err)
	}
	return permitted(plan)
}

func permitted(plan []step) error {
	for _, p := range plan {
		if p.Info.Table == "evidence.main.seal_key" {
			return errors.New("the key of the digests is not for questions: ask another table")
		}
		if function := fmt.Sprint(p.Info.Function); slices.Contains([]string{"JSON_EXECUTE_SERIALIZED_SQL", "PRAGMA_STORAGE_INFO"}, function) {
			return fmt.Errorf("%s is not for questions: it would show the key of the digests", function)
		}
		if err := permitted(p.Children); err != nil {
			return err
		}
	}
	return nil
}
