// Hostile names: an attacker calls things as they like, and the log says so. What is printed must hand on each name as one word,
// and run nothing; what could not be is refused.

package playbook_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/simulate/playbook"
)

// names that somebody may be called.
var hostile = []string{
	`'; touch pwned; '`, `"; touch pwned; "`, "`touch pwned`", `$(touch pwned)`, `${IFS}`, `\`, `\'`, `a\`, `%s%n`, `*`, `~`, `!!`, `a b`, `'`, `''`,
	`{"a":1}`, `[1]`, `"`, `é`, `日本`, `x=y`, `#x`, `&& touch pwned`, `| touch pwned`, `> pwned`, `$USER`, `"""`, `\u0041`, `$$`, `{{x}}`, `None`, `null`,
}

// refusedNames are texts that are more than a word to a shell, a terminal or the AWS CLI.
var refusedNames = []string{
	"a\nb", "a\tb", "a\x00b", "\x1b[31m", "a\u202eb", "a\u200bb", "\xff", "--endpoint-url=http://192.0.2.1", "-x", "file:///etc/passwd", "fileb://x",
	"http://169.254.169.254/latest", " https://x", "FILE://x", strings.Repeat("a", 3000),
}

func TestRefusedNames(t *testing.T) {
	for _, name := range refusedNames {
		if err := playbook.Plain(name); err == nil {
			t.Errorf("%q is let in", name)
		}
		if _, err := small(t).With(map[string]any{"user": name}); err == nil {
			t.Errorf("a runbook is made with %q", name)
		}
	}
	for _, name := range hostile {
		if err := playbook.Plain(name); err != nil {
			t.Errorf("%q is no harm when it is quoted: %v", name, err)
		}
	}
}

// stub is an AWS CLI that writes down its arguments and answers nothing.
const stub = `#!/usr/bin/env bash
printf '%s\0' "$@" >> "$ASKED"
printf '\n\0' >> "$ASKED"
`

// asked runs a script before a stub and returns the arguments of each call.
func asked(t testing.TB, r *playbook.Runbook) [][]string {
	t.Helper()
	dir := t.TempDir()
	var script bytes.Buffer
	if err := r.CLI(&script); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(stub), 0o700); err != nil { //nolint:gosec // is run
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "bash", "-s")
	run.Dir, run.Stdin = dir, &script
	run.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "ASKED=" + filepath.Join(dir, "asked"), "PAUSE=0"}
	said, err := run.CombinedOutput()
	if err != nil && !strings.Contains(string(said), "it is , and not available") && !strings.Contains(string(said), "was expected") {
		t.Fatalf("%v\n%s", err, said)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != 2 {
		t.Fatalf("the script made files: %v", files)
	}
	text, err := os.ReadFile(filepath.Join(dir, "asked"))
	if err != nil {
		t.Fatal(err)
	}
	var calls [][]string
	for call := range strings.SplitSeq(strings.TrimSuffix(string(text), "\n\x00"), "\n\x00") {
		calls = append(calls, strings.Split(strings.TrimSuffix(call, "\x00"), "\x00"))
	}
	return calls
}

// behind is the argument behind an option.
func behind(call []string, option string) string {
	at := slices.Index(call, option)
	if at < 0 || at+1 >= len(call) {
		return "(no " + option + ")"
	}
	return call[at+1]
}

func TestHostileNames(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("NOT TESTED in a shell: there is no bash")
	}
	p := small(t)
	n := len(hostile) // all of them in a list once, then one
	for _, name := range append([]string{strings.Join(hostile, " ")}, hostile[:9]...) {
		list, pairs := []any{name}, []any{map[string]any{"address": name, "host": name}}
		for _, other := range hostile[len(hostile)-n:] {
			list = append(list, other)
		}
		n = 1
		r, err := p.With(map[string]any{"region": "eu-west-1", "user": name, "hosts": list, "rule": []any{map[string]any{"x": name}}, "pairs": pairs})
		if err != nil {
			t.Fatal(err)
		}
		calls := asked(t, r)
		reads(t, calls[0], name, list)
		put, associate := calls[3], calls[4]
		if got := behind(put, "--user-name"); got != name {
			t.Errorf("%q became %q", name, got)
		}
		if got, want := behind(put, "--policy-name"), name+"'s & \"own\\\" `x`"; got != want {
			t.Errorf("%q became %q", want, got)
		}
		var document struct{ Statement []struct{ Resource string } }
		if err := json.Unmarshal([]byte(behind(put, "--policy-document")), &document); err != nil || len(document.Statement) != 1 ||
			document.Statement[0].Resource != "arn:aws:iam::*:user/"+name {
			t.Errorf("%q in a document: %v, %s", name, err, behind(put, "--policy-document"))
		}
		if got := behind(associate, "--allocation-id"); got != name {
			t.Errorf("%q in a row became %q", name, got)
		}
	}
}

// reads wants the name and the list in the filters of a call.
func reads(t *testing.T, call []string, name string, list []any) {
	t.Helper()
	var filters []struct{ Values []string }
	if err := json.Unmarshal([]byte(behind(call, "--filters")), &filters); err != nil || len(filters) != 2 {
		t.Fatalf("%q in filters: %v, %s", name, err, behind(call, "--filters"))
	}
	if filters[0].Values[0] != name || len(filters[1].Values) != len(list) {
		t.Fatalf("%q in filters became %q", name, filters)
	}
	for i, want := range list {
		if got := filters[1].Values[i]; got != want {
			t.Errorf("%q in a list became %q", want, got)
		}
	}
}

// FuzzWord holds that any text that is let in reaches the AWS CLI as it was.
func FuzzWord(f *testing.F) {
	for _, name := range hostile[:4] {
		f.Add(name)
	}
	p := small(f)
	f.Fuzz(func(t *testing.T, name string) {
		r, err := p.With(map[string]any{"region": "eu-west-1", "user": name})
		if err != nil || name == "" {
			t.Skip("refused")
		}
		for _, call := range asked(t, r) {
			if call[1] == "put-user-policy" && behind(call, "--user-name") != name {
				t.Errorf("%q became %q", name, behind(call, "--user-name"))
			}
		}
	})
}

// TestPythonLiterals holds that Python reads a name as it was.
func TestPythonLiterals(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("NOT TESTED in Python: there is no python3")
	}
	p := small(t)
	list := []any{}
	for _, name := range hostile {
		list = append(list, name)
	}
	r, err := p.With(map[string]any{"region": "eu-west-1", "user": strings.Join(hostile, " "), "hosts": list})
	if err != nil {
		t.Fatal(err)
	}
	var script bytes.Buffer
	if err := r.Python(&script); err != nil {
		t.Fatal(err)
	}
	_, parser, _ := strings.Cut(script.String(), "def main():\n")
	parser, _, _ = strings.Cut(parser, "    known.update")
	source := "import argparse, json, os\ndef main():\n" + parser + "    print(json.dumps(vars(arguments.parse_args())))\nmain()\n"
	out, err := exec.CommandContext(t.Context(), python, "-c", source).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got struct {
		User  string
		Hosts []any
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if got.User != strings.Join(hostile, " ") || !slices.Equal(got.Hosts, list) {
		t.Errorf("Python reads %q and %q", got.User, got.Hosts)
	}
}
