// The organization: its units, and the service control policies that bind the lab's account.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html

package policy

import (
	"slices"
	"strings"
)

// organization is what is known of AWS Organizations.
type organization struct {
	policies map[string]named    // by id: p-…
	attached map[string][]string // ids of policies by the root, the unit or the account that has them
	bare     map[string]bool     // targets that FullAWSAccess was taken from
	parent   map[string]string   // of units and accounts
}

// fullAccess is the policy that every target has from the beginning.
const fullAccess = "p-FullAWSAccess"

func newOrganization() organization {
	return organization{map[string]named{}, map[string][]string{}, map[string]bool{}, map[string]string{}}
}

// controls returns the policies of each level from the root to an account. A level that nothing was attached to, and that
// still has FullAWSAccess, is left out, for it decides nothing.
func (o *organization) controls(account string) [][]named {
	var levels [][]named
	for _, target := range o.path(account) {
		var level []named
		if !o.bare[target] {
			level = append(level, named{fullAccess, ofAWS("arn:aws:iam::aws:policy/AdministratorAccess")})
		}
		for _, id := range o.attached[target] {
			if p := o.policies[id]; p.document != nil && !p.document.void() {
				level = append(level, p)
			}
		}
		if len(level) != 1 || level[0].name != fullAccess {
			levels = append(levels, level)
		}
	}
	return levels
}

// path are the targets that bind an account. An organization has one root, so every target that is called one is in it;
// units are in it as the account was moved there.
func (o *organization) path(account string) []string {
	path := []string{account}
	for unit := o.parent[account]; unit != "" && !slices.Contains(path, unit); unit = o.parent[unit] {
		path = append(path, unit)
	}
	for _, target := range slices.Concat(sorted(o.attached), sorted(o.bare)) {
		if strings.HasPrefix(target, "r-") && !slices.Contains(path, target) {
			path = append(path, target)
		}
	}
	slices.Reverse(path)
	return path
}

func (o *organization) attach(id, target string) {
	if id == fullAccess {
		delete(o.bare, target)
		return
	}
	if !slices.Contains(o.attached[target], id) {
		o.attached[target] = append(o.attached[target], id)
	}
}

func (o *organization) detach(id, target string) {
	if id == fullAccess {
		o.bare[target] = true
		return
	}
	o.attached[target] = slices.DeleteFunc(o.attached[target], func(has string) bool { return has == id })
}

// learnedControl reports whether a policy is one of service control; the others of an organization decide nothing here.
func learnedControl(kind string) bool { return kind == "" || kind == "SERVICE_CONTROL_POLICY" }
