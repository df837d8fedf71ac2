// Rules of security groups as the call that makes them answers: all of them. A cloud tells those of the last permission only, and
// then whoever reads the log takes the others for not made.

package guard

import (
	"fmt"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// answerRules tells every rule that a call has made.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
func answerRules(egress bool) func(*asked) (func(*exchange.Answer), *wire.Error) {
	return func(q *asked) (func(*exchange.Answer), *wire.Error) {
		wanted := map[string]bool{}
		for permission := range wire.Each(q.In["IpPermissions"]) {
			for _, peer := range peers(permission) {
				wanted[peer] = true
			}
		}
		return func(a *exchange.Answer) {
			told, _ := a.Out["SecurityGroupRules"].([]any)
			if a.Error != nil || len(wanted) == 0 || len(told) >= len(wanted) {
				return
			}
			out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeSecurityGroupRules", map[string]any{
				"Filters": []any{map[string]any{"Name": "group-id", "Values": []any{q.text("GroupId")}}},
			})
			if err != nil {
				return // a cloud that cannot say which there are
			}
			rules := []any{}
			for rule := range wire.Each(out["SecurityGroupRules"]) {
				if out, _ := rule["IsEgress"].(bool); out == egress && wanted[ruled(rule)] {
					rules = append(rules, rule)
				}
			}
			if len(rules) > len(told) {
				a.Out["SecurityGroupRules"], a.Mended = rules, true
			}
		}, nil
	}
}

// peers are the rules of a permission, a text each.
func peers(permission map[string]any) []string {
	var all []string
	for _, list := range []struct{ name, member string }{
		{"IpRanges", "CidrIp"}, {"Ipv6Ranges", "CidrIpv6"}, {"PrefixListIds", "PrefixListId"}, {"UserIdGroupPairs", "GroupId"},
	} {
		for peer := range wire.Each(permission[list.name]) {
			all = append(all, ruleText(permission, peer[list.member]))
		}
	}
	return all
}

// ruled is the same text of a rule as it is described.
func ruled(rule map[string]any) string {
	for _, member := range []string{"CidrIpv4", "CidrIpv6", "PrefixListId"} {
		if peer := rule[member]; peer != nil && peer != "" {
			return ruleText(rule, peer)
		}
	}
	group, _ := rule["ReferencedGroupInfo"].(map[string]any)
	return ruleText(rule, group["GroupId"])
}

// ruleText leaves out the ports where there are none: -1 is written and left out alike.
func ruleText(of map[string]any, peer any) string {
	port := func(name string) string {
		if n := of[name]; n != nil && fmt.Sprint(n) != "-1" {
			return fmt.Sprint(n)
		}
		return "any"
	}
	return fmt.Sprintf("%v %s-%s %v", of["IpProtocol"], port("FromPort"), port("ToPort"), peer)
}
