// A batch: the files of one transaction, read on all readers at once, and settled together.

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"traillab/analyze/trail"
)

// limits of a batch. DuckDB takes over what a thread has compressed as it is only from 122,880 rows on; with fewer it
// reads them back and appends them again, so a batch is large: some ten seconds of work to lose when killed. Narrow
// rows wait in memory until the wide ones are in, which the third limit bounds.
type limits struct {
	bytes   int64 // of files as they lie there
	files   int64
	touches int64 // bytes of narrow rows, with the room that their columns take
	fresh   int64 // records of the batches for which the case is not opened anew
}

func usualLimits() limits {
	return limits{bytes: 256 << 20, files: 1 << 16, touches: 32 << 20, fresh: freshAfter}
}

// job is one file on its way to a reader; order is its place in the archive's listing.
type job struct {
	file  LogFile
	order int64
}

// batch loads the next files in one transaction. done says that there are no more.
func (l *loader) batch(ctx context.Context, next func() (LogFile, error, bool)) (done bool, err error) {
	b := &batch{
		loader: l, firstKey: l.nextID.Load() << 32,
		touched: &shelf{stream: l.touches, insert: "INSERT INTO touches SELECT * FROM incoming_touches()"},
		sighted: &shelf{stream: l.sightings, insert: "INSERT INTO sightings SELECT * FROM incoming_sightings()"},
		poured:  &pour{store: l.store},
	}
	defer b.poured.abandon()
	err = l.store.transact(ctx, func() error {
		if done, err = b.read(ctx, next); err != nil {
			return err
		}
		if err := b.settle(ctx); err != nil {
			return err
		}
		return b.poured.commit(ctx)
	})
	if err != nil {
		return false, fmt.Errorf("load: %w", err)
	}
	if slices.ContainsFunc(b.entries, func(e *entry) bool { return e.outcome.Status != trail.Rejected }) {
		l.store.vain = false
	}
	return done, nil
}

// batch is the state of one transaction.
type batch struct {
	*loader
	firstKey int64

	mu               sync.Mutex
	entries          []*entry
	touched, sighted *shelf
	shelved          atomic.Int64 // bytes on the shelves, and of rejects
	poured           *pour        // of flow logs
}

// read pulls files until the batch is large enough, reads them on all readers and inserts what they hold.
func (b *batch) read(ctx context.Context, next func() (LogFile, error, bool)) (done bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	b.poured.cancel = cancel
	b.records.open(ctx)
	inserted := make(chan error, 1)
	go func() {
		err := b.store.exec(ctx, "INSERT INTO records SELECT * FROM incoming_records()")
		if err != nil {
			cancel(err)
		}
		inserted <- err
	}()
	jobs := make(chan job)
	var readers sync.WaitGroup
	for _, in := range b.intakes {
		readers.Go(func() {
			if err := in.work(ctx, b, jobs); err != nil {
				cancel(err)
			}
		})
	}
	done, err = b.dispatch(ctx, next, jobs)
	switch {
	case err == nil:
	case ctx.Err() == nil: // the source has broken off; what came before is kept
		broken := err
		b.broken.CompareAndSwap(nil, &broken)
		done, err = true, nil
	default:
		cancel(err)
	}
	close(jobs)
	readers.Wait()
	close(b.records.full)
	insertErr := <-inserted
	if err := b.poured.end(); err != nil {
		cancel(err)
	}
	if cause := context.Cause(ctx); cause != nil {
		return false, cause
	}
	return done, errors.Join(err, insertErr)
}

// dispatch hands files to the readers until a limit of the batch is reached.
func (b *batch) dispatch(ctx context.Context, next func() (LogFile, error, bool), jobs chan<- job) (done bool, err error) {
	var bytes, files int64
	most := b.options.limits
	for bytes < most.bytes && files < most.files && b.shelved.Load() < most.touches {
		if b.broken.Load() != nil {
			return true, nil
		}
		file, err, ok := next()
		if err != nil {
			return false, err
		}
		if !ok {
			return true, nil
		}
		files++
		order := b.files.Add(1)
		if o, known := b.ledger.knownObject(file); known {
			b.add(&entry{file: trail.File{Path: file.Path(), Size: file.Size()}, id: b.nextID.Add(1) - 1, order: order, stamp: file.Stamp(), version: versionOf(file), outcome: o})
			b.bytes.Add(file.Size())
			continue
		}
		bytes += file.Size()
		select {
		case jobs <- job{file, order}:
		case <-ctx.Done():
			return false, context.Cause(ctx)
		}
	}
	return false, nil
}

func (b *batch) add(e *entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries = append(b.entries, e)
}

// settle brings in the narrow rows and the ledger, and decides which records repeat others.
func (b *batch) settle(ctx context.Context) error {
	for _, s := range []*shelf{b.touched, b.sighted} {
		if err := s.clear(ctx, b.store.exec); err != nil {
			return fmt.Errorf("narrow table: %w", err)
		}
	}
	if err := b.writeLedger(ctx); err != nil {
		return fmt.Errorf("ledger of files: %w", err)
	}
	if err := b.lendPlaces(ctx); err != nil {
		return fmt.Errorf("folders of flow logs: %w", err)
	}
	if err := b.noteRecovered(ctx); err != nil {
		return fmt.Errorf("recovered records: %w", err)
	}
	if err := b.hideTwins(ctx); err != nil {
		return fmt.Errorf("duplicates: %w", err)
	}
	if err := b.hideSuperseded(ctx); err != nil {
		return fmt.Errorf("addenda: %w", err)
	}
	if err := b.notePrincipals(ctx); err != nil {
		return fmt.Errorf("principals: %w", err)
	}
	return nil
}
