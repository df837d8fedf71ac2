// Touching calls: what makes, changes or ends a part of the network without being a row of the relation table, and
// what silences the log. Tags are among them for the sake of one: people know a thing by its name.

package dialect

// touch is a service and its calls, separated by white space and without API versions.
type touch struct{ service, calls string }

var touching = []touch{
	{"ec2", `
		CreateVpc CreateDefaultVpc DeleteVpc ModifyVpcTenancy AssociateVpcCidrBlock
		CreateSubnet CreateDefaultSubnet DeleteSubnet ModifySubnetAttribute AssociateSubnetCidrBlock
		CreateDhcpOptions AssociateDhcpOptions DeleteDhcpOptions
		CreateRouteTable EnableVgwRoutePropagation
		CreateInternetGateway CreateEgressOnlyInternetGateway
		CreateCarrierGateway DeleteCarrierGateway CreateLocalGatewayRoute DeleteLocalGatewayRoute
		CreateVpnGateway CreateVpnConnection CreateVpnConnectionRoute ModifyVpnConnection CreateCustomerGateway DeleteCustomerGateway
		AllocateAddress ModifyAddressAttribute MoveAddressToVpc EnableAddressTransfer AcceptAddressTransfer
		AssignIpv6Addresses AssignPrivateIpAddresses
		CreateNatGateway AssociateNatGatewayAddress AssignPrivateNatGatewayAddress
		RunInstances StartInstances StopInstances TerminateInstances RebootInstances
		ModifyInstanceAttribute ModifyInstanceMetadataOptions CreateReplaceRootVolumeTask
		CreateNetworkInterface DeleteNetworkInterface
		ResetNetworkInterfaceAttribute AssociateTrunkInterface
		CreateVolume DeleteVolume
		CreateSecurityGroup DeleteSecurityGroup AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress
		ModifySecurityGroupRules AssociateSecurityGroupVpc
		CreateNetworkAcl DeleteNetworkAcl DeleteNetworkAclEntry
		CreateVpcEndpoint CreateVpcEndpointServiceConfiguration DeleteVpcEndpointServiceConfigurations
		ModifyVpcEndpointServicePermissions RejectVpcEndpointConnections AcceptVpcEndpointConnections
		CreateVpcPeeringConnection AcceptVpcPeeringConnection RejectVpcPeeringConnection ModifyVpcPeeringConnectionOptions
		AttachClassicLinkVpc EnableVpcClassicLink DisableVpcClassicLink
		CreateTransitGateway DeleteTransitGateway ModifyTransitGateway
		CreateTransitGatewayVpcAttachment AcceptTransitGatewayVpcAttachment RejectTransitGatewayVpcAttachment
		CreateTransitGatewayPeeringAttachment CreateTransitGatewayConnect
		CreateTransitGatewayRouteTable AssociateTransitGatewayRouteTable EnableTransitGatewayRouteTablePropagation CreateTransitGatewayRoute
		CreateManagedPrefixList DeleteManagedPrefixList
		CreateVpcBlockPublicAccessExclusion ModifyVpcBlockPublicAccessExclusion DeleteVpcBlockPublicAccessExclusion
		CreateRouteServer DeleteRouteServer AssociateRouteServer EnableRouteServerPropagation
		CreateClientVpnEndpoint DeleteClientVpnEndpoint AssociateClientVpnTargetNetwork CreateClientVpnRoute AuthorizeClientVpnIngress
		AttachVerifiedAccessTrustProvider
		CreateFlowLogs DeleteFlowLogs
		CreateTags DeleteTags`},
	{"elasticloadbalancing", `
		CreateLoadBalancer DeleteLoadBalancer SetSubnets SetSecurityGroups SetIpAddressType ModifyLoadBalancerAttributes
		CreateListener DeleteListener ModifyListener CreateTargetGroup DeleteTargetGroup CreateLoadBalancerListeners DeleteLoadBalancerListeners
		ApplySecurityGroupsToLoadBalancer EnableAvailabilityZonesForLoadBalancer AddListenerCertificates`},
	{"rds", `
		CreateDBInstance ModifyDBInstance DeleteDBInstance StartDBInstance StopDBInstance CreateDBInstanceReadReplica
		RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime RestoreDBInstanceFromS3
		CreateDBCluster ModifyDBCluster DeleteDBCluster StartDBCluster StopDBCluster
		CreateDBSubnetGroup ModifyDBSubnetGroup DeleteDBSubnetGroup AddRoleToDBInstance AddRoleToDBCluster RegisterDBProxyTargets`},
	{"lambda", `CreateFunction UpdateFunctionConfiguration DeleteFunction`},
	{"autoscaling", `CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup SetDesiredCapacity SuspendProcesses ResumeProcesses`},
	{"cloudtrail", `
		StartLogging StopLogging CreateTrail UpdateTrail DeleteTrail PutEventSelectors PutInsightSelectors
		StopEventDataStoreIngestion StartEventDataStoreIngestion DeleteEventDataStore`},
	{"network-firewall", `CreateFirewall DeleteFirewall AssociateSubnets UpdateSubnetChangeProtection AssociateFirewallPolicy UpdateFirewallPolicy`},
	{"route53resolver", `AssociateResolverRule AssociateFirewallRuleGroup`},
	{"organizations", `AttachPolicy`},
	{"iot", `AttachPolicy AttachPrincipalPolicy AttachThingPrincipal`},
	{"wafv2", `AssociateWebACL`},
	{"iam", `PutRolePermissionsBoundary PutUserPermissionsBoundary EnableMFADevice`},
	{"eks", `AssociateAccessPolicy AssociateIdentityProviderConfig UpdateClusterConfig`},
	{"elasticfilesystem", `CreateMountTarget ModifyMountTargetSecurityGroups`},
}
