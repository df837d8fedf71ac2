// Stories: the detachments that lie in a large archive, each with what surrounds it. Together they make exactly the
// hundred rows that the archive promises.

package corpus

import (
	"fmt"
	"time"

	"traillab/analyze/trail/dialect"
)

// story is told in one account and region.
type story struct {
	times  int  // how often it is told in one archive
	global bool // only where calls to IAM are recorded
	tell   func(w *world, at time.Time) []step
}

// stories are the archive's, in the order in which they first happen.
var stories = []story{
	{4, false, teardown},
	{4, false, forbidden},
	{4, false, probe},
	{3, false, volumeMove},
	{3, true, roleTrim},
	{3, false, goneGateway},
	{3, false, movedGateway},
	{3, false, missingInterface},
	{3, false, endpoints},
	{3, false, regionBlock},
	{3, false, reroute},
	{3, false, targets},
	{3, false, transit},
	{3, false, denyAll},
	{3, false, revoke},
	{3, true, userTrim},
}

// teardown is a network taken down by Terraform, with the retries that AWS makes it do.
func teardown(w *world, at time.Time) []step {
	by, gateway, vpc, subnet, nat, table := w.cast.pipelines[0], w.id("igw"), w.id("vpc"), w.id("subnet"), w.id("nat"), w.id("rtb")
	return []step{
		createGateway(w, by, gateway), attachGateway(by, gateway, vpc), natIn(w, by, nat, subnet, vpc, w.id("eipalloc"), at),
		routeTo(by, table, "0.0.0.0/0", "gatewayId", gateway),
		refusedGateway(by, gateway, vpc).muchLater(), refusedGateway(by, gateway, vpc), deleteNat(by, nat, subnet), refusedGateway(by, gateway, vpc),
		detachGateway(by, gateway, vpc), deleteRoute(by, table, "0.0.0.0/0"), deleteGateway(by, gateway),
	}
}

// forbidden is somebody who may not, and tries twice.
func forbidden(w *world, _ time.Time) []step {
	by, gateway, vpc := pick(w.dice, w.cast.functions), w.id("igw"), w.id("vpc")
	return []step{deniedGateway(w, by, gateway, vpc), deniedGateway(w, by, gateway, vpc)}
}

// probe asks first whether it may, and does it then.
func probe(w *world, _ time.Time) []step {
	by, gateway, vpc := pick(w.dice, w.cast.people), w.id("igw"), w.id("vpc")
	return []step{triedGateway(by, gateway, vpc), detachGateway(by, gateway, vpc), attachGateway(by, gateway, vpc)}
}

func volumeMove(w *world, at time.Time) []step {
	by, volume, from, to := pick(w.dice, w.cast.people), w.id("vol"), w.id("i"), w.id("i")
	return []step{attach(by, volume, from, at), detachVolume(by, volume, from, at), attach(by, volume, to, at)}
}

