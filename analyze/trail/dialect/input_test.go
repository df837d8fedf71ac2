// Inputs: recorded as real records have them, and Input is the inverse of Recorded for random inputs of every shape that the
// tables speak of.

package dialect

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// inputs are the shapes of inputs: paths on the wire, [] a list, # a number, ? a boolean, ! always there.
var inputs = map[string]string{
	"AttachInternetGateway":           "InternetGatewayId VpcId",
	"CreateInternetGateway":           "TagSpecification[].ResourceType TagSpecification[].Tag[].Key TagSpecification[].Tag[].Value",
	"CreateTags":                      "ResourceId[] Tag[].Key Tag[].Value",
	"TerminateInstances":              "InstanceId[]",
	"DescribeInstances":               "InstanceId[] Filter[].Name Filter[].Value[] MaxResults#",
	"DescribeSecurityGroups":          "GroupId[] GroupName[] Filter[].Name Filter[].Value[]",
	"DescribePlacementGroups":         "GroupId[] GroupName[]",
	"DescribeRouteTables":             "RouteTableId[] Filter[].Name Filter[].Value[]",
	"DescribeAddresses":               "PublicIp[] AllocationId[]",
	"DescribeImages":                  "ExecutableBy[] ImageId[] Owner[] IncludeDeprecated?",
	"DescribeSnapshots":               "SnapshotId[] Owner[] RestorableBy[]",
	"DescribeSpotPriceHistory":        "InstanceType[] ProductDescription[]",
	"AssignPrivateIpAddresses":        "NetworkInterfaceId PrivateIpAddress[] Ipv4Prefix[] SecondaryPrivateIpAddressCount#",
	"CreateNetworkInterface":          "SubnetId SecurityGroupId[] PrivateIpAddresses[].PrivateIpAddress PrivateIpAddresses[].Primary? Ipv6Addresses[].Ipv6Address Ipv4Prefix[].Ipv4Prefix Ipv6Prefix[].Ipv6Prefix",
	"CreateNetworkAclEntry":           "NetworkAclId RuleNumber# Protocol RuleAction Egress? CidrBlock Icmp.Type# Icmp.Code# PortRange.From# PortRange.To#",
	"CreateVolume":                    "AvailabilityZone Size# SnapshotId Encrypted?",
	"CreateDhcpOptions":               "DhcpConfiguration[].Key DhcpConfiguration[].Value[]",
	"ModifySubnetAttribute":           "SubnetId MapPublicIpOnLaunch.Value?",
	"ModifyNetworkInterfaceAttribute": "NetworkInterfaceId SecurityGroupId[] SourceDestCheck.Value?",
	"ModifyInstanceAttribute":         "InstanceId GroupId[] BlockDeviceMapping[].DeviceName BlockDeviceMapping[].Ebs.DeleteOnTermination?",
	"ModifyImageAttribute":            "ImageId LaunchPermission.Add[].UserId LaunchPermission.Add[].Group LaunchPermission.Remove[].UserId",
	"ModifySnapshotAttribute":         "SnapshotId CreateVolumePermission.Add[].UserId CreateVolumePermission.Remove[].Group",
	"AuthorizeSecurityGroupIngress":   "GroupId CidrIp IpProtocol FromPort# IpPermissions[].IpProtocol IpPermissions[].FromPort# IpPermissions[].IpRanges[].CidrIp IpPermissions[].Ipv6Ranges[].CidrIpv6 IpPermissions[].Groups[].GroupId IpPermissions[].PrefixListIds[].PrefixListId",
	"RevokeSecurityGroupEgress":       "GroupId SecurityGroupRuleId[] IpPermissions[].IpProtocol IpPermissions[].IpRanges[].CidrIp",
	"RunInstances": "ImageId! MinCount#! MaxCount#! KeyName InstanceType SubnetId SecurityGroupId[] SecurityGroup[] Placement.AvailabilityZone Placement.Tenancy Placement.HostId Monitoring.Enabled? " +
		"BlockDeviceMapping[].DeviceName BlockDeviceMapping[].Ebs.VolumeSize# NetworkInterface[].DeviceIndex# NetworkInterface[].SubnetId NetworkInterface[].SecurityGroupId[] NetworkInterface[].PrivateIpAddresses[].PrivateIpAddress " +
		"Ipv6Address[].Ipv6Address LicenseSpecification[].LicenseConfigurationArn TagSpecification[].ResourceType TagSpecification[].Tag[].Key",
	"CreateNatGateway":   "SubnetId AllocationId TagSpecification[].ResourceType TagSpecification[].Tag[].Key TagSpecification[].Tag[].Value SecondaryAllocationId[]",
	"DeleteVpcEndpoints": "VpcEndpointId[]",
	"CreateVpcEndpoint":  "VpcId ServiceName RouteTableId[] DnsOptions.DnsRecordIpType PrivateDnsEnabled?",
	"DescribeFlowLogs":   "FlowLogId[] Filter[].Name Filter[].Value[]",
}

