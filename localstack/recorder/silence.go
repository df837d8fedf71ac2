// Silence: what becomes of the log when somebody stops the trails of the account. The log is that of the lab, and goes by itself
// while nobody has made a trail; once one ran and none does any more, nothing is delivered, as in life, until one is started.
// The event history goes on, for it needs no trail.

package recorder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// silence is which trails of the account run, and whether the log is silent. Its file outlives the process.
type silence struct {
	path string

	mu      sync.Mutex // guards what follows
	Running []string   `json:"running"`
	Silent  bool       `json:"silent"`
}

// Names of files in the state folder: the trails, and the records that were not delivered.
const (
	trailsFile = "trails.json"
	untoldFile = "untold"
)

// openSilence reads how a run before left the trails.
func openSilence(dir string) (*silence, error) {
	s := &silence{path: filepath.Join(dir, trailsFile)}
	text, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(text, s)
	}
	if err != nil {
		return nil, fmt.Errorf("trails: %w", err)
	}
	return s, nil
}

// now reports whether the log is silent.
func (s *silence) now() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Silent
}

// take learns of a call, and reports whether its own record is left out. One that stops the last trail is the last that is
// delivered; one that starts a trail is the first.
func (s *silence) take(c *exchange.Call, a *exchange.Answer) (leftOut bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.Silent
	if c.Service != "cloudtrail" || a.Error != nil {
		return was, nil
	}
	name := trailName(wire.Text(c.In, "Name"))
	switch c.Name {
	case "StartLogging":
		if !slices.Contains(s.Running, name) {
			s.Running = append(s.Running, name)
		}
		s.Silent = false
	case "StopLogging", "DeleteTrail":
		if !slices.Contains(s.Running, name) {
			return was, nil
		}
		s.Running = slices.DeleteFunc(s.Running, func(n string) bool { return n == name })
		s.Silent = len(s.Running) == 0
	default:
		return was, nil
	}
	return was && s.Silent, s.keep()
}

// keep writes the state down. mu is held.
func (s *silence) keep() error {
	text, err := json.Marshal(s)
	if err == nil {
		err = os.WriteFile(s.path, text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("trails: %w", err)
	}
	return nil
}

// trailName is the name of a trail that is named, or given by its ARN.
func trailName(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// leaveOut keeps a record for the event history alone. mu is held.
func (r *Recorder) leaveOut(at place, record []byte) error {
	text, err := line{at.account, at.region, record}.encode()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(r.options.State, untoldFile), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err == nil {
		_, err = file.Write(text)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	r.memory.add(record)
	return nil
}

// recall puts the records that a run before left out into the event history.
func (r *Recorder) recall() error {
	text, err := os.ReadFile(filepath.Join(r.options.State, untoldFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("event history: %w", err)
	}
	for written := range bytes.Lines(text) {
		var l line
		if json.Unmarshal(written, &l) == nil { // the last may have been cut off
			r.memory.add(l.Record)
		}
	}
	return nil
}
