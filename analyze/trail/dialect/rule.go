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
	permissions, _ := c.Request.Get("ipPermissions").(List)
	if len(permissions) == 0 {
		return spell(c.Request) // the flat encoding of older clients
	}
	var found []string
	for _, p := range permissions {
		if o, ok := p.(Object); ok {
			found = append(found, spell(o)...)
		}
	}
	return found
}

// spell writes the rules of one permission, one for each peer.
func spell(p Object) []string {
	protocol := p.First("ipProtocol")
	if protocol == "" {
		return nil
	}
	head := protocol
	if from := p.First("fromPort"); from != "" && protocol != "-1" {
		head += "/" + from + "-" + p.First("toPort")
	}
	var found []string
	for path := range strings.FieldsSeq("cidrIp ipRanges.cidrIp ipv6Ranges.cidrIpv6 groups.groupId sourceSecurityGroupName prefixListIds.prefixListId") {
		for _, peer := range p.All(path) {
			found = append(found, head+"/"+peer)
		}
	}
	if found == nil {
		return []string{head}
	}
	return found
}
