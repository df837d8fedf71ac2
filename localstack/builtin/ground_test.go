// The ground of the refusals: one of each thing, made once, by the names that rows have for them.

package builtin_test

import (
	"strings"
)

// ground makes what the refusals are about, and returns the ids by their names.
func (l *lab) ground() map[string]string {
	n := l.network()
	ids := map[string]string{"vpc": n.vpc, "igw": n.igw, "subnet": n.subnet, "table": n.table, "ami": n.image}
	set := func(name, call string, input in, path ...any) { ids[name] = l.id(call, input, path...) }
	one := func(call, member string, id any, path ...any) string {
		out := l.do(call, in{"Filters": list{in{"Name": "vpc-id", "Values": list{id}}}})
		s, _ := at(out, append([]any{member, 0}, path...)...).(string)
		return s
	}
	set("vpc2", "ec2.CreateVpc", in{"CidrBlock": "10.0.0.0/16"}, "Vpc", "VpcId")
	six := l.do("ec2.CreateVpc", in{"CidrBlock": "10.6.0.0/16", "AmazonProvidedIpv6CidrBlock": true})
	ids["vpc6"], _ = at(six, "Vpc", "VpcId").(string)
	range6, _ := at(six, "Vpc", "Ipv6CidrBlockAssociationSet", 0, "Ipv6CidrBlock").(string)
	set("subnet6", "ec2.CreateSubnet", in{"VpcId": ids["vpc6"], "CidrBlock": "10.6.1.0/24", "Ipv6CidrBlock": strings.Replace(range6, "/56", "/64", 1)}, "Subnet", "SubnetId")
	set("table6", "ec2.CreateRouteTable", in{"VpcId": ids["vpc6"]}, "RouteTable", "RouteTableId")
	set("eigw", "ec2.CreateEgressOnlyInternetGateway", in{"VpcId": ids["vpc6"]}, "EgressOnlyInternetGateway", "EgressOnlyInternetGatewayId")
	set("eni6", "ec2.CreateNetworkInterface", in{"SubnetId": ids["subnet6"]}, "NetworkInterface", "NetworkInterfaceId")
	ids["group6"], ids["acl6"] = one("ec2.DescribeSecurityGroups", "SecurityGroups", ids["vpc6"], "GroupId"), one("ec2.DescribeNetworkAcls", "NetworkAcls", ids["vpc6"], "NetworkAclId")
	ids["span"] = one("ec2.DescribeVpcs", "Vpcs", n.vpc, "CidrBlockAssociationSet", 0, "AssociationId")
	set("span2", "ec2.AssociateVpcCidrBlock", in{"VpcId": n.vpc, "CidrBlock": "10.8.0.0/16"}, "CidrBlockAssociation", "AssociationId")
	set("small", "ec2.CreateSubnet", in{"VpcId": n.vpc, "CidrBlock": "10.8.0.0/28"}, "Subnet", "SubnetId")
	l.do("ec2.CreateVpcBlockPublicAccessExclusion", in{"VpcId": ids["vpc6"], "InternetGatewayExclusionMode": "allow-egress"})
	set("igw2", "ec2.CreateInternetGateway", nil, "InternetGateway", "InternetGatewayId")
	ids["main"], ids["mainbond"] = one("ec2.DescribeRouteTables", "RouteTables", n.vpc, "RouteTableId"), one("ec2.DescribeRouteTables", "RouteTables", n.vpc, "Associations", 0, "RouteTableAssociationId")
	ids["default"] = one("ec2.DescribeSecurityGroups", "SecurityGroups", n.vpc, "GroupId")
	ids["acl"] = one("ec2.DescribeNetworkAcls", "NetworkAcls", n.vpc, "NetworkAclId")
	set("usedacl", "ec2.CreateNetworkAcl", in{"VpcId": n.vpc}, "NetworkAcl", "NetworkAclId")
	bond := func(acl string) string {
		s, _ := at(l.do("ec2.DescribeNetworkAcls", in{"NetworkAclIds": list{acl}}), "NetworkAcls", 0, "Associations", 0, "NetworkAclAssociationId").(string)
		return s
	}
	set("aclbond", "ec2.ReplaceNetworkAclAssociation", in{"AssociationId": bond(ids["acl"]), "NetworkAclId": ids["usedacl"]}, "NewAssociationId")
	set("web", "ec2.CreateSecurityGroup", in{"GroupName": "web", "Description": "d", "VpcId": n.vpc}, "GroupId")
	l.do("ec2.AuthorizeSecurityGroupIngress", in{"GroupId": ids["web"], "IpPermissions": list{in{
		"IpProtocol": "tcp", "FromPort": int64(80), "ToPort": int64(80), "IpRanges": list{in{"CidrIp": "0.0.0.0/0"}},
	}}})
	l.machines(n, ids)
	l.people()
	return ids
}

