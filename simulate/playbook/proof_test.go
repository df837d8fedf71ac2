// Proofs in a shell: each comparison says of each answer what package check says of it.

package playbook_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// answering is an AWS CLI that answers one thing, as JSON or as text, or refuses.
const answering = `#!/usr/bin/env bash
[ -z "$CODE" ] || { echo "An error occurred ($CODE) when calling the Read operation: no" >&2; exit 254; }
case "$*" in *'--output json') printf '%s\n' "$JSON" ;; *) printf '%s\n' "$TEXT" ;; esac
`

func TestProve(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("NOT TESTED in a shell: there is no bash")
	}
	head, err := os.ReadFile("print/head.sh")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(answering), 0o700); err != nil { //nolint:gosec // is run
		t.Fatal(err)
	}
	const some = "[\n    \"a\",\n    \"b\"\n]"
	for _, c := range []struct {
		how, wanted, json, text, code string
		holds                         bool
	}{
		{how: "equals", wanted: "Inactive", json: `"Inactive"`, holds: true},
		{how: "equals", wanted: "Inactive", json: `"Active"`},
		{how: "equals", wanted: "true", json: "true", holds: true},
		{how: "equals", wanted: "22", json: "22", holds: true},
		{how: "equals", wanted: "", json: "null"},
		{how: "equals", wanted: "", code: "AccessDenied"},
		{how: "equals", wanted: `a "b"`, json: `"a \"b\""`, holds: true},
		{how: "exists", wanted: "true", json: some, holds: true},
		{how: "exists", wanted: "true", json: "0", holds: true},
		{how: "exists", wanted: "true", json: "false", holds: true},
		{how: "exists", wanted: "true", json: "null"},
		{how: "exists", wanted: "true", json: "[]"},
		{how: "exists", wanted: "true", json: `""`},
		{how: "exists", wanted: "true", code: "InvalidVpcID.NotFound"},
		{how: "absent", wanted: "true", json: "null", holds: true},
		{how: "absent", wanted: "true", json: "[]", holds: true},
		{how: "absent", wanted: "true", json: "false"},
		{how: "absent", wanted: "true", json: some},
		{how: "absent", wanted: "true", code: "InvalidVpcID.NotFound", holds: true},
		{how: "absent", wanted: "true", code: "NoSuchEntity", holds: true},
		{how: "absent", wanted: "true", code: "AccessDenied"},
		{how: "any_of", wanted: "a\nb", text: "a\tb", json: some, holds: true},
		{how: "any_of", wanted: "a", text: "a\tb", json: some},
		{how: "any_of", wanted: "a", text: "None", json: "null"},
		{how: "any_of", wanted: "a", code: "AccessDenied"},
		{how: "gte", wanted: "2", json: "3", holds: true},
		{how: "gte", wanted: "2", json: "1"},
		{how: "gte", wanted: "2", json: "null"},
		{how: "gte", wanted: "2", json: `"many"`},
		{how: "error", wanted: "NoSuchEntity", code: "NoSuchEntity", holds: true},
		{how: "error", wanted: "NoSuchEntity", code: "AccessDenied"},
		{how: "error", wanted: "NoSuchEntity", json: "{}"},
	} {
		run := exec.CommandContext(t.Context(), "bash", "-c", string(head)+`prove title "$HOW" "$WANTED" aws x read`+"\n"+`exit "$unproved"`)
		run.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "HOW=" + c.how, "WANTED=" + c.wanted, "JSON=" + c.json, "TEXT=" + c.text, "CODE=" + c.code}
		said, err := run.CombinedOutput()
		if (err == nil) != c.holds || !strings.Contains(string(said), "title") {
			t.Errorf("%s %q of %s%s: %v, %s", c.how, c.wanted, c.json, c.code, err, said)
		}
	}
}
