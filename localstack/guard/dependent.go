// Dependents: what cannot be deleted while something hangs on it, and subnets that overlap.

package guard

import (
	"net/netip"
	"slices"

	"traillab/analyze/topology"
)

// Where the sentences are known from.
const (
	vpcDocs   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html"
	faceDocs  = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterface.html"
	groupDocs = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html"
	aclDocs   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html"
)

func dependentRefusals() []refusal {
	return []refusal{
		{
			"DeleteVpc", "while something is in the VPC that it was not born with", inhabited, "DependencyViolation",
			"The vpc '%s' has dependencies and cannot be deleted.", vpcDocs,
		},
		{
			"DeleteSubnet", "while something is in the subnet", settled, "DependencyViolation",
			"The subnet '%s' has dependencies and cannot be deleted.", errorCodes,
		},
		{
			"CreateSubnet", "when another subnet of the VPC has addresses of it", overlapping, "InvalidSubnet.Conflict",
			"The CIDR '%s' conflicts with another subnet", errorCodes,
		},
		{
			"DeleteNetworkInterface", "while the interface is attached", attachedFace, "InvalidParameterValue",
			"Network interface '%s' is currently in use.", faceDocs,
		},
		{
			"AttachNetworkInterface", "while the interface is attached", attachedFace, "InvalidNetworkInterface.InUse", "Interface: [%s] in use.", faceDocs,
		},
		{
			"DeleteSecurityGroup", "of the group that a VPC is born with", bornGroup, "CannotDelete",
			`the specified group: "%s" name: "default" cannot be deleted by a user`, groupDocs,
		},
		{
			"DeleteSecurityGroup", "while something is in the group", joinedGroup, "DependencyViolation",
			"resource %s has a dependent object", groupDocs,
		},
		{
			"DeleteNetworkAcl", "of the network ACL that a VPC is born with", bornACL, "InvalidParameterValue",
			"cannot delete default network ACL %s", aclDocs,
		},
		{
			"DeleteNetworkAcl", "while a subnet follows the network ACL", followedACL, "DependencyViolation",
			"The networkAcl '%s' has dependencies and cannot be deleted.", aclDocs,
		},
	}
}

// tenants are what keeps a VPC from being deleted, unless the VPC was born with it.
var tenants = []topology.Kind{
	topology.InternetGateway, topology.EgressGateway, topology.VPNGateway, topology.Subnet, topology.NATGateway, topology.Interface, topology.Endpoint,
	topology.RouteTable, topology.SecurityGroup, topology.NetworkACL,
}

// inhabited: of what a VPC was born with it must be known which they are.
func inhabited(q *asked) []any {
	vpc := q.thing(topology.VPC, "VpcId")
	if !q.stands(vpc) {
		return nil
	}
	for _, kind := range tenants {
		born := q.state().Key(vpc, topology.DefaultOf, string(kind))
		if kind == topology.RouteTable {
			born = q.state().Get(vpc, topology.Main)
		}
		bears := kind == topology.RouteTable || kind == topology.SecurityGroup || kind == topology.NetworkACL
		if bears && born.To == nil {
			continue
		}
		for _, t := range q.history().Inside(vpc, kind) {
			if q.stands(t) && t != born.To && q.to(t, topology.InVPC) == vpc {
				return []any{vpc}
			}
		}
	}
	return nil
}

func settled(q *asked) []any {
	subnet := q.thing(topology.Subnet, "SubnetId")
	if !q.stands(subnet) {
		return nil
	}
	for _, t := range q.state().Back(subnet, topology.InSubnet) {
		one := q.to(t, topology.InSubnet) == subnet || q.state().Key(t, topology.InSubnet, subnet.ID).Is(topology.Yes)
		if one && q.stands(t) {
			return []any{subnet}
		}
	}
	return nil
}

func overlapping(q *asked) []any {
	vpc := q.thing(topology.VPC, "VpcId")
	asks, err := netip.ParsePrefix(q.text("CidrBlock"))
	if vpc == nil || err != nil {
		return nil
	}
	for _, subnet := range q.history().Inside(vpc, topology.Subnet) {
		if !q.stands(subnet) {
			continue
		}
		keys, _ := q.state().Held(subnet, topology.Range)
		for _, key := range keys {
			if p, err := netip.ParsePrefix(key); err == nil && p.Overlaps(asks) {
				return []any{asks}
			}
		}
	}
	return nil
}

func attachedFace(q *asked) []any {
	face := q.thing(topology.Interface, "NetworkInterfaceId")
	if q.stands(face) && q.stands(q.to(face, topology.AttachedTo)) {
		return []any{face}
	}
	return nil
}

// bornWith returns the thing that a member names if it is the one of its kind that its VPC was born with.
func (q *asked) bornWith(kind topology.Kind, member string) []any {
	t := q.thing(kind, member)
	vpc := q.to(t, topology.InVPC)
	if q.stands(t) && vpc != nil && q.state().Key(vpc, topology.DefaultOf, string(kind)).To == t {
		return []any{t}
	}
	return nil
}

func bornGroup(q *asked) []any { return q.bornWith(topology.SecurityGroup, "GroupId") }

func bornACL(q *asked) []any { return q.bornWith(topology.NetworkACL, "NetworkAclId") }

func joinedGroup(q *asked) []any {
	group := q.thing(topology.SecurityGroup, "GroupId")
	vpc := q.to(group, topology.InVPC)
	if !q.stands(group) || vpc == nil {
		return nil
	}
	for _, kind := range []topology.Kind{topology.Interface, topology.Instance, topology.Balancer, topology.Database, topology.Function, topology.Endpoint} {
		if slices.ContainsFunc(q.history().Inside(vpc, kind), func(t *topology.Thing) bool {
			return q.stands(t) && q.state().Key(t, topology.InGroup, group.ID).Is(topology.Yes)
		}) {
			return []any{group}
		}
	}
	return nil
}

func followedACL(q *asked) []any {
	acl := q.thing(topology.NetworkACL, "NetworkAclId")
	if !q.stands(acl) {
		return nil
	}
	for _, subnet := range q.state().Back(acl, topology.ACL) {
		if q.stands(subnet) && q.to(subnet, topology.ACL) == acl {
			return []any{acl}
		}
	}
	return nil
}
