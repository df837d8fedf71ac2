// Silence: what becomes of the log when somebody stops the trails of the account. The log is that of the lab, and goes by itself
// where nobody has made a trail; where one ran and none does any more, nothing is delivered, as in life, until one is started. A trail
// of one region speaks for that region only. The event history goes on, for it needs no trail.

package recorder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// silence is which trails ran, and which still do. Its file outlives the process.
type silence struct {
	path string

	mu     sync.Mutex // guards what follows
	Trails []*route   `json:"trails"`
}

// route is a trail, or what one was before it was made anew or narrowed.
type route struct {
	Name    string `json:"name"`
	Account string `json:"account"`
	Home    string `json:"home"`
	Multi   bool   `json:"multi,omitempty"`  // it records every region
	Of      bool   `json:"of,omitempty"`     // every account of the organization
	Global  bool   `json:"global,omitempty"` // what services without a region do, whatever its own region is
	Ran     bool   `json:"ran,omitempty"`
	Running bool   `json:"running,omitempty"`
	Gone    bool   `json:"gone,omitempty"`
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

// now reports whether the log of a place is silent; global is of a service without a region.
func (s *silence) now(at place, global bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.silent(at, global)
}

// silent: a trail spoke for the place, and none does. mu is held.
func (s *silence) silent(at place, global bool) bool {
	spoke := false
	for _, r := range s.Trails {
		if r.Ran && r.tells(at, global) {
			if r.Running {
				return false
			}
			spoke = true
		}
	}
	return spoke
}

// tells reports whether a trail records what is done in a place.
func (r *route) tells(at place, global bool) bool {
	return (r.Of || r.Account == at.account) && (r.Multi || r.Home == at.region || global && r.Global)
}

// take learns of a call, and reports whether its own record is left out. One that stops the last trail is the last that is
// delivered; one that starts a trail is the first.
func (s *silence) take(c *exchange.Call, a *exchange.Answer) (leftOut bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := place{c.Account, region(c)}
	was := s.silent(at, global(c))
	if c.Service != "cloudtrail" || a.Error != nil || !s.learn(c, at) {
		return was, nil
	}
	return was && s.silent(at, global(c)), s.keep()
}

// learn takes what a call does to a trail, and reports whether it does anything. mu is held.
func (s *silence) learn(c *exchange.Call, at place) bool {
	r := s.named(wire.Text(c.In, "Name"), at)
	switch {
	case c.Name == "CreateTrail":
		r = &route{Name: trailName(wire.Text(c.In, "Name")), Account: at.account, Home: at.region, Global: true}
		s.Trails = append(s.Trails, r)
		r.shape(c.In)
	case c.Name == "StartLogging" && r == nil: // made before anybody listened
		home, name := homeOf(wire.Text(c.In, "Name"), at), trailName(wire.Text(c.In, "Name"))
		s.Trails = append(s.Trails, &route{Name: name, Account: home.account, Home: home.region, Multi: true, Global: true, Ran: true, Running: true})
	case r == nil:
		return false
	case c.Name == "StartLogging":
		r.Ran, r.Running = true, true
	case c.Name == "StopLogging":
		r.Running = false
	case c.Name == "DeleteTrail":
		r.Running, r.Gone = false, true
	case c.Name == "UpdateTrail": // what it spoke for before it was narrowed falls silent
		before := *r
		before.Running, before.Gone = false, true
		s.Trails = append(s.Trails, &before)
		r.shape(c.In)
	default:
		return false
	}
	return true
}

// shape takes what a trail is told to record.
func (r *route) shape(in map[string]any) {
	for name, is := range map[string]*bool{"IsMultiRegionTrail": &r.Multi, "IsOrganizationTrail": &r.Of, "IncludeGlobalServiceEvents": &r.Global} {
		if told, given := in[name].(bool); given {
			*is = told
		}
	}
}

// named is the trail of a name or an ARN, as a call in a place means it; nil when nobody has made it.
func (s *silence) named(name string, at place) (found *route) {
	home := homeOf(name, at)
	for _, r := range s.Trails {
		if r.Gone || r.Name != trailName(name) || r.Account != home.account {
			continue
		}
		if r.Home == home.region {
			return r
		}
		if r.Multi {
			found = r
		}
	}
	return found
}

// homeOf is the place that an ARN names, and for a plain name the one it is said in.
func homeOf(name string, at place) place {
	if arn := strings.SplitN(name, ":", 6); len(arn) == 6 {
		return place{arn[4], arn[3]}
	}
	return at
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
