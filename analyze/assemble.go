// Assembling: a group of calls becomes a chain that can be told.

package analyze

import (
	"cmp"
	"slices"

	"traillab/analyze/topology"
)

// chain tells a group as a chain.
func (g *gatherer) chain(one *group) Chain {
	promote(one)
	c := Chain{Scope: one.at.scope, Account: one.at.account, Region: one.at.region, thing: one.at.thing}
	moments := make([]topology.Moment, 0, len(one.roles))
	for m := range one.roles {
		moments = append(moments, m)
	}
	slices.Sort(moments)
	for _, m := range moments {
		l := Link{m, g.h.Call(m).Event, one.roles[m], Observed}
		if (g.unseen[m] != nil || g.betrays(one, m)) && l.Role == Cut || l.Event.Recovered {
			l.Basis = Inferred
		}
		c.Links = append(c.Links, l)
	}
	for _, i := range one.outages {
		c.Outages = append(c.Outages, g.outages[i])
	}
	slices.SortFunc(c.Outages, func(a, b Outage) int {
		return cmp.Or(cmp.Compare(a.Thing.ID, b.Thing.ID), cmp.Compare(a.What, b.What), cmp.Compare(a.From, b.From))
	})
	c.doubtful = g.doubtful(one)
	c.finish()
	return c
}

// betrays reports whether a call of a group only shows what had been lost before it.
func (g *gatherer) betrays(one *group, m topology.Moment) bool {
	return slices.ContainsFunc(one.outages, func(i int) bool { return g.outages[i].Cause == m && g.outages[i].From < m })
}

// promote calls the run-up the cut where nothing else cut: an address that is unmapped, or a NAT gateway that is deleted, cuts
// by itself.
func promote(one *group) {
	for _, role := range one.roles {
		if role == Cut {
			return
		}
	}
	for m, role := range one.roles {
		if role == RunUp {
			one.roles[m] = Cut
		}
	}
}

// doubtful reports whether something may still be lost of which it is not known whether it is there: a network was cut off,
// nothing has mended that, and there may be things in it.
func (g *gatherer) doubtful(one *group) bool {
	if one.at.thing == nil {
		return false
	}
	cut := topology.Origin
	for m, role := range one.roles {
		switch {
		case role == Restore:
			return false
		case role == Cut && parts[g.h.Call(m).Event.Name].begins:
			cut = max(cut, m)
		}
	}
	now := g.h.State(g.h.Now())
	if cut == topology.Origin || now.Stands(one.at.thing).Is(topology.None) {
		return false
	}
	if !g.h.State(cut).Get(one.at.thing, topology.Whole).Is(topology.Yes) {
		return true // what was in it is not known
	}
	for _, kind := range lossy {
		for _, t := range g.h.Inside(one.at.thing, kind) {
			if !g.h.State(cut).Stands(t).Known() && !now.Stands(t).Known() {
				return true
			}
		}
	}
	return false
}

// finish sums a chain up from its links and outages.
func (c *Chain) finish() {
	c.From = c.Links[0].Event.Time
	c.Actors = performers(c.Links)
	c.Attempts = len(tries(c.Links))
	lost, open := map[*topology.Thing]bool{}, c.doubtful
	for i := range c.Outages {
		o := &c.Outages[i]
		if o.real() {
			lost[o.Thing] = true
		}
		open = open || o.End == Open
	}
	c.Lost = len(lost)
	if !open {
		until := c.Links[len(c.Links)-1].Event.Time
		c.Until = &until
	}
	c.identify()
}

// real reports whether something that was there, and that could be used, is known to be lost.
func (o *Outage) real() bool { return o.claimed() && o.denied == nil }

// claimed reports whether the log says so, whatever contradicts it.
func (o *Outage) claimed() bool {
	return (o.Before == topology.Reaches || o.Before == topology.Partly) && o.FilterBefore != topology.Cut &&
		(o.After == topology.Cut || o.After == topology.Partly || o.FilterAfter == topology.Cut)
}

// performers sums up who acted, in the order in which they first did.
func performers(links []Link) []Performer {
	var actors []Performer
	for i := range links {
		e := &links[i].Event
		at := slices.IndexFunc(actors, func(p Performer) bool { return p.Principal == e.Principal && p.AccessKeyID == e.AccessKeyID })
		if at < 0 {
			at = len(actors)
			actors = append(actors, Performer{Principal: e.Principal, AccessKeyID: e.AccessKeyID})
		}
		actors[at].SourceIPs = with(actors[at].SourceIPs, e.SourceIP)
		actors[at].UserAgents = with(actors[at].UserAgents, e.UserAgent)
	}
	return actors
}

// with inserts a word into a sorted list of words.
func with(words []string, w string) []string {
	if at, found := slices.BinarySearch(words, w); !found && w != "" {
		return slices.Insert(words, at, w)
	}
	return words
}
