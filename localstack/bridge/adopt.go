// Adopting: the instances that moto's auto scaling starts are started in LocalStack, from the template there, and those that
// it ends are ended there.

package bridge

import (
	"context"
	"fmt"

	"traillab/localstack/wire"
)

// adopt compares the instances of groups with LocalStack's. The call that brought it about was answered: what LocalStack cannot
// do is told.
func (b *Bridge) adopt(ctx context.Context, region string) {
	b.building.Lock()
	defer b.building.Unlock()
	w := b.work(ctx, region)
	told := func(err error) {
		if err != nil {
			b.Report(fmt.Errorf("instances of auto scaling groups: %w", err))
		}
	}
	told(w.starts(told))
	told(w.end())
}

// starts begins what LocalStack does not have yet, page by page.
func (w work) starts(told func(error)) error {
	for in := (m{}); ; {
		out, err := w.away(scaling, "DescribeAutoScalingGroups", in)
		if err != nil {
			return err
		}
		for g := range wire.Each(out["AutoScalingGroups"]) {
			for member := range wire.Each(g["Instances"]) {
				if id := wire.Text(member, "InstanceId"); w.register.here(id) == id && !w.register.has(id) {
					told(w.start(g, id))
				}
			}
		}
		if wire.Text(out, "NextToken") == "" {
			return nil
		}
		in["NextToken"] = out["NextToken"]
	}
}

// start begins an instance of moto's in LocalStack.
func (w work) start(g m, id string) error {
	out, err := w.away(ec2, "DescribeInstances", m{"InstanceIds": []any{id}})
	if err != nil {
		return err
	}
	r, err := first(out, "Reservations")
	if err != nil {
		return err
	}
	i, err := first(r, "Instances")
	if err != nil {
		return err
	}
	in := m{"MinCount": int64(1), "MaxCount": int64(1)}
	if net := wire.Text(i, "SubnetId"); w.register.here(net) != net {
		in["SubnetId"] = net
	} else {
		in["Placement"] = m{"AvailabilityZone": wire.Value(i, "Placement", "AvailabilityZone")}
	}
	if tags, _ := i["Tags"].([]any); len(tags) > 0 {
		in["TagSpecifications"] = []any{m{"ResourceType": "instance", "Tags": tags}}
	}
	if !w.templated(in, g) {
		in["ImageId"], in["InstanceType"] = i["ImageId"], i["InstanceType"]
		var groups []any
		for g := range wire.Each(i["SecurityGroups"]) {
			groups = append(groups, g["GroupId"])
		}
		in["SecurityGroupIds"] = groups
	}
	in, _ = w.register.exchanged(in, w.register.here)
	out, err = w.home(ec2, "RunInstances", in)
	if err != nil {
		return err
	}
	made, err := first(out, "Instances")
	if err == nil {
		w.pair(thing{instance, wire.Text(made, "InstanceId")}, id)
	}
	return err
}

// templated says from which launch template a group starts instances, if from any.
func (w work) templated(in, g m) bool {
	t, is := g["LaunchTemplate"].(m)
	if !is {
		t, is = wire.Value(g, "MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification").(m)
	}
	if is {
		chosen := m{"LaunchTemplateName": t["LaunchTemplateName"]}
		if t["LaunchTemplateId"] != nil {
			chosen = m{"LaunchTemplateId": t["LaunchTemplateId"]}
		}
		if t["Version"] != nil {
			chosen["Version"] = t["Version"]
		}
		in["LaunchTemplate"] = chosen
	}
	return is
}

// end ends the instances in LocalStack that auto scaling has ended in moto.
func (w work) end() error {
	ids := w.register.instances(w.region)
	if len(ids) == 0 {
		return nil
	}
	var over []string
	out, err := w.away(ec2, "DescribeInstances", m{"InstanceIds": list(ids)})
	if err != nil {
		return err
	}
	for r := range wire.Each(out["Reservations"]) {
		for i := range wire.Each(r["Instances"]) {
			if state := wire.Text(i, "State", "Name"); state == "terminated" || state == "shutting-down" {
				over = append(over, w.register.here(wire.Text(i, "InstanceId")))
			}
		}
	}
	if len(over) == 0 {
		return nil
	}
	_, err = w.home(ec2, "TerminateInstances", m{"InstanceIds": list(over)})
	if err == nil {
		w.register.over(over)
	}
	return err
}
