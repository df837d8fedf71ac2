// What can be wrong with a case file, said in sentences that name the next step.

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// ErrBusy marks a case that another process is loading.
var ErrBusy = errors.New("in use by another process")

func missing(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no database at %s; make one with: traillab load SOURCE --db %s", path, path)
	}
	return fmt.Errorf("database %s: %w", path, err)
}

// explain turns what DuckDB says about a case file into a sentence with a next step.
func (s *Store) explain(err error) error {
	said := err.Error()
	switch {
	case strings.Contains(said, "Could not set lock"), strings.Contains(said, "Conflicting lock"):
		return fmt.Errorf("database %s is %w: a load is running; ask again when it has ended, or ask the archive itself with --source", s.path, ErrBusy)
	case strings.Contains(said, "not a valid DuckDB database"), strings.Contains(said, "Serialization Error"):
		return fmt.Errorf("%s is not a traillab database: name another with --db, or load into a new file", s.path)
	case strings.Contains(said, "Is a directory"):
		return fmt.Errorf("%s is a folder: name a database file with --db, or ask the folder itself with --source", s.path)
	case strings.Contains(said, "Could not read enough bytes"), strings.Contains(said, "Corrupt database file"):
		return fmt.Errorf("database %s is damaged (%s): load the archive again into a new file", s.path, firstLine(said))
	case strings.Contains(said, "newer version"), strings.Contains(said, "version number"):
		return fmt.Errorf("database %s was written by a newer version of DuckDB: use the traillab that made it or a newer one", s.path)
	case strings.Contains(said, "Permission denied"), strings.Contains(said, "Cannot open file"), strings.Contains(said, "read-only"):
		return fmt.Errorf("database %s cannot be opened (%s): check its permissions and that its folder exists", s.path, firstLine(said))
	}
	return fmt.Errorf("database %s: %w", s.path, err)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
