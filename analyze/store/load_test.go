// Loads: whatever the course of a load, the case says the same, and the totals add up.

package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// randomLimits makes batches of a few files.
func (m maker) limits() limits {
	return pick(m,
		limits{bytes: 1 << 40, files: 1, touches: 1 << 40},
		limits{bytes: 1 << 40, files: int64(1 + m.IntN(10)), touches: 1 << 40},
		limits{bytes: int64(1 + m.IntN(20_000)), files: 1 << 40, touches: 1 << 40},
		limits{bytes: 1 << 40, files: 1 << 40, touches: 1},
		usualLimits(),
	)
}

// checkTotals holds the sums of cli.md.
func checkTotals(t *testing.T, s *Summary) {
	t.Helper()
	f, r := s.Files, s.Records
	if f.Seen != f.Loaded+f.Known+f.Damaged+f.Rejected+f.Other || r.Read != r.Stored+r.Duplicate+r.Superseded+r.Rejected {
		t.Errorf("the totals do not add up: %s", totals(s))
	}
}

// checkView holds the view against the model.
func checkView(t *testing.T, s *Store, m *model) {
	t.Helper()
	got := rows(t, s, "SELECT record, file, record_offset, record_length, key IN (SELECT key FROM conflicts) FROM events")
	slices.Sort(got)
	sameSaid(t, got, m.standing())
	if n := one(t, s, "SELECT count(*) - count(DISTINCT key) FROM hidden"); n != 0 {
		t.Errorf("%d records are hidden more than once", n)
	}
}

// TestLoadAgainstModel loads random archives in parts, and again, with random limits and jobs: the totals and the view
// are those of the model each time.
func TestLoadAgainstModel(t *testing.T) {
	for seed := range uint64(rounds(8, 500)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			m := newMaker(seed)
			archive := m.archive(2 + m.IntN(40))
			s, want := newCase(t), newModel()
			s.twins, s.read = int64(1+m.IntN(100)), int64(1+m.IntN(3000))
			cut := m.IntN(len(archive))
			for _, part := range [][]*logFile{archive[:cut], archive, archive} {
				stamped := knownByStamp(t, s, part)
				sum := loadWith(t, s, LoadOptions{Jobs: 1 + m.IntN(4), limits: m.limits()}, part...)
				checkTotals(t, sum)
				expected := want.load(part)
				if got := totals(sum); got != totals(&expected) {
					t.Fatalf("loaded %d of %d files (%d known by their stamps)\n got %s\nwant %s", len(part), len(archive), stamped, got, totals(&expected))
				}
				checkView(t, s, want)
			}
		})
	}
}

// knownByStamp counts the files that need not be read to be known.
func knownByStamp(t *testing.T, s *Store, files []*logFile) (n int) {
	t.Helper()
	l, err := s.readLedger(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if o, known := l.knownObject(f); known && o.Status == trail.Known {
			n++
		}
	}
	return n
}

// TestLoadCourseDoesNotShow: jobs, batches and chance leave no trace in what the case says.
func TestLoadCourseDoesNotShow(t *testing.T) {
	for seed := range uint64(rounds(2, 50)) {
		m := newMaker(1000 + seed)
		archive := m.archive(40)
		s := newCase(t)
		sum := loadWith(t, s, LoadOptions{Jobs: 1, limits: usualLimits()}, archive...)
		want, wantTotals, wantRejects := lines(t, s), totals(sum), rejects(t, sum)
		wantFiles := rows(t, s, "SELECT place, path, status, reason, sha256, records FROM files ORDER BY ALL")
		closeCase(t, s)
		for range 4 {
			o := LoadOptions{Jobs: 1 + m.IntN(8), limits: m.limits()}
			s := newCase(t)
			sum := loadWith(t, s, o, archive...)
			t.Logf("seed %d, %d jobs, %+v", seed, o.Jobs, o.limits)
			sameSaid(t, lines(t, s), want)
			sameSaid(t, rejects(t, sum), wantRejects)
			sameSaid(t, rows(t, s, "SELECT place, path, status, reason, sha256, records FROM files ORDER BY ALL"), wantFiles)
			if totals(sum) != wantTotals {
				t.Fatalf("totals %s, want %s", totals(sum), wantTotals)
			}
			closeCase(t, s)
		}
	}
}

