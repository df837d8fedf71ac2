// Tests of what ends a reading and of several at once.

package archive_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// TestTakersError ends the reading with the very error of the taker, and without a Done.
func TestTakersError(t *testing.T) {
	full := errors.New("the disk is full")
	a, err := archive.Open(t.Context(), []string{file(t, "log", []byte(list(record(1), record(2))))}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	v := &refusing{told{t: t}, full}
	for f, err := range a.Files(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Read(t.Context(), v); !errors.Is(err, full) {
			t.Errorf("%v, want %v", err, full)
		}
	}
	if len(v.done) != 0 {
		t.Error("Done after an error")
	}
}

// refusing is a visitor that cannot take records.
type refusing struct {
	told
	err error
}

func (v *refusing) Record(*trail.Record, trail.Place) error { return v.err }

// TestCancel ends with the context.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	a, err := archive.Open(ctx, []string{tree(t, "a.json", "b.json")}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	v := &told{t: t}
	var last error
	for f, err := range a.Files(ctx) {
		if last = err; err != nil {
			break
		}
		cancel()
		last = f.Read(ctx, v)

	}
	if last == nil || len(v.done) != 0 {
		t.Errorf("%v, %d files done, want the context's error and none", last, len(v.done))
	}
}

// TestParallel reads the files of a folder and of a zip by several goroutines at once.
func TestParallel(t *testing.T) {
	var members []member
	for n := range 50 {
		members = append(members, member{fmt.Sprintf("%d.json.gz", n), gzipped(t, list(record(2*n+1), record(2*n+2)))})
	}
	path := file(t, "logs.zip", []byte(zipped(t, members...)))
	a, err := archive.Open(t.Context(), []string{path, filepath.Dir(path)}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	files := make(chan *archive.File)
	var done sync.WaitGroup
	var records atomic.Int64
	for range 4 {
		done.Go(func() {
			v := &told{t: t}
			for f := range files {
				if err := f.Read(t.Context(), v); err != nil {
					t.Error(err)
				}
			}
			records.Add(int64(len(v.ids)))
		})
	}
	for f, err := range a.Files(t.Context()) {
		if err != nil {
			t.Error(err)
			break
		}
		files <- f
	}
	close(files)
	done.Wait()
	if records.Load() != 200 {
		t.Errorf("%d records, want 200", records.Load())
	}
}
