// Networks taken down: what stands on something goes before it, and what AWS would refuse waits until it would not.

package corpus

import (
	"slices"
	"time"
)

// takeDown ends a network with all that is in it.
func (l *life) takeDown(n *network) []deed {
	l.networks = slices.DeleteFunc(l.networks, func(o *network) bool { return o == n })
	b := &doing{with: n.with}
	l.empty(b, n)
	l.close(b, n)
	l.raze(b, n)
	return b.deeds
}

// empty ends what runs.
func (l *life) empty(b *doing, n *network) {
	for _, d := range n.disks {
		l.unplug(b, n.by, d)
	}
	n.disks = nil
	for _, f := range n.functions {
		b.now(time.Second, deleteFunction(n.by, f))
	}
	for _, c := range n.cards {
		b.now(time.Second, deleteCard(l.cast.lambda, c.id))
	}
	if n.fleet != "" {
		b.now(time.Second, emptyFleet(n.by, n.fleet))
		l.discharge(b, n, len(n.machines), 2*time.Second)
		b.now(20*time.Second, deleteFleet(n.by, n.fleet))
	}
	for _, h := range slices.Clone(n.bastions) {
		l.retire(b, n, h)
	}
}

// close ends the ways out. The NAT gateway keeps its address, and so the gateway attached, until it is gone.
func (l *life) close(b *doing, n *network) {
	if n.watch != "" {
		b.now(0, endFlowLogs(n.by, n.watch))
	}
	if n.endpoint != "" {
		b.now(time.Second, deleteEndpoints(n.by, n.vpc, n.endpoint))
	}
	if n.nat != "" {
		b.now(time.Second, deleteRoute(n.by, n.inward, "0.0.0.0/0"), deleteNat(n.by, n.nat, n.open[0].id))
		b.do(52*time.Second, func(w *world, _ time.Time) step { return releaseAddress(w, n.by, n.lease) })
	}
	b.now(time.Second, deleteRoute(n.by, n.outward, "0.0.0.0/0"))
	for _, s := range append(n.open[:len(n.open):len(n.open)], n.closed...) {
		b.now(0, dissociateTable(n.by, s.tie, s.id))
	}
	b.now(time.Second, deleteTable(n.by, n.outward, n.vpc))
	if n.inward != "" {
		b.now(0, deleteTable(n.by, n.inward, n.vpc))
	}
	b.now(2*time.Second, detachGateway(n.by, n.gateway, n.vpc), deleteGateway(n.by, n.gateway))
}

// raze ends the ground.
func (l *life) raze(b *doing, n *network) {
	if n.acl != "" {
		for _, s := range n.closed {
			b.now(0, follow(n.by, s.followed, n.usual, l.id("aclassoc")))
		}
		b.now(time.Second, deleteACL(n.by, n.acl))
	}
	for _, s := range append(n.open[:len(n.open):len(n.open)], n.closed...) {
		b.now(0, deleteSubnet(n.by, s.id))
	}
	b.now(time.Second, deleteGroup(n.by, n.group), deleteVPC(n.by, n.vpc))
}
