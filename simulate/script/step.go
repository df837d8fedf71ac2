// Package script is the ground of the simulator: API calls written down as steps, the variables that go from one to the next,
// and the player that makes them in a lab. Scenarios and their solutions are made of steps, and so are playbooks, which are
// printed for people as well.
package script

import (
	"fmt"
	"strings"
	"time"
)

// Step is one thing to do: an API call, or a group of steps that is done on a condition or for each of several.
type Step struct {
	ID    string `yaml:"id,omitempty"`
	Title string `yaml:"title,omitempty"` // what it is for, in a sentence without a stop
	As    string `yaml:"as,omitempty"`    // an actor; the player's own when empty

	Do     string            `yaml:"do,omitempty"` // service.Operation, as ec2.CreateVpc
	Region string            `yaml:"region,omitempty"`
	In     map[string]any    `yaml:"in,omitempty"`     // by the names of the API; see Vars for what may stand in it
	Save   map[string]string `yaml:"save,omitempty"`   // variable: JMESPath into the answer
	Expect *Expect           `yaml:"expect,omitempty"` // nil: it goes through
	Until  *Until            `yaml:"until,omitempty"`  // the call is a read, made again until it answers this

	Set   map[string]any    `yaml:"set,omitempty"`  // variables, instead of a call
	When  string            `yaml:"when,omitempty"` // see Condition; what does not hold is left out
	Each  map[string]string `yaml:"each,omitempty"` // one variable: $list; the step is done once for each
	Steps []Step            `yaml:"steps,omitempty"`

	Console string `yaml:"console,omitempty"` // what somebody clicks instead; of a playbook, nothing that is played
	Warn    string `yaml:"warn,omitempty"`    // what can go wrong here; the same
}

// Expect is how a call is to end.
type Expect struct {
	Error string   `yaml:"error,omitempty"` // the code it must be refused with
	Or    []string `yaml:"or,omitempty"`    // codes it may be refused with: what it asks for is done already
}

// Until is what a read is to answer in the end.
type Until struct {
	Path   string `yaml:"path"`   // JMESPath
	Equals any    `yaml:"equals"` // text, number or truth
	Within string `yaml:"within,omitempty"`
}

// patience is how long a read is made again when the step does not say.
const patience = 10 * time.Minute

// For is how long the read is made again, by the lab's clock.
func (u *Until) For() (time.Duration, error) {
	if u.Within == "" {
		return patience, nil
	}
	d, err := time.ParseDuration(u.Within)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("within: %q is no span of time as 90s or 10m", u.Within)
	}
	return d, nil
}

// Call takes the step's operation apart: ec2, CreateVpc. ok is false for a step that calls nothing, or not in this form.
func (s *Step) Call() (service, operation string, ok bool) {
	service, operation, ok = strings.Cut(s.Do, ".")
	return service, operation, ok && service != "" && operation != "" && !strings.Contains(operation, ".")
}

// Loop returns the variable and the list of Each.
func (s *Step) Loop() (variable, list string, ok bool) {
	for variable, list = range s.Each {
		return variable, list, len(s.Each) == 1
	}
	return "", "", false
}
