// Tests of the limits: records, files and archives that are too large.

package archive_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// TestLargeRecord reads a record beyond the limit, and one just below it, among others.
func TestLargeRecord(t *testing.T) {
	large := func(n int) string { return strings.Replace(record(9), "alice", strings.Repeat("a", n), 1) }
	rest := len(record(9)) - len("alice")
	for name, text := range map[string]string{
		"list":    list(record(1), large(1<<20-rest), large(3<<20), record(2)),
		"lines":   strings.Join([]string{record(1), large(1<<20 - rest), large(3 << 20), record(2)}, "\n"),
		"array":   "[" + strings.Join([]string{record(1), large(1<<20 - rest), large(1<<20 - rest + 1), record(2)}, ",") + "]",
		"strings": "[" + strings.Join([]string{quote(record(1)), quote(large(1<<20 - rest - 100)), quote(large(3 << 20)), quote(record(2))}, ",") + "]",
	} {
		for _, content := range []string{text, gzipped(t, text)} {
			v := readText(t, content, archive.Options{MaxRecord: 1 << 20})
			if v.numbers() != "1 9 2" || !slices.Equal(v.reasons(), []string{"2: larger than 1048576 bytes; --max-record raises the limit"}) {
				t.Errorf("%s: records %s, rejects %q", name, v.numbers(), v.reasons())
			}
		}
	}
	for _, text := range []string{large(3 << 20), list(large(3 << 20))} {
		v := readText(t, gzipped(t, text), archive.Options{MaxRecord: 1 << 20})
		if len(v.ids) > 0 || len(v.done) != 1 || v.done[0].Status != trail.Loaded || !slices.EqualFunc(v.reasons(), []string{"0: larger than*"}, matches) {
			t.Errorf("one large record: %q, rejects %q", v.statuses(), v.reasons())
		}
	}
	if v := readText(t, list(large(30<<20)), archive.Options{MaxRecord: 32 << 20}); v.numbers() != "9" {
		t.Errorf("30 MB below the limit: %q", v.reasons())
	}
}

// TestManyRejects reads files in which nearly nothing is a record; telling of each would cost more than the file is worth.
func TestManyRejects(t *testing.T) {
	const limit, reason = 10_000, "more than 10000 of its records cannot be read; it is not read further than byte *"
	bad := func(unit string) string { return strings.Repeat(unit, 3*limit) }
	for name, text := range map[string]string{
		"list":    `{"Records":[` + bad("0,") + "0]}",
		"array":   "[" + bad(`{"a":1},`) + "0]",
		"strings": `{"Events":[` + bad(`"x",`) + "0]}",
		"lines":   bad("{\"a\":1}\n"),
		"broken":  bad("{\"a\":\"\\q\"}\n"),
		"text":    record(1) + "\n" + bad("x\n"),
		"table":   header16 + "\n" + bad("x\n"),
		"inside":  `{"Records":[` + record(1) + "," + bad("[],") + record(2) + "]}",
	} {
		v := readText(t, text, archive.Options{})
		status := "rejected "
		if len(v.ids) > 0 {
			status = "damaged "
		}
		if len(v.rejects) != limit+1 || len(v.ids) > 1 || len(v.done) != 1 || !matches(v.statuses()[0], status+reason) {
			t.Errorf("%s: %d rejects, %d records, %q", name, len(v.rejects), len(v.ids), v.statuses())
		}
	}
}

// TestBombs inflates what is made to fill memory or disk.
func TestBombs(t *testing.T) {
	zeros := func(before string, megabytes int) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := io.WriteString(z, before)
		for range megabytes {
			if err == nil {
				_, err = z.Write(make([]byte, 1<<20))
			}
		}
		if err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	bomb := zeros("", 400)
	for _, test := range []struct {
		name, content, want, status string
		o                           archive.Options
	}{
		{"zeros", bomb, "", "rejected stopped at inflated byte * more than 250 times its size*--max-inflated*", archive.Options{}},
		{"zeros behind records", zeros(list(record(1)), 80), "1", "damaged stopped at inflated byte *", archive.Options{}},
		{"zeros in a string", zeros(`{"Records":[{"eventID":"`, 80), "", "rejected stopped at inflated byte *", archive.Options{}},
		{"zeros in gzip in gzip", gzipped(t, bomb), "", "rejected stopped at inflated byte *", archive.Options{}},
		{"a limit", gzipped(t, record(1)+"\n"+record(2)+"\n"+record(3)), "1 2", "damaged stopped: inflates to more than 1200 bytes; --max-inflated raises the limit", archive.Options{MaxInflated: 1200}},
	} {
		v := readText(t, test.content, test.o)
		if v.numbers() != test.want || len(v.done) != 1 || !matches(v.statuses()[0], test.status) {
			t.Errorf("%s: records %s, %q", test.name, v.numbers(), v.statuses())
		}
	}
}
