// What can be wrong with a case file, said in sentences that name the next step.

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// ErrBusy marks a case that another process is loading or, for a load, asking.
var ErrBusy = errors.New("in use by another process")

func missing(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no database at %s; make one with: traillab load SOURCE --db %s", path, path)
	}
	return fmt.Errorf("database %s: %w", path, err)
}

// explain turns what DuckDB says when it opens a case file into a sentence with a next step.
func (s *Store) explain(err error) error {
	said := err.Error()
	switch {
	case strings.Contains(said, "Could not set lock"), strings.Contains(said, "Conflicting lock"):
		return fmt.Errorf("database %s is %w: a load is running; ask again when it has ended, or ask the archive itself with --source", s.path, ErrBusy)
	case strings.Contains(said, "not a valid DuckDB database"), strings.Contains(said, "Serialization Error"):
		return fmt.Errorf("%s is not a traillab database: name another with --db, or load into a new file", s.path)
	case strings.Contains(said, "Is a directory"):
		return fmt.Errorf("%s is a folder: name a database file with --db, or ask the folder itself with --source", s.path)
	case strings.Contains(said, "newer version"), strings.Contains(said, "version number"):
		return fmt.Errorf("database %s was written by a newer version of DuckDB: use the traillab that made it or a newer one", s.path)
	case strings.Contains(said, "Permission denied"), strings.Contains(said, "Cannot open file"), strings.Contains(said, "read-only"):
		return fmt.Errorf("database %s cannot be opened (%s): check its permissions and that its folder exists", s.path, firstLine(said))
	}
	if told := s.tell(err); told != nil {
		return told
	}
	return fmt.Errorf("database %s: %w", s.path, err)
}

// told adds the next step to an error of work on an open case, when it is the file's fault.
func (s *Store) told(err error) error {
	if err == nil || errors.As(err, new(*toldError)) {
		return err
	}
	if told := s.tell(err); told != nil {
		return &toldError{told}
	}
	return err
}

// toldError has its next step already.
type toldError struct{ error }

func (s *Store) tell(err error) error {
	said := err.Error()
	switch {
	case s.spill != "" && strings.Contains(said, s.spill):
		return fmt.Errorf("the question needs room for temporary files (%s): name a folder in TMPDIR that has some", firstLine(said))
	case s.scratch != "" && strings.Contains(said, "No space left on device"):
		return fmt.Errorf("there is no room for the temporary case (%s): name a folder in TMPDIR that has some, or load the archive into a file elsewhere with --db and ask that", firstLine(said))
	case strings.Contains(said, "No space left on device"): // before the others: a checkpoint that has no room invalidates the database, for this process
		return fmt.Errorf("database %s has no room to grow (%s): make some, or name a file elsewhere with --db; the same load goes on from there", s.path, firstLine(said))
	case strings.Contains(said, "Could not read enough bytes"), strings.Contains(said, "Corrupt database file"), strings.Contains(said, "has been invalidated"):
		return fmt.Errorf("database %s is damaged: load the archive again into a new file", s.path)
	case strings.Contains(said, "Out of Memory Error") && s.shut:
		return fmt.Errorf("the question needs more than it may take, %s of memory and %s on the disk: ask for fewer rows or columns at once", s.options.Memory, freeSpill)
	case strings.Contains(said, "Out of Memory Error") && s.records != nil:
		return fmt.Errorf("the load needs more memory than it may take (%s): give it more with --memory; the same load goes on from where it is", firstLine(said))
	case strings.Contains(said, "Out of Memory Error"): // DuckDB's own advice is to change settings that nobody can reach
		return fmt.Errorf("the question needs more than the %s of memory that it may take of this machine, as it does where records are very large (CloudTrail's own have 256 KB at most): "+
			"ask on a machine that has more, or load the archive again into a new file with --max-record 1000000, which leaves larger ones out and names each", s.options.Memory)
	}
	return nil
}

// clearStump removes what is left where a load was killed before its new file was a database: nothing, or the first
// bytes of its headers.
func clearStump(path string) error {
	const headers = 3 * 4096
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() >= headers {
		return nil //nolint:nilerr // whatever is there, DuckDB will say
	}
	text, err := os.ReadFile(path)
	if err == nil && (len(text) == 0 || len(text) >= 12 && string(text[8:12]) == "DUCK") {
		err = os.Remove(path)
	}
	if err != nil {
		return fmt.Errorf("database %s: %w", path, err)
	}
	return nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
