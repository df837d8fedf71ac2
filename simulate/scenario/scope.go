// The scope: which variables are there at a place of the story. What is used before it is there would only break in the middle
// of a run.

package scenario

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// scope are the variables that are known. A member list of nil means that anything may stand beneath.
type scope struct {
	known map[string][]string
	later map[string]bool // what is only set by something that comes afterwards
	ids   []string        // of the steps
}

// given are variables that every lab sets.
var given = []string{"account", "region", "now"}

// newScope knows what is there before the first step.
func newScope(s *Scenario) *scope {
	c := &scope{known: map[string][]string{}, later: map[string]bool{}}
	for _, name := range given {
		c.known[name] = []string{}
	}
	for name := range s.Vars {
		c.known[name] = []string{}
	}
	for name, a := range s.Actors {
		c.known[name] = a.Members()
	}
	c.collect(s.Setup)
	for i := range s.Injects {
		c.collect([]script.Step{s.Injects[i].Step})
	}
	return c
}

// collect finds out which steps there are, and what they will set.
func (c *scope) collect(steps []script.Step) {
	for i := range steps {
		if steps[i].ID != "" {
			c.ids = append(c.ids, steps[i].ID)
		}
		for _, names := range [][]string{keys(steps[i].Save), keys(steps[i].Set), keys(steps[i].Each)} {
			for _, name := range names {
				c.later[name] = true
			}
		}
		c.collect(steps[i].Steps)
	}
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// set makes a variable known from here on.
func (c *scope) set(name string) { c.known[name] = nil }

// missing says what is wrong with a name, "" where it is known.
func (c *scope) missing(name string) string {
	first, rest := head(name)
	if first == "at" {
		if slices.Contains(c.ids, rest) {
			return ""
		}
		return fmt.Sprintf("$%s: no step has the id %q: %s", name, rest, strict.Meant(rest, c.ids))
	}
	members, known := c.known[first]
	switch {
	case !known && c.later[first]:
		return fmt.Sprintf("$%s is used here and only set afterwards", first)
	case !known:
		return fmt.Sprintf("$%s is not set: %s", first, strict.Meant(first, slices.Sorted(maps.Keys(c.known))))
	case rest != "" && members != nil && !slices.Contains(members, rest):
		if len(members) == 0 {
			return fmt.Sprintf("$%s: %s has no members", name, first)
		}
		return fmt.Sprintf("$%s: %s has no member %q: %s", name, first, rest, strict.Meant(rest, members))
	}
	return ""
}

// use complains of the variables of a value that are not known here.
func (r *reader) use(path string, value any) {
	variables(path, value, func(path, name string) { r.variable(path, name) }, func(path, name string) {
		if _, known := r.scope.known[name]; known {
			r.wrong(path, "$%s stands within a text: write ${%s}, or $${%s} where a dollar sign is meant", name, name, name)
		}
	})
}

func (r *reader) variable(path, name string) {
	if m := r.scope.missing(name); m != "" {
		r.wrong(path, "%s", m)
	}
}

var bare = regexp.MustCompile(`\$([a-zA-Z][a-zA-Z0-9_]*)`)

// variables calls used for every variable of a value, and naked for what looks like one within a text and is none.
func variables(path string, value any, used, naked func(path, name string)) {
	switch value := value.(type) {
	case string:
		if name, ok := script.Whole(value); ok {
			used(path, name)
			return
		}
		script.Parts(value, func(text string) {
			if text == "$" {
				return
			}
			for _, m := range bare.FindAllStringSubmatch(text, -1) {
				naked(path, m[1])
			}
		}, func(name string) { used(path, name) })
	case []any:
		for i, element := range value {
			variables(at(path, i), element, used, naked)
		}
	case map[string]any:
		for _, key := range keys(value) {
			variables(at(path, key), value[key], used, naked)
		}
	}
}

// head takes the name of a member apart: mallory, key.
func head(name string) (first, rest string) {
	first, rest, _ = strings.Cut(name, ".")
	return first, rest
}
