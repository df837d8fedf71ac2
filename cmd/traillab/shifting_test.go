// Files that change while they are read: somebody writes, cuts, replaces and removes log files during the load. Whatever comes of
// them is told and adds up; what nobody touched is read; and when all is quiet, the same load has everything.

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestShiftingFiles(t *testing.T) {
	t.Parallel()
	const files = 3
	dir, db := t.TempDir(), filepath.Join(t.TempDir(), "case.duckdb")
	path := func(n int) string { return filepath.Join(dir, fmt.Sprintf("%02d.json", n)) }
	whole := func(n int) []byte {
		var lines strings.Builder
		for i := range 26_000 { // 8 MB and more: such files are read twice
			lines.WriteString(record(n*100_000+i, `"`+strings.Repeat("x", 100)+`"`) + "\n")
		}
		return []byte(lines.String())
	}
	ok(t, os.WriteFile(path(99), list(record(999_999, "0"))(t), 0o600))
	for n := range files {
		ok(t, os.WriteFile(path(n), whole(n), 0o600))
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance, quiet := rand.New(rand.NewPCG(seed, 0)), make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for {
			select {
			case <-quiet:
				return
			case <-time.After(time.Duration(chance.IntN(8)) * time.Millisecond):
				shift(chance, path(chance.IntN(files)))
			}
		}
	})
	w := newWorld()
	code := run(context.Background(), &w.env, []string{"load", dir, "--strict", "-q", "--format", "json", "--db", db})
	close(quiet)
	writer.Wait()
	got, reasons := accounted(t, code, w.stdout.String())
	t.Logf("%s; %.300q", got, reasons)
	if code != exitIncomplete && code != exitDone {
		t.Errorf("exit code %d: %s", code, w.stderr.String())
	}
	if code == exitDone {
		t.Log("nobody noticed a change; the machine is quicker than the writer")
	}
	for n := range files {
		ok(t, os.WriteFile(path(n), whole(n), 0o600))
	}
	w = newWorld()
	if code := run(context.Background(), &w.env, []string{"load", dir, "--strict", "-q", "--db", db}); code != exitDone {
		t.Errorf("when all was quiet, exit code %d: %s", code, w.stderr.String())
	}
	w = newWorld()
	run(context.Background(), &w.env, []string{"sql", "SELECT count(DISTINCT event_id) FROM events WHERE regexp_matches(event_id, '^a0000000-0000-4000-8000-[0-9]{12}$')", "-q", "--format", "csv", "--db", db})
	if want := fmt.Sprint(files*26_000 + 1); !strings.Contains(w.stdout.String(), want) {
		t.Errorf("%q events, want %s", w.stdout.String(), want)
	}
}

// shift does something to a file. That it may be gone is part of it.
func shift(chance *rand.Rand, path string) {
	switch chance.IntN(12) {
	case 0: // another file takes its place
		if os.WriteFile(path+".new", []byte("no log\n"), 0o600) == nil {
			_ = os.Rename(path+".new", path)
		}
	case 1:
		_ = os.Remove(path)
	case 2:
		_ = os.Truncate(path, 8<<20+chance.Int64N(1<<20))
	case 3, 4, 5, 6: // grows
		if f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0); err == nil {
			_, _ = f.WriteString("{\"eventID\":\"torn")
			_ = f.Close()
		}
	default: // bytes change in the middle
		if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
			_, _ = f.WriteAt([]byte("\x00\x00\x00"), chance.Int64N(8<<20))
			_ = f.Close()
		}
	}
}
