// Places: the folder in which a lab keeps what it is: who runs it, what it says, and a folder of logs for each run.

package localstack

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Place is where a lab lives on disk.
type Place struct{ Name, Folder string }

// Default is the name of the lab that people mean when they name none.
const Default = "default"

// names that a lab may have: they become folders and arguments.
var names = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$`)

// Home is the folder of all labs of a user: $XDG_STATE_HOME/traillab/labs, or ~/.local/state/traillab/labs.
// https://specifications.freedesktop.org/basedir-spec/latest/
func Home(getenv func(string) string) (string, error) {
	if state := getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "traillab", "labs"), nil
	}
	home := getenv("HOME")
	if home == "" {
		home = getenv("USERPROFILE")
	}
	if home == "" {
		return "", errors.New("neither XDG_STATE_HOME nor HOME says where labs are kept: set XDG_STATE_HOME to a folder")
	}
	return filepath.Join(home, ".local", "state", "traillab", "labs"), nil
}

// At returns the place of a lab. It need not be there.
func At(dir, name string) (Place, error) {
	if !names.MatchString(name) {
		return Place{}, fmt.Errorf("%q is no name of a lab: letters, digits, - and _, at most 63, a letter or digit first", name)
	}
	return Place{name, filepath.Join(dir, name)}, nil
}

// Find returns the place of a lab that was up at least once, or an error that names those that were.
func Find(dir, name string) (Place, error) {
	p, err := At(dir, name)
	if err != nil {
		return p, err
	}
	if _, err := os.Stat(p.note()); err == nil {
		return p, nil
	}
	known := Labs(dir)
	if len(known) == 0 {
		return p, fmt.Errorf("there is no lab %q, nor any other: traillab lab up begins one", name)
	}
	return p, fmt.Errorf("there is no lab %q; there is %s", name, strings.Join(known, ", "))
}

// Labs returns the names of the labs that were up at least once, sorted.
func Labs(dir string) []string {
	var known []string
	entries, _ := os.ReadDir(dir) // a folder that is not there has none
	for _, entry := range entries {
		p, err := At(dir, entry.Name())
		if err != nil {
			continue
		}
		if _, err := os.Stat(p.note()); err == nil {
			known = append(known, entry.Name())
		}
	}
	slices.Sort(known)
	return known
}

// Log is the file that the lab's server and its gateway write to.
func (p Place) Log() string { return filepath.Join(p.Folder, "lab.log") }

func (p Place) note() string { return filepath.Join(p.Folder, "lab.json") }
func (p Place) lock() string { return filepath.Join(p.Folder, "lab.lock") }

// run is where one run of the lab keeps its log, and what the recorder needs for it.
func (p Place) run(id string) string   { return filepath.Join(p.Folder, "runs", id) }
func (p Place) state(id string) string { return filepath.Join(p.Folder, "state", id) }

// last returns the newest lines of the lab's log, for an error.
func (p Place) last(lines int) string {
	text, err := os.ReadFile(p.Log())
	if err != nil {
		return ""
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// missing reports whether an error says that a file is not there.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
