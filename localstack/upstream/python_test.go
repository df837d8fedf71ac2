// Interpreters are found by running them, and those that refuse are passed over.

//go:build unix

package upstream

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFindPython(t *testing.T) {
	const shim = `echo "pyenv: python3.13: command not found" >&2; exit 127`
	tells := func(version string) string { return `echo ` + version + `; echo "$0"` }
	for _, c := range []struct {
		name  string
		kind  Kind
		has   func(m *machine) (want string)
		tried string // of the error
	}{
		{name: "on the path", kind: LocalStack, has: func(m *machine) string { return m.has(t, "python3.13", tells("3.13")) }},
		{name: "as python3", kind: LocalStack, has: func(m *machine) string { return m.has(t, "python3", tells("3.13")) }},
		{name: "a shim that refuses, pyenv's own", kind: LocalStack, has: func(m *machine) string {
			m.has(t, "python3.13", shim)
			dir := filepath.Join(filepath.Dir(m.bin), ".pyenv", "versions", "3.13.0", "bin")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			want := filepath.Join(dir, "python3.13")
			if err := os.Rename(m.has(t, "real", tells("3.13")), want); err != nil {
				t.Fatal(err)
			}
			return want
		}},
		{name: "what uv knows", kind: LocalStack, has: func(m *machine) string {
			want := m.has(t, "hidden", tells("3.13"))
			m.has(t, "uv", `[ "$1 $2" = "python find" ] && echo `+want)
			return want
		}},
		{name: "a shim that refuses and no other", kind: LocalStack, tried: "command not found", has: func(m *machine) string {
			m.has(t, "python3.13", shim)
			return ""
		}},
		{name: "too old for LocalStack", kind: LocalStack, tried: "is Python 3.11", has: func(m *machine) string {
			m.has(t, "python3", tells("3.11"))
			return ""
		}},
		{name: "old enough for moto", kind: Moto, has: func(m *machine) string { return m.has(t, "python3", tells("3.11")) }},
		{name: "without venv", kind: Moto, tried: "No module named ensurepip", has: func(m *machine) string {
			m.has(t, "python3", `echo "ModuleNotFoundError: No module named ensurepip" >&2; exit 1`)
			return ""
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			want := c.has(m)
			got, err := findPython(t.Context(), m.Env, c.kind)
			if want != "" {
				if got != want || err != nil {
					t.Errorf("found %q, %v; want %q", got, err, want)
				}
				return
			}
			var missing *PythonError
			if !errors.As(err, &missing) || !strings.Contains(err.Error(), c.tried) || !strings.Contains(err.Error(), "--upstream builtin") {
				t.Errorf("says %v", err)
			}
		})
	}
}

// TestOutput: a command without an environment has none; the test's own is not inherited.
func TestOutput(t *testing.T) {
	t.Setenv("AWS_PROFILE", "production")
	out, err := output(t.Context(), Command{Args: []string{"/bin/sh", "-c", `echo "$AWS_PROFILE"`}})
	if err != nil || strings.TrimSpace(out) != "" {
		t.Errorf("sees %q, %v", out, err)
	}
}
