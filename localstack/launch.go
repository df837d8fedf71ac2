// Launching: a lab in a process of its own, which lives on when the one that began it has ended.

package localstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Launch begins a lab by a command that serves it (lab serve NAME), away from this terminal, and returns when it is ready. told
// hears of its health while it starts; it may be nil. Of the user's environment it gets nothing that begins with AWS_.
func Launch(ctx context.Context, p Place, args, env []string, told func(Health)) (Health, error) {
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return Health{}, fmt.Errorf("lab %q: %w", p.Name, err)
	}
	release, err := hold(ctx, p.lock())
	if errors.Is(err, errHeld) {
		return Health{}, p.busy()
	}
	if err != nil {
		return Health{}, fmt.Errorf("lab %q: %w", p.Name, err)
	}
	release()
	log, err := os.OpenFile(p.Log(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return Health{}, fmt.Errorf("lab %q: %w", p.Name, err)
	}
	defer log.Close()
	server := exec.CommandContext(context.WithoutCancel(ctx), args[0], args[1:]...)
	server.Env, server.Dir, server.Stdout, server.Stderr = withoutAWS(env), p.Folder, log, log
	alone(server)
	if err := server.Start(); err != nil {
		return Health{}, fmt.Errorf("begin the lab %q: %w", p.Name, err)
	}
	ended := make(chan struct{})
	go func() { _ = server.Wait(); close(ended) }() // how it ended is in its note
	return p.await(ctx, server.Process.Pid, ended, told)
}

// await returns when the lab is ready, or ends it if that is no longer wanted.
func (p Place) await(ctx context.Context, pid int, ended <-chan struct{}, told func(Health)) (Health, error) {
	for wait := 2 * time.Millisecond; ; wait = min(2*wait, 200*time.Millisecond) {
		select {
		case <-ctx.Done():
			err := ask(pid)
			<-ended
			return Health{}, errors.Join(context.Cause(ctx), err)
		case <-ended:
			if n, err := p.read(); err == nil && n.PID == pid && n.Error != "" {
				return Health{Note: n}, errors.New(n.Error)
			}
			return Health{}, fmt.Errorf("the lab %q ended before it was ready; the end of %s:\n%s", p.Name, p.Log(), p.last(10))
		case <-time.After(wait):
		}
		h, err := Ask(ctx, p)
		if err != nil || h.PID != pid {
			continue // it has not written its note yet
		}
		if h.State == Ready {
			return h, nil
		}
		if told != nil {
			told(h)
		}
	}
}

// withoutAWS leaves out what belongs to the user's own AWS account.
func withoutAWS(env []string) []string {
	var kept []string
	for _, line := range env {
		if !strings.HasPrefix(strings.ToUpper(line), "AWS_") {
			kept = append(kept, line)
		}
	}
	return kept
}
