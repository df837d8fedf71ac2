// Ability: whether the cloud of a stage has everything that a scenario and a solution ask of it. That is told before anything is
// made, every call with its place.

package simulate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"traillab/simulate/check"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// UnableError says what a cloud lacks for a scenario.
type UnableError struct {
	Scenario, Upstream string
	Lacks              []string // "inject 2 (cut): ec2.DeleteRuote: no such call"
}

func (e *UnableError) Error() string {
	return fmt.Sprintf("%s cannot be played on %s:\n%s", e.Scenario, e.Upstream, strings.Join(e.Lacks, "\n"))
}

// demand collects what is asked of a stage and not there.
type demand struct {
	stage Stage
	lacks []string
}

// possible is an *UnableError for a stage that cannot play the scenario, or its solution.
func (p *Play) possible() error {
	d := &demand{stage: p.stage}
	for _, service := range p.Scenario.Emulator.Require {
		d.call("require", service, "", false)
	}
	d.steps("setup", p.Scenario.Setup)
	for i := range p.Scenario.Injects {
		d.inject(fmt.Sprintf("inject %d", i+1), &p.Scenario.Injects[i])
	}
	for i := range p.drawn.Injects {
		if in := &p.drawn.Injects[i]; in.Noise != "" {
			d.step("noise "+in.Noise, &in.Step)
		}
	}
	d.judged(p.Scenario)
	if p.Solution != nil {
		if err := d.solution(p.Solution, p.Remedies); err != nil {
			return err
		}
	}
	if len(d.lacks) > 0 {
		return &UnableError{p.Scenario.ID, p.stage.Upstream(), d.lacks}
	}
	return nil
}

// call asks for one call. What is only recorded needs no cloud that can make it, but a model that knows it.
func (d *demand) call(place, service, operation string, recorded bool) {
	err := d.stage.Can(service, operation)
	if err == nil || recorded && !errors.Is(err, ErrUnknown) {
		return
	}
	if lack := fmt.Sprintf("%s: %s: %v", place, strings.TrimSuffix(service+"."+operation, "."), err); !slices.Contains(d.lacks, lack) {
		d.lacks = append(d.lacks, lack)
	}
}

func (d *demand) steps(place string, steps []script.Step) {
	for i := range steps {
		d.step(fmt.Sprintf("%s, step %d", place, i+1), &steps[i])
	}
}

func (d *demand) step(place string, s *script.Step) {
	if s.ID != "" {
		place += " (" + s.ID + ")"
	}
	if service, operation, ok := s.Call(); ok {
		d.call(place, service, operation, false)
	}
	d.steps(place, s.Steps)
}

func (d *demand) inject(place string, in *scenario.Inject) {
	if service, operation, ok := strings.Cut(in.Synth, "."); ok {
		d.call(place, service, operation, true)
	}
	if in.While != "" {
		d.check(place, in.While)
	}
	d.step(place, &in.Step)
}

// judged are the reads of goals and penalties.
func (d *demand) judged(s *scenario.Scenario) {
	for i := range s.Goals {
		g := &s.Goals[i]
		for _, c := range append(slices.Clone(g.Checks), g.Check) {
			d.check("goal "+g.ID, c)
		}
	}
	for i := range s.Penalties {
		d.check(fmt.Sprintf("penalty %d", i+1), s.Penalties[i].If)
	}
}

func (d *demand) check(place string, value any) {
	c, err := check.Parse(value)
	if err != nil {
		return // of a goal without one; others were read before
	}
	if service, operation, ok := c.Call(); ok {
		d.call(place, service, operation, false)
	}
}

// solution are the steps of a remedy, those of its playbooks among them.
func (d *demand) solution(s *Solution, box Remedies) error {
	for i := range s.Remedy {
		m, place := &s.Remedy[i], fmt.Sprintf("solution: remedy %d", i+1)
		steps := m.Steps
		if m.Playbook != "" {
			if box == nil {
				return errors.New("there are no playbooks here")
			}
			var err error
			if steps, err = box.Steps(m.Playbook); err != nil {
				return fmt.Errorf("%s: %w", place, err)
			}
			place += ", playbook " + m.Playbook
		}
		d.steps(place, steps)
	}
	return nil
}
