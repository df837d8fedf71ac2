// Stories about a network that the log has seen born: what its machine loses, and when, is known to the second.

package corpus

import (
	"fmt"
	"time"
)

// site is a small network with one machine that the internet reaches.
type site struct {
	vpc, gateway, subnet, table string
	machine                     machine
	lease, bond                 string // the machine's address and its tie
}

// whole is what the machine of a site can do. It has no endpoint: S3 is on the internet for it.
var whole = []string{"egress4", "ingress4", "patch", "service:s3", "ssm"}

// found builds a site within seconds, as a plan does.
func found(w *world, by *actor, at time.Time) (*site, []step) {
	s := &site{vpc: w.id("vpc"), gateway: w.id("igw"), subnet: w.id("subnet"), table: w.id("rtb"), lease: w.id("eipalloc"), bond: w.id("eipassoc")}
	group, block := w.id("sg"), fmt.Sprintf("172.%d", 22+w.dice.upTo(9))
	s.machine = machine{
		id: w.id("i"), card: w.id("eni"), plug: w.id("eni-attach"), vpc: s.vpc, subnet: s.subnet, zone: "a", group: group, name: "front", private: block + ".0.17",
	}
	steps := []step{
		vpcOf(w, by, s.vpc, block+".0.0/16", "front"), createGateway(w, by, s.gateway), attachGateway(by, s.gateway, s.vpc),
		subnetIn(w, by, s.vpc, s.subnet, block+".0.0/24", "a", "front-public"), tableOf(w, by, s.table, s.vpc, block+".0.0/16"),
		routeTo(by, s.table, "0.0.0.0/0", "gatewayId", s.gateway), associateTable(by, s.table, s.subnet, w.id("rtbassoc")),
		groupOf(w, by, group, s.vpc, "front"), allow(w, by, group, "0.0.0.0/0"), launch(w, by, &s.machine, at),
		allocate(w, by, s.lease, publicAddress(sum(s.lease)), "front"), mapAddress(by, s.lease, s.bond, s.machine.card),
	}
	for i := range steps {
		steps[i] = steps[i].pause(time.Second)
	}
	return s, steps
}

// thief is a user whose key somebody else has. Nothing else is done with it.
func thief(w *world) *actor {
	return &actor{kind: user, account: w.account, name: "report-export-" + string(appendHex(nil, w.dice.throw(), 4)), seed: w.dice.throw(), ip: "203.0.113.190", agent: agentCLI}
}

// strike is a stolen user's: it is refused while the address is mapped, so the address goes, then the gateway, then the
// route. Somebody else puts it back.
func strike(w *world, at time.Time) ([]step, *plot) {
	s, steps := found(w, w.cast.pipelines[0], at)
	thief := thief(w)
	owner := pick(w.dice, w.cast.people)
	return append(steps,
		refusedGateway(thief, s.gateway, s.vpc).muchLater().as("attempt"),
		unmapAddress(thief, s.bond, s.machine.card).as("run-up").turning(s.machine.id, "no", whole...),
		detachGateway(thief, s.gateway, s.vpc).as("cut"),
		deleteRoute(thief, s.table, "0.0.0.0/0").as("hardening"),
		attachGateway(owner, s.gateway, s.vpc).as("restore").pause(31*time.Second),
		routeTo(owner, s.table, "0.0.0.0/0", "gatewayId", s.gateway),
		mapAddress(owner, s.lease, w.id("eipassoc"), s.machine.card).as("restore").turning(s.machine.id, "yes", whole...),
	), &plot{kind: "vpc", id: s.vpc, label: "hostile"}
}

// reroute is the quiet way: no gateway is touched, the default route leads to an interface that nothing answers at.
func reroute(w *world, at time.Time) ([]step, *plot) {
	by := thief(w)
	s, steps := found(w, w.cast.pipelines[1], at)
	dead := card{id: w.id("eni"), subnet: s.subnet, vpc: s.vpc, zone: "a", group: s.machine.group, private: s.machine.private[:len(s.machine.private)-2] + "99", what: "spare"}
	missing := deleteRoute(by, s.table, "10.99.0.0/16")
	missing.finds[0].outcome = "refused"
	return append(steps,
		createCard(w, w.cast.pipelines[1], dead).pause(time.Second),
		replaceRoute(by, s.table, "0.0.0.0/0", "networkInterfaceId", dead.id).muchLater().as("cut").turning(s.machine.id, "no", whole...),
		missing.as("attempt").fails("Client.InvalidRoute.NotFound", "no route with destination-cidr-block 10.99.0.0/16 in route table "+s.table),
	), &plot{kind: "vpc", id: s.vpc, label: "hostile", open: true}
}

// teardown is a network taken down by Terraform, with the retries that AWS makes it do. Nothing runs in it any more.
func teardown(w *world, at time.Time) ([]step, *plot) {
	by, gateway, vpc, subnet, nat, table, lease := w.cast.pipelines[0], w.id("igw"), w.id("vpc"), w.id("subnet"), w.id("nat"), w.id("rtb"), w.id("eipalloc")
	return []step{
		vpcOf(w, by, vpc, "172.31.0.0/16", "trial").pause(time.Second), createGateway(w, by, gateway).pause(time.Second), attachGateway(by, gateway, vpc).pause(time.Second),
		subnetIn(w, by, vpc, subnet, "172.31.0.0/24", "a", "trial-public").pause(time.Second), routeTo(by, table, "0.0.0.0/0", "gatewayId", gateway).pause(time.Second),
		allocate(w, by, lease, publicAddress(sum(lease)), "trial").pause(time.Second), natIn(w, by, nat, subnet, vpc, lease, at).pause(time.Second),
		refusedGateway(by, gateway, vpc).muchLater().as("attempt"), refusedGateway(by, gateway, vpc).as("attempt"), deleteNat(by, nat, subnet).as("run-up").pause(2 * time.Second),
		refusedGateway(by, gateway, vpc).as("attempt"), detachGateway(by, gateway, vpc).as("cut").pause(47 * time.Second),
		deleteRoute(by, table, "0.0.0.0/0").as("hardening").pause(time.Second), deleteGateway(by, gateway).as("hardening").pause(time.Second),
		deleteSubnet(by, subnet).pause(time.Second), deleteVPC(by, vpc).pause(time.Second),
	}, &plot{kind: "vpc", id: vpc, label: "maintenance"}
}
