// Rules of security groups: each peer of a permission is a rule with an id of its own.

package builtin

import (
	"fmt"
	"slices"
	"strings"

	"traillab/localstack/wire"
)

// rule lets something in or out.
type rule struct {
	base
	of       string // the group
	out      bool
	protocol string // tcp, udp, icmp, icmpv6, a number, -1 for all
	from, to int64  // ports, -1 for all
	peer     peer
	about    string
}

// peer is who is let in or out.
type peer struct {
	sort string // cidr, cidr6, list, group
	id   string
}

var (
	ruleThere  = fault{code: "InvalidPermission.Duplicate", sentence: `the specified rule "peer: %s, %s, from port: %s, to port: %s, ALLOW" already exists`}
	noRule     = fault{code: "InvalidPermission.NotFound", sentence: "The specified rule does not exist in this security group."}
	noProtocol = fault{code: "InvalidParameterValue", sentence: "Invalid value '%s' for IP protocol. Unknown protocol."}
	badPorts   = fault{code: "InvalidParameterValue", sentence: "Invalid TCP/UDP port range (%d:%d)"}
	noPeer     = fault{code: "InvalidParameterValue", sentence: "The request must contain at least one of the following peers: IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs"}
	badRange   = fault{code: "InvalidParameterValue", sentence: "CIDR block %s is malformed"}
	tooMany    = fault{code: "RulesPerSecurityGroupLimitExceeded", sentence: "The maximum number of rules per security group has been reached."}
)

func ruleCalls() operations {
	return operations{
		"AuthorizeSecurityGroupIngress": authorize(false), "AuthorizeSecurityGroupEgress": authorize(true),
		"RevokeSecurityGroupIngress": revoke(false), "RevokeSecurityGroupEgress": revoke(true),
		"ModifySecurityGroupRules": modifyRules, "UpdateSecurityGroupRuleDescriptionsIngress": describeRules(false),
		"UpdateSecurityGroupRuleDescriptionsEgress": describeRules(true),
		"DescribeSecurityGroupRules": describe(listing{
			of: "security-group-rule", member: "SecurityGroupRules", ids: "SecurityGroupRuleIds",
		}),
	}
}

func (*rule) kind() string { return "security-group-rule" }

func (r *rule) show(q *call) result {
	out := result{
		"SecurityGroupRuleId": r.id, "SecurityGroupRuleArn": q.arn("ec2", "security-group-rule/"+r.id), "GroupId": r.of, "GroupOwnerId": q.options.Account, "IsEgress": r.out, "IpProtocol": r.protocol,
		"FromPort": r.from, "ToPort": r.to, "Tags": q.tagged(r.id),
	}
	switch r.peer.sort {
	case "group":
		out["ReferencedGroupInfo"] = result{"GroupId": r.peer.id, "UserId": q.options.Account}
	default:
		out[map[string]string{"cidr": "CidrIpv4", "cidr6": "CidrIpv6", "list": "PrefixListId"}[r.peer.sort]] = r.peer.id
	}
	put(out, "Description", r.about)
	return out
}

// same reports whether two rules let the same through.
func (r *rule) same(o *rule) bool {
	return r.out == o.out && r.protocol == o.protocol && r.from == o.from && r.to == o.to && r.peer == o.peer
}

func (q *call) addRule(g *group, r *rule) {
	r.of = g.id
	q.add(r)
	g.rules = append(g.rules, r)
}

// peers are the lists of a permission that name peers: where each has the id, and what sort it is.
var peers = []struct{ list, member, sort string }{
	{"IpRanges", "CidrIp", "cidr"}, {"Ipv6Ranges", "CidrIpv6", "cidr6"}, {"PrefixListIds", "PrefixListId", "list"}, {"UserIdGroupPairs", "GroupId", "group"},
}

