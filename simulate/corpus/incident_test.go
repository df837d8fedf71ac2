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

const boxes = "../../samples/"

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
	for name := range days {
		sample := boxes + name
		if *update {
			for _, part := range []string{"AWSLogs", "expected"} {
				if err := os.RemoveAll(filepath.Join(sample, part)); err != nil {
					t.Fatal(err)
				}
			}
			if err := Incident(name, sample, IncidentSeed); err != nil {
				t.Fatal(err)
			}
		}
		dir := t.TempDir()
		if err := Incident(name, dir, IncidentSeed); err != nil {
			t.Fatal(err)
		}
		if made, kept := tree(t, dir), tree(t, sample); !maps.Equal(made, kept) {
			t.Errorf("samples/%s is not what the program makes; run: go test ./simulate/corpus -run Sample -update", name)
		}
	}
}

func TestAnalysisFindsTheIncidents(t *testing.T) {
	for name := range days {
		for _, seed := range []uint64{IncidentSeed, 1, 2} {
			dir := t.TempDir()
			if err := Incident(name, dir, seed); err != nil {
				t.Fatal(err)
			}
			var want []Detachment
			expected(t, dir, "detachments", &want)
			compare(t, answers(t, dir), want)
			var chains []Chain
			expected(t, dir, "chains", &chains)
			c := investigated(t, dir)
			if len(c.Chains) != len(chains) {
				t.Errorf("%s: %d chains, %d are planned", name, len(c.Chains), len(chains))
			}
			for i := range chains {
				chains[i].Story = name
				compareChain(t, c, &chains[i])
			}
		}
	}
}

// expected reads one of the right answers.
func expected(t *testing.T, dir, answer string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "expected", answer+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func TestIncidentsAreWhole(t *testing.T) {
	for name := range days {
		records, _ := read(t, boxes+name)
		ids := map[string]int{}
		for _, r := range records {
			ids[string(r.EventID)]++
		}
		if len(ids) != len(records)-1 {
			t.Errorf("%s: %d records are %d events; one is delivered twice", name, len(records), len(ids))
		}
		if len(ids) < 150 || len(ids) > 300 {
			t.Errorf("%s: %d events are too few to tell a story, or too many to read", name, len(ids))
		}
	}
}

// Every id, address and time of day that the story tells has to be in the log.
func TestStoriesTellTheirLogs(t *testing.T) {
	for name := range days {
		story, err := os.ReadFile(filepath.Join(boxes+name, "story.md"))
		if err != nil {
			t.Fatal(err)
		}
		records, _ := read(t, boxes+name)
		var log strings.Builder
		for _, r := range records {
			log.Write(r.JSON)
		}
		found := regexp.MustCompile(`\b[a-z]+-[0-9a-f]{17}\b|\b\d+\.\d+\.\d+\.\d+\b|\b\d\d:\d\d:\d\d\b|\b(AKIA|ASIA)[A-Z2-7]{16}\b`).FindAllString(string(story), -1)
		slices.Sort(found)
		found = slices.Compact(found)
		if len(found) < 10 {
			t.Errorf("the story of %s names only %v", name, found)
		}
		for _, word := range found {
			if !strings.Contains(log.String(), word) {
				t.Errorf("the story of %s tells of %s, the log does not", name, word)
			}
		}
	}
}
