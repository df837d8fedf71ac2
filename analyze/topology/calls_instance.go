// Instances: their launch, their running and stopping, their end.

package topology

import (
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/trail/dialect"
)

var instanceRules = []rule{
	{"ec2", "RunInstances", grows, runInstances},
	{"ec2", "StartInstances", turns, startInstances},
	{"ec2", "RebootInstances", turns, rebootInstances},
	{"ec2", "StopInstances", stops, stopInstances},
	{"ec2", "TerminateInstances", ends, terminateInstances},
	{"ec2", "ModifyInstanceAttribute", turns, modifyInstance},
	{"ec2", "AssociateIamInstanceProfile", joins, setProfile},
	{"ec2", "ReplaceIamInstanceProfileAssociation", turns, setProfile},
	{"ec2", "DisassociateIamInstanceProfile", parts, endProfile},
	{"ec2", "AttachClassicLinkVpc", joins, linkClassic},
	{"ec2", "DetachClassicLinkVpc", parts, linkClassic},
}

// runInstances reads the birth of instances, each with what the answer says of it. Launches by Auto Scaling, Spot and the
// like are the same call.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
func runInstances(r *reading) {
	born := objects(r.call.Response, "instancesSet")
	for _, o := range born {
		r.launch(o)
	}
	if len(born) == 0 {
		r.born(r.thing(Instance, ""))
	}
}

// launch reads one instance of an answer. It is pending then; that it came up is inferred, for a failure is never logged.
func (r *reading) launch(o dialect.Object) {
	instance := r.thing(Instance, o.First("instanceId"))
	r.born(instance)
	if state := either(o.First("instanceState.name"), o.First("state.name")); state == "running" {
		r.is(instance, Condition, "", Running)
	} else {
		r.follows(instance, Condition, "", Running)
	}
	r.placed(instance, o)
	if profile := either(o.First("iamInstanceProfile.arn"), r.q("iamInstanceProfile.arn", "iamInstanceProfile.name")); profile != "" {
		r.is(instance, Profile, "", Text(profile))
	} else {
		r.follows(instance, Profile, "", None)
	}
	r.named(instance, o)
	interfaces := objects(o, "networkInterfaceSet")
	for _, i := range interfaces {
		r.plugged(instance, i, len(interfaces))
	}
	if len(interfaces) > 0 {
		r.is(instance, Whole, "", Yes)
	} else if groups := o.All("groupSet.groupId"); len(groups) > 0 {
		r.groups(instance, groups)
	}
}

// placed reads the subnet and the VPC of something that was made in a subnet. Both were there, the one in the other.
func (r *reading) placed(t *Thing, o dialect.Object) {
	var subnet, vpc *Thing
	if id := either(o.First("subnetId"), r.q("subnetId")); id != "" {
		subnet = r.thing(Subnet, id)
		r.exists(subnet)
		r.is(t, InSubnet, "", To(subnet))
		vpc = r.known(subnet, InVPC, "").To
	}
	if id := o.First("vpcId"); id != "" {
		vpc = r.thing(VPC, id)
	}
	if vpc == nil {
		return
	}
	r.exists(vpc)
	if subnet != nil {
		r.was(subnet, InVPC, "", To(vpc))
	}
	r.is(t, InVPC, "", To(vpc))
}

// plugged reads an interface of an instance that was launched with so many of them. It was made for the instance unless the
// request or an earlier record names it.
func (r *reading) plugged(instance *Thing, o dialect.Object, many int) {
	i := r.thing(Interface, o.First("networkInterfaceId"))
	device, told := "0", true
	if words := o.All("attachment.deviceIndex"); len(words) > 0 || many > 1 {
		device, told = r.device(words)
	}
	asked := r.asked(i.ID, device)
	if given := asked.First("networkInterfaceId"); i.wild() && given != "" {
		i = r.thing(Interface, given)
	}
	first := device == "0"
	if asked.First("networkInterfaceId") != "" || r.known(i, Exists, "").Is(Yes) {
		r.exists(i)
		r.was(i, AttachedTo, "", None)
		if !r.known(i, AutoPublic, "").Known() {
			r.follows(i, AutoPublic, "", None) // AWS gives such an address only to an interface that the launch makes
		}
	} else {
		r.born(i)
		r.is(i, Whole, "", Yes)
		r.autoPublic(i, o, asked, first && many == 1 || !told)
	}
	r.is(i, AttachedTo, "", To(instance))
	r.is(i, Primary, "", flag(word(first)))
	if !told {
		r.lost(i, Primary, "", r.event.Name+" does not tell its deviceIndex")
		r.lost(i, AutoPublic, "", r.event.Name+" does not tell its deviceIndex")
	}
	if words := o.All("attachment.deleteOnTermination"); len(words) > 0 {
		r.flagged(i, DiesWith, "", "deleteOnTermination", words)
	}
	r.plug(o.First("attachment.attachmentId"), i)
	r.described(i, o)
}

// plainly reports whether the request asks for instances, and for no interfaces of theirs.
func (r *reading) plainly() bool {
	switch v := r.call.Request.Get("networkInterfaceSet").(type) {
	case nil:
		return len(r.call.Request) > 0
	case dialect.List:
		return len(v) == 0
	default:
		return false
	}
}

