// Archives for tests: log files that hold what a test puts into them, read as a reader would read them.

package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// body is what a log file holds. Files with equal bodies are copies of each other.
type body struct {
	records []string
	outcome trail.Outcome // Loaded by default; Damaged says why after the records, Rejected and Other instead of them
}

func (b *body) text() []byte {
	var t bytes.Buffer
	for _, r := range b.records {
		t.WriteString(r)
		t.WriteByte('\n')
	}
	if b.outcome.Status != trail.Loaded {
		fmt.Fprintf(&t, "%s: %s", b.outcome.Status, b.outcome.Reason)
	}
	return t.Bytes()
}

// logFile meets LogFile.
type logFile struct {
	path, stamp string
	body        *body
	dally       bool                            // now and then let other readers go first
	reading     func(ctx context.Context) error // called before each record
	opened      func()                          // called before the file is read
	ended       bool                            // reading it shows that there is nothing more to read
}

func (f *logFile) Path() string  { return f.path }
func (f *logFile) Size() int64   { return int64(len(f.body.text())) }
func (f *logFile) Stamp() string { return f.stamp }

func (f *logFile) Read(ctx context.Context, v trail.Visitor) error {
	f.yield()
	if f.opened != nil {
		f.opened()
	}
	if f.ended {
		return errStop
	}
	text := f.body.text()
	if f.body.outcome.Status == trail.Rejected && f.body.outcome.Reason == "unreadable" {
		v.Reject(trail.Reject{File: f.path, Reason: f.body.outcome.Reason})
		v.Done(f.body.outcome)
		return nil
	}
	if !v.File(trail.File{Path: f.path, Size: int64(len(text)), SHA256: sha256.Sum256(text)}) {
		return nil
	}
	scanner, rec := trail.NewScanner(), &trail.Record{}
	offset := 0
	for i, r := range f.body.records {
		if f.reading != nil {
			if err := f.reading(ctx); err != nil {
				return err
			}
		}
		n, err := scanner.Scan(text[offset:], rec)
		at := trail.Place{Index: int64(i), Offset: int64(offset), Length: int64(n)}
		if err != nil {
			v.Reject(trail.Reject{File: f.path, Record: &at.Index, Reason: err.Error()})
		} else if err := v.Record(rec, at); err != nil {
			return err
		}
		offset += len(r) + 1
	}
	f.yield()
	o := f.body.outcome
	o.Inflated = int64(len(text))
	if o.Status == trail.Damaged || o.Status == trail.Rejected {
		v.Reject(trail.Reject{File: f.path, Reason: o.Reason})
	}
	v.Done(o)
	return nil
}

func (f *logFile) yield() {
	if f.dally {
		for range rand.IntN(4) {
			runtime.Gosched()
		}
	}
}

func listing(files []*logFile) iter.Seq2[LogFile, error] {
	return func(yield func(LogFile, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// file makes a log file of records.
func file(path string, records ...string) *logFile {
	return &logFile{path: path, body: &body{records: records}}
}

// someday is what the clock shows in tests.
var someday = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func now() time.Time { return someday }

// newCase makes a case in a directory of the test.
func newCase(t testing.TB) *Store {
	t.Helper()
	return create(t, filepath.Join(t.TempDir(), "case.duckdb"))
}

func create(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Create(t.Context(), path, Options{Threads: 2, Memory: "400MB", Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeCase(t, s) })
	return s
}

// closeCase may be called more than once.
func closeCase(t testing.TB, s *Store) {
	t.Helper()
	if s.db == nil {
		return
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	s.db = nil
}

// load loads files and fails the test when that fails.
func load(t testing.TB, s *Store, files ...*logFile) *Summary {
	t.Helper()
	return loadWith(t, s, LoadOptions{}, files...)
}

func loadWith(t testing.TB, s *Store, o LoadOptions, files ...*logFile) *Summary {
	t.Helper()
	o.Now = now
	sum, err := s.Load(t.Context(), listing(files), o)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// rejects lists what a load could not keep, one a line.
func rejects(t testing.TB, sum *Summary) []string {
	t.Helper()
	var out []string
	for r, err := range sum.Rejects(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		place := ""
		if r.Record != nil {
			place = fmt.Sprintf(" record %d", *r.Record)
		}
		out = append(out, r.File+place+": "+r.Reason)
	}
	return out
}

// rows runs a query and returns each row in one line.
func rows(t testing.TB, s *Store, query string, args ...any) []string {
	t.Helper()
	answer, err := s.conn.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer answer.Close()
	columns, err := answer.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for answer.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := answer.Scan(places...); err != nil {
			t.Fatal(err)
		}
		line := ""
		for i, v := range values {
			if i > 0 {
				line += " | "
			}
			line += fmt.Sprint(v)
		}
		out = append(out, line)
	}
	if err := answer.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

// one runs a query that answers with one number.
func one(t testing.TB, s *Store, query string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := s.conn.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

var errStop = errors.New("stop here")

func sha(text []byte) [32]byte { return sha256.Sum256(text) }

// soaking reports whether the long suites run whole.
func soaking() bool { return os.Getenv("TRAILLAB_SOAK") != "" }