// permissions shows rules as permissions: one for each protocol and range of ports.
func permissions(q *call, rules []*rule, out bool) []any {
	shown := []any{}
	for i, r := range rules {
		alike := func(o *rule) bool {
			return o.out == out && o.protocol == r.protocol && o.from == r.from && o.to == r.to
		}
		if r.out != out || slices.ContainsFunc(rules[:i], alike) {
			continue
		}
		one := result{"IpProtocol": r.protocol}
		if r.protocol != "-1" {
			one["FromPort"], one["ToPort"] = r.from, r.to
		}
		for _, p := range peers {
			list := []any{}
			for _, o := range rules[i:] {
				if !alike(o) || o.peer.sort != p.sort {
					continue
				}
				item := result{p.member: o.peer.id}
				if p.sort == "group" {
					item["UserId"] = q.options.Account
				}
				put(item, "Description", o.about)
				list = append(list, item)
			}
			one[p.list] = list
		}
		shown = append(shown, one)
	}
	return shown
}

// wanted reads the rules that a call is about, from its permissions or, of old, from the call itself.
func (q *call) wanted(g *group, out bool) ([]*rule, *wire.Error) {
	var rules []*rule
	for p := range q.each("IpPermissions") {
		some, refused := q.permission(g, p, out)
		if refused != nil {
			return nil, refused
		}
		rules = append(rules, some...)
	}
	if len(rules) > 0 || q.text("IpProtocol") == "" && q.text("SourceSecurityGroupName") == "" {
		if len(rules) == 0 {
			return nil, missingParameter.of("ipPermissions")
		}
		return rules, nil
	}
	flat := members{"IpProtocol": q.or("IpProtocol", "-1"), "FromPort": q.members["FromPort"], "ToPort": q.members["ToPort"]}
	if cidr := q.text("CidrIp"); cidr != "" {
		flat["IpRanges"] = []any{result{"CidrIp": cidr}}
	}
	if title := q.text("SourceSecurityGroupName"); title != "" {
		flat["UserIdGroupPairs"] = []any{result{"GroupName": title}}
	}
	return q.permission(g, flat, out)
}

// permission reads the rules of one permission.
func (q *call) permission(g *group, p members, out bool) ([]*rule, *wire.Error) {
	model := rule{out: out, from: -1, to: -1}
	var refused *wire.Error
	if model.protocol, refused = protocol(p.text("IpProtocol")); refused != nil {
		return nil, refused
	}
	if model.protocol != "-1" && (p.said("FromPort") || p.said("ToPort")) {
		model.from, model.to = p.number("FromPort"), p.number("ToPort")
		ports := model.protocol == "tcp" || model.protocol == "udp"
		if ports && (model.from < 0 || model.to > 65535 || model.from > model.to) {
			return nil, badPorts.of(model.from, model.to)
		}
	}
	var rules []*rule
	for _, kind := range peers {
		for item := range p.each(kind.list) {
			r := model
			r.about = item.text("Description")
			if r.peer, refused = q.peer(g, kind.sort, item, kind.member); refused != nil {
				return nil, refused
			}
			rules = append(rules, &r)
		}
	}
	if len(rules) == 0 {
		return nil, noPeer.of()
	}
	return rules, nil
}

func (q *call) peer(g *group, sort string, item members, member string) (peer, *wire.Error) {
	id := item.text(member)
	switch sort {
	case "group":
		if id == "" {
			named, refused := q.titled(item.text("GroupName"), g.vpc)
			if refused != nil {
				return peer{}, refused
			}
			id = named.id
		}
		if _, refused := find[*group](q, id); refused != nil {
			return peer{}, refused
		}
	case "list":
		if _, refused := find[*awsList](q, id); refused != nil {
			return peer{}, refused
		}
	default:
		cidr, refused := prefix(id)
		if refused != nil || cidr.Addr().Is4() != (sort == "cidr") {
			return peer{}, badRange.of(id)
		}
		id = cidr.String()
	}
	return peer{sort, id}, nil
}

// protocol is one as AWS keeps it: by name where it has one.
func protocol(text string) (string, *wire.Error) {
	name := strings.ToLower(text)
	if known := map[string]string{"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}[name]; known != "" {
		return known, nil
	}
	if slices.Contains([]string{"tcp", "udp", "icmp", "icmpv6", "-1"}, name) {
		return name, nil
	}
	var n int
	if _, err := fmt.Sscanf(name, "%d", &n); err != nil || n < 0 || n > 255 || fmt.Sprint(n) != name {
		return "", noProtocol.of(text)
	}
	return name, nil
}