func roleTrim(w *world, _ time.Time) []step {
	by, role := pick(w.dice, w.cast.people), "batch-"+string(appendHex(nil, w.dice.throw(), 8))
	profile := step{
		name: "RemoveRoleFromInstanceProfile", source: "iam", by: by, request: dialect.Of("roleName", role, "instanceProfileName", role+"-profile"),
	}.cut("role/instance-profile", role, role+"-profile", "done")
	return []step{
		deniedPolicy(pick(w.dice, w.cast.functions), "role", role), detachPolicy(by, "role", role, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
		detachPolicy(by, "role", role, "arn:aws:iam::"+w.account+":policy/"+role), profile,
	}
}

func userTrim(w *world, _ time.Time) []step {
	by, name := pick(w.dice, w.cast.people), "contractor-"+string(appendHex(nil, w.dice.throw(), 6))
	return []step{deniedPolicy(pick(w.dice, w.cast.functions), "user", name), detachPolicy(by, "user", name, "arn:aws:iam::aws:policy/ReadOnlyAccess")}
}

// goneGateway is a gateway that is deleted without a record of its detachment.
func goneGateway(w *world, _ time.Time) []step {
	by, gateway, vpc := w.cast.pipelines[1], w.id("igw"), w.id("vpc")
	return []step{createGateway(w, by, gateway), attachGateway(by, gateway, vpc), deleteGateway(by, gateway).proves(gatewayTie, gateway, vpc, 1).muchLater()}
}

// movedGateway is a gateway that is attached again elsewhere without a record of its detachment.
func movedGateway(w *world, _ time.Time) []step {
	by, gateway, from, to := w.cast.pipelines[1], w.id("igw"), w.id("vpc"), w.id("vpc")
	return []step{attachGateway(by, gateway, from), attachGateway(by, gateway, to).proves(gatewayTie, gateway, from, 1).muchLater()}
}

func missingInterface(w *world, _ time.Time) []step {
	attachment := w.id("eni-attach")
	return []step{step{
		name: "DetachNetworkInterface", source: "ec2", by: pick(w.dice, w.cast.people), request: dialect.Of("attachmentId", attachment, "force", "true"),
	}.cut("interface/instance", attachment, "", "refused").
		fails("Client.InvalidAttachmentID.NotFound", "The interface attachment '"+attachment+"' does not exist.")}
}

func endpoints(w *world, at time.Time) []step {
	by, one, two, vpc := w.cast.pipelines[0], w.id("vpce"), w.id("vpce"), w.id("vpc")
	return []step{endpointIn(w, by, one, vpc, w.id("rtb"), at), endpointIn(w, by, two, vpc, w.id("rtb"), at), deleteEndpoints(by, vpc, one, two).muchLater()}
}

func regionBlock(w *world, _ time.Time) []step {
	return []step{blockInternet(w, pick(w.dice, w.cast.people))}
}

func reroute(w *world, _ time.Time) []step {
	by, table := pick(w.dice, w.cast.people), w.id("rtb")
	missing := deleteRoute(by, table, "10.99.0.0/16")
	missing.finds[0].outcome = "refused"
	return []step{
		replaceRoute(by, table, "0.0.0.0/0", "networkInterfaceId", w.id("eni")),
		missing.fails("Client.InvalidRoute.NotFound", "no route with destination-cidr-block 10.99.0.0/16 in route table "+table),
	}
}

func targets(w *world, _ time.Time) []step {
	group, one, two := w.targetGroup(), w.id("i"), w.id("i")
	return []step{step{
		name: "DeregisterTargets", source: "elasticloadbalancing", by: w.cast.pipelines[1],
		request: dialect.Of("targetGroupArn", group, "targets", list(dialect.Of("id", one, "port", "8080"), dialect.Of("id", two, "port", "8080"))),
	}.cut("target/target-group", one, group, "done").cut("target/target-group", two, group, "done")}
}

func transit(w *world, at time.Time) []step {
	attachment, vpc := w.id("tgw-attach"), w.id("vpc")
	return []step{step{
		name: "DeleteTransitGatewayVpcAttachment", source: "ec2", by: w.cast.pipelines[0], request: dialect.Of("transitGatewayAttachmentId", attachment),
		response: dialect.Of("transitGatewayVpcAttachment", dialect.Of("creationTime", moment(at.Add(-100*time.Hour)), "transitGatewayAttachmentId", attachment,
			"transitGatewayId", w.id("tgw"), "vpcId", vpc, "state", "deleting", "vpcOwnerId", w.account)),
	}.cut("transit-gateway-attachment/vpc", attachment, vpc, "done")}
}

func denyAll(w *world, _ time.Time) []step {
	acl := w.id("acl")
	return []step{step{
		name: "CreateNetworkAclEntry", source: "ec2", by: pick(w.dice, w.cast.people), response: ok,
		request: dialect.Of("networkAclId", acl, "ruleNumber", "1", "egress", "true", "ruleAction", "deny", "icmpTypeCode", dialect.List{}, "portRange", dialect.List{}, "aclProtocol", "-1", "cidrBlock", "0.0.0.0/0"),
	}.cut("cidr/network-acl", "0.0.0.0/0", acl, "done")}
}

func revoke(w *world, _ time.Time) []step {
	group, peer := w.id("sg"), fmt.Sprintf("10.%d.0.0/16", w.dice.upTo(40))
	return []step{step{
		name: "RevokeSecurityGroupIngress", source: "ec2", by: pick(w.dice, w.cast.people), response: ok,
		request: dialect.Of("groupId", group, "ipPermissions", list(dialect.Of("ipProtocol", "tcp", "fromPort", "22", "toPort", "22", "groups", dialect.List{},
			"ipRanges", list(dialect.Of("cidrIp", peer)), "ipv6Ranges", dialect.List{}, "prefixListIds", dialect.List{}))),
	}.cut("rule/security-group", "tcp/22-22/"+peer, group, "done")}
}
