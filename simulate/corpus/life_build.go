// Networks as Terraform, CloudFormation and people at the console build them: in other orders, at another pace, with other
// habits.

package corpus

import (
	"fmt"
	"time"
)

// network is a VPC and what is in it. Its ids do not change once it is built.
type network struct {
	with       tool
	by         *actor
	name       string
	vpc, block string // block is the beginning of its range: 10.20
	gateway    string
	group      string
	acl, usual string // an ACL of its own, and the one that it was born with
	endpoint   string
	watch      string // flow logs
	outward    string // the table of the open subnets
	inward     string // that of the closed ones, "" when there are none
	nat, lease string // the NAT gateway and its address
	open       []*subnet
	closed     []*subnet
	fleet      string

	since     int // which burst it was built in
	hosts     int
	capacity  int
	machines  []*machine // of the fleet, running
	asleep    []*machine // stopped
	bastions  []*bastion
	disks     []*disk
	peers     []string // who may come in
	functions []*function
	cards     []card // of the functions
	data      *database
}

// subnet is a subnet with its place and its ties.
type subnet struct {
	id, cidr, zone, name string
	tie                  string // to its table
	follows, followed    string // its ties to the ACL it was born with and to the network's own
}

// build makes a network.
func (l *life) build() []deed {
	n := l.draw()
	l.networks = append(l.networks, n)
	b := &doing{with: n.with}
	quick, wait := time.Duration(0), 11*time.Second // Terraform makes what hangs on nothing at once
	switch n.with {
	case stack:
		quick, wait = 2*time.Second, 16*time.Second
	case console:
		quick, wait = time.Second, 3*time.Second
	case terraform:
	}
	l.raise(b, n, quick, wait)
	l.lead(b, n, quick)
	l.guard(b, n, quick)
	if n.nat != "" {
		b.do(90*time.Second, func(*world, time.Time) step { return routeTo(n.by, n.inward, "0.0.0.0/0", "natGatewayId", n.nat) })
	}
	if n.fleet != "" {
		l.man(b, n)
	}
	return b.deeds
}

// draw plans a network: what it is made with, and which parts it has.
func (l *life) draw() *network {
	l.made++
	n := &network{
		name: fmt.Sprintf("%s-%d", pick(l.dice, []string{"shop", "orders", "batch", "media", "preview"}), l.made), vpc: l.id("vpc"), gateway: l.id("igw"), group: l.id("sg"),
		block: fmt.Sprintf("10.%d", 16+l.made%230), outward: l.id("rtb"), usual: l.id("acl"), since: l.drift,
	}
	switch l.dice.upTo(10) {
	case 0, 1:
		n.with, n.by = stack, l.cast.stacks
	case 2:
		n.with, n.by = console, pick(l.dice, l.cast.people)
	default:
		n.with, n.by = terraform, pick(l.dice, l.cast.pipelines[:2])
	}
	zones := []string{"a", "b", "c"}[:l.dice.between(1, 3)]
	for i, zone := range zones {
		n.open = append(n.open, l.plot(n, i, zone, "public"))
		if n.with != console {
			n.closed = append(n.closed, l.plot(n, 16+i, zone, "private"))
		}
	}
	if len(n.closed) > 0 {
		n.inward, n.nat, n.lease = l.id("rtb"), l.id("nat"), l.id("eipalloc")
	}
	if l.dice.chance(2) {
		n.endpoint = l.id("vpce")
	}
	if n.with == terraform && l.dice.chance(3) {
		n.acl = l.id("acl")
	}
	if l.dice.chance(3) {
		n.watch = l.id("fl")
	}
	if n.with != console {
		n.fleet, n.capacity = n.name+"-workers", l.dice.between(1, 3)
	}
	return n
}

func (l *life) plot(n *network, third int, zone, kind string) *subnet {
	return &subnet{
		id: l.id("subnet"), cidr: fmt.Sprintf("%s.%d.0/24", n.block, third), zone: zone, name: n.name + "-" + kind + "-" + zone, tie: l.id("rtbassoc"),
		follows: l.id("aclassoc"), followed: l.id("aclassoc"),
	}
}

