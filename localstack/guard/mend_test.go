// What is mended: what clouds show, and what they are asked, otherwise than AWS.

package guard

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// text is a value as JSON.
func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestBlackholes: the cloud says active of every route, or blackhole.
func TestBlackholes(t *testing.T) {
	const peering = `CreateVpcPeeringConnection VpcId=vpc-1 PeerVpcId=vpc-2`
	for _, test := range []struct{ calls, target, want string }{
		{"", `"GatewayId":"local"`, "active"},
		{"", `"GatewayId":"igw-1"`, "active"},
		{"", `"GatewayId":"igw-3"`, "blackhole"},
		{"", `"GatewayId":"igw-unheard"`, "active"},
		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", `"GatewayId":"igw-1"`, "blackhole"},
		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1; AttachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", `"GatewayId":"igw-1"`, "active"},
		{"DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1; DeleteInternetGateway InternetGatewayId=igw-1", `"GatewayId":"igw-1"`, "blackhole"},
		{"", `"NatGatewayId":"nat-3"`, "active"},
		{"DeleteNatGateway NatGatewayId=nat-3", `"NatGatewayId":"nat-3"`, "blackhole"},
		{"", `"InstanceId":"i-1","NetworkInterfaceId":"eni-1"`, "active"},
		{`StopInstances InstanceIds=["i-1"]`, `"InstanceId":"i-1","NetworkInterfaceId":"eni-1"`, "blackhole"},
		{`StopInstances InstanceIds=["i-1"]`, `"NetworkInterfaceId":"eni-1"`, "blackhole"},
		{`TerminateInstances InstanceIds=["i-1"]`, `"InstanceId":"i-1","NetworkInterfaceId":"eni-1"`, "blackhole"},
		{"", `"NetworkInterfaceId":"eni-2"`, "blackhole"},
		{"DeleteNetworkInterface NetworkInterfaceId=eni-2", `"NetworkInterfaceId":"eni-2"`, "blackhole"},
		{peering, `"VpcPeeringConnectionId":"pcx-1"`, "active"},
		{peering + "; DeleteVpcPeeringConnection VpcPeeringConnectionId=pcx-1", `"VpcPeeringConnectionId":"pcx-1"`, "blackhole"},
	} {
		for _, said := range []string{"active", "blackhole"} {
			l := newLab(t)
			for line := range strings.SplitSeq(test.calls, "; ") {
				if line != "" {
					l.pass(line, `"VpcPeeringConnection":{"VpcPeeringConnectionId":"pcx-1"}`)
				}
			}
			a := l.pass("DescribeRouteTables", `"RouteTables":[{"VpcId":"vpc-1","Routes":[{"DestinationCidrBlock":"0.0.0.0/0",`+test.target+`,"State":"`+said+`"}]}]`)
			want := test.want
			if test.target == `"GatewayId":"local"` || test.target == `"GatewayId":"igw-unheard"` {
				want = said // only the cloud knows
			}
			if got := text(t, a.Out); !strings.Contains(got, `"State":"`+want+`"`) || a.Mended != (said != want) {
				t.Errorf("%s: %s, cloud says %s: mended is %v, %s", test.calls, test.target, said, a.Mended, got)
			}
		}
	}
}

func TestFilterByState(t *testing.T) {
	l := newLab(t)
	l.pass("DetachInternetGateway InternetGatewayId=igw-1 VpcId=vpc-1", "")
	asked, a := l.through(l.call(`DescribeRouteTables Filters=[{"Name":"route.state","Values":["blackhole"]},{"Name":"vpc-id","Values":["vpc-1"]}]`),
		`"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Routes":[{"GatewayId":"igw-1","State":"active"}]},{"RouteTableId":"rtb-main1","VpcId":"vpc-1"}]`)
	if got := text(t, asked); got != `{"Filters":[{"Name":"vpc-id","Values":["vpc-1"]}]}` {
		t.Errorf("asked %s", got)
	}
	if got := text(t, a.Out); !strings.Contains(got, "rtb-1") || strings.Contains(got, "rtb-main1") {
		t.Errorf("answered %s", got)
	}
}

