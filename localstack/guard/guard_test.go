// The guards, row by row: what AWS refuses, and beside it what it lets through.

package guard

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"traillab/analyze/topology"
)

const (
	dependent = "DependencyViolation Network vpc-%s has some mapped public address(es). Please unmap those before detaching the gateway."
	denied    = "AuthFailure You do not have permission to access the specified resource."
	wouldDo   = "DryRunOperation Request would have succeeded, but DryRun flag is set."
)

func missing(member string) string {
	return "MissingParameter The request must contain the parameter " + member
}

func malformed(id string) string {
	return `InvalidInternetGatewayId.Malformed Invalid id: "` + id + `" (expecting "igw-...")`
}

func mappedIn(vpc string) string { return strings.ReplaceAll(dependent, "%s", vpc) }

// refused are calls and what the last of them is answered; those before it are let through. testdata/cloud.json is the cloud:
// vpc-1 has a gateway and a table, vpc-2 none, and in 3 to 7 something is mapped.
func refused() []struct{ calls, want string } {
	return []struct{ calls, want string }{
		{"AttachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", "Resource.AlreadyAssociated resource igw-1 is already attached to network vpc-1"},
		{"AttachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-2", "Resource.AlreadyAssociated resource igw-1 is already attached to network vpc-1"},
		{"AttachInternetGateway InternetGatewayId=igw-free VpcId=vpc-1", "InvalidParameterValue Network vpc-1 already has an internet gateway attached"},
		{"AttachInternetGateway InternetGatewayId=igw-free VpcId=vpc-2", ""},
		{"AttachInternetGateway InternetGatewayId=igw-0123456789abcdef0 VpcId=vpc-1", ""},
		{"AttachInternetGateway InternetGatewayId=igw-xyz VpcId=vpc-1", malformed("igw-xyz")},
		{"AttachInternetGateway InternetGatewayId=igw-free", missing("vpcId")},
		{"AttachInternetGateway VpcId=vpc-1", missing("internetGatewayId")},
		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1; AttachInternetGateway InternetGatewayId=igw-free VpcId=vpc-1", ""},

		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", ""},
		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-2", "Gateway.NotAttached resource igw-1 is not attached to network vpc-2"},
		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1; DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", "Gateway.NotAttached resource igw-1 is not attached to network vpc-1"},
		{"DetachInternetGateway InternetGatewayId=igw-99999999 VpcId=vpc-1", ""},
		{"DetachInternetGateway InternetGatewayId=igw-3 VpcId=vpc-3", mappedIn("3")},
		{"DeleteNatGateway NatGatewayId=nat-3; DetachInternetGateway InternetGatewayId=igw-3 VpcId=vpc-3", ""},
		{"DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4", mappedIn("4")},
		{"StopInstances InstanceIds=[\"i-4\"]; DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4", ""},
		{"TerminateInstances InstanceIds=[\"i-4\"]; DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4", ""},
		{"ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-4 AssociatePublicIpAddress=false; DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4", ""},
		{"ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-1 AssociatePublicIpAddress=true; DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", mappedIn("1")},
		{"DetachInternetGateway InternetGatewayId=igw-5 VpcId=vpc-5", mappedIn("5")},
		{"DisassociateAddress AssociationId=eipassoc-5; DetachInternetGateway InternetGatewayId=igw-5 VpcId=vpc-5", ""},
		{"AssociateAddress AllocationId=eipalloc-1 InstanceId=i-1; DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", mappedIn("1")},
		{"DetachInternetGateway InternetGatewayId=igw-6 VpcId=vpc-6", mappedIn("6")},
		{"DetachInternetGateway InternetGatewayId=igw-7 VpcId=vpc-7", mappedIn("7")},

		{"DeleteInternetGateway InternetGatewayId=igw-1", "DependencyViolation The internetGateway 'igw-1' has dependencies and cannot be deleted."},
		{"DeleteInternetGateway InternetGatewayId=igw-free", ""},
		{"DeleteInternetGateway InternetGatewayId=vpc-01234567", malformed("vpc-01234567")},
		{"DeleteInternetGateway InternetGatewayId=igw-0123456789ABCDEF0", malformed("igw-0123456789ABCDEF0")},
		{"DeleteInternetGateway", missing("internetGatewayId")},
		{"DeleteInternetGateway DryRun=true", missing("internetGatewayId")},
		{"DetachInternetGateway InternetGatewayId=igw-xyz VpcId=vpc-1", malformed("igw-xyz")},
		{"DetachInternetGateway InternetGatewayId=igw-xyz VpcId=vpc-1 DryRun=true", malformed("igw-xyz")},
		{"DetachInternetGateway InternetGatewayId=igw-1", missing("vpcId")},
		{"DetachInternetGateway InternetGatewayId=igw-xyz", missing("vpcId")},

		{"AssociateAddress AllocationId=eipalloc-1 NetworkInterfaceId=eni-2", "Gateway.NotAttached Network vpc-2 is not attached to any internet gateway"},
		{"AttachInternetGateway InternetGatewayId=igw-free VpcId=vpc-2; AssociateAddress AllocationId=eipalloc-1 NetworkInterfaceId=eni-2", ""},
		{"AssociateAddress AllocationId=eipalloc-3 InstanceId=i-1", denied},
		{"AssociateAddress AllocationId=eipalloc-6 InstanceId=i-1", denied},
		{"AssociateAddress AllocationId=eipalloc-5 InstanceId=i-1 AllowReassociation=false", "Resource.AlreadyAssociated resource eipalloc-5 is already associated with associate-id eipassoc-5"},
		{"AssociateAddress AllocationId=eipalloc-5 InstanceId=i-1", ""},
		{"AssociateAddress AllocationId=eipalloc-7 InstanceId=i-7 AllowReassociation=false", ""},
		{"DisassociateAddress AssociationId=eipassoc-3", denied},
		{"DisassociateAddress PublicIp=203.0.113.6", denied},
		{"ReleaseAddress AllocationId=eipalloc-3", denied},
		{"ReleaseAddress PublicIp=203.0.113.6", denied},
		{"ReleaseAddress AllocationId=eipalloc-5", "InvalidIPAddress.InUse Address 203.0.113.5 is in use."},
		{"ReleaseAddress AllocationId=eipalloc-1", ""},
		{"DeleteNatGateway NatGatewayId=nat-3; ReleaseAddress AllocationId=eipalloc-3", ""},

		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16 GatewayId=igw-3", "InvalidParameterValue route table rtb-1 and network gateway igw-3 belong to different networks"},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16 GatewayId=igw-free", "InvalidParameterValue route table rtb-1 and network gateway igw-free belong to different networks"},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16 GatewayId=igw-1", ""},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=0.0.0.0/0 GatewayId=igw-1", "RouteAlreadyExists The route identified by 0.0.0.0/0 already exists."},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16 GatewayId=igw-1; CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.1.2/16 GatewayId=igw-1", "RouteAlreadyExists The route identified by 10.9.0.0/16 already exists."},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.1.0.0/16 GatewayId=igw-1", "RouteAlreadyExists The route identified by 10.1.0.0/16 already exists."},
		{"DeleteNatGateway NatGatewayId=nat-3; CreateRoute RouteTableId=rtb-main3 DestinationCidrBlock=0.0.0.0/0 NatGatewayId=nat-3", "InvalidNatGatewayID.NotFound The natGateway ID 'nat-3' does not exist"},
		{"ReplaceRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16 GatewayId=igw-1", "InvalidParameterValue There is no route defined for '10.9.0.0/16' in the route table. Use CreateRoute instead."},
		{"ReplaceRoute RouteTableId=rtb-1 DestinationCidrBlock=0.0.0.0/0 GatewayId=igw-3", "InvalidParameterValue route table rtb-1 and network gateway igw-3 belong to different networks"},
		{"ReplaceRoute RouteTableId=rtb-1 DestinationCidrBlock=0.0.0.0/0 NetworkInterfaceId=eni-1", ""},
		{"DeleteRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16", "InvalidRoute.NotFound no route with destination-cidr-block 10.9.0.0/16 in route table rtb-1"},
		{"DeleteRoute RouteTableId=rtb-1 DestinationCidrBlock=0.0.0.0/0", ""},
		{"DeleteRoute RouteTableId=rtb-1 DestinationCidrBlock=10.1.0.0/16", "InvalidParameterValue cannot remove local route 10.1.0.0/16 in route table rtb-1"},

		{"DisassociateRouteTable AssociationId=rtbassoc-main1", "InvalidParameterValue cannot disassociate the main route table association rtbassoc-main1"},
		{"DisassociateRouteTable AssociationId=rtbassoc-1", ""},
		{"AssociateRouteTable RouteTableId=rtb-main1 SubnetId=subnet-1", "Resource.AlreadyAssociated the specified association for route table rtb-main1 conflicts with an existing association"},
		{"AssociateRouteTable RouteTableId=rtb-1 SubnetId=subnet-1", ""},
		{"AssociateRouteTable RouteTableId=rtb-1 SubnetId=subnet-1b", ""},
		{"DisassociateRouteTable AssociationId=rtbassoc-1; AssociateRouteTable RouteTableId=rtb-main1 SubnetId=subnet-1", ""},
		{"DeleteRouteTable RouteTableId=rtb-1", "DependencyViolation The routeTable 'rtb-1' has dependencies and cannot be deleted."},
		{"DeleteRouteTable RouteTableId=rtb-main2", "DependencyViolation The routeTable 'rtb-main2' has dependencies and cannot be deleted."},
		{"DisassociateRouteTable AssociationId=rtbassoc-1; DeleteRouteTable RouteTableId=rtb-1", ""},

		{"DeleteVpc VpcId=vpc-1", "DependencyViolation The vpc 'vpc-1' has dependencies and cannot be deleted."},
		{"DeleteSubnet SubnetId=subnet-8; DeleteVpc VpcId=vpc-8", ""},
		{"DeleteSubnet SubnetId=subnet-8; AttachInternetGateway InternetGatewayId=igw-free VpcId=vpc-8; DeleteVpc VpcId=vpc-8", "DependencyViolation The vpc 'vpc-8' has dependencies and cannot be deleted."},
		{"DeleteSubnet SubnetId=subnet-1", "DependencyViolation The subnet 'subnet-1' has dependencies and cannot be deleted."},
		{"DeleteSubnet SubnetId=subnet-3", "DependencyViolation The subnet 'subnet-3' has dependencies and cannot be deleted."},
		{"TerminateInstances InstanceIds=[\"i-4\"]; DeleteSubnet SubnetId=subnet-4", ""},
		{"CreateSubnet VpcId=vpc-1 CidrBlock=10.1.1.128/25", "InvalidSubnet.Conflict The CIDR '10.1.1.128/25' conflicts with another subnet"},
		{"CreateSubnet VpcId=vpc-1 CidrBlock=10.1.3.0/24", ""},
		{"DeleteSubnet SubnetId=subnet-8; CreateSubnet VpcId=vpc-8 CidrBlock=10.8.1.0/24", ""},
		{"DeleteNetworkInterface NetworkInterfaceId=eni-1", "InvalidParameterValue Network interface 'eni-1' is currently in use."},
		{"DeleteNetworkInterface NetworkInterfaceId=eni-2", ""},
		{"AttachNetworkInterface NetworkInterfaceId=eni-1 InstanceId=i-4 DeviceIndex=1", "InvalidNetworkInterface.InUse Interface: [eni-1] in use."},
		{"AttachNetworkInterface NetworkInterfaceId=eni-2 InstanceId=i-4 DeviceIndex=1", ""},
		{"TerminateInstances InstanceIds=[\"i-4\"]; ModifyInstanceAttribute InstanceId=i-4 Groups=[\"sg-4\"]", "IncorrectInstanceState The instance 'i-4' is not in a state from which it can be modified."},
		{"DeleteSecurityGroup GroupId=sg-2", `CannotDelete the specified group: "sg-2" name: "default" cannot be deleted by a user`},
		{"DeleteSecurityGroup GroupId=sg-own", ""},
		{"ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-1 Groups=[\"sg-own\"]; DeleteSecurityGroup GroupId=sg-own", "DependencyViolation resource sg-own has a dependent object"},
		{"ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-1 Groups=[\"sg-own\"]; ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-1 Groups=[\"sg-1\"]; DeleteSecurityGroup GroupId=sg-own", ""},
		{"DeleteNetworkAcl NetworkAclId=acl-2", "InvalidParameterValue cannot delete default network ACL acl-2"},
		{"DeleteNetworkAcl NetworkAclId=acl-own", "DependencyViolation The networkAcl 'acl-own' has dependencies and cannot be deleted."},
		{"DeleteSubnet SubnetId=subnet-1b; DeleteNetworkAcl NetworkAclId=acl-own", ""},

		{"TerminateInstances InstanceIds=[\"i-4\"]; StartInstances InstanceIds=[\"i-4\"]", "IncorrectInstanceState The instance 'i-4' is not in a state from which it can be started."},
		{"TerminateInstances InstanceIds=[\"i-4\"]; StopInstances InstanceIds=[\"i-1\",\"i-4\"]", "IncorrectInstanceState The instance 'i-4' is not in a state from which it can be stopped."},
		{"StartInstances InstanceIds=[\"i-7\"]", ""},
		{"TerminateInstances InstanceIds=[\"i-4\"]; AttachNetworkInterface NetworkInterfaceId=eni-2 InstanceId=i-4 DeviceIndex=1", "IncorrectInstanceState The instance 'i-4' is not in a state in which an interface can be attached."},
		{"TerminateInstances InstanceIds=[\"i-4\"]; AssociateAddress AllocationId=eipalloc-1 InstanceId=i-4", "InvalidInstanceID The instance 'i-4' is not in a valid state for this operation."},
		{"DeleteSubnet SubnetId=subnet-8; DeleteVpc VpcId=vpc-8; CreateSecurityGroup VpcId=vpc-8", "InvalidVpcID.NotFound The vpc ID 'vpc-8' does not exist"},
		{"CreateSecurityGroup VpcId=vpc-unheard", ""},
		{"DeleteNatGateway NatGatewayId=nat-9", "NatGatewayNotFound The Nat Gateway nat-9 was not found"},
		{"DeleteNatGateway NatGatewayId=nat-3", ""},
		{"DisassociateRouteTable AssociationId=rtbassoc-1; DeleteRouteTable RouteTableId=rtb-1; AssociateRouteTable RouteTableId=rtb-1 SubnetId=subnet-1", "InvalidRouteTableID.NotFound The routeTable ID 'rtb-1' does not exist"},
		{"DisassociateRouteTable AssociationId=rtbassoc-1; DeleteRouteTable RouteTableId=rtb-1; ReplaceRouteTableAssociation AssociationId=rtbassoc-main1 RouteTableId=rtb-1", "InvalidRouteTableID.NotFound The routeTable ID 'rtb-1' does not exist"},
		{"AssociateRouteTable RouteTableId=rtb-1 SubnetId=subnet-2", "InvalidParameterValue Route table rtb-1 and network vpc-2 belong to different networks"},

		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1 DryRun=true", wouldDo},
		{"DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4 DryRun=true", wouldDo},
		{"DeleteInternetGateway InternetGatewayId=igw-1 DryRun=true", wouldDo},
		{"DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4 DryRun=false", mappedIn("4")},
		{"DetachInternetGateway InternetGatewayId=igw-99999999 VpcId=vpc-4 DryRun=true", "InvalidInternetGatewayID.NotFound The internetGateway ID 'igw-99999999' does not exist"},
		{"DescribeVpcs DryRun=true", wouldDo},
		{"TerminateInstances InstanceIds=[\"i-1\",\"i-9\"] DryRun=true", "InvalidInstanceID.NotFound The instance ID 'i-9' does not exist"},
		{"CreateVolume DryRun=false", ""},
	}
}