// draw makes a random input of a shape: each path is there or not, a list has one or two elements.
func draw(r *rand.Rand, shape string) Object {
	o := Object{}
	for path := range strings.FieldsSeq(shape) {
		must := strings.HasSuffix(path, "!")
		path = strings.TrimSuffix(path, "!")
		if !must && r.IntN(3) == 0 {
			continue
		}
		if strings.Contains(path, "[]") {
			o = grown(r, o, strings.Split(path, "."), r.IntN(2))
		}
		o = grown(r, o, strings.Split(path, "."), 0)
	}
	return o
}

// grown puts a random scalar at a path of an object, in the element of that number of the lists on its way.
func grown(r *rand.Rand, o Object, steps []string, number int) Object {
	name, listed := strings.CutSuffix(steps[0], "[]")
	var v Value
	switch {
	case strings.HasSuffix(name, "#"):
		name, v = strings.TrimSuffix(name, "#"), Text(strconv.Itoa(r.IntN(1000)))
	case strings.HasSuffix(name, "?"):
		name, v = strings.TrimSuffix(name, "?"), Text(strconv.FormatBool(r.IntN(2) == 0))
	default:
		v = randomText(r)
	}
	at := slices.IndexFunc(o, func(m Member) bool { return m.Name == name })
	if at < 0 {
		at, o = len(o), append(o, Member{Name: name})
	}
	inner := o[at].Value
	l, _ := inner.(List)
	if listed {
		inner = nil
		number = min(number, len(l))
		if number < len(l) {
			inner = l[number]
		}
	}
	if len(steps) > 1 {
		within, _ := inner.(Object)
		v = grown(r, within, steps[1:], number)
	}
	switch {
	case !listed:
		o[at].Value = v
	case number == len(l):
		o[at].Value = append(l, v)
	default:
		l[number] = v
	}
	return o
}

func TestInputIsTheInverseOfRecorded(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		for range 400 {
			in := draw(r, inputs[name])
			c := Call{Name: name, Source: "ec2.amazonaws.com", Request: Recorded(name, "ec2.amazonaws.com", in)}
			if got := Input(&c); !alike(got, in) {
				t.Fatalf("%s\nput %v\nis  %v\ngot %v", name, in, c.Request, got)
			}
			read, err := Parse(name, c.Source, AppendRequest(nil, &c), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := Input(&read); !alike(got, in) {
				t.Fatalf("%s through JSON\nput %v\nis  %s\ngot %v", name, in, AppendRequest(nil, &c), got)
			}
		}
	}
}

// alike compares values; the order of an object's members does not count.
func alike(a, b Value) bool { return reflect.DeepEqual(plainly(a), plainly(b)) }

func plainly(v Value) any {
	switch v := v.(type) {
	case Object:
		m := map[string]any{}
		for _, e := range v {
			m[e.Name] = plainly(e.Value)
		}
		return m
	case Map:
		return plainly(Object(v))
	case List:
		l := make([]any, len(v))
		for i := range v {
			l[i] = plainly(v[i])
		}
		return l
	case Quoted:
		return string(v)
	case Bare:
		return string(v)
	case Text:
		return string(v)
	}
	return nil
}

