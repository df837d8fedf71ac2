// The classic dialect's names for what an input holds. They are the heritage of EC2's SOAP interface and stand in no model
// of the service; those marked below by analogy were not seen in a record.

package dialect

// listName is how a list of an input is recorded.
type listName struct {
	calls   string // names of calls, "" for all
	within  string // the list that it stands in, "" for anywhere
	wire    string // InstanceId, of InstanceId.1
	set     string // instancesSet, of instancesSet.items[]
	element string // the member that holds an element that is a scalar; "" where elements are structures
}

const (
	ruleCalls = "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress"
	assigning = "AssignPrivateIpAddresses UnassignPrivateIpAddresses"
	sharing   = "ModifyImageAttribute ModifySnapshotAttribute"
	entries   = "CreateNetworkAclEntry ReplaceNetworkAclEntry"
)

// lists are the names of lists. The first row that fits counts.
var lists = []listName{
	{"", "", "Filter", "filterSet", ""},
	{"", "filterSet", "Value", "valueSet", "value"},
	{"", "", "TagSpecification", "tagSpecificationSet", ""},
	{"", "tagSpecificationSet", "Tag", "tags", ""},
	{"", "", "Tag", "tagSet", ""},
	{"", "", "ResourceId", "resourcesSet", "resourceId"},

	{"", "", "InstanceId", "instancesSet", "instanceId"},
	{"", "", "BlockDeviceMapping", "blockDeviceMapping", ""},
	{"", "", "NetworkInterface", "networkInterfaceSet", ""},
	{"ModifyInstanceAttribute", "", "GroupId", "groupSet", "groupId"},
	{"", "", "SecurityGroupId", "groupSet", "groupId"},
	{"", "", "SecurityGroup", "groupSet", "groupName"},
	{assigning, "", "PrivateIpAddress", "privateIpAddressesSet", "privateIpAddress"},
	{"", "", "PrivateIpAddresses", "privateIpAddressesSet", ""},
	{assigning, "", "Ipv4Prefix", "ipv4PrefixSet", "ipv4Prefix"}, // by analogy, as the next four
	{"RunInstances", "", "Ipv6Address", "ipv6AddressSet", ""},
	{"", "", "Ipv4Prefix", "ipv4PrefixSet", ""},
	{"", "", "Ipv6Prefix", "ipv6PrefixSet", ""},
	{"", "", "Ipv6Addresses", "ipv6AddressesSet", ""},

	{ruleCalls, "", "IpPermissions", "ipPermissions", ""},
	{"", "ipPermissions", "Groups", "groups", ""},
	{"", "ipPermissions", "IpRanges", "ipRanges", ""},
	{"", "ipPermissions", "Ipv6Ranges", "ipv6Ranges", ""},
	{"", "ipPermissions", "PrefixListIds", "prefixListIds", ""},
	{ruleCalls, "", "SecurityGroupRuleId", "securityGroupRuleIds", "securityGroupRuleId"},

	{"", "launchPermission", "Add", "add", ""},
	{"", "launchPermission", "Remove", "remove", ""},
	{"", "createVolumePermission", "Add", "add", ""},
	{"", "createVolumePermission", "Remove", "remove", ""},
	{sharing, "", "UserId", "userIdSet", "userId"},
	{sharing, "", "UserGroup", "userGroupSet", "group"},

	{"CreateDhcpOptions", "", "DhcpConfiguration", "dhcpConfigurationSet", ""}, // by analogy
	{"", "dhcpConfigurationSet", "Value", "valueSet", "value"},                 // by analogy

	// What describe calls ask for.
	{"", "", "VpcId", "vpcSet", "vpcId"},
	{"", "", "SubnetId", "subnetSet", "subnetId"},
	{"", "", "VolumeId", "volumeSet", "volumeId"},
	{"", "", "SnapshotId", "snapshotSet", "snapshotId"},
	{"", "", "RouteTableId", "routeTableIdSet", "routeTableId"},
	{"", "", "InternetGatewayId", "internetGatewayIdSet", "internetGatewayId"},
	{"", "", "NetworkInterfaceId", "networkInterfaceIdSet", "networkInterfaceId"},
	{"", "", "NetworkAclId", "networkAclIdSet", "networkAclId"},
	{"", "", "AllocationId", "allocationIdsSet", "allocationId"},
	{"", "", "PublicIp", "publicIpsSet", "publicIp"},
	{"", "", "ImageId", "imagesSet", "imageId"},
	{"", "", "Owner", "ownersSet", "owner"},
	{"", "", "ExecutableBy", "executableBySet", "user"}, // its element by analogy with the next
	{"", "", "RestorableBy", "sharedUsersSet", "user"},
	{"", "", "KeyName", "keySet", "keyName"},
	{"", "", "KeyPairId", "keyPairIdSet", "keyPairId"},
	{"", "", "DhcpOptionsId", "dhcpOptionsSet", "dhcpOptionsId"},
	{"", "", "ZoneName", "availabilityZoneSet", "zoneName"},
	{"", "", "ZoneId", "availabilityZoneIdSet", "zoneId"},
	{"", "", "RegionName", "regionSet", "regionName"},
	{"", "", "AttributeName", "accountAttributeNameSet", "attributeName"},
	{"", "", "BundleId", "bundlesSet", "bundleId"},
	{"DescribePlacementGroups", "", "GroupId", "placementGroupIdSet", "groupId"},
	{"DescribePlacementGroups", "", "GroupName", "placementGroupSet", "groupName"},
	{"", "", "GroupId", "securityGroupIdSet", "groupId"},
	{"", "", "GroupName", "securityGroupSet", "groupName"},
	{"", "", "VpnGatewayId", "vpnGatewaySet", "vpnGatewayId"},                // by analogy, as the next three
	{"", "", "VpnConnectionId", "vpnConnectionSet", "vpnConnectionId"},       //
	{"", "", "CustomerGatewayId", "customerGatewaySet", "customerGatewayId"}, //
	{"", "", "VpcPeeringConnectionId", "vpcPeeringConnectionIdSet", "vpcPeeringConnectionId"},
}

