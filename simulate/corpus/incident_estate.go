// The incident's estate: three networks that Terraform builds in the morning, and who works in them.

package corpus

import "time"

// callers are the people of the incident and what acts for them.
type callers struct {
	terraform, engineer, operator, responder *actor
	intruder                                 *actor // a user's name with a key that is minutes old
	owner                                    *actor // the same user with the key it has had for long
	web, worker                              *actor // instances
}

// Addresses from which instances are seen: its own for one that has a public address, its NAT gateway's for the other.
const (
	webAddress = "192.0.2.80"
	natAddress = "192.0.2.81"
)

func newCallers(c *cast, seed uint64) callers {
	w := callers{terraform: c.pipelines[0], engineer: c.people[1], operator: c.people[0]}
	sso := *c.people[4]
	sso.name, sso.mfa = "AWSReservedSSO_IncidentResponse_"+string(appendHex(nil, blend(seed, 20), 16)), true
	w.responder = &sso
	w.owner = &actor{kind: user, account: c.people[0].account, name: "reporting", seed: blend(seed, 21), ip: "198.51.100.61", agent: agentBoto}
	intruder := *w.owner
	intruder.seed, intruder.ip, intruder.agent = blend(seed, 22), "203.0.113.66", agentCLI
	w.intruder = &intruder
	instance := func(n uint64, address string) *actor {
		return &actor{kind: session, account: w.owner.account, name: "shop-instance-role", path: "/", machine: true, seed: blend(seed, 23, n), ip: address, agent: agentSSM}
	}
	w.web, w.worker = instance(1, webAddress), instance(2, natAddress)
	return w
}

// estate is what is built: the shop, which the incident is about, and two networks beside it.
type estate struct {
	vpc, gateway, group, endpoint       string
	public, spare, private              string // subnets
	publicTable, privateTable           string
	publicAssociation                   string
	nat, natAllocation                  string
	web, worker, card, association, eip string // card is the web server's interface
	volume                              string

	stagingVPC, stagingGateway, stagingTable, stagingSubnet, stagingAssociation string

	labVPC, labGateway   string
	dataVPC, dataGateway string // older than the log
}

func newEstate(w *world) estate {
	return estate{
		vpc: w.id("vpc"), gateway: w.id("igw"), group: w.id("sg"), endpoint: w.id("vpce"), public: w.id("subnet"), spare: w.id("subnet"), private: w.id("subnet"),
		publicTable: w.id("rtb"), privateTable: w.id("rtb"), publicAssociation: w.id("rtbassoc"), nat: w.id("nat"), natAllocation: w.id("eipalloc"),
		web: w.id("i"), worker: w.id("i"), card: w.id("eni"), association: w.id("eipassoc"), eip: w.id("eipalloc"), volume: w.id("vol"),
		stagingVPC: w.id("vpc"), stagingGateway: w.id("igw"), stagingTable: w.id("rtb"), stagingSubnet: w.id("subnet"), stagingAssociation: w.id("rtbassoc"),
		labVPC: w.id("vpc"), labGateway: w.id("igw"), dataVPC: w.id("vpc"), dataGateway: w.id("igw"),
	}
}

// The moments that others refer to.
var (
	labBuilt = clock(8, 12, 4)
	theCut   = clock(14, 9, 45)
)

// build is Terraform's morning.
func (in *incident) build() {
	n, by, w := &in.net, in.who.terraform, &in.world
	at := clock(8, 0, 2)
	in.tell(at,
		vpcOf(w, by, n.vpc, "10.20.0.0/16", "shop"),
		createGateway(w, by, n.gateway),
		attachGateway(by, n.gateway, n.vpc),
		subnetIn(w, by, n.vpc, n.public, "10.20.0.0/24", "a", "shop-public"),
		subnetIn(w, by, n.vpc, n.spare, "10.20.1.0/24", "b", "shop-public-spare"),
		subnetIn(w, by, n.vpc, n.private, "10.20.8.0/22", "a", "shop-private"),
		tableOf(w, by, n.publicTable, n.vpc, "10.20.0.0/16"),
		tableOf(w, by, n.privateTable, n.vpc, "10.20.0.0/16"),
		routeTo(by, n.publicTable, "0.0.0.0/0", "gatewayId", n.gateway),
		associateTable(by, n.publicTable, n.public, n.publicAssociation),
		associateTable(by, n.publicTable, n.spare, w.id("rtbassoc")),
		associateTable(by, n.privateTable, n.private, w.id("rtbassoc")),
		allocate(w, by, n.eip, webAddress, "shop"),
		allocate(w, by, n.natAllocation, natAddress, "shop"),
		natIn(w, by, n.nat, n.public, n.vpc, n.natAllocation, at).pause(3*time.Second),
		endpointIn(w, by, n.endpoint, n.vpc, n.privateTable, "s3", at),
		groupOf(w, by, n.group, n.vpc, "shop-web"),
		allow(w, by, n.group, "0.0.0.0/0"),
		routeTo(by, n.privateTable, "0.0.0.0/0", "natGatewayId", n.nat).pause(95*time.Second),
	)
	at = clock(8, 6, 30)
	in.tell(at,
		vpcOf(w, by, n.stagingVPC, "10.30.0.0/16", "staging"),
		createGateway(w, by, n.stagingGateway),
		attachGateway(by, n.stagingGateway, n.stagingVPC),
		subnetIn(w, by, n.stagingVPC, n.stagingSubnet, "10.30.0.0/24", "a", "staging-public"),
		tableOf(w, by, n.stagingTable, n.stagingVPC, "10.30.0.0/16"),
		routeTo(by, n.stagingTable, "0.0.0.0/0", "gatewayId", n.stagingGateway),
		associateTable(by, n.stagingTable, n.stagingSubnet, n.stagingAssociation),
	)
	in.tell(clock(8, 12, 0), vpcOf(w, by, n.labVPC, "10.40.0.0/16", "lab"), createGateway(w, by, n.labGateway))
	in.tell(labBuilt, attachGateway(by, n.labGateway, n.labVPC))
}
