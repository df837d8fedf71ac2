// Single calls that may be asked about: routes, addresses and instances. What AWS is known to refuse is not told; what the log
// does not rule out is.

package analyze

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

// route tells the end of a route, or that it leads nowhere from then on: to an interface that is not there any more.
func (t *teller) route(id, destination, name string) error {
	table, err := t.find(id, topology.RouteTable)
	if err != nil {
		return err
	}
	member := "destinationCidrBlock"
	switch {
	case strings.HasPrefix(destination, "pl-"):
		member = "destinationPrefixListId"
	default:
		p, err := netip.ParsePrefix(destination)
		if err != nil {
			return fmt.Errorf("%q is no destination of a route; give a CIDR block or the id of a prefix list", destination)
		}
		destination = topology.Canonical(destination)
		if p.Addr().Is6() {
			member = "destinationIpv6CidrBlock"
		}
	}
	if t.routeless(table, destination) {
		return fmt.Errorf("%s has no route to %s then; AWS would refuse the call", id, destination)
	}
	vpc := t.at.Get(table, topology.InVPC).To
	if vpc != nil {
		t.vpcs = append(t.vpcs, vpc)
	}
	request := dialect.Of("routeTableId", id, member, destination)
	if name == "DeleteRoute" {
		t.tell(table, name, request, dialect.Of("return", "true"))
		return nil
	}
	const nowhere = "eni-that-is-gone"
	face := dialect.Of("networkInterfaceId", nowhere)
	if vpc != nil {
		face = append(face, dialect.Of("vpcId", vpc.ID)...)
	}
	t.tell(table, "CreateNetworkInterface", dialect.Of("clientToken", "what-if"), dialect.Of("networkInterface", face))
	t.tell(table, name, append(request, dialect.Of("networkInterfaceId", nowhere)...), dialect.Of("return", "true"))
	t.tell(table, "DeleteNetworkInterface", dialect.Of("networkInterfaceId", nowhere), dialect.Of("return", "true"))
	return nil
}

// routeless reports whether a table is known to have no such route of its own.
func (t *teller) routeless(table *topology.Thing, destination string) bool {
	if slices.Contains(t.at.Keys(table, topology.Route), destination) {
		return t.at.Key(table, topology.Route, destination).Is(topology.None)
	}
	return t.at.Get(table, topology.Whole).Is(topology.Yes)
}

// unmap tells that an address maps to nobody any more. That of a NAT gateway or a load balancer is not its owner's to take.
func (t *teller) unmap(id string) error {
	address, err := t.find(id, topology.Address)
	if err != nil {
		return err
	}
	holder := t.at.Get(address, topology.Holder)
	switch {
	case holder.Is(topology.None):
		return fmt.Errorf("%s is mapped to nothing then; AWS would refuse the call", id)
	case holder.To != nil && holder.To.Kind != topology.Instance && holder.To.Kind != topology.Interface:
		return fmt.Errorf("%s belongs to %s then, and AWS would refuse to take it away; it is free when that is deleted", id, holder.To.ID)
	}
	t.tell(address, "DisassociateAddress", dialect.Of("allocationId", id), dialect.Of("return", "true"))
	return nil
}

// stop tells that an instance stops.
func (t *teller) stop(id string) error {
	instance, err := t.find(id, topology.Instance)
	if err != nil {
		return err
	}
	if t.at.Get(instance, topology.Condition).Is(topology.Stopped) {
		return fmt.Errorf("%s is stopped then; the call would change nothing", id)
	}
	t.tell(instance, "StopInstances", dialect.Of("instancesSet", dialect.List{dialect.Of("instanceId", id)}), dialect.Of("instancesSet", dialect.List{
		dialect.Of("instanceId", id, "currentState", dialect.Of("code", "64", "name", "stopping"), "previousState", dialect.Of("code", "16", "name", "running")),
	}))
	return nil
}

// block tells Block Public Access for every place in which the log knows a VPC.
func (t *teller) block() error {
	told := map[[2]string]bool{}
	for _, vpc := range t.h.Things(topology.VPC) {
		where := [2]string{vpc.Account, vpc.Region}
		if told[where] || !t.at.Stands(vpc).Is(topology.Yes) {
			continue
		}
		told[where] = true
		t.tell(vpc, "ModifyVpcBlockPublicAccessOptions", dialect.Of("internetGatewayBlockMode", "block-bidirectional"), dialect.Of("vpcBlockPublicAccessOptions",
			dialect.Of("internetGatewayBlockMode", "block-bidirectional", "state", "update-in-progress")))
	}
	if len(told) == 0 {
		return errors.New("no VPC is known to exist then; Block Public Access would have nothing to block")
	}
	return nil
}
