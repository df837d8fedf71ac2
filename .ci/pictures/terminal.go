// A terminal of one's own: tmux on a socket that nobody else has, with one window of a fixed size.

package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The size of every picture, in cells: what a laptop has room for.
const columns, rows = 120, 36

const (
	patience = 60 * time.Second       // for a screen that is waited for
	stillFor = 300 * time.Millisecond // a screen that stays for so long is whole
)

// terminal is a running tmux.
type terminal struct {
	socket, home string
	env          []string
}

// open runs a program in a new terminal of that name, from the folder home. A server that is about to end would take the next window
// with it, so each terminal has one of its own.
func open(ctx context.Context, home, name string, env []string, args ...string) (*terminal, error) {
	t := &terminal{filepath.Join(home, name+".tmux"), home, env}
	size := []string{"-x", strconv.Itoa(columns), "-y", strconv.Itoa(rows)}
	// Not the terminal's kind but its abilities are what the program asks for; tmux has the sixteen colours and more.
	args = append(append([]string{"set-option", "-g", "default-terminal", "tmux-256color", ";", "new-session", "-d"}, size...), args...)
	_, err := t.tmux(ctx, args...)
	return t, err
}

func (t *terminal) tmux(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, "tmux", append([]string{"-u", "-S", t.socket, "-f", "/dev/null"}, args...)...)
	c.Dir, c.Env = t.home, t.env
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("tmux %s: %w: %s", args[0], err, out)
	}
	return string(out), nil
}

// close ends the terminal and what runs in it.
func (t *terminal) close() { _, _ = t.tmux(context.Background(), "kill-server") } // it may have ended by itself

// press presses a key by tmux's name for it, or types a text that begins with a blank.
func (t *terminal) press(ctx context.Context, key string) error {
	if text, typed := strings.CutPrefix(key, " "); typed {
		_, err := t.tmux(ctx, "send-keys", "-l", text)
		return err
	}
	_, err := t.tmux(ctx, "send-keys", key)
	return err
}

// settled is the screen once it has every text, no question is under way, and nothing has changed for a while.
func (t *terminal) settled(ctx context.Context, texts []string) (string, error) {
	var last string
	since := time.Now()
	for deadline := since.Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		seen, err := t.tmux(ctx, "capture-pane", "-p", "-e", "-N")
		if err != nil {
			return "", err
		}
		if seen != last {
			last, since = seen, time.Now()
		}
		if time.Since(since) >= stillFor && whole(seen, texts) {
			return seen, nil
		}
	}
	return "", errors.Join(fmt.Errorf("the screen never had %q and stayed; it shows", texts), errors.New(scan(last).text()))
}

// whole reports whether a screen has all that it is to have.
func whole(captured string, texts []string) bool {
	shown := scan(captured).text()
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			return false
		}
	}
	return !strings.Contains(shown, "asking ")
}
