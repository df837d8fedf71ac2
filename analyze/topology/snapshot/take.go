// Taking a snapshot: reading a state, and writing down what was read with where it comes from.

package snapshot

import (
	"cmp"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// taker reads one VPC at one moment.
type taker struct {
	*topology.State
	h   *topology.History
	vpc *topology.Thing
}

// Take tells how a VPC stood at a time.
func Take(h *topology.History, vpc *topology.Thing, at time.Time) *Network {
	t := &taker{h.State(h.At(at)), h, vpc}
	n := &Network{
		ID: vpc.ID, Account: vpc.Account, Region: vpc.Region, Name: t.name(vpc), At: at.UTC(), Exists: t.get(vpc, topology.Exists),
		Whole: t.get(vpc, topology.Whole), Ranges: t.held(vpc, topology.Range), Main: t.get(vpc, topology.Main), Block: t.block(),
	}
	if t.Stands(vpc).Is(topology.None) {
		n.Ranges = []Keyed{}
	}
	n.Tables = t.tables()
	n.Gateways = t.gateways(n.Tables)
	n.NATs = each(t, topology.NATGateway, t.nat)
	n.Subnets = each(t, topology.Subnet, t.subnet)
	n.Instances = each(t, topology.Instance, t.instance)
	n.Endpoints = each(t, topology.Endpoint, t.endpoint)
	n.Services = []Service{}
	for _, kind := range []topology.Kind{topology.Balancer, topology.Database, topology.Function} {
		n.Services = append(n.Services, each(t, kind, t.service)...)
	}
	n.ACLs = each(t, topology.NetworkACL, t.acl)
	n.Groups = each(t, topology.SecurityGroup, t.group)
	return n
}

// each tells the things of a kind that are in the VPC, or may be.
func each[T any](t *taker, kind topology.Kind, tell func(*topology.Thing) T) []T {
	told := []T{}
	for _, thing := range t.inside(kind) {
		told = append(told, tell(thing))
	}
	return told
}

// inside returns the things of a kind that are in the VPC, or may be, by id.
func (t *taker) inside(kind topology.Kind) []*topology.Thing {
	var found []*topology.Thing
	for _, thing := range t.h.Inside(t.vpc, kind) {
		in := t.Get(thing, topology.InVPC)
		if !t.Stands(thing).Is(topology.None) && (in.To == t.vpc || !in.Known()) {
			found = append(found, thing)
		}
	}
	slices.SortFunc(found, func(a, b *topology.Thing) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

// fact writes a fact down.
func (t *taker) fact(f topology.Fact) Fact {
	told := Fact{Level: f.Level.String(), Reason: f.Why, Sources: t.ids(f.Cause)}
	if f.Known() && f.Value != topology.None {
		text := f.Text
		told.Value = &text
	}
	return told
}

func (t *taker) get(thing *topology.Thing, a topology.Aspect) Fact { return t.fact(t.Get(thing, a)) }

func (t *taker) name(thing *topology.Thing) trail.Maybe {
	return trail.Maybe(t.Get(thing, topology.Name).Text)
}

// held writes down what is held under keys, or may be.
func (t *taker) held(thing *topology.Thing, a topology.Aspect) []Keyed {
	told := []Keyed{}
	keys, facts := t.Held(thing, a)
	for i, key := range keys {
		told = append(told, Keyed{key, t.fact(facts[i])})
	}
	return told
}

// ids names calls.
func (t *taker) ids(moments ...topology.Moment) []string {
	found := []string{}
	for _, m := range moments {
		call := t.h.Call(m)
		if call == nil {
			continue
		}
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

// answer writes a verdict down.
func (t *taker) answer(v topology.Verdict) Answer {
	path := v.Path
	if path == nil {
		path = []string{}
	}
	return Answer{
		Answer: string(v.Answer), Level: v.Level.String(), Code: v.Reason.Code, Reason: v.Reason.Text, Path: path, Address: v.Address,
		Sources: t.ids(v.Sources...),
	}
}

func (t *taker) able(thing *topology.Thing) []Capability {
	told := []Capability{}
	for _, c := range t.Capabilities(thing) {
		told = append(told, Capability{c.What, string(t.Filtered(thing, c.What).Answer), t.answer(c.Verdict)})
	}
	return told
}

// block is the mode of Block Public Access in the VPC's region. Never told means off, as accounts begin.
func (t *taker) block() Fact {
	for _, region := range t.h.Find(t.vpc.Region) {
		if region.Kind == topology.Region && region.Account == t.vpc.Account {
			return t.get(region, topology.Block)
		}
	}
	return Fact{Level: trail.Unknown.String(), Reason: "no record speaks of it", Sources: []string{}}
}
