// Solutions: what a responder does about a scenario, written down: answers to its questions, and a remedy in steps and
// playbooks. A published solution reaches every point; a wrong one says what it must score.

package simulate

import (
	"maps"
	"slices"

	"traillab/simulate/scenario"
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

// ReadSolution reads a solution strictly, and holds it against its scenario. Errors have line and column.
func ReadSolution(of *scenario.Scenario, name string, text []byte) (*Solution, error) {
	var s Solution
	d, err := strict.Decode(name, text, &s)
	if err != nil {
		return nil, err
	}
	if s.Schema != SolutionSchema {
		return nil, d.At("$.schema", "schema is %q, and %q is what this version reads", s.Schema, SolutionSchema)
	}
	v := of.Vet(d)
	s.form(of, v)
	v.Actor("$.as", s.As)
	for i := range s.Remedy {
		path := "$.remedy[" + script.Text(i) + "]"
		v.Value(path+".with", mapped(s.Remedy[i].With))
		v.Steps(path+".steps", s.Remedy[i].Steps)
	}
	v.Value("$.answers", mapped(s.Answers)) // which may name what the remedy made
	if err := v.Err(); err != nil {
		return nil, err
	}
	return &s, nil
}

// form complains of what a solution must not look like.
func (s *Solution) form(of *scenario.Scenario, v *scenario.Vetter) {
	for i := range s.Remedy {
		if r := &s.Remedy[i]; (r.Playbook == "") == (len(r.Steps) == 0) {
			v.Wrong("$.remedy["+script.Text(i)+"]", "a remedy is either a playbook or steps")
		}
	}
	if after, err := span(s.After, 0); err != nil || after < 0 {
		v.Wrong("$.after", "after: %q is no span of time: write how long after the last inject, as 10m", s.After)
	}
	var asked []string
	for i := range of.Goals {
		if of.Goals[i].Ask != "" {
			asked = append(asked, of.Goals[i].ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Answers)) {
		if !slices.Contains(asked, id) {
			v.Wrong("$.answers."+id, "answers: nothing is asked that is called %q: %s", id, strict.Meant(id, asked))
		}
	}
}

// mapped is a map as a value, nil when there is nothing in it.
func mapped(m map[string]any) any {
	if len(m) == 0 {
		return nil
	}
	return m
}
