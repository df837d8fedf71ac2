// The incident itself: a stolen user makes itself a key, tries to cut the shop off, clears the way, cuts, and is
// answered.

package corpus

import (
	"time"

	"traillab/analyze/trail/dialect"
)

// inner is what a machine behind a NAT gateway can do that has an endpoint for S3, and cannot do without the gateway.
var inner = []string{"egress4", "patch", "ssm"}

// intrusion is the half hour after two o'clock.
func (in *incident) intrusion() {
	n, by, w := &in.net, in.who.intruder, &in.world
	in.shop = in.chain("vpc", n.vpc, in.region, "hostile")
	data := in.chain("vpc", n.dataVPC, in.region, "")
	in.tell(clock(13, 51, 12), step{
		name: "CreateAccessKey", source: "iam", by: stolen(in.who.owner, by), request: dialect.Of("userName", "reporting"),
		response: dialect.Of("accessKey", dialect.Of("userName", "reporting", "status", "Active", "accessKeyId", by.key(theCut), "createDate", "May 14, 2024, 1:51:12 PM")),
	})
	in.tell(clock(13, 58, 3),
		step{name: "GetCallerIdentity", source: "sts", by: by},
		look(by, "ec2", "DescribeVpcs", "vpcSet", dialect.List{}, "filterSet", dialect.List{}).pause(9*time.Second),
		look(by, "ec2", "DescribeInternetGateways", "internetGatewayIdSet", dialect.List{}, "filterSet", dialect.List{}).pause(6*time.Second),
		look(by, "ec2", "DescribeInstances", "instancesSet", dialect.List{}, "filterSet", list(dialect.Of("name", "vpc-id", "valueSet", list(dialect.Of("value", n.vpc))))).pause(14*time.Second),
	)
	in.tell(clock(14, 3, 10),
		refusedGateway(by, n.gateway, n.vpc).in(in.shop, "attempt"),
		refusedGateway(by, n.gateway, n.vpc).pause(15*time.Second).in(in.shop, "attempt"),
		refusedGateway(by, n.gateway, n.vpc).pause(27*time.Second).in(in.shop, "attempt"),
		look(by, "ec2", "DescribeAddresses", "publicIpsSet", dialect.List{}, "filterSet", dialect.List{}, "allocationIdsSet", dialect.List{}).pause(20*time.Second),
		look(by, "ec2", "DescribeNatGateways", "filter", list(dialect.Of("name", "vpc-id", "value", dialect.Texts(n.vpc)))).pause(8*time.Second),
		triedGateway(by, n.gateway, n.vpc).pause(10*time.Second).in(in.shop, "attempt"),
		deniedGateway(w, by, n.dataGateway, n.dataVPC).pause(35*time.Second).in(data, "attempt"),
	)
	in.tell(clock(14, 6, 11),
		unmapAddress(by, n.association, n.card).in(in.shop, "run-up").turning(n.web, "no", whole...),
		stop(by, n.web).pause(29*time.Second),
		deleteNat(by, n.nat, n.public).pause(22*time.Second).in(in.shop, "run-up").turning(n.worker, "no", inner...),
	)
	in.tell(theCut,
		detachGateway(by, n.gateway, n.vpc).in(in.shop, "cut"),
		deleteRoute(by, n.publicTable, "0.0.0.0/0").pause(17*time.Second).in(in.shop, "hardening"),
		step{name: "StopLogging", source: "cloudtrail", by: by, request: dialect.Of("name", "management-events")}.fails("AccessDenied",
			"User: "+by.arn()+" is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:"+w.region+":"+w.account+":trail/management-events because no identity-based policy allows the cloudtrail:StopLogging action").pause(28*time.Second),
	)
}

// stolen is the owner's key in the intruder's hands.
func stolen(owner, intruder *actor) *actor {
	a := *owner
	a.ip, a.agent = intruder.ip, intruder.agent
	return &a
}

// response is what the responders do: look, take the user's rights and key, put the gateway back, rebuild what is gone.
func (in *incident) response() {
	n, by, w := &in.net, in.who.responder, &in.world
	rights := in.chain("resource", "reporting", globalRegion, "")
	nat, allocation := w.id("nat"), w.id("eipalloc")
	in.tell(clock(14, 31, 4),
		look(by, "cloudtrail", "LookupEvents", "maxResults", "50", "lookupAttributes", list(dialect.Of("attributeKey", "EventName", "attributeValue", "DetachInternetGateway"))),
		look(by, "ec2", "DescribeInternetGateways", "internetGatewayIdSet", list(dialect.Of("internetGatewayId", n.gateway)), "filterSet", dialect.List{}).pause(48*time.Second),
		step{name: "UpdateAccessKey", source: "iam", by: by, request: dialect.Of("userName", "reporting", "status", "Inactive", "accessKeyId", in.who.intruder.key(theCut))}.pause(70*time.Second),
		detachPolicy(by, "user", "reporting", "arn:aws:iam::"+w.account+":policy/network-support").pause(33*time.Second).in(rights, "cut"),
	)
	in.tell(clock(14, 38, 20),
		attachGateway(by, n.gateway, n.vpc).in(in.shop, "restore"),
		routeTo(by, n.publicTable, "0.0.0.0/0", "gatewayId", n.gateway).pause(16*time.Second),
		start(by, n.web).pause(24*time.Second),
		step{
			name: "AssociateAddress", source: "ec2", by: by, request: dialect.Of("allocationId", n.eip, "networkInterfaceId", n.card),
			response: dialect.Of("return", "true", "associationId", w.id("eipassoc")),
		}.pause(40*time.Second).in(in.shop, "restore").turning(n.web, "yes", whole...),
		allocate(w, by, allocation, "192.0.2.82", "shop").pause(62*time.Second),
		natIn(w, by, nat, n.public, n.vpc, allocation, clock(14, 41, 30)).pause(9*time.Second),
		replaceRoute(by, n.privateTable, "0.0.0.0/0", "natGatewayId", nat).pause(118*time.Second).in(in.shop, "restore").turning(n.worker, "yes", inner...),
	)
	rights.left()
}
