// What can be wrong with a case file: each comes with a sentence that names the next step.

package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

func TestTrouble(t *testing.T) {
	const older = "was written by an older traillab: load the archive again into a new file with: traillab load SOURCE --db FILE"
	_, good := kept(t)
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text []byte) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	change := func(query string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			write(whole)(t, path)
			s := create(t, path)
			if err := s.exec(t.Context(), query); err != nil {
				t.Fatal(err)
			}
			closeCase(t, s)
		}
	}
	tests := map[string]struct {
		make          func(t *testing.T, path string)
		asked, loaded string // words of the sentence; empty: it goes well
	}{
		"missing":          {func(*testing.T, string) {}, "make one with: traillab load SOURCE --db", ""},
		"a folder":         {func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o700)) }, "is a folder: name a database file with --db", "is a folder: name a database file with --db"},
		"no such folder":   {func(t *testing.T, path string) { must(t, os.Remove(filepath.Dir(path))) }, "make one with: traillab load", "check its permissions and that its folder exists"},
		"text":             {write([]byte(strings.Repeat("this is no database\n", 1000))), "is not a traillab database: name another with --db", "is not a traillab database: name another with --db"},
		"a short text":     {write([]byte("x")), "is not a traillab database: name another with --db", "is not a traillab database: name another with --db"},
		"empty":            {write(nil), "is not a traillab database: name another with --db", ""},
		"SQLite":           {write(append([]byte("SQLite format 3\x00"), make([]byte, 8192)...)), "is not a traillab database", "is not a traillab database"},
		"a beginning":      {hollow, "holds nothing yet, as a load leaves it that is killed in its first moments: load again", ""},
		"somebody else's":  {foreign, "is a DuckDB file but no traillab case: name another with --db", "is a DuckDB file but no traillab case: name another with --db"},
		"a newer schema":   {change("INSERT INTO schema_version VALUES (9999)"), "made by a newer traillab (this one knows up to", "made by a newer traillab (this one knows up to"},
		"an older schema":  {change("UPDATE schema_version SET number = 0"), "bring it up to date with: traillab load SOURCE --db", "already exists"},
		"an older layout":  {change("DROP VIEW flow_rows; DROP TABLE flows"), older, older},
		"one column fewer": {change("DROP VIEW sighted_events; ALTER TABLE sightings DROP COLUMN role_delivery; CREATE VIEW sighted_events AS SELECT * FROM sightings"), older, older},
		"an older view":    {change("DROP VIEW touching_events; CREATE VIEW touching_events AS SELECT * FROM touches"), older, older},
		"another type":     {change("ALTER TABLE baselines ALTER captured TYPE VARCHAR"), older, older},
		"notes of others":  {change("CREATE TABLE notes (text VARCHAR); CREATE VIEW mine AS SELECT * FROM events"), "", ""},
		"a stump":          {write(whole[:8192]), "is damaged", ""},
		"a damaged header": {write(bytes.Replace(whole, whole[:64], bytes.Repeat([]byte{7}, 64), 1)), "is not a traillab database", "is not a traillab database"},
		"a damaged block":  {write(append(bytes.Clone(whole[:12288]), bytes.Repeat([]byte{7}, len(whole)-12288)...)), "damaged", "damaged"},
		"a torn WAL":       {func(t *testing.T, path string) { write(whole)(t, path); write([]byte("no WAL"))(t, path+".wal") }, "", ""},
		"in good health":   {write(whole), "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "it's a folder")
			must(t, os.Mkdir(dir, 0o700))
			path := filepath.Join(dir, "case.duckdb")
			tt.make(t, path)
			s, err := Open(t.Context(), path, Options{Threads: 1})
			checkSentence(t, "asked", err, tt.asked, path)
			if err == nil {
				closeCase(t, s)
			}
			s, err = Create(t.Context(), path, Options{Threads: 1})
			checkSentence(t, "loaded", err, tt.loaded, path)
			if err == nil {
				load(t, s, file("b.json", `{"eventID":"b"}`))
				closeCase(t, s)
			}
		})
	}
}

// TestTroubleAsking: a question that lacks memory or room says what its asker can do about it, and says it once.
func TestTroubleAsking(t *testing.T) {
	full := errors.New(`IO Error: Could not write file "/x/case.duckdb": No space left on device`)
	memory := errors.New("Out of Memory Error: failed to allocate data of size 1.0 GiB\nPossible solutions:\n* Reducing the number of threads (SET threads=X)")
	for _, tt := range []struct {
		s     *Store
		err   error
		words string
	}{
		{&Store{}, full, "the same load goes on from there"},
		{&Store{scratch: "/x"}, full, "name a folder in TMPDIR"},
		{&Store{}, memory, "with --max-record 1000000"},
		{&Store{shut: true}, memory, "ask for fewer rows or columns at once"},
		{&Store{records: new(stream)}, memory, "give it more with --memory"},
	} {
		err := tt.s.told(tt.s.told(tt.err))
		if strings.Count(err.Error(), tt.words) != 1 || strings.Contains(err.Error(), "SET threads") {
			t.Errorf("%v, want %q", err, tt.words)
		}
	}
}

