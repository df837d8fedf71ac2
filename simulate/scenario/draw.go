// Variables that a seed draws: from what they are drawn, and that this is there.

package scenario

import (
	"math"
	"net/netip"
	"slices"
	"strings"

	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// vars looks at what is drawn.
func (r *reader) vars() {
	for _, name := range keys(r.s.Vars) {
		d, path := r.s.Vars[name], at("$.vars", name)
		_, actor := r.s.Actors[name]
		switch {
		case !nameForm.MatchString(name):
			r.wrong(path, "%q is no name of a variable: write letters, digits and _", name)
		case actor:
			r.wrong(path, "$%s is an actor: a variable needs another name", name)
		case name == "at" || slices.Contains(given, name):
			r.wrong(path, "$%s is the lab's own: a variable needs another name", name)
		}
		if has := d.members(); len(has) != 1 {
			r.wrong(path, "$%s: exactly one of pick, number, address and is is expected, and here is %s", name, strings.Join(append(has, "none")[:max(1, len(has))], " and "))
			continue
		}
		if n := d.Number; n != nil && (len(n) != 2 || n[0] < 0 || n[0] > n[1] || n[1] > math.MaxInt32) {
			r.wrong(at(path, "number"), "$%s: number is the least and the greatest that it can be, as [10, 99]", name)
		}
		r.block(path, name, d.Address)
		r.refers(at(path, "is"), name, d.Is)
		r.refers(at(path, "pick"), name, d.Pick)
	}
	if _, circle := inOrder(r.s.Vars); circle != "" {
		r.wrong(at("$.vars", circle), "$%s is made of itself", circle)
	}
}

// members are those of a draw that are given.
func (d Draw) members() []string {
	var has []string
	if len(d.Pick) > 0 {
		has = append(has, "pick")
	}
	if d.Number != nil {
		has = append(has, "number")
	}
	if d.Address != "" {
		has = append(has, "address")
	}
	if d.Is != nil {
		has = append(has, "is")
	}
	return has
}

// block looks at a CIDR, once its variables are filled in by the first of everything.
func (r *reader) block(path, name, text string) {
	path = at(path, "address")
	if text == "" || r.refers(path, name, text) {
		return
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		r.wrong(path, "$%s: %q is no range of addresses: write one as 203.0.113.0/24", name, text)
		return
	}
	if p.Masked() != p {
		r.wrong(path, "$%s: %s has bits set behind its prefix: write %s", name, p, p.Masked())
	}
	if p.Addr().BitLen()-p.Bits() < 2 {
		r.wrong(path, "$%s: in %s there is no address beside its first and its last", name, p)
	}
}

// refers complains of what a variable cannot be made of, and reports whether it is made of others.
func (r *reader) refers(path, name string, value any) (others bool) {
	variables(path, value, func(path, used string) {
		others = true
		if _, known := r.s.Vars[used]; !known {
			r.wrong(path, "$%s: a variable is made of other variables, and $%s is none: %s", name, used, strict.Meant(used, keys(r.s.Vars)))
		}
	}, func(path, used string) {
		if _, known := r.s.Vars[used]; known {
			r.wrong(path, "$%s stands within a text: write ${%s}", used, used)
		}
	})
	return others
}

// inOrder sorts variables so that what others are made of comes first. circle is one that is made of itself.
func inOrder(vars map[string]Draw) (order []string, circle string) {
	const seen, done = 1, 2
	state := map[string]int{}
	var visit func(name string)
	visit = func(name string) {
		if state[name] == done || circle != "" {
			return
		}
		if state[name] == seen {
			circle = name
			return
		}
		state[name] = seen
		for _, used := range madeOf(vars[name]) {
			if _, known := vars[used]; known {
				visit(used)
			}
		}
		state[name] = done
		order = append(order, name)
	}
	for _, name := range keys(vars) {
		visit(name)
	}
	return order, circle
}

// madeOf are the variables that a draw needs.
func madeOf(d Draw) []string {
	var names []string
	note := func(_, name string) { names = append(names, name) }
	for _, value := range []any{d.Is, d.Address, d.Pick} {
		variables("", value, note, func(string, string) {})
	}
	return names
}

// fill returns a text with the variables that were drawn.
func fill(vars *script.Vars, text string) (string, error) {
	value, err := vars.Fill(text)
	return script.Text(value), err
}
