// What is sure depends on what was loaded, and not on the order in which it was.

package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// torn makes a file whose records after the first lie behind a break.
func torn(path string, records ...string) *logFile {
	first := `{"eventID":"head of ` + path + `"}`
	f := file(path, append([]string{first}, records...)...)
	f.body.outcome = trail.Outcome{Status: trail.Damaged, Reason: "a break", Recovered: int64(len(first) + 1)}
	return f
}

// orders calls visit with every order of files.
func orders(files []*logFile, visit func([]*logFile)) {
	var place func(done, left []*logFile)
	place = func(done, left []*logFile) {
		if len(left) == 0 {
			visit(done)
		}
		for i, f := range left {
			rest := slices.Delete(slices.Clone(left), i, i+1)
			place(append(slices.Clone(done), f), rest)
		}
	}
	place(nil, files)
}

// TestSureInAnyOrder loads an original and its addenda, some of them behind a break, file by file in every order: what
// stands and what of it is sure is what a load of the folder says.
func TestSureInAnyOrder(t *testing.T) {
	const (
		original = `{"eventID":"o","eventTime":"2024-05-01T10:00:00Z"}`
		addendum = `{"eventID":"a","eventTime":"2024-05-01T10:00:00Z","addendum":{"originalEventID":"o"}}`
		later    = `{"eventID":"b","eventTime":"2024-05-01T11:00:00Z","addendum":{"originalEventID":"o"}}`
	)
	for name, tt := range map[string]struct {
		files []*logFile
		want  string
	}{
		"the addendum becomes sure": {[]*logFile{file("o", original), torn("torn", addendum), file("a", addendum)}, "a sure"},
		"the original becomes sure": {[]*logFile{file("o", original), torn("torn", addendum), torn("torn too", original)}, "a doubtful, o sure"},
		"together in one file":      {[]*logFile{file("o", original), torn("torn", original, addendum)}, "a doubtful, o sure"},
		"both become sure":          {[]*logFile{file("o", original), torn("torn", original, addendum), file("a", addendum)}, "a sure"},
		"neither becomes sure":      {[]*logFile{torn("torn", original), torn("torn too", addendum), torn("torn again", original, addendum)}, "a doubtful"},
		"another addendum is sure":  {[]*logFile{file("o", original), torn("torn", original, addendum), file("b", later)}, "a doubtful, b sure"},
		"two addenda":               {[]*logFile{torn("torn", original, later), file("a", addendum), torn("torn too", addendum), file("b", later)}, "a sure, b sure"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := newCase(t)
			load(t, folder, tt.files...)
			if got := standing(t, folder); got != tt.want {
				t.Errorf("the folder: %s, want %s", got, tt.want)
			}
			orders(tt.files, func(files []*logFile) {
				s, err := Memory(t.Context(), Options{Threads: 1})
				if err != nil {
					t.Fatal(err)
				}
				defer closeCase(t, s)
				var order []string
				for _, f := range files {
					checkTotals(t, load(t, s, f))
					order = append(order, f.path)
				}
				if got := standing(t, s); got != tt.want {
					t.Errorf("%s: %s, want %s", strings.Join(order, ", "), got, tt.want)
				}
				if n := one(t, s, "SELECT count(*) - count(DISTINCT key) FROM hidden"); n != 0 {
					t.Errorf("%s: %d records are hidden more than once", strings.Join(order, ", "), n)
				}
			})
		})
	}
}

// standing lists what answers show, but for the heads of torn files, and whether it is sure.
func standing(t *testing.T, s *Store) string {
	t.Helper()
	var out []string
	for _, line := range rows(t, s, "SELECT event_id, recovered FROM events WHERE NOT starts_with(event_id, 'head') ORDER BY ALL") {
		id, doubtful, _ := strings.Cut(line, " | ")
		out = append(out, fmt.Sprint(id, map[string]string{"true": " doubtful", "false": " sure"}[doubtful]))
	}
	return strings.Join(out, ", ")
}
