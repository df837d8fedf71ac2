// Cuts, makes and ends of calls in every shape that a record can give them.

package dialect

import (
	"slices"
	"strings"
	"testing"
)

func TestCuts(t *testing.T) {
	for _, test := range []struct {
		name     string
		service  string
		request  string
		response string
		message  string
		want     []Tie
	}{
		{
			name: "DetachInternetGateway", service: "ec2", request: `{"InternetGatewayId":"igw-1","VpcId":"vpc-1"}`,
			want: []Tie{{"internet-gateway/vpc", "igw-1", "vpc-1"}},
		},
		{
			name: "DetachInternetGateway", service: "ec2", request: `null`,
			want: []Tie{{"internet-gateway/vpc", "", ""}},
		},
		{
			name: "DeleteVpcEndpoints", service: "ec2",
			request: `{"DeleteVpcEndpointsRequest":{"VpcEndpointId":[{"tag":1,"content":"vpce-1"},{"tag":2,"content":"vpce-2"}]}}`,
			want:    []Tie{{"endpoint/vpc", "vpce-1", ""}, {"endpoint/vpc", "vpce-2", ""}},
		},
		{
			name: "DeleteVpcEndpoints", service: "ec2",
			request: `{"DeleteVpcEndpointsRequest":{"VpcEndpointId":{"tag":1,"content":"vpce-1"}}}`,
			want:    []Tie{{"endpoint/vpc", "vpce-1", ""}},
		},
		{
			name: "ModifyVpcBlockPublicAccessOptions", service: "ec2",
			request: `{"ModifyVpcBlockPublicAccessOptionsRequest":{"InternetGatewayBlockMode":"block-bidirectional"}}`,
			want:    []Tie{{"region/internet", "eu-west-1", "internet"}},
		},
		{
			name: "ModifyVpcBlockPublicAccessOptions", service: "ec2",
			request: `{"ModifyVpcBlockPublicAccessOptionsRequest":{"InternetGatewayBlockMode":"off"}}`,
		},
		{
			name: "DeleteVpcBlockPublicAccessExclusion", service: "ec2",
			request: `{"DeleteVpcBlockPublicAccessExclusionRequest":{"ExclusionId":"vpcbpa-exclude-1"}}`,
			want:    []Tie{{"block-public-access-exclusion/region", "vpcbpa-exclude-1", "eu-west-1"}},
		},
		{
			name: "ModifyManagedPrefixList", service: "ec2",
			request: `{"ModifyManagedPrefixListRequest":{"PrefixListId":"pl-1","RemoveEntry":{"tag":1,"Cidr":"192.0.2.0/24"}}}`,
			want:    []Tie{{"cidr/prefix-list", "192.0.2.0/24", "pl-1"}},
		},
		{
			name: "ModifyManagedPrefixList", service: "ec2",
			request: `{"ModifyManagedPrefixListRequest":{"PrefixListId":"pl-1","AddEntry":{"tag":1,"Cidr":"192.0.2.0/24"}}}`,
		},
		{
			name: "RestoreManagedPrefixListVersion", service: "ec2",
			request: `{"RestoreManagedPrefixListVersionRequest":{"PrefixListId":"pl-1","PreviousVersion":1,"CurrentVersion":2}}`,
			want:    []Tie{{"cidr/prefix-list", "", "pl-1"}},
		},
		{
			name: "ModifyVpcAttribute", service: "ec2", request: `{"vpcId":"vpc-1","enableDnsSupport":{"value":false}}`,
			want: []Tie{{"dns-support/vpc", "enableDnsSupport", "vpc-1"}},
		},
		{
			name: "ModifyVpcAttribute", service: "ec2", request: `{"vpcId":"vpc-1","enableDnsHostnames":{"value":false}}`,
			want: []Tie{{"dns-hostnames/vpc", "enableDnsHostnames", "vpc-1"}},
		},
		{name: "ModifyVpcAttribute", service: "ec2", request: `{"vpcId":"vpc-1","enableDnsSupport":{"value":true}}`},
		{name: "ModifyVpcAttribute", service: "ec2", request: `{"vpcId":"vpc-1","enableNetworkAddressUsageMetrics":{"value":false}}`},
		{
			name: "CreateNetworkAclEntry", service: "ec2",
			request: `{"networkAclId":"acl-1","ruleNumber":1,"ruleAction":"deny","egress":true,"cidrBlock":"0.0.0.0/0"}`,
			want:    []Tie{{"cidr/network-acl", "0.0.0.0/0", "acl-1"}},
		},
		{name: "CreateNetworkAclEntry", service: "ec2", request: `{"networkAclId":"acl-1","ruleAction":"allow","cidrBlock":"0.0.0.0/0"}`},
		{
			name: "DeleteRoute", service: "ec2", request: `{"routeTableId":"rtb-1","destinationIpv6CidrBlock":"::/0"}`,
			want: []Tie{{"route/route-table", "rtb-1/::/0", "rtb-1"}},
		},
		{
			name: "ModifyVpcEndpoint", service: "ec2",
			request: `{"ModifyVpcEndpointRequest":{"VpcEndpointId":"vpce-1","RemoveRouteTableId":{"tag":1,"content":"rtb-1"}}}`,
			want:    []Tie{{"endpoint/route-table", "vpce-1", "rtb-1"}},
		},
		{name: "ModifyVpcEndpoint", service: "ec2", request: `{"ModifyVpcEndpointRequest":{"VpcEndpointId":"vpce-1","PolicyDocument":"{}"}}`},
		{
			name: "ModifyNetworkInterfaceAttribute", service: "ec2", request: `{"networkInterfaceId":"eni-1","associatePublicIpAddress":false}`,
			want: []Tie{{"address/interface", "", "eni-1"}},
		},
		{name: "ModifyNetworkInterfaceAttribute", service: "ec2", request: `{"networkInterfaceId":"eni-1","groupSet":{"items":[{"groupId":"sg-1"}]}}`},
		{
			name: "RevokeSecurityGroupIngress", service: "ec2", request: `{"groupId":"sg-1","cidrIp":"10.0.0.0/8","ipProtocol":"tcp","fromPort":22,"toPort":22,"ipPermissions":{}}`,
			want: []Tie{{"rule/security-group", "tcp/22-22/10.0.0.0/8", "sg-1"}},
		},
		{
			name: "RevokeSecurityGroupEgress", service: "ec2",
			request:  `{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"-1","ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}`,
			response: `{"_return":true,"revokedSecurityGroupRuleSet":{"items":[{"securityGroupRuleId":"sgr-1"}]}}`,
			want:     []Tie{{"rule/security-group", "sgr-1", "sg-1"}},
		},
		{
			name: "DetachRolePolicy", service: "iam", message: "User: arn:aws:iam::1:user/u is not authorized to perform: iam:DetachRolePolicy on resource: role web because no identity-based policy allows the iam:DetachRolePolicy action",
			want: []Tie{{"policy/role", "", "web"}},
		},
		{
			name: "RemoveRoleFromInstanceProfile", service: "iam", message: "… on resource: instance profile web with an explicit deny in a service control policy",
			want: []Tie{{"role/instance-profile", "", "web"}},
		},
		{
			name: "DetachGroupPolicy", service: "iam", message: "… on resource: arn:aws:iam::1:group/ops because no",
			want: []Tie{{"policy/group", "", "ops"}},
		},
		{
			name: "DetachInstances", service: "autoscaling", request: `{"instanceIds":["i-1","i-2"],"autoScalingGroupName":"web","shouldDecrementDesiredCapacity":true}`,
			want: []Tie{{"instance/auto-scaling-group", "i-1", "web"}, {"instance/auto-scaling-group", "i-2", "web"}},
		},
		{
			name: "DeregisterTargets", service: "elasticloadbalancing", request: `{"targetGroupArn":"arn:tg","targets":[{"id":"i-1","port":80}]}`,
			want: []Tie{{"target/target-group", "i-1", "arn:tg"}},
		},
		{
			name: "RemovePermission20150331v2", service: "lambda", request: `{"functionName":"f","statementId":"s"}`,
			want: []Tie{{"permission/function", "s", "f"}},
		},
		{
			name: "DisassociateIamInstanceProfile", service: "ec2", request: `{"DisassociateIamInstanceProfileRequest":{"AssociationId":"iip-1"}}`,
			response: `{"DisassociateIamInstanceProfileResponse":{"iamInstanceProfileAssociation":{"instanceId":"i-1","iamInstanceProfile":{"arn":"arn:p"}}}}`,
			want:     []Tie{{"instance-profile/instance", "arn:p", "i-1"}},
		},
		{name: "DeleteInternetGateway", service: "ec2", request: `{"internetGatewayId":"igw-1"}`},
		{name: "DetachInternetGateway", service: "iam", request: `{"internetGatewayId":"igw-1"}`},
	} {
		c, err := Parse(test.name, test.service+".amazonaws.com", []byte(test.request), []byte(test.response))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		c.Region, c.ErrorText = "eu-west-1", test.message
		if got := Cuts(c); !slices.Equal(got, test.want) {
			t.Errorf("%s %s%s cuts %v, want %v", test.name, test.request, test.message, got, test.want)
		}
	}
}

