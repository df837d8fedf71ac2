// The ordinary life of a network: calls that build, start, stop and change, and cut nothing.

package corpus

import (
	"fmt"
	"strconv"
	"time"

	"traillab/analyze/trail/dialect"
)

// network throws an ordinary call that touches the network and cuts nothing.
func network(w *world, at time.Time) step {
	all := [...]func(*world, time.Time) step{
		runInstances, runInstances, terminateInstances, terminateInstances, stopInstances, startInstances, createInterface, createInterface,
		deleteInterface, deleteInterface, createVolume, deleteVolume, attachVolume, authorize, authorize, createGroup, createSubnet,
		createNatGateway, createFlowLogs, createEndpoint, allowEntry, modifyInstance, setCapacity, modifyDatabase, configureFunction, registerTargets, createRoute,
	}
	if w.region == globalRegion && w.dice.chance(12) {
		return attachPolicy(w, at)
	}
	return pick(w.dice, all[:])(w, at)
}

func (w *world) builder() *actor { return pick(w.dice, w.cast.pipelines) }

func runInstances(w *world, at time.Time) step {
	instance, subnet, vpc, group := w.id("i"), w.id("subnet"), w.id("vpc"), w.id("sg")
	private := fmt.Sprintf("10.%d.%d.%d", 10+w.dice.upTo(3), w.dice.upTo(16), w.dice.between(4, 250))
	token := string(w.dice.appendFrom(nil, alnum, 36))
	tagged := dialect.List{dialect.Of("key", "aws:autoscaling:groupName", "value", "prod-main-workers")}
	return step{
		name: "RunInstances", source: "ec2", by: w.builder(),
		request: dialect.Of("instancesSet", list(dialect.Of("imageId", w.id("ami"), "minCount", "1", "maxCount", "1")), "groupSet", list(dialect.Of("groupId", group)),
			"instanceType", "m6i.large", "blockDeviceMapping", dialect.List{}, "monitoring", dialect.Of("enabled", "false"), "subnetId", subnet,
			"disableApiTermination", "false", "disableApiStop", "false", "clientToken", token,
			"tagSpecificationSet", dialect.List{dialect.Of("resourceType", "instance", "tags", tagged)}),
		response: dialect.Of("reservationId", w.id("r"), "ownerId", w.account, "groupSet", dialect.List{}, "instancesSet", list(dialect.Of(
			"instanceId", instance, "imageId", w.id("ami"), "instanceState", dialect.Of("code", "0", "name", "pending"), "privateDnsName", "ip-"+private+".ec2.internal",
			"amiLaunchIndex", "0", "productCodes", dialect.List{}, "instanceType", "m6i.large", "launchTime", moment(at),
			"placement", dialect.Of("availabilityZone", w.region+"a", "tenancy", "default"), "monitoring", dialect.Of("state", "disabled"), "subnetId", subnet, "vpcId", vpc,
			"privateIpAddress", private, "stateReason", dialect.Of("code", "pending", "message", "pending"), "architecture", "x86_64", "rootDeviceType", "ebs", "rootDeviceName", "/dev/xvda",
			"blockDeviceMapping", dialect.List{}, "virtualizationType", "hvm", "hypervisor", "xen", "tagSet", tagged, "clientToken", token,
			"groupSet", list(dialect.Of("groupId", group, "groupName", "workers")), "sourceDestCheck", "true",
			"networkInterfaceSet", list(dialect.Of("networkInterfaceId", w.id("eni"), "subnetId", subnet, "vpcId", vpc, "ownerId", w.account, "status", "in-use",
				"privateIpAddress", private, "sourceDestCheck", "true", "groupSet", list(dialect.Of("groupId", group, "groupName", "workers")),
				"attachment", dialect.Of("attachmentId", w.id("eni-attach"), "deviceIndex", "0", "status", "attaching", "attachTime", moment(at), "deleteOnTermination", "true"))),
			"ebsOptimized", "false", "enaSupport", "true", "cpuOptions", dialect.Of("coreCount", "1", "threadsPerCore", "2")))),
	}
}

// change makes the calls that move an instance from one state to another.
func change(by *actor, name, instance, to, toCode, from, fromCode string) step {
	return step{
		name: name, source: "ec2", by: by,
		request: dialect.Of("instancesSet", list(dialect.Of("instanceId", instance))),
		response: dialect.Of("instancesSet", list(dialect.Of("instanceId", instance,
			"currentState", dialect.Of("code", toCode, "name", to), "previousState", dialect.Of("code", fromCode, "name", from)))),
	}
}

func terminateInstances(w *world, _ time.Time) step {
	return change(w.builder(), "TerminateInstances", w.id("i"), "shutting-down", "32", "running", "16")
}

func stopInstances(w *world, _ time.Time) step {
	return change(w.builder(), "StopInstances", w.id("i"), "stopping", "64", "running", "16")
}