// renames are members that are no lists and are recorded under another name.
var renames = []struct{ calls, wire, name string }{
	{"CreateVolume", "AvailabilityZone", "zone"},
	{entries, "Protocol", "aclProtocol"},
	{entries, "Icmp", "icmpTypeCode"},
	{sharing, "Attribute", "attributeType"},
}

// absent are the lists that are recorded as empty where the input has none.
var absent = []struct{ within, sets, calls string }{
	{"", "filterSet", "DescribeAccountAttributes DescribeAddresses DescribeDhcpOptions DescribeImages DescribeInstanceStatus DescribeInstances " +
		"DescribeInternetGateways DescribeKeyPairs DescribeNetworkAcls DescribeNetworkInterfaces DescribePlacementGroups DescribeRouteTables " +
		"DescribeSecurityGroups DescribeSnapshots DescribeSubnets DescribeTags DescribeVolumeStatus DescribeVolumes DescribeVpcs"},
	{"", "accountAttributeNameSet", "DescribeAccountAttributes"},
	{"", "publicIpsSet allocationIdsSet", "DescribeAddresses"},
	{"", "availabilityZoneSet availabilityZoneIdSet", "DescribeAvailabilityZones"},
	{"", "dhcpOptionsSet", "DescribeDhcpOptions"},
	{"", "executableBySet imagesSet ownersSet", "DescribeImages"},
	{"", "instancesSet", "DescribeInstanceStatus DescribeInstances"},
	{"", "internetGatewayIdSet", "DescribeInternetGateways"},
	{"", "keySet keyPairIdSet", "DescribeKeyPairs"},
	{"", "networkAclIdSet", "DescribeNetworkAcls"},
	{"", "networkInterfaceIdSet", "DescribeNetworkInterfaces"},
	{"", "placementGroupSet placementGroupIdSet", "DescribePlacementGroups"},
	{"", "regionSet", "DescribeRegions"},
	{"", "routeTableIdSet", "DescribeRouteTables"},
	{"", "securityGroupSet securityGroupIdSet", "DescribeSecurityGroups"},
	{"", "snapshotSet ownersSet sharedUsersSet", "DescribeSnapshots"},
	{"", "subnetSet", "DescribeSubnets"},
	{"", "volumeSet", "DescribeVolumeStatus DescribeVolumes"},
	{"", "vpcSet", "DescribeVpcs"},

	{"", "ipPermissions", ruleCalls},
	{"ipPermissions", "groups ipRanges ipv6Ranges prefixListIds", ruleCalls},
	{"", "icmpTypeCode", entries},
	{"", "groupSet", "CreateNetworkInterface"},
	{"", "blockDeviceMapping", "RunInstances"},
}

// untold are the members that CloudTrail leaves out, with the calls. No record of DescribeVpcAttribute says which attribute.
var untold = map[string]string{"Attribute": "DescribeVpcAttribute"}

// flags are members that are set by being there.
var flags = map[string]bool{"noDevice": true}
