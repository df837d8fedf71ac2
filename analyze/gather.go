// Gathering: which cuts, losses, attempts and repairs are one chain. Losses of one VPC that lie at most half an hour apart
// are one story; what a cut needed, and what mends it, belongs to it whatever the distance.

package analyze

import (
	"cmp"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

// apart is how far two losses of one place may lie from each other in one chain.
const apart = 30 * time.Minute

// place is what a chain is about, in its account and region.
type place struct {
	scope           Scope
	account, region string
	thing           *topology.Thing
}

// gatherer makes chains of a history and its outages.
type gatherer struct {
	h       *topology.History
	outages []Outage
	almanac
	unseen map[topology.Moment]*topology.Thing // by deletions that prove a detachment without a record, the VPC that was cut off
}

// group is a chain in the making.
type group struct {
	at      place
	roles   map[topology.Moment]Role
	outages []int
	first   topology.Moment // of the items that were gathered by time
	last    topology.Moment
	merged  bool
}

// gather returns the chains of the network, in order of time.
func gather(h *topology.History, found []Outage) []Chain {
	g := &gatherer{h: h, outages: found, unseen: undetached(h)}
	g.compile()
	groups := g.groups()
	for n, list := range groups {
		holders := map[topology.Moment][]*group{}
		for _, one := range list {
			g.needed(one, holders)
			for m := range one.roles {
				holders[m] = append(holders[m], one)
			}
		}
		list = slices.DeleteFunc(list, func(one *group) bool { return one.merged })
		groups[n] = list
		for i, one := range list {
			until := h.Now()
			if i+1 < len(list) {
				until = list[i+1].first - 1
			}
			g.mended(one)
			g.hardened(one, until)
		}
	}
	var chains []Chain
	for _, list := range groups {
		for _, one := range list {
			chains = append(chains, g.chain(one))
		}
	}
	slices.SortFunc(chains, func(a, b Chain) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Links[0].Moment, b.Links[0].Moment), cmp.Compare(a.ID, b.ID))
	})
	return chains
}

// groups parts what cut, lost and tried by place, and each place by time.
func (g *gatherer) groups() [][]*group {
	var order []place
	lists := map[place][]*group{}
	for i := range g.h.Calls {
		m := topology.Moment(i + 1)
		role, at := g.item(m)
		if role == "" {
			continue
		}
		for _, p := range at {
			if lists[p] == nil {
				order = append(order, p)
			}
			list := lists[p]
			if n := len(list); n == 0 || when(g.h, m).Sub(when(g.h, list[n-1].last)) > apart {
				list = append(list, &group{at: p, roles: map[topology.Moment]Role{}, first: m})
			}
			one := list[len(list)-1]
			one.roles[m], one.last = role, m
			for _, o := range g.caused[m] {
				if role != Attempt && g.of(o, p) {
					one.outages = append(one.outages, o)
				}
			}
			lists[p] = list
		}
	}
	all := make([][]*group, 0, len(order))
	for _, p := range order {
		all = append(all, lists[p])
	}
	return all
}

// needed joins what a detachment needed: the losses of the same VPC from before that were still open when AWS let the
// gateway go. Earlier groups that are nothing but that become part of this one.
func (g *gatherer) needed(one *group, holders map[topology.Moment][]*group) {
	var detached topology.Moment
	for m, role := range one.roles {
		name := g.h.Call(m).Event.Name
		if role == Cut && (name == "DetachInternetGateway" || name == "DeleteInternetGateway") {
			detached = max(detached, m)
		}
	}
	if detached == topology.Origin {
		return
	}
	for _, i := range g.inVPC[one.at.thing] {
		o := &g.outages[i]
		if o.From >= detached {
			break
		}
		if o.Until != topology.Origin && o.Until < detached || one.roles[o.Cause] != "" {
			continue
		}
		c := g.h.Call(o.Cause)
		if c == nil || parts[dialect.Stem(c.Event.Name)].role != RunUp || pauses[c.Event.Name] && o.What != "ingress4" && slices.Contains(c.Scope, o.Thing) {
			continue
		}
		one.roles[o.Cause] = RunUp
		for _, i := range g.caused[o.Cause] {
			if g.of(i, one.at) {
				one.outages = append(one.outages, i)
			}
		}
	}
	var earlier []*group
	for m := range one.roles {
		earlier = append(earlier, holders[m]...)
	}
	slices.SortFunc(earlier, func(a, b *group) int { return cmp.Compare(a.first, b.first) })
	for _, other := range slices.Compact(earlier) {
		if other.merged || !g.onlyFor(other, one) {
			continue
		}
		other.merged = true
		for m, role := range other.roles {
			one.roles[m] = role
		}
		one.outages = append(one.outages, other.outages...)
	}
}

// onlyFor reports whether a group is nothing but the run-up to another.
func (g *gatherer) onlyFor(early, late *group) bool {
	for m, role := range early.roles {
		if role == Cut || role == RunUp && late.roles[m] == "" {
			return false
		}
	}
	for m, role := range early.roles {
		if role == RunUp && late.roles[m] != "" {
			return true
		}
	}
	return false
}

// mended joins the calls that gave back what the chain had taken.
func (g *gatherer) mended(one *group) {
	for _, i := range g.row(one) {
		for _, m := range g.outages[i].Mended {
			if one.roles[m] == "" {
				one.roles[m] = Restore
			}
		}
	}
	for m, role := range one.roles {
		if c := g.h.Call(m); role == Cut && c.Event.Name == "DetachInternetGateway" && one.at.thing != nil {
			if back := g.attachedAgain(m, one.at.thing); back != topology.Origin && one.roles[back] == "" {
				one.roles[back] = Restore
			}
		}
	}
}

// row returns the outages of a group with those that go on from them.
func (g *gatherer) row(one *group) []int {
	rows := slices.Clone(one.outages)
	for _, j := range one.outages {
		b := &g.outages[j]
		rows = append(rows, g.rows[row{b.Thing, b.What, b.began}]...)
	}
	slices.Sort(rows)
	one.outages = slices.Compact(rows)
	return one.outages
}

// attachedAgain returns the first attachment of a gateway to the VPC after m.
func (g *gatherer) attachedAgain(m topology.Moment, vpc *topology.Thing) topology.Moment {
	if after := between(g.attached[vpc], m, g.h.Now()); len(after) > 0 {
		return after[0]
	}
	return topology.Origin
}
