// What reading costs: memory that does not grow with the input, and time.

package archive_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// counting is the cheapest visitor.
type counting struct{ files, records, rejects, inflated int64 }

func (c *counting) File(trail.File) bool                    { c.files++; return true }
func (c *counting) Record(*trail.Record, trail.Place) error { c.records++; return nil }
func (c *counting) Reject(trail.Reject)                     { c.rejects++ }
func (c *counting) Done(o trail.Outcome)                    { c.inflated += o.Inflated }

// count reads everything in names.
func count(t testing.TB, a *archive.Archive) (c counting) {
	t.Helper()
	readAll(t, &c, a)
	return c
}

// smooth is a record without an escape, which the scanner need not resolve in memory of its own.
func smooth(n int) string { return strings.Replace(record(n), `\\\"`, "", 1) }

// write makes a file of n records, each with before in front of it.
func write(t testing.TB, path string, n int, pack bool, first, before, last string) {
	t.Helper()
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	var w io.WriteCloser = out
	if pack {
		w = gzip.NewWriter(out)
	}
	b := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprint(b, first)
	for i := range n {
		if i > 0 {
			fmt.Fprint(b, before)
		}
		fmt.Fprint(b, smooth(i+1))
	}
	fmt.Fprint(b, last)
	if err = errors.Join(b.Flush(), w.Close()); pack {
		err = errors.Join(err, out.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestMemory reads 100 MB in each of the forms that are streamed. All that is ever allocated, freed or not, must stay far
// below.
func TestMemory(t *testing.T) {
	n := 100_000_000 / len(smooth(1))
	for _, form := range []struct{ name, first, before, last string }{
		{"lines", "", "\n", "\n"},
		{"log file", `{"a":1,"Records":[`, ",", `]}`},
		{"array", "[", ",", "]"},
		{"one behind the other", "", "", ""},
	} {
		t.Run(form.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			write(t, path, n, false, form.first, form.before, form.last)
			a, err := archive.Open(t.Context(), []string{path}, archive.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			c := count(t, a)
			runtime.ReadMemStats(&after)
			if c.records != int64(n) || c.rejects != 0 {
				t.Errorf("%d records, %d rejects, want %d and 0", c.records, c.rejects, n)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
				t.Errorf("%d bytes were allocated for %d bytes of text", grown, c.inflated)
			}
		})
	}
}

// TestAllocations reads many small files: each may cost a handful of allocations, none of them for a record.
func TestAllocations(t *testing.T) {
	const files, records = 200, 50
	dir := t.TempDir()
	for i := range files {
		write(t, filepath.Join(dir, fmt.Sprintf("%03d_CloudTrail.json.gz", i)), records, true, `{"Records":[`, ",", `]}`)
	}
	a, err := archive.Open(t.Context(), []string{dir}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if c := count(t, a); c.records != files*records {
		t.Fatalf("%d records", c.records)
	}
	if each := testing.AllocsPerRun(3, func() { count(t, a) }) / files; each > 20 {
		t.Errorf("%.1f allocations a file", each)
	}
}

// BenchmarkRead measures inflated text a second, packed as CloudTrail delivers it, and beside it inflating alone.
func BenchmarkRead(b *testing.B) {
	for _, shape := range []struct{ files, records int }{{20, 1500}, {600, 50}} {
		dir := b.TempDir()
		for i := range shape.files {
			write(b, filepath.Join(dir, fmt.Sprintf("%03d_CloudTrail.json.gz", i)), shape.records, true, `{"Records":[`, ",", `]}`)
		}
		a, err := archive.Open(b.Context(), []string{dir}, archive.Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer a.Close()
		b.Run(fmt.Sprintf("%d files", shape.files), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(count(b, a).inflated)
			}
		})
	}
	text := []byte(`{"Records":[` + smooth(1))
	for i := range 50_000 {
		text = append(append(text, ','), smooth(i+2)...)
	}
	path := file(b, "plain.json", append(text, `]}`...))
	a, err := archive.Open(b.Context(), []string{path}, archive.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			b.SetBytes(count(b, a).inflated)
		}
	})
	b.Run("scanner alone", func(b *testing.B) { scanAlone(b, text) })
}

// scanAlone is what the scanner costs without a reader around it.
func scanAlone(b *testing.B, text []byte) {
	s := trail.NewScanner()
	var rec trail.Record
	for b.Loop() {
		for rest := text[bytes.IndexByte(text, '[')+1:]; len(rest) > 0 && rest[0] == '{'; {
			n, err := s.Scan(rest, &rec)
			if err != nil {
				b.Fatal(err)
			}
			rest = rest[min(n+1, len(rest)):]
		}
		b.SetBytes(int64(len(text)))
	}
}