func TestRefusals(t *testing.T) {
	for _, test := range slices.Concat(refused(), refusedPeople(), refusedDocuments(), refusedAbsent()) {
		t.Run(test.calls, func(t *testing.T) {
			l := newLab(t)
			calls := strings.Split(test.calls, "; ")
			for _, line := range calls[:len(calls)-1] {
				l.holds(line, "")
			}
			l.holds(calls[len(calls)-1], test.want)
		})
	}
}

// TestEveryRow: no row of the table is without a call above that it refuses, and each is told and has a source.
func TestEveryRow(t *testing.T) {
	rules := Rules()
	for _, r := range refusals() {
		if !slices.ContainsFunc(slices.Concat(refused(), refusedPeople(), refusedDocuments(), refusedAbsent()), func(test struct{ calls, want string }) bool {
			calls := strings.Split(test.calls, "; ")
			return strings.HasPrefix(calls[len(calls)-1]+" ", r.operation+" ") && test.want != "" && (r.code == "%s" || strings.HasPrefix(test.want, r.code+" "))
		}) {
			t.Errorf("%s is never refused with %s", r.operation, r.code)
		}
		if r.source == "" || r.when == "" || !slices.ContainsFunc(rules, func(rule Rule) bool { return rule.Operation == whole(r.operation) }) {
			t.Errorf("%s %s is not told", r.operation, r.code)
		}
	}
	if !slices.IsSortedFunc(rules, func(a, b Rule) int { return strings.Compare(a.Operation, b.Operation) }) {
		t.Error("not sorted")
	}
}

