// What has ended: it never comes back, and clouds that do not know that bring it back.

package guard

import (
	"traillab/analyze/topology"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Where the codes are known from.
const (
	stateDocs = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html"
	natDocs   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html"
)

func endedRefusals() []refusal {
	return []refusal{
		{
			"StartInstances", "of an instance that has ended", endedInstance, "IncorrectInstanceState",
			"The instance '%s' is not in a state from which it can be started.", stateDocs,
		},
		{
			"StopInstances", "of an instance that has ended", endedInstance, "IncorrectInstanceState",
			"The instance '%s' is not in a state from which it can be stopped.", stateDocs,
		},
		{
			"ModifyInstanceAttribute", "of an instance that has ended", endedInstance, "IncorrectInstanceState",
			"The instance '%s' is not in a state from which it can be modified.", stateDocs,
		},
		{
			"AttachNetworkInterface", "to an instance that has ended", endedInstance, "IncorrectInstanceState",
			"The instance '%s' is not in a state in which an interface can be attached.", stateDocs,
		},
		{
			"AssociateAddress", "with an instance that has ended", endedInstance, "InvalidInstanceID",
			"The instance '%s' is not in a valid state for this operation.", addressDocs,
		},
		{"DeleteNatGateway", "when there is no such gateway", noNAT, "NatGatewayNotFound", "The Nat Gateway %s was not found", natDocs},
		{
			"AssociateRouteTable", "when the table is another VPC's than the subnet", strangeTable, "InvalidParameterValue",
			"Route table %s and network %s belong to different networks", tableBonds,
		},
	}
}

// ended returns a thing that the lab has seen to end.
func (q *asked) ended(kind topology.Kind, id string) *topology.Thing {
	if t := q.find(kind, id); t != nil && q.state().Stands(t).Is(topology.None) {
		return t
	}
	return nil
}

func endedInstance(q *asked) []any {
	for _, id := range append(ids(q.In["InstanceIds"]), q.text("InstanceId")) {
		if t := q.ended(topology.Instance, id); t != nil {
			return []any{t}
		}
	}
	return nil
}

// noNAT: what there was of a region before the lab, it has been told. One that failed is still there to be deleted.
func noNAT(q *asked) []any {
	id := q.text("NatGatewayId")
	if _, shown := q.fell(id); shown {
		return nil
	}
	if t := q.find(topology.NATGateway, id); id != "" && (t == nil || q.state().Stands(t).Is(topology.None)) {
		return []any{id}
	}
	return nil
}

func strangeTable(q *asked) []any {
	table, subnet := q.thing(topology.RouteTable, "RouteTableId"), q.thing(topology.Subnet, "SubnetId")
	vpc := q.to(subnet, topology.InVPC)
	if q.stands(table) && vpc != nil && q.state().Get(table, topology.InVPC).Not(topology.To(vpc)) {
		return []any{table, vpc}
	}
	return nil
}

// endAgain: instances that have ended may be ended once more, and nothing comes of it. A cloud breaks over it.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
func endAgain(q *asked) (func(*exchange.Answer), *wire.Error) {
	var all []any
	for _, id := range ids(q.In["InstanceIds"]) {
		if q.ended(topology.Instance, id) == nil {
			return nil, nil
		}
		state := map[string]any{"Code": int64(48), "Name": "terminated"}
		all = append(all, map[string]any{"InstanceId": id, "CurrentState": state, "PreviousState": state})
	}
	return func(a *exchange.Answer) {
		if a.Error != nil {
			a.Error, a.Out, a.Mended = nil, map[string]any{"TerminatingInstances": all}, true
		}
	}, nil
}
