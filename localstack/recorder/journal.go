// The journal: where records are kept from the moment they are accepted until they are in a log file. It is a file of lines,
// each a document of one record with its account and region, so nothing that a record says can look like another. A line
// without an end was never accepted.

package recorder

import (
	"bytes"
	"cmp"
	"encoding/json"
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

// line is a record in a journal.
type line struct {
	Account string          `json:"account"`
	Region  string          `json:"region"`
	Record  json.RawMessage `json:"record"`
}

// encode writes a line with its end. A record that is no JSON is an error.
func (l line) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b) // which puts all on one line
	e.SetEscapeHTML(false)   // a record is delivered as it was told
	if err := e.Encode(l); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	return b.Bytes(), nil
}

// append accepts a record. A line that was written in part is taken back, or written over by the next; it has no end, so
// it is none.
func (j *journal) append(at place, record []byte) error {
	text, err := line{at.account, at.region, record}.encode()
	if err != nil {
		return err
	}
	if _, err := j.file.WriteAt(text, j.size); err != nil {
		if cut := j.file.Truncate(j.size); cut != nil {
			return fmt.Errorf("journal: %w; and it cannot be taken back: %w", err, cut)
		}
		return fmt.Errorf("journal: %w", err)
	}
	j.size += int64(len(text))
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

// holding is what a journal holds: the records of each place in their order, the places in the order in which they came, and
// the lines that are no records.
type holding struct {
	records map[place][][]byte
	places  []place
	odd     [][]byte
}

// read reads a journal. What is behind the last end of a line was never accepted.
func read(path string) (*holding, error) {
	whole, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	h := &holding{records: map[place][][]byte{}}
	for text := range bytes.Lines(whole) {
		if !bytes.HasSuffix(text, []byte("\n")) {
			break
		}
		var l line
		at := place{}
		if json.Unmarshal(text, &l) == nil {
			at = place{l.Account, l.Region}
		}
		if len(l.Record) == 0 || l.Record[0] != '{' || at.check() != nil {
			h.odd = append(h.odd, text)
			continue
		}
		if h.records[at] == nil {
			h.places = append(h.places, at)
		}
		h.records[at] = append(h.records[at], l.Record)
	}
	return h, nil
}
