// Names: what members of a request name, and what AWS says of an id that it does not know.

package guard

import (
	"fmt"

	"traillab/analyze/topology"
	"traillab/localstack/wire"
)

// named are the members that name something which the lab follows. Those with a target are where routes lead.
var named = []struct {
	member         string
	kind           topology.Kind
	target         string
	code, sentence string
}{
	{"VpcId", topology.VPC, "", "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist"},
	{"SubnetId", topology.Subnet, "", "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist"},
	{"RouteTableId", topology.RouteTable, "", "InvalidRouteTableID.NotFound", "The routeTable ID '%s' does not exist"},
	{"InternetGatewayId", topology.InternetGateway, "GatewayId", "InvalidInternetGatewayID.NotFound", "The internetGateway ID '%s' does not exist"},
	{"NatGatewayId", topology.NATGateway, "NatGatewayId", "InvalidNatGatewayID.NotFound", "The natGateway ID '%s' does not exist"},
	{"AllocationId", topology.Address, "", "InvalidAllocationID.NotFound", "The allocation ID '%s' does not exist"},
	{"NetworkInterfaceId", topology.Interface, "NetworkInterfaceId", "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '%s' does not exist"},
	{"InstanceId", topology.Instance, "InstanceId", "InvalidInstanceID.NotFound", "The instance ID '%s' does not exist"},
	{"InstanceIds", topology.Instance, "", "InvalidInstanceID.NotFound", "The instance ID '%s' does not exist"},
	{"NetworkAclId", topology.NetworkACL, "", "InvalidNetworkAclID.NotFound", "The networkAcl ID '%s' does not exist"},
	{
		"EgressOnlyInternetGatewayId", topology.EgressGateway, "EgressOnlyInternetGatewayId", "InvalidGatewayID.NotFound",
		"The eigw ID '%s' does not exist",
	},
}

// unheard refuses a dry run about something that is not there, for no cloud is asked. What a real call names is the cloud's to know.
func unheard(q *asked) *wire.Error {
	for _, n := range named {
		for _, id := range ids(q.In[n.member]) {
			if t := q.find(n.kind, id); t == nil || q.state().Stands(t).Is(topology.None) {
				return &wire.Error{Code: n.code, Message: fmt.Sprintf(n.sentence, id), Status: 400}
			}
		}
	}
	return nil
}

// gone refuses a call about something that the lab has seen to end: that never comes back, and some clouds use it still. What
// has ended and can be seen for a while has rows of its own.
func gone(q *asked) *wire.Error {
	for _, n := range named {
		if n.kind == topology.Instance || n.kind == topology.NATGateway {
			continue
		}
		for _, id := range ids(q.In[n.member]) {
			if t := q.find(n.kind, id); t != nil && q.state().Stands(t).Is(topology.None) {
				return &wire.Error{Code: n.code, Message: fmt.Sprintf(n.sentence, id), Status: 400}
			}
		}
	}
	return nil
}

// ids returns the one id or the list of them that a member is.
func ids(member any) []string {
	switch v := member.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}
