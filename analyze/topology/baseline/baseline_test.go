// Answers become statements: each kind of answer, what makes them whole, and what they may not say.

package baseline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func capture(path, text string) trail.Capture {
	return trail.Capture{Path: "base/" + path, SHA256: path, Account: "111122223333", Region: "eu-west-1", At: noon, Text: []byte(text)}
}

// aspects are the names of aspects, for the lines of statements.
var aspects = map[topology.Aspect]string{
	topology.Exists: "exists", topology.Whole: "whole", topology.InVPC: "in", topology.InSubnet: "in", topology.Range: "range", topology.Main: "main",
	topology.Table: "table", topology.Route: "route", topology.Propagates: "propagates", topology.Of: "of", topology.InTable: "in table", topology.Holder: "held by",
	topology.IP: "is", topology.Condition: "condition", topology.AutoPublic: "auto public", topology.AutoV6: "auto v6", topology.V6: "v6", topology.PrivateIP: "ip",
	topology.AttachedTo: "attached to", topology.DiesWith: "dies with it", topology.Primary: "primary", topology.Check: "check", topology.InGroup: "in group",
	topology.GroupsWhole: "groups whole", topology.Rule: "rule", topology.Entry: "entry", topology.ACL: "acl", topology.DefaultOf: "default",
	topology.Private: "private", topology.Regional: "regional", topology.Service: "service", topology.Type: "type", topology.PrivateDNS: "private dns", topology.Policy: "policy", topology.SubnetGroup: "subnet group",
	topology.Block: "block", topology.Mode: "mode", topology.Profile: "profile", topology.Requester: "requester", topology.Name: "name", topology.Zone: "zone",
}

