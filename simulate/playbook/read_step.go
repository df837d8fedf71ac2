// Steps are read with more care than a lab needs: what is played must also be sayable in a shell.

package playbook

import (
	"fmt"
	"slices"
	"strings"

	"traillab/simulate/script"
)

// steps looks at a list of steps. Those at the top of a playbook are told to people: they have a title and what to click.
func (r *reader) steps(path string, steps []script.Step, told bool) {
	for i := range steps {
		s, path := &steps[i], fmt.Sprintf("%s[%d]", path, i)
		if told && s.Title == "" {
			r.wrong(path, "title is missing: what the step is for, in a sentence without a stop")
		}
		if told && s.Console == "" {
			r.wrong(path, "console is missing: what to click, in words")
		}
		r.step(path, s)
	}
}

func (r *reader) step(path string, s *script.Step) {
	if s.As != "" {
		r.wrong(path+".as", "as: whoever plays a playbook does so as themselves")
	}
	if s.Do == "" && len(s.Steps) == 0 && len(s.Set) == 0 {
		r.wrong(path, "nothing is done here: do, set or steps is expected")
	}
	if s.Do != "" && len(s.Steps) > 0 {
		r.wrong(path, "do and steps stand together: a step is a call or a group")
	}
	r.condition(path, s.When)
	r.loop(path, s)
	for _, name := range keys(s.Set) {
		r.value(path+".set."+name, s.Set[name])
		r.set(path+".set."+name, name)
	}
	for _, words := range []struct{ key, text string }{{"title", s.Title}, {"console", s.Console}, {"warn", s.Warn}, {"region", s.Region}} {
		r.value(path+"."+words.key, words.text)
	}
	r.call(path, s)
	r.steps(path+".steps", s.Steps, false)
}

func (r *reader) condition(path, text string) {
	if text == "" {
		return
	}
	c, err := script.ParseCondition(text)
	if err != nil {
		r.wrong(path+".when", "when: %v", err)
		return
	}
	r.use(path+".when", c.Variable)
	if other, ok := script.Whole(c.With); ok {
		r.use(path+".when", other)
	}
}

func (r *reader) loop(path string, s *script.Step) {
	if len(s.Each) > 1 {
		r.wrong(path+".each", "each: one variable with one list is expected, as {instance: $instances}")
	}
	for _, name := range keys(s.Each) {
		list, whole := script.Whole(s.Each[name])
		switch kind := r.p.uses.kind(list); {
		case !whole || strings.Contains(list, "."):
			r.wrong(path+".each."+name, "each: %q is no list: write the variable that holds one, as $instances", s.Each[name])
		case kind != Words && kind != Rows:
			r.wrong(path+".each."+name, "each: $%s is declared to be %s, and not a list or rows", list, kind)
		default:
			r.use(path+".each."+name, list)
		}
		r.set(path+".each."+name, name)
	}
}

// call looks at a call and at what is done with its answer.
func (r *reader) call(path string, s *script.Step) {
	if s.Do == "" {
		if len(s.Save) > 0 || s.Expect != nil || s.Until != nil || len(s.In) > 0 {
			r.wrong(path, "in, save, expect and until go with do")
		}
		return
	}
	if !operationForm.MatchString(s.Do) {
		r.wrong(path+".do", "do: %q is no call: write service.Operation, as ec2.DetachInternetGateway", s.Do)
		return
	}
	for _, name := range keys(s.In) {
		r.value(path+".in."+name, s.In[name])
	}
	if u := s.Until; u != nil {
		r.until(path, s)
	}
	deep := 0
	for _, name := range keys(s.Save) {
		if err := script.CheckPath(s.Save[name]); err != nil || s.Save[name] == "" {
			r.wrong(path+".save."+name, "save %s: a path into the answer is expected, as Vpc.VpcId: %v", name, err)
		}
		if k := r.p.uses.kind(name); k != Text && k != Number {
			deep++
		} else if many(s.Save[name]) {
			r.wrong(path+".save."+name, "save %s: the path leads to a list, and nothing tells a shell so: write kinds: {%s: list}, or json where it holds more than texts", name, name)
		}
		r.set(path+".save."+name, name)
	}
	if deep > 0 && len(s.Save) > 1 && !reads(s.Do) {
		r.wrong(path+".save", "save: a shell takes several texts from the answer of a call that changes something, or one list; read the other again")
	}
	if s.Expect != nil && s.Expect.Error == "" && len(s.Expect.Or) == 0 {
		r.wrong(path+".expect", "expect: write the code that it is refused with, as {error: DependencyViolation}")
	}
}

func (r *reader) until(path string, s *script.Step) {
	if !reads(s.Do) {
		r.wrong(path+".until", "until: %s changes something, and would be made again and again", s.Do)
	}
	if err := script.CheckPath(s.Until.Path); err != nil || s.Until.Path == "" {
		r.wrong(path+".until", "until: a path into the answer is expected: %v", err)
	}
	if _, err := s.Until.For(); err != nil {
		r.wrong(path+".until.within", "until: %v", err)
	}
	switch s.Until.Equals.(type) {
	case nil, []any, map[string]any:
		r.wrong(path+".until", "until: equals is a text, a number or a truth")
	}
	r.value(path+".until.equals", s.Until.Equals)
	if s.Expect != nil {
		r.wrong(path+".expect", "expect: a read that is made until it answers is not refused")
	}
}

// many reports whether a path leads to a list: it projects, and nothing behind it picks one.
func many(path string) bool {
	last := path[strings.LastIndexByte(path, '|')+1:]
	depth := 0
	for i := range len(last) {
		switch last[i] {
		case '(', '{':
			depth++
		case ')', '}':
			depth--
		case '[':
			if depth == 0 && i+1 < len(last) && strings.IndexByte("]?*", last[i+1]) >= 0 {
				return true
			}
		}
	}
	return false
}

// value looks at the variables of a value.
func (r *reader) value(path string, value any) {
	if m, ok := value.(map[string]any); ok && m["$union"] != nil {
		parts, ok := script.Union(m)
		if !ok || slices.ContainsFunc(parts, func(part any) bool { _, whole := script.Whole(script.Text(part)); return !whole }) {
			r.wrong(path, "$union: variables of lists and of texts are expected, as [$instances, $instance]")
		}
	}
	usesOf(value, func(name string) { r.use(path, name) })
}

// reads reports whether a call changes nothing, as its name tells.
func reads(do string) bool {
	_, operation, _ := strings.Cut(do, ".")
	for _, verb := range []string{"Describe", "List", "Get", "Head", "Lookup", "Search", "Simulate"} {
		if strings.HasPrefix(operation, verb) {
			return true
		}
	}
	return false
}
