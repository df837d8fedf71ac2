// Tests of custody: what a case of an older schema becomes, and what the ledger keeps of a file and of a load.

package store

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// TestOlderCase makes a case as schema 1 had it and opens it with this program.
func TestOlderCase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.duckdb")
	old, err := connect(t.Context(), path, Options{Threads: 1})
	must(t, err)
	must(t, old.start(t.Context(), "ATTACH "+literal(path)+" AS evidence (STORAGE_VERSION 'v1.5.0')"))
	list, err := migrations()
	must(t, err)
	for _, query := range []string{
		"CREATE TABLE schema_version (number INTEGER NOT NULL)",
		list[0].text,
		"INSERT INTO schema_version VALUES (1)",
		"INSERT INTO loads VALUES (1, 'logs', '0.1', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-02')",
		"INSERT INTO files VALUES (1, 1, 1, 'logs/a.json', 10, 'ab', NULL, 'rejected', 'why', 0, 0, NULL, 0)",
	} {
		must(t, old.exec(t.Context(), query))
	}
	must(t, old.Close())

	_, err = Open(t.Context(), path, Options{})
	if err == nil || !strings.Contains(err.Error(), "has schema 1, this program needs 3: bring it up to date with: traillab load") {
		t.Fatalf("opening an older case for questions: %v", err)
	}
	s := create(t, path)
	load(t, s, file("logs/b.json", newMaker(1).plain("00000000-0000-4000-8000-000000000001")))
	if got := one(t, s, "SELECT max(number) FROM schema_version"); got != 3 {
		t.Errorf("schema %d", got)
	}
	want := "1 | logs/a.json | ab | <nil> | <nil> | why"
	got := rows(t, s, "SELECT file_id, path, sha256, inflated_sha256, version_id, reason FROM files WHERE file_id = 1")
	if len(got) != 1 || got[0] != want {
		t.Errorf("the file of the older load is %q, not %q", got, want)
	}
	if n := one(t, s, "SELECT count(*) FROM loads WHERE load_id = 2 AND parameters IS NULL AND finished IS NOT NULL"); n != 1 {
		t.Error("the new load is not there")
	}
}

// versioned is a log file that a store keeps versions of.
type versioned struct {
	*logFile
	version string
}

func (v versioned) Version() string { return v.version }

func TestLedgerKeepsCustody(t *testing.T) {
	s := newCase(t)
	f := versioned{file("s3://bucket/a.json", newMaker(1).plain("00000000-0000-4000-8000-000000000001")), "v-1"}
	f.stamp, f.body.outcome.InflatedSHA256 = "etag", sha(f.body.text())
	load := func() *Summary {
		sum, err := s.Load(t.Context(), func(yield func(LogFile, error) bool) { yield(f, nil) }, LoadOptions{Now: now, Parameters: `{"jobs":"2"}`})
		must(t, err)
		return sum
	}
	load()
	got := rows(t, s, "SELECT f.version_id, f.inflated_sha256 = f.sha256, l.parameters FROM files f JOIN loads l ON l.load_id = f.load_id")
	if want := `v-1 | true | {"jobs":"2"}`; len(got) != 1 || got[0] != want {
		t.Errorf("the ledger has %q, not %q", got, want)
	}
	if load().Files.Known != 1 || one(t, s, "SELECT count(*) FROM files WHERE status = 'known' AND version_id = 'v-1'") != 1 {
		t.Error("a known object has lost its version")
	}
	var files []trail.Holding
	for h, err := range s.Files(t.Context()) {
		must(t, err)
		files = append(files, h)
	}
	if len(files) != 1 || files[0].ETag != "etag" || files[0].Version != "v-1" || files[0].Status != "loaded" {
		t.Errorf("an object that was seen twice is told as %+v", files)
	}
}

