// Flow logs: that they are kept is all there is of them.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// flowLog is a log of a VPC, a subnet or an interface.
type flowLog struct {
	base
	of    string
	in    members
	since time.Time
}

var (
	flowLogThere = fault{code: "FlowLogAlreadyExists", sentence: "There is an existing Flow Log with the same configuration and log destination."}
	noDeliver    = fault{code: "InvalidParameter", sentence: "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs."}
)

func flowLogCalls() operations {
	return operations{
		"CreateFlowLogs": createFlowLogs, "DeleteFlowLogs": deleteFlowLogs,
		"DescribeFlowLogs": describe(listing{of: "vpc-flow-log", member: "FlowLogs", ids: "FlowLogIds"}),
	}
}

func (*flowLog) kind() string { return "vpc-flow-log" }

func (f *flowLog) show(q *call) result {
	out := result{
		"FlowLogId": f.id, "FlowLogStatus": "ACTIVE", "ResourceId": f.of, "TrafficType": f.in.or("TrafficType", "ALL"), "CreationTime": f.since,
		"LogDestinationType": f.in.or("LogDestinationType", "cloud-watch-logs"), "DeliverLogsStatus": "SUCCESS", "MaxAggregationInterval": 600,
		"LogFormat": f.in.or("LogFormat", "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"),
		"Tags":      q.tagged(f.id),
	}
	for _, name := range []string{"LogDestination", "LogGroupName", "DeliverLogsPermissionArn"} {
		put(out, name, f.in.text(name))
	}
	if n := f.in.number("MaxAggregationInterval"); n > 0 {
		out["MaxAggregationInterval"] = n
	}
	return out
}

func createFlowLogs(q *call) (result, *wire.Error) {
	ids := q.texts("ResourceIds")
	if q.or("LogDestinationType", "cloud-watch-logs") == "cloud-watch-logs" && q.text("DeliverLogsPermissionArn") == "" {
		return nil, noDeliver.of()
	}
	for _, id := range ids {
		if refused := q.loggable(id); refused != nil {
			return nil, refused
		}
		same := func(f *flowLog) bool {
			return f.of == id && f.in.text("LogDestination") == q.text("LogDestination") && f.in.text("LogGroupName") == q.text("LogGroupName") && f.in.text("TrafficType") == q.text("TrafficType")
		}
		if slices.ContainsFunc(all[*flowLog](q), same) {
			return nil, flowLogThere.of()
		}
	}
	made := []any{}
	for _, id := range ids {
		in, _ := copied(map[string]any(q.members)).(map[string]any)
		f := &flowLog{of: id, in: in, since: q.now}
		q.add(f)
		made = append(made, f.id)
	}
	out := result{"FlowLogIds": made, "Unsuccessful": []any{}}
	put(out, "ClientToken", q.text("ClientToken"))
	return out, nil
}

// loggable checks what a log is to be kept of.
func (q *call) loggable(id string) (refused *wire.Error) {
	switch sort := q.text("ResourceType"); sort {
	case "VPC":
		_, refused = find[*vpc](q, id)
	case "Subnet":
		_, refused = find[*subnet](q, id)
	case "NetworkInterface":
		_, refused = find[*face](q, id)
	case "TransitGateway":
		_, refused = find[*transit](q, id)
	case "TransitGatewayAttachment":
		_, refused = find[*transitBond](q, id)
	default:
		refused = invalidParameter.of(sort, "resourceType")
	}
	return refused
}

func deleteFlowLogs(q *call) (result, *wire.Error) {
	ids := q.texts("FlowLogIds")
	for _, id := range ids {
		if _, refused := find[*flowLog](q, id); refused != nil {
			return nil, refused
		}
	}
	for _, id := range ids {
		q.remove(have[*flowLog](q, id))
	}
	return result{"Unsuccessful": []any{}}, nil
}
