// Loads that are killed: the test binary loads an archive as a process of its own and is killed at any moment. What it
// had settled stays, what it had not is gone, and the same load run again makes the same case.

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary be the process that other tests kill.
func TestMain(m *testing.M) {
	order := strings.Fields(os.Getenv("TRAILLAB_CHILD"))
	if len(order) == 0 {
		os.Exit(m.Run())
	}
	if err := child(order); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// child does one of three things with the case in the second word: hold it open for loading until standard input ends,
// load the archive of a seed in small batches, or load a large archive.
func child(order []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := Create(ctx, order[1], Options{Threads: 2, Memory: "200MB", Version: "child"})
	if err != nil {
		return err
	}
	defer s.Close()
	switch order[0] {
	case "hold":
		fmt.Println("held")
		_, err = io.Copy(io.Discard, os.Stdin)
	case "load":
		err = loadSmall(ctx, s, order[2])
	case "large":
		err = loadLarge(ctx, s, order[2])
	default:
		err = errors.New("unknown order")
	}
	return err
}

// killArchive is what the children load: as many batches as its files, by killBatch, make.
func killArchive(seed uint64) []*logFile { return newMaker(seed).archive(33) }

const killBatch = 3

func loadSmall(ctx context.Context, s *Store, seed string) error {
	var n uint64
	if _, err := fmt.Sscan(seed, &n); err != nil {
		return err
	}
	fmt.Println("begins")
	_, err := s.Load(ctx, listing(killArchive(n)), LoadOptions{
		Now: now, Jobs: 2, limits: limits{bytes: 1 << 40, files: killBatch, touches: 1 << 40},
		settled: func() {
			fmt.Println("settled")
			if n%2 == 1 { // write through after each batch, so that this is interrupted too
				if err := s.exec(ctx, "CHECKPOINT evidence"); err != nil {
					fmt.Println(err)
				}
			}
		},
	})
	return err
}

// run starts a child, waits for its first words, and sends it the signal after a while. It returns how many batches the
// child said it had settled and whether it came to its end.
func run(t *testing.T, path string, seed uint64, after time.Duration, with os.Signal) (settled int, ended bool) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), fmt.Sprintf("TRAILLAB_CHILD=load %s %d", path, seed))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = c.Process.Signal(with) })
	defer timer.Stop()
	said := bufio.NewScanner(out)
	for said.Scan() {
		switch line := said.Text(); {
		case line == "settled":
			settled++
		case line != "begins" && with != os.Interrupt: // which is an error to tell
			t.Errorf("the child says: %s", line)
		}
	}
	return settled, c.Wait() == nil
}

// TestKill kills loads at random moments and runs them again until they end.
func TestKill(t *testing.T) {
	moments := rounds(20, 200)
	for seed := uint64(5000); moments > 0; seed++ {
		archive := killArchive(seed)
		undisturbed := newCase(t)
		load(t, undisturbed, archive...)
		want := lines(t, undisturbed)
		closeCase(t, undisturbed)
		path := filepath.Join(t.TempDir(), "case.duckdb")
		settled := 0
		for ended := false; !ended; {
			after := time.Duration(rand.IntN(450)) * time.Millisecond
			with := []os.Signal{os.Kill, os.Kill, os.Interrupt}[rand.IntN(3)]
			if moments--; moments < 0 {
				after = time.Hour
			}
			var now int
			now, ended = run(t, path, seed, after, with)
			settled += now
			t.Logf("seed %d: %v after %v, %d batches settled, ended %t", seed, with, after, now, ended)
			checkAfterKill(t, path, archive, settled, ended)
		}
		s := create(t, path)
		sum := load(t, s, archive...)
		checkTotals(t, sum)
		if sum.Records.Stored != 0 {
			t.Errorf("%d records were new after all", sum.Records.Stored)
		}
		sameSaid(t, lines(t, s), want)
		closeCase(t, s)
	}
}

// checkAfterKill opens the case for questions, as it lies there. It must be right for the first so many batches.
func checkAfterKill(t *testing.T, path string, archive []*logFile, settled int, ended bool) {
	t.Helper()
	s, err := Open(t.Context(), path, Options{Threads: 2})
	if err != nil {
		if settled == 0 {
			return // killed before there was a case
		}
		t.Fatalf("the case cannot be opened: %v", err)
	}
	defer closeCase(t, s)
	got := rows(t, s, "SELECT record, file, record_offset, record_length, key IN (SELECT key FROM conflicts) FROM events")
	slices.Sort(got)
	if n := one(t, s, "SELECT count(*) FROM loads WHERE finished IS NOT NULL"); ended && n == 0 {
		t.Error("no load is said to be finished")
	}
	for files := 0; ; files = min(files+killBatch, len(archive)) {
		m := newModel()
		m.load(archive[:files])
		if slices.Equal(got, m.standing()) {
			break
		}
		if files == len(archive) {
			t.Fatalf("%d events, which is right after no batch", len(got))
		}
	}
}

// TestLocked: a case that is being loaded can neither be asked nor loaded, and both say why.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.duckdb")
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
	defer func() {
		in.Close()
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}
	_, asked := Open(t.Context(), path, Options{})
	_, loaded := Create(t.Context(), path, Options{})
	for words, err := range map[string]error{
		"a load is running; ask again when it has ended, or ask the archive itself with --source": asked,
		"a load or a question is running; load again when it has ended":                           loaded,
	} {
		if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, want %q", err, words)
		}
	}
}