// sixOnly reports whether a subnet is known to have ranges of IPv6 only.
func (r *reading) sixOnly(subnet *Thing) bool {
	held := slices.DeleteFunc(slices.Clone(subnet.keys(Range)), func(key string) bool { return r.known(subnet, Range, key).Is(None) })
	return len(held) > 0 && !slices.ContainsFunc(held, func(key string) bool { return !strings.Contains(key, ":") })
}

// device returns the place of an interface as one word tells it, and whether it does.
func (r *reading) device(words []string) (place string, told bool) {
	if len(words) != 1 {
		return anyKey, false
	}
	n, err := strconv.Atoi(words[0])
	return words[0], err == nil && n >= 0
}

// asked returns what the request says of the interface with that id or at that place, nil when it says nothing.
func (r *reading) asked(id, device string) dialect.Object {
	items := objects(r.call.Request, "networkInterfaceSet")
	for _, o := range items {
		if id != "" && o.First("networkInterfaceId") == id {
			return o
		}
	}
	for _, o := range items {
		if o.First("networkInterfaceId") == "" && either(o.First("deviceIndex"), "0") == device {
			return o
		}
	}
	return nil
}

// autoPublic says whether a new interface gets a public IPv4 address of its own: as the request says, else as its subnet does.
// The address itself is never in the answer. AWS gives none where there are several interfaces.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
func (r *reading) autoPublic(i *Thing, o, asked dialect.Object, only bool) {
	subnet := r.thing(Subnet, either(o.First("subnetId"), r.q("subnetId")))
	bySubnet := r.known(subnet, AutoPublic, "")
	switch said := asked.First("associatePublicIpAddress"); {
	case o.First("association.publicIp") != "":
		r.is(i, AutoPublic, "", Yes)
	case !only:
		r.follows(i, AutoPublic, "", None)
	case r.sixOnly(subnet):
		r.follows(i, AutoPublic, "", None)
	case isFlag(said):
		r.follows(i, AutoPublic, "", flag(said))
	case asked.Get("associatePublicIpAddress") != nil || asked == nil && !r.plainly():
		r.lost(i, AutoPublic, "", r.event.Name+" does not tell its associatePublicIpAddress")
	case r.call.Request.Get("launchTemplate") != nil:
		r.lost(i, AutoPublic, "", "what its launch template says of a public address is not known")
	case !bySubnet.Known():
		r.lost(i, AutoPublic, "", "whether launches in its subnet got a public address is not known")
	default:
		r.follows(i, AutoPublic, "", bySubnet.Value)
	}
}

// states calls f for each instance that the call named, with what the answer says of it, nil when that is nothing.
func (r *reading) states(f func(instance *Thing, o dialect.Object)) {
	told, answered := map[string]bool{}, 0
	for _, set := range []string{"instancesSet", "startingInstances", "stoppingInstances", "terminatingInstances"} {
		for _, o := range objects(r.call.Response, set) {
			if id := o.First("instanceId"); formed(Instance, id) && !told[id] {
				told[id] = true
				f(r.thing(Instance, id), o)
			}
			answered++
		}
	}
	whole := answered > 0 && answered == len(told) // each that the answer lists has an id
	asked := append(r.call.Request.All("instancesSet.instanceId"), r.call.Request.All("instanceId")...)
	for _, id := range asked {
		if !told[id] && (formed(Instance, id) || !whole) {
			told[id] = true
			f(r.thing(Instance, id), nil)
		}
	}
	if len(asked) == 0 && !whole {
		r.blame(Instance, r.event.Name+" has no instanceId")
		f(r.thing(Instance, ""), nil)
	}
}

// previously reads what an answer says of an instance before the call. An instance can stop by itself without a record, so
// one that had stopped has not been so since the beginning of the log.
func (r *reading) previously(instance *Thing, state string) {
	switch state {
	case "shutting-down", "terminated":
		if r.known(instance, Exists, "").Known() {
			r.was(instance, Exists, "", None)
		}
		return
	case "pending", "running":
		r.was(instance, Condition, "", Running)
	case "stopping", "stopped":
		if r.known(instance, Condition, "").Known() {
			r.was(instance, Condition, "", Stopped)
		}
	}
	r.exists(instance)
}

func startInstances(r *reading) {
	r.states(func(instance *Thing, o dialect.Object) {
		r.previously(instance, o.First("previousState.name"))
		if o.First("currentState.name") == "running" {
			r.is(instance, Condition, "", Running)
			return
		}
		r.follows(instance, Condition, "", Running)
	})
}

// rebootInstances changes nothing; it shows that the instances ran.
func rebootInstances(r *reading) {
	r.states(func(instance *Thing, _ dialect.Object) {
		if !instance.wild() {
			r.previously(instance, "running")
		}
	})
}

// stopInstances: an instance that stops gives back the public address that it got by itself, and keeps an Elastic IP.
func stopInstances(r *reading) {
	r.states(func(instance *Thing, o dialect.Object) {
		r.previously(instance, o.First("previousState.name"))
		r.is(instance, Condition, "", Stopped)
	})
}