// lines spells statements out: thing, aspect, key, value.
func lines(b topology.Baseline) (out []string) {
	for _, s := range b.Statements {
		value := s.Text
		if s.To.ID != "" {
			value = s.To.ID
			if s.To.Account != "" {
				value = s.To.Account + ":" + value
			}
		}
		if s.Or.ID != "" {
			value += " or " + s.Or.ID
		}
		switch {
		case s.Why != "":
			value = "not known"
		case value == "":
			value = "none"
		}
		line := s.ID + " " + aspects[s.Aspect]
		if s.Account != "" {
			line = s.Account + ":" + line
		}
		if s.Key != "" && s.Key != value {
			line += " " + s.Key
		}
		out = append(out, line+": "+value)
	}
	return out
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{
			"a VPC with ranges that come and go", `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","OwnerId":"111122223333","Tags":[{"Key":"Name","Value":"shop"}],
			"CidrBlockAssociationSet":[{"AssociationId":"vpc-cidr-assoc-1","CidrBlock":"10.0.0.0/16","CidrBlockState":{"State":"associated"}},
				{"AssociationId":"vpc-cidr-assoc-2","CidrBlock":"10.1.0.0/16","CidrBlockState":{"State":"disassociated"}}],
			"Ipv6CidrBlockAssociationSet":[{"AssociationId":"vpc-cidr-assoc-6","Ipv6CidrBlock":"2001:db8::/56","Ipv6CidrBlockState":{"State":"associated"}}]}]}`,
			`vpc-1 exists: yes; vpc-1 name: shop; vpc-1 range 10.0.0.0/16: yes; vpc-cidr-assoc-1 of: vpc-1; vpc-cidr-assoc-1 range 10.0.0.0/16: yes;
			vpc-1 range 2001:db8::/56: yes; vpc-cidr-assoc-6 of: vpc-1; vpc-cidr-assoc-6 range 2001:db8::/56: yes; eu-west-1 whole vpc: yes`,
		},
		{
			"a subnet that another account shares", `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1","CidrBlock":"10.0.1.0/24","AvailabilityZone":"eu-west-1b","OwnerId":"444455556666","MapPublicIpOnLaunch":true,"AssignIpv6AddressOnCreation":false}]}`,
			`444455556666:subnet-1 exists: yes; subnet-1 in: vpc-1; subnet-1 range 10.0.1.0/24: yes; subnet-1 zone: eu-west-1b; subnet-1 auto public: yes; subnet-1 auto v6: none; eu-west-1 whole subnet: yes`,
		},
		{
			"routes of every kind", `{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","PropagatingVgws":[{"GatewayId":"vgw-1"}],
			"Associations":[{"Main":true,"RouteTableAssociationId":"rtbassoc-0","AssociationState":{"State":"associated"}},{"Main":false,"RouteTableAssociationId":"rtbassoc-1","SubnetId":"subnet-1"},
				{"Main":false,"RouteTableAssociationId":"rtbassoc-2","GatewayId":"igw-9"}],
			"Routes":[{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","Origin":"CreateRouteTable","State":"active"},{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","Origin":"CreateRoute","State":"blackhole"},
				{"DestinationIpv6CidrBlock":"::/0","EgressOnlyInternetGatewayId":"eigw-1"},{"DestinationPrefixListId":"pl-1","GatewayId":"vpce-1"},
				{"DestinationCidrBlock":"192.0.2.0/24","InstanceId":"i-1","InstanceOwnerId":"111122223333","NetworkInterfaceId":"eni-1"},{"DestinationCidrBlock":"172.16.0.0/12","GatewayId":"vgw-1","Origin":"EnableVgwRoutePropagation"},
				{"DestinationCidrBlock":"198.51.100.0/24","GatewayId":"vpce-2"},{"DestinationCidrBlock":"203.0.113.0/24","NewGatewayId":"new-1"}]}]}`,
			`rtb-1 exists: yes; rtb-1 in: vpc-1; rtb-1 whole: yes; vpc-1 main: rtb-1; rtbassoc-0 of: vpc-1; subnet-1 table: rtb-1; rtbassoc-1 of: subnet-1; rtb-1 propagates vgw-1: yes;
			rtb-1 route 0.0.0.0/0: igw-1; rtb-1 route ::/0: eigw-1; vpce-1 exists: yes; vpce-1 in table rtb-1: yes; rtb-1 route 192.0.2.0/24: eni-1 or i-1;
			rtb-1 route 198.51.100.0/24: vpce-2; rtb-1 route 203.0.113.0/24: unknown target; eu-west-1 whole route-table: yes`,
		},
		{
			"gateways, attached and not", `{"InternetGateways":[{"InternetGatewayId":"igw-1","Attachments":[{"State":"available","VpcId":"vpc-1"}]},{"InternetGatewayId":"igw-2","Attachments":[]}]}`,
			`igw-1 exists: yes; igw-1 in: vpc-1; igw-2 exists: yes; igw-2 in: none; eu-west-1 whole internet-gateway: yes`,
		},
		{"an answer of which there is more", `{"InternetGateways":[{"InternetGatewayId":"igw-2","Attachments":[]}],"NextToken":"x"}`, `igw-2 exists: yes; igw-2 in: none`},
		{"a NAT gateway that is gone", `{"NatGateways":[{"NatGatewayId":"nat-1","State":"deleted","VpcId":"vpc-1","SubnetId":"subnet-1"}]}`, `nat-1 exists: none; eu-west-1 whole nat-gateway: yes`},
		{
			"addresses", `{"Addresses":[{"AllocationId":"eipalloc-1","PublicIp":"198.51.100.1","AssociationId":"eipassoc-1","InstanceId":"i-1","NetworkInterfaceId":"eni-1"},{"AllocationId":"eipalloc-2","PublicIp":"198.51.100.2"}]}`,
			`eipalloc-1 exists: yes; eipalloc-1 is: 198.51.100.1; 198.51.100.1 of: eipalloc-1; eipassoc-1 of: eipalloc-1; eipalloc-1 held by: eni-1 or i-1;
			eipalloc-2 exists: yes; eipalloc-2 is: 198.51.100.2; 198.51.100.2 of: eipalloc-2; eipalloc-2 held by: none; eu-west-1 whole address: yes`,
		},
		{
			"an instance with an address of its own", `{"Reservations":[{"OwnerId":"111122223333","Instances":[{"InstanceId":"i-1","State":{"Code":16,"Name":"running"},"VpcId":"vpc-1","SubnetId":"subnet-1",
			"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","SubnetId":"subnet-1","Attachment":{"AttachmentId":"eni-attach-1","DeviceIndex":0,"DeleteOnTermination":true},
				"PrivateIpAddresses":[{"PrivateIpAddress":"10.0.1.7"}],"Ipv6Addresses":[{"Ipv6Address":"2001:db8::7"}],"Groups":[{"GroupId":"sg-1"}],"SourceDestCheck":false,
				"Association":{"PublicIp":"198.51.100.9","IpOwnerId":"amazon"}}]},{"InstanceId":"i-2","State":{"Name":"terminated"}}]}]}`,
			`i-1 exists: yes; i-1 in: vpc-1; i-1 in: subnet-1; i-1 condition: running; i-1 profile: none; eni-1 exists: yes; eni-1 in: vpc-1; eni-1 in: subnet-1; eni-1 attached to: i-1;
			eni-1 primary: yes; eni-1 dies with it: yes; eni-attach-1 of: eni-1; eni-1 ip 10.0.1.7: yes; eni-1 v6 2001:db8::7: yes; eni-1 check: none; eni-1 in group sg-1: yes; eni-1 groups whole: yes;
			eni-1 whole: yes; eni-1 auto public: yes; i-1 whole: yes; i-2 exists: none; eu-west-1 whole instance: yes`,
		},
		{
			"security groups", `{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"default","VpcId":"vpc-1","IpPermissions":[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":"sg-1","UserId":"1"}]}],
			"IpPermissionsEgress":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}],"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]}]}`,
			`sg-1 exists: yes; sg-1 in: vpc-1; vpc-1 default security-group: sg-1; sg-1 rule ingress -1/itself: yes; sg-1 rule egress tcp/443-443/0.0.0.0/0: yes; sg-1 rule egress tcp/443-443/::/0: yes;
			sg-1 whole: yes; eu-west-1 whole security-group: yes`,
		},
		{
			"network ACLs without the entries that all have", `{"NetworkAcls":[{"NetworkAclId":"acl-1","VpcId":"vpc-1","IsDefault":true,"Associations":[{"NetworkAclAssociationId":"aclassoc-1","NetworkAclId":"acl-1","SubnetId":"subnet-1"}],
			"Entries":[{"CidrBlock":"0.0.0.0/0","Egress":true,"Protocol":"-1","RuleAction":"allow","RuleNumber":100},{"CidrBlock":"0.0.0.0/0","Egress":false,"PortRange":{"From":22,"To":22},"Protocol":"6","RuleAction":"deny","RuleNumber":90},
				{"CidrBlock":"0.0.0.0/0","Egress":true,"Protocol":"-1","RuleAction":"deny","RuleNumber":32767}]}]}`,
			`acl-1 exists: yes; acl-1 in: vpc-1; vpc-1 default network-acl: acl-1; acl-1 entry egress 100: allow -1/0.0.0.0/0; acl-1 entry ingress 90: deny tcp/22-22/0.0.0.0/0;
			subnet-1 acl: acl-1; aclassoc-1 of: subnet-1; acl-1 whole: yes; eu-west-1 whole network-acl: yes`,
		},
		{
			"an endpoint", `{"VpcEndpoints":[{"VpcEndpointId":"vpce-1","VpcEndpointType":"Interface","VpcId":"vpc-1","ServiceName":"com.amazonaws.eu-west-1.ssm","State":"available","RouteTableIds":[],"SubnetIds":["subnet-1"],"Groups":[{"GroupId":"sg-1"}],"PrivateDnsEnabled":true}]}`,
			`vpce-1 exists: yes; vpce-1 in: vpc-1; vpce-1 service: com.amazonaws.eu-west-1.ssm; vpce-1 type: Interface; vpce-1 private dns: yes; vpce-1 in: subnet-1; vpce-1 in group sg-1: yes; vpce-1 groups whole: yes; vpce-1 whole: yes; eu-west-1 whole endpoint: yes`,
		},
		{
			"an endpoint whose policy denies", `{"VpcEndpoints":[{"VpcEndpointId":"vpce-1","VpcEndpointType":"Gateway","VpcId":"vpc-1","ServiceName":"com.amazonaws.eu-west-1.s3","State":"available","PolicyDocument":"{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}]}`,
			`vpce-1 exists: yes; vpce-1 in: vpc-1; vpce-1 service: com.amazonaws.eu-west-1.s3; vpce-1 type: Gateway; vpce-1 policy: yes; vpce-1 whole: yes; eu-west-1 whole endpoint: yes`,
		},
		{
			"an endpoint with the policy that all have", `{"VpcEndpoints":[{"VpcEndpointId":"vpce-1","VpcEndpointType":"Gateway","VpcId":"vpc-1","ServiceName":"com.amazonaws.eu-west-1.s3","State":"available","PolicyDocument":"{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}]}`,
			`vpce-1 exists: yes; vpce-1 in: vpc-1; vpce-1 service: com.amazonaws.eu-west-1.s3; vpce-1 type: Gateway; vpce-1 policy: none; vpce-1 whole: yes; eu-west-1 whole endpoint: yes`,
		},
		{"a region that is blocked", `{"VpcBlockPublicAccessOptions":{"AwsAccountId":"111122223333","AwsRegion":"eu-west-1","State":"update-complete","InternetGatewayBlockMode":"block-ingress","ManagedBy":"account"}}`, `eu-west-1 block: block-ingress`},
		{"a region whose mode the organisation may change", `{"VpcBlockPublicAccessOptions":{"AwsRegion":"eu-west-1","InternetGatewayBlockMode":"off","ManagedBy":"declarative-policy"}}`, `eu-west-1 block: not known`},
		{"a region that the organisation blocks", `{"VpcBlockPublicAccessOptions":{"AwsRegion":"eu-west-1","InternetGatewayBlockMode":"block-bidirectional","ManagedBy":"declarative-policy"}}`, `eu-west-1 block: not known`},
		{
			"a peering with a VPC elsewhere", `{"VpcPeeringConnections":[{"VpcPeeringConnectionId":"pcx-1","Status":{"Code":"active"},"RequesterVpcInfo":{"VpcId":"vpc-1","OwnerId":"111122223333","Region":"eu-west-1"},"AccepterVpcInfo":{"VpcId":"vpc-2","OwnerId":"444455556666","Region":"us-east-1"}}]}`,
			`pcx-1 exists: yes; pcx-1 condition: active; pcx-1 in vpc-1: 111122223333:vpc-1; pcx-1 in vpc-2: 444455556666:vpc-2; eu-west-1 whole peering-connection: yes`,
		},
		{
			"a database and a function", `{"DBInstances":[{"DBInstanceIdentifier":"Shop","DBInstanceStatus":"available","PubliclyAccessible":true,"DBSubnetGroup":{"DBSubnetGroupName":"Inner","VpcId":"vpc-1","Subnets":[{"SubnetIdentifier":"subnet-1"}]},"VpcSecurityGroups":[{"VpcSecurityGroupId":"sg-1","Status":"active"}]}],
			"Functions":[{"FunctionName":"resize","Role":"arn:aws:iam::111122223333:role/f"}]}`,
			`shop exists: yes; shop condition: running; shop private: none; shop in: vpc-1; shop subnet group: inner; shop in: subnet-1; shop in group sg-1: yes; shop groups whole: yes; shop whole: yes;
			resize exists: yes; resize profile: arn:aws:iam::111122223333:role/f; resize in: none; resize whole: yes; eu-west-1 whole db-instance: yes; eu-west-1 whole function: yes`,
		},
		{"numbers, nulls and lists where none belong", `{"Vpcs":[null,7,{"VpcId":12},{"VpcId":["x"]},{}],"Subnets":"none","RouteTables":{"Routes":{}}}`, `12 exists: yes; x exists: yes; eu-west-1 whole subnet: yes; eu-west-1 whole vpc: yes`},
	} {
		read, err := Read([]trail.Capture{capture("a.json", c.text)})
		if err != nil || len(read) != 1 {
			t.Fatalf("%s: %v, %d baselines", c.why, err, len(read))
		}
		var want []string
		for line := range strings.SplitSeq(c.want, ";") {
			if line = strings.TrimSpace(line); line != "" {
				want = append(want, line)
			}
		}
		if got := lines(read[0]); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", c.why, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// whole are the answers that it takes to know a VPC whole.
var whole = []string{
	`{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"111122223333"}]}`, `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1"},{"SubnetId":"subnet-2","VpcId":"vpc-1"}]}`,
	`{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true}]},{"RouteTableId":"rtb-2","VpcId":"vpc-1","Associations":[{"SubnetId":"subnet-2"}]}]}`,
	`{"InternetGateways":[]}`, `{"EgressOnlyInternetGateways":[]}`, `{"NatGateways":[]}`, `{"VpcEndpoints":[]}`,
}

// TestWhole: a VPC is known whole when nothing is missing, and a subnet follows the main table only where all tables are told.
func TestWhole(t *testing.T) {
	says := func(answers []string, line string) bool {
		var captures []trail.Capture
		for i, text := range answers {
			captures = append(captures, capture(fmt.Sprint(i), text))
		}
		read, err := Read(captures)
		if err != nil || len(read) != 1 {
			t.Fatal(err, len(read))
		}
		return slices.Contains(lines(read[0]), line)
	}
	if !says(whole, "vpc-1 whole: yes") || !says(whole, "subnet-1 table: none") || says(whole, "subnet-2 table: none") {
		t.Error("with all answers the VPC is not whole, or its subnets follow other tables")
	}
	for i := range whole {
		if says(slices.Delete(slices.Clone(whole), i, i+1), "vpc-1 whole: yes") {
			t.Errorf("the VPC is whole without %s", whole[i])
		}
	}
	filtered := slices.Clone(whole)
	filtered[2] = strings.Replace(whole[2], `"Main":true`, `"Main":false`, 1)
	if says(filtered, "vpc-1 whole: yes") || says(filtered, "subnet-1 table: none") || says(filtered, "eu-west-1 whole route-table: yes") {
		t.Error("tables without the main one are taken for all tables")
	}
}

// TestOrder: the order of captures changes nothing.
func TestOrder(t *testing.T) {
	var captures []trail.Capture
	for i, text := range whole {
		captures = append(captures, capture(fmt.Sprint(i), text))
	}
	first, err := Read(captures)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(captures)
	second, err := Read(captures)
	if err != nil || !slices.Equal(lines(first[0]), lines(second[0])) {
		t.Error("in another order the captures say something else", err)
	}
}
