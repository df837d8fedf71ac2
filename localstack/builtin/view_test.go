// Views: what is shown of many things, filtered, by pages, and of calls that are made again.

package builtin_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"traillab/localstack/builtin"
	"traillab/localstack/exchange"
)

func TestFilters(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	i := l.launch(n, true)
	l.do("ec2.CreateTags", in{"Resources": list{i, n.vpc}, "Tags": list{in{"Key": "Name", "Value": "shop-1"}, in{"Key": "env", "Value": ""}}})
	for _, f := range []struct {
		call, member, filter, value string
		want                        int
	}{
		{"ec2.DescribeVpcs", "Vpcs", "vpc-id", n.vpc, 1},
		{"ec2.DescribeVpcs", "Vpcs", "is-default", "true", 1},
		{"ec2.DescribeVpcs", "Vpcs", "isDefault", "false", 1},
		{"ec2.DescribeVpcs", "Vpcs", "cidr", "10.0.0.0/*", 1},
		{"ec2.DescribeVpcs", "Vpcs", "tag:Name", "shop-?", 1},
		{"ec2.DescribeVpcs", "Vpcs", "tag:Name", "shop", 0},
		{"ec2.DescribeVpcs", "Vpcs", "tag-key", "env", 1},
		{"ec2.DescribeInternetGateways", "InternetGateways", "attachment.vpc-id", n.vpc, 1},
		{"ec2.DescribeInternetGateways", "InternetGateways", "attachment.state", "available", 2},
		{"ec2.DescribeRouteTables", "RouteTables", "association.subnet-id", n.subnet, 1},
		{"ec2.DescribeRouteTables", "RouteTables", "association.main", "true", 2},
		{"ec2.DescribeRouteTables", "RouteTables", "route.gateway-id", n.igw, 1},
		{"ec2.DescribeRouteTables", "RouteTables", "route.destination-cidr-block", "10.0.0.0/16", 2},
		{"ec2.DescribeNetworkAcls", "NetworkAcls", "association.subnet-id", n.subnet, 1},
		{"ec2.DescribeNetworkAcls", "NetworkAcls", "default", "true", 2},
		{"ec2.DescribeInstances", "Reservations", "instance-state-name", "running", 1},
		{"ec2.DescribeInstances", "Reservations", "vpc-id", n.vpc, 1},
		{"ec2.DescribeInstances", "Reservations", "tag:Name", "shop-1", 1},
		{"ec2.DescribeInstances", "Reservations", "network-interface.subnet-id", "subnet-1", 0},
		{"ec2.DescribeNetworkInterfaces", "NetworkInterfaces", "attachment.instance-id", i, 1},
		{"ec2.DescribeVolumes", "Volumes", "attachment.instance-id", i, 1},
		{"ec2.DescribeSecurityGroups", "SecurityGroups", "group-name", "default", 2},
		{"ec2.DescribeSubnets", "Subnets", "availability-zone", "us-east-1a", 2},
		{"ec2.DescribeImages", "Images", "name", "al2023-ami-2023.9*x86_64", 1},
		{"ec2.DescribeTags", "Tags", "resource-id", i, 2},
	} {
		out := l.do(f.call, in{"Filters": list{in{"Name": f.filter, "Values": list{f.value}}}})
		if got := len(out[f.member].([]any)); got != f.want {
			t.Errorf("%s with %s=%s shows %d, not %d: %v", f.call, f.filter, f.value, got, f.want, out[f.member])
		}
	}
}

func TestPages(t *testing.T) {
	l := open(t, 0)
	want := []any{}
	for range 7 {
		want = append(want, l.id("ec2.CreateInternetGateway", nil, "InternetGateway", "InternetGatewayId"))
	}
	got, input := []any{}, in{"MaxResults": int64(3)}
	for page := 0; ; page++ {
		out := l.do("ec2.DescribeInternetGateways", input)
		for _, g := range out["InternetGateways"].([]any) {
			got = append(got, at(g, "InternetGatewayId"))
		}
		if page == 0 { // what is gone meanwhile is not missed, and nothing after it
			l.do("ec2.DeleteInternetGateway", in{"InternetGatewayId": got[2]})
		}
		if out["NextToken"] == nil {
			break
		}
		input = in{"MaxResults": int64(3), "NextToken": out["NextToken"]}
	}
	same(t, "the pages", got[1:], want) // the first is the default VPC's
}

func TestTheSameAgain(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	launch := in{"ImageId": n.image, "SubnetId": n.subnet, "MinCount": int64(1), "MaxCount": int64(1), "ClientToken": "once"}
	one := l.id("ec2.RunInstances", launch, "Instances", 0, "InstanceId")
	two := l.id("ec2.RunInstances", launch, "Instances", 0, "InstanceId")
	same(t, "the instance of the same token", two, one)
	launch = in{"ImageId": n.image, "SubnetId": n.subnet, "MinCount": int64(1), "MaxCount": int64(2), "ClientToken": "once"}
	l.refuse("ec2.RunInstances", launch, "IdempotentParameterMismatch", "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).")
	launch = in{"ImageId": n.image, "SubnetId": n.subnet, "MinCount": int64(1), "MaxCount": int64(1), "ClientToken": "twice"}
	if three := l.id("ec2.RunInstances", launch, "Instances", 0, "InstanceId"); three == one {
		t.Error("another token gives the same instance")
	}
}

