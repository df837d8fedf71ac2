// Notes: what a lab says of itself on disk, in lab.json, so that other processes find it and can end what it left.

package localstack

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"traillab/localstack/upstream"
)

// The states of a lab. What is wrong with the cloud behind one that answers is told beside them.
const (
	Starting = "starting"
	Ready    = "ready"
	Ended    = "ended"
	Failed   = "failed" // it could not begin, or ended badly
	Gone     = "gone"   // its process is not there any more, and nobody told it to end
)

// Note is what lab.json says.
type Note struct {
	Name     string        `json:"name"`
	State    string        `json:"state"`
	PID      int           `json:"pid"`
	Born     string        `json:"born"`     // when the process began, in the system's words: a pid alone may be somebody else's by now
	Endpoint string        `json:"endpoint"` // http://127.0.0.1:4566
	Upstream upstream.Kind `json:"upstream"`
	Why      string        `json:"why"` // what the upstream is and why that one, a line
	Account  string        `json:"account"`
	Drill    string        `json:"drill"` // of this run; in every record
	Logs     string        `json:"logs"`  // the folder that holds AWSLogs
	Since    time.Time     `json:"since"`
	Error    string        `json:"error,omitempty"`
}

// read returns the note of a lab.
func (p Place) read() (Note, error) {
	var n Note
	text, err := os.ReadFile(p.note())
	if err != nil {
		return n, fmt.Errorf("lab %q: %w", p.Name, err)
	}
	if err := json.Unmarshal(text, &n); err != nil {
		return n, fmt.Errorf("read %s: %w", p.note(), err)
	}
	return n, nil
}

// write keeps a note. It is written beside and renamed: whoever reads finds a whole one.
func (p Place) write(n Note) error {
	text, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(p.note()+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("lab %q: %w", p.Name, err)
	}
	return os.Rename(p.note()+".new", p.note())
}

// lives reports whether the lab of a note is up as far as it says, and its process the one that wrote that.
func (n Note) lives() bool {
	return (n.State == Starting || n.State == Ready) && n.PID > 0 && n.Born != "" && born(n.PID) == n.Born
}