// TestLoadStops: a load that is stopped leaves nothing of the batch at hand, says why, and goes on where it stopped.
func TestLoadStops(t *testing.T) {
	m := newMaker(2000)
	archive := m.archive(40)
	whole := newCase(t)
	load(t, whole, archive...)
	want := lines(t, whole)
	for name, stop := range map[string]func(n int, cancel context.CancelFunc) error{
		"by its context": func(n int, cancel context.CancelFunc) error {
			if n == 60 {
				cancel()
			}
			return nil
		},
		"by a reader": func(n int, _ context.CancelFunc) error {
			if n == 60 {
				return errStop
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := newCase(t)
			read := make(chan int, 1)
			read <- 0
			for _, f := range archive {
				f.reading = func(context.Context) error {
					n := <-read + 1
					read <- n
					return stop(n, cancel)
				}
			}
			batches := 0
			var seen []string
			_, err := s.Load(ctx, listing(archive), LoadOptions{Now: now, Jobs: 2, limits: limits{bytes: 1 << 40, files: 5, touches: 1 << 40}, settled: func() {
				batches++
				seen = lines(t, s)
			}})
			if !errors.Is(err, context.Canceled) && !errors.Is(err, errStop) {
				t.Fatalf("the load ended with %v", err)
			}
			if batches == 0 || batches > 7 {
				t.Fatalf("%d batches were settled", batches)
			}
			sameSaid(t, lines(t, s), seen)
			for _, f := range archive {
				f.reading = nil
			}
			checkTotals(t, load(t, s, archive...))
			sameSaid(t, lines(t, s), want)
		})
	}
}

// TestPinnedMemoryGoes: loads leave no pinned memory behind, however they end; the collector would panic over it.
func TestPinnedMemoryGoes(t *testing.T) {
	loadAndDrop(t)
	for range 5 {
		runtime.GC() // what the first run finds is finalized in the background
		time.Sleep(time.Millisecond)
	}
}

