// Groups of interfaces, as AWS shows them.

package guard

import (
	"fmt"

	"traillab/analyze/topology"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// showGroups shows the groups that interfaces are in. A cloud adds up all that they were ever in, or shows those of before.
func showGroups(q *asked) (func(*exchange.Answer), *wire.Error) {
	return func(a *exchange.Answer) {
		q.met = nil // calls may have passed since it was asked
		for reservation := range wire.Each(a.Out["Reservations"]) {
			for instance := range wire.Each(reservation["Instances"]) {
				for face := range wire.Each(instance["NetworkInterfaces"]) {
					a.Mended = q.showGroup(face) || a.Mended
				}
			}
		}
		for face := range wire.Each(a.Out["NetworkInterfaces"]) {
			a.Mended = q.showGroup(face) || a.Mended
		}
	}, nil
}

// showGroup mends one interface of an answer, and reports whether there was something to mend.
func (q *asked) showGroup(face map[string]any) bool {
	t := q.find(topology.Interface, fmt.Sprint(face["NetworkInterfaceId"]))
	if t == nil || !q.state().Get(t, topology.GroupsWhole).Is(topology.Yes) {
		return false
	}
	told := map[string]any{}
	for group := range wire.Each(face["Groups"]) {
		id, _ := group["GroupId"].(string)
		told[id] = group
	}
	keys, facts := q.state().Held(t, topology.InGroup)
	same := len(keys) == len(told)
	groups := []any{}
	for i, id := range keys {
		if !facts[i].Is(topology.Yes) {
			return false
		}
		group, there := told[id]
		if !there {
			same, group = false, map[string]any{"GroupId": id, "GroupName": q.groupName(id)}
		}
		groups = append(groups, group)
	}
	if same || len(groups) == 0 {
		return false
	}
	face["Groups"] = groups
	return true
}

// groupName is what the cloud calls a group, its id where that is not known.
func (q *asked) groupName(id string) string {
	for _, group := range q.look("DescribeSecurityGroups", "SecurityGroups", "group-id", id) {
		if name, _ := group["GroupName"].(string); name != "" && group["GroupId"] == id {
			return name
		}
	}
	return id
}
