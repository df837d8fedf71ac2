// Stories: what a user types and sees, one a file under testdata/script, told with the real main.
//
// Besides testscript's own words a story knows those of script_fixture_test.go, which make log files, and of
// script_answer_test.go, which look at answers, of script_lab_test.go, which use a lab, and of script_mirror_test.go:
//
//	exits 4 traillab load logs --strict   the command ends with exactly this code
//	hold traillab load -                  the command starts and waits for its input
//	release log.json                      the held command gets its input and is waited for; its stdout is held.stdout
//	interrupt 130                         the held command gets Ctrl-C and ends with this code; its stderr is held.stderr
//	slay                                  the held command is killed where it stands, as by kill -9

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"traillab": main})
}

func TestScripts(t *testing.T) {
	if signal.Ignored(syscall.SIGHUP) { // under nohup: a program inherits that, and a story closes a terminal
		hung := make(chan os.Signal, 1)
		signal.Notify(hung, syscall.SIGHUP)
		t.Cleanup(func() { signal.Stop(hung) })
	}
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
		UpdateScripts:      *update,
		Setup: func(e *testscript.Env) error {
			e.Values[heldKey{}] = &held{}
			e.Values[counterKey{}] = &[]*counter{}
			e.Setenv("ESC", "\x1b") // characters that a story cannot spell
			e.Setenv("RLO", "\u202e")
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, ".state"))
			e.Defer(endLabs(e))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "hold": hold, "release": release, "interrupt": interrupt, "slay": slay,
			"gzip": gzipFile, "zip": zipFiles, "tar": tarFiles, "utf16": utf16File, "cut": cutFile, "join": joinFiles,
			"raw": rawBytes, "fill": fill, "bomb": bomb, "unbase64": unbase64,
			"json": jsonValue, "totals": totals, "evidence": evidence, "inert": inert, "planned": planned,
			"bucket": openBucket, "fetched": fetched, "call": callLab, "fell": fell, "taken": taken, "mirror": mirrorBucket,
		},
	})
}

// exits runs a command and wants its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want := number(ts, neg, args, 2)
	if got := codeOf(ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// number checks the form of a word that begins with a number and has at least n arguments.
func number(ts *testscript.TestScript, neg bool, args []string, n int) int {
	if neg || len(args) < n {
		ts.Fatalf("wrong use: %v", args)
	}
	v, err := strconv.Atoi(args[0])
	ts.Check(err)
	return v
}

// codeOf is the exit code behind what waiting for a process answered; -1 when there is none.
func codeOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// held is the one process of a story that waits for its input.
type held struct {
	command        *exec.Cmd
	stdin          io.WriteCloser
	stdout, stderr bytes.Buffer
}

type heldKey struct{}

// hold starts a load whose input stays open, and comes back when it waits for that input.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	h, ok := ts.Value(heldKey{}).(*held)
	if neg || len(args) < 1 || !ok || h.command != nil {
		ts.Fatalf("usage: hold COMMAND…, once a story")
	}
	path, err := exec.LookPath(args[0])
	ts.Check(err)
	h.command = exec.CommandContext(context.Background(), path, args[1:]...)
	h.command.Dir = ts.MkAbs(".")
	h.command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.Getenv("TMPDIR")}
	h.command.Stdout, h.command.Stderr = &h.stdout, &h.stderr
	h.stdin, err = h.command.StdinPipe()
	ts.Check(err)
	ts.Check(h.command.Start())
	ts.Defer(func() {
		_ = h.command.Process.Kill() // it has ended already, unless the story broke off
	})
	for range 400 {
		// Standing by means: the first transaction is written, so the lock is taken, and the input is being copied.
		written, _ := filepath.Glob(ts.MkAbs("traillab.duckdb.wal"))
		copied, _ := filepath.Glob(filepath.Join(ts.Getenv("TMPDIR"), "traillab-*"))
		time.Sleep(25 * time.Millisecond)
		if len(written) > 0 && len(copied) > 0 {
			return
		}
	}
	ts.Fatalf("the held command made no database in 10 s")
}

// release gives the held command its input and waits for it to succeed.
func release(ts *testscript.TestScript, neg bool, args []string) {
	h, ok := ts.Value(heldKey{}).(*held)
	if neg || len(args) != 1 || !ok || h.command == nil {
		ts.Fatalf("usage: release FILE, after hold")
	}
	_, err := io.WriteString(h.stdin, ts.ReadFile(args[0]))
	ts.Check(errors.Join(err, h.stdin.Close()))
	err = h.command.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("held.stdout"), h.stdout.Bytes(), 0o600))
	if err != nil {
		ts.Fatalf("the held command: %v: %s", err, h.stderr.String())
	}
}

// interrupt sends the held command what Ctrl-C sends and wants its exit code.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	want := number(ts, neg, args, 1)
	h, ok := ts.Value(heldKey{}).(*held)
	if !ok || h.command == nil {
		ts.Fatalf("usage: interrupt CODE, after hold")
	}
	time.Sleep(100 * time.Millisecond) // let it begin to wait
	ts.Check(h.command.Process.Signal(os.Interrupt))
	ended := make(chan error, 1)
	go func() { ended <- h.command.Wait() }()
	select {
	case err := <-ended:
		if got := codeOf(err); got != want {
			ts.Fatalf("exit code %d, want %d; it said: %s", got, want, h.stderr.String())
		}
	case <-time.After(20 * time.Second):
		ts.Fatalf("the held command goes on after an interrupt")
	}
	ts.Check(os.WriteFile(ts.MkAbs("held.stderr"), h.stderr.Bytes(), 0o600))
}

// slay kills the held command as a power cut would.
func slay(ts *testscript.TestScript, neg bool, args []string) {
	h, ok := ts.Value(heldKey{}).(*held)
	if neg || len(args) != 0 || !ok || h.command == nil {
		ts.Fatalf("usage: slay, after hold")
	}
	ts.Check(h.command.Process.Kill())
	if err := h.command.Wait(); codeOf(err) != -1 {
		ts.Fatalf("the held command was not killed: %v", err)
	}
}
