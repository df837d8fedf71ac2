// Load reads an archive into the case in batches. A batch is one transaction: its records, the ledger of its files and
// the decision which of its records repeat others appear together or not at all, so a load can be killed at any moment
// and run again, and a question asked between two batches sees a case that is right as far as it goes.

package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"traillab/analyze/trail"
)

// LogFile is one file of an archive. Read may be called from any goroutine, once.
type LogFile interface {
	Path() string
	Size() int64
	// Stamp changes when the content does (an object store's ETag); empty when only reading the file can tell.
	Stamp() string
	Read(ctx context.Context, v trail.Visitor) error
}

// LoadOptions say how to load.
type LoadOptions struct {
	Jobs    int      // files read at once, default the store's threads
	Sources []string // as the user named them, for the record
	Now     func() time.Time
	// Admit narrows what is kept to what a question needs, by name and source; nil keeps everything.
	Admit func(name, source []byte) bool
	// Look keeps more of them, by their JSON, and flow logs, too; nil keeps none. It may keep too many, and goes with Admit.
	Look     func(record []byte) bool
	Progress func(Progress)

	limits  limits
	settled func() // called after each batch, for tests
}

// Progress is how far a load has come.
type Progress struct{ Files, Bytes, Records int64 }

// limits of a batch. DuckDB takes over what a thread has compressed as it is only from 122,880 rows on; with fewer it
// reads them back and appends them again, so a batch is large: some ten seconds of work to lose when killed. Narrow
// rows wait in memory until the wide ones are in, which the third limit bounds.
type limits struct {
	bytes   int64 // of files as they lie there
	files   int64
	touches int64 // bytes of narrow rows, with the room that their columns take
}

func usualLimits() limits { return limits{bytes: 256 << 20, files: 1 << 16, touches: 32 << 20} }

// loader is one load under way.
type loader struct {
	store              *Store
	options            LoadOptions
	id                 int32
	ledger             *ledger
	records            *stream // the store's
	touches, sightings *stream
	intakes            []*intake
	firstID            int64        // of this load's files
	nextID             atomic.Int64 // of the next file
	addenda            atomic.Bool  // the case holds records that replace others

	files, bytes, read atomic.Int64 // for progress and totals
	repeated           atomic.Int64 // records of bytes whose records are kept already
	flows              flowTally
}

// Load reads files into the case and returns what became of them.
func (s *Store) Load(ctx context.Context, files iter.Seq2[LogFile, error], o LoadOptions) (*Summary, error) {
	l, err := s.begin(ctx, o)
	if err != nil {
		return nil, s.told(err)
	}
	defer s.closeDoors()
	next, stop := iter.Pull2(files)
	defer stop()
	for done := false; !done; {
		if done, err = l.batch(ctx, next); err != nil {
			return nil, s.told(err)
		}
		if o.settled != nil {
			o.settled()
		}
	}
	if err := s.exec(ctx, "UPDATE loads SET finished = ? WHERE load_id = ?", o.Now().UTC(), l.id); err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	if err := s.exec(ctx, "CHECKPOINT evidence"); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", s.told(err))
	}
	return l.summary(ctx)
}

func (s *Store) begin(ctx context.Context, o LoadOptions) (*loader, error) {
	if o.Jobs <= 0 {
		o.Jobs = s.options.Threads
	}
	if o.limits == (limits{}) {
		o.limits = usualLimits()
	}
	s.vain, s.made = s.vain || s.made, false
	if err := s.openDoors(); err != nil {
		return nil, err
	}
	l := &loader{store: s, options: o, records: s.records, touches: s.touches, sightings: s.sightings}
	var err error
	if l.ledger, err = s.readLedger(ctx); err != nil {
		return nil, err
	}
	if err := s.dropLooseFlows(ctx, l.ledger.lastFile); err != nil {
		return nil, err
	}
	l.id, l.firstID = l.ledger.lastLoad+1, l.ledger.lastFile+1
	l.nextID.Store(l.firstID)
	l.addenda.Store(l.ledger.addenda)
	if err := l.hire(ctx, o.Jobs); err != nil {
		return nil, err
	}
	err = s.exec(ctx, "INSERT INTO loads VALUES (?, ?, ?, ?, NULL)", l.id, joinSources(o.Sources), s.options.Version, o.Now().UTC())
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	return l, nil
}

// hire makes the intakes, one for each file that is read at once.
func (l *loader) hire(ctx context.Context, jobs int) error {
	key, err := l.store.sealKey(ctx)
	if err != nil {
		return fmt.Errorf("seal key: %w", l.store.told(err))
	}
	for range jobs {
		d, err := newSealer(key)
		if err != nil {
			return err
		}
		l.intakes = append(l.intakes, &intake{load: l, sealer: d})
	}
	return nil
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
	if err != nil {
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
		file, err, ok := next()
		if err != nil {
			return false, err
		}
		if !ok {
			return true, nil
		}
		files++
		order := b.files.Add(1)
		if b.ledger.knownObject(file) {
			b.add(&entry{file: trail.File{Path: file.Path(), Size: file.Size()}, id: b.nextID.Add(1) - 1, order: order, stamp: file.Stamp(), outcome: trail.Outcome{Status: trail.Known}})
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

// tell reports progress; the readers call it once a file.
func (l *loader) tell(bytes int64) {
	l.bytes.Add(bytes)
	if l.options.Progress != nil {
		l.options.Progress(Progress{Files: l.files.Load(), Bytes: l.bytes.Load(), Records: l.read.Load()})
	}
}
