// The casebook: what is written stays, whoever else writes and whatever crashes.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestCasebook(t *testing.T) {
	b := &casebook{filepath.Join(t.TempDir(), "case.duckdb"), "alice", func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }}
	told := func() string {
		t.Helper()
		kept, torn, err := b.entries()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, e := range kept {
			out = append(out, e.About+"="+e.Text+"/"+e.Author)
		}
		return fmt.Sprint(strings.Join(out, " "), " torn ", torn)
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := told(); got != " torn 0" {
		t.Errorf("an empty book tells %q", got)
	}
	for _, want := range []bool{true, false, true} {
		set, err := b.bookmark("e1")
		do(err)
		if set != want {
			t.Errorf("a bookmark is set: %v, want %v", set, want)
		}
	}
	do(b.note("e2", "line\n\x1b[2J one"))
	f, err := os.OpenFile(b.notesFile(), os.O_APPEND|os.O_WRONLY, 0)
	do(err)
	_, err = f.WriteString(`{"time":"2026-11-23T12:00:00Z","about":"e3","te`) // a crash
	do(err)
	do(f.Close())
	do(b.note("e4", "after"))
	if got := told(); got != "e1=/alice e2=line\n\x1b[2J one/alice e4=after/alice torn 1" {
		t.Errorf("it tells %q", got)
	}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := b.note(fmt.Sprint("many", i), strings.Repeat("x", 3000)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kept, torn, err := b.entries(); err != nil || len(kept) != 23 || torn != 1 {
		t.Errorf("of 23 notes %d are kept, %d torn, %v", len(kept), torn, err)
	}
	do(b.remember("SELECT 1"))
	do(b.remember("SELECT\n2"))
	if got, err := b.history(); err != nil || len(got) != 2 || got[1] != "SELECT\n2" {
		t.Errorf("it was asked %q, %v", got, err)
	}
}
