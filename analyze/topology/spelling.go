// Spellings: the rules of security groups as requests and answers write them, the one way in which they are kept, and which of them
// can be what AWS took.

package topology

import (
	"net/netip"
	"slices"
	"strconv"
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

// legible reports whether a rule can be what AWS took: a protocol by name or number, with ports where it has them, and a peer.
func legible(rule dialect.Rule) bool {
	of := plain(dialect.Rule{Protocol: rule.Protocol}).Protocol
	if n, err := strconv.Atoi(of); !hasPorts(of) && of != "icmp" && of != "icmpv6" && (err != nil || n < -1 || n == 0 || n > 255) {
		return false
	}
	if of != "-1" && (rule.From != "" || rule.To != "" || hasPorts(of)) {
		from, err := strconv.Atoi(rule.From)
		to, err2 := strconv.Atoi(rule.To)
		if err != nil || err2 != nil || from < -1 || to < from && to != -1 || to > 65535 {
			return false
		}
	}
	return isRange(rule.Peer) || formed(SecurityGroup, rule.Peer) || formed(PrefixList, rule.Peer)
}

// peerLists are the members of a permission that list peers, each element one.
var peerLists = []string{"ipRanges", "ipv6Ranges", "groups", "prefixListIds"}

// spelled returns the rules that the request spells out, and whether all of them can be read.
func (r *reading) spelled() (rules []dialect.Rule, all bool) {
	rules = dialect.Permissions(r.call.Request)
	peers := 0
	permissions := objects(r.call.Request, "ipPermissions")
	if listed, ok := r.call.Request.Get("ipPermissions").(dialect.List); ok && len(listed) != len(permissions) {
		return rules, false
	}
	if len(permissions) == 0 {
		permissions = []dialect.Object{r.call.Request}
	}
	for _, p := range permissions {
		for _, name := range append(peerLists, "cidrIp") {
			switch v := p.Get(name).(type) {
			case nil:
			case dialect.List:
				peers += len(v)
			default:
				peers++
			}
		}
	}
	return rules, len(rules) == peers && legibles(permissions, rules)
}

// legibles reports whether all of the rules that some objects tell can be read, and there are any.
func legibles(told []dialect.Object, rules []dialect.Rule) bool {
	return len(rules) > 0 && !slices.ContainsFunc(rules, func(rule dialect.Rule) bool { return !legible(rule) }) &&
		!slices.ContainsFunc(told, func(o dialect.Object) bool {
			return len(o.All("ipProtocol")) != 1 || len(o.All("fromPort")) > 1 || len(o.All("toPort")) > 1
		})
}

// answered returns the rules that the response tells, and whether it tells any, and all of them can be read.
func (r *reading) answered(set string) (rules []dialect.Rule, all bool) {
	answers := objects(r.call.Response, set)
	for _, o := range answers {
		rules = append(rules, dialect.Peers(o)...)
	}
	return rules, len(rules) == len(answers) && legibles(answers, rules)
}

// ruleIDs are the ids by which a request names rules, nil when one of them is none.
func (r *reading) ruleIDs() []string {
	var ids []string
	for _, path := range []string{"securityGroupRuleIds.securityGroupRuleId", "securityGroupRuleIds", "securityGroupRuleId"} {
		ids = append(ids, r.call.Request.All(path)...)
	}
	if slices.ContainsFunc(ids, func(id string) bool { return !minted("sgr-", id) }) {
		return nil
	}
	return ids
}
