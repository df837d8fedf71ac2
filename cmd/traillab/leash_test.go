// Free questions that would take all of a machine: each ends by itself, or when it is told to, and says why.

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// caseOfOne makes a case of one event.
func caseOfOne(t *testing.T) string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "case.duckdb")
	w := newWorld()
	if code := run(context.Background(), &w.env, []string{"load", oneLongEvent(t), "-q", "--db", db}); code != exitDone {
		t.Fatalf("exit code %d: %s", code, w.stderr.String())
	}
	return db
}

// TestHeavyQuestions asks in a process of its own, for some of it ends only with that. Those without words run for ever: they get
// a Ctrl-C.
func TestHeavyQuestions(t *testing.T) {
	t.Parallel()
	db, spill := caseOfOne(t), t.TempDir()
	for query, words := range map[string]string{
		"SELECT array_agg(i) FROM range(10000000000) t(i)":                                                   "300MB of memory and 4GB on the disk",
		"WITH RECURSIVE t(n) AS (SELECT 'x' UNION ALL SELECT n||n FROM t) SELECT count(*) FROM t":            "300MB of memory and 4GB on the disk",
		"SELECT map_from_entries([(i, i) for i in range(1000000000)])":                                       "more than 1024 MB of memory",
		"SELECT length(repeat(repeat('x', 100000), 100000))":                                                 "maximum supported string size",
		"SELECT range(1000000000000)":                                                                        "2^32",
		"SELECT rpad('x', 2000000000, 'y')":                                                                  "",
		"SELECT count(*) FROM generate_series(1, 1000000000000)":                                             "",
		"WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM t) SELECT count(*) FROM t":               "",
		"SELECT i FROM range(100000000000) t(i) ORDER BY random()":                                           "",
		"SELECT count(*) FROM range(1000000) a(i) JOIN range(1000000) b(j) ON sin(i) < cos(j) AND i % 7 < j": "",
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			c := exec.CommandContext(t.Context(), "traillab", "sql", query, "--db", db)
			c.Env = append(os.Environ(), "TMPDIR="+spill)
			var said strings.Builder
			c.Stderr = &said
			ok(t, c.Start())
			want := exitFailed
			var told time.Time
			if words == "" {
				want, words = exitInterrupted, "interrupted"
				time.Sleep(700 * time.Millisecond)
				told = time.Now()
				ok(t, c.Process.Signal(os.Interrupt))
			}
			if got := codeOf(c.Wait()); got != want || !strings.Contains(said.String(), words) || strings.Count(said.String(), "\n") != 1 {
				t.Errorf("exit code %d, want %d and %q: %s", got, want, words, said.String())
			}
			if took := time.Since(told); want == exitInterrupted && took > time.Second {
				t.Logf("%v from Ctrl-C to the end", took)
				if took > 5*time.Second { // a second, with what a crowded machine takes
					t.Error("that is too long")
				}
			}
		})
	}
	t.Cleanup(func() {
		if left, err := filepath.Glob(filepath.Join(spill, "*")); err != nil || len(left) > 0 {
			t.Errorf("%v is left behind, %v", left, err)
		}
		if beside, err := filepath.Glob(db + "*"); err != nil || len(beside) != 1 {
			t.Errorf("beside the case lies %v, %v", beside, err)
		}
	})
}

// TestLeashTellsOfBugs: what panics in a question panics where run can tell of it.
func TestLeashTellsOfBugs(t *testing.T) {
	defer func() {
		if p := recover(); p != "a bug" {
			t.Errorf("recovered %v", p)
		}
	}()
	err := leashed(t.Context(), func(context.Context) error { panic("a bug") }, func() error { return nil })
	t.Errorf("it came back with %v", err)
}
