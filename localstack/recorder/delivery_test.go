// Deliveries: where log files lie, what is in them, and when they come.

package recorder

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
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

// TestDaysInAJournal: a clock that is moved on by hand leaves hours between calls, and files are where CloudTrail has them.
func TestDaysInAJournal(t *testing.T) {
	r, o := lab(t, nil)
	var ids []string
	for n, after := range []time.Duration{0, 59 * time.Minute, 61 * time.Minute, 25 * time.Hour, 25*time.Hour + time.Minute} {
		c := numbered(2 * n)
		c.At = noon.Add(after)
		ids = append(ids, c.ID)
		if err := r.Record(c, &exchange.Answer{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	once(t, o.Folder, ids)
	var minutes []string
	for _, path := range logs(t, o.Folder) {
		minutes = append(minutes, regexp.MustCompile(`\d{8}T\d{4}Z`).FindString(path))
	}
	if got, want := strings.Join(minutes, " "), "20261122T2337Z 20261123T0038Z 20261124T0038Z"; got != want {
		t.Errorf("the log files end at %s, and not at %s", got, want)
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
		records, err := kept(r.options.Folder, remembered, rememberedBytes)
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
