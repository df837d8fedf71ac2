// The slice: which events of a log belong to a chain. Those are its links, whatever went through that touched the same networks
// until the chain ended, what made the things that these name, and what its doers did beside it that says what they were
// about.

package extract

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Companions of a chain are looked for within an hour of it, and a day before, as the analysis does.
const (
	around      = time.Hour
	forethought = 24 * time.Hour
)

// slicer chooses events.
type slicer struct {
	*extractor
	at      map[identity]topology.Moment
	links   map[identity]analyze.Role
	mine    map[*topology.Thing]bool // the networks and what lies in them
	ids     map[string]bool          // of these, and of what else the slice names
	foreign map[string]bool          // of other networks and what lies in them
	end     time.Time                // until when what touches the networks is taken
	taken   map[identity]*move
}

// slice returns the moves in the order in which they are to be made.
func (x *extractor) slice(ctx context.Context, src Source) ([]*move, error) {
	s := &slicer{
		extractor: x, at: map[identity]topology.Moment{}, links: map[identity]analyze.Role{}, mine: map[*topology.Thing]bool{},
		ids: map[string]bool{}, foreign: map[string]bool{}, taken: map[identity]*move{},
	}
	for i := range x.chain.Links {
		l := &x.chain.Links[i]
		s.links[identity{l.Event.ID, l.Event.Account}] = l.Role
	}
	for i := range x.c.History.Calls {
		e := &x.c.History.Calls[i].Event
		s.at[identity{e.ID, e.Account}] = topology.Moment(i + 1)
	}
	f := trail.Filter{Accounts: []string{x.chain.Account}, Until: trail.Moment{At: x.last().Add(around + time.Second)}}
	for e, err := range src.Network(ctx, f) {
		if err != nil {
			return nil, err
		}
		s.all = append(s.all, s.newMove(e))
	}
	s.own()
	s.close()
	s.touching()
	s.makers()
	if err := s.beside(ctx, src); err != nil {
		return nil, err
	}
	moves := make([]*move, 0, len(s.taken))
	for _, m := range s.taken {
		moves = append(moves, m)
	}
	slices.SortFunc(moves, func(a, b *move) int {
		return cmp.Or(a.event.Time.Compare(b.event.Time), cmp.Compare(a.stage(), b.stage()), cmp.Compare(a.moment, b.moment),
			cmp.Compare(rank(a), rank(b)), cmp.Compare(a.event.ID, b.event.ID))
	})
	return moves, nil
}

// stage is when within a second a move is made: what makes things that are in no network comes before what changes networks, of which
// the fold knows the order, and what ends them afterwards.
func (m *move) stage() int {
	switch {
	case m.moment != topology.Origin:
		return 1
	case rank(m) < 2:
		return 0
	default:
		return 2
	}
}

// rank orders calls of one second by what they can rest on: births before ties, cuts before ends.
func rank(m *move) int {
	for n, beginnings := range [][]string{{"Create", "Register", "Run"}, {"Add", "Attach", "Put", "Associate", "Tag"}, nil, {"Remove", "Detach", "Disassociate", "DeleteRolePolicy", "DeleteUserPolicy", "DeleteGroupPolicy"}} {
		if slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(m.event.Name, b) }) {
			return n
		}
	}
	if strings.HasPrefix(m.event.Name, "Delete") {
		return 4
	}
	return 2
}

func (s *slicer) newMove(e trail.Event) *move {
	m := &move{event: e}
	m.call, m.known = s.Model.Call(&e)
	m.role, m.moment = s.links[m.identity()], s.at[m.identity()]
	return m
}

// own finds the networks that the chain is about, and what lies in them and in others.
func (s *slicer) own() {
	h := s.c.History
	networks := map[*topology.Thing]bool{}
	for _, t := range h.Find(s.chain.Scope.ID) {
		if t.Kind == topology.VPC && t.Account == s.chain.Account && t.Region == s.chain.Region {
			networks[t] = true
		}
	}
	for _, vpc := range h.Things(topology.VPC) {
		for _, kind := range inNetworks {
			for _, t := range h.Inside(vpc, kind) {
				if slices.ContainsFunc(s.chain.Outages, func(o analyze.Outage) bool { return o.Thing == t }) {
					networks[vpc] = true
				}
			}
		}
	}
	for _, vpc := range h.Things(topology.VPC) {
		things := []*topology.Thing{vpc}
		for _, kind := range inNetworks {
			things = append(things, h.Inside(vpc, kind)...)
		}
		for _, t := range things {
			if networks[vpc] {
				s.mine[t], s.ids[t.ID] = true, true
			} else {
				s.foreign[t.ID] = true
			}
		}
	}
	if s.chain.Scope.Kind == "resource" {
		s.ids[s.chain.Scope.ID] = true
	}
	for id := range s.ids {
		delete(s.foreign, id)
	}
}

