// The end of endpoints, which is told of each by itself, and the services that there are.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

// deleteEndpoints deletes those that there are, and tells which there are not.
func deleteEndpoints(q *call) (result, *wire.Error) {
	failed := []any{}
	for _, id := range q.texts("VpcEndpointIds") {
		e, refused := find[*endpoint](q, id)
		if refused != nil {
			failed = append(failed, result{"ResourceId": id, "Error": result{"Code": refused.Code, "Message": refused.Message}})
			continue
		}
		for _, f := range e.faces {
			q.dropFace(have[*face](q, f))
		}
		q.remove(e)
	}
	return result{"Unsuccessful": failed}, nil
}

// endpointServices are the services that endpoints are shown for; an interface may be asked for to any.
var endpointServices = []string{"dynamodb", "ec2", "ec2messages", "kms", "logs", "monitoring", "s3", "secretsmanager", "ssm", "ssmmessages", "sts"}

func describeServices(q *call) (result, *wire.Error) {
	wanted := q.texts("ServiceNames")
	var zones []string
	for _, z := range q.zones() {
		zones = append(zones, z.id)
	}
	names, details := []any{}, []any{}
	for _, service := range endpointServices {
		name := "com.amazonaws." + q.here + "." + service
		if len(wanted) > 0 && !slices.Contains(wanted, name) {
			continue
		}
		sorts := []any{}
		if slices.Contains(gateways, service) {
			sorts = append(sorts, result{"ServiceType": "Gateway"})
		}
		if service != "dynamodb" {
			sorts = append(sorts, result{"ServiceType": "Interface"})
		}
		names = append(names, name)
		details = append(details, result{
			"ServiceName": name, "ServiceType": sorts, "Owner": "amazon", "AvailabilityZones": listed(zones), "VpcEndpointPolicySupported": true,
			"AcceptanceRequired": false, "ManagesVpcEndpoints": false,
		})
	}
	for _, name := range wanted {
		if !slices.Contains(names, any(name)) {
			return nil, noService.of(name)
		}
	}
	return result{"ServiceNames": names, "ServiceDetails": details}, nil
}
