// Recent: the lab's event history, which LookupEvents is answered from.

package recorder

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// What the history holds, events and bytes of their records; beyond either the oldest are in the log files alone.
const (
	remembered      = 20000
	rememberedBytes = 64 << 20
)

// Event is an event of the history.
type Event struct {
	ID, Name, Source, User, Key string
	ReadOnly                    bool
	At                          time.Time
	Resources                   []Resource
	Record                      string // as it was recorded
}

// Filter chooses events. What is empty chooses all.
type Filter struct {
	From, To  time.Time // both included
	Attribute string    // EventId, EventName, ReadOnly, Username, ResourceType, ResourceName, EventSource or AccessKeyId
	Value     string
}

// Recent returns the management events that pass a filter, the newest first.
func (r *Recorder) Recent(f Filter) ([]Event, error) {
	events, err := r.memory.all(r.options.Folder)
	if err != nil {
		return nil, err
	}
	var found []Event
	for _, e := range slices.Backward(events) {
		if f.passes(&e) {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b Event) int { return b.At.Compare(a.At) })
	return found, nil
}

func (f Filter) passes(e *Event) bool {
	if !f.From.IsZero() && e.At.Before(f.From) || !f.To.IsZero() && e.At.After(f.To) {
		return false
	}
	of := func(resource func(Resource) string) bool {
		return slices.ContainsFunc(e.Resources, func(r Resource) bool { return resource(r) == f.Value })
	}
	switch f.Attribute {
	case "EventId":
		return e.ID == f.Value
	case "EventName":
		return e.Name == f.Value
	case "ReadOnly":
		return fmt.Sprint(e.ReadOnly) == f.Value
	case "Username":
		return e.User == f.Value
	case "EventSource":
		return e.Source == f.Value
	case "AccessKeyId":
		return e.Key == f.Value
	case "ResourceType":
		return of(func(r Resource) string { return r.Type })
	case "ResourceName":
		return of(func(r Resource) string { return r.Name })
	}
	return f.Attribute == ""
}

// memory is the history: events that were read, and records of this run that were not yet.
type memory struct {
	mu     sync.Mutex
	loaded bool
	events []Event
	fresh  [][]byte
	size   int // bytes of the records of both
}

func (m *memory) add(record []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fresh = append(m.fresh, record)
	m.size += len(record)
	m.trim()
}

// trim forgets the oldest events when there are too many, and some more, so that it is not done for every record.
func (m *memory) trim() {
	if len(m.events)+len(m.fresh) <= remembered && m.size <= rememberedBytes {
		return
	}
	gone := 0
	enough := func() bool {
		return len(m.events)+len(m.fresh)-gone <= remembered*9/10 && m.size <= rememberedBytes/10*9
	}
	for ; gone < len(m.events) && !enough(); gone++ {
		m.size -= len(m.events[gone].Record)
	}
	m.events = slices.Delete(m.events, 0, gone)
	for gone = 0; gone < len(m.fresh) && !enough(); gone++ {
		m.size -= len(m.fresh[gone])
	}
	m.fresh = slices.Delete(m.fresh, 0, gone)
}

// all returns the history in the order of its recording. The log files of earlier runs are read the first time.
func (m *memory) all(folder string) ([]Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.loaded {
		own := map[string]bool{}
		for _, record := range m.fresh {
			own[eventOf(record).ID] = true
		}
		old, err := kept(folder, remembered-len(m.fresh), rememberedBytes-m.size)
		if err != nil {
			return nil, err
		}
		old = slices.DeleteFunc(old, func(record []byte) bool { return own[eventOf(record).ID] })
		for _, record := range old {
			m.size += len(record)
		}
		m.fresh, m.loaded = append(old, m.fresh...), true
	}
	for _, record := range m.fresh {
		if e := eventOf(record); e.ID != "" {
			m.events = append(m.events, e)
		} else {
			m.size -= len(record)
		}
	}
	m.fresh = nil
	m.trim()
	return slices.Clone(m.events), nil
}

// kept reads the newest records of the log files of a folder, up to a number and a size, the oldest of them first.
func kept(folder string, most, bytes int) ([][]byte, error) {
	var paths []string
	err := filepath.WalkDir(filepath.Join(folder, "AWSLogs"), func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "CloudTrail-Digest":
			return fs.SkipDir
		case !d.IsDir() && strings.HasSuffix(d.Name(), ".json.gz"):
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("event history: %w", err)
	}
	slices.SortStableFunc(paths, func(a, b string) int { return strings.Compare(minute(a), minute(b)) })
	var files [][][]byte
	for _, path := range slices.Backward(paths) {
		if most <= 0 || bytes <= 0 {
			break
		}
		found, err := recordsOf(path)
		if err != nil {
			return nil, fmt.Errorf("event history: %w", err)
		}
		for _, record := range found {
			bytes -= len(record)
		}
		most -= len(found)
		files = append(files, found)
	}
	slices.Reverse(files)
	return slices.Concat(files...), nil
}

// minute is what the name of a log file says of its time: 20261122T2337Z.
func minute(path string) string {
	parts := strings.Split(filepath.Base(path), "_")
	return parts[max(0, len(parts)-2)]
}

func recordsOf(path string) ([][]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var log struct{ Records []json.RawMessage }
	if err := json.NewDecoder(z).Decode(&log); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	records := make([][]byte, len(log.Records))
	for i, r := range log.Records {
		records[i] = r
	}
	return records, nil
}
