// A case that somebody else has got hold of while a load opened it anew.

package store

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestComeBetween: a load waits for who has come between two of its parts, for a while.
func TestComeBetween(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.duckdb")
	s := create(t, path)
	load(t, s, newMaker(1).archive(5)...)
	want := strings.Join(lines(t, s), "\n")
	aside(t, s)
	release := hold(t, path)
	err := s.again(t.Context(), 100*time.Millisecond)
	if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), "load again when the other has ended") {
		t.Errorf("somebody stays: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.again(ended, time.Minute); err == nil {
		t.Error("a load that was broken off goes on")
	}
	time.AfterFunc(200*time.Millisecond, release)
	if err := s.again(t.Context(), time.Minute); err != nil {
		t.Fatalf("somebody goes: %v", err)
	}
	if got := strings.Join(lines(t, s), "\n"); got != want {
		t.Errorf("the case says\n%s\nwant\n%s", got, want)
	}
	load(t, s, newMaker(2).archive(5)...)
}

// TestLoadBetween: a load that finds that somebody else has loaded in between does not go on with what it knew, or it would keep
// what both have met twice.
func TestLoadBetween(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.duckdb")
	s := create(t, path)
	load(t, s, newMaker(1).archive(5)...)
	left, err := s.lastLoad(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	aside(t, s)
	if err := s.resume(t.Context(), time.Minute, left); err != nil {
		t.Fatalf("nobody has come: %v", err)
	}
	aside(t, s)
	other := create(t, path)
	load(t, other, newMaker(2).archive(5)...)
	want := strings.Join(lines(t, other), "\n")
	closeCase(t, other)
	if err := s.resume(t.Context(), time.Minute, left); err == nil || !strings.Contains(err.Error(), "load again, and it goes on from there") {
		t.Errorf("somebody has loaded: %v", err)
	}
	if got := strings.Join(lines(t, s), "\n"); got != want {
		t.Errorf("the case says\n%s\nwant\n%s", got, want)
	}
}

// aside lets go of the file, as a load does when it opens it anew.
func aside(t *testing.T, s *Store) {
	t.Helper()
	if err := errors.Join(s.conn.Close(), s.db.Close()); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.db, s.conn, err = connection(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// hold opens the case in another process, until release.
func hold(t *testing.T, path string) (release func()) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "TRAILLAB_CHILD=hold "+path)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Wait() })
	if held := bufio.NewScanner(out); !held.Scan() || held.Text() != "held" {
		t.Fatalf("the child says %q", held.Text())
	}
	return func() { _ = in.Close() }
}
