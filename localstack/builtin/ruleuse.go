// Letting in and out: rules are given to a security group, changed and taken from it.

package builtin

import (
	"slices"
	"strconv"
	"strings"

	"traillab/localstack/wire"
)

// mostRules is how many rules a group may have in each direction.
// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
const mostRules = 60

func authorize(out bool) handler {
	return func(q *call) (result, *wire.Error) {
		g, refused := q.group()
		if refused != nil {
			return nil, refused
		}
		rules, refused := q.wanted(g, out)
		if refused != nil {
			return nil, refused
		}
		count := len(rules)
		for i, r := range rules {
			if slices.ContainsFunc(slices.Concat(g.rules, rules[:i]), r.same) {
				return nil, r.duplicate()
			}
		}
		for _, r := range g.rules {
			if r.out == out {
				count++
			}
		}
		if count > mostRules {
			return nil, tooMany.of()
		}
		for _, r := range rules {
			q.addRule(g, r)
		}
		return result{"Return": true, "SecurityGroupRules": told(rules, func(r *rule) map[string]any { return r.show(q) })}, nil
	}
}

// duplicate is what AWS says of a rule that is there already.
func (r *rule) duplicate() *wire.Error {
	words, from, to := strings.ToUpper(r.protocol), strconv.FormatInt(r.from, 10), strconv.FormatInt(r.to, 10)
	if r.protocol == "-1" {
		return &wire.Error{Code: ruleThere.code, Message: `the specified rule "peer: ` + r.peer.id + `, ALL, ALLOW" already exists`, Status: 400}
	}
	return ruleThere.of(r.peer.id, words, from, to)
}

// revoke takes rules away, by what they let through or by their ids.
func revoke(out bool) handler {
	return func(q *call) (result, *wire.Error) {
		g, refused := q.group()
		if refused != nil {
			return nil, refused
		}
		var gone []*rule
		for _, id := range q.texts("SecurityGroupRuleIds") {
			r, refused := q.ruleOf(g, out, id)
			if refused != nil {
				return nil, refused
			}
			gone = append(gone, r)
		}
		if len(gone) == 0 {
			_, there, refused := q.alike(g, out)
			if refused != nil {
				return nil, refused
			}
			gone = there
		}
		for _, r := range gone {
			g.rules = slices.DeleteFunc(g.rules, func(o *rule) bool { return o == r })
			q.remove(r)
		}
		return result{"Return": true, "UnknownIpPermissions": []any{}, "RevokedSecurityGroupRules": told(gone, (*rule).last)}, nil
	}
}

// ruleOf finds a rule of a group by its id.
func (q *call) ruleOf(g *group, out bool, id string) (*rule, *wire.Error) {
	r, refused := find[*rule](q, id)
	if refused != nil {
		return nil, refused
	}
	if r.of != g.id || r.out != out {
		return nil, noRule.of()
	}
	return r, nil
}

// alike returns the rules that a call tells, and those of the group that let the same through, in the same order.
func (q *call) alike(g *group, out bool) (told, there []*rule, refused *wire.Error) {
	told, refused = q.wanted(g, out)
	if refused != nil {
		return nil, nil, refused
	}
	for _, r := range told {
		i := slices.IndexFunc(g.rules, r.same)
		if i < 0 {
			return nil, nil, noRule.of()
		}
		there = append(there, g.rules[i])
	}
	return told, there, nil
}

// last is what is told of a rule when it is taken away.
func (r *rule) last() map[string]any {
	out := result{
		"SecurityGroupRuleId": r.id, "GroupId": r.of, "IsEgress": r.out, "IpProtocol": r.protocol, "FromPort": r.from, "ToPort": r.to,
		map[string]string{"cidr": "CidrIpv4", "cidr6": "CidrIpv6", "list": "PrefixListId", "group": "ReferencedGroupId"}[r.peer.sort]: r.peer.id,
	}
	put(out, "Description", r.about)
	return out
}

// modifyRules gives rules another content.
func modifyRules(q *call) (result, *wire.Error) {
	g, refused := q.group()
	if refused != nil {
		return nil, refused
	}
	changed := map[*rule]*rule{}
	for update := range q.each("SecurityGroupRules") {
		r, refused := find[*rule](q, update.text("SecurityGroupRuleId"))
		if refused != nil {
			return nil, refused
		}
		if r.of != g.id {
			return nil, noRule.of()
		}
		fresh, refused := q.permission(g, single(update.part("SecurityGroupRule")), r.out)
		if refused != nil {
			return nil, refused
		}
		if slices.ContainsFunc(g.rules, func(o *rule) bool { return o != r && o.same(fresh[0]) }) {
			return nil, fresh[0].duplicate()
		}
		changed[r] = fresh[0]
	}
	for r, fresh := range changed {
		r.protocol, r.from, r.to, r.peer, r.about = fresh.protocol, fresh.from, fresh.to, fresh.peer, fresh.about
	}
	return result{"Return": true}, nil
}

// single is a rule of one peer as a permission.
func single(one members) members {
	p := members{"IpProtocol": one["IpProtocol"], "FromPort": one["FromPort"], "ToPort": one["ToPort"]}
	for member, kind := range map[string]int{"CidrIpv4": 0, "CidrIpv6": 1, "PrefixListId": 2, "ReferencedGroupId": 3} {
		if id := one.text(member); id != "" {
			p[peers[kind].list] = []any{result{peers[kind].member: id, "Description": one["Description"]}}
		}
	}
	return p
}

// describeRules gives rules another description.
func describeRules(out bool) handler {
	return func(q *call) (result, *wire.Error) {
		g, refused := q.group()
		if refused != nil {
			return nil, refused
		}
		about := map[*rule]string{}
		for d := range q.each("SecurityGroupRuleDescriptions") {
			r, refused := q.ruleOf(g, out, d.text("SecurityGroupRuleId"))
			if refused != nil {
				return nil, refused
			}
			about[r] = d.text("Description")
		}
		if q.said("IpPermissions") {
			told, there, refused := q.alike(g, out)
			if refused != nil {
				return nil, refused
			}
			for i, r := range there {
				about[r] = told[i].about
			}
		}
		for r, words := range about {
			r.about = words
		}
		return result{"Return": true}, nil
	}
}
