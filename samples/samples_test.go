// Every incident is whole: a story, a log, the right answers, and a name that is its folder's.

package samples

import (
	"encoding/json"
	"io/fs"
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

func TestUnknownIncident(t *testing.T) {
	for _, name := range []string{"", ".", "..", "no-such", "gateway-detach/expected"} {
		if _, err := Open(name); err == nil {
			t.Errorf("%q was opened", name)
		}
	}
}