// TestDryRunOfTheUnknown: nobody can tell what a call would do that no model knows, and it is not done.
func TestDryRunOfTheUnknown(t *testing.T) {
	l := newLab(t)
	c := l.call("MakeSomethingNew")
	c.In, c.Body = nil, []byte("Action=MakeSomethingNew&DryRun=true")
	if err := l.Before(context.Background(), c); err == nil || err.Code != "InvalidAction" || err.Message != "The action MakeSomethingNew is not valid for this web service." {
		t.Errorf("answered %v", err)
	}
	c.Body = []byte("Action=MakeSomethingNew")
	if err := l.Before(context.Background(), c); err != nil {
		t.Errorf("what is meant is refused: %v", err)
	}
}

// TestUnmapsAndDetaches: what is launched in the lab itself is seen, too, and which main table a new VPC has.
func TestUnmapsAndDetaches(t *testing.T) {
	l := newLab(t)
	l.pass("CreateVpc CidrBlock=10.20.0.0/16", `"Vpc":{"VpcId":"vpc-20","CidrBlock":"10.20.0.0/16"}`)
	l.pass("RunInstances SubnetId=subnet-4", `"Instances":[{"InstanceId":"i-40","VpcId":"vpc-4","SubnetId":"subnet-4","NetworkInterfaces":[
		{"NetworkInterfaceId":"eni-40","SubnetId":"subnet-4","VpcId":"vpc-4","PrivateIpAddress":"10.4.1.9","Attachment":{"DeviceIndex":0,"DeleteOnTermination":true}}]}]`)
	l.holds(`TerminateInstances InstanceIds=["i-4"]`, "")
	l.holds("DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4", mappedIn("4"))
	l.holds(`TerminateInstances InstanceIds=["i-40"]`, "")
	l.holds("DetachInternetGateway InternetGatewayId=igw-4 VpcId=vpc-4", "")
	l.holds("CreateNatGateway SubnetId=subnet-1 AllocationId=eipalloc-1", "")
	l.pass("CreateNatGateway SubnetId=subnet-1 AllocationId=eipalloc-1", `"NatGateway":{"NatGatewayId":"nat-40","VpcId":"vpc-1","SubnetId":"subnet-1","NatGatewayAddresses":[{"AllocationId":"eipalloc-1"}]}`)
	l.holds("ReleaseAddress AllocationId=eipalloc-1", denied)
	l.holds("DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", mappedIn("1"))
}

