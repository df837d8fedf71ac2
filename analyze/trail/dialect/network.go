// The relations of the network inside EC2: gateways, routes, addresses, interfaces, volumes, endpoints, peerings.

package dialect

const (
	association = "q.associationId"
	destination = "q.destinationCidrBlock | q.destinationIpv6CidrBlock | q.destinationPrefixListId"
	route       = "q.routeTableId / " + destination
	entryCIDR   = "q.cidrBlock | q.ipv6CidrBlock"
	address     = "q.publicIp | q.associationId"
	peering     = "q.vpcPeeringConnectionId"
	attachment  = "q.transitGatewayAttachmentId"
	exclusion   = "q.exclusionId | p.vpcBlockPublicAccessExclusion.exclusionId"
)

var networkRelations = []relation{
	{"AttachInternetGateway", "ec2", makes, "internet-gateway/vpc", "q.internetGatewayId", "q.vpcId", ""},
	{"DetachInternetGateway", "ec2", cuts, "internet-gateway/vpc", "q.internetGatewayId", "q.vpcId", ""},
	{"DeleteInternetGateway", "ec2", ends, "internet-gateway/vpc", "q.internetGatewayId", "", ""},
	{"CreateEgressOnlyInternetGateway", "ec2", makes, "egress-only-gateway/vpc", "p.egressOnlyInternetGateway.egressOnlyInternetGatewayId", "q.vpcId", ""},
	{"DeleteEgressOnlyInternetGateway", "ec2", cuts, "egress-only-gateway/vpc", "q.egressOnlyInternetGatewayId", "", ""},
	{"AttachVpnGateway", "ec2", makes, "vpn-gateway/vpc", "q.vpnGatewayId", "q.vpcId", ""},
	{"DetachVpnGateway", "ec2", cuts, "vpn-gateway/vpc", "q.vpnGatewayId", "q.vpcId", ""},
	{"DeleteVpnGateway", "ec2", ends, "vpn-gateway/vpc", "q.vpnGatewayId", "", ""},
	{"CreateVpnConnection", "ec2", makes, "vpn-connection/vpn-gateway", "p.vpnConnection.vpnConnectionId", "q.vpnGatewayId", ""},
	{"DeleteVpnConnection", "ec2", cuts, "vpn-connection/vpn-gateway", "q.vpnConnectionId", "", ""},
	{"DeleteVpnConnectionRoute", "ec2", cuts, "route/vpn-connection", "q.destinationCidrBlock", "q.vpnConnectionId", ""},
	{"DetachClassicLinkVpc", "ec2", cuts, "instance/vpc", "q.instanceId", "q.vpcId", ""},
	{"CreateNatGateway", "ec2", makes, "nat-gateway/subnet", "p.natGateway.natGatewayId", "p.natGateway.subnetId | q.subnetId", ""},
	{"DeleteNatGateway", "ec2", cuts, "nat-gateway/subnet", "q.natGatewayId | p.natGatewayId", "", ""},
	{"ModifyVpcBlockPublicAccessOptions", "ec2", cuts, "region/internet", "a.region", "'internet'", "q.internetGatewayBlockMode = block-*"},
	{"CreateVpcBlockPublicAccessExclusion", "ec2", makes, "block-public-access-exclusion/region", exclusion, "a.region", ""},
	{"DeleteVpcBlockPublicAccessExclusion", "ec2", cuts, "block-public-access-exclusion/region", exclusion, "a.region", ""},

	{"DeleteRoute", "ec2", cuts, "route/route-table", route, "q.routeTableId", ""},
	{"ReplaceRoute", "ec2", cuts, "route/route-table", route, "q.routeTableId", ""},
	{"CreateRoute", "ec2", makes, "route/route-table", route, "q.routeTableId", ""},
	{"CreateRouteTable", "ec2", makes, "route-table/vpc", "p.routeTable.routeTableId", "p.routeTable.vpcId | q.vpcId", ""},
	{"DeleteRouteTable", "ec2", cuts, "route-table/vpc", "q.routeTableId", "", ""},
	{"DisassociateRouteTable", "ec2", cuts, "route-table/subnet", association, "", ""},
	{"ReplaceRouteTableAssociation", "ec2", cuts, "route-table/subnet", association, "", ""},
	{"AssociateRouteTable", "ec2", makes, "route-table/subnet", "p.associationId", "q.subnetId | q.gatewayId", ""},
	{"DisableVgwRoutePropagation", "ec2", cuts, "vpn-gateway/route-table", "q.gatewayId", "q.routeTableId", ""},
	{"DisableRouteServerPropagation", "ec2", cuts, "route-server/route-table", "q.routeServerId", "q.routeTableId", ""},
	{"DisassociateRouteServer", "ec2", cuts, "route-server/vpc", "q.routeServerId", "q.vpcId", ""},

	{"AssociateAddress", "ec2", makes, "address/interface", "p.associationId", "q.networkInterfaceId | q.instanceId", ""},
	{"AssociateAddress", "ec2", makes, "address/interface", "q.publicIp", "q.networkInterfaceId | q.instanceId", ""},
	{"DisassociateAddress", "ec2", cuts, "address/interface", address, "", ""},
	{"ReleaseAddress", "ec2", cuts, "address/account", "q.allocationId | q.publicIp", "a.account", ""},
	{"ModifyNetworkInterfaceAttribute", "ec2", cuts, "address/interface", "", "q.networkInterfaceId", "q.associatePublicIpAddress | q.associatePublicIpAddress.value = false"},
	{"UnassignPrivateIpAddresses", "ec2", cuts, "address/interface", "q.privateIpAddressesSet.privateIpAddress | q.privateIpAddress | q.ipv4Prefix", "q.networkInterfaceId", ""},
	{"UnassignIpv6Addresses", "ec2", cuts, "address/interface", "p.unassignedIpv6Addresses | q.ipv6Addresses | q.ipv6Prefix", "q.networkInterfaceId", ""},
	{"DisassociateNatGatewayAddress", "ec2", cuts, "address/nat-gateway", association, "q.natGatewayId", ""},
	{"UnassignPrivateNatGatewayAddress", "ec2", cuts, "address/nat-gateway", "q.privateIpAddress", "q.natGatewayId", ""},
	{"DisassociateVpcCidrBlock", "ec2", cuts, "cidr/vpc", "p.cidrBlockAssociation.cidrBlock | p.ipv6CidrBlockAssociation.ipv6CidrBlock | q.associationId", "p.vpcId", ""},
	{"DisassociateSubnetCidrBlock", "ec2", cuts, "cidr/subnet", "p.ipv6CidrBlockAssociation.ipv6CidrBlock | q.associationId", "p.subnetId", ""},

	{"AttachNetworkInterface", "ec2", makes, "interface/instance", "q.networkInterfaceId", "q.instanceId", ""},
	{"AttachNetworkInterface", "ec2", makes, "interface/instance", "p.attachmentId", "q.instanceId", ""},
	{"DetachNetworkInterface", "ec2", cuts, "interface/instance", "q.networkInterfaceId | q.attachmentId", "q.instanceId", ""},
	{"DisassociateTrunkInterface", "ec2", cuts, "interface/trunk-interface", association, "", ""},
	{"AttachVolume", "ec2", makes, "volume/instance", "q.volumeId", "q.instanceId", ""},
	{"DetachVolume", "ec2", cuts, "volume/instance", "q.volumeId", "q.instanceId | p.instanceId", ""},

	{"CreateNetworkAclEntry", "ec2", cuts, "cidr/network-acl", entryCIDR, "q.networkAclId", "q.ruleAction = deny"},
	{"ReplaceNetworkAclEntry", "ec2", cuts, "cidr/network-acl", entryCIDR, "q.networkAclId", "q.ruleAction = deny"},
	{"ReplaceNetworkAclAssociation", "ec2", cuts, "network-acl/subnet", association, "", ""},
	{"RevokeSecurityGroupEgress", "ec2", cuts, "rule/security-group", "rules", "q.groupId | q.groupName", ""},
	{"RevokeSecurityGroupIngress", "ec2", cuts, "rule/security-group", "rules", "q.groupId | q.groupName", ""},
	{"ModifyManagedPrefixList", "ec2", cuts, "cidr/prefix-list", "q.removeEntry.cidr | q.removeEntries.cidr", "q.prefixListId", "q.removeEntry.cidr | q.removeEntries.cidr"},
	{"RestoreManagedPrefixListVersion", "ec2", cuts, "cidr/prefix-list", "", "q.prefixListId", ""},
	{"DisassociateSecurityGroupVpc", "ec2", cuts, "security-group/vpc", "q.groupId", "q.vpcId", ""},

	{"CreateVpcEndpoint", "ec2", makes, "endpoint/vpc", "p.vpcEndpoint.vpcEndpointId", "p.vpcEndpoint.vpcId | q.vpcId", ""},
	{"DeleteVpcEndpoints", "ec2", cuts, "endpoint/vpc", "q.vpcEndpointId | q.vpcEndpointIds | q.vpcEndpointIdSet.vpcEndpointId", "", ""},
	{"ModifyVpcEndpoint", "ec2", cuts, "endpoint/route-table", "q.vpcEndpointId", "q.removeRouteTableId", "q.removeRouteTableId"},
	{"ModifyVpcEndpoint", "ec2", cuts, "endpoint/subnet", "q.vpcEndpointId", "q.removeSubnetId", "q.removeSubnetId"},
	{"ModifyVpcAttribute", "ec2", cuts, "dns-support/vpc", "'enableDnsSupport'", "q.vpcId", "q.enableDnsSupport.value | q.enableDnsSupport = false"},
	{"ModifyVpcAttribute", "ec2", cuts, "dns-hostnames/vpc", "'enableDnsHostnames'", "q.vpcId", "q.enableDnsHostnames.value | q.enableDnsHostnames = false"},
	{"CreateVpcPeeringConnection", "ec2", makes, "peering-connection/vpc", "p.vpcPeeringConnection.vpcPeeringConnectionId", "p.vpcPeeringConnection.requesterVpcInfo.vpcId | q.vpcId", ""},
	{"DeleteVpcPeeringConnection", "ec2", cuts, "peering-connection/vpc", peering, "", ""},

	{"DeleteTransitGatewayVpcAttachment", "ec2", cuts, "transit-gateway-attachment/vpc", attachment, "p.transitGatewayVpcAttachment.vpcId", ""},
	{"ModifyTransitGatewayVpcAttachment", "ec2", cuts, "transit-gateway-attachment/subnet", attachment, "q.removeSubnetIds | q.removeSubnetId", "q.removeSubnetIds | q.removeSubnetId"},
	{"DeleteTransitGatewayPeeringAttachment", "ec2", cuts, "transit-gateway-attachment/transit-gateway", attachment, "p.transitGatewayPeeringAttachment.requesterTgwInfo.transitGatewayId", ""},
	{"DeleteTransitGatewayConnect", "ec2", cuts, "transit-gateway-attachment/transit-gateway", attachment, "p.transitGatewayConnect.transitGatewayId", ""},
	{"DisassociateTransitGatewayRouteTable", "ec2", cuts, "transit-gateway-attachment/transit-gateway-route-table", attachment, "q.transitGatewayRouteTableId", ""},
	{"DisableTransitGatewayRouteTablePropagation", "ec2", cuts, "transit-gateway-attachment/transit-gateway-route-table", attachment, "q.transitGatewayRouteTableId", ""},
	{"DeleteTransitGatewayRoute", "ec2", cuts, "route/transit-gateway-route-table", "q.transitGatewayRouteTableId / q.destinationCidrBlock", "q.transitGatewayRouteTableId", ""},
	{"ReplaceTransitGatewayRoute", "ec2", cuts, "route/transit-gateway-route-table", "q.transitGatewayRouteTableId / q.destinationCidrBlock", "q.transitGatewayRouteTableId", ""},
	{"DeleteTransitGatewayRouteTable", "ec2", cuts, "transit-gateway-route-table/transit-gateway", "q.transitGatewayRouteTableId", "p.transitGatewayRouteTable.transitGatewayId", ""},
	{"DisassociateTransitGatewayPolicyTable", "ec2", cuts, "transit-gateway-attachment/transit-gateway-policy-table", attachment, "q.transitGatewayPolicyTableId", ""},
	{"DisassociateTransitGatewayMulticastDomain", "ec2", cuts, "subnet/transit-gateway-multicast-domain", "q.subnetIds", "q.transitGatewayMulticastDomainId", ""},

	{"DisassociateClientVpnTargetNetwork", "ec2", cuts, "client-vpn-target/client-vpn-endpoint", association, "q.clientVpnEndpointId", ""},
	{"DeleteClientVpnRoute", "ec2", cuts, "route/client-vpn-endpoint", "q.clientVpnEndpointId / q.destinationCidrBlock", "q.clientVpnEndpointId", ""},
	{"RevokeClientVpnIngress", "ec2", cuts, "rule/client-vpn-endpoint", "q.targetNetworkCidr", "q.clientVpnEndpointId", ""},
	{"DetachVerifiedAccessTrustProvider", "ec2", cuts, "trust-provider/verified-access-instance", "q.verifiedAccessTrustProviderId", "q.verifiedAccessInstanceId", ""},
}
