// Stories: what the scenarios do, call by call, and what is shown between.

package builtin_test

import (
	"fmt"
	"testing"
	"time"
)

// TestStolenKey is S2: a refused detach, an address unmapped, the detach, and the way back.
func TestStolenKey(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	i := l.launch(n, false)
	eip := l.do("ec2.AllocateAddress", in{"Domain": "vpc"})
	bond := l.id("ec2.AssociateAddress", in{"AllocationId": eip["AllocationId"], "InstanceId": i}, "AssociationId")
	same(t, "the public address", at(l.instance(i), "PublicIpAddress"), eip["PublicIp"])
	detach := in{"InternetGatewayId": n.igw, "VpcId": n.vpc}
	l.refuse("ec2.DetachInternetGateway", detach, "DependencyViolation",
		"Network "+n.vpc+" has some mapped public address(es). Please unmap those before detaching the gateway.")
	l.refuse("ec2.ReleaseAddress", in{"AllocationId": eip["AllocationId"]}, "InvalidIPAddress.InUse", fmt.Sprintf("Address %s is in use.", eip["PublicIp"]))
	l.do("ec2.DisassociateAddress", in{"AssociationId": bond})
	same(t, "the public address", at(l.instance(i), "PublicIpAddress"), nil)
	l.do("ec2.DetachInternetGateway", detach)
	l.refuse("ec2.DetachInternetGateway", detach, "Gateway.NotAttached", "resource "+n.igw+" is not attached to network "+n.vpc)
	state := func() any {
		return at(l.do("ec2.DescribeRouteTables", in{"RouteTableIds": list{n.table}}), "RouteTables", 0, "Routes", 1, "State")
	}
	same(t, "the default route", state(), "blackhole")
	l.refuse("ec2.AssociateAddress", in{"AllocationId": eip["AllocationId"], "InstanceId": i}, "Gateway.NotAttached",
		"Network "+n.vpc+" is not attached to any internet gateway")
	l.do("ec2.AttachInternetGateway", detach)
	same(t, "the default route", state(), "active")
	l.do("ec2.AssociateAddress", in{"AllocationId": eip["AllocationId"], "InstanceId": i})
	same(t, "the public address", at(l.instance(i), "PublicIpAddress"), eip["PublicIp"])
}