// TestNewVPC: the ids of what a VPC is born with are asked for, for no answer tells them.
func TestNewVPC(t *testing.T) {
	l := newLab(t)
	l.holds("DescribeVpcs", "")
	tables, _ := l.cloud.answers["DescribeRouteTables"]["RouteTables"].([]any)
	l.cloud.answers["DescribeRouteTables"]["RouteTables"] = append(tables, map[string]any{
		"RouteTableId": "rtb-main20", "VpcId": "vpc-20", "Associations": []any{map[string]any{"Main": true, "RouteTableAssociationId": "rtbassoc-main20"}},
	})
	vpcs, _ := l.cloud.answers["DescribeVpcs"]["Vpcs"].([]any)
	l.cloud.answers["DescribeVpcs"]["Vpcs"] = append(vpcs, map[string]any{"VpcId": "vpc-20", "CidrBlock": "10.20.0.0/16"})
	l.pass("CreateVpc CidrBlock=10.20.0.0/16", `"Vpc":{"VpcId":"vpc-20","CidrBlock":"10.20.0.0/16"}`)
	l.holds("DisassociateRouteTable AssociationId=rtbassoc-main20", "InvalidParameterValue cannot disassociate the main route table association rtbassoc-main20")
	l.holds("DeleteRouteTable RouteTableId=rtb-main20", "DependencyViolation The routeTable 'rtb-main20' has dependencies and cannot be deleted.")
	l.holds("ReplaceRoute RouteTableId=rtb-main20 DestinationCidrBlock=0.0.0.0/0 GatewayId=igw-free", "InvalidParameterValue There is no route defined for '0.0.0.0/0' in the route table. Use CreateRoute instead.")
	h, err := l.Look(context.Background(), region)
	if err != nil {
		t.Fatal(err)
	}
	if things := h.Find("rtb-main20"); len(things) != 1 || len(h.Find("main of vpc-20")) != 0 {
		t.Errorf("%d tables of that id", len(things))
	}
}

