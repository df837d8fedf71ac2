// Severed ties outside the network: a volume from its instance, a policy from its role, an account from its organization.
// Each makes a chain about what lost it, from the cut to the call that tied it again.

package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// inNetwork are the relations that the fold answers for.
var inNetwork = map[string]bool{
	"internet-gateway/vpc": true, "egress-only-gateway/vpc": true, "vpn-gateway/vpc": true, "nat-gateway/subnet": true,
	"region/internet": true, "route/route-table": true, "route-table/vpc": true, "route-table/subnet": true,
	"address/interface": true, "address/account": true, "address/nat-gateway": true, "cidr/vpc": true, "cidr/subnet": true,
	"cidr/network-acl": true, "network-acl/subnet": true, "rule/security-group": true, "endpoint/vpc": true,
	"endpoint/route-table": true, "endpoint/subnet": true, "vpn-gateway/route-table": true, "peering-connection/vpc": true,
	"transit-gateway-attachment/vpc": true, "block-public-access-exclusion/region": true, "cidr/prefix-list": true,
	"dns-support/vpc": true, "dns-hostnames/vpc": true,
}

// Severance is a tie that was cut, and when it was tied again.
type Severance struct {
	Detachment
	Until *time.Time   // nil while it is cut
	Again *trail.Event // the call that tied it again
	Gone  *trail.Event // the call that ended what was tied, or what it was tied to
}

// ended tells how the severance ended.
func (s *Severance) ended() End {
	switch {
	case s.Gone != nil:
		return Gone
	case s.Until != nil:
		return Restored
	}
	return Open
}

// severed returns the chains of ties outside the network. Events come in order of time.
func severed(events []trail.Event) []Chain {
	ties := tying()
	r := newReader()
	var made []making
	r.tied = func(c *call, t dialect.Tie) {
		if !inNetwork[t.Relation] {
			made = append(made, making{c.key(t), t.Parent, c.event})
		}
	}
	for i := range events {
		e := &events[i]
		if dialect.RoleOf([]byte(e.Name), []byte(e.Source)) < dialect.Tell && !ties[dialect.Stem(e.Name)] {
			continue
		}
		c, err := newCall(e)
		if err != nil {
			continue // it is told among the detachments, which name it; nothing can be paired with it
		}
		r.take(c)
	}
	r.flush()
	return pair(r.found, made)
}

// tying are the calls that tie something outside the network.
func tying() map[string]bool {
	calls := map[string]bool{}
	for _, r := range dialect.Rows() {
		if r.Effect == "makes" && !inNetwork[r.Relation] {
			calls[r.Call] = true
		}
	}
	return calls
}

// making is a tie that was made.
type making struct {
	tie    tie
	parent string
	event  *trail.Event
}

// pair joins cuts outside the network to chains, and each with the call that tied it again.
func pair(found []Detachment, made []making) []Chain {
	slices.SortStableFunc(made, func(a, b making) int {
		return cmp.Or(a.event.Time.Compare(b.event.Time), cmp.Compare(a.event.ID, b.event.ID), cmp.Compare(a.parent, b.parent))
	})
	again := map[tie][]making{}
	for _, m := range made {
		again[m.tie] = append(again[m.tie], m)
	}
	groups := map[place][]*Chain{}
	var order []*Chain
	slices.SortStableFunc(found, func(a, b Detachment) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Event.ID, b.Event.ID), cmp.Compare(a.Child, b.Child))
	})
	for _, d := range found {
		if inNetwork[d.Relation] || d.Time.IsZero() {
			continue
		}
		about := cmp.Or(d.Parent, d.Child)
		at := place{scope: Scope{"resource", about}, account: d.Event.Account, region: d.Event.Region}
		list := groups[at]
		if n := len(list); n == 0 || d.Time.Sub(list[n-1].last()) > apart {
			c := &Chain{Scope: at.scope, Account: at.account, Region: at.region}
			list = append(list, c)
			order = append(order, c)
		}
		groups[at] = list
		list[len(list)-1].sever(d, again[tie{d.Event.Account, d.Event.Region, d.Relation, d.Child}])
	}
	chains := make([]Chain, 0, len(order))
	for _, c := range order {
		c.settle()
		chains = append(chains, *c)
	}
	return chains
}

