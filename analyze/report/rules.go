// Rules: the entries of network ACLs and the rules of security groups that came or went in a view. The others are left to traillab
// topology: there can be hundreds, and nothing happened to them.

package report

import (
	"slices"

	"traillab/analyze/topology/snapshot"
)

// filterOf is an ACL or a security group at one of the moments of a view.
type filterOf struct {
	id, name string
	whole    bool // all of its rules are known: what is not among them is not there
	rules    []snapshot.Keyed
}

// filters are the ACLs and groups of a network.
func filters(n *snapshot.Network) (all []filterOf) {
	if n == nil {
		return nil
	}
	for _, a := range n.ACLs {
		all = append(all, filterOf{a.ID, string(a.Name), a.Whole.Text() == "yes", a.Entries})
	}
	for _, g := range n.Groups {
		all = append(all, filterOf{g.ID, string(g.Name), g.Whole.Text() == "yes", g.Rules})
	}
	return all
}

// ruled returns what changed in each ACL and group of a view, by id.
func ruled(v *View) map[string][]change {
	moments := [3]*snapshot.Network{v.Before, v.During, v.After}
	var stages [3][]filterOf
	names := map[string]string{}
	keys := map[string][]string{}
	for i, n := range moments {
		stages[i] = filters(n)
		for _, f := range stages[i] {
			names[f.id] = labelled(f.id, f.name)
			for _, r := range f.rules {
				keys[f.id] = append(keys[f.id], r.Key)
			}
		}
	}
	changed := map[string][]change{}
	for id, list := range keys {
		slices.Sort(list)
		for _, key := range slices.Compact(list) {
			var told [3]string
			var different []string
			for i := range moments {
				if moments[i] == nil {
					continue
				}
				told[i] = rule(stages[i], id, key)
				different = append(different, told[i])
			}
			slices.Sort(different)
			if len(slices.Compact(different)) > 1 {
				changed[id] = append(changed[id], change{names[id] + " " + key, told[0], told[1], told[2]})
			}
		}
	}
	return changed
}

// rule tells one at a moment.
func rule(stage []filterOf, id, key string) string {
	at := slices.IndexFunc(stage, func(f filterOf) bool { return f.id == id })
	if at < 0 {
		return "not there"
	}
	for _, r := range stage[at].rules {
		switch {
		case r.Key != key:
		case !r.Known():
			return "perhaps there"
		case r.Text() == "" || r.Text() == "yes":
			return "there" + doubt(r.Level)
		default:
			return r.Text() + doubt(r.Level)
		}
	}
	if !stage[at].whole {
		return "not known"
	}
	return "not there"
}

// stirred leaves out of a view the ACLs and groups of which no rule came or went.
func stirred(v View) View {
	changed := ruled(&v)
	for _, n := range []*snapshot.Network{v.Before, v.During, v.After} {
		if n == nil {
			continue
		}
		n.ACLs = slices.DeleteFunc(n.ACLs, func(a snapshot.ACL) bool { return changed[a.ID] == nil })
		n.Groups = slices.DeleteFunc(n.Groups, func(g snapshot.Group) bool { return changed[g.ID] == nil })
	}
	return v
}

// worn are the groups that the interfaces of an instance are in.
func worn(x *snapshot.Instance) string {
	var all []string
	for i := range x.Interfaces {
		for _, g := range x.Interfaces[i].Groups {
			told := g.Key + doubt(g.Level)
			if !g.Known() {
				told = "perhaps " + g.Key
			}
			if !slices.Contains(all, told) {
				all = append(all, told)
			}
		}
	}
	slices.Sort(all)
	if len(all) == 0 {
		return "none known"
	}
	return few(all)
}
