// Memory: bounded, whatever the size of the input. Measured over a process of its own, so that nothing else counts.

package store

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// loadLarge loads that many records, in files of 150, and prints the most memory that the process ever held.
func loadLarge(ctx context.Context, s *Store, records string) error {
	n, err := strconv.Atoi(records)
	if err != nil {
		return err
	}
	files := func(yield func(LogFile, error) bool) {
		for i := 0; i < n; i += 150 {
			m := newMaker(uint64(i))
			f := file(fmt.Sprintf("%06d.json", i))
			for range min(150, n-i) {
				f.body.records = append(f.body.records, m.plain(m.uuid()))
			}
			if !yield(f, nil) {
				return
			}
		}
	}
	sum, err := s.Load(ctx, files, LoadOptions{Now: now, Jobs: 2})
	if err != nil {
		return err
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	fmt.Printf("stored %d %s\n", sum.Records.Stored, regexp.MustCompile(`VmHWM:\s*\d+ kB`).Find(status))
	return nil
}

// TestMemory holds the promise of 600 MB, with a load that is large enough to show that memory does not grow with it.
func TestMemory(t *testing.T) {
	if !soaking() {
		t.Skip("a minute of loading: runs under TRAILLAB_SOAK=1")
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("only Linux tells how much memory a process ever held")
	}

	for _, records := range []int{200_000, 1_000_000} {
		c := exec.CommandContext(t.Context(), os.Args[0])
		c.Env = append(os.Environ(), fmt.Sprintf("TRAILLAB_CHILD=large %s %d", filepath.Join(t.TempDir(), "case.duckdb"), records))
		out, err := c.Output()
		said := regexp.MustCompile(`stored (\d+) VmHWM:\s*(\d+) kB`).FindSubmatch(out)
		if err != nil || said == nil || string(said[1]) != strconv.Itoa(records) {
			t.Fatalf("the child says %q, %v", out, err)
		}
		kb, err := strconv.Atoi(string(said[2]))
		if err != nil {
			t.Fatal(err)
		}
		mb := kb / 1024
		t.Logf("%d records: %d MB", records, mb)
		if mb > 600 {
			t.Errorf("a load of %d records held %d MB, promised are 600", records, mb)
		}
	}
}

// TestManyThreads: each thread takes room for columns of its own, and the limit makes it.
func TestManyThreads(t *testing.T) {
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "case.duckdb"), Options{Threads: 16, Memory: "64MB"})
	must(t, err)
	defer closeCase(t, s)
	m, all := newMaker(9), []*logFile{}
	for n := range rounds(60_000, 300_000) {
		if n%150 == 0 {
			all = append(all, file(fmt.Sprintf("%06d.json", n)))
		}
		f := all[len(all)-1]
		f.body.records = append(f.body.records, m.plain(m.uuid()))
	}
	load(t, s, all...)
}

// TestManyTwins: records of a whole case that come again, spelled as before or otherwise, take no more memory than new ones. What
// means the same as they is read from the case again, which no answer of DuckDB has room for at once.
func TestManyTwins(t *testing.T) {
	records := rounds(60_000, 300_000)
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "case.duckdb"), Options{Threads: 2, Memory: "64MB"})
	must(t, err)
	defer closeCase(t, s)
	for i, again := range []struct {
		per   int
		brace string
	}{{1000, "{"}, {900, "{"}, {1000, "{ "}} {
		m, all := newMaker(3), []*logFile{}
		for n := range records {
			if n%again.per == 0 {
				all = append(all, file(fmt.Sprintf("%d/%06d.json", i, n)))
			}
			f := all[len(all)-1]
			f.body.records = append(f.body.records, strings.Replace(m.plain(m.uuid()), "{", again.brace, 1))
		}
		sum := loadWith(t, s, LoadOptions{limits: limits{bytes: 1 << 40, files: 1 << 40, touches: 1 << 40}}, all...) // one batch
		if got := sum.Records.Stored; i > 0 && got != 0 || i == 0 && got != int64(records) {
			t.Errorf("load %d: %d of %d records are stored, %d repeat others", i, got, records, sum.Records.Duplicate)
		}
	}
}

// TestLargeRecords: 2048 large records take more at once than common ones ever do, and the limit makes room for them, of a load
// and of questions.
func TestLargeRecords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.duckdb")
	s, err := Create(t.Context(), path, Options{Threads: 2, Memory: "64MB"})
	must(t, err)
	m, f, last := newMaker(7), file("large.json"), ""
	for i := range 2500 {
		last = m.uuid()
		large := fmt.Sprintf(`{"blob":"%s"}`, strings.Repeat(fmt.Sprintf("%08x", i*2654435761), 8000))
		f.body.records = append(f.body.records, strings.Replace(m.plain(last), `"requestParameters":`, `"requestParameters":`+large+`,"was":`, 1))
	}
	sum := load(t, s, f)
	if sum.Records.Stored != 2500 {
		t.Errorf("%d records are stored", sum.Records.Stored)
	}
	closeCase(t, s)

	s, err = Open(t.Context(), path, Options{Threads: 2, Memory: "64MB"})
	must(t, err)
	defer closeCase(t, s)
	for range 2 {
		_, err := s.ContentDigest(t.Context(), 1)
		must(t, err)
		for _, err := range s.Timeline(t.Context(), trail.Filter{}) {
			must(t, err)
		}
		_, err = s.Show(t.Context(), last)
		must(t, err)
		must(t, s.Bound(t.Context(), "64MB")) // as reports do
	}
}

func TestBytesOf(t *testing.T) {
	for text, want := range map[string]int64{"122.0 MiB": 122 << 20, "18.5 GiB": 37 << 29, "512 bytes": 512, "1.0 KiB": 1024, "-1": 0, "": 0, "much": 0} {
		if got := bytesOf(text); got != want {
			t.Errorf("%q is %d bytes, want %d", text, got, want)
		}
	}
}