// TestContentDigest: the order of files, their names, interruptions and repetitions are no part of the digest; what records say
// and where they lie is.
func TestContentDigest(t *testing.T) {
	m := newMaker(7)
	files := m.archive(40)
	digestOf := func(s *Store) string {
		sum, err := s.ContentDigest(t.Context(), 0)
		must(t, err)
		return sum
	}
	first := newCase(t)
	load(t, first, files...)
	want := digestOf(first)
	for _, first.lot = range []int64{1, 3, 100} {
		if got := digestOf(first); got != want {
			t.Errorf("in lots of %d: %s, not %s", first.lot, got, want)
		}
	}

	second := newCase(t)
	load(t, second, files[20:]...)
	load(t, second, files...)
	slices.Reverse(files)
	load(t, second, files...)
	if got := digestOf(second); got != want {
		t.Errorf("in another order, and partly twice: %s, not %s", got, want)
	}
	head, listing, err := second.Manifest(t.Context(), 0)
	must(t, err)
	n := int64(0)
	for _, err := range listing {
		must(t, err)
		n++
	}
	if r := head.Totals.Records; head.ContentDigest != want || n != head.Totals.Files.Listed || r.Kept != r.Standing+r.Duplicate+r.Superseded {
		t.Errorf("the manifest of %d files has %+v", n, head)
	}
	whole, err := second.Digests(t.Context(), true)
	must(t, err)
	if whole.Content != head.ContentDigest || whole.Case != head.CaseDigest || len(whole.Loads) != 3 {
		t.Errorf("a report carries %+v, and the manifest of all loads %s and %s", whole, head.ContentDigest, head.CaseDigest)
	}
	for n, got := range whole.Loads {
		if want, err := second.ContentDigest(t.Context(), n); err != nil || got != want {
			t.Errorf("load %d is told as %s, and its manifest says %s, %v", n, got, want, err)
		}
	}
	for _, change := range []string{
		"UPDATE records SET record_offset = record_offset + 1 WHERE key = (SELECT min(key) FROM records)",
		"UPDATE records SET frame = replace(frame, '1', '2') WHERE key = (SELECT max(key) FROM records)",
		"UPDATE records SET account = 'x' WHERE key = (SELECT max(key) FROM records)",
		"DELETE FROM records WHERE key = (SELECT max(key) FROM records)",
		"INSERT INTO records SELECT * REPLACE (key + 1 AS key) FROM records WHERE key = (SELECT max(key) FROM records)",
		"UPDATE files SET sha256 = md5(sha256) WHERE file_id = (SELECT max(key) >> 32 FROM records)",
	} {
		must(t, second.exec(t.Context(), "BEGIN"))
		must(t, second.exec(t.Context(), change))
		if digestOf(second) == want {
			t.Errorf("%s: the digest is the same", change)
		}
		must(t, second.exec(t.Context(), "ROLLBACK"))
	}
}

// TestAttest: only the very bytes that were loaded are valid, the newest load's files are meant, and what nobody asked about has no row.
func TestAttest(t *testing.T) {
	s := newCase(t)
	text := newMaker(1).plain("00000000-0000-4000-8000-000000000001")
	files := []*logFile{file("a", text), file("b", text+" "), file("c", text+"  "), file("d", text+"   ")}
	for _, f := range files[:3] {
		f.body.outcome.InflatedSHA256 = sha(f.body.text())
	}
	load(t, s, files...)
	load(t, s, files...)
	said := map[string]Attested{
		"a": {Status: "valid", Hash: sha(files[0].body.text()), Digest: "digest"},
		"b": {Status: "valid", Hash: sha(nil)},
		"d": {Status: "valid", Hash: sha(files[3].body.text())},
	}
	must(t, s.Attest(t.Context(), func(path string) (Attested, bool) { a, ok := said[path]; return a, ok }))
	got := rows(t, s, "SELECT f.path, a.load_id, a.status, a.digest, a.reason FROM attested a JOIN files f ON f.file_id = a.file_id ORDER BY f.path")
	want := []string{
		"a | 2 | valid | digest | <nil>", "b | 2 | altered | <nil> | the file has changed since it was loaded",
		"d | 2 | unverifiable | <nil> | the sum of what was loaded is not known",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	found, err := s.Show(t.Context(), "00000000-0000-4000-8000-000000000001")
	must(t, err)
	got = nil
	for i := range found {
		got = append(got, found[i].File+" "+found[i].Digest+" "+found[i].DigestWhy)
	}
	slices.Sort(got)
	if want := []string{"a valid ", "b altered the file has changed since it was loaded", "c  ", "d unverifiable the sum of what was loaded is not known"}; !slices.Equal(got, want) {
		t.Errorf("records have %q, want %q", got, want)
	}
}