func TestRecorded(t *testing.T) {
	for _, test := range []struct {
		why, call, source string
		in                Object
		want              string
	}{
		{
			"the image and the counts stand in the first instance", "RunInstances", "ec2", Of("ImageId", "ami-1", "MinCount", Bare("1"), "MaxCount", Bare("2"), "Placement", Of("Tenancy", "default")),
			`{"instancesSet":{"items":[{"imageId":"ami-1","minCount":1,"maxCount":2}]},"tenancy":"default","blockDeviceMapping":{}}`,
		},
		{
			"a rule has all its lists", "RevokeSecurityGroupEgress", "ec2", Of("GroupId", "sg-1", "IpPermissions", List{Of("IpProtocol", "-1", "IpRanges", List{Of("CidrIp", "0.0.0.0/0")})}),
			`{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"-1","ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"groups":{},"ipv6Ranges":{},"prefixListIds":{}}]}}`,
		},
		{
			"tags are bare in a specification", "CreateVpc", "ec2", Of("TagSpecification", List{Of("ResourceType", "vpc", "Tag", List{Of("Key", "Name", "Value", "true")})}),
			`{"tagSpecificationSet":{"items":[{"resourceType":"vpc","tags":[{"key":"Name","value":"true"}]}]}}`,
		},
		{
			"a share in the older form", "ModifySnapshotAttribute", "ec2", Of("SnapshotId", "snap-1", "Attribute", "createVolumePermission", "OperationType", "add", "UserId", Texts("111122223333")),
			`{"snapshotId":"snap-1","createVolumePermission":{"add":{"items":[{"userId":"111122223333"}]}},"attributeType":"CREATE_VOLUME_PERMISSION"}`,
		},
		{
			"a share in both forms", "ModifyImageAttribute", "ec2",
			Of("Attribute", "description", "OperationType", "add", "UserId", Texts("111122223333"), "LaunchPermission", Of("Add", List{Of("UserId", "444455556666")})),
			`{"launchPermission":{"add":{"items":[{"userId":"444455556666"}]}},"attributeType":"launchPermission"}`,
		},
		{
			"a device that is none", "RunInstances", "ec2", Of("ImageId", "ami-1", "BlockDeviceMapping", List{Of("DeviceName", "/dev/sdb", "NoDevice", "")}),
			`{"instancesSet":{"items":[{"imageId":"ami-1"}]},"blockDeviceMapping":{"items":[{"deviceName":"/dev/sdb","noDevice":{}}]}}`,
		},
		{
			"wrapped, and guessed", "CreateFlowLogs", "ec2", Of("ResourceId", Texts("vpc-1"), "MaxAggregationInterval", Bare("600"), "Tag", Quoted("true")),
			`{"CreateFlowLogsRequest":{"ResourceId":{"tag":1,"content":"vpc-1"},"MaxAggregationInterval":600,"Tag":true}}`,
		},
		{"what is text stays text", "CreateSecurityGroup", "ec2", Of("GroupDescription", Quoted("443"), "FromPort", Bare("443")), `{"groupDescription":"443","fromPort":443}`},
		{
			"only the first letter, and no key of a map", "CreateDBInstance", "rds", Of("DBInstanceIdentifier", "a", "Port", Bare("1"), "Context", Map{{"SecretARN", Quoted("x")}}),
			`{"dBInstanceIdentifier":"a","port":1,"context":{"SecretARN":"x"}}`,
		},
		{"what no record tells", "DescribeVpcAttribute", "ec2", Of("VpcId", "vpc-1", "Attribute", "enableDnsSupport"), `{"vpcId":"vpc-1"}`},
	} {
		source := test.source + ".amazonaws.com"
		c := Call{Name: test.call, Source: source, Request: Recorded(test.call, source, test.in)}
		same(t, test.why, AppendRequest(nil, &c), []byte(test.want))
	}
}

// TestRecordedAsRealRecords: the input of a real record, recorded again, is that record.
func TestRecordedAsRealRecords(t *testing.T) {
	for _, name := range []string{
		"AllocateAddress", "AttachInternetGateway", "CreateInternetGateway", "CreateNatGateway", "CreateNetworkAclEntry", "CreateNetworkInterface", "CreateRoute", "CreateSubnet",
		"CreateVpc", "DeleteFlowLogs", "DescribeInternetGateways", "DescribeRouteTables", "DetachNetworkInterface", "RevokeSecurityGroupEgress", "RunInstances", "StopInstances", "TerminateInstances",
	} {
		for _, record := range examples(t, name) {
			c, err := ParseRecord(&record)
			if err != nil || c.Request == nil {
				continue
			}
			in := Input(&c)
			if got := Recorded(c.Name, c.Source, in); !alike(got, c.Request) {
				t.Errorf("%s\nrecord %v\ninput  %v\nagain  %v", name, c.Request, in, got)
			}
		}
	}
}
