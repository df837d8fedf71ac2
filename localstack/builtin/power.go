// Power: instances are started, stopped and ended.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

var (
	noInstances  = fault{code: "InvalidInstanceID.NotFound", sentence: "The instance IDs '%s' do not exist"}
	cannotStart  = fault{code: "IncorrectInstanceState", sentence: "The instance '%s' is not in a state from which it can be started."}
	cannotStop   = fault{code: "IncorrectInstanceState", sentence: "This instance '%s' is not in a state from which it can be stopped."}
	cannotReboot = fault{code: "IncorrectState", sentence: "Instance '%s' is not in a state from which it can be rebooted."}
	guardedEnd   = fault{code: "OperationNotPermitted", sentence: "The instance '%s' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."}
	guardedStop  = fault{code: "OperationNotPermitted", sentence: "The instance '%s' may not be stopped. Modify its 'disableApiStop' instance attribute and try again."}
)

func powerCalls() operations {
	return operations{
		"StartInstances": startInstances, "StopInstances": stopInstances, "RebootInstances": rebootInstances,
		"TerminateInstances": terminateInstances,
		"DescribeInstanceStatus": describe(listing{
			of: "instance", member: "InstanceStatuses", ids: "InstanceIds", rows: statusRows,
			also: map[string]string{"instance-state-name": "instance-state.name", "instance-state-code": "instance-state.code"},
		}),
	}
}

// status is an instance as DescribeInstanceStatus shows it.
type status struct{ *instance }

func statusRows(q *call) []resource {
	var rows []resource
	for _, i := range all[*instance](q) {
		if i.state == running || q.flag("IncludeAllInstances") {
			rows = append(rows, status{i})
		}
	}
	return rows
}

func (s status) show(*call) result {
	word := "not-applicable"
	details := []any{}
	if s.state == running {
		word = "ok"
		details = []any{result{"Name": "reachability", "Status": "passed"}}
	}
	return result{
		"InstanceId": s.id, "AvailabilityZone": s.zone, "InstanceState": s.state.show(), "Events": []any{},
		"InstanceStatus": result{"Status": word, "Details": details}, "SystemStatus": result{"Status": word, "Details": details},
	}
}

// instances are those that the call names.
func (q *call) instances() ([]*instance, *wire.Error) {
	ids := q.texts("InstanceIds")
	if len(ids) == 0 {
		return nil, missingParameter.of("InstanceId")
	}
	var found []*instance
	var missing []string
	var refused *wire.Error
	for _, id := range ids {
		i, none := find[*instance](q, id)
		if none != nil {
			missing, refused = append(missing, id), none
			continue
		}
		found = append(found, i)
	}
	if len(missing) > 1 && strings.HasSuffix(refused.Code, ".NotFound") {
		refused = noInstances.of(strings.Join(missing, ", "))
	}
	return found, refused
}

// change tells how the state of an instance changed.
func change(i *instance, before, now state) result {
	return result{"InstanceId": i.id, "PreviousState": before.show(), "CurrentState": now.show()}
}

func startInstances(q *call) (result, *wire.Error) {
	instances, refused := q.instances()
	if refused != nil {
		return nil, refused
	}
	for _, i := range instances {
		if i.state != stopped && i.state != running {
			return nil, cannotStart.of(i.id)
		}
	}
	changes := []any{}
	for _, i := range instances {
		before, now := i.state, pending
		if before == running {
			now = running
		} else {
			i.state, i.reason, i.launched = running, "", q.now
			q.refreshAll(i)
		}
		changes = append(changes, change(i, before, now))
	}
	return result{"StartingInstances": changes}, nil
}

// refreshAll gives and takes the public addresses that an instance has while it runs.
func (q *call) refreshAll(i *instance) {
	for _, f := range q.facesOf(i) {
		q.refresh(f)
	}
}

func stopInstances(q *call) (result, *wire.Error) {
	instances, refused := q.instances()
	if refused != nil {
		return nil, refused
	}
	for _, i := range instances {
		if i.state != stopped && i.state != running {
			return nil, cannotStop.of(i.id)
		}
		if i.held && i.state == running {
			return nil, guardedStop.of(i.id)
		}
	}
	changes := []any{}
	for _, i := range instances {
		before, now := i.state, stopping
		if before == stopped {
			now = stopped
		} else {
			i.state, i.reason = stopped, "User initiated ("+q.now.Format("2006-01-02 15:04:05")+" GMT)"
			q.refreshAll(i)
		}
		changes = append(changes, change(i, before, now))
	}
	return result{"StoppingInstances": changes}, nil
}

func rebootInstances(q *call) (result, *wire.Error) {
	instances, refused := q.instances()
	if refused != nil {
		return nil, refused
	}
	for _, i := range instances {
		if i.state != running {
			return nil, cannotReboot.of(i.id)
		}
	}
	return nil, nil
}

func terminateInstances(q *call) (result, *wire.Error) {
	instances, refused := q.instances()
	if refused != nil {
		return nil, refused
	}
	for _, i := range instances {
		if i.guarded && i.state != terminated {
			return nil, guardedEnd.of(i.id)
		}
	}
	changes := []any{}
	for _, i := range instances {
		before, now := i.state, shuttingDown
		if before == terminated {
			now = terminated
		} else {
			q.end(i)
		}
		changes = append(changes, change(i, before, now))
	}
	return result{"TerminatingInstances": changes}, nil
}

// end ends an instance and what ends with it; the rest stays, and belongs to nothing.
func (q *call) end(i *instance) {
	for _, f := range q.facesOf(i) {
		f.auto, f.instance = "", ""
		if f.leaves {
			q.dropFace(f)
		}
	}
	for _, d := range i.devices {
		v := have[*volume](q, d.volume)
		if v == nil {
			continue
		}
		v.instance, v.device = "", ""
		if d.leaves {
			q.remove(v)
		}
	}
	for _, u := range slices.DeleteFunc(all[*profileUse](q), func(u *profileUse) bool { return u.instance != i.id }) {
		q.remove(u)
	}
	i.state, i.devices, i.profile = terminated, nil, ""
	i.reason = "User initiated (" + q.now.Format("2006-01-02 15:04:05") + " GMT)"
	q.linger(i)
}
