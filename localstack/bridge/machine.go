// Machines in moto: instances, of which it only has to know whether they run, and launch templates, of which it counts versions.

package bridge

import (
	"slices"
	"strconv"
	"strings"

	"traillab/localstack/wire"
)

func (w work) instance(id string) (string, error) {
	r, err := w.found(ec2, "DescribeInstances", "Reservations", m{"InstanceIds": []any{id}})
	if err != nil {
		return "", err
	}
	i, err := first(r, "Instances")
	if err != nil {
		return "", err
	}
	in := m{"ImageId": i["ImageId"], "InstanceType": i["InstanceType"], "MinCount": int64(1), "MaxCount": int64(1)}
	net, err := w.one(subnet, wire.Text(i, "SubnetId"))
	if err != nil {
		return "", err
	}
	if net != "" {
		in["SubnetId"] = net
	}
	out, err := w.away(ec2, "RunInstances", in)
	if err != nil {
		return "", err
	}
	made, err := first(out, "Instances")
	twin := wire.Text(made, "InstanceId")
	if err != nil {
		return "", err
	}
	switch only := (m{"InstanceIds": []any{twin}}); wire.Text(i, "State", "Name") {
	case "stopped", "stopping":
		_, err = w.away(ec2, "StopInstances", only)
	case "terminated", "shutting-down":
		_, err = w.away(ec2, "TerminateInstances", only)
	}
	return twin, err
}

// template is a launch template of as many versions. It is known by its id and by its name, which is the same in both clouds.
func (w work) template(named string) (string, error) {
	ask := m{"LaunchTemplateId": named}
	if !isTemplate(named) {
		ask = m{"LaunchTemplateName": named}
	}
	out, err := w.home(ec2, "DescribeLaunchTemplateVersions", ask)
	if err != nil {
		return "", err
	}
	versions := slices.SortedFunc(wire.Each(out["LaunchTemplateVersions"]), func(a, b m) int { return int(number(a) - number(b)) })
	if len(versions) == 0 {
		return "", errNone
	}
	name, id := wire.Text(versions[0], "LaunchTemplateName"), wire.Text(versions[0], "LaunchTemplateId")
	made, err := w.away(ec2, "CreateLaunchTemplate", m{"LaunchTemplateName": name, "LaunchTemplateData": outline(versions[0])})
	if err != nil {
		return "", err
	}
	twin := wire.Text(made, "LaunchTemplate", "LaunchTemplateId")
	w.register.pair(thing{template, id}, twin)
	w.register.pair(thing{template, name}, name)
	told, chosen := int64(1), int64(1)
	for _, v := range versions {
		for ; told < number(v); told++ { // one that was deleted had a number, too
			if _, err := w.away(ec2, "CreateLaunchTemplateVersion", m{"LaunchTemplateId": twin, "LaunchTemplateData": outline(v)}); err != nil {
				return "", err
			}
		}
		if is, _ := v["DefaultVersion"].(bool); is {
			chosen = number(v)
		}
	}
	if chosen > 1 {
		_, err = w.away(ec2, "ModifyLaunchTemplate", m{"LaunchTemplateId": twin, "DefaultVersion": strconv.FormatInt(chosen, 10)})
	}
	if isTemplate(named) {
		return twin, err
	}
	return name, err
}

// outline is what of a version moto has to know: what it starts is started in LocalStack, from the template there.
func outline(of m) m {
	data, _ := of["LaunchTemplateData"].(m)
	kept := m{"InstanceType": "t3.micro"}
	for _, name := range []string{"ImageId", "InstanceType"} {
		if data[name] != nil {
			kept[name] = data[name]
		}
	}
	return kept
}

func isTemplate(name string) bool { return strings.HasPrefix(name, "lt-") }

func number(version m) int64 {
	n, _ := version["VersionNumber"].(int64)
	return n
}

// list is what inputs hold lists as.
func list(ids []string) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}
