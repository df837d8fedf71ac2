// Commands that come to an end: probes, installers and docker's errands. Each is a process group of its own, so that
// giving up on one leaves none of its children behind.

package upstream

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// tailLines is how many lines of what a program said last are worth telling.
const tailLines = 12

// prepare makes a process of a command. When ctx ends, its whole group is killed.
func prepare(ctx context.Context, c Command) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...) //nolint:gosec // command lines are made here, from no input of a call
	cmd.Env, cmd.Dir = c.Env, c.Dir
	if cmd.Env == nil {
		cmd.Env = []string{} // nil would mean all of ours
	}
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process.Pid) }
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

// output runs a command and returns what it prints. The error has the last line of what it complained.
func output(ctx context.Context, c Command) (string, error) {
	cmd := prepare(ctx, c)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(complaint.String()), "\n")
		if first := strings.TrimSpace(lines[0]); first != "" {
			return "", fmt.Errorf("%w: %s", err, first)
		}
		return "", err
	}
	return out.String(), nil
}

// follow runs a command and tells every line that it prints. The error has the last of them.
func follow(ctx context.Context, c Command, tell func(line string)) error {
	cmd := prepare(ctx, c)
	read, write := io.Pipe()
	cmd.Stdout, cmd.Stderr = write, write
	var last []string
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		lines := bufio.NewScanner(read)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			line := strings.TrimRight(lines.Text(), " \r")
			if line == "" {
				continue
			}
			if last = append(last, "  "+line); len(last) > tailLines {
				last = last[1:]
			}
			tell(line)
		}
		_, _ = io.Copy(io.Discard, read) // a line beyond all measure ends the telling, not the command
	}()
	err := cmd.Run()
	_ = write.Close()
	<-heard
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return errors.New(err.Error() + "\n" + strings.Join(last, "\n"))
}
