// Processes: a cloud while it runs. What it says goes to a file of the lab's folder, so that it lives on, and can be read,
// when the lab's own process is gone.

package upstream

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// Exit is how a cloud ended that nobody had told to.
type Exit struct {
	Kind Kind
	Code int    // -1 after a signal
	How  string // "exit status 1", "signal: killed"
	Last string // the last lines of its log
	Log  string // where the log is
}

// Error tells it to people.
func (e *Exit) Error() string {
	return fmt.Sprintf("%s ended by itself: %s; the end of %s:\n%s", e.Kind, e.How, e.Log, e.Last)
}

// mark is the name in a cloud's environment by which its processes are known again, whatever group they have moved to.
const mark = "TRAILLAB_UPSTREAM"

// process is one cloud that we started.
type process struct {
	kind     Kind
	command  Command
	cmd      *exec.Cmd
	pid      int
	mark     string
	log      string
	ended    chan struct{} // closed when the process has been waited for
	exit     *Exit         // after ended
	stopping atomic.Bool
}

// launch starts a cloud. Its life is not that of ctx.
func launch(ctx context.Context, part Part, log string) (*process, error) {
	p := &process{kind: part.Kind, command: part.Command, log: log, mark: rand.Text(), ended: make(chan struct{})}
	if p.command.Dir != "" {
		if err := os.MkdirAll(p.command.Dir, 0o700); err != nil {
			return nil, fmt.Errorf("start %s: %w", p.kind, err)
		}
	}
	if err := os.MkdirAll(filepath.Dir(log), 0o700); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.kind, err)
	}
	file, err := os.OpenFile(log, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.kind, err)
	}
	defer file.Close()
	p.command.Env = append(p.command.Env[:len(p.command.Env):len(p.command.Env)], mark+"="+p.mark)
	p.cmd = prepare(context.WithoutCancel(ctx), p.command)
	p.cmd.Stdout, p.cmd.Stderr = file, file
	if err = p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.kind, err)
	}
	p.pid = p.cmd.Process.Pid
	go p.wait()
	return p, nil
}

func (p *process) wait() {
	err := p.cmd.Wait()
	p.exit = &Exit{Kind: p.kind, How: "exit status 0", Last: tail(p.log), Log: p.log}
	if err != nil {
		p.exit.Code, p.exit.How = p.cmd.ProcessState.ExitCode(), err.Error()
	}
	close(p.ended)
}

// stop ends the process and everything that it started: a word, a grace, then force. LocalStack at times closes its port
// at the word and never leaves.
func (p *process) stop(ctx context.Context, grace time.Duration) error {
	p.stopping.Store(true)
	err := termGroup(p.pid)
	limit, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	select {
	case <-p.ended:
	case <-limit.Done():
	}
	return errors.Join(err, reap(ctx, p.kind, p.pid, p.mark))
}

// reap kills what is left of a cloud by force, and does not return before nothing is.
func reap(ctx context.Context, kind Kind, pid int, mark string) error {
	var err error
	for range 100 {
		left := marked(mark)
		if len(left) == 0 && !groupLives(pid) {
			return nil
		}
		err = killGroup(pid)
		for _, one := range left {
			err = errors.Join(err, killOne(one))
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-context.WithoutCancel(ctx).Done():
		}
	}
	return errors.Join(fmt.Errorf("stop %s: processes of the group %d are left", kind, pid), err)
}

// tail returns the last lines of a log.
func tail(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return "  (" + err.Error() + ")"
	}
	defer file.Close()
	if _, err = file.Seek(-8192, io.SeekEnd); err != nil {
		_, err = file.Seek(0, io.SeekStart) // it is shorter than that
	}
	text, readErr := io.ReadAll(file)
	if err = errors.Join(err, readErr); err != nil {
		return "  (" + err.Error() + ")"
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return "  " + strings.Join(lines[max(0, len(lines)-tailLines):], "\n  ")
}
