// Machines in moto: instances, of which it only has to know whether they run, and launch templates, of which it counts versions.

package bridge

import (
	"slices"
	"strconv"

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

// meant is a thing by its id. Launch templates have the same name in both clouds, so that calls may keep it.
func (w work) meant(t thing) (thing, error) {
	if t.kind != called {
		return t, nil
	}
	found, err := w.found(ec2, "DescribeLaunchTemplates", "LaunchTemplates", m{"LaunchTemplateNames": []any{t.id}})
	return thing{template, wire.Text(found, "LaunchTemplateId")}, err
}

// template is a launch template of as many versions.
func (w work) template(id string) (string, error) {
	out, err := w.home(ec2, "DescribeLaunchTemplateVersions", m{"LaunchTemplateId": id})
	if err != nil {
		return "", err
	}
	versions := slices.SortedFunc(wire.Each(out["LaunchTemplateVersions"]), func(a, b m) int { return int(number(a) - number(b)) })
	if len(versions) == 0 {
		return "", errNone
	}
	name := wire.Text(versions[0], "LaunchTemplateName")
	made, err := w.away(ec2, "CreateLaunchTemplate", m{"LaunchTemplateName": name, "LaunchTemplateData": outline(versions[0])})
	if err != nil {
		return "", err
	}
	twin := wire.Text(made, "LaunchTemplate", "LaunchTemplateId")
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
		if _, err := w.away(ec2, "ModifyLaunchTemplate", m{"LaunchTemplateId": twin, "DefaultVersion": strconv.FormatInt(chosen, 10)}); err != nil {
			return "", err
		}
	}
	w.pair(thing{template, id}, twin)
	w.register.call(id, name)
	return twin, nil
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
