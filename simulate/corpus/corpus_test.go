// What is written is what the truth says, counted again from the files by other means.

package corpus

import (
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// delivered is a record as it was found in a file.
type delivered struct {
	trail.Record
	file string
}

// read returns all records of an archive, file by file.
func read(t *testing.T, dir string) (records []delivered, files int) {
	t.Helper()
	scanner := trail.NewScanner()
	err := filepath.WalkDir(filepath.Join(dir, "AWSLogs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			return err
		}
		text, err := io.ReadAll(z)
		if err != nil {
			return err
		}
		var content struct{ Records []json.RawMessage }
		if err := json.Unmarshal(text, &content); err != nil {
			return err
		}
		for _, r := range content.Records {
			found := delivered{file: path}
			if _, err := scanner.Scan(r, &found.Record); err != nil {
				return err
			}
			if found.Repaired {
				t.Errorf("%s: had to be repaired: %s", path, r)
			}
			records = append(records, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return records, files
}

func TestArchiveIsAsItsTruthSays(t *testing.T) {
	for name, o := range map[string]Options{
		"smallest":   {Events: MinEvents, Seed: 1},
		"one file":   {Events: 1_200, Files: 1, Seed: 2},
		"ordinary":   {Events: 9_000, Seed: 3},
		"tiny files": {Events: 6_000, Files: 1_500, Seed: 4},
		"one day":    {Events: 5_000, Days: 1, Seed: 5, Start: time.Date(2025, 12, 31, 9, 0, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			truth, err := Generate(context.Background(), dir, o)
			if err != nil {
				t.Fatal(err)
			}
			records, files := read(t, dir)
			if got := recount(t, records, truth); !reflect.DeepEqual(got, withoutRows(truth, files)) {
				t.Errorf("counted %+v\ntruth   %+v", got, withoutRows(truth, files))
			}
			if truth.Events != o.Events {
				t.Errorf("%d events, asked for %d", truth.Events, o.Events)
			}
			if want := o.Events / 20; truth.Principal.Events != want {
				t.Errorf("%d events of the principal, want %d", truth.Principal.Events, want)
			}
			if want := max(o.Events/10, planned()); truth.Network != want {
				t.Errorf("%d events of the network, want %d", truth.Network, want)
			}
			kept, err := os.ReadFile(filepath.Join(dir, "truth.json"))
			if err != nil {
				t.Fatal(err)
			}
			var again Truth
			if err := json.Unmarshal(kept, &again); err != nil || !reflect.DeepEqual(again, truth) {
				t.Errorf("truth.json does not say what Generate returned: %v", err)
			}
		})
	}
}

// planned is how many steps the stories have.
func planned() int {
	n := 0
	for _, s := range stories {
		m := bench(1, globalRegion)
		steps, _ := s.tell(&world{dice: &m.dice, account: m.account, region: m.region, cast: m.people}, m.env.at)
		n += s.times * len(steps)
	}
	return n
}

func withoutRows(t Truth, files int) Truth {
	t.Detachments, t.Incidents, t.Planted, t.Files = nil, nil, 0, files
	return t
}

// recount makes a truth from records alone, and compares the rows on the way.
func recount(t *testing.T, records []delivered, want Truth) Truth {
	t.Helper()
	got := Truth{Seed: want.Seed, Events: len(records), Files: want.Files, EventNames: map[string]int{}, Principal: Principal{ARN: want.Principal.ARN}}
	first := map[string]delivered{}
	accounts, regions := map[string]bool{}, map[string]bool{}
	var observed []Detachment
	for _, r := range records {
		id := string(r.EventID)
		if before, twice := first[id]; twice {
			got.Duplicates++
			if string(before.JSON) != string(r.JSON) || before.file == r.file {
				t.Errorf("%s is delivered twice, and not as a copy in another file", id)
			}
			continue
		}
		first[id] = r
		if base := filepath.Base(r.file); !strings.HasPrefix(base, string(r.Account)+"_CloudTrail_"+string(r.Region)+"_") {
			t.Errorf("%s lies in %s", id, base)
		}
		key, _ := trail.ParseKey(r.file)
		if age := key.Time.Sub(r.Time); age <= 0 || age > slot {
			t.Errorf("%s is %v older than its file", id, age)
		}
		accounts[string(r.Account)], regions[string(r.Region)] = true, true
		if r.Name == nil {
			got.Insights++
		} else {
			got.EventNames[string(r.Name)]++
		}
		if r.ErrorCode != nil {
			got.Errors++
		}
		if string(r.Principal) == want.Principal.ARN {
			got.Principal.Events++
		}
		if dialect.RoleOf(r.Name, r.Source) != dialect.None {
			got.Network++
		}
		if got.First.IsZero() || r.Time.Before(got.First) {
			got.First = r.Time
		}
		if r.Time.After(got.Last) {
			got.Last = r.Time
		}
		call, err := dialect.ParseRecord(&r.Record)
		if err != nil {
			t.Fatal(err)
		}
		for _, tie := range dialect.Cuts(call) {
			observed = append(observed, Detachment{EventID: id, Time: r.Time, Relation: tie.Relation, Child: orNull(tie.Child)})
		}
	}
	got.Distinct = len(first)
	got.Accounts, got.Regions = slices.Sorted(maps.Keys(accounts)), slices.Sorted(maps.Keys(regions))
	compareRows(t, observed, want.Detachments)
	if want.Planted != Detachments {
		t.Errorf("%d planted detachments", want.Planted)
	}
	return got
}

func compareRows(t *testing.T, observed, want []Detachment) {
	t.Helper()
	var planned []Detachment
	for _, d := range want {
		if d.Basis == "observed" {
			planned = append(planned, Detachment{EventID: d.EventID, Time: d.Time, Relation: d.Relation, Child: d.Child})
		} else if d.NotBefore == nil || !d.NotBefore.Before(d.Time) || !d.NotAfter.Equal(d.Time) {
			t.Errorf("inferred, and not bounded: %+v", d)
		}
	}
	if !slices.IsSortedFunc(want, func(a, b Detachment) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.EventID, b.EventID)) }) {
		t.Error("the detachments are not in order")
	}
	sortRows(observed)
	if !slices.Equal(observed, planned) {
		t.Errorf("%d cuts in the records, %d planned", len(observed), len(planned))
	}
}

func TestSameOptionsGiveTheSameBytes(t *testing.T) {
	content := func(o Options) map[string]string {
		dir := t.TempDir()
		if _, err := Generate(context.Background(), dir, o); err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(filepath.Join(dir, path))
			found[path] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	o := Options{Events: 9_000, Seed: 7} // nine copies: five of stories, four of anything
	one, two := content(o), content(o)
	if !maps.Equal(one, two) {
		t.Error("the same options gave other bytes")
	}
	o.Seed = 8
	if maps.Equal(one, content(o)) {
		t.Error("another seed gave the same bytes")
	}
}

func TestRecordsHaveTheSizesOfRealOnes(t *testing.T) {
	dir := t.TempDir()
	if _, err := Generate(context.Background(), dir, Options{Events: 20_000, Seed: 9}); err != nil {
		t.Fatal(err)
	}
	records, _ := read(t, dir)
	sizes := make([]int, len(records))
	for i, r := range records {
		sizes[i] = len(r.JSON)
	}
	slices.Sort(sizes)
	if median := sizes[len(sizes)/2]; median < 1_400 || median > 1_800 {
		t.Errorf("the median record has %d bytes", median)
	}
	if p99 := sizes[len(sizes)*99/100]; p99 < 2_200 || p99 > 2_900 {
		t.Errorf("the 99th percentile is %d bytes", p99)
	}
}

func TestGenerateRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"too few events": {Events: MinEvents - 1},
		"too many files": {Events: 1_100, Files: 1_101},
		"a span of -1":   {Events: 1_100, Days: -1},
	} {
		if _, err := Generate(context.Background(), t.TempDir(), o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "AWSLogs"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Generate(context.Background(), dir, Options{Events: 1_000}); err == nil {
		t.Error("wrote over another archive")
	}
	ctx, cancel := context.WithCancel(context.Background())
	o := Options{Events: 50_000, Progress: func(int) { cancel() }}
	if _, err := Generate(ctx, t.TempDir(), o); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted run ends with %v", err)
	}
}
