// Finding a Python: by running candidates, for a name on the path may be a version manager's shim that refuses.

package upstream

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// question is what a candidate must be able to say. venv and ensurepip are missing where a distribution packs them
// apart. It prints the version, then where the interpreter really is.
const question = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"

// wanted are the versions that a cloud's pins were frozen on, the best first. LocalStack on 3.11 turns healthy and then
// fails in s3, sts and kms.
var wanted = map[Kind][]string{
	LocalStack: {"3.13"},
	Moto:       {"3.13", "3.12", "3.11"},
}

// findPython returns an interpreter that can make a virtual environment for a cloud.
func findPython(ctx context.Context, env []string, kind Kind) (string, error) {
	var refused []string
	for _, version := range wanted[kind] {
		for _, candidate := range candidates(ctx, env, version) {
			python, err := try(ctx, env, candidate, version)
			if err == nil {
				return python, nil
			}
			refused = append(refused, fmt.Sprintf("  %s: %v", candidate, err))
		}
	}
	tried := "none is on the PATH, among pyenv's versions, or known to uv"
	if len(refused) > 0 {
		tried = "none of these will do:\n" + strings.Join(slices.Compact(refused), "\n")
	}
	version := wanted[kind][0]
	return "", &PythonError{Kind: kind, text: fmt.Sprintf("%s as a Python package needs Python %s with venv: %s\n"+
		"install it (apt-get install python%s-venv, brew install python@%s, pyenv install %s, or uv python install %s), or use --upstream builtin, which needs none",
		kind, version, tried, version, version, version, version)}
}

// PythonError says that no Python here can run a cloud, which ones were tried, and how to get one.
type PythonError struct {
	Kind Kind
	text string
}

func (e *PythonError) Error() string { return e.text }

// candidates are the programs that may be a Python of a version: on the path, of pyenv, and what uv knows.
func candidates(ctx context.Context, env []string, version string) []string {
	found := look(env, "python"+version)
	roots := []string{value(env, "PYENV_ROOT"), filepath.Join(value(env, "HOME"), ".pyenv")}
	for _, root := range roots {
		if !filepath.IsAbs(root) {
			continue
		}
		matches, _ := filepath.Glob(filepath.Join(root, "versions", version+"*", "bin", "python"+version)) // the pattern is ours
		slices.Reverse(matches)                                                                            // the newest patch first, as far as names tell
		found = append(found, matches...)
	}
	for _, uv := range look(env, "uv") {
		out, err := output(ctx, Command{Args: []string{uv, "python", "find", "--no-python-downloads", version}, Env: handed(env)})
		if out = strings.TrimSpace(out); err == nil && filepath.IsAbs(out) {
			found = append(found, out)
		}
	}
	found = append(found, look(env, "python3")...)
	var once []string
	for _, candidate := range found {
		if runnable(candidate) && !slices.Contains(once, candidate) {
			once = append(once, candidate)
		}
	}
	return once
}

// try runs a candidate and returns the interpreter behind it.
func try(ctx context.Context, env []string, candidate, version string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	out, err := output(ctx, Command{Args: []string{candidate, "-c", question}, Env: handed(env)})
	if err != nil {
		return "", err
	}
	is, executable, _ := strings.Cut(strings.TrimSpace(out), "\n")
	if is != version {
		return "", fmt.Errorf("is Python %s", is)
	}
	if !filepath.IsAbs(executable) {
		return "", fmt.Errorf("does not say where it is")
	}
	return executable, nil
}
