// The short forms, each with the call that it tells.

package telling

var forms = []form{
	// The ground.
	{"vpc VPC RANGE [6=RANGE6] [assoc=ASSOC6]", `CreateVpc q.cidrBlock=$RANGE q.instanceTenancy=default p.vpc.vpcId=$VPC p.vpc.state=pending p.vpc.cidrBlock=$RANGE
		p.vpc.cidrBlockAssociationSet[].cidrBlock=$RANGE p.vpc.cidrBlockAssociationSet[].associationId=vpc-cidr-assoc-of-$VPC
		p.vpc.ipv6CidrBlockAssociationSet[] p.vpc.ipv6CidrBlockAssociationSet[].ipv6CidrBlock=$RANGE6 p.vpc.ipv6CidrBlockAssociationSet[].associationId=$ASSOC6
		p.vpc.dhcpOptionsId=dopt-1 p.vpc.instanceTenancy=default p.vpc.tagSet[] p.vpc.isDefault=false`},
	{"unvpc VPC", `DeleteVpc q.vpcId=$VPC p.return=true`},
	{"subnet SUBNET VPC RANGE [6=RANGE6] [public|private] [auto6|no6]", `CreateSubnet q.vpcId=$VPC q.cidrBlock=$RANGE q.ipv6CidrBlock=$RANGE6 p.subnet.subnetId=$SUBNET
		p.subnet.state=available p.subnet.vpcId=$VPC p.subnet.cidrBlock=$RANGE p.subnet.ipv6CidrBlockAssociationSet[]
		p.subnet.ipv6CidrBlockAssociationSet[].ipv6CidrBlock=$RANGE6 p.subnet.availabilityZone=${region}a p.subnet.defaultForAz=false
		p.subnet.mapPublicIpOnLaunch=${public:false} p.subnet.assignIpv6AddressOnCreation=${auto6:false} p.subnet.tagSet[]`},
	{"subnet-attribute SUBNET [public|private] [auto6|no6]", `ModifySubnetAttribute q.subnetId=$SUBNET q.mapPublicIpOnLaunch.value=$public q.assignIpv6AddressOnCreation.value=$auto6`},
	{"unsubnet SUBNET", `DeleteSubnet q.subnetId=$SUBNET`},

	// Routes.
	{"table TABLE VPC", `CreateRouteTable q.vpcId=$VPC p.routeTable.routeTableId=$TABLE p.routeTable.vpcId=$VPC p.routeTable.associationSet[]
		p.routeTable.propagatingVgwSet[] p.routeTable.tagSet[]`},
	{"untable TABLE", `DeleteRouteTable q.routeTableId=$TABLE`},
	{"assoc BOND TABLE SUBNET", `AssociateRouteTable q.routeTableId=$TABLE q.subnetId=$SUBNET p.associationId=$BOND p.associationState.state=associated`},
	{"unassoc BOND", `DisassociateRouteTable q.associationId=$BOND p.associationState.state=disassociating p.return=true`},
	{"reassoc BOND TABLE NEW", `ReplaceRouteTableAssociation q.associationId=$BOND q.routeTableId=$TABLE p.newAssociationId=$NEW p.associationState.state=associated`},
	{"route TABLE DESTINATION TARGET", `CreateRoute q.routeTableId=$TABLE q.<destination>=$DESTINATION q.<target>=$TARGET`},
	{"replace-route TABLE DESTINATION TARGET", `ReplaceRoute q.routeTableId=$TABLE q.<destination>=$DESTINATION q.<target>=$TARGET`},
	{"unroute TABLE DESTINATION", `DeleteRoute q.routeTableId=$TABLE q.<destination>=$DESTINATION`},
	{"propagate TABLE GATEWAY", `EnableVgwRoutePropagation q.routeTableId=$TABLE q.gatewayId=$GATEWAY`},
	{"unpropagate TABLE GATEWAY", `DisableVgwRoutePropagation q.routeTableId=$TABLE q.gatewayId=$GATEWAY`},

	// Gateways.
	{"gateway GATEWAY", `CreateInternetGateway p.internetGateway.internetGatewayId=$GATEWAY p.internetGateway.attachmentSet[] p.internetGateway.tagSet[]`},
	{"attach GATEWAY VPC", `AttachInternetGateway q.internetGatewayId=$GATEWAY q.vpcId=$VPC`},
	{"detach GATEWAY VPC", `DetachInternetGateway q.internetGatewayId=$GATEWAY q.vpcId=$VPC`},
	{"ungateway GATEWAY", `DeleteInternetGateway q.internetGatewayId=$GATEWAY`},
	{"egress-gateway GATEWAY VPC", `CreateEgressOnlyInternetGateway q.vpcId=$VPC p.egressOnlyInternetGateway.egressOnlyInternetGatewayId=$GATEWAY
		p.egressOnlyInternetGateway.attachmentSet[].state=attached p.egressOnlyInternetGateway.attachmentSet[].vpcId=$VPC`},
	{"unegress-gateway GATEWAY", `DeleteEgressOnlyInternetGateway q.egressOnlyInternetGatewayId=$GATEWAY p.returnCode=true`},
	{"nat NAT SUBNET [ALLOCATION] [VPC]", `CreateNatGateway q.connectivityType=public q.allocationId=$ALLOCATION q.subnetId=$SUBNET p.natGateway.natGatewayId=$NAT
		p.natGateway.connectivityType=public p.natGateway.subnetId=$SUBNET p.natGateway.vpcId=$vpc(SUBNET) p.natGateway.state=pending
		p.natGateway.natGatewayAddressSet[].allocationId=$ALLOCATION p.natGateway.natGatewayAddressSet[].isPrimary=true`},
	{"private-nat NAT SUBNET", `CreateNatGateway q.connectivityType=private q.subnetId=$SUBNET p.natGateway.natGatewayId=$NAT p.natGateway.connectivityType=private
		p.natGateway.subnetId=$SUBNET p.natGateway.vpcId=$vpc(SUBNET) p.natGateway.state=pending`},
	{"regional-nat NAT VPC [TABLE]", `CreateNatGateway q.connectivityType=public q.availabilityMode=regional q.vpcId=$VPC p.natGateway.natGatewayId=$NAT
		p.natGateway.connectivityType=public p.natGateway.availabilityMode=regional p.natGateway.vpcId=$VPC p.natGateway.routeTableId=$TABLE p.natGateway.state=pending`},
	{"unnat NAT", `DeleteNatGateway q.natGatewayId=$NAT p.natGatewayId=$NAT`},

	// Addresses.
	{"address ALLOCATION IP", `AllocateAddress q.domain=vpc p.publicIp=$IP p.domain=vpc p.allocationId=$ALLOCATION p.publicIpv4Pool=amazon`},
	{"unaddress ALLOCATION", `ReleaseAddress q.allocationId=$ALLOCATION`},
	{"map BOND ALLOCATION HOLDER", `AssociateAddress q.allocationId=$ALLOCATION q.<holder>=$HOLDER p.associationId=$BOND p.return=true`},
	{"unmap BOND", `DisassociateAddress q.<association>=$BOND`},

	// Instances and interfaces.
	{"run INSTANCE SUBNET ENI [GROUPS] [public|private] [ip=IP] [6=IP6] [profile=PROFILE] [image=IMAGE]", `RunInstances q.instancesSet[].imageId=${IMAGE:ami-1}
		q.instancesSet[].minCount=1 q.instancesSet[].maxCount=1 q.instanceType=t3.micro q.networkInterfaceSet[].deviceIndex=0
		q.networkInterfaceSet[].subnetId=$SUBNET q.networkInterfaceSet[].associatePublicIpAddress=$public q.networkInterfaceSet[].groupSet[].groupId=$GROUPS
		q.iamInstanceProfile.name=$PROFILE p.reservationId=r-1 p.instancesSet[].instanceId=$INSTANCE p.instancesSet[].imageId=${IMAGE:ami-1}
		p.instancesSet[].instanceState.code=0 p.instancesSet[].instanceState.name=pending p.instancesSet[].subnetId=$SUBNET p.instancesSet[].vpcId=$vpc(SUBNET)
		p.instancesSet[].privateIpAddress=$IP p.instancesSet[].groupSet[].groupId=$GROUPS p.instancesSet[].sourceDestCheck=true
		p.instancesSet[].networkInterfaceSet[].networkInterfaceId=$ENI p.instancesSet[].networkInterfaceSet[].subnetId=$SUBNET
		p.instancesSet[].networkInterfaceSet[].vpcId=$vpc(SUBNET) p.instancesSet[].networkInterfaceSet[].privateIpAddress=$IP
		p.instancesSet[].networkInterfaceSet[].sourceDestCheck=true p.instancesSet[].networkInterfaceSet[].groupSet[].groupId=$GROUPS
		p.instancesSet[].networkInterfaceSet[].attachment.attachmentId=eni-attach-of-$ENI p.instancesSet[].networkInterfaceSet[].attachment.deviceIndex=0
		p.instancesSet[].networkInterfaceSet[].attachment.deleteOnTermination=true
		p.instancesSet[].networkInterfaceSet[].privateIpAddressesSet[].privateIpAddress=$IP p.instancesSet[].networkInterfaceSet[].ipv6AddressesSet[]
		p.instancesSet[].networkInterfaceSet[].ipv6AddressesSet[].ipv6Address=$IP6
		p.instancesSet[].iamInstanceProfile.arn=arn:aws:iam::$account:instance-profile/$PROFILE`},
	{"run-on INSTANCE ENI SUBNET [profile=PROFILE]", `RunInstances q.instancesSet[].imageId=ami-1 q.instancesSet[].minCount=1 q.instancesSet[].maxCount=1
		q.networkInterfaceSet[].networkInterfaceId=$ENI q.networkInterfaceSet[].deviceIndex=0 p.instancesSet[].instanceId=$INSTANCE
		p.instancesSet[].instanceState.name=pending p.instancesSet[].subnetId=$SUBNET p.instancesSet[].vpcId=$vpc(SUBNET)
		p.instancesSet[].networkInterfaceSet[].networkInterfaceId=$ENI p.instancesSet[].networkInterfaceSet[].subnetId=$SUBNET
		p.instancesSet[].networkInterfaceSet[].vpcId=$vpc(SUBNET) p.instancesSet[].networkInterfaceSet[].attachment.deviceIndex=0
		p.instancesSet[].networkInterfaceSet[].attachment.attachmentId=eni-attach-of-$ENI
		p.instancesSet[].iamInstanceProfile.arn=arn:aws:iam::$account:instance-profile/$PROFILE`},
	{"stop INSTANCE [was=STATE]", `StopInstances q.instancesSet[].instanceId=$INSTANCE q.force=false p.instancesSet[].instanceId=$INSTANCE
		p.instancesSet[].currentState.name=stopping p.instancesSet[].previousState.name=${STATE:running}`},
	{"start INSTANCE [was=STATE]", `StartInstances q.instancesSet[].instanceId=$INSTANCE p.instancesSet[].instanceId=$INSTANCE
		p.instancesSet[].currentState.name=pending p.instancesSet[].previousState.name=${STATE:stopped}`},
	{"terminate INSTANCE [was=STATE]", `TerminateInstances q.instancesSet[].instanceId=$INSTANCE p.instancesSet[].instanceId=$INSTANCE
		p.instancesSet[].currentState.name=shutting-down p.instancesSet[].previousState.name=${STATE:running}`},
	{"reboot INSTANCE", `RebootInstances q.instancesSet[].instanceId=$INSTANCE`},
	{"interface ENI SUBNET [GROUPS] [ip=IP] [requester=REQUESTER]", `CreateNetworkInterface q.subnetId=$SUBNET q.groupSet[].groupId=$GROUPS
		p.networkInterface.networkInterfaceId=$ENI p.networkInterface.subnetId=$SUBNET p.networkInterface.vpcId=$vpc(SUBNET)
		p.networkInterface.requesterId=$REQUESTER p.networkInterface.status=pending p.networkInterface.privateIpAddress=$IP
		p.networkInterface.sourceDestCheck=true p.networkInterface.groupSet[].groupId=$GROUPS p.networkInterface.ipv6AddressesSet[]`},
	{"uninterface ENI", `DeleteNetworkInterface q.networkInterfaceId=$ENI`},
	{"plug BOND ENI INSTANCE [device=DEVICE]", `AttachNetworkInterface q.networkInterfaceId=$ENI q.instanceId=$INSTANCE q.deviceIndex=${DEVICE:1} p.attachmentId=$BOND`},
	{"unplug BOND", `DetachNetworkInterface q.attachmentId=$BOND q.force=false`},
	{"check INSTANCE [on|off]", `ModifyInstanceAttribute q.instanceId=$INSTANCE q.sourceDestCheck.value=$on`},
	{"check-interface ENI [on|off]", `ModifyNetworkInterfaceAttribute q.networkInterfaceId=$ENI q.sourceDestCheck.value=$on`},
	{"regroup INSTANCE GROUPS", `ModifyInstanceAttribute q.instanceId=$INSTANCE q.groupSet[].groupId=$GROUPS`},
	{"regroup-interface ENI GROUPS", `ModifyNetworkInterfaceAttribute q.networkInterfaceId=$ENI q.groupSet[].groupId=$GROUPS`},
	{"auto-address ENI [on|off]", `ModifyNetworkInterfaceAttribute q.networkInterfaceId=$ENI q.associatePublicIpAddress=$on`},
	{"address6 ENI IP6", `AssignIpv6Addresses q.networkInterfaceId=$ENI q.ipv6Addresses[]=$IP6 p.networkInterfaceId=$ENI p.assignedIpv6Addresses[]=$IP6`},
	{"unaddress6 ENI IP6", `UnassignIpv6Addresses q.networkInterfaceId=$ENI q.ipv6Addresses[]=$IP6 p.networkInterfaceId=$ENI p.unassignedIpv6Addresses[]=$IP6`},

	// Endpoints.
	{"gateway-endpoint ENDPOINT VPC SERVICE TABLES", `CreateVpcEndpoint q.vpcId=$VPC q.serviceName=com.amazonaws.$region.$SERVICE q.vpcEndpointType=Gateway
		q.routeTableId[]=$TABLES p.vpcEndpoint.vpcEndpointId=$ENDPOINT p.vpcEndpoint.vpcEndpointType=Gateway p.vpcEndpoint.vpcId=$VPC
		p.vpcEndpoint.serviceName=com.amazonaws.$region.$SERVICE p.vpcEndpoint.state=available p.vpcEndpoint.routeTableIdSet[]=$TABLES
		p.vpcEndpoint.subnetIdSet[] p.vpcEndpoint.groupSet[] p.vpcEndpoint.privateDnsEnabled=false p.vpcEndpoint.networkInterfaceIdSet[]`},
	{"endpoint ENDPOINT VPC SERVICE SUBNETS [GROUPS] [dns|no-dns]", `CreateVpcEndpoint q.vpcId=$VPC q.serviceName=com.amazonaws.$region.$SERVICE q.vpcEndpointType=Interface
		q.subnetId[]=$SUBNETS q.securityGroupId[]=$GROUPS q.privateDnsEnabled=${dns:true} p.vpcEndpoint.vpcEndpointId=$ENDPOINT
		p.vpcEndpoint.vpcEndpointType=Interface p.vpcEndpoint.vpcId=$VPC p.vpcEndpoint.serviceName=com.amazonaws.$region.$SERVICE p.vpcEndpoint.state=pending
		p.vpcEndpoint.routeTableIdSet[] p.vpcEndpoint.subnetIdSet[]=$SUBNETS p.vpcEndpoint.groupSet[].groupId=$GROUPS
		p.vpcEndpoint.privateDnsEnabled=${dns:true}`},
	{"modify-endpoint ENDPOINT [add=ADD] [remove=REMOVE]", `ModifyVpcEndpoint q.vpcEndpointId=$ENDPOINT q.addRouteTableId[]=$ADD q.removeRouteTableId[]=$REMOVE`},
	{"unendpoint ENDPOINTS", `DeleteVpcEndpoints q.vpcEndpointId[]=$ENDPOINTS p.unsuccessful[]`},

	// Filters.
	{"acl ACL VPC", `CreateNetworkAcl q.vpcId=$VPC p.networkAcl.networkAclId=$ACL p.networkAcl.vpcId=$VPC p.networkAcl.default=false p.networkAcl.associationSet[]
		p.networkAcl.entrySet[].ruleNumber=32767 p.networkAcl.entrySet[].protocol=-1 p.networkAcl.entrySet[].ruleAction=deny p.networkAcl.entrySet[].egress=true
		p.networkAcl.entrySet[].cidrBlock=0.0.0.0/0 p.networkAcl.entrySet[].ruleNumber=32767 p.networkAcl.entrySet[].protocol=-1
		p.networkAcl.entrySet[].ruleAction=deny p.networkAcl.entrySet[].egress=false p.networkAcl.entrySet[].cidrBlock=0.0.0.0/0`},
	{"unacl ACL", `DeleteNetworkAcl q.networkAclId=$ACL`},
	{"entry ACL NUMBER [out|in] ACTION PROTOCOL RANGE [FROM] [TO]", `CreateNetworkAclEntry q.networkAclId=$ACL q.ruleNumber=$NUMBER q.egress=$out
		q.ruleAction=$ACTION q.icmpTypeCode[] q.aclProtocol=$PROTOCOL q.<range>=$RANGE q.portRange.from=$FROM q.portRange.to=$TO`},
	{"replace-entry ACL NUMBER [out|in] ACTION PROTOCOL RANGE [FROM] [TO]", `ReplaceNetworkAclEntry q.networkAclId=$ACL q.ruleNumber=$NUMBER q.egress=$out
		q.ruleAction=$ACTION q.icmpTypeCode[] q.aclProtocol=$PROTOCOL q.<range>=$RANGE q.portRange.from=$FROM q.portRange.to=$TO`},
	{"unentry ACL NUMBER [out|in]", `DeleteNetworkAclEntry q.networkAclId=$ACL q.ruleNumber=$NUMBER q.egress=$out`},
	{"use-acl BOND ACL NEW", `ReplaceNetworkAclAssociation q.associationId=$BOND q.networkAclId=$ACL p.newAssociationId=$NEW`},
	{"group GROUP VPC [NAME]", `CreateSecurityGroup q.groupName=${NAME:web} q.groupDescription=${NAME:web} q.vpcId=$VPC p.return=true p.groupId=$GROUP`},
	{"ungroup GROUP", `DeleteSecurityGroup q.groupId=$GROUP`},
	{"allow-in GROUP PROTOCOL PEER [FROM] [TO] [rule=RULE]", `AuthorizeSecurityGroupIngress q.groupId=$GROUP q.ipPermissions[].ipProtocol=$PROTOCOL
		q.ipPermissions[].fromPort=$FROM q.ipPermissions[].toPort=$TO q.ipPermissions[].<cidr>=$PEER p.return=true
		p.securityGroupRuleSet[].groupId=$GROUP p.securityGroupRuleSet[].securityGroupRuleId=${RULE:sgr-1} p.securityGroupRuleSet[].isEgress=false`},
	{"revoke-in GROUP PROTOCOL PEER [FROM] [TO]", `RevokeSecurityGroupIngress q.groupId=$GROUP q.ipPermissions[].ipProtocol=$PROTOCOL
		q.ipPermissions[].fromPort=$FROM q.ipPermissions[].toPort=$TO q.ipPermissions[].<cidr>=$PEER`},
	{"allow-out GROUP PROTOCOL PEER [FROM] [TO] [rule=RULE]", `AuthorizeSecurityGroupEgress q.groupId=$GROUP q.ipPermissions[].ipProtocol=$PROTOCOL
		q.ipPermissions[].fromPort=$FROM q.ipPermissions[].toPort=$TO q.ipPermissions[].<cidr>=$PEER p.return=true
		p.securityGroupRuleSet[].groupId=$GROUP p.securityGroupRuleSet[].securityGroupRuleId=${RULE:sgr-1} p.securityGroupRuleSet[].isEgress=true`},
	{"revoke-out GROUP PROTOCOL PEER [FROM] [TO]", `RevokeSecurityGroupEgress q.groupId=$GROUP q.ipPermissions[].ipProtocol=$PROTOCOL
		q.ipPermissions[].fromPort=$FROM q.ipPermissions[].toPort=$TO q.ipPermissions[].<cidr>=$PEER`},
	{"block-public-access MODE", `ModifyVpcBlockPublicAccessOptions q.internetGatewayBlockMode=$MODE p.vpcBlockPublicAccessOptions.awsAccountId=$account
		p.vpcBlockPublicAccessOptions.awsRegion=$region p.vpcBlockPublicAccessOptions.state=update-in-progress
		p.vpcBlockPublicAccessOptions.internetGatewayBlockMode=$MODE p.vpcBlockPublicAccessOptions.managedBy=account`},
	{"exclude EXCLUSION VPC MODE", `CreateVpcBlockPublicAccessExclusion q.vpcId=$VPC q.internetGatewayExclusionMode=$MODE
		p.vpcBlockPublicAccessExclusion.exclusionId=$EXCLUSION p.vpcBlockPublicAccessExclusion.internetGatewayExclusionMode=$MODE
		p.vpcBlockPublicAccessExclusion.resourceArn=arn:aws:ec2:$region:$account:vpc/$VPC p.vpcBlockPublicAccessExclusion.state=create-in-progress`},
	{"exclude-subnet EXCLUSION SUBNET MODE", `CreateVpcBlockPublicAccessExclusion q.subnetId=$SUBNET q.internetGatewayExclusionMode=$MODE
		p.vpcBlockPublicAccessExclusion.exclusionId=$EXCLUSION p.vpcBlockPublicAccessExclusion.internetGatewayExclusionMode=$MODE
		p.vpcBlockPublicAccessExclusion.resourceArn=arn:aws:ec2:$region:$account:subnet/$SUBNET p.vpcBlockPublicAccessExclusion.state=create-in-progress`},
	{"modify-exclusion EXCLUSION MODE", `ModifyVpcBlockPublicAccessExclusion q.exclusionId=$EXCLUSION q.internetGatewayExclusionMode=$MODE
		p.vpcBlockPublicAccessExclusion.exclusionId=$EXCLUSION p.vpcBlockPublicAccessExclusion.internetGatewayExclusionMode=$MODE`},
	{"unexclude EXCLUSION", `DeleteVpcBlockPublicAccessExclusion q.exclusionId=$EXCLUSION p.vpcBlockPublicAccessExclusion.exclusionId=$EXCLUSION
		p.vpcBlockPublicAccessExclusion.state=delete-in-progress`},
}
