// Rules of security groups: added, taken away by what they say or by their ids, and modified.

package topology

import (
	"strings"

	"traillab/analyze/trail/dialect"
)

// authorize adds rules. AWS refuses a rule that is there.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
func (r *reading) authorize(direction string) {
	group := r.group()
	r.exists(group)
	rules, told := r.answered("securityGroupRuleSet")
	if !told {
		rules, told = r.spelled()
		if ids := r.call.Response.All("securityGroupRuleSet.securityGroupRuleId"); len(ids) == len(rules) {
			for i := range rules {
				rules[i].ID = ids[i]
			}
		}
	}
	if !told {
		r.muddy(group, r.event.Name+" does not tell its rules")
		return
	}
	for _, rule := range rules {
		key := RuleKey(direction, group.ID, rule)
		r.was(group, Rule, key, None)
		r.is(group, Rule, key, Yes)
		r.nameRule(rule.ID, group, key)
	}
}

// nameRule remembers a rule by its id.
func (r *reading) nameRule(id string, group *Thing, key string) {
	if bond := r.bind(id, group); bond != nil {
		r.is(bond, Rule, key, Yes)
	}
}

// muddy says that nobody knows any more what a group or an ACL lets through.
func (r *reading) muddy(t *Thing, why string) {
	r.lost(t, Whole, "", why)
	r.lost(t, Rule, anyKey, why)
	r.lost(t, Entry, anyKey, why)
}

// revoke takes rules away. AWS refuses when one of them is not there.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html
func (r *reading) revoke(direction string) {
	group := r.group()
	r.exists(group)
	rules, told := r.answered("revokedSecurityGroupRuleSet")
	if !told {
		rules, told = r.spelled()
	}
	ids := r.ruleIDs()
	switch {
	case told:
		for _, rule := range rules {
			r.revokeKey(group, RuleKey(direction, group.ID, rule))
		}
	case len(ids) == 0 || len(rules) > 0:
		r.muddy(group, r.event.Name+" does not tell its rules")
	default:
		r.revokeIDs(group, ids, direction)
	}
}

// revokeIDs takes away rules that the call names by their ids.
func (r *reading) revokeIDs(group *Thing, ids []string, direction string) {
	for _, id := range ids {
		if key := r.keyOf(id, group); key != "" {
			r.revokeKey(group, key)
		} else {
			r.revokeUnseen(group, id, direction)
		}
	}
}

func (r *reading) revokeKey(group *Thing, key string) {
	r.wasNot(group, Rule, key, None)
	r.is(group, Rule, key, None)
}

// keyOf returns the key of a group's rule by the rule's id, "" when the log has not told it.
func (r *reading) keyOf(id string, group *Thing) string {
	bond := r.thing(Association, id)
	if !r.known(bond, Of, "").Is(To(group)) {
		return ""
	}
	found := ""
	for _, key := range bond.keys(Rule) {
		if r.known(bond, Rule, key).Is(Yes) {
			if found != "" {
				return ""
			}
			found = key
		}
	}
	return found
}

// revokeUnseen takes away a rule whose id no record told, as it is with the rules that a group is born with. Where the group
// has exactly one rule without an id it is that one, which is returned; otherwise nobody knows which are left. The direction
// is empty where it is not known.
func (r *reading) revokeUnseen(group *Thing, id, direction string) string {
	why := "the rule " + id + " was never seen to be made"
	if group.wild() {
		r.muddy(group, why)
		return ""
	}
	candidates := r.idless(group, direction)
	whole := r.known(group, Whole, "").Is(Yes)
	switch {
	case whole && len(candidates) == 1:
		r.wasNot(group, Rule, candidates[0], None)
		r.follows(group, Rule, candidates[0], None)
		return candidates[0]
	case whole && len(candidates) == 0: // a rule that the log should have told
		r.wasNot(group, Whole, "", Yes)
		r.lost(group, Whole, "", why)
	}
	for _, key := range candidates {
		r.lost(group, Rule, key, why)
	}
	return ""
}

// idless returns the keys of a group's rules in a direction that may be there, and whose ids no record told.
func (r *reading) idless(group *Thing, direction string) []string {
	told := map[string]bool{}
	for _, bond := range group.back(Of) {
		for _, key := range bond.keys(Rule) {
			if r.known(bond, Rule, key).Is(Yes) && r.known(bond, Of, "").Is(To(group)) {
				told[key] = true
			}
		}
	}
	var found []string
	for _, key := range group.keys(Rule) {
		if strings.HasPrefix(key, direction) && !told[key] && !r.known(group, Rule, key).Is(None) {
			found = append(found, key)
		}
	}
	return found
}

// modifyRules turns rules into others by their ids; what only describes them turns nothing.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
func modifyRules(r *reading) {
	group := r.group()
	r.exists(group)
	changes := append(objects(r.call.Request, "securityGroupRule"), objects(r.call.Request, "securityGroupRules")...)
	for _, o := range changes {
		told := inside(o, "securityGroupRule")
		switch rules := dialect.Peers(told); {
		case len(rules) == 1 && legibles([]dialect.Object{told}, rules) && minted("sgr-", o.First("securityGroupRuleId")):
			r.modifyRule(group, o.First("securityGroupRuleId"), rules[0])
		case len(rules) > 0 || told.First("description") == "":
			r.muddy(group, r.event.Name+" does not tell its rule")
		}
	}
	if elements, _ := r.call.Request.Get("securityGroupRule").(dialect.List); len(changes) == 0 || len(elements) > len(changes) {
		r.muddy(group, r.event.Name+" does not tell its rules")
	}
}

func (r *reading) modifyRule(group *Thing, id string, to dialect.Rule) {
	key := r.keyOf(id, group)
	if key == "" {
		key = r.revokeUnseen(group, id, "")
	} else {
		r.wasNot(group, Rule, key, None)
		r.is(group, Rule, key, None)
		r.is(r.thing(Association, id), Rule, key, None)
	}
	if key == "" {
		for _, direction := range []string{ingress, egress} {
			next := RuleKey(direction, group.ID, to)
			r.lost(group, Rule, next, "the rule "+id+" was never seen to be made")
		}
		return
	}
	direction, _, _ := strings.Cut(key, " ")
	next := RuleKey(direction, group.ID, to)
	r.is(group, Rule, next, Yes)
	r.nameRule(id, group, next)
}