// TestAsked: what the cloud is asked in place of what the client said.
func TestAsked(t *testing.T) {
	const on = "EnableEbsEncryptionByDefault; "
	const key = "ModifyEbsDefaultKmsKeyId KmsKeyId=alias/mine; "
	for _, test := range []struct{ calls, want string }{
		{"AssociateAddress AllocationId=eipalloc-5 InstanceId=i-1", `{"AllocationId":"eipalloc-5","AllowReassociation":true,"InstanceId":"i-1"}`},
		{"AssociateAddress AllocationId=eipalloc-1 InstanceId=i-1", `{"AllocationId":"eipalloc-1","InstanceId":"i-1"}`},
		{"AssociateAddress AllocationId=eipalloc-7 InstanceId=i-7", `{"AllocationId":"eipalloc-7","InstanceId":"i-7"}`},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.1.2/16 GatewayId=igw-1", `{"DestinationCidrBlock":"10.9.0.0/16","GatewayId":"igw-1","RouteTableId":"rtb-1"}`},
		{"ReplaceRoute RouteTableId=rtb-1 DestinationCidrBlock=0.0.0.0/0 GatewayId=igw-1", `{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","RouteTableId":"rtb-1"}`},
		{`RunInstances NetworkInterfaces=[{"DeviceIndex":0},{"NetworkInterfaceId":"eni-2"},{"DeleteOnTermination":false}]`, `{"NetworkInterfaces":[{"DeleteOnTermination":true,"DeviceIndex":0},{"NetworkInterfaceId":"eni-2"},{"DeleteOnTermination":false}]}`},
		{"DetachVolume VolumeId=vol-1", `{"Device":"/dev/sdf","InstanceId":"i-1","VolumeId":"vol-1"}`},
		{"DetachVolume VolumeId=vol-1 InstanceId=i-2", `{"InstanceId":"i-2","VolumeId":"vol-1"}`},
		{"CreateVolume Size=1", `{"Size":1}`},
		{on + "CreateVolume Size=1", `{"Encrypted":true,"Size":1}`},
		{on + "CreateVolume Encrypted=false", `{"Encrypted":true}`},
		{on + key + "CreateVolume Size=1", `{"Encrypted":true,"KmsKeyId":"arn:aws:kms:us-east-1:000000000000:key/k-1","Size":1}`},
		{on + key + "CreateVolume KmsKeyId=other Encrypted=true", `{"Encrypted":true,"KmsKeyId":"other"}`},
		{on + key + "ResetEbsDefaultKmsKeyId; CreateVolume Size=1", `{"Encrypted":true,"Size":1}`},
		{key + "CreateVolume Size=1", `{"Size":1}`},
		{on + "DisableEbsEncryptionByDefault; CreateVolume Size=1", `{"Size":1}`},
		{on + "CopySnapshot SourceSnapshotId=snap-1", `{"Encrypted":true,"SourceSnapshotId":"snap-1"}`},
		{"RunInstances ImageId=ami-1", `{"ImageId":"ami-1"}`},
		{on + "RunInstances ImageId=ami-9", `{"ImageId":"ami-9"}`},
		{
			on + "RunInstances ImageId=ami-1",
			`{"BlockDeviceMappings":[{"DeviceName":"/dev/xvda","Ebs":{"DeleteOnTermination":true,"Encrypted":true,"VolumeSize":8,"VolumeType":"gp3"}}],"ImageId":"ami-1"}`,
		},
		{
			on + `RunInstances ImageId=ami-1 BlockDeviceMappings=[{"DeviceName":"/dev/xvda","Ebs":{"VolumeSize":9}},{"DeviceName":"/dev/sdb","VirtualName":"ephemeral0"}]`,
			`{"BlockDeviceMappings":[{"DeviceName":"/dev/xvda","Ebs":{"Encrypted":true,"VolumeSize":9}},{"DeviceName":"/dev/sdb","VirtualName":"ephemeral0"}],"ImageId":"ami-1"}`,
		},
	} {
		l := newLab(t)
		calls := strings.Split(test.calls, "; ")
		for _, line := range calls[:len(calls)-1] {
			l.holds(line, "")
		}
		l.cloud.calls = nil
		if asked, _ := l.through(l.call(calls[len(calls)-1]), ""); text(t, asked) != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.calls, text(t, asked), test.want)
		}
	}
}

