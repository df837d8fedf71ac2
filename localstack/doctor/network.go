// The story of a network: it is built, its addresses are mapped, its gateway is cut off and comes back.

package doctor

// list is a list of one.
func list(one any) []any { return []any{one} }

// by is a filter.
func by(name, value string) []any { return list(in{"Name": name, "Values": list(value)}) }

// network builds a VPC with a public and a private subnet.
func network() []step {
	return []step{
		{call: "sts.GetCallerIdentity", in: in{}},
		{call: "ec2.CreateVpc", in: in{"CidrBlock": "10.97.0.0/16"}, keep: map[string]string{"vpc": "Vpc.VpcId"}},
		{call: "ec2.ModifyVpcAttribute", in: in{"VpcId": "$vpc", "EnableDnsHostnames": in{"Value": true}}},
		{call: "ec2.CreateSubnet", in: in{"VpcId": "$vpc", "CidrBlock": "10.97.1.0/24"}, keep: map[string]string{"subnet": "Subnet.SubnetId"}},
		{call: "ec2.CreateSubnet", about: "a second one", in: in{"VpcId": "$vpc", "CidrBlock": "10.97.2.0/24"}, keep: map[string]string{"inner": "Subnet.SubnetId"}},
		{call: "ec2.ModifySubnetAttribute", in: in{"SubnetId": "$subnet", "MapPublicIpOnLaunch": in{"Value": true}}},
		{call: "ec2.CreateInternetGateway", in: in{}, keep: map[string]string{"igw": "InternetGateway.InternetGatewayId"}},
		{call: "ec2.CreateInternetGateway", in: in{}, keep: map[string]string{"second": "InternetGateway.InternetGatewayId"}, aside: true},
		{call: "ec2.DetachInternetGateway", about: "that is not attached", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, want: "Gateway.NotAttached"},
		{call: "ec2.DetachInternetGateway", about: "that is not there", in: in{"InternetGatewayId": "igw-0123456789abcdef0", "VpcId": "$vpc"}, want: "InvalidInternetGatewayID.NotFound"},
		{call: "ec2.AttachInternetGateway", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}},
		{call: "ec2.AttachInternetGateway", about: "twice", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, want: "Resource.AlreadyAssociated"},
		{call: "ec2.AttachInternetGateway", about: "a second gateway on a VPC", in: in{"InternetGatewayId": "$second", "VpcId": "$vpc"}, want: "InvalidParameterValue"},
		{call: "ec2.DetachInternetGateway", in: in{"InternetGatewayId": "$second", "VpcId": "$vpc"}, aside: true},
		{call: "ec2.DescribeInternetGateways", about: "by VPC", in: in{"Filters": by("attachment.vpc-id", "$vpc")}, holds: is("InternetGateways.Attachments.State", "available")},
		{call: "ec2.CreateRouteTable", in: in{"VpcId": "$vpc"}, keep: map[string]string{"table": "RouteTable.RouteTableId"}},
		{call: "ec2.CreateRoute", in: in{"RouteTableId": "$table", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "$igw"}},
		{call: "ec2.CreateRoute", about: "that is there", in: in{"RouteTableId": "$table", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "$igw"}, want: "RouteAlreadyExists"},
		{call: "ec2.AssociateRouteTable", in: in{"RouteTableId": "$table", "SubnetId": "$subnet"}, keep: map[string]string{"bond": "AssociationId"}},
		{call: "ec2.DescribeRouteTables", about: "a route that leads out", in: in{"RouteTableIds": list("$table")}, holds: route("active")},
		{call: "ec2.DeleteRoute", about: "that is not there", in: in{"RouteTableId": "$table", "DestinationCidrBlock": "192.0.2.0/24"}, want: "InvalidRoute.NotFound"},
		{call: "ec2.CreateSecurityGroup", in: in{"GroupName": "doctor", "Description": "doctor", "VpcId": "$vpc"}, keep: map[string]string{"group": "GroupId"}},
		{call: "ec2.AuthorizeSecurityGroupIngress", in: in{"GroupId": "$group", "IpPermissions": permission()}},
		{call: "ec2.AuthorizeSecurityGroupIngress", about: "twice", in: in{"GroupId": "$group", "IpPermissions": permission()}, want: "InvalidPermission.Duplicate"},
		{call: "ec2.RevokeSecurityGroupIngress", in: in{"GroupId": "$group", "IpPermissions": permission()}},
		{call: "ec2.CreateNetworkAcl", in: in{"VpcId": "$vpc"}, keep: map[string]string{"acl": "NetworkAcl.NetworkAclId"}},
		{call: "ec2.CreateNetworkAclEntry", in: in{"NetworkAclId": "$acl", "RuleNumber": int64(90), "Protocol": "-1", "RuleAction": "deny", "Egress": true, "CidrBlock": "0.0.0.0/0"}},
	}
}

