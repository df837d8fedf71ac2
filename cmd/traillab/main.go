// Command traillab reads CloudTrail archives and answers what was cut off from what, when, by whom, and whether it
// worked. `traillab help` is its manual.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // --tz works on machines without a database of zones

	"github.com/spf13/cobra"
)

func main() {
	cobra.EnableCommandSorting = false // the help has an order of its own; cobra keeps the wish once a process, not a tree
	ending := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
		ending = append(ending, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ending...)
	context.AfterFunc(ctx, stop) // a second Ctrl-C is not asked nicely

	// Nobody waits for this one: it is the write that fails which ends a run, and what the run made for itself goes.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	code := run(ctx, processEnv(), os.Args[1:])
	stop()
	os.Exit(code)
}
