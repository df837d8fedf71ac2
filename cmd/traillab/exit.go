// Exit codes: what a script learns from how a run ended.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"syscall"

	"traillab/cmd/traillab/listing"
)

// The exit codes of the contract; docs/cli.md explains them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitMisuse      = 2
	exitFindings    = 3
	exitIncomplete  = 4
	exitBroken      = 5
	exitInterrupted = 130
	exitUnread      = 141 // as a shell tells SIGPIPE
)

// coded is an error with an exit code.
type coded struct {
	code int
	err  error
}

func (c *coded) Error() string { return c.err.Error() }
func (c *coded) Unwrap() error { return c.err }

// misuse marks an error of how the command was called.
func misuse(err error) error {
	if err == nil {
		return nil
	}
	return &coded{exitMisuse, err}
}

// run is one run of the program. A panic is a bug: it is caught here and says where to report it.
func run(ctx context.Context, e *env, args []string) (code int) {
	a := newApp(e)
	say := teller(a, args)
	defer func() {
		if p := recover(); p != nil {
			code = exitFailed
			say(code, listing.Safe(fmt.Sprintf("this is a bug, please report it with the command and these lines: %v", p)), string(debug.Stack()))
		}
	}()
	command, err := a.execute(ctx, args)
	switch code = exitOf(ctx, err); code {
	case exitDone, exitUnread:
	case exitInterrupted:
		say(code, interruption(command), "")
	default:
		say(code, safeLines(err.Error()), "")
	}
	return code
}

// interruption says what a command that was broken off leaves: a load goes on where it was, everything else begins anew.
func interruption(command string) string {
	if command == "load" {
		return "interrupted; what was finished is kept, and the same command goes on from there"
	}
	return "interrupted before it had ended"
}

// exitOf is the exit code of a run that ended so.
func exitOf(ctx context.Context, err error) int {
	var c *coded
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
		return exitInterrupted
	case unread(err):
		return exitUnread
	case errors.As(err, &c):
		return c.code
	}
	return exitFailed
}

// unread reports whether a run ended because whoever reads its answer has had enough, as head.
func unread(err error) bool {
	var p *fs.PathError
	return errors.As(err, &p) && p.Path == os.Stdout.Name() && errors.Is(p.Err, syscall.EPIPE)
}

// safeLines makes a message harmless and keeps its lines. All but the first are indented: what an error quotes cannot
// pass for an error of its own.
func safeLines(message string) string {
	var lines []string
	for line := range strings.Lines(message) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			lines = append(lines, listing.Safe(line))
		}
	}
	return strings.Join(lines, "\n  ")
}

// teller says how a run ended that did not end well: a sentence for people, or a line of JSON. What went wrong may be the
// flags themselves, so the wish for JSON is looked for before they are parsed; the file of a job may have it, too.
func teller(a *app, args []string) func(code int, text, stack string) {
	asJSON := false
	for i, arg := range args {
		asJSON = asJSON || arg == "--log=json" || arg == "--log" && i+1 < len(args) && args[i+1] == "json"
	}
	return func(code int, text, stack string) {
		if !asJSON && a.common.log != "json" {
			fmt.Fprintf(a.env.stderr, "traillab: %s\n%s", text, stack)
			return
		}
		_ = json.NewEncoder(a.env.stderr).Encode(struct { // there is nobody to tell that nobody can be told
			Event string `json:"event"`
			Code  int    `json:"code"`
			Text  string `json:"text"`
			Stack string `json:"stack,omitempty"`
		}{"error", code, text, stack})
	}
}
