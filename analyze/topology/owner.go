// Owners: a VPC shared through AWS RAM is named by the records of several accounts, but only its owner may change it.

package topology

import (
	"strings"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// owned are the calls that only the owner of a thing can make, by the kinds whose ids prove it.
var owned = map[string][]Kind{
	"CreateVpc": {VPC}, "DeleteVpc": {VPC}, "CreateSubnet": {VPC, Subnet}, "DeleteSubnet": {Subnet}, "CreateRouteTable": {VPC, RouteTable},
	"AttachInternetGateway": {VPC}, "DetachInternetGateway": {VPC}, "AssociateRouteTable": {Subnet, RouteTable},
	"ModifySubnetAttribute": {Subnet}, "CreateNatGateway": {}, "ModifyVpcAttribute": {VPC},
}

// owners returns the account of every thing that exactly one account has treated as its own, by kind, region and id, where
// another account names it too.
func owners(events []trail.Event) map[ref]string {
	own, used := map[ref]map[string]bool{}, map[ref]map[string]bool{}
	add := func(m map[ref]map[string]bool, r ref, account string) {
		if m[r] == nil {
			m[r] = map[string]bool{}
		}
		m[r][account] = true
	}
	for i := range events {
		e := &events[i]
		kinds := owned[dialect.Stem(e.Name)]
		for _, id := range e.IDs {
			for _, kind := range []Kind{VPC, Subnet, RouteTable} {
				if !strings.HasPrefix(id, prefixes[kind]) {
					continue
				}
				r := ref{kind, "", e.Region, id}
				add(used, r, e.Account)
				for _, k := range kinds {
					if k == kind && e.ErrorCode == "" {
						add(own, r, e.Account)
					}
				}
			}
		}
	}
	found := map[ref]string{}
	for r, accounts := range own {
		if len(accounts) == 1 && len(used[r]) > 1 {
			for account := range accounts {
				found[r] = account
			}
		}
	}
	return found
}
