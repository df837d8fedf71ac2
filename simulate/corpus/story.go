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
	name   string
	times  int  // how often it is told in one archive
	global bool // only where calls to IAM are recorded
	early  bool // before anything else that touches the network there
	tell   func(w *world, at time.Time) ([]step, *plot)
}

// plot is what the analysis should make of a story: a chain about one thing. A story of which it makes none has none.
type plot struct {
	kind, id string // what the chain is about: vpc, region or resource
	label    string // the verdict where it is beyond doubt
	lost     int    // resources that lose something, where those are no machines
	open     bool   // and it stays lost
}

// stories are the archive's, in the order in which they first happen.
var stories = []story{
	{name: "region-block", times: 3, early: true, tell: regionBlock},
	{name: "teardown", times: 4, tell: teardown},
	{name: "forbidden", times: 2, tell: forbidden},
	{name: "probe", times: 4, tell: probe},
	{name: "volume-move", times: 3, tell: volumeMove},
	{name: "role-trim", times: 3, global: true, tell: roleTrim},
	{name: "gone-gateway", times: 3, tell: goneGateway},
	{name: "moved-gateway", times: 3, tell: movedGateway},
	{name: "missing-interface", times: 3, tell: missingInterface},
	{name: "endpoints", times: 3, tell: endpoints},
	{name: "strike", times: 1, tell: strike},
	{name: "reroute", times: 3, tell: reroute},
	{name: "targets", times: 3, tell: targets},
	{name: "transit", times: 3, tell: transit},
	{name: "deny-all", times: 3, tell: denyAll},
	{name: "revoke", times: 3, tell: revoke},
	{name: "user-trim", times: 3, global: true, tell: userTrim},
}

// forbidden is somebody who may not, and tries twice.
func forbidden(w *world, _ time.Time) ([]step, *plot) {
	by, gateway, vpc := pick(w.dice, w.cast.functions), w.id("igw"), w.id("vpc")
	return []step{deniedGateway(w, by, gateway, vpc).as("attempt"), deniedGateway(w, by, gateway, vpc).as("attempt")}, &plot{kind: "vpc", id: vpc}
}

// probe asks first whether it may, does it then, and takes it back at once.
func probe(w *world, _ time.Time) ([]step, *plot) {
	by := *w.cast.people[1] // somebody new, who is seen nowhere else
	by.session, by.ip, by.seed = "kim.larsen", "198.51.100.77", w.dice.throw()
	return probing(&by, w.id("igw"), w.id("vpc"))
}

func probing(by *actor, gateway, vpc string) ([]step, *plot) {
	return []step{
		triedGateway(by, gateway, vpc).as("attempt"), detachGateway(by, gateway, vpc).as("cut"), attachGateway(by, gateway, vpc).as("restore"),
	}, &plot{kind: "vpc", id: vpc, label: "accident"}
}

// volumeMove takes a volume from one instance and gives it to another: the first does not get it back.
func volumeMove(w *world, at time.Time) ([]step, *plot) {
	by, volume, from, to := pick(w.dice, w.cast.people), w.id("vol"), w.id("i"), w.id("i")
	return []step{attach(by, volume, from, at), detachVolume(by, volume, from, at).as("cut"), attach(by, volume, to, at)}, &plot{kind: "resource", id: from, lost: 1, open: true}
}

