// The second incident: nobody touches a gateway. A pair of routes, each for half of the internet, leads to an interface that
// nothing answers at; when they are found, a subnet is moved to a table that leads nowhere. It is told in
// samples/stealth-routes/story.md.

package corpus

import (
	"time"

	"traillab/analyze/trail/dialect"
)

// The portal's addresses, and who works on it.
const (
	portalAddress = "192.0.2.120"
	portalExit    = "192.0.2.121"
)

// portal is the network of the day.
type portal struct {
	vpc, gateway, group, nat           string
	public, private                    string // subnets
	outward, inward, empty             string // tables
	tie                                string // of the public subnet to its table
	web, worker                        machine
	webLease, natLease, bond, deadCard string
}

func newPortal(w *world) *portal {
	n := &portal{
		vpc: w.id("vpc"), gateway: w.id("igw"), group: w.id("sg"), nat: w.id("nat"), public: w.id("subnet"), private: w.id("subnet"),
		outward: w.id("rtb"), inward: w.id("rtb"), empty: w.id("rtb"), tie: w.id("rtbassoc"), webLease: w.id("eipalloc"), natLease: w.id("eipalloc"),
		bond: w.id("eipassoc"), deadCard: w.id("eni"),
	}
	host := func(name, subnet, private string) machine {
		return machine{id: w.id("i"), card: w.id("eni"), plug: w.id("eni-attach"), vpc: n.vpc, subnet: subnet, zone: "a", group: n.group, private: private, name: name}
	}
	n.web, n.worker = host("portal-web", n.public, "10.50.0.21"), host("portal-worker", n.private, "10.50.8.40")
	return n
}

// evening returns a moment of that day.
func evening(hour, minute, second int) time.Time {
	return time.Date(2024, 6, 20, hour, minute, second, 0, time.UTC)
}

// portalDay is told in samples/stealth-routes/story.md.
func portalDay(in *incident) {
	in.seed = blend(in.seed, 2) // nothing here has an id of the other incident
	in.dice.seed(in.seed, 1)
	in.live("222233334444", "us-west-2")
	in.begin, in.twice = evening(6, 45, 0), evening(12, 14, 22)
	n := newPortal(&in.world)
	in.raisePortal(n)
	guest, responder := *in.cast.people[3], in.cast.people[4]
	guest.session, guest.ip, guest.seed = "dan.okafor", "198.51.100.93", blend(in.seed, 31)
	in.tell(evening(8, 20, 9), allow(&in.world, &guest, n.group, "198.51.100.0/24"))
	abroad := guest // the same session name from where it has never been
	abroad.ip, abroad.agent, abroad.mfa = "203.0.113.88", agentCLI, false
	in.halve(n, &abroad, responder)
	in.swap(n, &abroad, responder)
	in.beats(n)
}

// raisePortal is Terraform's morning.
func (in *incident) raisePortal(n *portal) {
	by, w, at := in.cast.pipelines[0], &in.world, evening(7, 0, 4)
	in.tell(at,
		vpcOf(w, by, n.vpc, "10.50.0.0/16", "portal"), createGateway(w, by, n.gateway), attachGateway(by, n.gateway, n.vpc),
		subnetIn(w, by, n.vpc, n.public, "10.50.0.0/24", "a", "portal-public"), subnetIn(w, by, n.vpc, n.private, "10.50.8.0/24", "a", "portal-private"),
		tableOf(w, by, n.outward, n.vpc, "10.50.0.0/16"), tableOf(w, by, n.inward, n.vpc, "10.50.0.0/16"),
		routeTo(by, n.outward, "0.0.0.0/0", "gatewayId", n.gateway), associateTable(by, n.outward, n.public, n.tie), associateTable(by, n.inward, n.private, w.id("rtbassoc")),
		groupOf(w, by, n.group, n.vpc, "portal"), allow(w, by, n.group, "0.0.0.0/0"),
		allocate(w, by, n.webLease, portalAddress, "portal"), allocate(w, by, n.natLease, portalExit, "portal"),
		natIn(w, by, n.nat, n.public, n.vpc, n.natLease, at),
		createCard(w, by, card{id: n.deadCard, subnet: n.public, vpc: n.vpc, zone: "a", group: n.group, private: "10.50.0.250", what: "for the inspection appliance"}),
		routeTo(by, n.inward, "0.0.0.0/0", "natGatewayId", n.nat).pause(97*time.Second),
		launch(w, by, &n.web, at), launch(w, by, &n.worker, at),
		mapAddress(by, n.webLease, n.bond, n.web.card).pause(34*time.Second),
	)
}