func TestUnknownCalls(t *testing.T) {
	l := open(t, 0)
	l.refuse("ec2.CreateCarrierGateway", in{"VpcId": "vpc-1"}, "InvalidAction", "The action CreateCarrierGateway is not valid for this web service.")
	l.refuse("iam.CreateSAMLProvider", nil, "InvalidAction", "The action CreateSAMLProvider is not valid for this web service.")
	l.refuse("ssm.SendCommand", nil, "UnknownOperationException", "")
	l.refuse("s3.PutBucketWebsite", nil, "NotImplemented", "")
	a, err := l.Serve(context.Background(), &exchange.Call{Service: "ec2", Name: "MakeCoffee"})
	if err != nil || a.Error == nil || a.Error.Code != "InvalidAction" {
		t.Errorf("a call that nobody knows is answered %v, %v", a, err)
	}
	if names := l.Operations(); !slices.IsSorted(names) || !slices.Contains(names, "ec2.DetachInternetGateway") || slices.Contains(names, "ec2.MakeCoffee") {
		t.Errorf("operations: %v", names)
	}
}

// TestRegions: what is in one region is not in another, and each has an image of its own.
func TestRegions(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	if _, refused := l.tryIn("eu-west-1", "ec2.DeleteVpc", in{"VpcId": n.vpc}); refused == nil || refused.Code != "InvalidVpcID.NotFound" {
		t.Errorf("a VPC of us-east-1 in eu-west-1: %v", refused)
	}
	out, _ := l.tryIn("eu-west-1", "ssm.GetParameter", in{"Name": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"})
	if at(out, "Parameter", "Value") == n.image {
		t.Error("two regions have one image")
	}
	zones, _ := l.tryIn("eu-west-1", "ec2.DescribeAvailabilityZones", nil)
	same(t, "a zone", at(zones, "AvailabilityZones", 1, "ZoneName"), "eu-west-1b")
	same(t, "its id", at(zones, "AvailabilityZones", 1, "ZoneId"), "euw1-az2")
}

func TestEncryptionByDefault(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	l.do("ec2.EnableEbsEncryptionByDefault", nil)
	same(t, "a new volume's encryption", l.do("ec2.CreateVolume", in{"AvailabilityZone": "us-east-1a", "Size": int64(1)})["Encrypted"], true)
	root := at(l.instance(l.launch(n, false)), "BlockDeviceMappings", 0, "Ebs", "VolumeId")
	volume := at(l.do("ec2.DescribeVolumes", in{"VolumeIds": list{root}}), "Volumes", 0)
	same(t, "a launch's encryption", at(volume, "Encrypted"), true)
	key := l.id("kms.CreateKey", nil, "KeyMetadata", "Arn")
	l.do("kms.CreateAlias", in{"AliasName": "alias/disks", "TargetKeyId": at(l.do("kms.ListKeys", nil), "Keys", 1, "KeyId")})
	l.do("ec2.ModifyEbsDefaultKmsKeyId", in{"KmsKeyId": "alias/disks"})
	same(t, "the default key", l.do("ec2.GetEbsDefaultKmsKeyId", nil)["KmsKeyId"], key)
	snapshot := l.do("ec2.CreateSnapshot", in{"VolumeId": root})
	same(t, "a snapshot's encryption", snapshot["Encrypted"], true)
}

// BenchmarkNew is how long it takes until a cloud has answered its first call.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		c := builtin.New(builtin.Options{Account: account, Now: time.Now})
		service, _ := models.Service("ec2")
		o, _ := service.Operation("DescribeVpcs")
		if _, err := c.Serve(context.Background(), &exchange.Call{Operation: o, Service: "ec2", Name: "DescribeVpcs", Region: "us-east-1"}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRevoked: what is taken away is told, rule by rule.
func TestRevoked(t *testing.T) {
	l := open(t, 0)
	group := l.id("ec2.CreateSecurityGroup", in{"GroupName": "web", "Description": "d", "VpcId": l.network().vpc}, "GroupId")
	out := l.do("ec2.RevokeSecurityGroupEgress", in{"GroupId": group, "IpPermissions": list{in{"IpProtocol": "-1", "IpRanges": list{in{"CidrIp": "0.0.0.0/0"}}}}})
	gone := out["RevokedSecurityGroupRules"]
	same(t, "the rule", list{at(gone, 0, "GroupId"), at(gone, 0, "IsEgress"), at(gone, 0, "CidrIpv4"), at(gone, 1)}, list{group, true, "0.0.0.0/0", nil})
	if id, _ := at(gone, 0, "SecurityGroupRuleId").(string); id == "" {
		t.Errorf("it has no id: %v", gone)
	}
}
