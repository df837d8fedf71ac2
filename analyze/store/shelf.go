// A shelf holds the full blocks of a narrow table until the batch's wide rows are in: one connection inserts into one table
// at a time.

package store

import (
	"context"
	"errors"
	"sync"
)

type shelf struct {
	stream *stream
	insert string // the statement that takes the rows of the stream

	mu     sync.Mutex
	blocks []*block
}

// put lays a block down and returns about how much memory it holds.
func (s *shelf) put(b *block) int64 {
	if b.rows == 0 {
		s.stream.recycle(b)
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blocks = append(s.blocks, b)
	return int64(b.size() + b.width())
}

// clear feeds the blocks to DuckDB.
func (s *shelf) clear(ctx context.Context, exec func(ctx context.Context, query string, args ...any) error) error {
	if len(s.blocks) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s.stream.open(ctx)
	fed := make(chan error, 1)
	go func() {
		defer close(s.stream.full)
		for _, block := range s.blocks {
			if err := s.stream.send(block); err != nil {
				fed <- err
				return
			}
		}
		fed <- nil
	}()
	err := exec(ctx, s.insert)
	if err != nil {
		cancel(err)
	}
	return errors.Join(err, <-fed)
}
