// Digests of records: the same for as long as a case lives, and of no use to anybody who does not know its key.

package store

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestSealKeyStays: a record has one digest in a case, whichever load and process brings it, and another in the next case.
func TestSealKeyStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.duckdb")
	for _, name := range []string{"a.json", "b.json"} {
		s, err := Create(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		load(t, s, file(name, `{"eventID":"e","eventName":"`+name[:1]+`"}`, `{"eventID":"f"}`))
		closeCase(t, s)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCase(t, s)
	const query = "SELECT content FROM records WHERE event_text = 'f' ORDER BY key"
	kept := rows(t, s, query)
	if len(kept) != 2 || kept[0] != kept[1] {
		t.Errorf("digests of one text are %q", kept)
	}
	if n := one(t, s, "SELECT count(DISTINCT content) FROM records"); n != 3 {
		t.Errorf("%d digests of 3 texts", n)
	}
	if n := one(t, s, "SELECT count(*) FROM seal_key WHERE octet_length(key) = 16"); n != 1 {
		t.Errorf("%d keys, want 1", n)
	}
	other := newCase(t)
	load(t, other, file("a.json", `{"eventID":"f"}`))
	if got := rows(t, other, query); slices.Contains(kept, got[0]) {
		t.Errorf("two cases share the key of their digests")
	}
}

// TestSealer: every byte and the length count.
func TestSealer(t *testing.T) {
	d, err := newSealer(make([]byte, 16))
	if err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 300)
	seen := map[int64]int{}
	for i := range text {
		text[i] = 1
		seen[d.of(text)]++
		text[i] = 0
		seen[d.of(text[:i])]++
	}
	if len(seen) != 2*len(text) {
		t.Errorf("%d digests of %d texts", len(seen), 2*len(text))
	}
}
