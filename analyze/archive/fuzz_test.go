// The reader against whatever bytes come: it must neither panic nor hang, and its account must add up.

package archive_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

func FuzzRead(f *testing.F) {
	for _, c := range containers() {
		f.Add([]byte(c.text))
	}
	for _, text := range []string{
		gzipped(f, record(1)) + gzipped(f, record(2)),
		gzipped(f, list(record(1)))[:200],
		zstded(f, list(record(1))),
		wide(list(record(1), "1", "null"), false, true),
		zipped(f, member{"a", list(record(1))}, member{"b.zip", zipped(f, member{"c", "text"})}),
		tarred(f, member{"a", list(record(1))}),
		header16 + "\n" + row16(1, "9,46272E+11", "TRUE") + "\n" + row16(2, "", "x"),
		list(record(1), `"x"`, "{}", record(2)[:100], record(3)) + "\n{",
		`[{"a":{"eventVersion":"1"}},` + strings.Repeat(`{"a":[`, 40),
		"2 123456789012 eni-1 a b",
	} {
		f.Add([]byte(text))
	}
	// One archive for all, so that what a reader keeps from file to file is under test too.
	var store shelf
	a := onShelf(f, &store)
	f.Fuzz(func(t *testing.T, content []byte) {
		account := func(content string) *told {
			store = shelf{{"log", content}}
			return account(t, a)
		}
		plain := account(string(content))
		if magic := []string{"\x1f\x8b", "\x28\xb5", "PK", "ustar"}; slices.ContainsFunc(magic, func(m string) bool { return bytes.Contains(content[:min(len(content), 512)], []byte(m)) }) {
			return // what is compressed over and over runs into other limits
		}
		packed := account(gzipped(t, string(content)))
		if len(content) > 0 && !slices.Equal(plain.ids, packed.ids) || len(plain.rejects) != len(packed.rejects) {
			t.Errorf("plain: %d records, rejects %q; in gzip: %d records, rejects %q", len(plain.ids), plain.reasons(), len(packed.ids), packed.reasons())
		}
	})
}

// account reads the one file of an archive and checks what told cannot see.
func account(t *testing.T, a *archive.Archive) *told {
	furthest := int64(0)
	v := &told{t: t, each: func(rec *trail.Record, at trail.Place) {
		if at.Offset < 0 || at.Length <= 0 || int64(len(rec.JSON)) > 8*at.Length+4096 {
			t.Errorf("a record of %d bytes at %d, %d bytes long", len(rec.JSON), at.Offset, at.Length)
		}
		furthest = at.Offset + at.Length
	}}
	readAll(t, v, a)
	for _, d := range v.done {
		if d.Status == trail.Loaded && d.Reason != "" || d.Status != trail.Loaded && d.Reason == "" {
			t.Errorf("%s with the reason %q", d.Status, d.Reason)
		}
	}
	if len(v.done) == 1 && v.done[0].Inflated < furthest {
		t.Errorf("%d bytes were read, but a record ends at %d", v.done[0].Inflated, furthest)
	}
	if v.open {
		t.Error("File without Done")
	}
	return v
}