// TestSabotage is S3: after the gateway is deleted, another one alone is not enough.
func TestSabotage(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	l.do("ec2.DetachInternetGateway", in{"InternetGatewayId": n.igw, "VpcId": n.vpc})
	l.do("ec2.DeleteInternetGateway", in{"InternetGatewayId": n.igw})
	l.refuse("ec2.AttachInternetGateway", in{"InternetGatewayId": n.igw, "VpcId": n.vpc}, "InvalidInternetGatewayID.NotFound",
		"The internetGateway ID '"+n.igw+"' does not exist")
	fresh := l.id("ec2.CreateInternetGateway", nil, "InternetGateway", "InternetGatewayId")
	l.do("ec2.AttachInternetGateway", in{"InternetGatewayId": fresh, "VpcId": n.vpc})
	table := func() any {
		return at(l.do("ec2.DescribeRouteTables", in{"RouteTableIds": list{n.table}}), "RouteTables", 0, "Routes", 1)
	}
	same(t, "the route to the gateway that is gone", at(table(), "State"), "blackhole")
	l.refuse("ec2.CreateRoute", in{"RouteTableId": n.table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": fresh}, "RouteAlreadyExists",
		"The route identified by 0.0.0.0/0 already exists.")
	l.do("ec2.ReplaceRoute", in{"RouteTableId": n.table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": fresh})
	same(t, "the route", at(table(), "GatewayId"), fresh)
	same(t, "its state", at(table(), "State"), "active")
}

// TestAutoAddress: what AWS gives comes with the running of an instance, goes with its stopping, and is another each time.
func TestAutoAddress(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	i := l.launch(n, true)
	public := func() any { return at(l.instance(i), "PublicIpAddress") }
	first := public()
	if first == nil {
		t.Fatal("a launch that asks for a public address has none")
	}
	detach := in{"InternetGatewayId": n.igw, "VpcId": n.vpc}
	l.refuse("ec2.DetachInternetGateway", detach, "DependencyViolation", "")
	l.do("ec2.StopInstances", in{"InstanceIds": list{i}})
	same(t, "the address while stopped", public(), nil)
	l.do("ec2.StartInstances", in{"InstanceIds": list{i}})
	if second := public(); second == nil || second == first {
		t.Errorf("after a stop the address is %v, it was %v", second, first)
	}
	eip := l.do("ec2.AllocateAddress", nil)
	bond := l.id("ec2.AssociateAddress", in{"AllocationId": eip["AllocationId"], "InstanceId": i}, "AssociationId")
	same(t, "the address under an Elastic IP", public(), eip["PublicIp"])
	l.do("ec2.DisassociateAddress", in{"AssociationId": bond})
	if again := public(); again == nil || again == eip["PublicIp"] {
		t.Errorf("after the Elastic IP is unmapped the address is %v", again)
	}
	face, _ := at(l.instance(i), "NetworkInterfaces", 0, "NetworkInterfaceId").(string)
	l.do("ec2.ModifyNetworkInterfaceAttribute", in{"NetworkInterfaceId": face, "AssociatePublicIpAddress": false})
	same(t, "the address that was taken", public(), nil)
	l.do("ec2.DetachInternetGateway", detach)
	l.do("ec2.AttachInternetGateway", detach)
	l.do("ec2.ModifyNetworkInterfaceAttribute", in{"NetworkInterfaceId": face, "AssociatePublicIpAddress": true})
	if public() == nil {
		t.Error("the address that was given again is not there")
	}
	l.do("ec2.TerminateInstances", in{"InstanceIds": list{i}})
	l.do("ec2.DetachInternetGateway", detach)
	same(t, "the state", at(l.instance(i), "State", "Name"), "terminated")
	l.now = l.now.Add(2 * time.Hour)
	l.refuse("ec2.DescribeInstances", in{"InstanceIds": list{i}}, "InvalidInstanceID.NotFound", "The instance ID '"+i+"' does not exist")
}

// TestAddressIsTaken: mapping an address that another has takes it away, unless that is forbidden.
func TestAddressIsTaken(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	one, two := l.launch(n, false), l.launch(n, false)
	eip := l.do("ec2.AllocateAddress", nil)
	bond := l.id("ec2.AssociateAddress", in{"AllocationId": eip["AllocationId"], "InstanceId": one}, "AssociationId")
	l.refuse("ec2.AssociateAddress", in{"AllocationId": eip["AllocationId"], "InstanceId": two, "AllowReassociation": false}, "Resource.AlreadyAssociated",
		fmt.Sprintf("resource %s is already associated with associate-id %s", eip["AllocationId"], bond))
	l.do("ec2.AssociateAddress", in{"AllocationId": eip["AllocationId"], "InstanceId": two})
	same(t, "the first instance's address", at(l.instance(one), "PublicIpAddress"), nil)
	same(t, "the second instance's address", at(l.instance(two), "PublicIpAddress"), eip["PublicIp"])
}

// TestNAT: it holds its address as long as it is there, comes and goes slowly, and fails without a gateway.
func TestNAT(t *testing.T) {
	l := open(t, 2*time.Minute)
	n := l.network()
	eip := l.do("ec2.AllocateAddress", nil)
	nat := l.id("ec2.CreateNatGateway", in{"SubnetId": n.subnet, "AllocationId": eip["AllocationId"]}, "NatGateway", "NatGatewayId")
	state := func(id string) any {
		return at(l.do("ec2.DescribeNatGateways", in{"Filter": list{in{"Name": "nat-gateway-id", "Values": list{id}}}}), "NatGateways", 0, "State")
	}
	same(t, "the gateway at first", state(nat), "pending")
	l.now = l.now.Add(2 * time.Minute)
	same(t, "the gateway then", state(nat), "available")
	const noPermission = "You do not have permission to access the specified resource."
	bond := at(l.do("ec2.DescribeAddresses", nil), "Addresses", 0, "AssociationId")
	l.refuse("ec2.ReleaseAddress", in{"AllocationId": eip["AllocationId"]}, "AuthFailure", noPermission)
	l.refuse("ec2.DisassociateAddress", in{"AssociationId": bond}, "AuthFailure", noPermission)
	l.refuse("ec2.DetachInternetGateway", in{"InternetGatewayId": n.igw, "VpcId": n.vpc}, "DependencyViolation", "")
	l.refuse("ec2.DeleteSubnet", in{"SubnetId": n.subnet}, "DependencyViolation", "The subnet '"+n.subnet+"' has dependencies and cannot be deleted.")
	l.do("ec2.DeleteNatGateway", in{"NatGatewayId": nat})
	same(t, "the gateway that is deleted", state(nat), "deleting")
	l.refuse("ec2.ReleaseAddress", in{"AllocationId": eip["AllocationId"]}, "AuthFailure", noPermission)
	l.now = l.now.Add(2 * time.Minute)
	same(t, "the gateway in the end", state(nat), "deleted")
	l.do("ec2.ReleaseAddress", in{"AllocationId": eip["AllocationId"]})
	l.do("ec2.DetachInternetGateway", in{"InternetGatewayId": n.igw, "VpcId": n.vpc})
	other := l.do("ec2.AllocateAddress", nil)
	failed := l.id("ec2.CreateNatGateway", in{"SubnetId": n.subnet, "AllocationId": other["AllocationId"]}, "NatGateway", "NatGatewayId")
	same(t, "a gateway without a way out", state(failed), "failed")
	l.do("ec2.ReleaseAddress", in{"AllocationId": other["AllocationId"]})
}

// TestContainment is S5: a group without rules on one interface, and the others as they were.
func TestContainment(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	one, two := l.launch(n, false), l.launch(n, false)
	iso := l.id("ec2.CreateSecurityGroup", in{"GroupName": "iso", "Description": "isolation", "VpcId": n.vpc}, "GroupId")
	shown := func() any {
		return at(l.do("ec2.DescribeSecurityGroups", in{"GroupIds": list{iso}}), "SecurityGroups", 0)
	}
	l.do("ec2.RevokeSecurityGroupEgress", in{"GroupId": iso, "IpPermissions": at(shown(), "IpPermissionsEgress")})
	same(t, "the rules that are left", at(shown(), "IpPermissionsEgress"), list{})
	face := at(l.instance(one), "NetworkInterfaces", 0, "NetworkInterfaceId")
	volumes := l.do("ec2.CreateSnapshots", in{"InstanceSpecification": in{"InstanceId": one}, "Description": "evidence"})
	same(t, "what is kept", len(volumes["Snapshots"].([]any)), 1)
	l.do("ec2.ModifyNetworkInterfaceAttribute", in{"NetworkInterfaceId": face, "Groups": list{iso}})
	same(t, "the group of the one", at(l.instance(one), "SecurityGroups", 0, "GroupId"), iso)
	same(t, "the group of the other", at(l.instance(two), "SecurityGroups", 0, "GroupName"), "default")
	l.refuse("ec2.DeleteSecurityGroup", in{"GroupId": iso}, "DependencyViolation", "resource "+iso+" has a dependent object")
}

// TestTearDown: a VPC goes when nothing is left in it, and not before.
func TestTearDown(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	inUse := "The vpc '" + n.vpc + "' has dependencies and cannot be deleted."
	gone := func(name string, input in) {
		t.Helper()
		l.refuse("ec2.DeleteVpc", in{"VpcId": n.vpc}, "DependencyViolation", inUse)
		l.do(name, input)
	}
	l.refuse("ec2.DeleteRouteTable", in{"RouteTableId": n.table}, "DependencyViolation", "The routeTable '"+n.table+"' has dependencies and cannot be deleted.")
	gone("ec2.DeleteSubnet", in{"SubnetId": n.subnet})
	gone("ec2.DeleteRouteTable", in{"RouteTableId": n.table})
	gone("ec2.DetachInternetGateway", in{"InternetGatewayId": n.igw, "VpcId": n.vpc})
	l.do("ec2.DeleteVpc", in{"VpcId": n.vpc})
	for _, rest := range []struct{ call, member string }{
		{"ec2.DescribeRouteTables", "RouteTables"}, {"ec2.DescribeNetworkAcls", "NetworkAcls"}, {"ec2.DescribeSecurityGroups", "SecurityGroups"},
	} {
		out := l.do(rest.call, in{"Filters": list{in{"Name": "vpc-id", "Values": list{n.vpc}}}})
		same(t, "what is left of the VPC in "+rest.call, out[rest.member], list{})
	}
}