// loadAndDrop leaves a store to the collector that has loaded well and badly.
func loadAndDrop(t *testing.T) {
	t.Helper()
	m := newMaker(2100)
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "case.duckdb"), Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		f := file(fmt.Sprintf("%d.json", round))
		for range 5000 {
			f.body.records = append(f.body.records, m.plain(m.uuid()))
		}
		load(t, s, f)
		n := 0
		stopped := file("stopped.json", append(slices.Clone(f.body.records), `{"eventID":"x"}`)...)
		stopped.reading = func(context.Context) error {
			if n++; n > 4500 {
				return errStop
			}
			return nil
		}
		if _, err := s.Load(t.Context(), listing([]*logFile{stopped}), LoadOptions{Now: now}); !errors.Is(err, errStop) {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestListingFails: a listing that breaks off costs what it had not listed and nothing else, the load says why, and the
// case that it has not ended.
func TestListingFails(t *testing.T) {
	for _, files := range []int64{1, 100} {
		s := newCase(t)
		_, err := s.Load(t.Context(), func(yield func(LogFile, error) bool) {
			_ = yield(file("a.json", `{"eventID":"a"}`), nil) && yield(file("b.json", `{"eventID":"b"}`), nil) && yield(nil, errStop)
		}, LoadOptions{Now: now, limits: limits{bytes: 1 << 40, files: files, touches: 1 << 40}})
		if !errors.Is(err, errStop) {
			t.Errorf("the load ended with %v", err)
		}
		if got := rows(t, s, "SELECT event_id FROM events ORDER BY event_id"); strings.Join(got, " ") != "a b" {
			t.Errorf("batches of %d: kept %q, want what was read before", files, got)
		}
		if m, err := s.Missing(t.Context()); err != nil || !m.Interrupted {
			t.Errorf("the load counts as ended: %+v, %v", m, err)
		}
	}
}

// TestReadingEnds: an error that all other files would have ends the load as one of the listing does; the file that had it is
// not in the ledger, so that nobody takes it for one that cannot be read.
func TestReadingEnds(t *testing.T) {
	for _, most := range []int64{1, 3, 100} {
		s := newCase(t)
		listed := 0
		_, err := s.Load(t.Context(), func(yield func(LogFile, error) bool) {
			for n := range 50 {
				f := file(fmt.Sprintf("%02d.json", n), fmt.Sprintf(`{"eventID":"%02d"}`, n))
				f.ended = n >= 3
				if listed++; !yield(f, nil) {
					return
				}
			}
		}, LoadOptions{Now: now, Jobs: 2, Ends: func(err error) bool { return errors.Is(err, errStop) }, limits: limits{bytes: 1 << 40, files: most, touches: 1 << 40}})
		if !errors.Is(err, errStop) || listed > 10 {
			t.Errorf("batches of %d: the load ended with %v after %d files", most, err, listed)
		}
		if got := rows(t, s, "SELECT path FROM files ORDER BY path"); strings.Join(got, " ") != "00.json 01.json 02.json" {
			t.Errorf("batches of %d: the ledger has %q", most, got)
		}
		if got := rows(t, s, "SELECT event_id FROM events ORDER BY event_id"); strings.Join(got, " ") != "00 01 02" {
			t.Errorf("batches of %d: kept %q", most, got)
		}
		if m, err := s.Missing(t.Context()); err != nil || !m.Interrupted {
			t.Errorf("the load counts as ended: %+v, %v", m, err)
		}
	}
}

// TestViewHidesDuplicatesAtEveryMoment looks at the case after each batch: no identity and content twice, nothing that
// an addendum has replaced, and what stands is right for the files so far.
func TestViewHidesDuplicatesAtEveryMoment(t *testing.T) {
	for seed := range uint64(3) {
		m := newMaker(3000 + seed)
		archive := m.archive(30)
		s, settled := newCase(t), 0
		per := int64(1 + m.IntN(4))
		loadWith(t, s, LoadOptions{Jobs: 2, limits: limits{bytes: 1 << 40, files: per, touches: 1 << 40}, settled: func() {
			settled = min(settled+int(per), len(archive))
			want := newModel()
			want.load(archive[:settled])
			checkView(t, s, want)
		}}, archive...)
	}
}

// TestDamagedIsNamedAgain: each load and each path names a damaged file; its records count as duplicates, and what
// higher limits let through is kept.
func TestDamagedIsNamedAgain(t *testing.T) {
	damaged := &body{records: []string{`{"eventID":"a"}`, `{}`, `{"eventID":"b"}`}, outcome: trail.Outcome{Status: trail.Damaged, Reason: "cut off"}}
	s := newCase(t)
	for i, want := range []string{
		"{Seen:2 Loaded:0 Known:0 Damaged:2 Rejected:0 Other:0} {Read:6 Stored:2 Duplicate:2 Superseded:0 Conflicting:0 Repaired:0 Rejected:2}",
		"{Seen:2 Loaded:0 Known:0 Damaged:2 Rejected:0 Other:0} {Read:6 Stored:0 Duplicate:4 Superseded:0 Conflicting:0 Repaired:0 Rejected:2}",
	} {
		sum := load(t, s, &logFile{path: "z.json", body: damaged}, &logFile{path: "a.json", body: damaged})
		if got := totals(sum); got != want {
			t.Errorf("load %d\n got %s\nwant %s", i, got, want)
		}
		if got := strings.Join(rejects(t, sum), "; "); got != "a.json: cut off; a.json record 1: "+trail.ErrNoIdentity.Error()+"; z.json: cut off; z.json record 1: "+trail.ErrNoIdentity.Error() {
			t.Errorf("load %d rejects %s", i, got)
		}
	}
	if got := rows(t, s, "SELECT DISTINCT file FROM events"); len(got) != 1 || got[0] != "z.json" {
		t.Errorf("the records are said to lie in %q, want the path that was listed first", got)
	}
	text := damaged.text()
	wider := &higher{logFile{path: "z.json", body: damaged}, text, append(slices.Clone(damaged.records), `{"eventID":"c"}`)}
	sum, err := s.Load(t.Context(), func(yield func(LogFile, error) bool) { yield(wider, nil) }, LoadOptions{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := totals(sum), "{Seen:1 Loaded:1 Known:0 Damaged:0 Rejected:0 Other:0} {Read:4 Stored:1 Duplicate:2 Superseded:0 Conflicting:0 Repaired:0 Rejected:1}"; got != want {
		t.Errorf("with higher limits\n got %s\nwant %s", got, want)
	}
	if got := rows(t, s, "SELECT event_id FROM events ORDER BY event_id"); strings.Join(got, " ") != "a b c" {
		t.Errorf("the case has %q, want a b c", got)
	}
}

// higher is a file of the same bytes, read under higher limits.
type higher struct {
	logFile
	text    []byte
	records []string
}

func (f *higher) Read(_ context.Context, v trail.Visitor) error {
	if !v.File(trail.File{Path: f.path, Size: int64(len(f.text)), SHA256: sha(f.text)}) {
		return nil
	}
	for i, text := range f.records {
		rec := &trail.Record{}
		if _, err := trail.NewScanner().Scan([]byte(text), rec); err != nil {
			at := int64(i)
			v.Reject(trail.Reject{File: f.path, Record: &at, Reason: err.Error()})
		} else if err := v.Record(rec, trail.Place{Index: int64(i)}); err != nil {
			return err
		}
	}
	v.Done(trail.Outcome{Status: trail.Loaded})
	return nil
}

// TestFirstPathIsShown: of bytes under several paths the case shows the path that was listed first, always.
func TestFirstPathIsShown(t *testing.T) {
	for round := range 8 {
		shared := &body{records: []string{`{"eventID":"a"}`}}
		var files []*logFile
		for i := range 8 {
			files = append(files, &logFile{path: fmt.Sprintf("%d.json", (i*5+3)%8), body: shared, dally: true})
		}
		s := newCase(t)
		sum := loadWith(t, s, LoadOptions{Jobs: 8}, files...)
		if sum.Files.Loaded != 1 || sum.Files.Known != 7 {
			t.Fatalf("%+v", sum.Files)
		}
		if got := rows(t, s, "SELECT e.file, f.status FROM events e JOIN files f ON f.path = e.file"); len(got) != 1 || got[0] != "3.json | loaded" {
			t.Fatalf("round %d: shown as %q, want 3.json", round, got)
		}
		closeCase(t, s)
	}
}

// TestKnownObjects: an object that was loaded whole is known by its stamp, without being read.
func TestKnownObjects(t *testing.T) {
	object := func(stamp string, read *int, records ...string) *logFile {
		return &logFile{path: "s3://b/k", stamp: stamp, body: &body{records: records}, reading: func(context.Context) error { *read++; return nil }}
	}
	s, read := newCase(t), 0
	load(t, s, object("1", &read, `{"eventID":"a"}`))
	if sum := load(t, s, object("1", &read, `{"eventID":"a"}`)); sum.Files.Known != 1 || read != 1 {
		t.Errorf("known %d, read %d times, want 1 and 1", sum.Files.Known, read)
	}
	if sum := load(t, s, object("2", &read, `{"eventID":"b"}`)); sum.Files.Loaded != 1 || sum.Records.Stored != 1 || read != 2 {
		t.Errorf("a changed object: %+v, read %d times", sum.Files, read)
	}
	digest := object("4", &read, `{"eventID":"d"}`)
	digest.path, digest.body.outcome = "s3://b/d", trail.Outcome{Status: trail.Other, Reason: "a digest file"}
	digest.body.records = nil
	fetched := 0
	digest.opened = func() { fetched++ }
	for range 3 {
		if sum := load(t, s, digest); sum.Files.Other != 1 || sum.Files.Seen != 1 || fetched != 1 {
			t.Errorf("an object that is no log file: %+v, fetched %d times", sum.Files, fetched)
		}
	}
	s.options.Version += "-next"
	if load(t, s, digest); fetched != 2 {
		t.Errorf("what another version found to be no log file was fetched %d times, want 2", fetched)
	}
	hurt := object("3", &read, `{"eventID":"c"}`)
	hurt.body.outcome = trail.Outcome{Status: trail.Damaged, Reason: "cut off"}
	for range 2 {
		if sum := load(t, s, hurt); sum.Files.Damaged != 1 {
			t.Errorf("a damaged object: %+v", sum.Files)
		}
	}
}

// rounds is how often a random test runs: few times, and many under TRAILLAB_SOAK.
func rounds(usual, soak int) int {
	if soaking() {
		return soak
	}
	return usual
}

// TestRecoverRejected: a record that a limit kept out comes in when the limit is raised, and is named until then.
func TestRecoverRejected(t *testing.T) {
	s := newCase(t)
	narrow := func(path string) *logFile { return file(path, `{"eventID":"a"}`, `{}`, `{"eventID":"c"}`) }
	for i, want := range []string{
		"{Seen:1 Loaded:1 Known:0 Damaged:0 Rejected:0 Other:0} {Read:3 Stored:2 Duplicate:0 Superseded:0 Conflicting:0 Repaired:0 Rejected:1}",
		"{Seen:1 Loaded:1 Known:0 Damaged:0 Rejected:0 Other:0} {Read:3 Stored:0 Duplicate:2 Superseded:0 Conflicting:0 Repaired:0 Rejected:1}",
	} {
		if got := totals(load(t, s, narrow("a.json"))); got != want {
			t.Errorf("load %d\n got %s\nwant %s", i, got, want)
		}
	}
	wider := &higher{*narrow("a.json"), narrow("a.json").body.text(), []string{`{"eventID":"a"}`, `{"eventID":"b"}`, `{"eventID":"c"}`}}
	for i, want := range []string{
		"{Seen:1 Loaded:1 Known:0 Damaged:0 Rejected:0 Other:0} {Read:3 Stored:1 Duplicate:2 Superseded:0 Conflicting:0 Repaired:0 Rejected:0}",
		"{Seen:1 Loaded:0 Known:1 Damaged:0 Rejected:0 Other:0} {Read:0 Stored:0 Duplicate:0 Superseded:0 Conflicting:0 Repaired:0 Rejected:0}",
	} {
		sum, err := s.Load(t.Context(), func(yield func(LogFile, error) bool) { yield(wider, nil) }, LoadOptions{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if got := totals(sum); got != want {
			t.Errorf("wider load %d\n got %s\nwant %s", i, got, want)
		}
	}
}

// TestAddendaOfEachOther: of records that each say that they replace the other, the newer one stands, whichever came first;
// of equally old ones that with the greater id.
func TestAddendaOfEachOther(t *testing.T) {
	record := func(id, at, replaces string) *logFile {
		return file(id+".json", fmt.Sprintf(`{"eventID":%q,"eventTime":%q,"addendum":{"originalEventID":%q}}`, id, at, replaces))
	}
	const one, two, three = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"
	const early, late = "2024-05-01T10:00:00Z", "2024-05-01T10:00:01Z"
	for name, c := range map[string]struct {
		files []*logFile
		want  string
	}{
		"the newer stands":         {[]*logFile{record(one, late, two), record(two, early, one)}, one},
		"equally old":              {[]*logFile{record(one, early, two), record(two, early, one)}, two},
		"in a ring":                {[]*logFile{record(one, early, three), record(two, early, one), record(three, late, two)}, three},
		"without a time":           {[]*logFile{record(one, "", two), record(two, early, one)}, two},
		"an addendum of an addend": {[]*logFile{record(two, early, "none"), record(one, early, two)}, one},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				s := newCase(t)
				loadWith(t, s, LoadOptions{Jobs: 1, limits: limits{bytes: 1, files: 1, touches: 1}}, c.files...)
				if got := strings.Join(rows(t, s, "SELECT event_id FROM events ORDER BY ALL"), " "); got != c.want {
					t.Errorf("%s stands, want %s", got, c.want)
				}
				closeCase(t, s)
				slices.Reverse(c.files)
			}
		})
	}
}
