// Exit codes: what a script learns from how a run ended.

package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"traillab/cmd/traillab/listing"
)

// The exit codes of the contract; docs/cli.md explains them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitMisuse      = 2
	exitIncomplete  = 4
	exitInterrupted = 130
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
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(e.stderr, "traillab: this is a bug, please report it with the command and these lines:\n%v\n%s", p, debug.Stack())
			code = exitFailed
		}
	}()
	err := newApp(e).execute(ctx, args)
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
		fmt.Fprintln(e.stderr, "traillab: interrupted; what was finished is kept, and the same command goes on from there")
		return exitInterrupted
	}
	fmt.Fprintf(e.stderr, "traillab: %s\n", listing.Safe(err.Error()))
	var c *coded
	if errors.As(err, &c) {
		return c.code
	}
	return exitFailed
}
