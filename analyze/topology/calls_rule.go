// Rules of security groups: added, taken away by what they say or by their ids, and modified.

package topology

import (
	"net/netip"
	"strings"

	"traillab/analyze/trail/dialect"
)

// RuleKey is the key of a group's rule: direction, protocol, ports and peer, as egress tcp/443-443/0.0.0.0/0. However a
// record spells a rule, the key is the same.
func RuleKey(direction string, group string, rule dialect.Rule) string {
	if rule.Peer == group && group != "" {
		rule.Peer = itself
	}
	return direction + " " + plain(rule).String()
}

// protocols are the names that AWS gives to the numbers of protocols.
var protocols = map[string]string{"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": "-1"}

// plain spells a rule as AWS answers it: protocols by name, ranges without host bits, no ports that mean all.
func plain(rule dialect.Rule) dialect.Rule {
	rule.Protocol = strings.ToLower(rule.Protocol)
	if name := protocols[rule.Protocol]; name != "" {
		rule.Protocol = name
	}
	if ports := rule.Protocol == "tcp" || rule.Protocol == "udp"; ports && (rule.From == "" || rule.From == "-1") {
		rule.From, rule.To = "0", "65535"
	}
	if rule.Protocol == "-1" {
		rule.From, rule.To = "", ""
	}
	if p, err := netip.ParsePrefix(rule.Peer); err == nil {
		rule.Peer = p.Masked().String()
	}
	return rule
}

// authorize adds rules. AWS refuses a rule that is there.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
func (r *reading) authorize(direction string) {
	group := r.group()
	r.exists(group)
	rules := r.answered("securityGroupRuleSet")
	if len(rules) == 0 {
		rules = dialect.Permissions(r.call.Request)
		if ids := r.call.Response.All("securityGroupRuleSet.securityGroupRuleId"); len(ids) == len(rules) {
			for i := range rules {
				rules[i].ID = ids[i]
			}
		}
	}
	if len(rules) == 0 {
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

// answered returns the rules that the response tells.
func (r *reading) answered(set string) []dialect.Rule {
	var found []dialect.Rule
	for _, o := range objects(r.call.Response, set) {
		found = append(found, dialect.Peers(o)...)
	}
	return found
}

// nameRule remembers a rule by its id.
func (r *reading) nameRule(id string, group *Thing, key string) {
	if id == "" || group.wild() {
		return
	}
	bond := r.thing(Association, id)
	r.is(bond, Of, "", To(group))
	r.is(bond, Rule, key, Yes)
}

// muddy says that nobody knows any more what a group or an ACL lets through.
func (r *reading) muddy(t *Thing, why string) {
	r.lost(t, Whole, "", why)
	for _, a := range []Aspect{Rule, Entry} {
		if t.wild() {
			r.lost(t, a, "", why)
		}
		for _, key := range t.keys(a) {
			r.lost(t, a, key, why)
		}
	}
}

// revoke takes rules away. AWS refuses when one of them is not there.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html
func (r *reading) revoke(direction string) {
	group := r.group()
	r.exists(group)
	rules := r.answered("revokedSecurityGroupRuleSet")
	if len(rules) == 0 {
		rules = dialect.Permissions(r.call.Request)
	}
	for _, rule := range rules {
		r.revokeKey(group, RuleKey(direction, group.ID, rule))
	}
	if len(rules) > 0 {
		return
	}
	ids := append(r.call.Request.All("securityGroupRuleIds.securityGroupRuleId"), r.call.Request.All("securityGroupRuleIds")...)
	ids = append(ids, r.call.Request.All("securityGroupRuleId")...)
	for _, id := range ids {
		if key := r.keyOf(id, group); key != "" {
			r.revokeKey(group, key)
		} else {
			r.revokeUnseen(group, id, direction)
		}
	}
	if len(ids) == 0 {
		r.muddy(group, r.event.Name+" does not tell its rules")
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
		case len(rules) == 1:
			r.modifyRule(group, o.First("securityGroupRuleId"), rules[0])
		case len(rules) > 1 || told.First("description") == "":
			r.muddy(group, r.event.Name+" does not tell its rule")
		}
	}
	if len(changes) == 0 {
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
