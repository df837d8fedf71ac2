// A leash on questions of the user's own. DuckDB bounds what it sorts and groups, but neither an answer that it makes whole
// before it hands it out nor a single text that it makes long, and it looks up only between two steps: a step that
// takes minutes hears no Ctrl-C. So somebody watches from outside, and ends the run without the question if he must.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	leashMemory = 1 << 30                // bytes that a question may take beyond what the process has before it
	leashGrace  = 600 * time.Millisecond // for a question to end by itself once it is told to
	leashLook   = 50 * time.Millisecond
)

// errHeavy is why a question was ended that took too much.
var errHeavy = fmt.Errorf("the question takes more than %d MB of memory: ask for fewer rows or columns, for a part at a time (LIMIT), or for shorter texts", leashMemory>>20)

// leashed does the work of a question until it ends, its context does, or it takes too much memory. left is called when it could
// not be ended: then it still runs, and only the end of the process ends it.
func leashed(ctx context.Context, work func(context.Context) error, left func() error) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	ended := make(chan func() error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				ended <- func() error { panic(p) } // run tells of bugs, in its own goroutine
			}
		}()
		err := work(ctx)
		ended <- func() error { return err }
	}()
	look := time.NewTicker(leashLook)
	defer look.Stop()
	for most := resident() + leashMemory; ; {
		select {
		case answer := <-ended:
			return blamed(ctx, answer())
		case <-look.C:
			if resident() > most {
				end(errHeavy)
			}
		case <-ctx.Done():
			select {
			case answer := <-ended:
				return blamed(ctx, answer())
			case <-time.After(leashGrace):
				return errors.Join(context.Cause(ctx), left())
			}
		}
	}
}

// blamed names the leash where it ended the work.
func blamed(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errHeavy) {
		return errHeavy
	}
	return err
}

// resident is how much memory the process has, in bytes; 0 where the system does not tell it the way Linux does.
func resident() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, pages int64
	if _, err := fmt.Fscan(bytes.NewReader(text), &size, &pages); err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
