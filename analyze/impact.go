// Impact: what each resource lost and kept, from when to when, why, and how surely.

package analyze

import (
	"cmp"
	"context"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Impact is what a cut, or the state of a VPC at one time, means for its resources; as JSON in the words of the contract.
type Impact struct {
	Chain      *string     `json:"chain"`
	Scope      Named       `json:"scope"`
	From       time.Time   `json:"from"`
	Until      *time.Time  `json:"until"`
	Resources  []Resource  `json:"resources"`
	Blackholes []Blackhole `json:"routes_blackholed"`
	Stranded   []string    `json:"subnets_without_default_route"`
	Attempts   []Try       `json:"attempts"`
	Behaviour  []Finding   `json:"behaviour"`
	Ambiguous  []Ambiguity `json:"ambiguous"`
	Unknown    []Unknown   `json:"unknown"`
	Conflicts  []Conflict  `json:"conflicts"`
	Flows      []Heard     `json:"flows"`
	Patches    []PatchRun  `json:"patches"`
}

// Witness tells what instances did, and what was done to them.
type Witness interface {
	BehaviourSource
	CompanionSource
}

// Resource is what one resource lost and kept.
type Resource struct {
	ID           string      `json:"id"`
	Kind         string      `json:"kind"`
	Name         trail.Maybe `json:"name"` // its Name tag
	Capabilities []Entry     `json:"capabilities"`
}

// Entry is one interval of one capability.
type Entry struct {
	What         string          `json:"what"`
	Before       topology.Answer `json:"before"`
	After        topology.Answer `json:"after"`
	FilterBefore topology.Answer `json:"filter_before"`
	FilterAfter  topology.Answer `json:"filter_after"`
	From         time.Time       `json:"from"`
	Until        *time.Time      `json:"until"`
	End          string          `json:"end"` // open, restored, gone (it exists no longer), changed (another entry goes on) or kept
	Level        string          `json:"level"`
	Cause        string          `json:"cause"` // the call that took it, by its event id; empty of what was kept
	Path         []string        `json:"path_before"`
	Code         string          `json:"reason_code,omitempty"`
	Reason       string          `json:"reason_after"`
	Sources      []string        `json:"sources"`

	said topology.Answer // what After was by the log alone
}

// Blackhole is a route that leads nowhere.
type Blackhole struct {
	Table       string `json:"route_table"`
	Destination string `json:"destination"`
	Target      string `json:"target"`
	Level       string `json:"level"`
}

// Impact tells what a chain cost.
func (c *Case) Impact(ctx context.Context, src Witness, chain *Chain) (*Impact, error) {
	last := chain.Links[len(chain.Links)-1].Moment
	cut := topology.Origin // the state that people ask about is the one after the last cut
	for _, l := range chain.Links {
		if l.Role == Cut || l.Role == RunUp || l.Role == Hardening {
			cut = max(cut, l.Moment)
		}
	}
	if cut == topology.Origin {
		cut = last
	}
	i := &Impact{Chain: &chain.ID, Scope: Named{chain.Scope.Kind, chain.Scope.ID}, From: chain.From.UTC(), Until: chain.Until}
	at := c.History.State(cut)
	vpcs := c.vpcs(chain)
	i.fill(c, c.History.State(max(chain.Links[0].Moment-1, topology.Origin)), at, vpcs, chain.Outages)
	if err := i.patches(ctx, src, chain.Outages, c.History); err != nil {
		return nil, err
	}
	i.severances(chain)
	i.Attempts = tries(chain.Links)
	i.doubts(c, vpcs, chain.Links[0].Moment, max(last, cut))
	i.missing(c, chain.Account, chain.Region, chain.From, chain.Until)
	until := chain.Links[len(chain.Links)-1].Event.Time
	return i, i.watch(ctx, c, src, vpcs, chain.Outages, chain.From.Add(-lookout), until.Add(lookout))
}

// watch adds what the instances did themselves, what flow logs say, and which losses either has shown not to be.
func (i *Impact) watch(ctx context.Context, c *Case, src BehaviourSource, vpcs []*topology.Thing, lost []Outage, from, until time.Time) error {
	var instances []*topology.Thing
	for _, vpc := range vpcs {
		instances = append(instances, c.History.Inside(vpc, topology.Instance)...)
	}
	if flows, ok := src.(FlowSource); ok {
		if err := i.hear(ctx, c, flows); err != nil {
			return err
		}
	}
	i.denials(lost)
	found, err := c.Behaviour(ctx, src, instances, from, until)
	i.Behaviour = found
	return err
}

// ImpactAt tells how a VPC stood at a time: what its resources had lost by then, and what they had.
func (c *Case) ImpactAt(ctx context.Context, src Witness, vpc *topology.Thing, t time.Time) (*Impact, error) {
	m := c.History.At(t)
	i := &Impact{Scope: Named{"vpc", vpc.ID}, From: t.UTC(), Until: nil, Attempts: []Try{}}
	var open []Outage
	for _, o := range c.Outages {
		if o.VPC == vpc && o.From <= m && (o.Until == topology.Origin || o.Until > m) {
			open = append(open, o)
		}
	}
	for n := range c.Chains {
		chain := &c.Chains[n]
		if chain.thing == vpc && !chain.From.After(t) && (chain.Until == nil || !chain.Until.Before(t)) {
			i.Chain, i.From, i.Until = &chain.ID, chain.From.UTC(), chain.Until
		}
	}
	at := c.History.State(m)
	i.fill(c, at, at, []*topology.Thing{vpc}, open)
	if err := i.patches(ctx, src, open, c.History); err != nil {
		return nil, err
	}
	i.doubts(c, []*topology.Thing{vpc}, topology.Origin, m)
	asked := t.Add(time.Second)
	i.missing(c, vpc.Account, vpc.Region, i.From, &asked)
	return i, i.watch(ctx, c, src, []*topology.Thing{vpc}, open, t.Add(-lookout), t.Add(lookout))
}

// vpcs returns the VPCs that a chain is about.
func (c *Case) vpcs(chain *Chain) []*topology.Thing {
	var found []*topology.Thing
	if chain.thing != nil && chain.thing.Kind == topology.VPC {
		found = append(found, chain.thing)
	}
	for _, o := range chain.Outages {
		if o.VPC != nil && !slices.Contains(found, o.VPC) {
			found = append(found, o.VPC)
		}
	}
	if chain.Scope.Kind != "region" {
		return found
	}
	at := c.History.State(chain.Links[0].Moment)
	for _, t := range c.History.Things(topology.VPC) { // what was not lost, or is not known to be, is told as well
		if t.Account == chain.Account && t.Region == chain.Region && !at.Stands(t).Is(topology.None) && !slices.Contains(found, t) {
			found = append(found, t)
		}
	}
	return found
}

// fill tells the resources of the VPCs: what the outages took from them, and what they had before and still had at the state.
func (i *Impact) fill(c *Case, before, at *topology.State, vpcs []*topology.Thing, lost []Outage) {
	i.Resources, i.Blackholes, i.Stranded = []Resource{}, []Blackhole{}, []string{}
	i.Behaviour, i.Ambiguous, i.Unknown, i.Conflicts, i.Patches = []Finding{}, []Ambiguity{}, []Unknown{}, []Conflict{}, []PatchRun{}
	i.Flows = []Heard{}
	var things []*topology.Thing
	for _, o := range lost {
		if !slices.Contains(things, o.Thing) {
			things = append(things, o.Thing)
		}
	}
	for _, vpc := range vpcs {
		if whole := at.Get(vpc, topology.Whole); !whole.Is(topology.Yes) && !at.Stands(vpc).Is(topology.None) {
			why := cmp.Or(whole.Why, "it is older than the log, and no complete baseline covers it")
			i.Unknown = append(i.Unknown, Unknown{vpc.ID, "resources", "what else is in " + vpc.ID + " is not known: " + why})
		}
		for _, kind := range lossy {
			for _, t := range c.History.Inside(vpc, kind) {
				switch stands := at.Stands(t); {
				case slices.Contains(things, t), stands.Is(topology.None):
				case stands.Is(topology.Yes):
					things = append(things, t)
				case at.Get(t, topology.InVPC).Is(topology.To(vpc)) || !at.Get(t, topology.InVPC).Known():
					i.Unknown = append(i.Unknown, Unknown{t.ID, "existence", cmp.Or(stands.Why, "no record tells whether it stood then")})
				}
			}
		}
	}
	slices.SortFunc(things, func(a, b *topology.Thing) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	for _, t := range things {
		r := Resource{ID: t.ID, Kind: string(t.Kind), Name: trail.Maybe(at.Get(t, topology.Name).Text), Capabilities: []Entry{}}
		done := map[string]bool{}
		for n := range lost {
			if o := &lost[n]; o.Thing == t {
				r.Capabilities = append(r.Capabilities, c.entry(o))
				done[o.What] = true
				if o.After == topology.Unproven || o.veiled() {
					i.Unknown = append(i.Unknown, Unknown{t.ID, o.What, o.Reason.Text})
				}
			}
		}
		for _, k := range at.Capabilities(t) {
			switch {
			case done[k.What]:
			case k.Answer == topology.Unproven:
				i.Unknown = append(i.Unknown, Unknown{t.ID, k.What, k.Reason.Text})
			case k.Answer != topology.Cut:
				r.Capabilities = append(r.Capabilities, c.kept(t, before, at, k, i.From))
			}
		}
		slices.SortStableFunc(r.Capabilities, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.What, b.What), a.From.Compare(b.From)) })
		i.Resources = append(i.Resources, r)
	}
	for _, vpc := range vpcs {
		i.routes(c, at, vpc)
	}
}

