// Every incident is whole: a story, a log, the right answers, and a name that is its folder's.

package samples

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
)

func TestEveryIncidentIsWhole(t *testing.T) {
	all, err := List()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d incidents, %v", len(all), err)
	}
	folders, err := fs.ReadDir(incidents, ".")
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range all {
		if s.Name != folders[i].Name() || s.Title == "" {
			t.Errorf("the folder %s calls itself %q, %q", folders[i].Name(), s.Name, s.Title)
		}
		incident, err := Open(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"story.md", "sample.json", "expected/detachments.json", "expected/chains.json", "expected/impact.json", "expected/load.json"} {
			if text, err := fs.ReadFile(incident, name); err != nil || len(text) == 0 {
				t.Errorf("%s: %s is missing or empty", s.Name, name)
			} else if name[len(name)-5:] == ".json" && !json.Valid(text) {
				t.Errorf("%s: %s is not JSON", s.Name, name)
			}
		}
		logs := 0
		err = fs.WalkDir(incident, "AWSLogs", func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				logs++
			}
			return err
		})
		if err != nil || logs == 0 {
			t.Errorf("%s: %d log files, %v", s.Name, logs, err)
		}
	}
}

// TestEveryScenarioIsWhole: one that can be played has a solution, the report of its log, and at least two responses that are wrong,
// each with what it scores and why.
func TestEveryScenarioIsWhole(t *testing.T) {
	all, err := List()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		incident, err := Open(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fs.Stat(incident, "scenario.yaml"); err != nil {
			continue
		}
		for _, name := range []string{"solution.yaml", "report.txt"} {
			if text, err := fs.ReadFile(incident, name); err != nil || len(text) == 0 {
				t.Errorf("%s: %s is missing or empty", s.Name, name)
			}
		}
		wrong, err := fs.Glob(incident, "wrong/*.yaml")
		if err != nil || len(wrong) < 2 {
			t.Errorf("%s: %d wrong responses, and people give more: %v", s.Name, len(wrong), err)
		}
		for _, name := range wrong {
			text, err := fs.ReadFile(incident, name)
			if err != nil || !strings.Contains(string(text), "\nscore: ") || !strings.Contains(string(text), "\nwhy: ") {
				t.Errorf("%s: %s does not say what it scores and why", s.Name, name)
			}
		}
	}
}

func TestUnknownIncident(t *testing.T) {
	for _, name := range []string{"", ".", "..", "no-such", "gateway-detach/expected"} {
		if _, err := Open(name); err == nil {
			t.Errorf("%q was opened", name)
		}
	}
}