// halve leads all of the internet to the dead interface, half by half. The default route and its gateway stay as they are.
func (in *incident) halve(n *portal, by, responder *actor) {
	pair := in.chain("vpc", n.vpc, in.region, "hostile")
	in.tell(evening(12, 2, 40),
		step{name: "GetCallerIdentity", source: "sts", by: by},
		look(by, "ec2", "DescribeRouteTables", "routeTableIdSet", dialect.List{}, "filterSet", dialect.List{}).pause(11*time.Second),
		look(by, "ec2", "DescribeNetworkInterfaces", "networkInterfaceIdSet", dialect.List{}, "filterSet", list(dialect.Of("name", "status", "valueSet", list(dialect.Of("value", "available"))))).pause(52*time.Second),
	)
	in.tell(evening(12, 14, 20),
		routeTo(by, n.outward, "0.0.0.0/1", "networkInterfaceId", n.deadCard).in(pair, "cut").halved(n),
		routeTo(by, n.outward, "128.0.0.0/1", "networkInterfaceId", n.deadCard).pause(2*time.Second).in(pair, "cut").lost(n),
	)
	in.tell(evening(12, 29, 51),
		look(responder, "ec2", "DescribeInternetGateways", "internetGatewayIdSet", list(dialect.Of("internetGatewayId", n.gateway)), "filterSet", dialect.List{}),
		look(responder, "ec2", "DescribeRouteTables", "routeTableIdSet", list(dialect.Of("routeTableId", n.outward)), "filterSet", dialect.List{}).pause(8*time.Minute),
		deleteRoute(responder, n.outward, "0.0.0.0/1").pause(9*time.Minute).in(pair, "restore").halved(n),
		deleteRoute(responder, n.outward, "128.0.0.0/1").pause(3*time.Second).in(pair, "restore").regained(n),
	)
}

// swap moves the public subnet, and with it the NAT gateway, to a table without a way out.
func (in *incident) swap(n *portal, by, responder *actor) {
	swap, w := in.chain("vpc", n.vpc, in.region, "hostile"), &in.world
	moved, back := w.id("rtbassoc"), w.id("rtbassoc")
	in.tell(evening(13, 4, 31),
		tableOf(w, by, n.empty, n.vpc, "10.50.0.0/16"),
		moveTable(by, n.tie, n.empty, moved, n.public).pause(12*time.Second).in(swap, "cut").lost(n),
	)
	in.tell(evening(13, 36, 15),
		look(responder, "ec2", "DescribeRouteTables", "routeTableIdSet", dialect.List{}, "filterSet", list(dialect.Of("name", "association.subnet-id", "valueSet", list(dialect.Of("value", n.public))))),
		moveTable(responder, moved, n.outward, back, "").pause(4*time.Minute).in(swap, "restore").regained(n),
	)
}

// halved, lost and regained are what both machines turn to: the one in the public subnet is reached from outside as well. Where
// AWS's own services lie, in the dead half or in the other, no log tells.
func (s step) halved(n *portal) step {
	return s.turning(n.web.id, "part", "egress4", "ingress4").turning(n.worker.id, "part", "egress4").
		turning(n.web.id, "unknown", "patch", "service:s3", "ssm").turning(n.worker.id, "unknown", "patch", "service:s3", "ssm")
}

func (s step) lost(n *portal) step {
	return s.turning(n.web.id, "no", whole...).turning(n.worker.id, "no", "egress4", "patch", "service:s3", "ssm")
}

func (s step) regained(n *portal) step {
	return s.turning(n.web.id, "yes", whole...).turning(n.worker.id, "yes", "egress4", "patch", "service:s3", "ssm")
}

// beats are the agents of the two machines, every five minutes while they have a way out.
func (in *incident) beats(n *portal) {
	beat := func(m *machine, address string, seed uint64, times ...time.Time) {
		who := &actor{kind: session, account: in.account, name: "portal-instance-role", path: "/", session: m.id, machine: true, seed: blend(in.seed, seed), ip: address, agent: agentSSM}
		for i := 0; i < len(times); i += 2 {
			for at := times[i]; at.Before(times[i+1]); at = at.Add(5 * time.Minute) {
				in.tell(at, heartbeat(who, m.private, in.region))
			}
		}
	}
	beat(&n.web, portalAddress, 41, evening(11, 31, 8), evening(12, 14, 20), evening(12, 49, 2), evening(13, 4, 43), evening(13, 41, 30), evening(14, 20, 0))
	beat(&n.worker, portalExit, 42, evening(11, 33, 20), evening(12, 14, 20), evening(12, 50, 41), evening(13, 4, 43), evening(13, 42, 9), evening(14, 20, 0))
}
