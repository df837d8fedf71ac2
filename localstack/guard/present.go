// What calls name beside their own thing: groups that are not there, and members without which AWS does not know what is meant.

package guard

import (
	"slices"

	"traillab/analyze/topology"
	"traillab/localstack/wire"
)

const (
	makeNAT    = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html"
	attachDisk = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html"
	rebootDocs = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html"
	becomeDocs = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html"
)

// grouped are the members that name security groups.
var grouped = []struct {
	operation string
	paths     [][]string
}{
	{"CreateNetworkInterface", [][]string{{"Groups"}}},
	{"ModifyNetworkInterfaceAttribute", [][]string{{"Groups"}}},
	{"ModifyInstanceAttribute", [][]string{{"Groups"}}},
	{"RunInstances", [][]string{{"SecurityGroupIds"}, {"NetworkInterfaces", "Groups"}}},
	{"AuthorizeSecurityGroupIngress", [][]string{{"GroupId"}, {"IpPermissions", "UserIdGroupPairs"}}},
	{"AuthorizeSecurityGroupEgress", [][]string{{"GroupId"}, {"IpPermissions", "UserIdGroupPairs"}}},
}

func presentRefusals() []refusal {
	rows := []refusal{
		{"AttachVolume", "to an instance that has ended", endedInstance, "IncorrectState", "Instance '%s' is not 'running'.", attachDisk},
		{"RebootInstances", "of an instance that has ended", endedInstance, "IncorrectState", "Instance '%s' is not in a state from which it can be rebooted.", rebootDocs},
		{
			"AssociateIamInstanceProfile", "with an instance that has ended", endedInstance, "IncorrectInstanceState",
			"The instance '%s' is not in a state from which it can be associated with an instance profile.", becomeDocs,
		},
	}
	for _, g := range grouped {
		missing := func(q *asked) []any {
			for _, path := range g.paths {
				for _, id := range q.groupsAt(q.In, path) {
					if q.noGroup(id) {
						return []any{id}
					}
				}
			}
			return nil
		}
		rows = append(rows, refusal{g.operation, "when a security group is not there", missing, "InvalidGroup.NotFound", "The security group '%s' does not exist", errorCodes})
	}
	return rows
}

// groupsAt are the ids of groups that a path leads to: texts, or structures that name a group. Those of other accounts are not ours
// to know.
func (q *asked) groupsAt(in map[string]any, path []string) []string {
	if len(path) == 1 {
		all := ids(in[path[0]])
		for pair := range wire.Each(in[path[0]]) {
			if owner := wire.Text(pair, "UserId"); owner == "" || owner == q.Account {
				all = append(all, wire.Text(pair, "GroupId"))
			}
		}
		return slices.DeleteFunc(all, func(id string) bool { return id == "" })
	}
	var all []string
	for one := range wire.Each(in[path[0]]) {
		all = append(all, q.groupsAt(one, path[1:])...)
	}
	return all
}

// noGroup reports whether a group is gone, or was never there: the cloud may have groups of which the lab has not heard.
func (q *asked) noGroup(id string) bool {
	if t := q.find(topology.SecurityGroup, id); t != nil {
		return q.state().Stands(t).Is(topology.None)
	}
	out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeSecurityGroups", map[string]any{"Filters": []any{map[string]any{"Name": "group-id", "Values": []any{id}}}})
	if err != nil {
		return false
	}
	for group := range wire.Each(out["SecurityGroups"]) {
		if wire.Text(group, "GroupId") == id {
			return false
		}
	}
	return true
}

// leads are the members of a route that say where it leads.
var leads = []string{
	"GatewayId", "NatGatewayId", "NetworkInterfaceId", "VpcPeeringConnectionId", "EgressOnlyInternetGatewayId", "TransitGatewayId", "InstanceId",
	"VpcEndpointId", "CarrierGatewayId", "LocalGatewayId", "CoreNetworkArn", "OdbNetworkArn",
}

// notOneTarget: a route that is replaced may also lead where its table's own VPC is.
func notOneTarget(q *asked) []any {
	said := 0
	for _, member := range leads {
		if q.text(member) != "" {
			said++
		}
	}
	if local, _ := q.In["LocalTarget"].(bool); local {
		said++
	}
	if said == 1 {
		return nil
	}
	return []any{}
}

// noAllocation: a public NAT gateway of a zone has an address of its own from the beginning.
func noAllocation(q *asked) []any {
	if q.text("ConnectivityType") == "private" || q.text("AvailabilityMode") == "regional" || q.text("AllocationId") != "" {
		return nil
	}
	return []any{}
}
