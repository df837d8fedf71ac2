// Bounds: how much memory questions take, for those who promise not to take more.

package store

import (
	"context"
	"fmt"
)

// Bound says how much memory DuckDB may hold from here on, as "200MB", or more where records are large. What has no room is laid
// aside on the disk, as far as it is no answer yet.
func (s *Store) Bound(ctx context.Context, memory string) error {
	if err := s.exec(ctx, "SET memory_limit = "+literal(memory)); err != nil {
		return fmt.Errorf("memory of %s: %w", memory, s.told(err))
	}
	s.options.Memory = memory
	if err := s.ease(ctx); err != nil {
		return fmt.Errorf("memory of %s: %w", memory, err)
	}
	return nil
}

// Touched returns how many records touch a network, those that repeat others among them: what an analysis holds grows with them.
func (s *Store) Touched(ctx context.Context) (n int64, err error) {
	if err := s.conn.QueryRowContext(ctx, statement("ask/touched")).Scan(&n); err != nil {
		return 0, fmt.Errorf("network events: %w", s.told(err))
	}
	return n, nil
}
