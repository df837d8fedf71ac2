// Deliveries: where log files lie and what is in them, and that no accepted record is lost or there twice, whenever the lab is
// killed and whenever the disk is full.

package recorder

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// numbered is a call with an id of its own.
func numbered(n int) *exchange.Call {
	return &exchange.Call{
		Service: "ec2", Name: "Unheard", Account: "000000000000", Region: []string{"us-east-1", "eu-west-1"}[n%2], At: noon.Add(time.Duration(n/10) * time.Second),
		ID: fmt.Sprintf("event-%05d", n), RequestID: "r", Drill: "run-1", Who: exchange.Principal{Type: "Root"},
	}
}

// logs are the paths of the log files of a folder, by name.
func logs(t testing.TB, folder string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// delivered counts the event ids in the log files of a folder.
func delivered(t testing.TB, folder string) map[string]int {
	t.Helper()
	times := map[string]int{}
	for _, path := range logs(t, folder) {
		records, err := recordsOf(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records {
			var told struct{ EventID string }
			if err := json.Unmarshal(record, &told); err != nil {
				t.Fatal(err)
			}
			times[told.EventID]++
		}
	}
	return times
}

// once checks that each of the ids was delivered once and nothing else was.
func once(t *testing.T, folder string, ids []string) {
	t.Helper()
	times := delivered(t, folder)
	for _, id := range ids {
		if times[id] != 1 {
			t.Errorf("%s was delivered %d times", id, times[id])
		}
		delete(times, id)
	}
	for id := range times {
		t.Errorf("%s was delivered and never accepted", id)
	}
}

func TestLogFiles(t *testing.T) {
	r, o := lab(t, nil)
	for n := range 25 {
		if err := r.Record(numbered(n), &exchange.Answer{}); err != nil {
			t.Fatal(err)
		}
	}
	if found := logs(t, o.Folder); len(found) != 0 {
		t.Errorf("delivered before it was asked to: %v", found)
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	found := logs(t, o.Folder)
	want := regexp.MustCompile(`/AWSLogs/000000000000/CloudTrail/(eu-west-1|us-east-1)/2026/11/22/000000000000_CloudTrail_(eu-west-1|us-east-1)_20261122T2337Z_[0-9A-Za-z]{16}\.json\.gz$`)
	if len(found) != 2 || !want.MatchString(found[0]) || !want.MatchString(found[1]) {
		t.Fatalf("%q", found)
	}
	records, err := recordsOf(found[0])
	if err != nil {
		t.Fatal(err)
	}
	for i, record := range records {
		if id := fmt.Sprintf(`"event-%05d"`, 2*i+1); !strings.Contains(string(record), id) {
			t.Errorf("record %d is not %s, in the order of the calls", i, id)
		}
	}
	rest, err := filepath.Glob(filepath.Join(filepath.Dir(found[0]), ".*"))
	if err != nil || len(rest) != 0 {
		t.Errorf("left behind: %v %v", rest, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := journals(o.State); err != nil || len(left) != 0 {
		t.Errorf("journals are left: %v %v", left, err)
	}
	if err := r.Record(numbered(99), &exchange.Answer{}); err == nil {
		t.Error("a closed recorder accepts a record")
	}
}

func TestDeliveryAfterAWhileAndWhenThereAreMany(t *testing.T) {
	for why, change := range map[string]func(*Options){
		"a while": func(o *Options) { o.After = 20 * time.Millisecond },
		"many":    func(o *Options) { o.Most = 10 },
	} {
		r, o := lab(t, change)
		for n := range 10 {
			if err := r.Record(numbered(n), &exchange.Answer{}); err != nil {
				t.Fatal(err)
			}
		}
		for wait := 0; len(delivered(t, o.Folder)) < 10; wait++ {
			if wait > 500 {
				t.Fatalf("%s: nothing was delivered", why)
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDataEventsOnlyWhenAsked(t *testing.T) {
	models := wire.Open()
	for _, asked := range []bool{false, true} {
		r, _ := lab(t, func(o *Options) { o.DataEvents = asked })
		for _, name := range []string{"GetObject", "ListObjectsV2", "CreateBucket"} {
			if err := r.Record(callTo(t, models, "s3", name, map[string]any{"Bucket": "b", "Key": "k"}), &exchange.Answer{}); err != nil {
				t.Fatal(err)
			}
		}
		want := map[bool]int{false: 1, true: 3}[asked]
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		records, err := kept(r.options.Folder)
		if err != nil || len(records) != want {
			t.Errorf("asked %v: %d records, want %d: %v", asked, len(records), want, err)
		}
	}
}

func TestNothingIsLostInParallel(t *testing.T) {
	r, o := lab(t, func(o *Options) { o.After = time.Millisecond; o.Most = 50 })
	var group sync.WaitGroup
	var ids []string
	for worker := range 20 {
		for n := range 50 {
			ids = append(ids, numbered(worker*50+n).ID)
		}
		group.Go(func() {
			for n := range 50 {
				if err := r.Record(numbered(worker*50+n), &exchange.Answer{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	once(t, o.Folder, ids)
}

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
	again := open(t, o)
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

var _ io.WriterAt = (*full)(nil)
