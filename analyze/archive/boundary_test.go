// Tests of records at the boundary of what is in memory: to look behind one, reading goes on and moves the text under it.

package archive_test

import (
	"slices"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// TestBoundary lets the boundary lie at each place around a record: what is handed on is the record at its place.
func TestBoundary(t *testing.T) {
	const window = 256 << 10
	var ids, records []string
	for size := 0; size < 2*window+window/4; {
		ids, records = append(ids, eventID(len(ids)+1)), append(records, record(len(ids)+1))
		size += len(records[len(records)-1])
	}
	step := 13
	if testing.Short() {
		step = 31
	}
	for _, form := range []struct{ name, head, between, tail string }{
		{"log file", `{"Records":[`, ",", "]}"},
		{"with white space", `{"Records":[`, " ,\n ", "\n]}"},
		{"array", "[", ",", "]"},
		{"lines", "", "\n", ""},
		{"one behind the other", "", "", ""},
	} {
		t.Run(form.name, func(t *testing.T) {
			for shift := 0; shift < len(records[0])+len(form.between); shift += step {
				text := strings.Repeat(" ", shift) + form.head + strings.Join(records, form.between) + form.tail
				wrong := 0
				v := readEach(t, text, func(rec *trail.Record, at trail.Place) {
					if string(rec.JSON) != text[at.Offset:at.Offset+at.Length] || string(rec.EventID) != ids[at.Index] || string(rec.Account) != "123456789012" {
						wrong++
					}
				})
				if wrong > 0 || !slices.Equal(v.ids, ids) || len(v.rejects) > 0 {
					t.Fatalf("shifted by %d: %d of %d records are not what lies at their place; rejects %v", shift, wrong, len(v.ids), v.reasons())
				}
			}
		})
	}
}

// readEach reads content as one compressed file, which is never in memory whole, and looks at each record as it is handed on.
func readEach(t *testing.T, content string, each func(*trail.Record, trail.Place)) *told {
	t.Helper()
	v := &told{each: each}
	read(t, v, archive.Options{}, file(t, "log.gz", []byte(gzipped(t, content))))
	return v
}
