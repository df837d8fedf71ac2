// Severed ties outside the network: a volume from its instance, a policy from its role, an interface from its instance. Each
// makes a chain about what lost it, from the cut to the call that tied it again.

package analyze

import (
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// inNetwork are the relations that the fold answers for.
var inNetwork = []string{
	"internet-gateway/vpc", "egress-only-gateway/vpc", "vpn-gateway/vpc", "nat-gateway/subnet", "region/internet", "route/route-table",
	"route-table/vpc", "route-table/subnet", "address/interface", "address/account", "address/nat-gateway", "cidr/vpc", "cidr/subnet",
	"cidr/network-acl", "network-acl/subnet", "rule/security-group", "endpoint/vpc", "endpoint/route-table", "endpoint/subnet",
}

// severed returns the chains of ties outside the network.
func severed(events []trail.Event) []Chain {
	return nil
}

// outside reports whether a relation is none of the network's.
func outside(relation string) bool {
	return !slices.Contains(inNetwork, relation) && strings.Contains(relation, "/")
}
