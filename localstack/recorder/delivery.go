// Delivery: journals become log files under AWSLogs, named as CloudTrail names them. A file's name and bytes depend on its journal
// alone, so a delivery that was cut off is made again and nothing is there twice.

package recorder

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"syscall"
	"time"
)

// deliverAll delivers the journals that are no longer written to, oldest first. One that the disk does not take stays, and is
// delivered again later; those behind it do not wait for it. delivery is held, or nobody else is there yet.
func (r *Recorder) deliverAll() error {
	all, err := journals(r.options.State)
	if err != nil {
		return err
	}
	var wrong []error
	for _, path := range all {
		if path != r.current() {
			wrong = append(wrong, r.deliver(path))
		}
	}
	return errors.Join(wrong...)
}

// current is the path of the journal that is written to, "" when the recorder is closed, or not open yet.
func (r *Recorder) current() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.journal == nil {
		return ""
	}
	return r.journal.path
}

// deliver writes the log files of a journal, enters them in the next digests, and then lets go of the journal. What of it can
// never be delivered is set aside and told.
func (r *Recorder) deliver(journal string) error {
	held, err := read(journal)
	switch {
	case errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE): // it can be read when other files are closed
		return err
	case err != nil:
		return r.setAside(journal, err)
	}
	var wrong []error
	for _, at := range held.places {
		for _, records := range hourly(held.records[at]) {
			log := logFile(at, records)
			err := r.options.write(filepath.Join(r.options.Folder, filepath.FromSlash(log.key)), squeeze(log.content))
			if err == nil {
				err = r.sealer.enter(at, log)
			}
			wrong = append(wrong, err)
		}
	}
	if len(held.odd) > 0 {
		wrong = append(wrong, r.keepOdd(journal, held.odd))
	}
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	if err := os.Remove(journal); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// log is a log file before it is written.
type log struct {
	key            string // of the object: AWSLogs/…
	content        []byte // not compressed
	oldest, newest time.Time
}

// hourly cuts the records of a journal where another hour begins. CloudTrail delivers every few minutes; a journal of a lab whose
// clock is moved on by hand may hold days.
func hourly(records [][]byte) [][][]byte {
	var cut [][][]byte
	var last time.Time
	for _, record := range records {
		hour := recordTime(record).Truncate(time.Hour)
		if len(cut) == 0 || !hour.Equal(last) {
			cut, last = append(cut, nil), hour
		}
		cut[len(cut)-1] = append(cut[len(cut)-1], record)
	}
	return cut
}

// recordTime is when a record's event was. It was written here, and has a time.
func recordTime(record []byte) time.Time {
	var told struct{ EventTime time.Time }
	_ = json.Unmarshal(record, &told)
	return told.EventTime
}

// logFile makes the log file of one place. Its name tells the minute of its last record.
func logFile(at place, records [][]byte) log {
	var l log
	l.content = append(append([]byte(`{"Records":[`), bytes.Join(records, []byte(","))...), `]}`...)
	for _, record := range records {
		then := recordTime(record)
		if l.oldest.IsZero() || then.Before(l.oldest) {
			l.oldest = then
		}
		if then.After(l.newest) {
			l.newest = then
		}
	}
	l.key = path.Join("AWSLogs", at.account, "CloudTrail", at.region, l.newest.UTC().Format("2006/01/02"),
		at.account+"_CloudTrail_"+at.region+"_"+l.newest.UTC().Format("20060102T1504Z")+"_"+mark(l.content)+".json.gz")
	return l
}

// mark is sixteen letters and digits that stand for a content.
func mark(content []byte) string {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	sum := sha256.Sum256(content)
	m := make([]byte, 16)
	for i := range m {
		m[i] = letters[int(sum[i])%len(letters)]
	}
	return string(m)
}

// squeeze compresses a content, the same every time. A buffer takes everything.
func squeeze(content []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(content)
	_ = z.Close()
	return b.Bytes()
}

// unfinished begins the names of files that are being written.
const unfinished = "unfinished-"

// write puts a file into its place at once and for good: it is written in the state folder, where no load looks, and moved
// when its content is on the disk. The file is for its owner.
func (o *Options) write(path string, content []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	file, err := os.CreateTemp(o.State, unfinished+"*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), errors.Join(err, os.Remove(file.Name())))
	}
	// The name is safe when its folder is. Some file systems cannot sync a folder.
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}

// tidy removes what a process that was killed left unfinished.
func (o *Options) tidy() error {
	left, err := filepath.Glob(filepath.Join(o.State, unfinished+"*"))
	for _, path := range left {
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil {
		return fmt.Errorf("recorder: %w", err)
	}
	return nil
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
