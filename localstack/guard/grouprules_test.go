// A call that makes several rules, in front of a cloud that answers the last only.

package guard

import (
	"strings"
	"testing"
)

func TestRulesAreAnswered(t *testing.T) {
	rule := func(id, cidr string, port float64, egress bool) map[string]any {
		return map[string]any{"SecurityGroupRuleId": id, "GroupId": "sg-1", "IsEgress": egress, "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIpv4": cidr}
	}
	const two = `AuthorizeSecurityGroupIngress GroupId=sg-1 IpPermissions=[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]},{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}]`
	for _, c := range []struct {
		name, answer string
		want         []string
		not          string
	}{
		{"the last only", `"SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-22"}]`, []string{"sgr-443", "sgr-22"}, "sgr-old"},
		{"all of them", `"SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-x"},{"SecurityGroupRuleId":"sgr-y"}]`, []string{"sgr-x", "sgr-y"}, "sgr-443"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t)
			l.holds("DescribeVpcs", "")
			l.cloud.answers["DescribeSecurityGroupRules"] = map[string]any{"SecurityGroupRules": []any{
				rule("sgr-old", "192.0.2.0/24", 443, false), rule("sgr-out", "0.0.0.0/0", 443, true),
				rule("sgr-443", "0.0.0.0/0", 443, false), rule("sgr-22", "10.0.0.0/8", 22, false),
			}}
			got := text(t, l.pass(two, c.answer).Out)
			for _, id := range c.want {
				if !strings.Contains(got, `"`+id+`"`) {
					t.Errorf("%s is not told of: %s", id, got)
				}
			}
			if strings.Contains(got, `"`+c.not+`"`) || strings.Contains(got, "sgr-out") {
				t.Errorf("told of what was not made: %s", got)
			}
		})
	}
}
