// Networks at work: fleets grow and shrink, machines rest at night, disks, addresses, functions and databases come and go.

package corpus

import (
	"fmt"
	"slices"
	"time"
)

// bastion is a machine with an address of its own.
type bastion struct {
	*machine
	lease, bond string // the address and its tie
}

// disk is a volume that is attached to a machine.
type disk struct{ id, instance string }

// host throws a machine for one of the subnets.
func (l *life) host(n *network, in []*subnet, fleet string) *machine {
	s := pick(l.dice, in)
	n.hosts++
	return &machine{
		id: l.id("i"), card: l.id("eni"), plug: l.id("eni-attach"), vpc: n.vpc, subnet: s.id, zone: s.zone, group: n.group, name: n.name, fleet: fleet,
		private: s.cidr[:len(s.cidr)-len("0/24")] + fmt.Sprint(4+n.hosts%250),
	}
}

// enlist has Auto Scaling launch a machine.
func (l *life) enlist(b *doing, n *network, pause time.Duration) {
	m := l.host(n, n.closed, n.fleet)
	n.machines = append(n.machines, m)
	b.do(pause, func(w *world, at time.Time) step { return launch(w, w.cast.scaling, m, at) })
}

// scale grows a fleet or shrinks it. Auto Scaling sets no capacity when it replaces what has failed.
func (l *life) scale(n *network) []deed {
	if n.fleet == "" {
		return nil
	}
	b := &doing{with: n.with}
	by := n.by
	if l.dice.chance(2) {
		by = l.cast.pipelines[2]
	}
	count := l.dice.between(1, 3)
	switch grow := l.dice.upTo(12) >= len(n.machines); {
	case grow && len(n.machines) < 12:
		n.capacity += count
		b.now(0, setCapacity(by, n.fleet, n.capacity))
		for range count {
			l.enlist(b, n, time.Duration(l.dice.between(3, 9))*time.Second)
		}
	case len(n.machines) > 0 && l.dice.chance(3):
		l.discharge(b, n, 1, 0)
		l.enlist(b, n, time.Duration(l.dice.between(12, 40))*time.Second)
	case len(n.machines) > count:
		n.capacity = max(0, n.capacity-count)
		b.now(0, setCapacity(by, n.fleet, n.capacity))
		l.discharge(b, n, count, 6*time.Second)
	}
	return b.deeds
}

// discharge has Auto Scaling terminate the oldest machines that no disk is attached to.
func (l *life) discharge(b *doing, n *network, count int, pause time.Duration) {
	for i := 0; i < len(n.machines) && count > 0; {
		m := n.machines[i]
		if slices.ContainsFunc(n.disks, func(d *disk) bool { return d.instance == m.id }) {
			i++
			continue
		}
		b.now(pause, terminate(l.cast.scaling, "running", m.id))
		n.machines = slices.Delete(n.machines, i, i+1)
		count--
	}
}

// rest stops the bastions of a network, or wakes those that sleep.
func (l *life) rest(n *network) []deed {
	b := &doing{with: n.with}
	var ids []string
	if len(n.asleep) > 0 {
		for _, m := range n.asleep {
			ids = append(ids, m.id)
		}
		n.asleep = nil
		b.now(0, start(l.cast.functions[4], ids...))
		return b.deeds
	}
	for _, h := range n.bastions {
		n.asleep = append(n.asleep, h.machine)
		ids = append(ids, h.id)
	}
	if len(ids) == 0 {
		return nil
	}
	b.now(0, stop(l.cast.functions[4], ids...))
	return b.deeds
}

// bastion makes a machine that people come in by, or takes the oldest one away.
func (l *life) bastion(n *network) []deed {
	b := &doing{with: n.with}
	if len(n.bastions) >= 2 {
		l.retire(b, n, n.bastions[0])
		n.bastions = n.bastions[1:]
		return b.deeds
	}
	h := &bastion{machine: l.host(n, n.open, ""), lease: l.id("eipalloc"), bond: l.id("eipassoc")}
	h.name = n.name + "-bastion"
	n.bastions = append(n.bastions, h)
	address := publicAddress(sum(h.lease))
	b.do(0, func(w *world, _ time.Time) step { return allocate(w, n.by, h.lease, address, h.name) })
	b.do(0, func(w *world, at time.Time) step { return launch(w, n.by, h.machine, at) })
	b.now(16*time.Second, mapAddress(n.by, h.lease, h.bond, h.card))
	return b.deeds
}