func startInstances(w *world, _ time.Time) step {
	return change(w.builder(), "StartInstances", w.id("i"), "pending", "0", "stopped", "80")
}

func createInterface(w *world, _ time.Time) step {
	subnet, group := w.id("subnet"), w.id("sg")
	private := fmt.Sprintf("10.10.%d.%d", w.dice.upTo(16), w.dice.between(4, 250))
	return step{
		name: "CreateNetworkInterface", source: "ec2", by: pick(w.dice, w.cast.functions),
		request: dialect.Of("subnetId", subnet, "description", "AWS Lambda VPC ENI-"+string(appendUUID(nil, w.dice.throw(), w.dice.throw())), "groupSet", list(dialect.Of("groupId", group)), "privateIpAddressesSet", dialect.List{}),
		response: dialect.Of("networkInterface", dialect.Of("networkInterfaceId", w.id("eni"), "subnetId", subnet, "vpcId", w.id("vpc"), "availabilityZone", w.region+"b", "ownerId", w.account,
			"requesterManaged", "false", "status", "pending", "privateIpAddress", private, "sourceDestCheck", "true", "interfaceType", "lambda",
			"groupSet", list(dialect.Of("groupId", group, "groupName", "functions")), "privateIpAddressesSet", list(dialect.Of("privateIpAddress", private, "primary", "true")),
			"ipv6AddressesSet", dialect.List{}, "tagSet", dialect.List{})),
	}
}

func deleteInterface(w *world, _ time.Time) step {
	return step{name: "DeleteNetworkInterface", source: "ec2", by: pick(w.dice, w.cast.functions), request: dialect.Of("networkInterfaceId", w.id("eni")), response: ok}
}

func createVolume(w *world, at time.Time) step {
	size := strconv.Itoa(w.dice.between(8, 500))
	return step{
		name: "CreateVolume", source: "ec2", by: w.builder(),
		request: dialect.Of("size", size, "zone", w.region+"a", "volumeType", "gp3", "encrypted", "true", "tagSpecificationSet", tags("volume", "data")),
		response: dialect.Of("volumeId", w.id("vol"), "size", size, "zone", w.region+"a", "status", "creating", "createTime", moment(at), "volumeType", "gp3", "iops", "3000", "encrypted", "true",
			"tagSet", named("data"), "multiAttachEnabled", "false"),
	}
}

func deleteVolume(w *world, _ time.Time) step {
	return step{name: "DeleteVolume", source: "ec2", by: w.builder(), request: dialect.Of("volumeId", w.id("vol")), response: ok}
}

func attachVolume(w *world, at time.Time) step {
	volume, instance := w.id("vol"), w.id("i")
	return attach(w.builder(), volume, instance, at)
}

// attach ties a volume to an instance.
func attach(by *actor, volume, instance string, at time.Time) step {
	return step{
		name: "AttachVolume", source: "ec2", by: by,
		request:  dialect.Of("volumeId", volume, "instanceId", instance, "device", "/dev/sdf", "deleteOnTermination", "false"),
		response: dialect.Of("volumeId", volume, "instanceId", instance, "device", "/dev/sdf", "status", "attaching", "attachTime", moment(at), "deleteOnTermination", "false"),
	}
}

func authorize(w *world, _ time.Time) step {
	return allow(w, w.builder(), w.id("sg"), fmt.Sprintf("10.%d.0.0/16", w.dice.upTo(30)))
}

// allow lets a peer reach port 443.
func allow(w *world, by *actor, group, peer string) step {
	return step{
		name: "AuthorizeSecurityGroupIngress", source: "ec2", by: by,
		request: dialect.Of("groupId", group, "ipPermissions", list(dialect.Of("ipProtocol", "tcp", "fromPort", "443", "toPort", "443", "groups", dialect.List{},
			"ipRanges", list(dialect.Of("cidrIp", peer, "description", "https")), "ipv6Ranges", dialect.List{}, "prefixListIds", dialect.List{}))),
		response: dialect.Of("return", "true", "securityGroupRuleSet", list(dialect.Of("groupOwnerId", w.account, "groupId", group, "securityGroupRuleId", w.id("sgr"),
			"description", "https", "isEgress", "false", "ipProtocol", "tcp", "fromPort", "443", "toPort", "443", "cidrIpv4", peer))),
	}
}

func createGroup(w *world, _ time.Time) step {
	return step{
		name: "CreateSecurityGroup", source: "ec2", by: w.builder(),
		request:  dialect.Of("groupName", "workers-"+string(appendHex(nil, w.dice.throw(), 6)), "groupDescription", "Managed by Terraform", "vpcId", w.id("vpc"), "tagSpecificationSet", tags("security-group", "workers")),
		response: dialect.Of("return", "true", "groupId", w.id("sg"), "tagSet", named("workers")),
	}
}
