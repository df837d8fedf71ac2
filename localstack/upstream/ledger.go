// The ledger: what of a lab's clouds runs, written down in its folder, so that another process can end what a lab that was
// killed has left.

package upstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ledgerName is the file in the lab's folder.
const ledgerName = "upstream.json"

// Entry is one cloud that was started.
type Entry struct {
	Kind      Kind      `json:"kind"`
	PID       int       `json:"pid"` // and the id of its process group
	Port      int       `json:"port"`
	Mark      string    `json:"mark"` // in the environment of its processes
	Since     time.Time `json:"since"`
	Container string    `json:"container,omitempty"`
	Docker    string    `json:"docker,omitempty"` // the program that made it
}

// ledger is the file and what is in it.
type ledger struct {
	Entries []Entry `json:"upstreams"`
	path    string
}

// Ledger returns what a lab's folder says of its clouds; nothing if there is none.
func Ledger(folder string) ([]Entry, error) {
	l := ledger{path: filepath.Join(folder, ledgerName)}
	text, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err = json.Unmarshal(text, &l); err != nil {
		return nil, fmt.Errorf("read %s: %w", l.path, err)
	}
	return l.Entries, nil
}

// add writes an entry down, beside and renamed: a ledger is whole or it is not there.
func (l *ledger) add(entry Entry) error {
	l.Entries = append(l.Entries, entry)
	text, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	if err = os.WriteFile(l.path+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("note what runs: %w", err)
	}
	return os.Rename(l.path+".new", l.path)
}

// clear says that nothing runs any more.
func (l *ledger) clear() error {
	if err := os.Remove(l.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Sweep ends what the ledger of a folder says is still there: asked first, and after grace by force. It returns what it
// ended, a line each. A process is touched only if it has the mark of the lab that started it: a pid alone may be
// somebody else's by now.
func Sweep(ctx context.Context, folder string, env []string, grace time.Duration) ([]string, error) {
	entries, err := Ledger(folder)
	if err != nil {
		return nil, err
	}
	var told []string
	for _, entry := range entries {
		if ours := marked(entry.Mark); len(ours) > 0 {
			told = append(told, fmt.Sprintf("ended %s, process %d on port %d", entry.Kind, entry.PID, entry.Port))
			err = errors.Join(err, entry.end(ctx, ours, grace))
		}
		if entry.Container != "" && removeContainer(ctx, entry.Docker, entry.Container, env) == nil {
			told = append(told, "removed the container "+entry.Container)
		}
	}
	if err != nil {
		return told, err
	}
	l := ledger{path: filepath.Join(folder, ledgerName)}
	return told, l.clear()
}

// end asks the processes of an entry to end, and then makes them.
func (e Entry) end(ctx context.Context, ours []int, grace time.Duration) error {
	group := 0 // of which nothing is left
	if slices.Contains(ours, e.PID) {
		group = e.PID
		if err := termGroup(group); err != nil {
			return fmt.Errorf("stop %s: %w", e.Kind, err)
		}
	}
	for until := time.Now().Add(grace); group != 0 && time.Now().Before(until) && len(marked(e.Mark)) > 0; {
		time.Sleep(50 * time.Millisecond)
	}
	return reap(ctx, e.Kind, group, e.Mark)
}

// removeContainer makes docker end a container that its client has left behind. One that is gone is an error.
func removeContainer(ctx context.Context, docker, name string, env []string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	out, err := output(ctx, Command{Args: []string{docker, "rm", "--force", name}, Env: handed(env)})
	if err == nil && strings.TrimSpace(out) == "" {
		return errors.New("no such container") // newer clients say so in no other way
	}
	return err
}
