// Contrasts: what stood otherwise before, during and after, thing by thing. What stayed as it was is only counted.

package report

import (
	"maps"
	"slices"
	"strings"

	"traillab/analyze/topology/snapshot"
)

// change is something that was otherwise at one of the moments of a view. A moment that is not told is empty.
type change struct {
	thing                 string
	before, during, after string
}

// contrast returns what changed in a network, and how many things did not.
func contrast(v *View) (changed []change, same int) {
	stages := [3]map[string]string{states(v.Before), states(v.During), states(v.After)}
	var keys []string
	for _, s := range stages {
		for k := range s {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		var told []string
		for i, n := range []*snapshot.Network{v.Before, v.During, v.After} {
			state, there := stages[i][k]
			switch {
			case n == nil:
				state = ""
			case !there:
				state = "not there"
			}
			told = append(told, state)
		}
		different := slices.DeleteFunc(slices.Clone(told), func(s string) bool { return s == "" })
		slices.Sort(different)
		if len(slices.Compact(different)) < 2 {
			same++
			continue
		}
		_, name, _ := strings.Cut(k, " ")
		changed = append(changed, change{name, told[0], told[1], told[2]})
	}
	rules := ruled(v)
	for _, id := range slices.Sorted(maps.Keys(rules)) {
		changed = append(changed, rules[id]...)
	}
	return changed, same
}

// states tells a network as a state for each thing. Keys begin with a letter that orders them.
func states(n *snapshot.Network) map[string]string {
	told := map[string]string{}
	if n == nil {
		return told
	}
	for _, g := range n.Gateways {
		told["a "+labelled(g.ID, string(g.Name))] = g.State + doubt(g.Level)
	}
	for _, g := range n.NATs {
		told["b "+labelled(g.ID, string(g.Name))] = thereOr(g.Exists)
	}
	for _, s := range n.Subnets {
		told["c "+labelled(s.ID, string(s.Name))] = s.Internet.Standing + doubt(s.Internet.Level)
	}
	for _, t := range n.Tables {
		for i := range t.Routes {
			r := &t.Routes[i]
			target := "?"
			if r.Target != nil {
				target = *r.Target
			}
			told["d "+t.ID+" "+r.Destination] = target + " " + r.State + doubt(r.Level)
		}
	}
	for _, e := range n.Endpoints {
		told["e "+labelled(e.ID, string(e.Name))] = thereOr(e.Exists)
	}
	for i := range n.Instances {
		x := &n.Instances[i]
		state := x.State.Text()
		if state == "" {
			state = "state unknown"
		}
		public := "no public address"
		switch x.Public4.Answer {
		case "yes":
			public = "public " + x.Public4.Address
		case "unknown":
			public = "public address unknown"
		}
		told["f "+labelled(x.ID, string(x.Name))] = state + ", " + public
		told["f "+labelled(x.ID, string(x.Name))+" security groups"] = worn(x)
	}
	for _, s := range n.Services {
		told["g "+labelled(s.ID, string(s.Name))] = thereOr(s.Exists)
	}
	return told
}

func thereOr(f snapshot.Fact) string {
	if !f.Known() {
		return "perhaps there"
	}
	return "there" + doubt(f.Level)
}

// doubt marks what is not observed.
func doubt(level string) string {
	if level == observed {
		return ""
	}
	return " (" + level + ")"
}

// labelled is an id with its name, where it has another.
func labelled(id, name string) string {
	if name == "" || name == id {
		return id
	}
	return id + " (" + name + ")"
}
