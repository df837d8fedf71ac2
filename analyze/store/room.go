// Room: DuckDB reads and compresses a column 2048 rows at a time and holds all of their texts then, on each of its threads. Of
// common records that is nothing. A service that writes half a megabyte into each call makes a gigabyte of it, and a load or a
// question that may not have that fails where more memory would do; so the limit follows the records, and the threads.

package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// commonRoom and threadRoom are what a load of common records needs, in bytes: what it has once, and what each thread has of columns
// that it has not compressed yet. 4 threads ran out of memory with 80 MB, 16 with 128 MB and 64 with 168 MB.
const (
	commonRoom = 40 << 20
	threadRoom = 20 << 20
)

// A question needs room for the large records of a case, which may all come together, whatever lies between them. Those of up to
// commonLength bytes need none beyond the usual: 2048 of them on each of two threads are 64 MB.
const (
	commonLength = 16 << 10
	// copies is how often a question holds a text while it reads, joins and sorts it. A digest of 40 records of 15 MB, the most
	// demanding, went through with 5 times their size and not with 3.
	copies = 6
)

// room is what DuckDB may hold, in bytes.
type room struct {
	store *Store
	most  int64 // three quarters of what DuckDB would take of the machine; 0 when that is not known

	limit atomic.Int64
	mu    sync.Mutex // while it is raised
}

// newRoom learns what the limit is, and what DuckDB would have taken for it.
func (s *Store) newRoom(ctx context.Context) (*room, error) {
	r := &room{store: s}
	for _, set := range []string{"RESET memory_limit", "SET memory_limit = " + literal(s.options.Memory)} {
		r.most = r.limit.Load() / 4 * 3
		var now string
		if err := s.exec(ctx, set); err != nil {
			return nil, fmt.Errorf("memory limit: %w", err)
		}
		if err := s.conn.QueryRowContext(ctx, "SELECT current_setting('memory_limit')").Scan(&now); err != nil {
			return nil, fmt.Errorf("memory limit: %w", err)
		}
		r.limit.Store(bytesOf(now))
	}
	return r, nil
}

// ease sees to it that questions have room for the large records of the case, if it has any.
func (s *Store) ease(ctx context.Context) error {
	var bytes int64
	if err := s.conn.QueryRowContext(ctx, statement("ask/largest"), commonLength, vectorRows*s.options.Threads).Scan(&bytes); err != nil {
		return s.explain(err)
	}
	if bytes == 0 {
		return nil
	}
	r, err := s.newRoom(ctx)
	if err != nil {
		return err
	}
	return r.raise(ctx, copies*bytes)
}

// bytesOf reads a size as DuckDB writes it: "122.0 MiB".
func bytesOf(size string) int64 {
	number, unit, _ := strings.Cut(size, " ")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	for _, u := range []string{"bytes", "KiB", "MiB", "GiB", "TiB"} {
		if unit == u {
			return int64(n)
		}
		n *= 1024
	}
	return 0
}

// make sees to it that rows like those of a block have room: twice what all threads hold of them at once. The limit that was
// asked for is enough for common ones.
func (r *room) make(ctx context.Context, b *block) error {
	if b.rows == 0 {
		return nil
	}
	return r.raise(ctx, 2*int64(r.store.options.Threads)*(int64(b.size())/int64(b.rows)*vectorRows))
}

// raise sees to it that the limit is at least so many bytes, as far as the machine has them.
func (r *room) raise(ctx context.Context, need int64) error {
	if r.most > 0 {
		need = min(need, r.most)
	}
	if need <= r.limit.Load() {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if need <= r.limit.Load() {
		return nil
	}
	conn, err := r.store.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("memory limit: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("SET memory_limit = '%dKiB'", need>>10)); err != nil {
		return fmt.Errorf("memory limit: %w", err)
	}
	r.limit.Store(need)
	r.store.options.Memory = fmt.Sprintf("%dMB", need>>20)
	return nil
}