// TestNATFreesItsAddresses: in the cloud too, and only when it ended.
func TestNATFreesItsAddresses(t *testing.T) {
	l := newLab(t)
	nats, _ := l.cloud.answers["DescribeNatGateways"]["NatGateways"].([]any)
	for nat := range wire.Each(nats) {
		for held := range wire.Each(nat["NatGatewayAddresses"]) {
			held["NetworkInterfaceId"] = "eni-3"
		}
	}
	l.pass("DeleteNatGateway NatGatewayId=nat-3", "!InternalError")
	if asked := fmt.Sprint(l.cloud.calls); strings.Contains(asked, "DisassociateAddress") {
		t.Errorf("a gateway that stays lost its address: %s", asked)
	}
	l.pass("DeleteNatGateway NatGatewayId=nat-3", "")
	if asked := fmt.Sprint(l.cloud.calls); !strings.HasSuffix(asked, "DescribeNatGateways DisassociateAddress DeleteNetworkInterface]") {
		t.Errorf("asked %s", asked)
	}
}

// TestNothingToDetach: a volume that hangs nowhere cannot be detached.
func TestNothingToDetach(t *testing.T) {
	l := newLab(t)
	l.cloud.answers["DescribeVolumes"] = map[string]any{"Volumes": []any{map[string]any{"VolumeId": "vol-1", "State": "available"}}}
	l.holds("DetachVolume VolumeId=vol-1", "IncorrectState Volume 'vol-1' is in the 'available' state.")
}

// TestEncryptionAnswers: a setting is what was set, in its own region, whatever the cloud can do.
func TestEncryptionAnswers(t *testing.T) {
	const mine = "arn:aws:kms:us-east-1:000000000000:key/k-1"
	for _, cloud := range []string{"", "!InternalError", "!InvalidAction"} {
		l := newLab(t)
		answered := func(line, member string, want any) {
			t.Helper()
			a := l.pass(line, cloud)
			if a.Error != nil || a.Out[member] != want || !a.Mended {
				t.Errorf("cloud %q: %s: %v, %v, mended is %v", cloud, line, a.Out, a.Error, a.Mended)
			}
		}
		answered("GetEbsEncryptionByDefault", "EbsEncryptionByDefault", false)
		answered("EnableEbsEncryptionByDefault", "EbsEncryptionByDefault", true)
		answered("GetEbsEncryptionByDefault", "EbsEncryptionByDefault", true)
		answered("ModifyEbsDefaultKmsKeyId KmsKeyId="+mine, "KmsKeyId", mine)
		answered("GetEbsDefaultKmsKeyId", "KmsKeyId", mine)
		answered("ResetEbsDefaultKmsKeyId", "KmsKeyId", "alias/aws/ebs")
		elsewhere := l.call("GetEbsEncryptionByDefault")
		elsewhere.Region = "eu-west-1"
		if _, a := l.through(elsewhere, cloud); a.Out["EbsEncryptionByDefault"] != false {
			t.Errorf("elsewhere: %v", a.Out)
		}
		answered("DisableEbsEncryptionByDefault", "EbsEncryptionByDefault", false)
	}
	l := newLab(t)
	if a := l.pass("EnableEbsEncryptionByDefault", "!ServiceUnavailable"); a.Error == nil {
		t.Error("a cloud that is not there has set something")
	}
}