func permission() []any {
	return list(in{"IpProtocol": "tcp", "FromPort": int64(443), "ToPort": int64(443), "IpRanges": list(in{"CidrIp": "0.0.0.0/0"})})
}

// addresses maps public addresses, and holds that the gateway stays while they are.
func addresses() []step {
	return []step{
		{call: "ec2.AllocateAddress", in: in{"Domain": "vpc"}, keep: map[string]string{"address": "AllocationId"}},
		{call: "ec2.AllocateAddress", in: in{"Domain": "vpc"}, keep: map[string]string{"spare": "AllocationId"}, aside: true},
		{call: "ec2.CreateNatGateway", in: in{"SubnetId": "$subnet", "AllocationId": "$address"}, keep: map[string]string{"nat": "NatGateway.NatGatewayId"}},
		{call: "ec2.DescribeNatGateways", in: in{"NatGatewayIds": list("$nat")}, keep: map[string]string{"bridge": "NatGateways.NatGatewayAddresses.NetworkInterfaceId"}},
		{call: "ec2.ReleaseAddress", about: "that a NAT gateway holds", in: in{"AllocationId": "$address"}, want: "AuthFailure"},
		{call: "ec2.DetachInternetGateway", about: "under a NAT gateway's address", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, want: "DependencyViolation"},
		{call: "ec2.AttachInternetGateway", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, aside: true},
		{call: "ec2.DeleteNatGateway", in: in{"NatGatewayId": "$nat"}},
		{call: "ec2.ReleaseAddress", about: "that a NAT gateway held", in: in{"AllocationId": "$address"}},
		{call: "ec2.DeleteInternetGateway", about: "that is attached", in: in{"InternetGatewayId": "$igw"}, want: "DependencyViolation"},
		{call: "ec2.DeleteVpc", about: "with what depends on it", in: in{"VpcId": "$vpc"}, want: "DependencyViolation"},
	}
}

// severance cuts the gateway off and joins it again.
func severance() []step {
	here := in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}
	return []step{
		{call: "ec2.DetachInternetGateway", about: "a dry run", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc", "DryRun": true}, want: "DryRunOperation"},
		{call: "ec2.DescribeInternetGateways", about: "after the dry run", in: in{"InternetGatewayIds": list("$igw")}, holds: is("InternetGateways.Attachments.State", "available")},
		{call: "ec2.DetachInternetGateway", in: here},
		{call: "ec2.DescribeInternetGateways", about: "one that is detached", in: in{"InternetGatewayIds": list("$igw")}, holds: none("InternetGateways.Attachments")},
		{call: "ec2.DescribeRouteTables", about: "a route to a gateway that is detached", in: in{"RouteTableIds": list("$table")}, holds: route("blackhole")},
		{call: "ec2.AssociateAddress", about: "in a VPC without a gateway", in: in{"AllocationId": "$spare", "NetworkInterfaceId": "$face"}, want: "Gateway.NotAttached"},
		{call: "ec2.AttachInternetGateway", about: "again", in: here},
		{call: "ec2.DescribeRouteTables", about: "a route to a gateway that is back", in: in{"RouteTableIds": list("$table")}, holds: route("active")},
		{call: "ec2.ReplaceRoute", about: "that is not there", in: in{"RouteTableId": "$table", "DestinationCidrBlock": "192.0.2.0/24", "GatewayId": "$igw"}, want: "InvalidParameterValue"},
		{call: "ec2.DeleteRoute", in: in{"RouteTableId": "$table", "DestinationCidrBlock": "0.0.0.0/0"}},
	}
}