// last is the time of the chain's last link.
func (c *Chain) last() time.Time { return c.Links[len(c.Links)-1].Event.Time }

// sever adds a cut to the chain, and the first of the events that tied it again. What is tied to another parent is still cut
// from this one.
func (c *Chain) sever(d Detachment, again []making) {
	role := Cut
	if d.Outcome != Done {
		role = Attempt
	}
	c.link(Link{Event: d.Event, Role: role, Basis: d.Basis})
	if role == Attempt {
		return
	}
	s := Severance{Detachment: d}
	for _, m := range again {
		same := d.Parent == "" || m.parent == "" || m.parent == d.Parent
		if same && m.event.Time.After(d.Time) {
			s.Until, s.Again = &m.event.Time, m.event
			break
		}
	}
	c.Severed = append(c.Severed, s)
}

// link adds an event that the chain does not have yet.
func (c *Chain) link(l Link) {
	if !slices.ContainsFunc(c.Links, func(o Link) bool {
		return o.Event.ID == l.Event.ID && o.Event.Name == l.Event.Name && o.Event.Time.Equal(l.Event.Time)
	}) {
		c.Links = append(c.Links, l)
	}
}

// basisOf is how well what an event says of itself is known.
func basisOf(e *trail.Event) Basis {
	if e.Recovered {
		return Inferred
	}
	return Observed
}

// settle joins the repairs and sums the chain up.
func (c *Chain) settle() {
	open := false
	for _, s := range c.Severed {
		open = open || s.Until == nil
	}
	for _, s := range c.Severed {
		if s.Again != nil && s.Again.ID != s.Event.ID {
			c.link(Link{Event: *s.Again, Role: Restore, Basis: basisOf(s.Again)})
		}
	}
	c.Until = nil
	for i := range c.Links {
		c.Links[i].Event.Request, c.Links[i].Event.Response = "", ""
	}
	slices.SortStableFunc(c.Links, func(a, b Link) int { return a.Event.Time.Compare(b.Event.Time) })
	c.From = c.Links[0].Event.Time
	c.Actors = performers(c.Links)
	c.Attempts = len(tries(c.Links))
	if len(c.Severed) > 0 {
		c.Lost = 1
	}
	if !open {
		until := c.last()
		c.Until = &until
	}
	c.identify()
}

// severances tells the ties of a chain as what its resource lost.
func (i *Impact) severances(chain *Chain) {
	if len(chain.Severed) == 0 {
		return
	}
	_, kind, _ := strings.Cut(chain.Severed[0].Relation, "/")
	r := Resource{ID: chain.Scope.ID, Kind: kind, Capabilities: []Entry{}}
	for _, s := range chain.Severed {
		e := Entry{
			What: s.Relation + " " + s.Child, Before: topology.Reaches, After: topology.Cut, FilterBefore: topology.Unproven,
			FilterAfter: topology.Unproven, From: s.Time.UTC(), Until: s.Until, Level: string(s.Basis), Path: []string{},
			End: s.ended().String(), Cause: s.Event.ID,
			Reason: fmt.Sprintf("%s took %s from it", s.Event.Name, cmp.Or(s.Child, "what its record does not name")), Sources: []string{s.Event.ID},
		}
		if s.Basis == Inferred {
			e.Reason = fmt.Sprintf("%s would have been refused while %s was tied to it; no record tells when it was cut", s.Event.Name, s.Child)
		}
		r.Capabilities = append(r.Capabilities, e)
	}
	i.Resources = append(i.Resources, r)
}
