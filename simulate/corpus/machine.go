// Machines: instances, their interfaces and disks, from launch to end.

package corpus

import (
	"strconv"
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
)

// machine is an instance. Its ids do not change once it is made.
type machine struct {
	id, card, plug    string // card is its interface, plug what attaches that
	vpc, subnet, zone string
	group, private    string
	name              string
	fleet             string // the Auto Scaling group that launched it, "" for nobody's
}

// launch starts an instance, as Auto Scaling does or as people and plans do.
func launch(w *world, by *actor, m *machine, at time.Time) step {
	token := string(w.dice.appendFrom(nil, alnum, 36))
	tagged := w.named(m.name)
	if m.fleet != "" {
		tagged = dialect.List{dialect.Of("key", "aws:autoscaling:groupName", "value", m.fleet)}
	}
	groups := list(dialect.Of("groupId", m.group, "groupName", "workers"))
	image := "ami-0" + string(appendHex(nil, sum(m.vpc), 16))
	return step{
		name: "RunInstances", source: "ec2", by: by,
		request: dialect.Of("instancesSet", list(dialect.Of("imageId", image, "minCount", "1", "maxCount", "1")), "groupSet", list(dialect.Of("groupId", m.group)),
			"instanceType", "m6i.large", "blockDeviceMapping", dialect.List{}, "monitoring", dialect.Of("enabled", "false"), "subnetId", m.subnet,
			"disableApiTermination", "false", "disableApiStop", "false", "clientToken", token,
			"tagSpecificationSet", dialect.List{dialect.Of("resourceType", "instance", "tags", tagged)}),
		response: dialect.Of("reservationId", w.id("r"), "ownerId", w.account, "groupSet", dialect.List{}, "instancesSet", list(dialect.Of(
			"instanceId", m.id, "imageId", image, "instanceState", dialect.Of("code", "0", "name", "pending"), "privateDnsName", "ip-"+strings.ReplaceAll(m.private, ".", "-")+".ec2.internal",
			"amiLaunchIndex", "0", "productCodes", dialect.List{}, "instanceType", "m6i.large", "launchTime", moment(at),
			"placement", dialect.Of("availabilityZone", w.region+m.zone, "tenancy", "default"), "monitoring", dialect.Of("state", "disabled"), "subnetId", m.subnet, "vpcId", m.vpc,
			"privateIpAddress", m.private, "stateReason", dialect.Of("code", "pending", "message", "pending"), "architecture", "x86_64", "rootDeviceType", "ebs", "rootDeviceName", "/dev/xvda",
			"blockDeviceMapping", dialect.List{}, "virtualizationType", "hvm", "hypervisor", "xen", "tagSet", tagged, "clientToken", token,
			"groupSet", groups, "sourceDestCheck", "true",
			"networkInterfaceSet", list(dialect.Of("networkInterfaceId", m.card, "subnetId", m.subnet, "vpcId", m.vpc, "ownerId", w.account, "status", "in-use",
				"privateIpAddress", m.private, "sourceDestCheck", "true", "groupSet", groups,
				"attachment", dialect.Of("attachmentId", m.plug, "deviceIndex", "0", "status", "attaching", "attachTime", moment(at), "deleteOnTermination", "true"))),
			"ebsOptimized", "false", "enaSupport", "true", "cpuOptions", dialect.Of("coreCount", "1", "threadsPerCore", "2")))),
	}
}

// The states between which instances move, with their codes.
var codes = map[string]string{"pending": "0", "running": "16", "shutting-down": "32", "terminated": "48", "stopping": "64", "stopped": "80"}

// change makes the calls that move instances from one state to another.
func change(by *actor, name, to, from string, instances ...string) step {
	s := step{name: name, source: "ec2", by: by}
	var asked, answered dialect.List
	for _, id := range instances {
		asked = append(asked, dialect.Of("instanceId", id))
		answered = append(answered, dialect.Of("instanceId", id,
			"currentState", dialect.Of("code", codes[to], "name", to), "previousState", dialect.Of("code", codes[from], "name", from)))
	}
	s.request, s.response = dialect.Of("instancesSet", asked), dialect.Of("instancesSet", answered)
	return s
}