// entry tells an outage.
func (c *Case) entry(o *Outage) Entry {
	e := Entry{
		What: o.What, Before: o.Before, After: o.After, FilterBefore: o.FilterBefore, FilterAfter: o.FilterAfter,
		From: when(c.History, o.From).UTC(), Level: o.Level.String(), Path: list(o.Path), Code: o.Reason.Code, Reason: o.Reason.Text,
		Sources: c.ids(o.Sources), End: o.End.String(), said: o.After,
	}
	if d := o.denied; d != nil {
		e.After, e.Level, e.Code = topology.Unproven, trail.Unknown.String(), topology.NotKnown
		e.Reason = d.why + "; the log said: " + e.Reason
	}
	if o.Cause != topology.Origin {
		e.Cause = c.ids([]topology.Moment{o.Cause})[0]
	}
	if o.Until != topology.Origin {
		until := when(c.History, o.Until).UTC()
		e.Until = &until
	}
	return e
}

// kept tells what a resource had before and still had. What could not be used before, or was not there, is told as it came.
func (c *Case) kept(t *topology.Thing, before, at *topology.State, k topology.Capability, from time.Time) Entry {
	filter := at.Filtered(t, k.What).Answer
	e := Entry{
		What: k.What, Before: k.Answer, After: k.Answer, FilterBefore: filter, FilterAfter: filter, From: from, Level: k.Level.String(), End: "kept",
		Path: list(k.Path), Code: k.Reason.Code, Reason: k.Reason.Text, Sources: c.ids(k.Sources), said: k.Answer,
	}
	if was, ok := before.Capable(t, k.What); before != at && ok && (was.Answer == topology.Reaches || was.Answer == topology.Partly) {
		e.Before, e.FilterBefore = was.Answer, before.Filtered(t, k.What).Answer
	}
	return e
}

