// Package playbook holds the remedies: what to do about a kind of incident, step by step, how to prove that it helped, and how
// to take it back. One YAML file tells it once; it is printed for people who click, as a script for bash and the AWS CLI, or
// as one for Python and boto3, with the ids of the incident at hand, and it is played in a lab. Nothing here calls AWS.
package playbook

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"traillab/simulate/check"
	"traillab/simulate/script"
)

// Schema is the version of the format that this package reads.
const Schema = "playbook/v1"

// Playbook is one remedy.
type Playbook struct {
	Schema   string           `yaml:"schema"`
	Name     string           `yaml:"name"`   // lower-case words with hyphens
	Letter   string           `yaml:"letter"` // a name too: j
	Title    string           `yaml:"title"`
	When     string           `yaml:"when"` // what it is for, in a sentence or two
	Warnings []string         `yaml:"warnings"`
	Params   map[string]Param `yaml:"params"` // beside account and region, which every playbook has
	Kinds    map[string]Kind  `yaml:"kinds"`  // of variables that steps save, where their use does not tell; see Kind
	Steps    []script.Step    `yaml:"steps"`
	Look     []script.Step    `yaml:"look"` // reads from which the proofs learn what they ask about
	Proofs   []Proof          `yaml:"proofs"`
	Rollback []script.Step    `yaml:"rollback"`
	After    []string         `yaml:"after"`   // what to do next, beyond the steps
	Sources  []string         `yaml:"sources"` // pages of AWS's documentation, by title or address

	uses *uses
}

// Param is something that a playbook must be told about the incident.
type Param struct {
	Title    string `yaml:"title"`
	From     string `yaml:"from"` // where an incident tells it: a word of Origins, as chain.vpc
	Kind     Kind   `yaml:"kind"`
	Default  any    `yaml:"default"`
	Required bool   `yaml:"required"`
}

// Proof is something that is true once the playbook has helped, and was not before.
type Proof struct {
	Title string            `yaml:"title"`
	Each  map[string]string `yaml:"each"`  // one variable: $list; it is to be true of each of them, and an empty list proves nothing
	When  string            `yaml:"when"`  // a condition; what does not hold is not asked
	Check any               `yaml:"check"` // see package check

	parsed *check.Check
}

//go:embed playbooks/*.yaml
var embedded embed.FS

// List returns the playbooks in the box in the order of their letters.
func List() ([]*Playbook, error) {
	entries, err := fs.ReadDir(embedded, "playbooks")
	if err != nil {
		return nil, err
	}
	var list []*Playbook
	for _, entry := range entries {
		text, err := fs.ReadFile(embedded, path.Join("playbooks", entry.Name()))
		if err != nil {
			return nil, err
		}
		p, err := Read(entry.Name(), text)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *Playbook) int { return strings.Compare(a.Letter, b.Letter) })
	return list, nil
}

// ErrUnknown marks a name that no playbook has.
var ErrUnknown = errors.New("no such playbook")

// Open returns the playbook in the box of that name or letter.
func Open(name string) (*Playbook, error) {
	list, err := List()
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		if p.Name == name || p.Letter == name {
			return p, nil
		}
	}
	return nil, fmt.Errorf("%q: %w", name, ErrUnknown)
}
