// Environments: what of the user's a child may see. A cloud sees a list of harmless names and a home of the lab's own, so
// that no credential, profile or setting of the user's reaches it; what installs it sees all but AWS's and Python's names.

package upstream

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// plain are the names that a cloud may see of the user's environment.
var plain = []string{"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "LD_LIBRARY_PATH"}

// bare returns what a cloud may see of env, with a home of its own. Credentials are not to be looked for anywhere. A certificate
// whose name is to be proved is issued when it is looked at next: a story's clock does not wait for the machine's.
func bare(env []string, home string) []string {
	kept := filter(env, func(name string) bool { return slices.Contains(plain, name) })
	return append(kept, "HOME="+home, "AWS_EC2_METADATA_DISABLED=true", "PYTHONUNBUFFERED=1", "PYTHONNOUSERSITE=1", "MOTO_ACM_VALIDATION_WAIT=0")
}

// handed returns what an installer or docker may see of env: where proxies, package indexes and the docker daemon are,
// but nothing of AWS and nothing that bends a Python.
func handed(env []string) []string {
	return filter(env, func(name string) bool {
		return !strings.HasPrefix(name, "AWS_") && !strings.HasPrefix(name, "PYTHON") && name != "VIRTUAL_ENV" && name != "__PYVENV_LAUNCHER__"
	})
}

func filter(env []string, keep func(name string) bool) []string {
	var kept []string
	for _, line := range env {
		if name, _, ok := strings.Cut(line, "="); ok && keep(name) {
			kept = append(kept, line)
		}
	}
	return kept
}

// value returns what a name stands for in env, the last one if there are several.
func value(env []string, name string) string {
	for _, line := range slices.Backward(env) {
		if v, ok := strings.CutPrefix(line, name+"="); ok {
			return v
		}
	}
	return ""
}

// look returns every program of a name on env's PATH, in its order. The first is not always the one that works.
func look(env []string, name string) []string {
	var found []string
	for _, dir := range filepath.SplitList(value(env, "PATH")) {
		if !filepath.IsAbs(dir) {
			continue // what lies in the current folder is not run by accident
		}
		if file := filepath.Join(dir, name); runnable(file) && !slices.Contains(found, file) {
			found = append(found, file)
		}
	}
	return found
}

// runnable tells whether a file is a program.
func runnable(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}