// ids returns the event ids of calls; a baseline is named by what it was read from.
func (c *Case) ids(moments []topology.Moment) []string {
	found := []string{}
	for _, m := range moments {
		call := c.History.Call(m)
		id := call.Event.ID
		if id == "" {
			id = call.Event.Name + ":" + call.Event.Source
		}
		if !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	return found
}

// routes tells which routes of a VPC lead nowhere, and which subnets have no default route.
func (i *Impact) routes(c *Case, at *topology.State, vpc *topology.Thing) {
	for _, table := range c.History.Inside(vpc, topology.RouteTable) {
		if at.Stands(table).Is(topology.None) {
			continue
		}
		keys, facts := at.Held(table, topology.Route)
		for n, f := range facts {
			if level, dead := at.Dead(f, vpc); dead {
				i.Blackholes = append(i.Blackholes, Blackhole{table.ID, keys[n], f.Text, level.String()})
			}
		}
	}
	for _, subnet := range c.History.Inside(vpc, topology.Subnet) {
		if at.Stands(subnet).Is(topology.Yes) && at.Defaultless(subnet) {
			i.Stranded = append(i.Stranded, subnet.ID)
		}
	}
	slices.SortFunc(i.Blackholes, func(a, b Blackhole) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Destination, b.Destination))
	})
	slices.Sort(i.Stranded)
}
