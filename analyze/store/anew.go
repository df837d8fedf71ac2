// A long load opens its case anew now and then. DuckDB keeps what it knows about every part of a table that it has written or
// read for as long as the file is open, some 3 MB for a million records, and nothing but closing the file lets go of that: a load
// of a hundred million would end with 400 MB more than it began with.

package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// freshAfter is how many records a load reads before it opens the case anew, and elbow how long it waits for a question that has
// come in between.
const (
	freshAfter = 4 << 20
	elbow      = time.Minute
)

// refresh opens the case anew when the load has read enough since it did so last. It stands between two batches: nothing is
// under way then, and all that was read is kept.
func (l *loader) refresh(ctx context.Context) error {
	read := l.read.Load()
	if l.store.path == "" || l.store.vain || read-l.opened < l.options.limits.fresh { // a case in vain may be removed, so it stays locked
		return nil
	}
	l.opened = read
	return l.store.anew(ctx)
}

// anew closes the case and opens it again. While it is closed, others may open it: a question is waited for, a load of somebody
// else ends this one, for what this one knows of the files is not true any more.
func (s *Store) anew(ctx context.Context) error {
	left, err := s.lastLoad(ctx)
	if err != nil {
		return err
	}
	if err := s.exec(ctx, "CHECKPOINT evidence"); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return s.resume(ctx, elbow, left)
}

// resume opens the case again and sees to it that the last load that began is still the one it was.
func (s *Store) resume(ctx context.Context, patience time.Duration, left int32) error {
	if err := s.again(ctx, patience); err != nil {
		return err
	}
	found, err := s.lastLoad(ctx)
	if err != nil {
		return err
	}
	if found != left {
		return fmt.Errorf("database %s: another load has come between two parts of this one; what both have loaded is kept: "+
			"load again, and it goes on from there", s.path)
	}
	return nil
}

// lastLoad is the number of the last load that began; one that saw nothing of its source is none.
func (s *Store) lastLoad(ctx context.Context) (id int32, err error) {
	if err := s.conn.QueryRowContext(ctx, "SELECT coalesce(max(load_id), 0) FROM loads").Scan(&id); err != nil {
		return 0, fmt.Errorf("ledger of loads: %w", err)
	}
	return id, nil
}

// again opens the case when nobody else has it, and waits so long for who has.
func (s *Store) again(ctx context.Context, patience time.Duration) error {
	for until := time.Now().Add(patience); ; {
		err := s.reopen(ctx)
		if !errors.Is(err, ErrBusy) || time.Now().After(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// reopen makes DuckDB itself anew, so that it begins as the first time: it has to attach the case before it is locked in.
func (s *Store) reopen(ctx context.Context) error {
	if err := errors.Join(s.conn.Close(), s.db.Close()); err != nil {
		return fmt.Errorf("database %s: %w", s.path, err)
	}
	db, conn, err := connection(context.WithoutCancel(ctx)) // a load that is broken off has something to close
	if err != nil {
		return err
	}
	s.db, s.conn = db, conn
	if err := s.start(ctx, attachment(s.path)); err != nil {
		if errors.Is(err, ErrBusy) {
			return fmt.Errorf("database %s is %w, which has come between two parts of this load; what was loaded is kept: "+
				"load again when the other has ended, and it goes on from there", s.path, ErrBusy)
		}
		return err
	}
	return s.hangDoors()
}