func roleTrim(w *world, _ time.Time) ([]step, *plot) {
	by, role := pick(w.dice, w.cast.people), "batch-"+string(appendHex(nil, w.dice.throw(), 8))
	profile := step{
		name: "RemoveRoleFromInstanceProfile", source: "iam", by: by, request: dialect.Of("roleName", role, "instanceProfileName", role+"-profile"),
	}.cut("role/instance-profile", role, role+"-profile", "done")
	return []step{
		deniedPolicy(pick(w.dice, w.cast.functions), "role", role).as("attempt"), detachPolicy(by, "role", role, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore").as("cut"),
		detachPolicy(by, "role", role, "arn:aws:iam::"+w.account+":policy/"+role).as("cut"), profile,
	}, &plot{kind: "resource", id: role, lost: 1, open: true}
}

func userTrim(w *world, _ time.Time) ([]step, *plot) {
	by, name := pick(w.dice, w.cast.people), "contractor-"+string(appendHex(nil, w.dice.throw(), 6))
	return []step{
		deniedPolicy(pick(w.dice, w.cast.functions), "user", name).as("attempt"), detachPolicy(by, "user", name, "arn:aws:iam::aws:policy/ReadOnlyAccess").as("cut"),
	}, &plot{kind: "resource", id: name, lost: 1, open: true}
}

// goneGateway is a gateway that is deleted without a record of its detachment.
func goneGateway(w *world, _ time.Time) ([]step, *plot) {
	by, gateway, vpc := w.cast.pipelines[1], w.id("igw"), w.id("vpc")
	return []step{
		vpcOf(w, by, vpc, "172.18.0.0/16", "draft"), createGateway(w, by, gateway), attachGateway(by, gateway, vpc), deleteGateway(by, gateway).proves(gatewayTie, gateway, vpc, 1).muchLater().as("cut"),
	}, &plot{kind: "vpc", id: vpc}
}

// movedGateway is a gateway that is attached again elsewhere without a record of its detachment.
func movedGateway(w *world, _ time.Time) ([]step, *plot) {
	by, gateway, from, to := w.cast.pipelines[1], w.id("igw"), w.id("vpc"), w.id("vpc")
	return []step{attachGateway(by, gateway, from), attachGateway(by, gateway, to).proves(gatewayTie, gateway, from, 1).muchLater()}, nil
}

func missingInterface(w *world, _ time.Time) ([]step, *plot) {
	attachment := w.id("eni-attach")
	return []step{step{
		name: "DetachNetworkInterface", source: "ec2", by: pick(w.dice, w.cast.people), request: dialect.Of("attachmentId", attachment, "force", "true"),
	}.cut("interface/instance", attachment, "", "refused").as("attempt").
		fails("Client.InvalidAttachmentID.NotFound", "The interface attachment '"+attachment+"' does not exist.")}, &plot{kind: "resource", id: attachment}
}

func endpoints(w *world, at time.Time) ([]step, *plot) {
	by, one, two, vpc, table := w.cast.pipelines[0], w.id("vpce"), w.id("vpce"), w.id("vpc"), w.id("rtb")
	return []step{
		vpcOf(w, by, vpc, "172.19.0.0/16", "inner"), tableOf(w, by, table, vpc, "172.19.0.0/16"), endpointIn(w, by, one, vpc, table, "s3", at),
		endpointIn(w, by, two, vpc, table, "dynamodb", at), deleteEndpoints(by, vpc, one, two).muchLater().as("cut"),
	}, &plot{kind: "vpc", id: vpc}
}

// regionBlock closes a region in which nothing stands yet, and opens it again.
func regionBlock(w *world, _ time.Time) ([]step, *plot) {
	by := pick(w.dice, w.cast.people)
	return []step{blockInternet(w, by).as("cut"), openInternet(w, by).pause(44 * time.Second)}, &plot{kind: "region", id: w.region}
}

func targets(w *world, _ time.Time) ([]step, *plot) {
	group, one, two := w.targetGroup(), w.id("i"), w.id("i")
	return []step{step{
		name: "DeregisterTargets", source: "elasticloadbalancing", by: w.cast.pipelines[1],
		request: dialect.Of("targetGroupArn", group, "targets", list(dialect.Of("id", one, "port", "8080"), dialect.Of("id", two, "port", "8080"))),
	}.cut("target/target-group", one, group, "done").cut("target/target-group", two, group, "done").as("cut")}, &plot{kind: "resource", id: group, lost: 1, open: true}
}

func transit(w *world, at time.Time) ([]step, *plot) {
	attachment, vpc := w.id("tgw-attach"), w.id("vpc")
	return []step{vpcOf(w, w.cast.pipelines[0], vpc, "172.17.0.0/16", "spoke"), step{
		name: "DeleteTransitGatewayVpcAttachment", source: "ec2", by: w.cast.pipelines[0], request: dialect.Of("transitGatewayAttachmentId", attachment),
		response: dialect.Of("transitGatewayVpcAttachment", dialect.Of("creationTime", moment(at.Add(-100*time.Hour)), "transitGatewayAttachmentId", attachment,
			"transitGatewayId", w.id("tgw"), "vpcId", vpc, "state", "deleting", "vpcOwnerId", w.account)),
	}.cut("transit-gateway-attachment/vpc", attachment, vpc, "done").as("cut")}, &plot{kind: "vpc", id: vpc}
}

// denyAll closes an ACL that no subnet follows.
func denyAll(w *world, _ time.Time) ([]step, *plot) {
	by, vpc, acl := pick(w.dice, w.cast.people), w.id("vpc"), w.id("acl")
	return []step{vpcOf(w, by, vpc, "172.20.0.0/16", "closed"), createACL(w, by, acl, vpc, "closed"), entry(by, acl, "1", "true", "deny")}, nil
}

// revoke closes a group that nothing is in.
func revoke(w *world, _ time.Time) ([]step, *plot) {
	by, vpc, group, peer := pick(w.dice, w.cast.people), w.id("vpc"), w.id("sg"), fmt.Sprintf("10.%d.0.0/16", w.dice.upTo(40))
	return []step{vpcOf(w, by, vpc, "172.21.0.0/16", "closed"), groupOf(w, by, group, vpc, "closed"), allow(w, by, group, peer), forbid(by, group, peer)}, nil
}