// retire takes a bastion away: first the machine, which frees its address, as people do; a plan unmaps the address first.
func (l *life) retire(b *doing, n *network, h *bastion) {
	state := "running"
	if at := slices.Index(n.asleep, h.machine); at >= 0 {
		n.asleep, state = slices.Delete(n.asleep, at, at+1), "stopped"
	}
	if n.with == terraform {
		b.now(time.Second, unmapAddress(n.by, h.bond, h.card), terminate(n.by, state, h.id))
	} else {
		b.now(time.Second, terminate(n.by, state, h.id))
	}
	b.do(32*time.Second, func(w *world, _ time.Time) step { return releaseAddress(w, n.by, h.lease) })
}

// disk gives a machine of the fleet a disk, or takes one away.
func (l *life) disk(n *network) []deed {
	b := &doing{with: n.with}
	person := pick(l.dice, l.cast.people)
	if len(n.disks) >= 2 {
		l.unplug(b, person, n.disks[0])
		n.disks = n.disks[1:]
		return b.deeds
	}
	if len(n.machines) == 0 {
		return nil
	}
	m, volume := pick(l.dice, n.machines), l.id("vol")
	if slices.ContainsFunc(n.disks, func(d *disk) bool { return d.instance == m.id }) {
		return nil // its place at /dev/sdf is taken
	}
	n.disks = append(n.disks, &disk{volume, m.id})
	b.do(0, func(w *world, at time.Time) step { return createVolume(w, person, volume, m.zone, at) })
	b.do(14*time.Second, func(_ *world, at time.Time) step { return attach(person, volume, m.id, at) })
	return b.deeds
}

func (l *life) unplug(b *doing, by *actor, d *disk) {
	b.do(time.Second, func(_ *world, at time.Time) step { return detachVolume(by, d.id, d.instance, at) })
	b.now(21*time.Second, deleteVolume(by, d.id))
}

// peer lets somebody in, or no longer.
func (l *life) peer(n *network) []deed {
	b := &doing{with: n.with}
	person, peer := pick(l.dice, l.cast.people), fmt.Sprintf("192.168.%d.0/24", l.dice.upTo(250))
	switch {
	case len(n.peers) >= 6 || len(n.peers) > 0 && l.dice.chance(4):
		b.now(0, forbid(person, n.group, n.peers[0]))
		n.peers = n.peers[1:]
	case slices.Contains(n.peers, peer):
		return nil
	default:
		n.peers = append(n.peers, peer)
		b.do(0, func(w *world, _ time.Time) step { return allow(w, person, n.group, peer) })
	}
	return b.deeds
}

// function makes a function in a closed subnet, or Lambda makes and takes away interfaces for those there are.
func (l *life) function(n *network) []deed {
	if len(n.closed) == 0 {
		return nil
	}
	b := &doing{with: n.with}
	switch {
	case len(n.functions) == 0:
		f := &function{name: n.name + "-" + pick(l.dice, l.cast.functions).session, role: "arn:aws:iam::" + l.account + ":role/service-role/" + l.cast.lambda.name, vpc: n.vpc, group: n.group}
		for _, s := range n.closed {
			f.subnets = append(f.subnets, s.id)
		}
		n.functions = append(n.functions, f)
		b.do(0, func(w *world, _ time.Time) step { return createFunction(w, n.by, f) })
	case len(n.cards) >= 4 || len(n.cards) > 0 && l.dice.chance(3):
		b.now(0, deleteCard(l.cast.lambda, n.cards[0].id))
		n.cards = n.cards[1:]
		return b.deeds
	}
	s := pick(l.dice, n.closed)
	n.hosts++
	c := card{
		id: l.id("eni"), subnet: s.id, vpc: n.vpc, zone: s.zone, group: n.group, private: s.cidr[:len(s.cidr)-len("0/24")] + fmt.Sprint(4+n.hosts%250),
		what: "AWS Lambda VPC ENI-" + n.functions[0].name + "-" + string(appendUUID(nil, l.dice.throw(), l.dice.throw())),
	}
	n.cards = append(n.cards, c)
	b.do(4*time.Second, func(w *world, _ time.Time) step { return createCard(w, w.cast.lambda, c) })
	return b.deeds
}

// database makes the network's database, or ends it.
func (l *life) database(n *network) []deed {
	if len(n.closed) == 0 {
		return nil
	}
	b := &doing{with: n.with}
	if n.data != nil {
		b.now(2*time.Second, deleteDatabase(n.by, n.data)...)
		n.data = nil
		return b.deeds
	}
	n.data = &database{name: n.name + "-db", vpc: n.vpc, group: n.group}
	for _, s := range n.closed {
		n.data.subnets = append(n.data.subnets, s.id)
	}
	b.now(2*time.Second, createDatabase(n.by, n.data)...)
	return b.deeds
}