// terminate ends an instance. One that has stopped has nothing left to shut down.
func terminate(by *actor, from, instance string) step {
	to := "shutting-down"
	if from == "stopped" {
		to = "terminated"
	}
	return change(by, "TerminateInstances", to, from, instance)
}

func stop(by *actor, instances ...string) step {
	return change(by, "StopInstances", "stopping", "running", instances...)
}

func start(by *actor, instances ...string) step {
	return change(by, "StartInstances", "pending", "stopped", instances...)
}

// card is an interface that belongs to no instance.
type card struct{ id, subnet, vpc, zone, group, private, what string }

func createCard(w *world, by *actor, c card) step {
	kind := "interface"
	if strings.HasPrefix(c.what, "AWS Lambda") {
		kind = "lambda"
	}
	return step{
		name: "CreateNetworkInterface", source: "ec2", by: by,
		request: dialect.Of("subnetId", c.subnet, "description", c.what, "groupSet", list(dialect.Of("groupId", c.group)), "privateIpAddressesSet", dialect.List{}),
		response: dialect.Of("networkInterface", dialect.Of("networkInterfaceId", c.id, "subnetId", c.subnet, "vpcId", c.vpc, "availabilityZone", w.region+c.zone, "ownerId", w.account,
			"requesterManaged", "false", "status", "pending", "privateIpAddress", c.private, "sourceDestCheck", "true", "interfaceType", kind,
			"groupSet", list(dialect.Of("groupId", c.group, "groupName", "workers")), "privateIpAddressesSet", list(dialect.Of("privateIpAddress", c.private, "primary", "true")),
			"ipv6AddressesSet", dialect.List{}, "tagSet", dialect.List{})),
	}
}

func deleteCard(by *actor, id string) step {
	return step{name: "DeleteNetworkInterface", source: "ec2", by: by, request: dialect.Of("networkInterfaceId", id), response: ok}
}

func createVolume(w *world, by *actor, volume, zone string, at time.Time) step {
	size := strconv.Itoa(w.dice.between(8, 500))
	return step{
		name: "CreateVolume", source: "ec2", by: by,
		request: dialect.Of("size", size, "zone", w.region+zone, "volumeType", "gp3", "encrypted", "true", "tagSpecificationSet", w.tags("volume", "data")),
		response: dialect.Of("volumeId", volume, "size", size, "zone", w.region+zone, "status", "creating", "createTime", moment(at), "volumeType", "gp3", "iops", "3000", "encrypted", "true",
			"tagSet", w.named("data"), "multiAttachEnabled", "false"),
	}
}

func deleteVolume(by *actor, volume string) step {
	return step{name: "DeleteVolume", source: "ec2", by: by, request: dialect.Of("volumeId", volume), response: ok}
}

// attach ties a volume to an instance.
func attach(by *actor, volume, instance string, at time.Time) step {
	return step{
		name: "AttachVolume", source: "ec2", by: by,
		request:  dialect.Of("volumeId", volume, "instanceId", instance, "device", "/dev/sdf", "deleteOnTermination", "false"),
		response: dialect.Of("volumeId", volume, "instanceId", instance, "device", "/dev/sdf", "status", "attaching", "attachTime", moment(at), "deleteOnTermination", "false"),
	}
}

// protect guards an instance against termination by accident, or no longer.
func protect(by *actor, instance, value string) step {
	return step{name: "ModifyInstanceAttribute", source: "ec2", by: by, request: dialect.Of("instanceId", instance, "disableApiTermination", dialect.Of("value", value)), response: ok}
}

// tag puts an owner on something.
func tag(by *actor, id, owner string) step {
	return step{
		name: "CreateTags", source: "ec2", by: by,
		request: dialect.Of("resourcesSet", list(dialect.Of("resourceId", id)), "tagSet", list(dialect.Of("key", "Owner", "value", owner))), response: ok,
	}
}
