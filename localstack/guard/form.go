// Forms: what AWS refuses before it looks for anything. Clouds look first, and say that what is malformed is not there.

package guard

import (
	"regexp"

	"traillab/analyze/topology"
)

func formRefusals() []refusal {
	const missing, malformed = "The request must contain the parameter %s", `Invalid id: "%s" (expecting "igw-...")`
	const oneTarget = "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId or instanceId"
	return []refusal{
		{"AttachInternetGateway", "when a member is missing", lacks("InternetGatewayId", "VpcId"), "MissingParameter", missing, errorCodes},
		{"DetachInternetGateway", "when a member is missing", lacks("InternetGatewayId", "VpcId"), "MissingParameter", missing, errorCodes},
		{"DeleteInternetGateway", "when a member is missing", lacks("InternetGatewayId"), "MissingParameter", missing, errorCodes},
		{"CreateNatGateway", "of a public one without an address", noAllocation, "MissingParameter", "The request must include the AllocationId parameter. Add the required parameter and retry the request.", makeNAT},
		{"CreateRoute", "without one target", notOneTarget, "InvalidParameterCombination", oneTarget, routeDocs},
		{"ReplaceRoute", "without one target", notOneTarget, "InvalidParameterCombination", oneTarget, replaceDocs},
		{"AttachInternetGateway", "of an id that no gateway can have", noGatewayID, "InvalidInternetGatewayId.Malformed", malformed, errorCodes},
		{"DetachInternetGateway", "of an id that no gateway can have", noGatewayID, "InvalidInternetGatewayId.Malformed", malformed, errorCodes},
		{"DeleteInternetGateway", "of an id that no gateway can have", noGatewayID, "InvalidInternetGatewayId.Malformed", malformed, errorCodes},
	}
}

// lacks finds the first of the members that a call has not. AWS names it as it is written in requests.
func lacks(members ...string) func(*asked) []any {
	return func(q *asked) []any {
		for _, name := range members {
			if q.text(name) == "" {
				return []any{string(name[0]|0x20) + name[1:]}
			}
		}
		return nil
	}
}

// gatewayIDs are of eight digits, of the years before 2018, or of seventeen.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
var gatewayIDs = regexp.MustCompile(`^igw-([0-9a-f]{8}|[0-9a-f]{17})$`)

// noGatewayID: what the cloud has given out is an id, whatever it looks like.
func noGatewayID(q *asked) []any {
	if id := q.text("InternetGatewayId"); !gatewayIDs.MatchString(id) && q.find(topology.InternetGateway, id) == nil {
		return []any{id}
	}
	return nil
}