// TestSeeding: all pages are read, once; a cloud that lacks a call holds nothing of its kind, and one that cannot be asked
// fails the call.
func TestSeeding(t *testing.T) {
	l := newLab(t)
	l.cloud.answers["DescribeInternetGateways"]["NextToken"] = "more"
	l.cloud.answers["DescribeInternetGateways more"] = map[string]any{"InternetGateways": []any{
		map[string]any{"InternetGatewayId": "igw-8", "Attachments": []any{map[string]any{"VpcId": "vpc-8", "State": "available"}}},
	}}
	l.holds("DeleteInternetGateway InternetGatewayId=igw-8", "DependencyViolation The internetGateway 'igw-8' has dependencies and cannot be deleted.")
	before := len(l.cloud.calls)
	l.holds("DescribeVpcs", "")
	if after := len(l.cloud.calls); after != before {
		t.Errorf("described again: %v", l.cloud.calls[before:])
	}
	h, err := l.Look(context.Background(), region)
	if err != nil {
		t.Fatal(err)
	}
	s := h.State(h.Now())
	for _, vpc := range h.Things(topology.VPC) {
		if !s.Get(vpc, topology.Whole).Is(topology.Yes) {
			t.Errorf("%s is not whole", vpc.ID)
		}
	}
	if able := s.Capabilities(h.Find("i-4")[0]); len(able) == 0 || able[0].Answer != topology.Cut {
		t.Errorf("i-4: %v", able)
	}
	if l.pass("cloudformation.CreateStack", ""); len(l.cloud.calls) != before {
		t.Error("described for a call that changes no network")
	}
	if l.holds("DescribeVpcs", ""); len(l.cloud.calls) == before {
		t.Error("not described after a call that may have made anything")
	}
	l = newLab(t)
	delete(l.cloud.answers, "DescribeVpcs")
	if a := l.pass("DescribeVpcs", ""); a.Error == nil || a.Error.Code != "InternalError" || !strings.Contains(a.Error.Message, "DescribeVpcs") {
		t.Errorf("answered %v", a.Error)
	}
}

// TestSideBySide: reads pass while another region is described and a call changes something.
func TestSideBySide(t *testing.T) {
	l := newLab(t)
	var wait sync.WaitGroup
	for i := range 8 {
		c := l.call("DescribeRouteTables")
		if i%2 == 0 {
			c.Region = "eu-west-1"
		}
		wait.Go(func() {
			l.through(c, `"RouteTables":[{"VpcId":"vpc-1","Routes":[{"GatewayId":"igw-1","State":"active"}]}]`)
		})
	}
	change := l.call("DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1")
	wait.Go(func() { l.through(change, "") })
	wait.Wait()
}
