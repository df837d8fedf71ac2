// Calls that name groups which are not there, instances that have ended, and nothing where something must be named.

package guard

func refusedAbsent() []struct{ calls, want string } {
	const (
		gone    = "InvalidGroup.NotFound The security group 'sg-own' does not exist"
		ghost   = "InvalidGroup.NotFound The security group 'sg-9' does not exist"
		drop    = "DeleteSecurityGroup GroupId=sg-own; "
		end     = `TerminateInstances InstanceIds=["i-4"]; `
		targets = "InvalidParameterCombination The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId or instanceId"
		address = "MissingParameter The request must include the AllocationId parameter. Add the required parameter and retry the request."
	)
	return []struct{ calls, want string }{
		{`CreateNetworkInterface SubnetId=subnet-1 Groups=["sg-own"]`, ""},
		{drop + `CreateNetworkInterface SubnetId=subnet-1 Groups=["sg-1","sg-own"]`, gone},
		{`CreateNetworkInterface SubnetId=subnet-1 Groups=["sg-9"]`, ghost},
		{drop + `ModifyNetworkInterfaceAttribute NetworkInterfaceId=eni-1 Groups=["sg-own"]`, gone},
		{drop + `ModifyInstanceAttribute InstanceId=i-1 Groups=["sg-own"]`, gone},
		{`RunInstances SubnetId=subnet-1 SecurityGroupIds=["sg-9"]`, ghost},
		{`RunInstances NetworkInterfaces=[{"SubnetId":"subnet-1","Groups":["sg-1"]},{"SubnetId":"subnet-1","Groups":["sg-9"]}]`, ghost},
		{drop + `AuthorizeSecurityGroupIngress GroupId=sg-1 IpPermissions=[{"UserIdGroupPairs":[{"GroupId":"sg-own"}]}]`, gone},
		{drop + `AuthorizeSecurityGroupIngress GroupId=sg-1 IpPermissions=[{"UserIdGroupPairs":[{"GroupId":"sg-own","UserId":"111122223333"}]}]`, ""},
		{drop + `AuthorizeSecurityGroupEgress GroupId=sg-own IpPermissions=[]`, gone},
		{end + "AttachVolume VolumeId=vol-1 InstanceId=i-4", "IncorrectState Instance 'i-4' is not 'running'."},
		{end + `RebootInstances InstanceIds=["i-1","i-4"]`, "IncorrectState Instance 'i-4' is not in a state from which it can be rebooted."},
		{end + "AssociateIamInstanceProfile InstanceId=i-4", "IncorrectInstanceState The instance 'i-4' is not in a state from which it can be associated with an instance profile."},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16", targets},
		{"CreateRoute RouteTableId=rtb-1 DestinationCidrBlock=10.9.0.0/16 GatewayId=igw-1 InstanceId=i-1", targets},
		{"ReplaceRoute RouteTableId=rtb-1 DestinationCidrBlock=0.0.0.0/0", targets},
		{"CreateNatGateway SubnetId=subnet-1", address},
		{"CreateNatGateway SubnetId=subnet-1 ConnectivityType=private", ""},
	}
}