// inNetworks are the kinds of things that lie in a network.
var inNetworks = []topology.Kind{
	topology.Subnet, topology.RouteTable, topology.InternetGateway, topology.EgressGateway, topology.VPNGateway, topology.NATGateway,
	topology.Instance, topology.Interface, topology.Endpoint, topology.SecurityGroup, topology.NetworkACL, topology.Balancer,
	topology.Database, topology.Function, topology.Exclusion,
}

// close finds when the slice ends: with the chain, or when its doers deleted the network itself soon after, for then it was taken
// down.
func (s *slicer) close() {
	s.end = s.last()
	doers := s.doers()
	for _, m := range s.all {
		e := &m.event
		if e.Name == "DeleteVpc" && !m.refused() && s.touches(m) && slices.Contains(doers, who(e.Principal)) && e.Time.After(s.end) {
			s.end = e.Time
		}
	}
}

// touching takes the links, and what touched the networks before the slice ended. Refused calls that are no links did nothing.
func (s *slicer) touching() {
	for _, m := range s.all {
		switch {
		case m.role != "":
			s.take(m)
		case m.event.Time.After(s.end) || !s.touches(m) && !s.clears(m):
		case m.refused():
			s.report.Refused++
		default:
			s.take(m)
		}
	}
	for i := range s.chain.Links { // what the network does not know of
		l := &s.chain.Links[i]
		if s.taken[identity{l.Event.ID, l.Event.Account}] == nil {
			s.take(s.newMove(l.Event))
		}
	}
}

func (s *slicer) touches(m *move) bool {
	if c := s.c.History.Call(m.moment); c != nil && slices.ContainsFunc(c.Scope, func(t *topology.Thing) bool { return s.mine[t] }) {
		return true
	}
	return s.chain.Scope.Kind == "resource" && slices.Contains(m.event.IDs, s.chain.Scope.ID)
}

// clears reports whether a doer took away, while the chain went on, what lies nobody knows where: it may have stood in the way.
func (s *slicer) clears(m *move) bool {
	return slices.Contains(clearing, m.event.Name) && !m.refused() && !m.event.Time.Before(s.chain.From) && slices.Contains(s.doers(), who(m.event.Principal)) &&
		!slices.ContainsFunc(m.event.IDs, func(id string) bool { return s.foreign[id] })
}

// clearing are the calls that take away what keeps a gateway.
var clearing = []string{"DisassociateAddress", "ReleaseAddress", "DeleteNatGateway", "StopInstances", "TerminateInstances", "DetachNetworkInterface", "DeleteNetworkInterface"}

func (s *slicer) take(m *move) {
	s.taken[m.identity()] = m
	s.sources = append(s.sources, m.event.ID)
}

// makers takes what made the things that the slice names and that lie in no network, and what was done to them, as long as
// that finds more. What another network has to do with is left out.
func (s *slicer) makers() {
	for more := true; more; {
		more = false
		for _, m := range s.taken {
			for _, id := range identifiers(m.call.In) {
				s.ids[id] = s.ids[id] || !s.foreign[id]
			}
		}
		for _, m := range s.all {
			if s.taken[m.identity()] != nil || m.refused() || m.reads() || m.event.Time.After(s.end) {
				continue
			}
			if s.about(m) {
				s.take(m)
				more = true
			}
		}
	}
}

// about reports whether a call is about things of the slice alone: it made one of them, or names one and nothing of another
// network.
func (s *slicer) about(m *move) bool {
	if slices.ContainsFunc(m.event.IDs, func(id string) bool { return s.foreign[id] }) {
		return false
	}
	named := false
	for _, id := range identifiers(m.call.In) {
		named = named || s.ids[id] && !shared(id)
	}
	for id := range makes(&m.call) {
		named = named || s.ids[id]
	}
	return named
}

// shared reports whether many things that have nothing else to do with each other may name an id.
func shared(id string) bool { return strings.HasPrefix(id, "ami-") || strings.HasPrefix(id, "snap-") }
