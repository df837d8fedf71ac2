// Steps: what a scenario has done in the lab, before the story and in it.

package scenario

import (
	"regexp"
	"strings"

	"traillab/simulate/script"
)

// stepID is the form of a step's id, which is named as $at.ID.
var stepID = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]*$`)

// story looks at the setup and at the injects, in the order in which they set variables.
func (r *reader) story() {
	ids := map[string]bool{}
	r.steps("$.setup", r.s.Setup, ids)
	if len(r.s.Injects) == 0 {
		r.wrong("$.injects", "injects: a story is expected: at least one thing that happens")
	}
	r.order()
	for i := range r.s.Injects {
		in, path := &r.s.Injects[i], at("$.injects", i)
		r.kind(path, in)
		if in.Synth == "" && (in.Every != "" || in.While != "") {
			r.wrong(path, "every and while belong to a synth, which is recorded again and again")
		}
		r.some(at(path, "every"), "every", in.Every, "5m")
		r.use(at(path, "message"), in.Message)
		r.operation(at(path, "synth"), "synth", in.Synth)
		if in.While != "" {
			r.check(at(path, "while"), in.While)
			if in.Every == "" {
				r.wrong(path, "while goes with every: how often to look, as 5m")
			}
		}
		whole := in.Step
		if in.Synth != "" && in.Do == "" {
			whole.Do = in.Synth // it may have been refused, as a call that is made
		}
		r.step(path, &whole, ids)
	}
}

// order complains of injects that do not stand in the order of time.
func (r *reader) order() {
	for i := range r.s.Injects {
		path := at("$.injects", i)
		if r.s.Injects[i].At == "" {
			r.wrong(path, "at is missing: when it happens, counted from the start, as 10m")
			continue
		}
		now, ok := r.moment(at(path, "at"), "at", r.s.Injects[i].At)
		if i == 0 || !ok {
			continue
		}
		if last, ok := offset(r.s.Injects[i-1].At); ok && now < last {
			r.wrong(at(path, "at"), "at: %s comes after %s: write the injects in the order of time", r.s.Injects[i].At, r.s.Injects[i-1].At)
		}
	}
}

// kind complains of an inject that is not exactly one thing.
func (r *reader) kind(path string, in *Inject) {
	var has []string
	for _, member := range []struct {
		name string
		is   bool
	}{{"do", in.Do != ""}, {"steps", len(in.Steps) > 0}, {"message", in.Message != ""}, {"synth", in.Synth != ""}} {
		if member.is {
			has = append(has, member.name)
		}
	}
	switch {
	case len(has) == 0 && len(in.Set) == 0:
		r.wrong(path, "nothing happens here: one of do, steps, message and synth is expected")
	case len(has) > 1:
		r.wrong(path, "%s stand together: an inject is one of do, steps, message and synth", strings.Join(has, " and "))
	}
}

func (r *reader) steps(path string, steps []script.Step, ids map[string]bool) {
	for i := range steps {
		s, path := &steps[i], at(path, i)
		if s.Do == "" && len(s.Steps) == 0 && len(s.Set) == 0 {
			r.wrong(path, "nothing is done here: do, set or steps is expected")
		}
		r.step(path, s, ids)
	}
}

// step looks at everything that any step may have.
func (r *reader) step(path string, s *script.Step, ids map[string]bool) {
	switch {
	case s.ID != "" && !stepID.MatchString(s.ID):
		r.wrong(at(path, "id"), "id: %q is no id of a step: write letters, digits and _, for it is named as $at.ID", s.ID)
	case s.ID != "" && ids[s.ID]:
		r.wrong(at(path, "id"), "id: another step is called %q", s.ID)
	}
	ids[s.ID] = true
	r.as(at(path, "as"), s.As)
	if s.Do != "" && len(s.Steps) > 0 {
		r.wrong(path, "do and steps stand together: a step is a call or a group")
	}
	r.condition(at(path, "when"), s.When)
	r.loop(at(path, "each"), s.Each)
	r.assign(at(path, "set"), s.Set)
	r.use(at(path, "region"), s.Region)
	r.use(at(path, "in"), mapped(s.In))
	r.operation(at(path, "do"), "do", s.Do)
	r.outcome(path, s)
	r.modelled(path, s)
	r.steps(at(path, "steps"), s.Steps, ids)
}

// mapped is a map as a value, nil when there is nothing in it.
func mapped(m map[string]any) any {
	if len(m) == 0 {
		return nil
	}
	return m
}

func (r *reader) condition(path, text string) {
	if text == "" {
		return
	}
	c, err := script.ParseCondition(text)
	if err != nil {
		r.wrong(path, "when: %v", err)
		return
	}
	r.variable(path, c.Variable)
	r.use(path, c.With)
}

func (r *reader) loop(path string, each map[string]string) {
	if len(each) > 1 {
		r.wrong(path, "each: one variable with one list is expected, as {subnet: $subnets}")
	}
	for _, name := range keys(each) {
		r.use(at(path, name), each[name])
		if _, ok := script.Whole(each[name]); !ok {
			r.wrong(at(path, name), "each: %q is no list: write the variable that holds one, as $subnets", each[name])
		}
		r.name(at(path, name), name)
	}
}

func (r *reader) assign(path string, set map[string]any) {
	for _, name := range keys(set) {
		r.use(at(path, name), set[name])
	}
	for _, name := range keys(set) {
		r.name(at(path, name), name)
	}
}

// name looks at a variable that is set, and knows it from here on.
func (r *reader) name(path, name string) {
	_, actor := r.s.Actors[name]
	switch {
	case !nameForm.MatchString(name):
		r.wrong(path, "%q is no name of a variable: write letters, digits and _", name)
	case actor || name == "at" || name == given[0] || name == given[1]:
		r.wrong(path, "$%s cannot be set: it is the lab's own, or an actor", name)
	default:
		r.scope.set(name)
	}
}

// outcome looks at what is done with the answer of a call.
func (r *reader) outcome(path string, s *script.Step) {
	if s.Do == "" {
		for _, key := range []string{"save", "expect", "until", "in"} {
			if len(s.Save) > 0 && key == "save" || s.Expect != nil && key == "expect" || s.Until != nil && key == "until" {
				r.wrong(at(path, key), "%s: there is no call here that it could be about", key)
			}
		}
	}
	if e := s.Expect; e != nil && e.Error == "" && len(e.Or) == 0 {
		r.wrong(at(path, "expect"), "expect: write the code that it is refused with, as {error: DependencyViolation}")
	}
	if u := s.Until; u != nil {
		r.jmespath(at(path, "until", "path"), "until", u.Path)
		r.use(at(path, "until", "equals"), u.Equals)
		if _, err := u.For(); err != nil {
			r.wrong(at(path, "until", "within"), "until: %v", err)
		}
	}
	for _, name := range keys(s.Save) {
		r.jmespath(at(path, "save", name), "save "+name, s.Save[name])
		r.name(at(path, "save", name), name)
	}
}

func (r *reader) jmespath(path, what, text string) {
	if text == "" {
		r.wrong(path, "%s: a path into the answer is expected, as Vpc.VpcId", what)
		return
	}
	if err := script.CheckPath(text); err != nil {
		r.wrong(path, "%s: %v", what, err)
	}
}
