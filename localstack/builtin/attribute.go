// Attributes of instances, told and changed one by one.

package builtin

import (
	"maps"
	"slices"

	"traillab/localstack/wire"
)

var (
	mustStop    = fault{code: "IncorrectInstanceState", sentence: "The instance '%s' is not in the 'stopped' state."}
	noAttribute = fault{code: "InvalidParameterCombination", sentence: "No attributes specified."}
	noDevice    = fault{code: "InvalidInstanceAttributeValue", sentence: "No device is currently mapped at %s"}
)

func attributeCalls() operations {
	return operations{
		"ModifyInstanceAttribute": modifyInstance, "DescribeInstanceAttribute": describeInstanceAttribute,
		"ModifyInstanceMetadataOptions": modifyMetadata, "MonitorInstances": watch(true), "UnmonitorInstances": watch(false),
	}
}

// named is an attribute that a call names by a word, as it would name it by a member.
func (q *call) attribute() members {
	in := maps.Clone(q.members)
	word, value := q.text("Attribute"), q.text("Value")
	switch word {
	case "disableApiTermination", "disableApiStop", "sourceDestCheck", "ebsOptimized":
		in[instanceAttributes[word]] = result{"Value": value == "true"}
	case "instanceType", "instanceInitiatedShutdownBehavior", "userData":
		in[instanceAttributes[word]] = result{"Value": value}
	}
	return in
}

// instanceAttributes are the members that have the attributes.
var instanceAttributes = map[string]string{
	"disableApiTermination": "DisableApiTermination", "disableApiStop": "DisableApiStop", "sourceDestCheck": "SourceDestCheck",
	"ebsOptimized": "EbsOptimized", "instanceType": "InstanceType", "userData": "UserData",
	"instanceInitiatedShutdownBehavior": "InstanceInitiatedShutdownBehavior",
}

// modifyInstance changes what the call names. Groups and the check of packets are its interface's, if it has one.
func modifyInstance(q *call) (result, *wire.Error) {
	i, refused := find[*instance](q, q.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	in := q.attribute()
	faces := q.facesOf(i)
	check, saysCheck := in.value("SourceDestCheck")
	groups := in.texts("Groups")
	if saysCheck || len(groups) > 0 {
		if len(faces) != 1 {
			return nil, manyFaces.of(i.id)
		}
		if len(groups) > 0 {
			if groups, refused = q.groupsIn(have[*subnet](q, faces[0].subnet), groups); refused != nil {
				return nil, refused
			}
		}
	}
	if (in.said("InstanceType") || in.said("UserData") || in.said("EbsOptimized")) && i.state != stopped {
		return nil, mustStop.of(i.id)
	}
	for d := range in.each("BlockDeviceMappings") {
		if !slices.ContainsFunc(i.devices, func(o device) bool { return o.name == d.text("DeviceName") }) {
			return nil, noDevice.of(d.text("DeviceName"))
		}
	}
	if saysCheck {
		faces[0].check = check
	}
	if len(groups) > 0 {
		faces[0].groups = groups
	}
	i.modify(q, in)
	return nil, nil
}

// modify changes what is the instance's own.
func (i *instance) modify(q *call, in members) {
	for member, at := range map[string]*bool{"DisableApiTermination": &i.guarded, "DisableApiStop": &i.held, "EbsOptimized": &i.optimised} {
		if on, said := in.value(member); said {
			*at = on
		}
	}
	i.size = in.part("InstanceType").or("Value", i.size)
	i.onShutdown = in.part("InstanceInitiatedShutdownBehavior").or("Value", i.onShutdown)
	switch data := in.part("UserData")["Value"].(type) {
	case string:
		i.data = data
	case []byte:
		i.data = string(data)
	}
	for d := range in.each("BlockDeviceMappings") {
		leaves, said := d.part("Ebs")["DeleteOnTermination"].(bool)
		for n := range i.devices {
			if i.devices[n].name == d.text("DeviceName") && said {
				i.devices[n].leaves = leaves
				have[*volume](q, i.devices[n].volume).leaves = leaves
			}
		}
	}
}

func describeInstanceAttribute(q *call) (result, *wire.Error) {
	i, refused := find[*instance](q, q.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	out := result{"InstanceId": i.id}
	doc := i.show(q)
	switch word := q.text("Attribute"); word {
	case "disableApiTermination":
		out["DisableApiTermination"] = result{"Value": i.guarded}
	case "disableApiStop":
		out["DisableApiStop"] = result{"Value": i.held}
	case "ebsOptimized":
		out["EbsOptimized"] = result{"Value": i.optimised}
	case "sourceDestCheck":
		out["SourceDestCheck"] = result{"Value": doc["SourceDestCheck"]}
	case "instanceType":
		out["InstanceType"] = result{"Value": i.size}
	case "instanceInitiatedShutdownBehavior":
		out["InstanceInitiatedShutdownBehavior"] = result{"Value": i.onShutdown}
	case "userData":
		out["UserData"] = result{}
		if i.data != "" {
			out["UserData"] = result{"Value": i.data}
		}
	case "groupSet":
		out["Groups"] = doc["SecurityGroups"]
	case "blockDeviceMapping":
		out["BlockDeviceMappings"] = doc["BlockDeviceMappings"]
	case "rootDeviceName":
		out["RootDeviceName"] = result{"Value": i.root}
	default:
		return nil, invalidParameter.of(word, "attribute")
	}
	return out, nil
}

func modifyMetadata(q *call) (result, *wire.Error) {
	i, refused := find[*instance](q, q.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	for _, member := range []string{"HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "HttpProtocolIpv6", "InstanceMetadataTags"} {
		if q.said(member) {
			i.metadata[member] = q.members[member]
		}
	}
	shown, _ := copied(i.metadata).(map[string]any)
	shown["State"] = "pending"
	return result{"InstanceId": i.id, "InstanceMetadataOptions": shown}, nil
}

func watch(on bool) handler {
	return func(q *call) (result, *wire.Error) {
		instances, refused := q.instances()
		if refused != nil {
			return nil, refused
		}
		return result{"InstanceMonitorings": told(instances, func(i *instance) map[string]any {
			i.watched = on
			return result{"InstanceId": i.id, "Monitoring": result{"State": map[bool]string{true: "pending", false: "disabling"}[on]}}
		})}, nil
	}
}
