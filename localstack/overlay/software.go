// Software: what is installed on an instance, and what commands change of it.

package overlay

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// software is what an instance has installed, as changes in the order of their times.
type software struct {
	since   time.Time
	changes []change
}

type change struct {
	at      time.Time
	name    string
	removed bool
}

// shipped is what an instance of the lab comes with.
var shipped = []string{"amazon-linux-repo-s3", "amazon-ssm-agent", "bash", "coreutils", "curl-minimal", "glibc", "kernel", "openssh-server", "openssl", "python3", "systemd"}

func newSoftware(at time.Time) software {
	s := software{since: at}
	for _, name := range shipped {
		s.changes = append(s.changes, change{at: at, name: name})
	}
	return s
}

// managing finds what a command line installs or removes with a package manager.
var managing = regexp.MustCompile(`(?:^|[;&|(\s])(?:sudo\s+)?(?:yum|dnf|apt|apt-get|zypper|rpm)\s+(?:-\S+\s+)*(install|localinstall|remove|erase|purge|autoremove|-e|-i)\s+([^;&|\n)]+)`)

// run notes what a line of a script changes.
func (s *software) run(line string, at time.Time) {
	for _, found := range managing.FindAllStringSubmatch(line, -1) {
		removed := slices.Contains([]string{"remove", "erase", "purge", "autoremove", "-e"}, found[1])
		for _, name := range strings.Fields(found[2]) {
			if !strings.HasPrefix(name, "-") {
				s.changes = append(s.changes, change{at, strings.Trim(name, `"'`), removed})
			}
		}
	}
}

// at is what was installed at a moment, sorted, with the time of its installing.
func (s *software) at(moment time.Time) ([]string, map[string]time.Time) {
	have := map[string]time.Time{}
	for _, c := range s.changes {
		switch {
		case c.at.After(moment):
		case c.removed:
			delete(have, c.name)
		default:
			if _, has := have[c.name]; !has {
				have[c.name] = c.at
			}
		}
	}
	return slices.Sorted(maps.Keys(have)), have
}
