// Proofs as they are printed: those that read the API are read by the script itself at its end; those that rest on the log are
// named, for traillab to judge.

package playbook

import (
	"strings"

	"traillab/simulate/script"
)

// reading is a proof that reads the API.
type reading struct {
	step      script.Step // the call
	path, how string      // how it is compared: a word of package check
	with      any
}

// reading returns what a proof reads; ok is false for one that rests on the log, and for one that a shell could not compare.
func (p *Proof) reading() (r reading, ok bool) {
	m, ok := p.Check.(map[string]any)
	if !ok {
		return r, false
	}
	for name, value := range m {
		switch name {
		case "call":
			r.step.Do = script.Text(value)
		case "region":
			r.step.Region = script.Text(value)
		case "path":
			r.path = script.Text(value)
		default:
			in, isMap := value.(map[string]any)
			if name == "in" && isMap {
				r.step.In = in
				continue
			}
			r.how, r.with = name, value
		}
	}
	if r.how == "in" {
		r.how = "any_of"
	}
	switch r.with.(type) {
	case []any, map[string]any:
		return r, r.how != "equals"
	}
	return r, true
}

// around is a step with the condition and the loop of a proof.
func (p *Proof) around() *script.Step {
	return &script.Step{Each: p.Each, When: p.When}
}

// heading is a proof's title, with what it is about where that is one of several texts.
func (p *Proof) heading(u *uses) string {
	title := strings.ReplaceAll(p.Title, "$", "$$")
	if variable, list, ok := p.around().Loop(); ok {
		if name, _ := script.Whole(list); u.kind(name) == Words {
			title += " (${" + variable + "})"
		}
	}
	return title
}

// proving are the steps that the proofs come to, for what they use and set.
func (p *Playbook) proving() []script.Step {
	all := append([]script.Step{}, p.Look...)
	for i := range p.Proofs {
		proof := &p.Proofs[i]
		step := *proof.around()
		if r, ok := proof.reading(); ok {
			step.Steps = []script.Step{{Do: r.step.Do, In: map[string]any{"in": r.step.In, "path": r.path, "with": r.with}, Region: r.step.Region}}
		}
		all = append(all, step)
	}
	return all
}
