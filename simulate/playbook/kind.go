// Kinds: what a variable holds. Python does not mind and a shell does: a text is a word there, a list is words, one a line, and
// what is deeper is JSON. Mostly the use of a variable tells its kind.

package playbook

import (
	"maps"
	"slices"

	"traillab/simulate/script"
)

// Kind is what a variable holds.
type Kind string

// The kinds.
const (
	Text   Kind = "text"   // the usual one
	Number Kind = "number" // in a document it stands without quotes
	Words  Kind = "list"   // of texts: what a step goes through with each, unless members are asked for
	Rows   Kind = "rows"   // a list of maps from names to texts: what a step goes through with each, asking for members
	JSON   Kind = "json"   // anything, only ever handed on whole
)

func kinds() []string {
	return []string{string(Text), string(Number), string(Words), string(Rows), string(JSON)}
}

// uses is how a playbook's variables are used.
type uses struct {
	kinds   map[string]Kind     // of those whose kind is known, records of loops excepted
	loops   map[string][]string // the lists that a variable of a loop goes through
	members map[string][]string // sorted, of variables of loops and of the rows that they go through
}

// kind is what a variable holds.
func (u *uses) kind(name string) Kind {
	if k := u.kinds[name]; k != "" {
		return k
	}
	return Text
}

// member is what a member of the rows of a list holds.
func (u *uses) member(list, name string) Kind {
	for loop, lists := range u.loops {
		if k := u.kinds[loop+"."+name]; k != "" && slices.Contains(lists, list) {
			return k
		}
	}
	return Text
}

// learn finds out how variables are used.
func (p *Playbook) learn() *uses {
	u := &uses{map[string]Kind{}, map[string][]string{}, map[string][]string{}}
	all := slices.Concat(p.Steps, p.Rollback)
	all = append(all, p.proving()...)
	u.loop(all)
	seen := map[string]map[string]bool{}
	everyUse(all, func(name string) {
		first, member := head(name)
		if member == "" {
			return
		}
		for _, of := range append([]string{first}, u.loops[first]...) {
			if seen[of] == nil {
				seen[of] = map[string]bool{}
			}
			seen[of][member] = true
		}
	})
	for name, members := range seen {
		u.members[name] = slices.Sorted(maps.Keys(members))
	}
	for loop, lists := range u.loops {
		for _, list := range lists {
			u.kinds[list] = Words
			if len(u.members[loop]) > 0 {
				u.kinds[list] = Rows
			}
		}
	}
	for name, param := range p.Params {
		if param.Kind != "" {
			u.kinds[name] = param.Kind
		}
	}
	maps.Copy(u.kinds, p.Kinds)
	return u
}

// loop notes what loops go through, and what variables are set to.
func (u *uses) loop(steps []script.Step) {
	for i := range steps {
		for name, value := range steps[i].Set {
			switch value := value.(type) {
			case []any:
				u.kinds[name] = Words
			case map[string]any:
				u.kinds[name] = JSON
				if _, ok := script.Union(value); ok {
					u.kinds[name] = Words
				}
			}
		}
		if variable, list, ok := steps[i].Loop(); ok {
			if name, ok := script.Whole(list); ok && !slices.Contains(u.loops[variable], name) {
				u.loops[variable] = append(u.loops[variable], name)
			}
		}
		u.loop(steps[i].Steps)
	}
}

// everyUse calls used for every variable that steps name, as mallory.key.
func everyUse(steps []script.Step, used func(name string)) {
	for i := range steps {
		s := &steps[i]
		if c, err := script.ParseCondition(s.When); err == nil {
			used(c.Variable)
			if other, ok := script.Whole(c.With); ok {
				used(other)
			}
		}
		usesOf(s.Region, used)
		usesOf(s.In, used)
		usesOf(s.Set, used)
		if s.Until != nil {
			usesOf(s.Until.Equals, used)
		}
		for _, list := range s.Each {
			usesOf(list, used)
		}
		usesOf(s.Title, used)
		usesOf(s.Console, used)
		usesOf(s.Warn, used)
		everyUse(s.Steps, used)
	}
}

// usesOf calls used for every variable of a value.
func usesOf(value any, used func(name string)) {
	switch value := value.(type) {
	case string:
		if name, ok := script.Whole(value); ok {
			used(name)
			return
		}
		script.Parts(value, func(string) {}, used)
	case []any:
		for _, element := range value {
			usesOf(element, used)
		}
	case map[string]any:
		for _, element := range value {
			usesOf(element, used)
		}
	}
}