// machines makes the instances, addresses and volumes.
func (l *lab) machines(n network, ids map[string]string) {
	ids["i"], ids["two"], ids["guarded"], ids["dead"] = l.launch(n, true), l.launch(n, false), l.launch(n, false), l.launch(n, false)
	l.do("ec2.TerminateInstances", in{"InstanceIds": list{ids["dead"]}})
	l.do("ec2.ModifyInstanceAttribute", in{"InstanceId": ids["guarded"], "DisableApiTermination": in{"Value": true}, "Groups": list{ids["web"]}})
	l.do("ec2.ModifyInstanceAttribute", in{"InstanceId": ids["guarded"], "Attribute": "disableApiStop", "Value": "true"})
	face := at(l.instance(ids["i"]), "NetworkInterfaces", 0)
	ids["eni"], _ = at(face, "NetworkInterfaceId").(string)
	ids["enibond"], _ = at(face, "Attachment", "AttachmentId").(string)
	ids["ip"], _ = at(face, "PrivateIpAddress").(string)
	ids["vol"], _ = at(l.instance(ids["i"]), "BlockDeviceMappings", 0, "Ebs", "VolumeId").(string)
	ids["spare"] = l.id("ec2.CreateNetworkInterface", in{"SubnetId": n.subnet}, "NetworkInterface", "NetworkInterfaceId")
	second := l.id("ec2.CreateNetworkInterface", in{"SubnetId": n.subnet}, "NetworkInterface", "NetworkInterfaceId")
	l.do("ec2.AttachNetworkInterface", in{"NetworkInterfaceId": second, "InstanceId": ids["two"], "DeviceIndex": int64(1)})
	ids["eip"] = l.id("ec2.AllocateAddress", nil, "AllocationId")
	l.do("ec2.AssociateAddress", in{"AllocationId": ids["eip"], "NetworkInterfaceId": ids["spare"]})
	ids["nateip"] = l.id("ec2.AllocateAddress", nil, "AllocationId")
	nat := l.do("ec2.CreateNatGateway", in{"SubnetId": n.subnet, "AllocationId": ids["nateip"]})
	ids["nat"], _ = at(nat, "NatGateway", "NatGatewayId").(string)
	ids["natbond"], _ = at(nat, "NatGateway", "NatGatewayAddresses", 0, "AssociationId").(string)
	l.do("ec2.CreateVpcEndpoint", in{"VpcId": n.vpc, "ServiceName": "com.amazonaws.us-east-1.s3", "RouteTableIds": list{n.table}})
	ids["sparevol"] = l.id("ec2.CreateVolume", in{"AvailabilityZone": "us-east-1b", "Size": int64(4)}, "VolumeId")
	ids["myami"] = l.id("ec2.CreateImage", in{"InstanceId": ids["i"], "Name": "mine"}, "ImageId")
	image := l.do("ec2.DescribeImages", in{"ImageIds": list{ids["myami"]}})
	ids["amisnap"], _ = at(image, "Images", 0, "BlockDeviceMappings", 0, "Ebs", "SnapshotId").(string)
}

// people makes what is not of ec2.
func (l *lab) people() {
	l.do("iam.CreateUser", in{"UserName": "alice"})
	l.do("iam.AttachUserPolicy", in{"UserName": "alice", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})
	l.do("iam.CreateUser", in{"UserName": "bob"})
	l.do("iam.CreateAccessKey", in{"UserName": "bob"})
	l.do("iam.CreateAccessKey", in{"UserName": "bob"})
	l.do("iam.CreateRole", in{"RoleName": "ops", "AssumeRolePolicyDocument": trusting})
	l.do("iam.PutRolePolicy", in{"RoleName": "ops", "PolicyName": "p", "PolicyDocument": allowing})
	l.do("s3.CreateBucket", in{"Bucket": "evidence"})
	l.do("s3.PutObject", in{"Bucket": "evidence", "Key": "a", "Body": []byte("x")})
}