func TestMakesAndEnds(t *testing.T) {
	attach, _ := Parse("AttachInternetGateway", "ec2.amazonaws.com", []byte(`{"internetGatewayId":"igw-1","vpcId":"vpc-1"}`), nil)
	if got, want := Makes(attach), []Tie{{"internet-gateway/vpc", "igw-1", "vpc-1"}}; !slices.Equal(got, want) {
		t.Errorf("attach makes %v, want %v", got, want)
	}
	remove, _ := Parse("DeleteInternetGateway", "ec2.amazonaws.com", []byte(`{"internetGatewayId":"igw-1"}`), nil)
	if got, want := Ends(remove), []Tie{{"internet-gateway/vpc", "igw-1", ""}}; !slices.Equal(got, want) {
		t.Errorf("delete ends %v, want %v", got, want)
	}
	if got := Cuts(attach); got != nil {
		t.Errorf("attach cuts %v", got)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, request := range []string{`{`, `{"a":}`, `{"a":1} x`, `{"a":1}{}`, `nul`, strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 600)} {
		if c, err := Parse("DetachInternetGateway", "ec2.amazonaws.com", []byte(request), nil); err == nil {
			t.Errorf("%.40s is read as %v", request, c.Request)
		}
	}
	for _, odd := range []string{``, ` `, `null`, `""`, `"HIDDEN_DUE_TO_SECURITY_REASONS"`, `[]`, `[1]`, `7`, `{"tag":1}`, `{"items":[null]}`, `{"XRequest":null}`, `{"XRequest":[]}`, `{"":{"":[{"tag":{}}]}}`} {
		if _, err := Parse("X", "ec2.amazonaws.com", []byte(odd), []byte(odd)); err != nil {
			t.Errorf("%s: %v", odd, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("DeleteFlowLogs", `{"DeleteFlowLogsRequest":{"FlowLogId":{"tag":1,"content":"fl-1"}}}`)
	f.Add("RunInstances", `{"instancesSet":{"items":[{"instanceId":"i-1","launchTime":1688990121000}]}}`)
	f.Add("RevokeSecurityGroupEgress", `{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"-1","groups":{}}]}}`)
	f.Add("X", `{"":[[],[{"tag":"1","content":{}}]]}`)
	f.Add("CreateFlowLogs", `{"":{}}`)
	f.Fuzz(func(t *testing.T, name, request string) {
		c, err := Parse(name, "ec2.amazonaws.com", []byte(request), []byte(request))
		if err != nil {
			return
		}
		Cuts(c)
		Makes(c)
		if _, err := Parse(name, c.Source, AppendRequest(nil, &c), AppendResponse(nil, &c)); err != nil {
			t.Errorf("what was written cannot be read: %v", err)
		}
	})
}

// TestNotCut: a call that succeeds may answer for some of its ids that it did not.
func TestNotCut(t *testing.T) {
	request := []byte(`{"DeleteVpcEndpointsRequest":{"VpcEndpointId":[{"tag":1,"content":"vpce-1"},{"tag":2,"content":"vpce-2"},{"tag":3,"content":"vpce-3"}]}}`)
	for response, want := range map[string][]string{
		`{"DeleteVpcEndpointsResponse":{"unsuccessful":{"item":{"resourceId":"vpce-1","error":{"code":"InvalidParameter","message":"vpce-9"}}}}}`:    {"vpce-1"},
		`{"DeleteVpcEndpointsResponse":{"unsuccessful":{"item":[{"resourceId":"vpce-1","error":{"code":"X"}},{"error":{},"resourceId":"vpce-3"}]}}}`: {"vpce-1", "vpce-3"},
		`{"DeleteVpcEndpointsResponse":{"unsuccessful":""}}`: nil,
		`null`: nil,
	} {
		call, err := Parse("DeleteVpcEndpoints", "ec2.amazonaws.com", request, []byte(response))
		if got := NotCut(call); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v, want %q", response, got, err, want)
		}
	}
}
