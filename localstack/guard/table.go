// The tables: what AWS refuses and the clouds behind a lab allow, and what they do otherwise than AWS. Each row is one
// sentence of AWS's.

package guard

import (
	"slices"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// refusal is one reason for which AWS refuses a call.
type refusal struct {
	operation string             // of ec2, else with its service: iam.DeleteUser
	when      string             // in words
	holds     func(*asked) []any // what the sentence names, nil when there is nothing to refuse
	code      string
	sentence  string // AWS's, with %s for what it names
	source    string // where the code and the sentence are known from
}

// mend is one thing that a call does on AWS and not on every cloud.
type mend struct {
	operation string // as of a refusal
	mends     string // in words
	mend      func(*asked) (func(*exchange.Answer), *wire.Error)
}

// Where AWS's codes and sentences are known from.
const (
	errorCodes   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
	attachDocs   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html"
	detachDocs   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html"
	deleteDocs   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html"
	addressDocs  = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html"
	releaseDocs  = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html"
	routeDocs    = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html"
	replaceDocs  = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html"
	unrouteDocs  = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html"
	mainDocs     = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html"
	tableDocs    = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html"
	tableBonds   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html"
	noPermission = "You do not have permission to access the specified resource."
)

// refusals are asked in their order; the first that holds is AWS's answer.
func refusals() []refusal { return slices.Concat(formRefusals(), documentRefusals(), stateRefusals()) }

// stateRefusals are those that depend on what the call meets.
func stateRefusals() []refusal {
	return slices.Concat(gatewayRefusals(), addressRefusals(), routeRefusals(), tableRefusals(), dependentRefusals(), endedRefusals(), presentRefusals(), peopleRefusals(), policyRefusals())
}

func gatewayRefusals() []refusal {
	return []refusal{
		{
			"AttachInternetGateway", "when the gateway is attached, to whatever VPC", gatewayTaken, "Resource.AlreadyAssociated",
			"resource %s is already attached to network %s", attachDocs,
		},
		{
			"AttachInternetGateway", "when the VPC has another gateway", secondGateway, "InvalidParameterValue",
			"Network %s already has an internet gateway attached", attachDocs,
		},
		{
			"DetachInternetGateway", "when the gateway is not attached to that VPC", notAttached, "Gateway.NotAttached",
			"resource %s is not attached to network %s", errorCodes,
		},
		{
			"DetachInternetGateway", "while a public address is mapped in the VPC", mapped, "DependencyViolation",
			"Network %s has some mapped public address(es). Please unmap those before detaching the gateway.", detachDocs,
		},
		{
			"DeleteInternetGateway", "while the gateway is attached", stillAttached, "DependencyViolation",
			"The internetGateway '%s' has dependencies and cannot be deleted.", deleteDocs,
		},
	}
}

func addressRefusals() []refusal {
	return []refusal{
		{"AssociateAddress", "when a NAT gateway or a load balancer holds the address", heldByService, "AuthFailure", noPermission, addressDocs},
		{
			"AssociateAddress", "when the address is mapped and may not be taken", notToBeTaken, "Resource.AlreadyAssociated",
			"resource %s is already associated with associate-id %s", addressDocs,
		},
		{
			"AssociateAddress", "when no gateway is attached to the VPC", noGateway, "Gateway.NotAttached",
			"Network %s is not attached to any internet gateway", errorCodes,
		},
		{"DisassociateAddress", "when a NAT gateway or a load balancer holds the address", heldByService, "AuthFailure", noPermission, addressDocs},
		{"ReleaseAddress", "when a NAT gateway or a load balancer holds the address", heldByService, "AuthFailure", noPermission, releaseDocs},
		{"ReleaseAddress", "while the address is mapped", held, "InvalidIPAddress.InUse", "Address %s is in use.", errorCodes},
	}
}

func routeRefusals() []refusal {
	return []refusal{
		{
			"CreateRoute", "when the gateway is not attached to the table's VPC", otherNetwork, "InvalidParameterValue",
			"route table %s and network gateway %s belong to different networks", routeDocs,
		},
		{"CreateRoute", "when the target is gone", goneTarget, "%s", "%s", errorCodes},
		{"CreateRoute", "when the table has a route there", routeThere, "RouteAlreadyExists", "The route identified by %s already exists.", errorCodes},
		{
			"ReplaceRoute", "when the table has no route there", noRouteThere, "InvalidParameterValue",
			"There is no route defined for '%s' in the route table. Use CreateRoute instead.", replaceDocs,
		},
		{
			"ReplaceRoute", "when the gateway is not attached to the table's VPC", otherNetwork, "InvalidParameterValue",
			"route table %s and network gateway %s belong to different networks", replaceDocs,
		},
		{"ReplaceRoute", "when the target is gone", goneTarget, "%s", "%s", errorCodes},
		{"DeleteRoute", "of the local route", localRoute, "InvalidParameterValue", "cannot remove local route %s in route table %s", unrouteDocs},
		{
			"DeleteRoute", "when the table has no route there", noRouteToDelete, "InvalidRoute.NotFound",
			"no route with destination-cidr-block %s in route table %s", errorCodes,
		},
	}
}

func tableRefusals() []refusal {
	return []refusal{
		{
			"DisassociateRouteTable", "of a main table", mainBond, "InvalidParameterValue",
			"cannot disassociate the main route table association %s", mainDocs,
		},
		{
			"AssociateRouteTable", "when the subnet has another table of its own", otherTable, "Resource.AlreadyAssociated",
			"the specified association for route table %s conflicts with an existing association", tableBonds,
		},
		{
			"DeleteRouteTable", "while a subnet follows the table, or when it is a main table", tableInUse, "DependencyViolation",
			"The routeTable '%s' has dependencies and cannot be deleted.", tableDocs,
		},
	}
}

// mendings are done in their order.
func mendings() []mend {
	return append([]mend{
		{"DescribeRouteTables", "shows routes that lead nowhere as blackhole, and as active when they lead somewhere again", showBlackholes},
		{"CreateVpc", "keeps a range without the host's part, as AWS does", trimRange},
		{"AssociateVpcCidrBlock", "keeps a range without the host's part, as AWS does", trimRange},
		{"CreateSubnet", "keeps a range without the host's part, as AWS does", trimRange},
		{"CreateRoute", "keeps a destination without the host's part, as AWS does", trimDestination},
		{"ReplaceRoute", "finds a destination without the host's part, as AWS does", trimDestination},
		{"DeleteRoute", "finds a destination without the host's part, as AWS does", trimDestination},
		{"AssociateAddress", "takes the address from whoever holds it, as it does unless that is forbidden", takeAddress},
		{"CreateNatGateway", "lets a public gateway fail in a VPC without an internet gateway", failNAT},
		{"DescribeNatGateways", "shows the gateways that failed", showFallen},
		{"DeleteNatGateway", "frees the gateway's addresses and ends its interface", freeNAT},
		{"AuthorizeSecurityGroupIngress", "answers every rule that it made", answerRules(false)},
		{"AuthorizeSecurityGroupEgress", "answers every rule that it made", answerRules(true)},
		{"DeleteNetworkInterface", "frees the Elastic IPs that were mapped to the interface", freeInterface},
		{"DeleteSubnet", "ends the subnet's ties to its route table and its network ACL", leaveTies},
		{"ModifyNetworkInterfaceAttribute", "gives and takes the public address of an interface", turnFace},
		{"DescribeNetworkInterfaces", "shows the public address that an interface was given, and none that was taken", showFaces},
		{"TerminateInstances", "does nothing to instances that have ended", endAgain},
		{"DescribeInstances", "shows the groups that an interface is in, and none that it was taken from", showGroups},
		{"DescribeNetworkInterfaces", "shows the groups that an interface is in, and none that it was taken from", showGroups},
		{"DescribeInstances", "shows the public address that an interface was given, and none that was taken", showFaces},
		{"DetachVolume", "finds the instance when the call does not name it", nameHolder},
		{"EnableEbsEncryptionByDefault", "holds for all volumes of the region that are made from then on", turnEncryption(true)},
		{"DisableEbsEncryptionByDefault", "holds for all volumes of the region that are made from then on", turnEncryption(false)},
		{"GetEbsEncryptionByDefault", "says what was set", showEncryption},
		{"ModifyEbsDefaultKmsKeyId", "takes the ARN of a key, too", setDefaultKey},
		{"ResetEbsDefaultKmsKeyId", "holds for all volumes of the region that are made from then on", resetDefaultKey},
		{"GetEbsDefaultKmsKeyId", "says what was set", showDefaultKey},
		{"CreateVolume", "encrypts where encryption is the default", encryptVolume},
		{"CopySnapshot", "encrypts where encryption is the default", encryptVolume},
		{"RunInstances", "launches once, however often it is asked by one token", launchOnce},
		{"RunInstances", "makes interfaces that end with their instance, unless the launch says otherwise", endWithInstance},
		{"RunInstances", "encrypts the volumes of a launch where encryption is the default", encryptLaunch},
	}, peopleMendings()...)
}
