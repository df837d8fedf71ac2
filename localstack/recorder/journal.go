// The journal: where records are kept from the moment they are accepted until they are in a log file. It is a file of lines,
// one record each behind its account and region. A line without an end was never accepted.

package recorder

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// journalStem begins the name of a journal; its number follows, higher than that of every journal that is there already.
const journalStem = "journal-"

// journal is one file of records that are to be delivered together.
type journal struct {
	path string
	file journalFile
	size int64 // of the lines that were accepted
}

// journalFile is what a journal needs of its file; a test has one without room.
type journalFile interface {
	io.WriterAt
	io.Closer
	Truncate(int64) error
}

// newJournal begins the journal behind the last one of a folder.
func newJournal(dir string) (*journal, error) {
	old, err := journals(dir)
	if err != nil {
		return nil, err
	}
	number := 1
	if len(old) > 0 {
		number = journalNumber(old[len(old)-1]) + 1
	}
	path := filepath.Join(dir, journalStem+strconv.Itoa(number))
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	return &journal{path: path, file: file}, nil
}

// append accepts a record. A line that was written in part is taken back, or written over by the next; it has no end, so
// it is none.
func (j *journal) append(account, region string, record []byte) error {
	line := make([]byte, 0, len(account)+len(region)+len(record)+3)
	line = append(append(line, account...), ' ')
	line = append(append(line, region...), ' ')
	line = append(append(line, record...), '\n')
	if _, err := j.file.WriteAt(line, j.size); err != nil {
		if cut := j.file.Truncate(j.size); cut != nil {
			return fmt.Errorf("journal: %w; and it cannot be taken back: %w", err, cut)
		}
		return fmt.Errorf("journal: %w", err)
	}
	j.size += int64(len(line))
	return nil
}

func (j *journal) close() error {
	if err := j.file.Close(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// journals are the paths of the journals of a folder, oldest first.
func journals(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("journals: %w", err)
	}
	var paths []string
	for _, e := range entries {
		if path := filepath.Join(dir, e.Name()); journalNumber(path) > 0 {
			paths = append(paths, path)
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(journalNumber(a), journalNumber(b)) })
	return paths, nil
}

// journalNumber is the number in the name of a journal, 0 for other files.
func journalNumber(path string) int {
	digits, ok := strings.CutPrefix(filepath.Base(path), journalStem)
	n, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return 0
	}
	return n
}

// place is where the records of one log file belong.
type place struct{ account, region string }

// read reads a journal: the records of each place in their order, and the places in the order in which they came.
func read(path string) (map[place][][]byte, []place, error) {
	whole, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("journal: %w", err)
	}
	records := map[place][][]byte{}
	var places []place
	for line := range bytes.Lines(whole) {
		line, ended := bytes.CutSuffix(line, []byte("\n"))
		account, rest, ok := bytes.Cut(line, []byte(" "))
		region, record, also := bytes.Cut(rest, []byte(" "))
		if !ended || !ok || !also {
			break
		}
		at := place{string(account), string(region)}
		if records[at] == nil {
			places = append(places, at)
		}
		records[at] = append(records[at], record)
	}
	return records, places, nil
}
