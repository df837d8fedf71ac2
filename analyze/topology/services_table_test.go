// The stories of what belongs to services, of what lies between networks, and of names.

package topology

const (
	elb    = "source=elasticloadbalancing.amazonaws.com "
	rds    = "source=rds.amazonaws.com "
	lambda = "source=lambda.amazonaws.com "
	arn    = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1"
)

var services = []thingTest{
	{name: "a gateway endpoint", story: `
		gateway-endpoint vpce-1 vpc-1 s3 rtb-1
		modify-endpoint vpce-1 add=rtb-7 remove=rtb-1`, facts: `
		vpce-1 exists = yes observed @9
		vpce-1 type = Gateway observed
		vpce-1 service = com.amazonaws.us-east-1.s3 observed
		vpce-1 vpc = vpc-1 observed
		vpce-1 table rtb-1 = yes observed @9
		vpce-1 table rtb-1 = none observed
		vpce-1 table rtb-7 = yes observed`},
	{name: "a table that only an endpoint names is the main one", story: `gateway-endpoint vpce-1 vpc-1 s3 rtb-9`, facts: `
		vpc-1 main = rtb-9 inferred`},
	{name: "an endpoint without a type is a gateway", story: `
		CreateVpcEndpoint q.vpcId=vpc-1 q.serviceName=com.amazonaws.us-east-1.dynamodb q.routeTableId[]=rtb-1 p.vpcEndpoint.vpcEndpointId=vpce-1`, facts: `
		vpce-1 type = Gateway observed
		vpce-1 dns = none inferred
		vpce-1 table rtb-1 = yes observed`},
	{name: "an interface endpoint", story: `endpoint vpce-1 vpc-1 ssm subnet-1,subnet-2 sg-1`, facts: `
		vpce-1 exists = yes inferred
		vpce-1 type = Interface observed
		vpce-1 dns = yes observed
		vpce-1 subnet subnet-2 = subnet-2 observed
		vpce-1 group sg-1 = yes observed
		vpce-1 groups = yes observed`},
	{name: "a change of an endpoint that is not named", story: `
		endpoint vpce-1 vpc-1 ssm subnet-1 sg-1
		ModifyVpcEndpoint q.addSecurityGroupId[]=sg-2`, facts: `
		vpce-1 group sg-1 = yes observed
		vpce-1 groups = unknown`},
	{name: "some endpoints could not be deleted", story: `
		gateway-endpoint vpce-1 vpc-1 s3 rtb-1
		gateway-endpoint vpce-2 vpc-1 dynamodb rtb-1
		DeleteVpcEndpoints q.vpcEndpointId[]=vpce-1,vpce-2 p.unsuccessful[].resourceId=vpce-2 p.unsuccessful[].error.code=InvalidVpcEndpoint.NotFound`, facts: `
		vpce-1 exists = none observed
		vpce-2 exists = yes observed`},
	{name: "which endpoints could not be deleted is not told", story: `
		gateway-endpoint vpce-1 vpc-1 s3 rtb-1
		DeleteVpcEndpoints q.vpcEndpointId[]=vpce-1,vpce-2 p.unsuccessful[].error.code=InvalidParameter`, facts: `
		vpce-1 exists = unknown`},

	{name: "a load balancer", story: elb + `
		CreateLoadBalancer q.name=web q.subnets=subnet-1,subnet-2 p.loadBalancers[].loadBalancerArn=` + arn + ` p.loadBalancers[].scheme=internet-facing p.loadBalancers[].vpcId=vpc-1 p.loadBalancers[].type=application p.loadBalancers[].securityGroups[]=sg-1 p.loadBalancers[].availabilityZones[].subnetId=subnet-1 p.loadBalancers[].availabilityZones[].subnetId=subnet-2 p.loadBalancers[].ipAddressType=ipv4
		SetSubnets q.loadBalancerArn=` + arn + ` q.subnets[]=subnet-2 p.availabilityZones[].subnetId=subnet-2
		SetSecurityGroups q.loadBalancerArn=` + arn + ` q.securityGroups[]=sg-2 p.securityGroupIds[]=sg-2
		SetIpAddressType q.loadBalancerArn=` + arn + ` q.ipAddressType=dualstack
		DeleteLoadBalancer q.loadBalancerArn=` + arn, facts: `
		` + arn + ` private = none observed
		` + arn + ` type = application observed
		` + arn + ` vpc = vpc-1 observed
		` + arn + ` subnet subnet-1 = subnet-1 observed @9
		` + arn + ` subnet subnet-1 = none observed @10
		` + arn + ` subnet subnet-2 = subnet-2 observed @10
		` + arn + ` group sg-1 = none observed @11
		` + arn + ` group sg-2 = yes observed @11
		` + arn + ` v6 dualstack = none observed @11
		` + arn + ` v6 dualstack = yes observed @12
		` + arn + ` exists = yes observed @12
		` + arn + ` exists = none observed`},
	{name: "a classic load balancer", story: elb + `
		CreateLoadBalancer q.loadBalancerName=old q.subnets[]=subnet-1 q.scheme=internal q.securityGroups[]=sg-1 p.dNSName=old.example.com
		AttachLoadBalancerToSubnets q.loadBalancerName=old q.subnets[]=subnet-2 p.subnets[]=subnet-1,subnet-2
		DetachLoadBalancerFromSubnets q.loadBalancerName=old q.subnets[]=subnet-1 p.subnets[]=subnet-2`, facts: `
		old type = classic observed
		old private = yes observed
		old vpc = vpc-1 observed
		old subnet subnet-1 = subnet-1 observed @10
		old subnet subnet-1 = none observed
		old subnet subnet-2 = subnet-2 observed`},
	{name: "a detach shows that no load balancer faced the internet", conflict: true, story: `
		CreateLoadBalancer ` + elb + `q.loadBalancerName=old q.subnets[]=subnet-1 p.dNSName=old.example.com
		+5m detach igw-1 vpc-1`, facts: `
		old exists = yes observed @9
		old exists = none inferred`},

	{name: "a database", story: rds + `
		CreateDBInstance q.dBInstanceIdentifier=Shop p.dBInstanceIdentifier=shop p.publiclyAccessible=true p.dBSubnetGroup.vpcId=vpc-1 p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-1 p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-2 p.vpcSecurityGroups[].vpcSecurityGroupId=sg-1 p.vpcSecurityGroups[].status=active
		ModifyDBInstance q.dBInstanceIdentifier=shop q.publiclyAccessible=false p.dBInstanceIdentifier=shop p.publiclyAccessible=true
		StopDBInstance q.dBInstanceIdentifier=shop
		StartDBInstance q.dBInstanceIdentifier=shop
		DeleteDBInstance q.dBInstanceIdentifier=shop`, facts: `
		shop private = none observed @9
		shop private = yes observed @10
		shop state = running inferred @10
		shop state = stopped observed @11
		shop state = running observed @12
		shop vpc = vpc-1 observed
		shop subnet subnet-2 = subnet-2 observed
		shop group sg-1 = yes observed
		shop exists = none observed`},
	{name: "a database from a copy", story: rds + `
		RestoreDBInstanceToPointInTime q.targetDBInstanceIdentifier=copy p.dBInstance.dBInstanceIdentifier=copy`, facts: `
		copy exists = yes observed
		copy private = unknown
		copy vpc = unknown`},
	{name: "a database that gets another name", story: rds + `
		CreateDBInstance q.dBInstanceIdentifier=shop p.dBInstanceIdentifier=shop p.publiclyAccessible=false
		ModifyDBInstance q.dBInstanceIdentifier=shop q.newDBInstanceIdentifier=store`, facts: `
		shop exists = unknown`},
	{name: "a changed subnet group", story: rds + `
		CreateDBInstance q.dBInstanceIdentifier=shop p.dBInstanceIdentifier=shop p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-1
		ModifyDBSubnetGroup q.dBSubnetGroupName=default`, facts: `
		shop subnet subnet-1 = unknown`},
	{name: "a changed subnet group changes its own databases", story: rds + `
		CreateDBInstance q.dBInstanceIdentifier=a q.dBSubnetGroupName=inner p.dBInstanceIdentifier=a p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-1
		CreateDBInstance q.dBInstanceIdentifier=b p.dBInstanceIdentifier=b p.dBSubnetGroup.dBSubnetGroupName=outer p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-1
		CreateDBInstance q.dBInstanceIdentifier=c q.dBSubnetGroupName=outer p.dBInstanceIdentifier=c p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-1
		ModifyDBInstance q.dBInstanceIdentifier=c q.dBSubnetGroupName=new p.dBInstanceIdentifier=c p.dBSubnetGroup.dBSubnetGroupName=outer
		CreateDBInstance q.dBInstanceIdentifier=d q.dBSubnetGroupName=outer p.dBInstanceIdentifier=d p.dBSubnetGroup.dBSubnetGroupName=outer p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-1
		ModifyDBSubnetGroup q.dBSubnetGroupName=Inner
		ModifyDBSubnetGroup q.dBSubnetGroupName=New`, facts: `
		a subnet subnet-1 = unknown
		b subnet subnet-1 = subnet-1 observed
		c subnet subnet-1 = unknown
		d subnet subnet-1 = subnet-1 observed`},
	{name: "a changed subnet group that is not named", story: rds + `
		CreateDBInstance q.dBInstanceIdentifier=a q.dBSubnetGroupName=inner p.dBInstanceIdentifier=a p.dBSubnetGroup.subnets[].subnetIdentifier=subnet-1
		ModifyDBSubnetGroup q.subnetIds[]=subnet-2`, facts: `
		a subnet subnet-1 = unknown`},

	{name: "functions", story: lambda + `
		CreateFunction20150331 q.functionName=inner q.role=r q.vpcConfig.subnetIds[]=subnet-1 q.vpcConfig.securityGroupIds[]=sg-1 p.functionName=inner p.vpcConfig.subnetIds[]=subnet-1 p.vpcConfig.securityGroupIds[]=sg-1 p.vpcConfig.vpcId=vpc-1
		CreateFunction20150331 q.functionName=outer p.functionName=outer
		UpdateFunctionConfiguration20150331v2 q.functionName=arn:aws:lambda:us-east-1:111122223333:function:inner q.vpcConfig.subnetIds[] q.vpcConfig.securityGroupIds[] p.functionName=inner
		DeleteFunction20150331 q.functionName=inner q.qualifier=1
		DeleteFunction20150331 q.functionName=outer`, facts: `
		inner vpc = vpc-1 observed @9
		inner subnet subnet-1 = subnet-1 observed @9
		inner group sg-1 = yes observed @9
		inner profile = r observed
		outer vpc = none inferred
		inner vpc = none inferred
		inner subnet subnet-1 = none observed
		inner exists = yes observed
		outer exists = none observed`},

	{name: "a peering connection", story: `
		CreateVpcPeeringConnection q.vpcId=vpc-1 q.peerVpcId=vpc-8 p.vpcPeeringConnection.vpcPeeringConnectionId=pcx-1 p.vpcPeeringConnection.requesterVpcInfo.vpcId=vpc-1 p.vpcPeeringConnection.accepterVpcInfo.vpcId=vpc-8 p.vpcPeeringConnection.accepterVpcInfo.ownerId=999988887777
		AcceptVpcPeeringConnection q.vpcPeeringConnectionId=pcx-1
		DeleteVpcPeeringConnection q.vpcPeeringConnectionId=pcx-1`, facts: `
		pcx-1 state = pending-acceptance observed @9
		pcx-1 state = active observed
		pcx-1 vpc vpc-8 = vpc-8 observed
		pcx-1 exists = none observed`},
	{name: "a transit gateway", story: `
		CreateTransitGateway p.transitGateway.transitGatewayId=tgw-1
		CreateTransitGatewayVpcAttachment q.transitGatewayId=tgw-1 q.vpcId=vpc-1 q.subnetIds[]=subnet-1 p.transitGatewayVpcAttachment.transitGatewayAttachmentId=tgw-attach-1 p.transitGatewayVpcAttachment.transitGatewayId=tgw-1 p.transitGatewayVpcAttachment.vpcId=vpc-1 p.transitGatewayVpcAttachment.subnetIds[]=subnet-1
		DeleteTransitGatewayVpcAttachment q.transitGatewayAttachmentId=tgw-attach-1`, facts: `
		tgw-1 exists = yes observed
		tgw-attach-1 of = tgw-1 observed
		tgw-attach-1 vpc = vpc-1 observed
		tgw-attach-1 subnet subnet-1 = subnet-1 observed
		tgw-attach-1 exists = none observed`},
	{name: "a transit gateway attachment of which only the end is told", story: `
		DeleteTransitGatewayVpcAttachment q.transitGatewayAttachmentId=tgw-attach-1 p.transitGatewayVpcAttachment.vpcId=vpc-1 p.transitGatewayVpcAttachment.transitGatewayId=tgw-1`, facts: `
		tgw-attach-1 exists = yes inferred @8
		tgw-attach-1 vpc = vpc-1 inferred @8
		tgw-attach-1 exists = none observed`},
	{name: "a VPN connection", story: `
		CreateVpnConnection q.vpnGatewayId=vgw-1 p.vpnConnection.vpnConnectionId=vpn-1
		DeleteVpnConnection q.vpnConnectionId=vpn-1`, facts: `
		vgw-1 exists = yes inferred @8
		vpn-1 of = vgw-1 observed
		vpn-1 exists = none observed`},
	{name: "a prefix list", story: `
		CreateManagedPrefixList q.prefixListName=offices q.entry[].cidr=192.0.2.0/24 q.entry[].cidr=198.51.100.0/24 p.prefixList.prefixListId=pl-1
		ModifyManagedPrefixList q.prefixListId=pl-1 q.addEntry[].cidr=203.0.113.0/24 q.removeEntry[].cidr=192.0.2.0/24
		RestoreManagedPrefixListVersion q.prefixListId=pl-1 q.previousVersion=1
		DeleteManagedPrefixList q.prefixListId=pl-1`, facts: `
		pl-1 name = offices observed
		pl-1 range 192.0.2.0/24 = yes observed @9
		pl-1 range 192.0.2.0/24 = none observed @10
		pl-1 range 203.0.113.0/24 = yes observed @10
		pl-1 whole = yes observed @10
		pl-1 whole = unknown @11
		pl-1 range 203.0.113.0/24 = unknown @11
		pl-1 exists = none observed`},

	{name: "names", story: `
		vpc vpc-2 10.1.0.0/16 p.vpc.tagSet[].key=Name p.vpc.tagSet[].value=second
		CreateTags q.resourcesSet[].resourceId=vpc-1,rtb-1 q.tagSet[].key=Name q.tagSet[].value=first
		CreateTags q.resourcesSet[].resourceId=vpc-1 q.tagSet[].key=Owner q.tagSet[].value=me
		DeleteTags q.resourcesSet[].resourceId=vpc-1 q.tagSet[].key=Name q.tagSet[].value=other
		DeleteTags q.resourcesSet[].resourceId=rtb-1 q.tagSet[].key=Name`, facts: `
		vpc-2 name = second observed
		vpc-1 name = first observed
		rtb-1 name = first observed @12
		rtb-1 name = none observed`},
	{name: "an address of a load balancer", story: elb + `
		CreateLoadBalancer q.name=web q.type=network q.subnetMappings[].subnetId=subnet-1 q.subnetMappings[].allocationId=eipalloc-1 p.loadBalancers[].loadBalancerArn=` + arn + ` p.loadBalancers[].type=network p.loadBalancers[].vpcId=vpc-1
		DeleteLoadBalancer q.loadBalancerArn=` + arn, facts: `
		eipalloc-1 holder = ` + arn + ` observed @9
		eipalloc-1 holder = none inferred`},
}
