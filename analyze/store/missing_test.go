// What a file lacked is missing until the file is loaded whole under the same path.

package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// toldFiles lists the files of a case as a report tells them, and what coverage says of the hour that their names name.
func toldFiles(t *testing.T, s *Store) (files []string, hour trail.Hours) {
	t.Helper()
	for h, err := range s.Files(t.Context()) {
		must(t, err)
		files = append(files, fmt.Sprintf("%s %s %d rejects", h.Path[:1], h.Status, h.Rejects))
	}
	hours, err := s.Coverage(t.Context(), trail.Filter{})
	must(t, err)
	return files, hours[len(hours)-1]
}

func TestMissingUntilLoaded(t *testing.T) {
	name := func(folder string) string {
		return folder + "/111122223333_CloudTrail_eu-west-1_20260301T0810Z_aaaaaaaaaaaaaaaa.json"
	}
	text := newMaker(1).plain("00000000-0000-4000-8000-000000000001")
	denied, cut, odd := file(name("a")), file(name("b"), text), file(name("c"), text+" ", `{"eventVersion":"1.08"}`)
	denied.body.outcome = trail.Outcome{Status: trail.Rejected, Reason: "unreadable"}
	cut.body.outcome = trail.Outcome{Status: trail.Damaged, Reason: "cut off"}
	s := newCase(t)
	load(t, s, denied, cut, odd)
	m, err := s.Missing(t.Context())
	must(t, err)
	if want := (Missing{Rejected: 1, Damaged: 1, Records: 1}); m != want {
		t.Errorf("missing are %+v, not %+v", m, want)
	}
	files, hour := toldFiles(t, s)
	if want := []string{"a rejected 1 rejects", "b damaged 1 rejects", "c loaded 1 rejects"}; !slices.Equal(files, want) || hour.Rejects != 3 || hour.Files != 2 {
		t.Errorf("files are %q, and their hour is %+v", files, hour)
	}

	load(t, s, file(name("a"), text+"  "), file(name("b"), text, text+"   "), file(name("c"), text+" ", text+"    "))
	if m, err = s.Missing(t.Context()); err != nil || m != (Missing{}) {
		t.Errorf("what was loaded since is still missing: %+v, %v", m, err)
	}
	files, hour = toldFiles(t, s)
	slices.Sort(files)
	// What lay there in part stays among the files: records of the case lie in it.
	want := []string{"a loaded 0 rejects", "b damaged 1 rejects", "b loaded 0 rejects", "c loaded 0 rejects", "c loaded 1 rejects"}
	if !slices.Equal(files, want) || hour.Rejects != 0 || hour.Files != 3 {
		t.Errorf("files are %q, and their hour is %+v", files, hour)
	}

	load(t, s, denied)
	if m, err = s.Missing(t.Context()); err != nil || m.Rejected != 1 {
		t.Errorf("a file that can no longer be read is not missing: %+v, %v", m, err)
	}
}

// TestUnendedLoads: a load that was interrupted stays missing until one has ended that was asked for all of it, whatever else is loaded.
func TestUnendedLoads(t *testing.T) {
	type asked struct {
		sources, parameters string
		ended               bool
	}
	whole, region := `{"db":"x"}`, `{"db":"x","region":["eu-west-1"]}`
	for _, c := range []struct {
		why   string
		loads []asked
		want  string
	}{
		{"none", nil, ""},
		{"ended", []asked{{"a", whole, true}}, ""},
		{"not ended", []asked{{"a", whole, false}}, "a"},
		{"again", []asked{{"a", whole, false}, {"a", whole, true}}, ""},
		{"another since", []asked{{"a", whole, false}, {"b", whole, true}}, "a"},
		{"one of two", []asked{{"a\nb", whole, false}, {"b", whole, true}}, "a\nb"},
		{"both and more", []asked{{"a\nb", whole, false}, {"b\nc\na", whole, true}}, ""},
		{"the folder above", []asked{{"s3://b/x", whole, false}, {"s3://b/", whole, true}}, ""},
		{"a name that only begins so", []asked{{"logs2", whole, false}, {"logs", whole, true}}, "logs2"},
		{"a smaller part", []asked{{"a", whole, false}, {"a", region, true}}, "a"},
		{"the same part", []asked{{"a", region, false}, {"a", region, true}}, ""},
		{"all of it", []asked{{"a", region, false}, {"a", whole, true}}, ""},
		{"an older program", []asked{{"a", "", false}, {"a", "", true}}, ""},
	} {
		s := newCase(t)
		for i, l := range c.loads {
			must(t, s.exec(t.Context(), "INSERT INTO loads (load_id, sources, version, began, finished, parameters) VALUES (?, ?, 'v', now(), CASE WHEN ? THEN now() END, nullif(?, ''))",
				i+1, l.sources, l.ended, l.parameters))
			must(t, s.exec(t.Context(), "INSERT INTO files (file_id, load_id, place, path, size, status, inflated, records, flows) VALUES (?, ?, 0, ?, 0, 'other', 0, 0, 0)", i+1, i+1, l.sources))
		}
		m, err := s.Missing(t.Context())
		must(t, err)
		if m.Unended != c.want || m.Interrupted != (c.want != "") {
			t.Errorf("%s: %+v", c.why, m)
		}
	}
}

// TestUnendedEmpty: a load that has seen no file before it was interrupted stays missing, too, unless its source does not exist.
func TestUnendedEmpty(t *testing.T) {
	plain := file("a.json", newMaker(1).plain("00000000-0000-4000-8000-000000000001"))
	for _, absent := range []bool{false, true} {
		s := newCase(t)
		load(t, s, plain)
		gone := errors.New("no such thing")
		files := func(yield func(LogFile, error) bool) { yield(nil, gone) }
		_, err := s.Load(t.Context(), files, LoadOptions{Sources: []string{"s3://b"}, Now: time.Now, Absent: func(err error) bool { return absent && errors.Is(err, gone) }})
		if !errors.Is(err, gone) {
			t.Fatal(err)
		}
		load(t, s, plain)
		m, err := s.Missing(t.Context())
		must(t, err)
		if m.Interrupted == absent {
			t.Errorf("absent %v: %+v", absent, m)
		}
	}
}
