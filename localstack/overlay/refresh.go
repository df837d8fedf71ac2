// Instance refreshes: the instances of an auto scaling group, one after the other, are ended, and the cloud behind the lab
// puts new ones in their place.
// https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html

package overlay

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// refresh is an instance refresh.
type refresh struct {
	id, group string
	in        map[string]any
	made      time.Time
	size      int64
	trouble   string
}

func (r *refresh) status(now time.Time) string {
	if r.trouble != "" {
		return stage(r.made, now, "Pending", "InProgress", "Failed")
	}
	return stage(r.made, now, "Pending", "InProgress", "Successful")
}

// group returns an auto scaling group as the cloud behind the lab describes it.
func (q *call) group(name string) (map[string]any, error) {
	groups, err := q.held("autoscaling", "DescribeAutoScalingGroups", "AutoScalingGroups", map[string]any{"AutoScalingGroupNames": []any{name}})
	if err != nil {
		return nil, err
	}
	if len(groups) > 0 {
		return groups[0], nil
	}
	return nil, refuse("ValidationError", "AutoScalingGroup name not found - AutoScalingGroup '%s' not found", name)
}

func (q *call) startRefresh() (map[string]any, error) {
	name := q.text("AutoScalingGroupName")
	group, err := q.group(name)
	if err != nil {
		return nil, err
	}
	for _, r := range q.here.refreshes {
		if status := r.status(q.At); r.group == name && (status == "Pending" || status == "InProgress") {
			return nil, refuse("InstanceRefreshInProgress", "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.")
		}
	}
	r := &refresh{id: q.options.NewID(), group: name, in: q.In, made: q.At}
	if template, said := wire.Value(q.In, "DesiredConfiguration", "LaunchTemplate").(map[string]any); said {
		if _, err := q.do("autoscaling", "UpdateAutoScalingGroup", map[string]any{"AutoScalingGroupName": name, "LaunchTemplate": template}); err != nil {
			return nil, err
		}
	}
	for member := range wire.Each(group["Instances"]) {
		r.size++
		_, found, err := q.ask("autoscaling", "TerminateInstanceInAutoScalingGroup", map[string]any{
			"InstanceId": wire.Text(member, "InstanceId"), "ShouldDecrementDesiredCapacity": false,
		})
		if err != nil {
			return nil, err
		}
		if !found {
			r.trouble = "Instance " + wire.Text(member, "InstanceId") + " could not be replaced."
		}
	}
	q.here.refreshes = append(q.here.refreshes, r)
	return map[string]any{"InstanceRefreshId": r.id}, nil
}

func (q *call) describeRefreshes() (map[string]any, error) {
	name := q.text("AutoScalingGroupName")
	if _, err := q.group(name); err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(slices.Clone(q.here.refreshes), func(r *refresh) bool { return r.group != name || !meets(q.texts("InstanceRefreshIds"), r.id) })
	slices.Reverse(found)
	return answer(q, "InstanceRefreshes", found, "InvalidNextToken", func(r *refresh) map[string]any {
		shown := map[string]any{
			"InstanceRefreshId": r.id, "AutoScalingGroupName": r.group, "Status": r.status(q.At), "StartTime": whole(r.made), "PercentageComplete": int64(0), "InstancesToUpdate": r.size,
		}
		switch shown["Status"] {
		case "Successful":
			shown["PercentageComplete"], shown["InstancesToUpdate"], shown["EndTime"] = int64(100), int64(0), whole(r.made.Add(jobEnds))
		case "Failed":
			shown["StatusReason"], shown["EndTime"] = r.trouble, whole(r.made.Add(jobEnds))
		}
		return copied(shown, r.in, "Preferences", "DesiredConfiguration")
	})
}
