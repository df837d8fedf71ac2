// Ids: what has which form. Somebody who is asked for a VPC and says an instance, or for a region and says a sentence, is told so
// before anything is printed.

package playbook

import (
	"cmp"
	"fmt"
	"regexp"
)

// form is how a value is written, and what that is in words.
type form struct {
	pattern *regexp.Regexp
	of      string // the id of a VPC: such a one is written as …
}

var (
	vpcID      = form{regexp.MustCompile(`^vpc-[0-9a-z]+$`), "the id of a VPC: such a one is written as vpc-0a1b2c3d"}
	gatewayID  = form{regexp.MustCompile(`^igw-[0-9a-z]+$`), "the id of an internet gateway: such a one is written as igw-0a1b2c3d"}
	instanceID = form{regexp.MustCompile(`^i-[0-9a-z]+$`), "the id of an instance: such a one is written as i-0a1b2c3d"}
	tableID    = form{regexp.MustCompile(`^rtb-[0-9a-z]+$`), "the id of a route table: such a one is written as rtb-0a1b2c3d"}
	regionName = form{regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$`), "a region: write one as eu-west-1"}
	accountID  = form{regexp.MustCompile(`^[0-9]{12}$`), "an account: such a one has twelve digits"}
	accessKey  = form{regexp.MustCompile(`^[A-Z0-9]{16,128}$`), "an access key: such a one has capital letters and digits alone, as AKIAIOSFODNN7EXAMPLE"}
	moment     = form{regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$`), "a time: write one as 2026-03-01T09:00:00Z"}
)

// forms are those of what origins tell, and of the one parameter of every playbook that none does. What people are called may be
// anything.
var forms = map[string]form{
	"chain.vpc": vpcID, "chain.gateway": gatewayID, "chain.route_tables": tableID, "chain.instance": instanceID, "chain.instances": instanceID,
	"chain.instances_of_actors": instanceID, "chain.region": regionName, "chain.account": accountID, "chain.access_key": accessKey,
	"chain.access_keys": accessKey, "chain.since": moment, "now": moment,
}

// identified reports which text in the value of a parameter has not the form of what its origin tells. What is empty is not known.
func (p *Playbook) identified(name string, value any) error {
	want, ok := forms[cmp.Or(p.About(name).From, name)]
	if !ok {
		return nil
	}
	list, several := value.([]any)
	if !several {
		list = []any{value}
	}
	for _, element := range list {
		if text, ok := element.(string); ok && text != "" && !want.pattern.MatchString(text) {
			return fmt.Errorf("%q is not %s", text, want.of)
		}
	}
	return nil
}
