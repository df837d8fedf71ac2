// Vetting: other files that go on where a story ends, solutions and what a trainer lets happen, held against it: whom they name
// must act in it, and what they use must be there by then.

package scenario

import (
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// Vetter collects what is wrong with a file that belongs to a scenario.
type Vetter struct {
	reader *reader
	ids    map[string]bool
}

// Vet begins to look at a file. Everything that the story saves is known to it.
func (s *Scenario) Vet(file *strict.Document) *Vetter {
	r := &reader{s: s, document: file, scope: newScope(s)}
	for name := range r.scope.later {
		r.scope.set(name)
	}
	return &Vetter{r, map[string]bool{}}
}

// Steps looks at the steps at a path, as $.remedy[0].steps. What they save is known to what comes after.
func (v *Vetter) Steps(path string, steps []script.Step) {
	v.reader.scope.collect(steps)
	v.reader.steps(path, steps, v.ids)
}

// Value looks for the variables of a value.
func (v *Vetter) Value(path string, value any) { v.reader.use(path, value) }

// Actor looks for somebody, "" being nobody in particular.
func (v *Vetter) Actor(path, name string) { v.reader.as(path, name) }

// Wrong notes a complaint of who reads the file.
func (v *Vetter) Wrong(path, format string, args ...any) { v.reader.wrong(path, format, args...) }

// Err is all that is wrong, nil when nothing is.
func (v *Vetter) Err() error {
	if len(v.reader.errors) == 0 {
		return nil
	}
	return strict.Join(v.reader.errors)
}
