// Package store keeps a case in one DuckDB file: records are loaded once and asked often. It is the only door of
// duckdb-go; rows and handles of the database never leave it.
//
// A case is opened for loading (Create) by one process at a time, or for questions (Open), read-only, by many.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"traillab/analyze/trail"
)

//go:embed sql
var statements embed.FS

// rowGroup is the number of rows that DuckDB compresses at once. A quarter of its default keeps a load's memory low and
// lets questions skip more, at no measurable cost.
const rowGroup = 30720

// Options are the limits of a store.
type Options struct {
	Memory  string // DuckDB's memory limit, default 300MB; more where records are large
	Threads int    // default: the number of processors
	Version string // of the program, for the record
}

// Store is an open case.
type Store struct {
	db      *sql.DB
	conn    *sql.Conn // all work runs on one connection: a load is one writer, a question one reader
	path    string    // empty for a case in memory
	options Options
	scratch string // a directory that goes with Close
	spill   string // of a question: the directory of what memory has no room for, which DuckDB makes when it needs it
	left    bool   // what works on the case could not be broken off: see Leave
	made    bool   // the file was not there before
	vain    bool   // a load has begun in a file of its own making and brought nothing into it yet
	// latest is the newest time, in microseconds, that a load under Admit has read, kept or not.
	latest  atomic.Int64
	narrow  bool           // a load under Admit has kept only what a question needs
	digests *trail.Digests // of all that was written; nil as long as nobody asked
	lot     int64          // how many rows are digested at once
	twins   int64          // about how many records of shared identities are compared at once
	read    int64          // and how many bytes of their texts are read at once
	unkept  atomic.Int64   // records that a load under Admit recovered and did not keep
	roster  string         // of what the roster that is kept was made; empty for none
	shut    bool           // for free questions: no way out of the database any more
	// answered is the free question whose answer is held; empty for none.
	answered string

	records, touches, sightings, flows *stream // the doors for rows, made by the first load
}

// Create opens the case at path for loading and makes it when it does not exist. An empty path makes a case in memory.
func Create(ctx context.Context, path string, o Options) (*Store, error) {
	if err := clearStump(path); err != nil {
		return nil, err
	}
	_, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	s, err := connect(ctx, path, o)
	if err != nil {
		return nil, err
	}
	s.made = path != "" && fresh
	if err := s.start(ctx, attachment(path)); err != nil {
		if errors.Is(err, ErrBusy) { // questions stand in a load's way, too
			err = fmt.Errorf("database %s is %w: a load or a question is running; load again when it has ended", path, ErrBusy)
		}
		return nil, errors.Join(err, s.Close())
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// attachment is the statement that attaches a case for loading.
func attachment(path string) string {
	if path == "" {
		return fmt.Sprintf("ATTACH ':memory:' AS evidence (ROW_GROUP_SIZE %d)", rowGroup)
	}
	return fmt.Sprintf("ATTACH %s AS evidence (TYPE duckdb, ROW_GROUP_SIZE %d, STORAGE_VERSION 'v1.5.0')", literal(path), rowGroup)
}

// Open opens the case at path for questions, read-only.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, missing(path, err)
	}
	s, err := connect(ctx, path, o)
	if err != nil {
		return nil, err
	}
	s.spill = filepath.Join(os.TempDir(), "traillab-spill-"+rand.Text()) // a question leaves nothing beside the case
	if err := s.start(ctx, fmt.Sprintf("ATTACH %s AS evidence (TYPE duckdb, READ_ONLY)", literal(path))); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.checkVersion(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.ease(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Scratch makes a case in a directory of its own that is removed by Close, for questions that keep no database.
func Scratch(ctx context.Context, o Options) (*Store, error) {
	dir, err := os.MkdirTemp("", "traillab-")
	if err != nil {
		return nil, fmt.Errorf("temporary case: %w; name a folder in TMPDIR that has room", err)
	}
	s, err := Create(ctx, filepath.Join(dir, "case.duckdb"), o)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.scratch = dir
	return s, nil
}

// Close ends all work on the case. A file that was made for a load which brought nothing into it goes again: what it could
// not read has been told, and would be told by the next load all the same.
func (s *Store) Close() error {
	if s.left {
		return nil
	}
	var err error
	if s.vain {
		err = os.Remove(s.path) // while it is locked: nobody else can have begun to use it
	}
	return errors.Join(err, s.conn.Close(), s.db.Close(), s.sweep())
}

// Leave gives up on a case for questions while a query of it still runs that cannot be broken off. What was laid aside goes;
// the rest ends with the process. Nothing but Close may be called after it, which then waits for nobody.
func (s *Store) Leave() error {
	s.left = true
	return s.sweep()
}

// sweep removes what was laid aside on the disk.
func (s *Store) sweep() error {
	var err error
	for _, dir := range []string{s.scratch, s.spill} {
		if _, absent := os.Lstat(dir); absent == nil { // else DuckDB needed none
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}
	return err
}

func connect(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Threads <= 0 {
		o.Threads = runtime.NumCPU()
	}
	if o.Memory == "" {
		o.Memory = "300MB"
	}
	frugal()
	db, conn, err := connection(ctx)
	if err != nil {
		return nil, err
	}
	return &Store{db: db, conn: conn, path: path, options: o, lot: lotSize, twins: twinsAtOnce, read: textsAtOnce}, nil
}

// connection makes a DuckDB of its own, with nothing in it.
func connection(ctx context.Context) (*sql.DB, *sql.Conn, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, nil, fmt.Errorf("duckdb: %w", err)
	}
	db := sql.OpenDB(connector)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("duckdb: %w", err), db.Close())
	}
	return db, conn, nil
}

// start sets DuckDB up and attaches the case.
func (s *Store) start(ctx context.Context, attach string) error {
	settings := []string{
		fmt.Sprintf("SET threads = %d", s.options.Threads),
		"SET memory_limit = " + literal(s.options.Memory),
		"SET preserve_insertion_order = false",
		"SET write_buffer_row_group_count = 1",
		"SET wal_autocheckpoint = '256MB'",
		"SET TimeZone = 'UTC'",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
	}
	switch {
	case s.spill != "":
		settings = append(settings, "SET temp_directory = "+literal(s.spill))
	case s.path != "":
		settings = append(settings, "SET temp_directory = "+literal(s.path+".tmp"))
	}
	// A case may come from anybody: once it is attached, nothing but it and what is laid aside for it can be reached.
	settings = append(settings, attach, "SET enable_external_access = false", "USE evidence", statement("session/trino"))
	for _, q := range settings {
		if err := s.exec(ctx, q); err != nil {
			return s.explain(err)
		}
	}
	return nil
}

func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	_, err := s.conn.ExecContext(ctx, query, args...)
	return err
}

// statement returns the embedded text of sql/NAME.sql.
func statement(name string) string {
	b, err := statements.ReadFile("sql/" + name + ".sql")
	if err != nil {
		panic(err) // the names are constants of this package, and a test asks for each
	}
	return string(b)
}

// summed returns the text of a statement that begins with ask/sums.
func summed(name string) string { return statement("ask/sums") + statement(name) }

// literal quotes a text for the few statements of DuckDB that take no parameters.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Memory makes a case in memory, for questions that need few of an archive's events.
func Memory(ctx context.Context, o Options) (*Store, error) { return Create(ctx, "", o) }