func checkSentence(t *testing.T, what string, err error, words, path string) {
	t.Helper()
	switch {
	case err == nil && words != "":
		t.Errorf("%s: it went well, want %q", what, words)
	case err == nil:
	case words == "" || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), path):
		t.Errorf("%s: %v, want %q", what, err, words)
	case strings.Contains(err.Error(), "\n"):
		t.Errorf("%s: more than a sentence: %v", what, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// foreign makes a database of another program.
func foreign(t *testing.T, path string) {
	t.Helper()
	s, err := connect(t.Context(), "", Options{})
	must(t, err)
	must(t, s.exec(t.Context(), "ATTACH "+literal(path)+" AS other"))
	must(t, s.exec(t.Context(), "CREATE TABLE other.customers (name VARCHAR)"))
	closeCase(t, s)
}

// hollow makes a database without a table.
func hollow(t *testing.T, path string) {
	t.Helper()
	s, err := connect(t.Context(), "", Options{})
	must(t, err)
	must(t, s.exec(t.Context(), "ATTACH "+literal(path)+" AS other"))
	closeCase(t, s)
}

// TestForeignStaysAsItWas: a load into somebody else's database leaves no trace in it.
func TestForeignStaysAsItWas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.duckdb")
	foreign(t, path)
	before, err := os.ReadFile(path)
	must(t, err)
	if _, err := Create(t.Context(), path, Options{}); err == nil {
		t.Fatal("it was taken for a case")
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the database has changed")
	}
}

// TestCutShort: a database whose end is missing may still open; the question that misses it says what to do.
func TestCutShort(t *testing.T) {
	_, path := kept(t)
	info, err := os.Stat(path)
	must(t, err)
	must(t, os.Truncate(path, info.Size()/2))
	s := open(t, path)
	for _, err := range s.Timeline(t.Context(), trail.Filter{}) {
		checkSentence(t, "asked", err, "is damaged", path)
	}
	closeCase(t, s)
	s = create(t, path)
	_, err = s.Load(t.Context(), listing([]*logFile{file("a.json", `{"eventID":"e1"}`)}), LoadOptions{Now: now})
	checkSentence(t, "loaded", err, "load the archive again into a new file", path)
}

// TestCloseRemovesScratch: a case that nobody keeps leaves nothing behind.
func TestCloseRemovesScratch(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := Scratch(t.Context(), Options{})
	must(t, err)
	load(t, s, file("a.json", `{"eventID":"a"}`))
	if n := one(t, s, "SELECT count(*) FROM events"); n != 1 {
		t.Errorf("%d events, want 1", n)
	}
	closeCase(t, s)
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("%v is left behind, %v", left, err)
	}
}

// TestDamagedInPart: whichever part of a case file has changed on the disk, each question answers, or says in a sentence
// what to do; so does a load.
func TestDamagedInPart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.duckdb")
	m := newMaker(5)
	whole := plainCase(t, m, path)
	const block = 1 << 18 // bytes, DuckDB's
	damaged := 0
	for at := 3 * 4096; at < len(whole); at += block {
		text := bytes.Clone(whole)
		for i := at + 4000; i < min(at+4100, len(text)); i++ {
			text[i] ^= 0x55
		}
		must(t, os.WriteFile(path, text, 0o600))
		s, err := Open(t.Context(), path, Options{Threads: 1})
		if err != nil {
			checkSentence(t, "opened", err, "is damaged", path)
			continue
		}
		for name, err := range answersOf(t, s) {
			if err != nil {
				damaged++
				checkSentence(t, name, err, "is damaged: load the archive again into a new file", path)
				if strings.Contains(err.Error(), "Error:") {
					t.Errorf("%s: DuckDB's own words: %v", name, err)
				}
			}
		}
		closeCase(t, s)
		s, err = Create(t.Context(), path, Options{Threads: 1})
		if err == nil {
			_, err = s.Load(t.Context(), listing([]*logFile{file("b.json", m.plain(m.eventID()))}), LoadOptions{Now: now})
			closeCase(t, s)
		}
		if err != nil {
			checkSentence(t, "loaded", err, "is damaged: load the archive again into a new file", path)
		}
	}
	if damaged == 0 {
		t.Error("no question met the damage")
	}
}

// plainCase makes a case of several blocks at path and returns its bytes.
func plainCase(t *testing.T, m maker, path string) []byte {
	t.Helper()
	log := file("a.json")
	for range 4000 {
		log.body.records = append(log.body.records, m.plain(m.uuid()))
	}
	s := create(t, path)
	load(t, s, log, file("none.json", `{}`))
	closeCase(t, s)
	whole, err := os.ReadFile(path)
	must(t, err)
	return whole
}

// answersOf asks every question and returns how each ended.
func answersOf(t *testing.T, s *Store) map[string]error {
	t.Helper()
	ctx, wide := t.Context(), everything()
	ended := map[string]error{}
	_, ended["who"] = s.Who(ctx, trail.Filter{})
	_, ended["coverage"] = s.Coverage(ctx, wide)
	_, ended["trace"] = s.Trace(ctx, "AKIAEXAMPLEANN", trail.Filter{})
	_, ended["show"] = s.Show(ctx, "0f8fad5b-d9cb-469f-a165-70867728950e")
	_, ended["around"] = s.Around(ctx, trail.Filter{}, "nobody", 1)
	_, ended["missing"] = s.Missing(ctx)
	if err := ended["around"]; err != nil && strings.Contains(err.Error(), "no event nobody") {
		ended["around"] = nil
	}
	for _, err := range s.Timeline(ctx, trail.Filter{}) {
		ended["timeline"] = err
	}
	for _, err := range s.Relations(ctx, wide) {
		ended["relations"] = err
	}
	free, err := s.SQL(ctx, "SELECT max(record), max(user_agent), max(key) FROM events")
	if ended["sql"] = err; err == nil {
		for _, err := range free.Rows {
			ended["sql"] = err
		}
	}
	return ended
}
