// The scenarios in the box, as they are published: the log that each leaves at seed 0, and what the analysis says of it, are what
// the program makes today. "make samples" writes them again; the difference is then read like code.

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"traillab/localstack/upstream"
)

const boxes = "../../samples"

// TestSamplesCurrent records each story that the embedded cloud can play once more. The log of another was made once, on moto,
// whose ids nobody can make again; only what is said of it is compared.
func TestSamplesCurrent(t *testing.T) {
	all, err := boxed()
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		s := &all[i]
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			home := filepath.Join(boxes, s.ID)
			logs := filepath.Join(home, "AWSLogs")
			if slices.Contains(s.upstreams(), string(upstream.Builtin)) {
				made := t.TempDir()
				asked(t, "simulate", "run", s.ID, "--upstream", string(upstream.Builtin), "--record", made)
				logs = filepath.Join(made, "AWSLogs")
				asPublished(t, filepath.Join(home, "AWSLogs"), files(t, logs))
			}
			told := answers(t, logs)
			asPublished(t, filepath.Join(home, "report.txt"), map[string]string{"": told["report.txt"]})
			delete(told, "report.txt")
			asPublished(t, filepath.Join(home, "expected"), told)
		})
	}
}

// asPublished compares a file, or the files of a folder, with what they should be; with -update it writes them.
func asPublished(t *testing.T, path string, want map[string]string) {
	t.Helper()
	if *update {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		for name, text := range want {
			name = filepath.Join(path, name)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	if got := files(t, path); !maps.Equal(got, want) {
		t.Errorf("%s is not what the program makes: make samples writes it again (%s)", path, firstDifference(got, want))
	}
}

// firstDifference names one, so that there is somewhere to look.
func firstDifference(got, want map[string]string) string {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		was, is := strings.Split(got[name], "\n"), strings.Split(want[name], "\n")
		for i := range is {
			if i >= len(was) {
				return name + " ends early"
			}
			if was[i] != is[i] && len(is[i]) < 2000 && !strings.HasSuffix(name, ".gz") {
				return name + ": " + was[i] + " should be " + is[i]
			}
		}
		if got[name] != want[name] {
			return name
		}
	}
	return "a file is there that should not be"
}

// files are those of a folder by their paths; a file is itself, under the empty path.
func files(t *testing.T, path string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(path, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		name, _ := filepath.Rel(path, file)
		found[strings.TrimPrefix(filepath.ToSlash(name), ".")] = string(text)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return found
}

// asked is what a command answers.
func asked(t *testing.T, args ...string) string {
	t.Helper()
	w := newWorld()
	w.variables["XDG_STATE_HOME"] = t.TempDir()
	if code := run(t.Context(), &w.env, append(args, "-q")); code != exitDone {
		t.Fatalf("traillab %s: exit code %d: %s%s", strings.Join(args, " "), code, &w.stderr, &w.stdout)
	}
	return w.stdout.String()
}

// answers are the expected files of a log and its report.
func answers(t *testing.T, logs string) map[string]string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "case.duckdb")
	told := map[string]string{"load.json": asked(t, "load", logs, "--db", db, "--format", "json")}
	for _, question := range []string{"detachments", "chains"} {
		told[question+".json"] = asked(t, question, "--db", db, "--format", "json")
	}
	var chains []struct {
		ID string
	}
	if err := json.Unmarshal([]byte(told["chains.json"]), &chains); err != nil {
		t.Fatal(err)
	}
	var impacts []string
	for _, c := range chains {
		impacts = append(impacts, strings.TrimSpace(asked(t, "impact", c.ID, "--db", db, "--format", "json")))
	}
	told["impact.json"] = "[\n" + strings.Join(impacts, ",\n") + "\n]\n"
	told["report.txt"] = reportBeside(t, logs)
	return told
}

// reportBeside is the report of a log as somebody gets it who stands in the folder where AWSLogs lies.
func reportBeside(t *testing.T, logs string) string {
	t.Helper()
	path := keptCase(t, "--source", logs)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(text, []byte(logs), []byte("AWSLogs")), 0o600); err != nil {
		t.Fatal(err)
	}
	report, _ := reported(t, "--case", path)
	return string(report)
}

// TestStoriesTellTheirLogs: every address and time of day in a story is in its log, or in the story's own calendar.
func TestStoriesTellTheirLogs(t *testing.T) {
	all, err := boxed()
	if err != nil {
		t.Fatal(err)
	}
	facts := regexp.MustCompile(`\b\d+\.\d+\.\d+\.\d+\b|\b\d\d:\d\d:\d\d\b|\b(?:vpc|igw|rtb|i|nat|eni|sg|subnet|snap)-[0-9a-f]{17}\b`)
	for i := range all {
		home := filepath.Join(boxes, all[i].ID)
		story, err := os.ReadFile(filepath.Join(home, "story.md"))
		if err != nil {
			t.Error(err)
			continue
		}
		log := recordsAsText(t, filepath.Join(home, "AWSLogs"))
		named := facts.FindAllString(string(story), -1)
		if len(named) < 5 {
			t.Errorf("the story of %s names only %v", all[i].ID, named)
		}
		for _, word := range named {
			if !strings.Contains(log, word) {
				t.Errorf("the story of %s tells of %s, the log does not", all[i].ID, word)
			}
		}
	}
}

// recordsAsText are all records of a log, one after the other.
func recordsAsText(t *testing.T, logs string) string {
	t.Helper()
	var all strings.Builder
	for name, packed := range files(t, logs) {
		z, err := gzip.NewReader(strings.NewReader(packed))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := io.Copy(&all, z); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return all.String()
}
