// Names that a dialect treats in a way of its own: which EC2 calls are wrapped, which members hold moments, which keep
// the type of text although they look like numbers.

package dialect

import "strings"

// wrappedFamilies are words in the names of EC2 calls that are written in the wrapped dialect. Seen in real records:
// NAT gateways, flow logs, launch templates, traffic mirrors, transit gateways, instance profiles, endpoints and
// egress-only gateways (reads), the default VPC, serial consoles. The others are younger than mid-2015, as all those
// are, and wrapped by analogy.
var wrappedFamilies = []string{
	"NatGateway", "FlowLogs", "LaunchTemplate", "TrafficMirror", "TransitGateway", "IamInstanceProfileAssociation",
	"AssociateIamInstanceProfile", "DisassociateIamInstanceProfile", "VpcEndpoint", "EgressOnlyInternetGateway",
	"CreateDefault", "SerialConsoleAccess", "CarrierGateway", "LocalGateway", "ClientVpn", "InstanceCreditSpecification",
	"InstanceTypes", "VolumesModifications", "SnapshotTierStatus", "ConsoleScreenshot", "EbsDefaultKmsKey",
	"EbsEncryptionByDefault", "ClassicLinkDnsSupport", "DescribeHosts",
	"ManagedPrefixList", "BlockPublicAccess", "SecurityGroupRules", "SecurityGroupVpc", "VerifiedAccess", "RouteServer",
	"TrunkInterface", "NetworkInsights", "VpcCidrBlock", "SubnetCidrBlock", "AssignIpv6Addresses", "UnassignIpv6Addresses", "InstanceMetadataOptions",
}

// wrapped reports whether EC2 writes the call in the wrapped dialect.
func wrapped(call string) bool {
	for _, family := range wrappedFamilies {
		if strings.Contains(call, family) {
			return true
		}
	}
	return call == "ModifyVolume"
}

// requestWrapper is the single member around a wrapped request.
func requestWrapper(call string) string {
	if call == "DeleteTransitGatewayVpcAttachment" {
		return "DelTGwVpcAttachReq"
	}
	return call + "Request"
}

// moments are the members that hold a point in time: epoch milliseconds in the classic dialect, ISO text in the wrapped
// one.
var moments = map[string]bool{
	"attachTime": true, "createTime": true, "creationTime": true, "creationTimestamp": true, "launchTime": true,
	"startTime": true, "deleteTime": true, "expirationTime": true, "timestamp": true, "validUntil": true,
	"validFrom": true, "creationDate": true, "startDate": true,
}

// texts are the members whose value stays text in the classic dialect and in other services whatever it looks like.
var texts = map[string]bool{
	"ownerId": true, "instanceOwnerId": true, "groupOwnerId": true, "userId": true, "accountId": true, "requesterId": true,
	"vpcOwnerId": true, "ipProtocol": true, "aclProtocol": true, "protocol": true, "key": true, "name": true,
	"description": true, "groupName": true, "clientToken": true, "message": true, "size": true, "targetId": true,
	"userName": true, "roleName": true, "policyName": true, "roleSessionName": true,
}

// bareLists are the lists that the classic dialect writes as plain arrays, not as items.
var bareLists = map[string]bool{"tags": true}

// singular are the lists that the classic dialect writes as item in its responses, where others are items.
var singular = map[string]bool{"privateIpAddressesSet": true}
