// Running: a playbook played in a lab, and its proofs held against what came of it.

package playbook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"traillab/simulate/check"
	"traillab/simulate/script"
)

// Result is what came of a proof.
type Result struct {
	Title   string
	Finding check.Finding
}

// Passed reports whether all proofs hold.
func Passed(results []Result) bool {
	for _, r := range results {
		if !r.Finding.Passed {
			return false
		}
	}
	return len(results) > 0
}

// Run plays the runbook as a player does, and returns the variables that it ended with. Those of the player are left alone. The
// error of a step is a *script.StepError.
func (r *Runbook) Run(ctx context.Context, by script.Player) (*script.Vars, error) {
	if err := r.complete(); err != nil {
		return nil, err
	}
	vars := r.Vars()
	if now, ok := vars.Get("now"); ok && now == "" {
		at, err := by.Lab.Now(ctx)
		if err != nil {
			return nil, err
		}
		vars.Set("now", at.UTC().Format(time.RFC3339))
	}
	return vars, r.play(ctx, by, vars, r.Playbook.Steps)
}

// RollBack takes back what a run did, by the variables that it ended with. What a step that was left out would have learnt is empty.
func (r *Runbook) RollBack(ctx context.Context, by script.Player, vars *script.Vars) error {
	for _, name := range savedBy(r.Playbook.Steps) {
		if _, set := vars.Get(name); !set {
			vars.Set(name, empty(r.Playbook.uses.kind(name)))
		}
	}
	return r.play(ctx, by, vars, r.Playbook.Rollback)
}

func (r *Runbook) play(ctx context.Context, by script.Player, vars *script.Vars, steps []script.Step) error {
	for _, name := range savedBy(steps) { // as in what is printed, where what was not learnt is nothing
		if _, ok := vars.Get(name); !ok {
			vars.Set(name, empty(r.Playbook.uses.kind(name)))
		}
	}
	region, _ := vars.Get("region")
	by.Vars, by.Region = vars, script.Text(region)
	if err := by.Play(ctx, steps); err != nil {
		return fmt.Errorf("%s: %w", r.Playbook.Name, err)
	}
	return nil
}

// complete complains of what the playbook must be told and was not.
func (r *Runbook) complete() error {
	missing := r.Missing()
	if len(missing) == 0 {
		return nil
	}
	lines := make([]string, len(missing))
	for i, name := range missing {
		lines[i] = fmt.Sprintf("%s (%s)", name, r.Playbook.About(name).Title)
	}
	return &MissingError{Playbook: r.Playbook.Name, Names: missing, text: strings.Join(lines, ", ")}
}

// MissingError says what a playbook must be told.
type MissingError struct {
	Playbook string
	Names    []string
	text     string
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("%s must be told %s", e.Playbook, e.text)
}

// Check judges the proofs by the parameters alone: whoever did the work, and however, it counts.
func (r *Runbook) Check(ctx context.Context, w check.World) ([]Result, error) {
	if err := r.complete(); err != nil {
		return nil, err
	}
	vars := r.Vars()
	examiner := script.Caller{Key: script.Root(), Agent: check.Agent}
	by := script.Player{Lab: looking{w}, Actor: func(string) (script.Caller, error) { return examiner, nil }}
	if err := r.play(ctx, by, vars, r.Playbook.Look); err != nil {
		return nil, err
	}
	var results []Result
	for i := range r.Playbook.Proofs {
		proof := &r.Playbook.Proofs[i]
		found, err := proof.judge(ctx, w, vars)
		if err != nil {
			return nil, fmt.Errorf("%s: proof %q: %w", r.Playbook.Name, proof.Title, err)
		}
		results = append(results, found...)
	}
	return results, nil
}

// judge judges a proof of everything that it is about. Of a list that is empty nothing is proved, unless it is not asked then.
func (p *Proof) judge(ctx context.Context, w check.World, vars *script.Vars) ([]Result, error) {
	asked := func() bool {
		c, err := script.ParseCondition(p.When)
		return err != nil || c.Holds(vars) // none holds always
	}
	one := func(title string) ([]Result, error) {
		if !asked() {
			return nil, nil
		}
		found, err := p.parsed.Judge(ctx, w, vars)
		return []Result{{title, found}}, err
	}
	step := script.Step{Each: p.Each}
	variable, list, loops := step.Loop()
	if !loops {
		return one(p.Title)
	}
	filled, err := vars.Fill(list)
	if err != nil {
		return nil, err
	}
	all, _ := filled.([]any)
	if len(all) == 0 && !asked() {
		return nil, nil
	}
	if len(all) == 0 {
		return []Result{{p.Title, check.Finding{Why: list + " is empty: there is nothing that this could be true of"}}}, nil
	}
	var results []Result
	for _, element := range all {
		vars.Set(variable, element)
		found, err := one(fmt.Sprintf("%s (%s)", p.Title, inWords(element)))
		if err != nil {
			return nil, err
		}
		results = append(results, found...)
	}
	return results, nil
}

// inWords is an element of a list in a word or a few.
func inWords(element any) string {
	if row, ok := element.(map[string]any); ok {
		return marshal(row)
	}
	return script.Text(element)
}

// looking is a world as a lab in which only reads are made.
type looking struct{ check.World }

func (l looking) Pass(context.Context, time.Duration) error {
	return errors.New("a proof waits for nothing")
}
