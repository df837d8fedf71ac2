// Crashes: no accepted record is lost or there twice, whenever the lab is killed and whenever the disk is full.

package recorder

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"traillab/localstack/exchange"
)

// TestDeliveredAgain: a delivery that was cut off between the log file and the end of the journal is made again, to the same
// file.
func TestDeliveredAgain(t *testing.T) {
	r, o := lab(t, nil)
	ids := []string{}
	for n := range 10 {
		if err := r.Record(numbered(n), &exchange.Answer{}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, numbered(n).ID)
	}
	path := r.journal.path
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	torn := append(whole, `000000000000 us-east-1 {"eventID":"never acc`...)
	if err := os.WriteFile(path, torn, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(o.State, unfinished+"1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	again := open(t, o)
	if _, err := os.Stat(filepath.Join(o.State, unfinished+"1")); !os.IsNotExist(err) {
		t.Errorf("what was left unfinished is still there: %v", err)
	}
	once(t, o.Folder, ids)
	if n := len(again.sealer.chains[0].Files) + len(again.sealer.chains[1].Files); n != 2 {
		t.Errorf("%d files for the next digests, want 2", n)
	}
	if info, err := os.Stat(again.journal.path); err != nil || info.Size() != 0 {
		t.Errorf("the new journal holds something: %v", err)
	}
}

// TestKilled kills a process that records as fast as it can, and checks that what it was told is accepted is there.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("RECORDER_VICTIM"); dir != "" {
		victim(t, dir)
		return
	}
	for round := range 5 {
		dir := t.TempDir()
		run := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
		run.Env = append(os.Environ(), "RECORDER_VICTIM="+dir)
		out, err := run.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		var accepted []string
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if id, ok := strings.CutPrefix(lines.Text(), "accepted "); ok {
				accepted = append(accepted, id)
			}
			if len(accepted) == 100+round*137 {
				if err := run.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = run.Wait() // it was killed
		o := Options{Folder: filepath.Join(dir, "log"), State: filepath.Join(dir, "state"), Clock: &clock{at: noon}, After: -1}
		if err := open(t, o).Close(); err != nil {
			t.Fatal(err)
		}
		times := delivered(t, o.Folder)
		for _, id := range accepted {
			if times[id] != 1 {
				t.Errorf("round %d: %s was accepted and delivered %d times", round, id, times[id])
			}
		}
		if len(times) > len(accepted)+1000 || slices.Max(slices.Collect(maps.Values(times))) > 1 {
			t.Errorf("round %d: %d accepted, %d delivered", round, len(accepted), len(times))
		}
		verified(t, o.Folder)
		if left, err := filepath.Glob(filepath.Join(o.State, unfinished+"*")); err != nil || len(left) > 0 {
			t.Errorf("round %d: left unfinished: %v %v", round, left, err)
		}
	}
}

func victim(t *testing.T, dir string) {
	r := open(t, Options{Folder: filepath.Join(dir, "log"), State: filepath.Join(dir, "state"), Clock: &clock{at: noon}, After: time.Millisecond, Most: 20})
	for n := range 100000 {
		if err := r.Record(numbered(n), &exchange.Answer{}); err != nil {
			t.Fatal(err)
		}
		fmt.Println("accepted", numbered(n).ID)
	}
}

// full is a file on a disk that has room for some bytes.
type full struct {
	file *os.File
	room int64
}

func (f *full) WriteAt(b []byte, at int64) (int, error) {
	if at+int64(len(b)) <= f.room {
		return f.file.WriteAt(b, at)
	}
	n, _ := f.file.WriteAt(b[:max(0, f.room-at)], at)
	return n, syscall.ENOSPC
}
func (f *full) Truncate(n int64) error { return f.file.Truncate(n) }
func (f *full) Close() error           { return f.file.Close() }

func TestFullDisk(t *testing.T) {
	r, o := lab(t, nil)
	disk := &full{r.journal.file.(*os.File), 5000}
	r.journal.file = disk
	var ids []string
	refused := 0
	for n := range 30 {
		if n == 20 {
			disk.room = 1 << 20
		}
		switch err := r.Record(numbered(n), &exchange.Answer{}); {
		case err == nil:
			ids = append(ids, numbered(n).ID)
		case errors.Is(err, syscall.ENOSPC):
			refused++
		default:
			t.Fatal(err)
		}
	}
	if refused == 0 || len(ids) < 12 {
		t.Errorf("%d refused, %d accepted", refused, len(ids))
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	once(t, o.Folder, ids)
}

// TestUndeliverable: when log files cannot be written, calls fail until they can.
func TestUndeliverable(t *testing.T) {
	r, o := lab(t, nil)
	blocker := filepath.Join(o.Folder, "AWSLogs")
	if err := os.WriteFile(blocker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Record(numbered(1), &exchange.Answer{}); err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(); err == nil {
		t.Fatal("delivered into a file")
	}
	if err := r.Record(numbered(2), &exchange.Answer{}); err == nil {
		t.Error("accepted while nothing can be delivered")
	}
	if err := r.Close(); err == nil {
		t.Error("closed while nothing can be delivered")
	}
	if err := os.Remove(blocker); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	once(t, o.Folder, []string{numbered(1).ID})
	verified(t, o.Folder)
}
