// Refusals: a row for each thing that AWS refuses, with its code and its sentence. The things that rows are about are made
// first; ${name} in a row is the id of one.

package builtin_test

import (
	"strings"
	"testing"
)

// row is a call and what it is refused with. A sentence that is empty is told elsewhere.
type row struct {
	call           string
	in             in
	code, sentence string
}

// refusals are asked of one and the same cloud, which none of them changes.
var refusals = []row{
	{"ec2.CreateVpc", in{}, "MissingParameter", "The request must contain the parameter cidrBlock"},
	{"ec2.CreateVpc", in{"CidrBlock": "ten"}, "InvalidParameterValue", "Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block."},
	{"ec2.CreateVpc", in{"CidrBlock": "10.0.0.0/8"}, "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid."},
	{"ec2.CreateDefaultVpc", in{}, "DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region."},
	{"ec2.DeleteVpc", in{"VpcId": "vpc-0123456789abcdef0"}, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist"},
	{"ec2.DeleteVpc", in{"VpcId": "igw-0123456789abcdef0"}, "InvalidVpcID.Malformed", `Invalid id: "igw-0123456789abcdef0" (expecting "vpc-...")`},
	{"ec2.DeleteVpc", in{"VpcId": "vpc-12"}, "InvalidVpcID.Malformed", `Invalid id: "vpc-12"`},
	{"ec2.DeleteVpc", in{"VpcId": "${vpc}"}, "DependencyViolation", "The vpc '${vpc}' has dependencies and cannot be deleted."},
	{"ec2.DescribeVpcs", in{"VpcIds": list{"vpc-0123456789abcdef0"}}, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist"},
	{"ec2.DescribeVpcs", in{"Filters": list{in{"Name": "colour", "Values": list{"red"}}}}, "InvalidParameterValue", "The filter 'colour' is invalid"},
	{"ec2.DescribeVpcs", in{"NextToken": "?"}, "InvalidNextToken", "The token '?' is invalid"},
	{"ec2.ModifyVpcAttribute", in{"VpcId": "${vpc}", "EnableDnsSupport": in{"Value": true}, "EnableDnsHostnames": in{"Value": true}}, "InvalidParameterCombination", "Fields for multiple attribute types specified"},
	{"ec2.AssociateVpcCidrBlock", in{"VpcId": "${vpc}", "CidrBlock": "10.0.0.0/20"}, "InvalidVpc.Range", "The CIDR '10.0.0.0/20' overlaps with the VPC's CIDR '10.0.0.0/16'."},
	{"ec2.DisassociateVpcCidrBlock", in{"AssociationId": "${span}"}, "OperationNotPermitted", "The vpc CIDR block with association ID ${span} may not be disassociated. It is the primary IPv4 CIDR block of the VPC"},
	{"ec2.DisassociateVpcCidrBlock", in{"AssociationId": "${span2}"}, "InvalidCidrBlock.InUse", "The vpc currently has a subnet within CIDR block 10.8.0.0/16"},
	{"ec2.DisassociateVpcCidrBlock", in{"AssociationId": "none"}, "InvalidVpcCidrBlockAssociationID.NotFound", "The vpc CIDR block with association ID none does not exist"},
	{"ec2.DisassociateSubnetCidrBlock", in{"AssociationId": "none"}, "InvalidSubnetCidrBlockAssociationID.NotFound", "The subnet CIDR block with association ID none does not exist"},
	{"ec2.AssociateSubnetCidrBlock", in{"SubnetId": "${subnet}", "Ipv6CidrBlock": "2001:db8::/64"}, "InvalidParameterValue", "The VPC '${vpc}' has no IPv6 CIDR block"},
	{"ec2.AssociateSubnetCidrBlock", in{"SubnetId": "${subnet6}", "Ipv6CidrBlock": "2001:db8::/64"}, "InvalidParameterValue", "The subnet '${subnet6}' already has an IPv6 CIDR block"},
	{"ec2.CreateSubnet", in{"VpcId": "${vpc6}", "CidrBlock": "10.6.9.0/24", "Ipv6CidrBlock": "2001:db7::/64"}, "InvalidSubnet.Range", "The IPv6 CIDR '2001:db7::/64' is invalid for the subnet."},
	{"ec2.CreateSubnet", in{"VpcId": "${vpc}", "CidrBlock": "10.1.0.0/24"}, "InvalidSubnet.Range", "The CIDR '10.1.0.0/24' is invalid."},
	{"ec2.CreateSubnet", in{"VpcId": "${vpc}", "CidrBlock": "10.0.1.128/25"}, "InvalidSubnet.Conflict", "The CIDR '10.0.1.128/25' conflicts with another subnet"},
	{"ec2.CreateSubnet", in{"VpcId": "${vpc}", "CidrBlock": "10.0.9.0/24", "AvailabilityZone": "mars-1a"}, "InvalidParameterValue", "Value (mars-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c."},
	{"ec2.DeleteSubnet", in{"SubnetId": "${subnet}"}, "DependencyViolation", "The subnet '${subnet}' has dependencies and cannot be deleted."},
	{"ec2.ModifySubnetAttribute", in{"SubnetId": "${subnet}", "AssignIpv6AddressOnCreation": in{"Value": true}}, "InvalidParameterValue", "Value (true) for parameter assignIpv6AddressOnCreation is invalid."},

	{"ec2.AttachInternetGateway", in{"InternetGatewayId": "${igw}", "VpcId": "${vpc2}"}, "Resource.AlreadyAssociated", "resource ${igw} is already attached to network ${vpc}"},
	{"ec2.AttachInternetGateway", in{"InternetGatewayId": "${igw2}", "VpcId": "${vpc}"}, "InvalidParameterValue", "Network ${vpc} already has an internet gateway attached"},
	{"ec2.DetachInternetGateway", in{"InternetGatewayId": "${igw}", "VpcId": "${vpc2}"}, "Gateway.NotAttached", "resource ${igw} is not attached to network ${vpc2}"},
	{"ec2.DetachInternetGateway", in{"InternetGatewayId": "${igw}", "VpcId": "${vpc}"}, "DependencyViolation", "Network ${vpc} has some mapped public address(es). Please unmap those before detaching the gateway."},
	{"ec2.DetachInternetGateway", in{"InternetGatewayId": "${igw}"}, "MissingParameter", "The request must contain the parameter VpcId"},
	{"ec2.DetachInternetGateway", in{"InternetGatewayId": "${igw}", "VpcId": "${vpc}", "DryRun": true}, "DryRunOperation", "Request would have succeeded, but DryRun flag is set."},
	{"ec2.DeleteInternetGateway", in{"InternetGatewayId": "${igw}"}, "DependencyViolation", "The internetGateway '${igw}' has dependencies and cannot be deleted."},
	{"ec2.DeleteEgressOnlyInternetGateway", in{"EgressOnlyInternetGatewayId": "eigw-0123456789abcdef0"}, "InvalidGatewayID.NotFound", "The eigw ID 'eigw-0123456789abcdef0' does not exist"},

	{"ec2.DisassociateRouteTable", in{"AssociationId": "${mainbond}"}, "InvalidParameterValue", "cannot disassociate the main route table association ${mainbond}"},
	{"ec2.DisassociateRouteTable", in{"AssociationId": "rtbassoc-0123456789abcdef0"}, "InvalidAssociationID.NotFound", "The association ID 'rtbassoc-0123456789abcdef0' does not exist"},
	{"ec2.AssociateRouteTable", in{"RouteTableId": "${main}", "SubnetId": "${subnet}"}, "Resource.AlreadyAssociated", "the specified association for route table ${main} conflicts with an existing association"},
	{"ec2.AssociateRouteTable", in{"RouteTableId": "${table}", "SubnetId": "${subnet6}"}, "InvalidParameterValue", "Route table ${table} and network ${vpc6} belong to different networks"},
	{"ec2.DeleteRouteTable", in{"RouteTableId": "${main}"}, "DependencyViolation", "The routeTable '${main}' has dependencies and cannot be deleted."},
	{"ec2.CreateRoute", in{"RouteTableId": "${table}", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "${igw}"}, "RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists."},
	{"ec2.CreateRoute", in{"RouteTableId": "${table}", "DestinationCidrBlock": "1.0.0.0/8", "GatewayId": "${igw2}"}, "InvalidParameterValue", "route table ${table} and network gateway ${igw2} belong to different networks"},
	{"ec2.CreateRoute", in{"RouteTableId": "${table6}", "DestinationCidrBlock": "1.0.0.0/8", "NatGatewayId": "${nat}"}, "InvalidParameterValue", "route table ${table6} and target ${nat} belong to different networks"},
	{"ec2.CreateRoute", in{"RouteTableId": "${table}", "DestinationCidrBlock": "1.0.0.0/8"}, "InvalidParameterCombination", ""},
	{"ec2.CreateRoute", in{"RouteTableId": "${table}", "DestinationCidrBlock": "1.0.0.0/8", "GatewayId": "lgw-1"}, "InvalidGatewayID.NotFound", "The gateway ID 'lgw-1' does not exist"},
	{"ec2.CreateRoute", in{"RouteTableId": "${table6}", "DestinationCidrBlock": "1.0.0.0/8", "EgressOnlyInternetGatewayId": "${eigw}"}, "InvalidParameterValue", "The destination 1.0.0.0/8 is not an IPv6 range, which is all that ${eigw} can be the target of"},
	{"ec2.ReplaceRoute", in{"RouteTableId": "${table}", "DestinationCidrBlock": "9.0.0.0/8", "GatewayId": "${igw}"}, "InvalidParameterValue", "There is no route defined for '9.0.0.0/8' in the route table. Use CreateRoute instead."},
	{"ec2.DeleteRoute", in{"RouteTableId": "${table}", "DestinationCidrBlock": "9.0.0.0/8"}, "InvalidRoute.NotFound", "no route with destination-cidr-block 9.0.0.0/8 in route table ${table}"},
	{"ec2.DeleteRoute", in{"RouteTableId": "${table}", "DestinationCidrBlock": "10.0.0.0/16"}, "InvalidParameterValue", "cannot remove local route 10.0.0.0/16 in route table ${table}"},

	{"ec2.CreateNatGateway", in{}, "MissingParameter", "The request must contain the parameter SubnetId"},
	{"ec2.CreateNatGateway", in{"AvailabilityMode": "regional", "VpcId": "${vpc}"}, "UnsupportedOperation", "The lab's own cloud has no regional NAT gateways."},
	{"ec2.CreateNatGateway", in{"SubnetId": "${subnet}"}, "MissingParameter", "The request must include the AllocationId parameter. Add the required parameter and retry the request."},
	{"ec2.CreateNatGateway", in{"SubnetId": "${subnet}", "AllocationId": "${eip}"}, "Resource.AlreadyAssociated", "Elastic IP address [${eip}] is already associated"},
	{"ec2.CreateNatGateway", in{"SubnetId": "${subnet}", "AllocationId": "${eip}", "ConnectivityType": "private"}, "InvalidParameterValue", "You cannot specify an AllocationId for a private NAT gateway."},
	{"ec2.DeleteNatGateway", in{"NatGatewayId": "nat-0123456789abcdef0"}, "NatGatewayNotFound", "NatGateway nat-0123456789abcdef0 was not found"},
	{"ec2.DisassociateNatGatewayAddress", in{"NatGatewayId": "${nat}", "AssociationIds": list{"${natbond}"}}, "InvalidParameterValue", "You cannot disassociate the primary address ${natbond} of a NAT gateway"},
	{"ec2.AssociateAddress", in{"PublicIp": "1.2.3.4", "InstanceId": "${i}"}, "InvalidAddress.NotFound", "Address 1.2.3.4 not found"},
	{"ec2.AssociateAddress", in{"AllocationId": "${eip}", "NetworkInterfaceId": "${eni6}"}, "Gateway.NotAttached", "Network ${vpc6} is not attached to any internet gateway"},
	{"ec2.AssociateAddress", in{"AllocationId": "${eip}", "InstanceId": "${i}", "PrivateIpAddress": "10.0.1.77"}, "InvalidParameterValue", "The private address 10.0.1.77 is not assigned to interface ${eni}"},
	{"ec2.AssociateAddress", in{"AllocationId": "${nateip}", "InstanceId": "${i}"}, "AuthFailure", "You do not have permission to access the specified resource."},
	{"ec2.ReleaseAddress", in{"AllocationId": "${eip}"}, "InvalidIPAddress.InUse", ""},
	{"ec2.AssociateAddress", in{"AllocationId": "${eip}", "InstanceId": "${dead}"}, "InvalidInstanceID", "The instance '${dead}' is not in a valid state for this operation."},

	{"ec2.CreateSecurityGroup", in{"GroupName": "web", "Description": "d", "VpcId": "${vpc}"}, "InvalidGroup.Duplicate", "The security group 'web' already exists for VPC '${vpc}'"},
	{"ec2.CreateSecurityGroup", in{"GroupName": "default", "Description": "d", "VpcId": "${vpc}"}, "InvalidParameterValue", "Cannot use reserved security group name: default"},
	{"ec2.DeleteSecurityGroup", in{"GroupId": "${default}"}, "CannotDelete", `the specified group: "${default}" name: "default" cannot be deleted by a user`},
	{"ec2.DeleteSecurityGroup", in{"GroupId": "${web}"}, "DependencyViolation", "resource ${web} has a dependent object"},
	{"ec2.DeleteSecurityGroup", in{"GroupName": "none"}, "InvalidGroup.NotFound", ""},
	{"ec2.DescribeSecurityGroups", in{"GroupNames": list{"none"}}, "InvalidGroup.NotFound", "The security group 'none' does not exist"},
	{"ec2.AuthorizeSecurityGroupIngress", in{"GroupId": "${web}", "IpProtocol": "tcp", "FromPort": int64(80), "ToPort": int64(80), "CidrIp": "0.0.0.0/0"}, "InvalidPermission.Duplicate", `the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists`},
	{"ec2.AuthorizeSecurityGroupIngress", in{"GroupId": "${web}", "IpProtocol": "tcp", "FromPort": int64(9), "ToPort": int64(8), "CidrIp": "0.0.0.0/0"}, "InvalidParameterValue", "Invalid TCP/UDP port range (9:8)"},
	{"ec2.AuthorizeSecurityGroupIngress", in{"GroupId": "${web}", "IpProtocol": "smoke", "CidrIp": "0.0.0.0/0"}, "InvalidParameterValue", "Invalid value 'smoke' for IP protocol. Unknown protocol."},
	{"ec2.AuthorizeSecurityGroupIngress", in{"GroupId": "${web}", "IpProtocol": "-1", "CidrIp": "all"}, "InvalidParameterValue", "CIDR block all is malformed"},
	{"ec2.AuthorizeSecurityGroupIngress", in{"GroupId": "${web}", "IpProtocol": "-1"}, "InvalidParameterValue", ""},
	{"ec2.RevokeSecurityGroupIngress", in{"GroupId": "${web}", "IpProtocol": "tcp", "FromPort": int64(81), "ToPort": int64(81), "CidrIp": "0.0.0.0/0"}, "InvalidPermission.NotFound", "The specified rule does not exist in this security group."},

	{"ec2.CreateNetworkAclEntry", in{"NetworkAclId": "${acl}", "RuleNumber": int64(100), "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}, "NetworkAclEntryAlreadyExists", "The network acl entry identified by 100 already exists."},
	{"ec2.CreateNetworkAclEntry", in{"NetworkAclId": "${acl}", "RuleNumber": int64(99), "Egress": false, "Protocol": "tcp", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}, "MissingParameter", "The request must contain the parameter portRange.from and portRange.to for protocol 6"},
	{"ec2.CreateNetworkAclEntry", in{"NetworkAclId": "${acl}", "RuleNumber": int64(99), "Egress": false, "Protocol": "-1", "RuleAction": "perhaps", "CidrBlock": "0.0.0.0/0"}, "InvalidParameterValue", "Value (perhaps) for parameter ruleAction is invalid."},
	{"ec2.CreateNetworkAclEntry", in{"NetworkAclId": "${acl}", "RuleNumber": int64(40000), "Egress": false, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"}, "InvalidParameterValue", "Value (40000) for parameter ruleNumber is invalid. Specify a number between 1 and 32766."},
	{"ec2.DeleteNetworkAclEntry", in{"NetworkAclId": "${acl}", "RuleNumber": int64(7), "Egress": true}, "InvalidNetworkAclEntry.NotFound", "The network acl entry identified by 7 does not exist"},
	{"ec2.DeleteNetworkAcl", in{"NetworkAclId": "${acl}"}, "InvalidParameterValue", "Cannot delete default network ACL ${acl}"},
	{"ec2.ReplaceNetworkAclAssociation", in{"AssociationId": "${aclbond}", "NetworkAclId": "${acl6}"}, "InvalidParameterValue", "Network ACL ${acl6} and subnet ${subnet} belong to different networks"},
	{"ec2.DeleteNetworkAcl", in{"NetworkAclId": "${usedacl}"}, "DependencyViolation", "The networkAcl '${usedacl}' has dependencies and cannot be deleted."},

	{"ec2.RunInstances", in{"MinCount": int64(1), "MaxCount": int64(1)}, "MissingParameter", "The request must contain the parameter ImageId"},
	{"ec2.RunInstances", in{"MinCount": int64(2), "MaxCount": int64(1), "ImageId": "${ami}"}, "InvalidParameterValue", "Invalid value for max/min number of instances: 1/2"},
	{"ec2.RunInstances", in{"MinCount": int64(501), "MaxCount": int64(501), "ImageId": "${ami}"}, "InstanceLimitExceeded", ""},
	{"ec2.RunInstances", in{"MinCount": int64(1), "MaxCount": int64(1), "ImageId": "ami-0123456789abcdef0"}, "InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist"},
	{"ec2.RunInstances", in{"MinCount": int64(1), "MaxCount": int64(1), "ImageId": "${ami}", "KeyName": "none"}, "InvalidKeyPair.NotFound", "The key pair 'none' does not exist"},
	{"ec2.RunInstances", in{"MinCount": int64(1), "MaxCount": int64(1), "ImageId": "${ami}", "IamInstanceProfile": in{"Name": "none"}}, "InvalidParameterValue", "Value (none) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"},
	{"ec2.RunInstances", in{"MinCount": int64(1), "MaxCount": int64(1), "ImageId": "${ami}", "SubnetId": "${subnet}", "SecurityGroupIds": list{"${group6}"}}, "InvalidParameter", "Security group ${group6} and subnet ${subnet} belong to different networks."},
	{"ec2.RunInstances", in{"MinCount": int64(1), "MaxCount": int64(1), "ImageId": "${ami}", "SubnetId": "${subnet}", "NetworkInterfaces": list{in{"DeviceIndex": int64(0)}}}, "InvalidParameterCombination", "Network interfaces and an instance-level SubnetId may not be specified on the same request"},
	{"ec2.RunInstances", in{"MinCount": int64(1), "MaxCount": int64(1), "ImageId": "${ami}", "NetworkInterfaces": list{in{"DeviceIndex": int64(0), "NetworkInterfaceId": "${eni}"}}}, "InvalidNetworkInterface.InUse", "Interface: ${eni} in use."},
	{"ec2.RunInstances", in{"MinCount": int64(20), "MaxCount": int64(20), "ImageId": "${ami}", "SubnetId": "${small}"}, "InsufficientFreeAddressesInSubnet", "The specified subnet does not have enough free addresses to satisfy the request."},
	{"ec2.TerminateInstances", in{"InstanceIds": list{"${guarded}"}}, "OperationNotPermitted", "The instance '${guarded}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."},
	{"ec2.StopInstances", in{"InstanceIds": list{"${guarded}"}}, "OperationNotPermitted", "The instance '${guarded}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again."},
	{"ec2.StartInstances", in{"InstanceIds": list{"${dead}"}}, "IncorrectInstanceState", "The instance '${dead}' is not in a state from which it can be started."},
	{"ec2.StopInstances", in{"InstanceIds": list{"${dead}"}}, "IncorrectInstanceState", "This instance '${dead}' is not in a state from which it can be stopped."},
	{"ec2.StopInstances", in{"InstanceIds": list{"i-0123456789abcdef0", "i-0123456789abcdef1"}}, "InvalidInstanceID.NotFound", "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist"},
	{"ec2.RebootInstances", in{"InstanceIds": list{"${dead}"}}, "IncorrectState", ""},
	{"ec2.ModifyInstanceAttribute", in{"InstanceId": "${two}", "Groups": list{"${web}"}}, "InvalidInstanceID", "There are multiple interfaces attached to instance '${two}'. Please specify an interface ID for the operation instead."},
	{"ec2.ModifyInstanceAttribute", in{"InstanceId": "${i}", "InstanceType": in{"Value": "t3.nano"}}, "IncorrectInstanceState", "The instance '${i}' is not in the 'stopped' state."},
	{"ec2.DeleteNetworkInterface", in{"NetworkInterfaceId": "${eni}"}, "InvalidParameterValue", "Network interface '${eni}' is currently in use."},
	{"ec2.DetachNetworkInterface", in{"AttachmentId": "${enibond}"}, "OperationNotPermitted", "The network interface at device index 0 and networkCard index 0 cannot be detached."},
	{"ec2.DetachNetworkInterface", in{"AttachmentId": "eni-attach-0123456789abcdef0"}, "InvalidAttachmentID.NotFound", "The interface attachment 'eni-attach-0123456789abcdef0' does not exist."},
	{"ec2.AttachNetworkInterface", in{"NetworkInterfaceId": "${spare}", "InstanceId": "${i}", "DeviceIndex": int64(0)}, "InvalidParameterValue", "Instance '${i}' already has an interface attached at device index '0'."},
	{"ec2.ModifyNetworkInterfaceAttribute", in{"NetworkInterfaceId": "${eni}"}, "InvalidParameterCombination", "No attributes specified."},
	{"ec2.CreateNetworkInterface", in{"SubnetId": "${subnet}", "PrivateIpAddress": "10.9.9.9"}, "InvalidParameterValue", "Address 10.9.9.9 does not fall within the subnet's address range"},
	{"ec2.CreateNetworkInterface", in{"SubnetId": "${subnet}", "PrivateIpAddress": "${ip}"}, "InvalidIPAddress.InUse", "Address ${ip} is in use."},

	{"ec2.CreateVpcEndpoint", in{"VpcId": "${vpc}", "ServiceName": "com.amazonaws.us-east-1.ssm"}, "InvalidServiceName", "The Vpc Endpoint Service 'com.amazonaws.us-east-1.ssm' does not exist"},
	{"ec2.CreateVpcEndpoint", in{"VpcId": "${vpc}", "ServiceName": "com.amazonaws.us-east-1.s3", "RouteTableIds": list{"${table}"}}, "RouteAlreadyExists", "route table ${table} already has a route with destination-prefix-list-id pl-63a5400a"},
	{"ec2.ModifyVpcEndpoint", in{"VpcEndpointId": "vpce-0123456789abcdef0"}, "InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id 'vpce-0123456789abcdef0' does not exist"},
	{"ec2.CreateVpcPeeringConnection", in{"VpcId": "${vpc}", "PeerVpcId": "${vpc2}"}, "InvalidParameterValue", "Invalid VPC peering connection: VPCs ${vpc} and ${vpc2} have overlapping CIDR blocks"},
	{"ec2.AcceptVpcPeeringConnection", in{"VpcPeeringConnectionId": "pcx-0123456789abcdef0"}, "InvalidVpcPeeringConnectionID.NotFound", "The vpcPeeringConnection ID 'pcx-0123456789abcdef0' does not exist"},
	{"ec2.DetachVpnGateway", in{"VpnGatewayId": "vgw-0123456789abcdef0", "VpcId": "${vpc}"}, "InvalidVpnGatewayID.NotFound", "The vpnGateway ID 'vgw-0123456789abcdef0' does not exist"},

	{"ec2.DeleteVolume", in{"VolumeId": "${vol}"}, "VolumeInUse", "Volume ${vol} is currently attached to ${i}"},
	{"ec2.DetachVolume", in{"VolumeId": "${vol}"}, "OperationNotPermitted", "Unable to detach root volume '${vol}' from instance '${i}'"},
	{"ec2.DetachVolume", in{"VolumeId": "${sparevol}"}, "IncorrectState", "Volume '${sparevol}' is in the 'available' state."},
	{"ec2.AttachVolume", in{"VolumeId": "${sparevol}", "InstanceId": "${i}", "Device": "/dev/sdf"}, "InvalidVolume.ZoneMismatch", "The volume '${sparevol}' is not in the same availability zone as instance '${i}'"},
	{"ec2.AttachVolume", in{"VolumeId": "${vol}", "InstanceId": "${i}", "Device": "/dev/sdf"}, "VolumeInUse", "${vol} is already attached to an instance"},
	{"ec2.DeleteSnapshot", in{"SnapshotId": "${amisnap}"}, "InvalidSnapshot.InUse", "The snapshot ${amisnap} is currently in use by ${myami}"},
	{"ec2.DeregisterImage", in{"ImageId": "${ami}"}, "AuthFailure", "Not authorized for image:${ami}"},
	{"ec2.CreateTags", in{"Resources": list{"${vpc}"}, "Tags": list{in{"Key": "aws:x", "Value": "1"}}}, "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use"},
	{"ec2.CreateTags", in{"Resources": list{"thing"}, "Tags": list{in{"Key": "x", "Value": "1"}}}, "InvalidID", "The ID 'thing' is not valid"},
	{"ec2.CreateFlowLogs", in{"ResourceIds": list{"${vpc}"}, "ResourceType": "VPC", "TrafficType": "ALL"}, "InvalidParameter", "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs."},

	{"iam.GetUser", in{"UserName": "nobody"}, "NoSuchEntity", "The user with name nobody cannot be found."},
	{"iam.CreateUser", in{"UserName": "alice"}, "EntityAlreadyExists", "User with name alice already exists."},
	{"ec2.ModifyVpcBlockPublicAccessOptions", in{}, "MissingParameter", "The request must contain the parameter InternetGatewayBlockMode"},
	{"ec2.ModifyVpcBlockPublicAccessOptions", in{"InternetGatewayBlockMode": "on"}, "InvalidParameterValue", "Value (on) for parameter internetGatewayBlockMode is invalid."},
	{"ec2.CreateVpcBlockPublicAccessExclusion", in{"VpcId": "${vpc}"}, "MissingParameter", "The request must contain the parameter InternetGatewayExclusionMode"},
	{"ec2.CreateVpcBlockPublicAccessExclusion", in{"InternetGatewayExclusionMode": "allow-egress"}, "InvalidParameterCombination", "Either VpcId or SubnetId must be specified."},
	{"ec2.CreateVpcBlockPublicAccessExclusion", in{"VpcId": "${vpc}", "SubnetId": "${subnet}", "InternetGatewayExclusionMode": "allow-egress"}, "InvalidParameterCombination", "Either VpcId or SubnetId must be specified."},
	{"ec2.CreateVpcBlockPublicAccessExclusion", in{"VpcId": "vpc-0123456789abcdef0", "InternetGatewayExclusionMode": "allow-egress"}, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist"},
	{"ec2.CreateVpcBlockPublicAccessExclusion", in{"SubnetId": "subnet-0123456789abcdef0", "InternetGatewayExclusionMode": "allow-egress"}, "InvalidSubnetID.NotFound", "The subnet ID 'subnet-0123456789abcdef0' does not exist"},
	{"ec2.CreateVpcBlockPublicAccessExclusion", in{"VpcId": "${vpc}", "InternetGatewayExclusionMode": "all"}, "InvalidParameterValue", "Value (all) for parameter internetGatewayExclusionMode is invalid."},
	{"ec2.CreateVpcBlockPublicAccessExclusion", in{"VpcId": "${vpc6}", "InternetGatewayExclusionMode": "allow-egress"}, "VpcBlockPublicAccessExclusionAlreadyExists", "An exclusion for ${vpc6} already exists."},
	{"ec2.ModifyVpcBlockPublicAccessExclusion", in{"ExclusionId": "vpcbpa-exclude-0123456789abcdef0", "InternetGatewayExclusionMode": "allow-egress"}, "InvalidVpcBlockPublicAccessExclusionId.NotFound", "The exclusion ID 'vpcbpa-exclude-0123456789abcdef0' does not exist"},
	{"s3.GetObject", in{"Bucket": "evidence", "Key": "a", "Range": "bytes=9-"}, "InvalidRange", "The requested range is not satisfiable"},
	{"cloudtrail.StopLogging", in{"Name": "none"}, "TrailNotFoundException", "Unknown trail: none"},
	{"cloudtrail.CreateTrail", in{"Name": "a", "S3BucketName": "evidence"}, "InvalidTrailNameException", "Trail name a must be 3 to 128 characters of letters, digits, '.', '_' and '-'."},
	{"cloudtrail.CreateTrail", in{"Name": "main", "S3BucketName": "none"}, "S3BucketDoesNotExistException", "S3 bucket none does not exist!"},
	{"backup.DescribeBackupVault", in{"BackupVaultName": "none"}, "ResourceNotFoundException", "Backup vault none not found"},
	{"backup.CreateBackupPlan", in{"BackupPlan": in{"BackupPlanName": "p", "Rules": list{in{"RuleName": "r", "TargetBackupVaultName": "none"}}}}, "ResourceNotFoundException", "Backup vault none not found"},
	{"backup.GetBackupPlan", in{"BackupPlanId": "none"}, "ResourceNotFoundException", "Failed reading Backup plan with provided version: none"},
	{"config.PutConfigRule", in{"ConfigRule": in{"ConfigRuleName": "r"}}, "NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put config rule."},
	{"config.StartConfigurationRecorder", in{"ConfigurationRecorderName": "none"}, "NoSuchConfigurationRecorderException", "Cannot find configuration recorder with the specified name 'none'."},
	{"config.PutDeliveryChannel", in{"DeliveryChannel": in{"s3BucketName": "none"}}, "NoSuchBucketException", "Cannot find a S3 bucket with an empty bucket name: none"},
	{"config.DescribeConfigRules", in{"ConfigRuleNames": list{"none"}}, "NoSuchConfigRuleException", "The ConfigRule 'none' provided in the request is invalid. Please check the configRule name"},
	{"acm.DescribeCertificate", in{"CertificateArn": "arn:none"}, "ResourceNotFoundException", "Could not find certificate arn:none."},
	{"elasticloadbalancing.CreateListener", in{"LoadBalancerArn": "arn:none"}, "LoadBalancerNotFound", "One or more load balancers not found"},
	{"elasticloadbalancing.DescribeListeners", in{"ListenerArns": list{"arn:none"}}, "ListenerNotFound", "One or more listeners not found"},
	{"elasticloadbalancing.RegisterTargets", in{"TargetGroupArn": "arn:none"}, "TargetGroupNotFound", "One or more target groups not found"},
	{"elasticloadbalancing.CreateLoadBalancer", in{"Name": "b", "Subnets": list{"${subnet}"}}, "ValidationError", "At least two subnets in two different Availability Zones must be specified"},
	{"elasticloadbalancing.CreateLoadBalancer", in{"Name": "b", "Subnets": list{"subnet-0123456789abcdef0"}}, "SubnetNotFound", "The subnet ID 'subnet-0123456789abcdef0' does not exist"},
	{"iam.DeleteUser", in{"UserName": "alice"}, "DeleteConflict", "Cannot delete entity, must detach all policies first."},
	{"iam.DeleteUser", in{"UserName": "bob"}, "DeleteConflict", "Cannot delete entity, must remove access keys first."},
	{"iam.DeleteRole", in{"RoleName": "ops"}, "DeleteConflict", "Cannot delete entity, must delete policies first."},
	{"iam.PutRolePolicy", in{"RoleName": "ops", "PolicyName": "p", "PolicyDocument": "{"}, "MalformedPolicyDocument", "Syntax errors in policy."},
	{"iam.GetRolePolicy", in{"RoleName": "ops", "PolicyName": "none"}, "NoSuchEntity", "The role policy with name none cannot be found."},
	{"iam.AttachUserPolicy", in{"UserName": "alice", "PolicyArn": "arn:aws:iam::1:policy/none"}, "NoSuchEntity", "Policy arn:aws:iam::1:policy/none does not exist or is not attachable."},
	{"iam.UpdateAccessKey", in{"UserName": "bob", "AccessKeyId": "AKIANONE", "Status": "Inactive"}, "NoSuchEntity", "The Access Key with id AKIANONE cannot be found."},
	{"iam.CreateAccessKey", in{"UserName": "bob"}, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2"},
	{"sts.AssumeRole", in{"RoleArn": "arn:aws:iam::" + account + ":role/none", "RoleSessionName": "s"}, "AccessDenied", "User: arn:aws:iam::" + account + ":root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::" + account + ":role/none"},
	{"s3.GetObject", in{"Bucket": "none", "Key": "k"}, "NoSuchBucket", "The specified bucket does not exist"},
	{"s3.GetObject", in{"Bucket": "evidence", "Key": "k"}, "NoSuchKey", "The specified key does not exist."},
	{"s3.DeleteBucket", in{"Bucket": "evidence"}, "BucketNotEmpty", "The bucket you tried to delete is not empty"},
	{"s3.CreateBucket", in{"Bucket": "No"}, "InvalidBucketName", "The specified bucket is not valid."},
	{"s3.GetBucketPolicy", in{"Bucket": "evidence"}, "NoSuchBucketPolicy", "The bucket policy does not exist"},
	{"s3.GetPublicAccessBlock", in{"Bucket": "evidence"}, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"},
	{"ssm.GetParameter", in{"Name": "/none"}, "ParameterNotFound", "/none"},
	{"kms.DescribeKey", in{"KeyId": "none"}, "NotFoundException", "Key 'none' does not exist"},
}

// written puts the ids into a row.
func written(v any, ids map[string]string) any {
	switch v := v.(type) {
	case string:
		for name, id := range ids {
			v = strings.ReplaceAll(v, "${"+name+"}", id)
		}
		return v
	case list:
		all := make(list, len(v))
		for i := range v {
			all[i] = written(v[i], ids)
		}
		return all
	case in:
		all := in{}
		for name, value := range v {
			all[name] = written(value, ids)
		}
		return all
	}
	return v
}

func TestRefusals(t *testing.T) {
	l := open(t, 0)
	ids := l.ground()
	before := l.everything()
	for _, r := range refusals {
		t.Run(r.call+"/"+r.code, func(t *testing.T) {
			l.t = t
			input, _ := written(r.in, ids).(in)
			sentence, _ := written(r.sentence, ids).(string)
			l.refuse(r.call, input, r.code, sentence)
		})
	}
	l.t = t
	for name, shown := range l.everything() {
		same(t, name+" after what was refused", shown, before[name])
	}
}

// everything is what all calls show that need no input.
func (l *lab) everything() map[string]any {
	all := map[string]any{}
	for _, name := range l.Operations() {
		if _, operation, _ := strings.Cut(name, "."); !strings.HasPrefix(operation, "Describe") && !strings.HasPrefix(operation, "List") {
			continue
		}
		if out, refused := l.try(name, nil); refused == nil {
			all[name] = out
		}
	}
	return all
}
