// The incident's working day: what engineers and Terraform do without meaning harm, some of which cuts as well.

package corpus

import (
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
)

// workday is everything before the intruder comes.
func (in *incident) workday() {
	n, who, w := &in.net, &in.who, &in.world
	from, to := w.id("i"), w.id("i")
	volume, role, lab := in.chain("resource", from, in.region, ""), in.chain("resource", "invoice-worker-role", globalRegion, ""), in.chain("vpc", n.labVPC, in.region, "")
	in.tell(clock(9, 40, 10),
		attach(who.engineer, n.volume, from, clock(9, 40, 10)),
		detachVolume(who.engineer, n.volume, from, clock(9, 40, 10)).pause(81*time.Second).in(volume, "cut"),
		attach(who.engineer, n.volume, to, clock(9, 42, 2)).pause(31*time.Second),
	)
	in.tell(clock(10, 15, 40),
		look(who.operator, "iam", "ListAttachedRolePolicies", "roleName", "invoice-worker-role"),
		detachPolicy(who.operator, "role", "invoice-worker-role", "arn:aws:iam::aws:policy/AmazonS3FullAccess").pause(22*time.Second).in(role, "cut"),
	)
	volume.left()
	role.left()
	in.prove(clock(11, 20, 31), labBuilt, deleteGateway(who.operator, n.labGateway).proves(gatewayTie, n.labGateway, n.labVPC, 1).in(lab, "cut"))
	in.teardown()
	in.deploy()
	in.heartbeats()
}

// teardown is Terraform taking the staging network down: the same calls as an attack, and none.
func (in *incident) teardown() {
	n, by := &in.net, in.who.terraform
	staging := in.chain("vpc", n.stagingVPC, in.region, "maintenance")
	in.tell(clock(12, 30, 5),
		deleteRoute(by, n.stagingTable, "0.0.0.0/0"),
		dissociateTable(by, n.stagingAssociation, n.stagingSubnet),
		deleteTable(by, n.stagingTable, n.stagingVPC),
		detachGateway(by, n.stagingGateway, n.stagingVPC).pause(2*time.Second).in(staging, "cut"),
		deleteGateway(by, n.stagingGateway).in(staging, "hardening"),
		deleteSubnet(by, n.stagingSubnet),
		deleteVPC(by, n.stagingVPC),
	)
}

// deploy starts the shop's two instances.
func (in *incident) deploy() {
	n, by := &in.net, in.who.terraform
	at := clock(12, 48, 20)
	in.who.web.session, in.who.worker.session = n.web, n.worker
	in.tell(at,
		in.launch(n.web, n.public, "10.20.0.17", n.card, at),
		in.launch(n.worker, n.private, "10.20.8.33", in.id("eni"), at),
		mapAddress(by, n.eip, n.association, n.card).pause(40*time.Second),
	)
}

// launch starts one instance with one interface.
func (in *incident) launch(instance, subnet, private, card string, at time.Time) step {
	n, owner := &in.net, in.account
	groups := list(dialect.Of("groupId", n.group, "groupName", "shop-web"))
	return step{
		name: "RunInstances", source: "ec2", by: in.who.terraform,
		request: dialect.Of("instancesSet", list(dialect.Of("imageId", "ami-0a5c7e9d1f3b24680", "minCount", "1", "maxCount", "1")), "groupSet", list(dialect.Of("groupId", n.group)),
			"instanceType", "t3.small", "blockDeviceMapping", dialect.List{}, "monitoring", dialect.Of("enabled", "false"), "subnetId", subnet, "disableApiTermination", "false",
			"iamInstanceProfile", dialect.Of("name", "shop-instance"), "tagSpecificationSet", in.tags("instance", "shop")),
		response: dialect.Of("reservationId", in.id("r"), "ownerId", owner, "groupSet", dialect.List{}, "instancesSet", list(dialect.Of(
			"instanceId", instance, "imageId", "ami-0a5c7e9d1f3b24680", "instanceState", dialect.Of("code", "0", "name", "pending"), "amiLaunchIndex", "0", "productCodes", dialect.List{},
			"instanceType", "t3.small", "launchTime", moment(at), "placement", dialect.Of("availabilityZone", in.region+"a", "tenancy", "default"), "monitoring", dialect.Of("state", "disabled"),
			"subnetId", subnet, "vpcId", n.vpc, "privateIpAddress", private, "architecture", "x86_64", "rootDeviceType", "ebs", "rootDeviceName", "/dev/xvda", "blockDeviceMapping", dialect.List{},
			"virtualizationType", "hvm", "tagSet", in.named("shop"), "groupSet", groups, "sourceDestCheck", "true",
			"iamInstanceProfile", dialect.Of("arn", "arn:aws:iam::"+owner+":instance-profile/shop-instance"),
			"networkInterfaceSet", list(dialect.Of("networkInterfaceId", card, "subnetId", subnet, "vpcId", n.vpc, "ownerId", owner, "status", "in-use", "privateIpAddress", private,
				"sourceDestCheck", "true", "groupSet", groups, "attachment", dialect.Of("attachmentId", in.id("eni-attach"), "deviceIndex", "0", "status", "attaching", "attachTime", moment(at), "deleteOnTermination", "true"))))),
		),
	}
}

// heartbeats are the agents of the two instances, every five minutes while they have a way out.
func (in *incident) heartbeats() {
	beat := func(who *actor, private string, from, until time.Time) {
		for at := from; at.Before(until); at = at.Add(5 * time.Minute) {
			in.tell(at, heartbeat(who, private, in.region))
		}
	}
	beat(in.who.web, "10.20.0.17", clock(12, 51, 7), clock(14, 6, 11))
	beat(in.who.worker, "10.20.8.33", clock(12, 52, 44), clock(14, 7, 2))
	beat(in.who.web, "10.20.0.17", clock(14, 41, 9), clock(15, 10, 0))
	beat(in.who.worker, "10.20.8.33", clock(14, 46, 31), clock(15, 10, 0))
}

// heartbeat is a sign of life of the agent on an instance.
func heartbeat(who *actor, private, region string) step {
	return step{
		name: "UpdateInstanceInformation", source: "ssm", by: who,
		request: dialect.Of("instanceId", who.session, "agentVersion", "3.2.2222.0", "agentStatus", "Active", "platformType", "Linux", "platformName", "Amazon Linux",
			"platformVersion", "2023", "iPAddress", private, "computerName", "ip-"+strings.ReplaceAll(private, ".", "-")+"."+region+".compute.internal", "agentName", "amazon-ssm-agent"),
	}
}
