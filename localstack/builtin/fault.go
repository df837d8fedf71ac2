// Faults: what AWS says of ids that there are not, and of calls in general. What is refused about a noun stands in rows of
// its file.

package builtin

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"traillab/localstack/wire"
)

// fault is one reason to refuse: AWS's code and sentence, with %s for what it names.
type fault struct {
	code, sentence string
	status         int // of HTTP; 0 is 400
}

// of writes the refusal.
func (f fault) of(names ...any) *wire.Error {
	status := f.status
	if status == 0 {
		status = http.StatusBadRequest
	}
	return &wire.Error{Code: f.code, Message: fmt.Sprintf(f.sentence, names...), Status: status}
}

var (
	wouldSucceed     = fault{"DryRunOperation", "Request would have succeeded, but DryRun flag is set.", http.StatusPreconditionFailed}
	missingParameter = fault{code: "MissingParameter", sentence: "The request must contain the parameter %s"}
	invalidParameter = fault{code: "InvalidParameterValue", sentence: "Value (%s) for parameter %s is invalid."}
	badCombination   = fault{code: "InvalidParameterCombination", sentence: "%s"}
	validation       = fault{code: "ValidationError", sentence: "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"}
	noPermission     = fault{code: "AuthFailure", sentence: "You do not have permission to access the specified resource."}
	inconsistent     = fault{"IdempotentParameterMismatch", "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).", 0}
	badFilter        = fault{code: "InvalidParameterValue", sentence: "The filter '%s' is invalid"}
	badToken         = fault{code: "InvalidNextToken", sentence: "The token '%s' is invalid"}
	badID            = fault{code: "InvalidID", sentence: "The ID '%s' is not valid"}
)

// kind is a kind of resource: how its ids begin, and what AWS says of one that there is not.
type kind struct {
	prefix string
	code   string // without .NotFound
	told   string
	bare   bool // the code is whole as it is
}

// kinds by the word that tags and answers have for them.
var kinds = map[string]kind{
	"vpc":                               {"vpc", "InvalidVpcID", "The vpc ID '%s' does not exist", false},
	"subnet":                            {"subnet", "InvalidSubnetID", "The subnet ID '%s' does not exist", false},
	"internet-gateway":                  {"igw", "InvalidInternetGatewayID", "The internetGateway ID '%s' does not exist", false},
	"egress-only-internet-gateway":      {"eigw", "InvalidGatewayID", "The eigw ID '%s' does not exist", false},
	"route-table":                       {"rtb", "InvalidRouteTableID", "The routeTable ID '%s' does not exist", false},
	"natgateway":                        {"nat", "NatGatewayNotFound", "NatGateway %s was not found", true},
	"elastic-ip":                        {"eipalloc", "InvalidAllocationID", "The allocation ID '%s' does not exist", false},
	"security-group":                    {"sg", "InvalidGroup", "The security group '%s' does not exist", false},
	"security-group-rule":               {"sgr", "InvalidSecurityGroupRuleId", "The security group rule ID '%s' does not exist", false},
	"network-acl":                       {"acl", "InvalidNetworkAclID", "The networkAcl ID '%s' does not exist", false},
	"network-interface":                 {"eni", "InvalidNetworkInterfaceID", "The networkInterface ID '%s' does not exist", false},
	"instance":                          {"i", "InvalidInstanceID", "The instance ID '%s' does not exist", false},
	"volume":                            {"vol", "InvalidVolume", "The volume '%s' does not exist.", false},
	"snapshot":                          {"snap", "InvalidSnapshot", "The snapshot '%s' does not exist.", false},
	"image":                             {"ami", "InvalidAMIID", "The image id '[%s]' does not exist", false},
	"key-pair":                          {"key", "InvalidKeyPair", "The key pair '%s' does not exist", false},
	"vpc-endpoint":                      {"vpce", "InvalidVpcEndpointId", "The Vpc Endpoint Id '%s' does not exist", false},
	"vpc-peering-connection":            {"pcx", "InvalidVpcPeeringConnectionID", "The vpcPeeringConnection ID '%s' does not exist", false},
	"vpn-gateway":                       {"vgw", "InvalidVpnGatewayID", "The vpnGateway ID '%s' does not exist", false},
	"transit-gateway":                   {"tgw", "InvalidTransitGatewayID", "Transit Gateway %s was deleted or does not exist.", false},
	"transit-gateway-attachment":        {"tgw-attach", "InvalidTransitGatewayAttachmentID", "Transit Gateway Attachment %s was deleted or does not exist.", false},
	"vpc-flow-log":                      {"fl", "InvalidFlowLogId", "These flow log ids in the input list are not found: [TotalCount: 1] %s", false},
	"vpc-block-public-access-exclusion": {"vpcbpa-exclude", "InvalidVpcBlockPublicAccessExclusionId", "The exclusion ID '%s' does not exist", false},
	"iam-instance-profile-association":  {"iip-assoc", "NoSuchAssociation", "The association ID '%s' does not exist", true},
	"prefix-list":                       {"pl", "InvalidPrefixListID", "The prefix list ID '%s' does not exist", false},
	"region":                            {"", "InvalidParameterValue", "Invalid region provided: [%s]", true},
	"availability-zone":                 {"", "InvalidParameterValue", "Invalid availability zone: [%s]", true},
}

// suffix is what follows the prefix of an id: eight digits of old, seventeen since.
var suffix = regexp.MustCompile(`^[0-9a-f]{8}([0-9a-f]{9})?$`)

// fault is what AWS says of an id of this kind that there is not: that it cannot be one, or that it is none.
func (k kind) fault(id string) *wire.Error {
	digits, prefixed := strings.CutPrefix(id, k.prefix+"-")
	switch {
	case k.bare || k.prefix == "key":
		break
	case !prefixed:
		return &wire.Error{Code: k.code + ".Malformed", Message: fmt.Sprintf("Invalid id: %q (expecting \"%s-...\")", id, k.prefix), Status: http.StatusBadRequest}
	case !suffix.MatchString(digits):
		return &wire.Error{Code: k.code + ".Malformed", Message: fmt.Sprintf("Invalid id: %q", id), Status: http.StatusBadRequest}
	}
	code := k.code
	if !k.bare {
		code += ".NotFound"
	}
	return &wire.Error{Code: code, Message: fmt.Sprintf(k.told, id), Status: http.StatusBadRequest}
}
