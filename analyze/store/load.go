// Load reads an archive into the case in batches. A batch is one transaction: its records, the ledger of its files and
// the decision which of its records repeat others appear together or not at all, so a load can be killed at any moment
// and run again, and a question asked between two batches sees a case that is right as far as it goes.

package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
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

// versionOf is the version of the object that a file is; empty for what has none.
func versionOf(f LogFile) string {
	if v, ok := f.(interface{ Version() string }); ok {
		return v.Version()
	}
	return ""
}

// LoadOptions say how to load.
type LoadOptions struct {
	Jobs    int      // files read at once, default the store's threads
	Sources []string // as the user named them, for the record
	Now     func() time.Time
	// Parameters are the flags as they were given, a JSON object, for the record; empty: not known.
	Parameters string
	// Admit narrows what is kept to what a question needs, by name and source; nil keeps everything.
	Admit func(name, source []byte) bool
	// Look keeps more of them, by their JSON, and flow logs, too; nil keeps none. It may keep too many, and goes with Admit.
	Look     func(record []byte) bool
	Progress func(Progress)
	// Ends tells the errors of a Read after which no other file of the source can be read either: such a file counts as not
	// listed, and what was read before it is kept. nil knows none; every other error costs the batch at hand.
	Ends func(error) bool
	// Absent tells the errors that say of a source that it does not exist. A load that begins with one leaves no trace, for nothing
	// can make it again. nil knows none.
	Absent func(error) bool

	limits  limits
	settled func() // called after each batch, for tests
}

// Progress is how far a load has come.
type Progress struct{ Files, Bytes, Records int64 }

// loader is one load under way.
type loader struct {
	store              *Store
	options            LoadOptions
	id                 int32
	ledger             *ledger
	records            *stream // the store's
	touches, sightings *stream
	intakes            []*intake
	room               *room
	opened             int64                 // records that were read when the case was opened last
	firstID            int64                 // of this load's files
	nextID             atomic.Int64          // of the next file
	addenda            atomic.Bool           // the case holds records that replace others
	broken             atomic.Pointer[error] // what the source broke off with, before its end

	files, bytes, read atomic.Int64 // for progress and totals
	repeated           atomic.Int64 // records of bytes whose records are kept already
	flows              flowTally
}

// Load reads files into the case and returns what became of them. When files breaks off with an error, what came before it
// is kept, and the load counts as not ended; so it does when it is interrupted, but then the batch at hand is lost.
func (s *Store) Load(ctx context.Context, files iter.Seq2[LogFile, error], o LoadOptions) (*Summary, error) {
	l, err := s.begin(ctx, o)
	if err != nil {
		return nil, s.told(err)
	}
	defer s.closeDoors()
	next, stop := iter.Pull2(files)
	defer stop()
	for {
		done, err := l.batch(ctx, next)
		if err != nil {
			return nil, s.told(err)
		}
		if o.settled != nil {
			o.settled()
		}
		if done {
			break
		}
		if err := l.refresh(ctx); err != nil {
			return nil, s.told(err)
		}
	}
	if broken := l.broken.Load(); broken != nil {
		return nil, errors.Join(*broken, l.withdraw(ctx, *broken))
	}
	if err := s.exec(ctx, "UPDATE loads SET finished = ? WHERE load_id = ?", o.Now().UTC(), l.id); err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	if err := s.exec(ctx, "CHECKPOINT evidence"); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", s.told(err))
	}
	return l.summary(ctx)
}

// withdraw takes back that the load was begun, if it has seen no file and its source does not exist.
func (l *loader) withdraw(ctx context.Context, broken error) error {
	if l.options.Absent == nil || !l.options.Absent(broken) || l.nextID.Load() != l.firstID {
		return nil
	}
	if err := l.store.exec(ctx, "DELETE FROM loads WHERE load_id = ?", l.id); err != nil {
		return fmt.Errorf("load: %w", l.store.told(err))
	}
	return nil
}

func (s *Store) begin(ctx context.Context, o LoadOptions) (*loader, error) {
	if o.Jobs <= 0 {
		o.Jobs = s.options.Threads
	}
	if o.limits == (limits{}) {
		o.limits = usualLimits()
	}
	s.vain, s.made = s.vain || s.made, false
	s.narrow = s.narrow || o.Admit != nil
	if err := s.openDoors(); err != nil {
		return nil, err
	}
	l := &loader{store: s, options: o, records: s.records, touches: s.touches, sightings: s.sightings}
	var err error
	if l.room, err = s.newRoom(ctx); err != nil {
		return nil, err
	}
	if err := l.room.raise(ctx, commonRoom+int64(s.options.Threads)*threadRoom); err != nil {
		return nil, err
	}
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
	err = s.exec(ctx, "INSERT INTO loads (load_id, sources, version, began, parameters) VALUES (?, ?, ?, ?, ?)",
		l.id, joinSources(o.Sources), s.options.Version, o.Now().UTC(), textOrNull(o.Parameters))
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

// tell reports progress; the readers call it once a file.
func (l *loader) tell(bytes int64) {
	l.bytes.Add(bytes)
	if l.options.Progress != nil {
		l.options.Progress(Progress{Files: l.files.Load(), Bytes: l.bytes.Load(), Records: l.read.Load()})
	}
}
