// Processes and locks, as Unix systems have them.

//go:build unix

package localstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// alone makes a command a session of its own, which no terminal's end reaches.
func alone(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// ask tells a process to end, kill ends it. One that is gone is no error.
func ask(pid int) error  { return signal(pid, syscall.SIGTERM) }
func kill(pid int) error { return signal(pid, syscall.SIGKILL) }

func signal(pid int, s syscall.Signal) error {
	if pid <= 1 {
		return fmt.Errorf("%d is no process of a lab", pid)
	}
	if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("end process %d: %w", pid, err)
	}
	return nil
}

// errHeld says that a lock is somebody else's.
var errHeld = errors.New("held by another process")

// hold takes a lock for as long as this process lives, or until it is let go. Whoever only looks holds it for a moment, so
// it is asked for more than once.
func hold(ctx context.Context, path string) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for range 10 {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = file.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), file.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), file.Close())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil, errors.Join(errHeld, file.Close())
}