// raise makes the VPC, its gateway and its subnets.
func (l *life) raise(b *doing, n *network, quick, wait time.Duration) {
	b.do(0, func(w *world, _ time.Time) step { return vpcOf(w, n.by, n.vpc, n.block+".0.0/16", n.name) })
	b.do(quick, func(w *world, _ time.Time) step { return createGateway(w, n.by, n.gateway) })
	b.now(wait, hostnames(n.by, n.vpc))
	b.now(quick, attachGateway(n.by, n.gateway, n.vpc))
	for i, s := range append(n.open[:len(n.open):len(n.open)], n.closed...) {
		b.do(quick, func(w *world, _ time.Time) step { return subnetIn(w, n.by, n.vpc, s.id, s.cidr, s.zone, s.name) })
		if i < len(n.open) {
			b.now(max(quick, time.Second), mapPublic(n.by, s.id))
		}
	}
}

// lead makes the tables and the ways out.
func (l *life) lead(b *doing, n *network, quick time.Duration) {
	b.do(time.Second, func(w *world, _ time.Time) step { return tableOf(w, n.by, n.outward, n.vpc, n.block+".0.0/16") })
	if n.inward != "" {
		b.do(quick, func(w *world, _ time.Time) step { return tableOf(w, n.by, n.inward, n.vpc, n.block+".0.0/16") })
		address := publicAddress(sum(n.lease))
		b.do(quick, func(w *world, _ time.Time) step { return allocate(w, n.by, n.lease, address, n.name) })
	}
	b.now(time.Second, routeTo(n.by, n.outward, "0.0.0.0/0", "gatewayId", n.gateway))
	for _, s := range n.open {
		b.now(quick, associateTable(n.by, n.outward, s.id, s.tie))
	}
	for _, s := range n.closed {
		b.now(quick, associateTable(n.by, n.inward, s.id, s.tie))
	}
	if n.nat != "" {
		b.do(time.Second, func(w *world, at time.Time) step { return natIn(w, n.by, n.nat, n.open[0].id, n.vpc, n.lease, at) })
	}
	if n.endpoint != "" {
		table := n.outward
		if n.inward != "" {
			table = n.inward
		}
		b.do(time.Second, func(w *world, at time.Time) step { return endpointIn(w, n.by, n.endpoint, n.vpc, table, "s3", at) })
	}
}

// guard makes the group, and the ACL of those who have one of their own.
func (l *life) guard(b *doing, n *network, quick time.Duration) {
	b.do(quick, func(w *world, _ time.Time) step { return groupOf(w, n.by, n.group, n.vpc, n.name) })
	if n.with == terraform {
		b.now(time.Second, closeOutbound(n.by, n.group))
		b.do(time.Second, func(w *world, _ time.Time) step { return openOutbound(w, n.by, n.group) })
	}
	b.do(time.Second, func(w *world, _ time.Time) step { return allow(w, n.by, n.group, "0.0.0.0/0") })
	if n.watch != "" {
		b.do(quick, func(w *world, _ time.Time) step { return flowLogs(w, n.by, n.vpc, n.watch) })
	}
	if n.acl == "" {
		return
	}
	b.do(quick, func(w *world, _ time.Time) step { return createACL(w, n.by, n.acl, n.vpc, n.name) })
	b.now(time.Second, entry(n.by, n.acl, "100", "false", "allow"), entry(n.by, n.acl, "100", "true", "allow"))
	for _, s := range n.closed {
		b.now(time.Second, follow(n.by, s.follows, n.acl, s.followed))
	}
}

// man makes the fleet and its first machines.
func (l *life) man(b *doing, n *network) {
	var subnets []string
	for _, s := range n.closed {
		subnets = append(subnets, s.id)
	}
	b.now(2*time.Second, createFleet(n.by, n.fleet, n.capacity, subnets...))
	for range n.capacity {
		l.enlist(b, n, 7*time.Second)
	}
}

// publicAddress is an address for whom it hangs on.
func publicAddress(x uint64) string {
	return fmt.Sprintf("52.%d.%d.%d", 16+x%200, x>>8%256, 1+x>>16%250)
}