// TestFaces: clouds accept that an interface gets or loses its public address, and show what they showed before.
func TestFaces(t *testing.T) {
	l := newLab(t)
	describe := func(n string) (string, *exchange.Answer) {
		t.Helper()
		a := l.pass("DescribeInstances", text(t, "Reservations")+":"+text(t, l.cloud.answers["DescribeInstances"]["Reservations"]))
		for reservation := range wire.Each(a.Out["Reservations"]) {
			for instance := range wire.Each(reservation["Instances"]) {
				if instance["InstanceId"] == "i-"+n {
					return fmt.Sprint(instance["PublicIpAddress"]) + " " + text(t, instance["NetworkInterfaces"]), a
				}
			}
		}
		return "", a
	}
	before, a := describe("4")
	if !strings.Contains(before, "198.51.100.4") || a.Mended {
		t.Errorf("before: mended is %v, %s", a.Mended, before)
	}
	for _, n := range []string{"4", "7"} {
		l.pass("ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-"+n+" AssociatePublicIpAddress=false", "")
	}
	if after, a := describe("4"); strings.Contains(after, "Association") || !a.Mended {
		t.Errorf("taken: %s", after)
	}
	if after, _ := describe("7"); !strings.Contains(after, "203.0.113.7") {
		t.Errorf("an Elastic IP was taken: %s", after)
	}
	l.pass("ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-1 AssociatePublicIpAddress=true", "")
	if after, _ := describe("1"); !strings.HasPrefix(after, documented("eni-1")) || strings.Count(after, documented("eni-1")) != 2 {
		t.Errorf("given: %s", after)
	}
	l.pass(`StopInstances InstanceIds=["i-1"]`, "")
	if after, _ := describe("1"); strings.Contains(after, "Association") {
		t.Errorf("stopped: %s", after)
	}
	faces := l.pass("DescribeNetworkInterfaces", `"NetworkInterfaces":[{"NetworkInterfaceId":"eni-4","Association":{"PublicIp":"198.51.100.4"},"PrivateIpAddresses":[{"Primary":true,"Association":{"PublicIp":"198.51.100.4"}}]}]`)
	if got := text(t, faces.Out); strings.Contains(got, "198.51") || !faces.Mended {
		t.Errorf("interfaces: %s", got)
	}
	if refused := l.pass("ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-4 AssociatePublicIpAddress=true", "!InternalError"); refused.Error == nil || l.faces["eni-4"] {
		t.Error("a call that failed gave an address")
	}
}

// TestSubnetLeavesItsTies: in the cloud too, and only when it ended.
func TestSubnetLeavesItsTies(t *testing.T) {
	for cloud, want := range map[string]bool{"": true, "!InternalError": false} {
		l := newLab(t)
		l.holds("DescribeVpcs", "")
		l.cloud.answers["DescribeNetworkAcls"] = map[string]any{"NetworkAcls": []any{map[string]any{
			"NetworkAclId": "acl-own", "VpcId": "vpc-1", "Associations": []any{map[string]any{"SubnetId": "subnet-1b", "NetworkAclAssociationId": "aclassoc-own"}},
		}}}
		l.cloud.answers["DescribeRouteTables"] = map[string]any{"RouteTables": []any{map[string]any{
			"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": []any{map[string]any{"SubnetId": "subnet-1b", "RouteTableAssociationId": "rtbassoc-own"}},
		}}}
		l.pass("DeleteSubnet SubnetId=subnet-1b", cloud)
		for _, call := range []string{"ReplaceNetworkAclAssociation", "DisassociateRouteTable"} {
			if got := strings.Contains(fmt.Sprint(l.cloud.calls), call); got != want {
				t.Errorf("cloud %q: %s was not to be asked, or was: %v", cloud, call, l.cloud.calls)
			}
		}
	}
}

// TestLaunchEnds holds that the interfaces of a plain launch are said to end with their instance.
func TestLaunchEnds(t *testing.T) {
	held := map[string]any{"DeleteOnTermination": false}
	a := &exchange.Answer{Out: map[string]any{"Instances": []any{map[string]any{"NetworkInterfaces": []any{map[string]any{"Attachment": held}}}}}}
	tellEnd(a)
	if held["DeleteOnTermination"] != true || !a.Mended {
		t.Errorf("got %v, mended %v", held, a.Mended)
	}
	tellEnd(&exchange.Answer{Error: &wire.Error{Code: "InvalidAMIID.NotFound"}})
}

