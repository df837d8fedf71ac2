// The incident in the box is the one that is made here, and the analysis finds what its plan says.

package corpus

import (
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the log and the answers in samples again")

const sample = "../../samples/gateway-detach"

// tree reads the generated part of an incident folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, part := range []string{"AWSLogs", "expected"} {
		err := filepath.WalkDir(filepath.Join(dir, part), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			name, _ := filepath.Rel(dir, path)
			found[name] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestSampleIsCurrent(t *testing.T) {
	if *update {
		for _, part := range []string{"AWSLogs", "expected"} {
			if err := os.RemoveAll(filepath.Join(sample, part)); err != nil {
				t.Fatal(err)
			}
		}
		if err := Incident(sample, IncidentSeed); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	if err := Incident(dir, IncidentSeed); err != nil {
		t.Fatal(err)
	}
	if made, kept := tree(t, dir), tree(t, sample); !maps.Equal(made, kept) {
		t.Error("samples/gateway-detach is not what the program makes; run: go test ./simulate/corpus -run Sample -update")
	}
}

func TestAnalysisFindsTheIncident(t *testing.T) {
	for _, seed := range []uint64{IncidentSeed, 1, 2} {
		dir := t.TempDir()
		if err := Incident(dir, seed); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(dir, "expected", "detachments.json"))
		if err != nil {
			t.Fatal(err)
		}
		var want []Detachment
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		compare(t, answers(t, dir), want)
	}
}

func TestIncidentIsWhole(t *testing.T) {
	records, _ := read(t, sample)
	ids := map[string]int{}
	for _, r := range records {
		ids[string(r.EventID)]++
	}
	if len(ids) != len(records)-1 {
		t.Errorf("%d records are %d events; one is delivered twice", len(records), len(ids))
	}
	if len(ids) < 150 || len(ids) > 300 {
		t.Errorf("%d events are too few to tell a story, or too many to read", len(ids))
	}
}

// Every id, address and time of day that the story tells has to be in the log.
func TestStoryTellsTheLog(t *testing.T) {
	story, err := os.ReadFile(filepath.Join(sample, "story.md"))
	if err != nil {
		t.Fatal(err)
	}
	records, _ := read(t, sample)
	var log strings.Builder
	for _, r := range records {
		log.Write(r.JSON)
	}
	found := regexp.MustCompile(`\b[a-z]+-[0-9a-f]{17}\b|\b\d+\.\d+\.\d+\.\d+\b|\b\d\d:\d\d:\d\d\b|\b(AKIA|ASIA)[A-Z2-7]{16}\b`).FindAllString(string(story), -1)
	slices.Sort(found)
	found = slices.Compact(found)
	if len(found) < 10 {
		t.Errorf("the story names only %v", found)
	}
	for _, name := range found {
		if !strings.Contains(log.String(), name) {
			t.Errorf("the story tells of %s, the log does not", name)
		}
	}
}
