// What random calls ask, and how often.

package cloudtest

import (
	"fmt"
	"slices"
)

var acts = []struct {
	operation string
	weight    int
	in        func(w *world) m
}{
	{"CreateVpc", 1, func(w *world) m { return m{"CidrBlock": w.range16()} }},
	{"DeleteVpc", 2, func(w *world) m { return m{"VpcId": w.one("vpc")} }},
	{"CreateSubnet", 6, func(w *world) m { return m{"VpcId": w.one("vpc"), "CidrBlock": w.block()} }},
	{"DeleteSubnet", 2, func(w *world) m { return m{"SubnetId": w.one("subnet")} }},
	{"ModifySubnetAttribute", 3, func(w *world) m { return m{"SubnetId": w.one("subnet"), "MapPublicIpOnLaunch": m{"Value": w.flip()}} }},
	{"CreateInternetGateway", 2, func(w *world) m { return m{} }},
	{"AttachInternetGateway", 8, func(w *world) m { return m{"InternetGatewayId": w.one("igw"), "VpcId": w.one("vpc")} }},
	{"DetachInternetGateway", 8, func(w *world) m { return m{"InternetGatewayId": w.one("igw"), "VpcId": w.one("vpc")} }},
	{"DeleteInternetGateway", 2, func(w *world) m { return m{"InternetGatewayId": w.one("igw")} }},
	{"CreateEgressOnlyInternetGateway", 1, func(w *world) m { return m{"VpcId": w.one("vpc")} }},
	{"DeleteEgressOnlyInternetGateway", 1, func(w *world) m { return m{"EgressOnlyInternetGatewayId": w.one("eigw")} }},
	{"CreateRouteTable", 4, func(w *world) m { return m{"VpcId": w.one("vpc")} }},
	{"DeleteRouteTable", 2, func(w *world) m { return m{"RouteTableId": w.one("table")} }},
	{"AssociateRouteTable", 6, func(w *world) m { return m{"RouteTableId": w.one("table"), "SubnetId": w.one("subnet")} }},
	{"DisassociateRouteTable", 3, func(w *world) m { return m{"AssociationId": w.one("bond")} }},
	{"ReplaceRouteTableAssociation", 3, func(w *world) m { return m{"AssociationId": w.one("bond"), "RouteTableId": w.one("table")} }},
	{"CreateRoute", 14, func(w *world) m { return w.route() }},
	{"ReplaceRoute", 6, func(w *world) m { return w.route() }},
	{"DeleteRoute", 4, func(w *world) m { return m{"RouteTableId": w.one("table"), "DestinationCidrBlock": w.destination()} }},
	{"AllocateAddress", 3, func(w *world) m { return m{"Domain": "vpc"} }},
	{"AssociateAddress", 8, func(w *world) m {
		if w.flip() {
			return m{"AllocationId": w.one("address"), "NetworkInterfaceId": w.one("face")}
		}
		return m{"AllocationId": w.one("address"), "InstanceId": w.one("instance")}
	}},
	{"DisassociateAddress", 5, func(w *world) m { return m{"AssociationId": w.one("tie")} }},
	{"ReleaseAddress", 2, func(w *world) m { return m{"AllocationId": w.one("address")} }},
	{"CreateNatGateway", 3, func(w *world) m { return m{"SubnetId": w.one("subnet"), "AllocationId": w.one("address")} }},
	{"DeleteNatGateway", 2, func(w *world) m { return m{"NatGatewayId": w.one("nat")} }},
	{"CreateNetworkInterface", 3, func(w *world) m { return m{"SubnetId": w.one("subnet")} }},
	{"AttachNetworkInterface", 3, func(w *world) m {
		return m{"NetworkInterfaceId": w.one("face"), "InstanceId": w.one("instance"), "DeviceIndex": int64(1 + w.chance.IntN(3))}
	}},
	{"DetachNetworkInterface", 2, func(w *world) m { return m{"AttachmentId": w.one("attachment")} }},
	{"DeleteNetworkInterface", 2, func(w *world) m { return m{"NetworkInterfaceId": w.one("face")} }},
	{"RunInstances", 7, func(w *world) m { return w.launch() }},
	{"StopInstances", 4, func(w *world) m { return m{"InstanceIds": []any{w.one("instance")}} }},
	{"StartInstances", 4, func(w *world) m { return m{"InstanceIds": []any{w.one("instance")}} }},
	{"TerminateInstances", 3, func(w *world) m { return m{"InstanceIds": []any{w.one("instance")}} }},
	{"CreateSecurityGroup", 3, func(w *world) m {
		return m{"GroupName": fmt.Sprint("group-", w.made), "Description": "random", "VpcId": w.one("vpc")}
	}},
	{"DeleteSecurityGroup", 1, func(w *world) m { return m{"GroupId": w.one("group")} }},
	{"ModifyInstanceAttribute", 4, func(w *world) m { return m{"InstanceId": w.one("instance"), "Groups": []any{w.one("group")}} }},
	{"CreateVpcPeeringConnection", 1, func(w *world) m {
		return m{"VpcId": w.one("vpc"), "PeerVpcId": w.ids["vpc"][w.chance.IntN(len(w.ids["vpc"]))]}
	}},
	{"AcceptVpcPeeringConnection", 1, func(w *world) m { return m{"VpcPeeringConnectionId": w.one("peering")} }},
	{"DeleteVpcPeeringConnection", 1, func(w *world) m { return m{"VpcPeeringConnectionId": w.one("peering")} }},
}

// range16 is a range for a VPC that no other has.
func (w *world) range16() string { return fmt.Sprintf("10.%d.0.0/16", len(w.ids["vpc"])%250) }

// block is a range of the VPC that is looked at, for a subnet; no other has it.
func (w *world) block() string {
	w.blocks++
	return fmt.Sprintf("10.%d.%d.0/24", slices.Index(w.ids["vpc"], w.focus), w.blocks%250)
}

// destination is a range that a route leads to. moto lets anything take the place of a local route, and keeps it all the same.
func (w *world) destination() string {
	all := []string{"0.0.0.0/0", "192.0.2.0/24", "198.51.100.0/24", "0.0.0.0/1", "203.0.113.9/24", "10.0.0.0/16"}
	if w.tame {
		all = all[:5]
	}
	return all[w.chance.IntN(len(all))]
}

// route is where a route leads: mostly to an internet gateway.
func (w *world) route() m {
	in := m{"RouteTableId": w.one("table"), "DestinationCidrBlock": w.destination()}
	switch w.chance.IntN(8) {
	case 0:
		in["NatGatewayId"] = w.one("nat")
	case 1:
		in["NetworkInterfaceId"] = w.one("face")
	case 2:
		in["InstanceId"] = w.one("instance")
	case 3:
		in["VpcPeeringConnectionId"] = w.one("peering")
	default:
		in["GatewayId"] = w.one("igw")
	}
	return in
}

// launch is of one instance, with or without a public address, or as its subnet has it.
func (w *world) launch() m {
	in := m{"ImageId": w.image, "InstanceType": "t3.micro", "MinCount": int64(1), "MaxCount": int64(1)}
	if w.chance.IntN(3) == 0 {
		in["SubnetId"] = w.one("subnet")
		return in
	}
	in["NetworkInterfaces"] = []any{m{"DeviceIndex": int64(0), "SubnetId": w.one("subnet"), "AssociatePublicIpAddress": w.flip()}}
	return in
}