// TestEndsAgain: what has ended ends again without a sound, and what has not is the cloud's to judge.
func TestEndsAgain(t *testing.T) {
	l := newLab(t)
	l.holds(`TerminateInstances InstanceIds=["i-4"]`, "")
	if a := l.pass(`TerminateInstances InstanceIds=["i-4"]`, "!InvalidNetworkInterfaceID.NotFound"); a.Error != nil || !strings.Contains(text(t, a.Out), `"Name":"terminated"`) {
		t.Errorf("answered %v, %v", a.Out, a.Error)
	}
	if a := l.pass(`TerminateInstances InstanceIds=["i-4","i-1"]`, "!InvalidNetworkInterfaceID.NotFound"); a.Error == nil {
		t.Errorf("answered %v", a.Out)
	}
}

// TestGroupsThatWereLeft: a cloud adds groups up.
func TestGroupsThatWereLeft(t *testing.T) {
	l := newLab(t)
	l.pass(`ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-1 Groups=["sg-own"]`, "")
	const both = `"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","Groups":[{"GroupId":"sg-1"},{"GroupId":"sg-own"}]}]`
	for call, out := range map[string]string{"DescribeNetworkInterfaces": both, "DescribeInstances": `"Reservations":[{"Instances":[{"InstanceId":"i-1",` + both + `}]}]`} {
		if a := l.pass(call, out); strings.Contains(text(t, a.Out), `"sg-1"`) || !strings.Contains(text(t, a.Out), `"sg-own"`) || !a.Mended {
			t.Errorf("%s answers %s", call, text(t, a.Out))
		}
	}
}

// TestAddressIsNotLost: nothing is freed for a call that the cloud may refuse.
func TestAddressIsNotLost(t *testing.T) {
	l := newLab(t)
	l.pass("AttachNetworkInterface NetworkInterfaceId=eni-2 InstanceId=i-1 DeviceIndex=1", `"AttachmentId":"eni-attach-2"`)
	l.pass("AssociateAddress AllocationId=eipalloc-5 InstanceId=i-1", "!InvalidInstanceID")
	if asked := fmt.Sprint(l.cloud.calls); strings.Contains(asked, "DisassociateAddress") {
		t.Errorf("an address was freed for an instance with two interfaces: %s", asked)
	}
}

// TestOnePublicAddress: the address that a holder had is freed, unless a private address is named that may be another one.
func TestOnePublicAddress(t *testing.T) {
	for more, want := range map[string]bool{"": true, " PrivateIpAddress=10.5.1.9": false} {
		l := newLab(t)
		l.holds("AttachInternetGateway InternetGatewayId=igw-5 VpcId=vpc-5", "Resource.AlreadyAssociated resource igw-5 is already attached to network vpc-5")
		l.pass("AssociateAddress AllocationId=eipalloc-1 NetworkInterfaceId=eni-5"+more, "")
		if got := strings.Contains(fmt.Sprint(l.cloud.calls), "DisassociateAddress"); got != want {
			t.Errorf("%q: asked %v", more, l.cloud.calls)
		}
	}
}

// TestRanges: the cloud is asked for a range as AWS keeps it; one that is none is the cloud's to refuse.
func TestRanges(t *testing.T) {
	for line, want := range map[string]string{
		"CreateVpc CidrBlock=10.0.5.9/16": "10.0.0.0/16", "CreateSubnet VpcId=vpc-8 CidrBlock=10.8.9.9/24": "10.8.9.0/24",
		"AssociateVpcCidrBlock VpcId=vpc-8 CidrBlock=10.99.1.0/16": "10.99.0.0/16", "CreateVpc CidrBlock=banana": "banana",
	} {
		l := newLab(t)
		if asked, _ := l.through(l.call(line), ""); asked["CidrBlock"] != want {
			t.Errorf("%s: the cloud is asked for %v, want %s", line, asked["CidrBlock"], want)
		}
	}
}
