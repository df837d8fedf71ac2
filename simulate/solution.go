// Solutions: what a responder does about a scenario, written down: answers to its questions, and a remedy in steps and
// playbooks. A published solution reaches every point; a wrong one says what it must score.

package simulate

import (
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// SolutionSchema is the version of the format of solutions.
const SolutionSchema = "solution/v1"

// Solution is a written response.
type Solution struct {
	Schema  string         `yaml:"schema"`
	Title   string         `yaml:"title"`
	As      string         `yaml:"as"`      // the actor who responds; ops when empty
	After   string         `yaml:"after"`   // how long after the last inject it begins: 5m
	Answers map[string]any `yaml:"answers"` // goal: answer, with variables
	Remedy  []Remedy       `yaml:"remedy"`

	Score *int   `yaml:"score"` // of a wrong one: the points that it must get
	Why   string `yaml:"why"`   // of a wrong one: what is wrong with it
}

// Remedy is a playbook with its parameters, or steps.
type Remedy struct {
	Playbook string         `yaml:"playbook"`
	With     map[string]any `yaml:"with"` // parameters, with variables
	Steps    []script.Step  `yaml:"steps"`
}

// ReadSolution reads a solution strictly. Errors have line and column.
func ReadSolution(name string, text []byte) (*Solution, error) {
	var s Solution
	d, err := strict.Decode(name, text, &s)
	if err != nil {
		return nil, err
	}
	if s.Schema != SolutionSchema {
		return nil, d.At("$.schema", "schema is %q, and %q is what this version reads", s.Schema, SolutionSchema)
	}
	for i := range s.Remedy {
		r := &s.Remedy[i]
		if (r.Playbook == "") == (len(r.Steps) == 0) {
			return nil, d.At("$.remedy["+script.Text(i)+"]", "a remedy is either a playbook or steps")
		}
	}
	return &s, nil
}
