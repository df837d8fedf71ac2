// Actors: who they are, and what else of them a scenario may name as $mallory.key.

package scenario

import (
	"maps"
	"net/netip"
	"regexp"
	"slices"

	"traillab/simulate/strict"
)

// Ops is the actor who makes the setup, the root user where a scenario has no actor of this name.
const Ops = "ops"

// kinds are the types of actors, with the members that each must have and the others cannot.
var kinds = map[string][]string{"IAMUser": {"user"}, "AssumedRole": {"role", "session"}, "Root": nil}

// Members are what of an actor can be asked for: $mallory.arn.
func (a Actor) Members() []string {
	return append([]string{"arn", "key", "ip", "agent"}, kinds[a.Type]...)
}

// cast looks at the actors' names and types.
func (r *reader) cast() {
	for _, name := range slices.Sorted(maps.Keys(r.s.Actors)) {
		a, path := r.s.Actors[name], at("$.actors", name)
		if !nameForm.MatchString(name) {
			r.wrong(path, "actor %q: a name is of letters, digits and _, for it is a variable too: $%s", name, regexp.MustCompile(`[^a-zA-Z0-9]+`).ReplaceAllString(name, "_"))
		}
		needs, known := kinds[a.Type]
		if !known {
			r.wrong(at(path, "type"), "actor %s: type %q is none: %s", name, a.Type, strict.Meant(a.Type, slices.Sorted(maps.Keys(kinds))))
			continue
		}
		given := map[string]string{"user": a.User, "role": a.Role, "session": a.Session}
		for _, member := range []string{"user", "role", "session"} {
			switch needed := slices.Contains(needs, member); {
			case needed && given[member] == "":
				r.wrong(at(path, member), "actor %s: %s is missing: an actor of type %s has one", name, member, a.Type)
			case !needed && given[member] != "":
				r.wrong(at(path, member), "actor %s: an actor of type %s has no %s", name, a.Type, member)
			}
		}
	}
}

// people looks at what of the actors may have variables in it.
func (r *reader) people() {
	for _, name := range slices.Sorted(maps.Keys(r.s.Actors)) {
		a, path := r.s.Actors[name], at("$.actors", name)
		if a.IP == "" {
			r.wrong(at(path, "ip"), "actor %s: ip is missing: the address that the calls come from, as 203.0.113.10", name)
		} else if r.drawn(at(path, "ip"), a.IP) == 0 {
			if _, err := netip.ParseAddr(a.IP); err != nil {
				r.wrong(at(path, "ip"), "actor %s: ip %q is no address: write one as 203.0.113.10, or a variable that is drawn", name, a.IP)
			}
		}
		if a.Agent == "" {
			r.wrong(at(path, "agent"), "actor %s: agent is missing: what the calls are made with, as aws-cli/2.17.44", name)
		}
		for _, member := range []struct{ key, text string }{{"agent", a.Agent}, {"user", a.User}, {"role", a.Role}, {"session", a.Session}} {
			r.drawn(at(path, member.key), member.text)
		}
		switch a.Policy.(type) {
		case nil:
		case map[string]any:
			r.drawn(at(path, "policy"), a.Policy)
		default:
			r.wrong(at(path, "policy"), "actor %s: policy is a policy document: a mapping with Version and Statement", name)
		}
	}
}

// as complains of a name that nobody has.
func (r *reader) as(path, name string) {
	if _, known := r.s.Actors[name]; name == "" || name == Ops || known {
		return
	}
	r.wrong(path, "as: nobody is called %q: %s", name, strict.Meant(name, slices.Sorted(maps.Keys(r.s.Actors))))
}

// drawn complains of variables that are not there yet when vars and actors are made: only vars are. It returns how many
// variables there are in the value.
func (r *reader) drawn(path string, value any) int {
	n := 0
	variables(path, value, func(path, name string) {
		n++
		first, rest := head(name)
		switch _, known := r.s.Vars[first]; {
		case !known:
			r.wrong(path, "$%s is not drawn: only what stands under vars is known before the lab is there; %s", name, strict.Meant(first, slices.Sorted(maps.Keys(r.s.Vars))))
		case rest != "":
			r.wrong(path, "$%s: what is drawn has no members", name)
		}
	}, func(path, name string) {
		if _, known := r.s.Vars[name]; known {
			r.wrong(path, "$%s stands within a text: write ${%s}", name, name)
		}
	})
	return n
}
