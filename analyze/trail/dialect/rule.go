// Security group rules: a revocation names them by id or spells them out, in either of two encodings.

package dialect

import "strings"

// rules returns what a Revoke names: the rule ids where request or response has them, else each rule spelled as
// protocol/from-to/peer, as tcp/443-443/0.0.0.0/0.
func rules(c *Call) []string {
	for _, place := range []string{"q.securityGroupRuleIds.securityGroupRuleId", "q.securityGroupRuleIds", "q.securityGroupRuleId", "p.revokedSecurityGroupRuleSet.securityGroupRuleId", "p.securityGroupRuleSet.securityGroupRuleId"} {
		if found := findAt(c, place); len(found) > 0 {
			return found
		}
	}
	var found []string
	for _, rule := range Permissions(c.Request) {
		found = append(found, rule.String())
	}
	return found
}

// Rule is one rule of a security group: who may talk to whom over what. Peer is a range, a prefix list, a group or
// nothing. From and To are empty where the protocol has no ports.
type Rule struct {
	ID                       string // of the rule, where the object tells it
	Protocol, From, To, Peer string
}

// String spells a rule as protocol/from-to/peer.
func (r Rule) String() string {
	s := r.Protocol
	if r.From != "" {
		s += "/" + r.From + "-" + r.To
	}
	if r.Peer != "" {
		s += "/" + r.Peer
	}
	return s
}

// Permissions returns the rules that a request spells out: as a list of permissions, or flat, as older clients have it.
func Permissions(o Object) []Rule {
	permissions, _ := o.Get("ipPermissions").(List)
	if len(permissions) == 0 {
		return Peers(o)
	}
	var found []Rule
	for _, p := range permissions {
		if o, ok := p.(Object); ok {
			found = append(found, Peers(o)...)
		}
	}
	return found
}

// peers are the members of a permission, or of a rule in an answer, that name a peer.
const peers = "cidrIp ipRanges.cidrIp ipv6Ranges.cidrIpv6 groups.groupId sourceSecurityGroupName prefixListIds.prefixListId " +
	"cidrIpv4 cidrIpv6 prefixListId referencedGroupInfo.groupId referencedGroupId"

// Peers returns the rules of one permission, one for each peer, and the one rule that an answer tells.
func Peers(p Object) []Rule {
	rule := Rule{ID: p.First("securityGroupRuleId"), Protocol: p.First("ipProtocol")}
	if rule.Protocol == "" {
		return nil
	}
	if from := p.First("fromPort"); from != "" && rule.Protocol != "-1" {
		rule.From, rule.To = from, p.First("toPort")
	}
	var found []Rule
	for path := range strings.FieldsSeq(peers) {
		for _, peer := range p.All(path) {
			rule.Peer = peer
			found = append(found, rule)
		}
	}
	if found == nil {
		return []Rule{rule}
	}
	return found
}
