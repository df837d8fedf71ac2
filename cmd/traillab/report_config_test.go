// Files of jobs: what is wrong in one is told with its line and column, every flag has its key, and the command line wins.

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// configured writes the file of a job and runs it.
func configured(t *testing.T, text string, args ...string) (code int, out, said string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "job.yaml")
	ok(t, os.WriteFile(path, []byte(text), 0o600))
	w := newWorld()
	code = run(t.Context(), &w.env, append([]string{"report", "--config", path}, args...))
	return code, w.stdout.String(), strings.ReplaceAll(w.stderr.String(), path, "job.yaml")
}

func TestConfigMistakes(t *testing.T) {
	for _, c := range []struct{ name, text, said string }{
		{"empty", "", "job.yaml: the file is empty"},
		{"no mapping", "- a\n", "job.yaml:1:1: "},
		{"no YAML", "format: [html\n", "job.yaml:1:"},
		{"unknown key", "format: html\nformt: md\n", `job.yaml:2:1: there is no key "formt" here: did you mean format?`},
		{"unknown key of load", "sources: [x]\nload:\n  job: 3\n", `job.yaml:3:3: load: there is no key "job" here: did you mean jobs?`},
		{"a flag of load at the top", "mirror: x\n", `job.yaml:1:1: there is no key "mirror" here`},
		{"a key twice", "format: html\nformat: md\n", "job.yaml:2:"},
		{"a list for a text", "format: [html]\n", "job.yaml:1:"},
		{"a text for a list", "account: 111122223333\n", "job.yaml:1:10: account: a list is expected"},
		{"a word for a switch", "strict: yes please\n", "job.yaml:1:9: strict: true or false is expected"},
		{"a word for a number", "load:\n  jobs: many\n", "job.yaml:2:9: jobs: a whole number is expected"},
		{"no value", "db: x\nfail-on:\n", "job.yaml:2:10: fail-on has no value"},
		{"no value in load", "load:\n  mirror:\n", "job.yaml:2:11: mirror has no value"},
		{"an empty list", "account: []\n", "job.yaml:1:10: account is an empty list"},
		{"no level", "db: x\n\nfail-on: loud\n", `job.yaml:3:10: --fail-on: "loud" is no level`},
		{"no time", "from: yesterday\n", `job.yaml:1:7: --from: "yesterday" is no time`},
		{"no address", "writes: true\nip:\n  - 10.0.0.300\n", "job.yaml:3:3: --ip: "},
		{"no form", "format: pdf\n", `job.yaml:1:9: --format: "pdf" is no format of a report`},
		{"no zone", "tz: Mars/Olympus\n", "job.yaml:1:5: --tz: "},
		{"no thing", "each: planet\noutput: x\n", `job.yaml:1:7: --each: "planet" is no thing to report on; use account, region, vpc, chain`},
		{"no folder", "each: vpc\n", "job.yaml:1:7: --each writes a folder"},
		{"several forms for one file", "format: html,md\n", "job.yaml:1:9: --format: several forms go with --each"},
		{"sources twice", "sources: [a]\nsource: [b]\n", "job.yaml:2:9: --source asks an archive and keeps nothing"},
		{"since what", "since-last: true\nsource: [b]\n", "job.yaml:1:13: --since-last goes on"},
		{"a watermark for nothing", "watermark: x\n", "job.yaml:1:12: --watermark goes with --since-last"},
		{"a role that is none", "sources: [s3://b/p]\nload:\n  role-arn: me\n", "job.yaml:3:13: --role-arn takes arn:"},
		{"a span for load", "sources: [x]\nload:\n  from: 7d\n", "load takes no span back"},
		{"a source with nothing in its name", "sources: ['']\n", "SOURCE: an empty value matches nothing"},
		{"a file of a file", "config: other.yaml\n", `job.yaml:1:1: there is no key "config" here`},
	} {
		code, out, said := configured(t, c.text, "--db", filepath.Join(t.TempDir(), "none.duckdb"))
		if code != exitMisuse || out != "" || !strings.Contains(said, c.said) {
			t.Errorf("%s: exit code %d, %q, want %s\n%s", c.name, code, out, c.said, said)
		}
	}
	w := newWorld()
	if code := run(t.Context(), &w.env, []string{"report", "--config", "nowhere.yaml"}); code != exitMisuse || !strings.Contains(w.stderr.String(), "nowhere.yaml") {
		t.Errorf("a file that is not there: exit code %d: %s", code, &w.stderr)
	}
}

// TestConfigGives: what a file says is in force, all of several mistakes are told, and the command line wins.
func TestConfigGives(t *testing.T) {
	const logs = "../../samples/gateway-detach/AWSLogs"
	dir := t.TempDir()
	db := filepath.Join(dir, "case.duckdb")
	file := "sources:\n  - " + logs + "\ndb: " + db + "\nformat: json\nvpc: [vpc-040558abc4f5711bb]\naccount: [111122223333, 012345678901]\ntz: Europe/Berlin\nload:\n  jobs: 1\n"
	var c struct {
		Asked struct {
			Zone    string
			Filters []struct{ Flag, Value string }
		}
		Overview []struct{ ID string }
	}
	code, out, said := configured(t, file)
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	ok(t, json.Unmarshal([]byte(out), &c))
	if f := c.Asked.Filters; len(f) != 3 || f[1].Value != "012345678901" || len(c.Overview) != 1 || c.Asked.Zone != "Europe/Berlin" {
		t.Errorf("the report has %+v", c)
	}
	code, out, said = configured(t, file, "--vpc", "vpc-083a5d0dae9f69857", "--format", "md", "-q")
	if code != exitDone || !strings.HasPrefix(out, "# Report") || strings.Contains(out, "vpc-040558abc4f5711bb") || said != "" {
		t.Errorf("exit code %d: %s\n%.300s", code, said, out)
	}
	if code, _, said := configured(t, "formt: md\nstrict: perhaps\nload: {jobs: x}\n"); code != exitMisuse || strings.Count(said, "job.yaml:") != 3 {
		t.Errorf("three mistakes: %s", said)
	}
	if code, _, said := configured(t, "log: json\nfail-on: loud\n"); code != exitMisuse || strings.Count(said, "{\"event\":") != 2 {
		t.Errorf("as JSON: exit code %d: %s", code, said)
	}
}
