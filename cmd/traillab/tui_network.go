// Networks for the pages of the terminal UI: what chains cost, and VPCs as they stood. A case remembers what it has worked out, so
// one question at a time is put to it, over the connection of the inquiries.

package main

import (
	"context"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/analyze/topology"
	"traillab/analyze/topology/snapshot"
	"traillab/cmd/traillab/tui"
)

// over asks a question of the case.
func (q *inquiry) over(ctx context.Context, ask func(*store.Store, *analyze.Case) error) error {
	c, err := q.Case(ctx)
	if err != nil {
		return err
	}
	return q.desk.use(ctx, inquiries, func(s *store.Store) error { return ask(s, c) })
}

// Impact answers the page of impact.
func (q *inquiry) Impact(ctx context.Context, chain *analyze.Chain) (found *analyze.Impact, err error) {
	err = q.over(ctx, func(s *store.Store, c *analyze.Case) error {
		found, err = c.Impact(ctx, s, chain)
		return err
	})
	return found, err
}

// Networks answers the page of all VPCs.
func (q *inquiry) Networks(ctx context.Context) (found []snapshot.Known, err error) {
	err = q.over(ctx, func(s *store.Store, c *analyze.Case) error {
		newest, err := s.Newest(ctx)
		found = snapshot.List(c.History, newest)
		return err
	})
	return found, err
}

// Network answers the page of one.
func (q *inquiry) Network(ctx context.Context, vpc tui.Place, at time.Time) (found *snapshot.Network, err error) {
	err = q.over(ctx, func(_ *store.Store, c *analyze.Case) error {
		thing, err := theVPC(c.History, vpc.ID, placeFlags{[]string{vpc.Account}, []string{vpc.Region}})
		if err != nil {
			return err
		}
		found = snapshot.Take(c.History, thing, at)
		return nil
	})
	return found, err
}

// Course answers the page of one.
func (q *inquiry) Course(ctx context.Context, vpc tui.Place) (found tui.Course, err error) {
	err = q.over(ctx, func(s *store.Store, c *analyze.Case) error {
		thing, err := theVPC(c.History, vpc.ID, placeFlags{[]string{vpc.Account}, []string{vpc.Region}})
		if err != nil {
			return err
		}
		found = course(c, thing)
		found.End, err = s.Newest(ctx)
		return err
	})
	return found, err
}

// course collects the calls that a VPC went through, second by second.
func course(c *analyze.Case, vpc *topology.Thing) tui.Course {
	var out tui.Course
	roles := map[topology.Moment]analyze.Role{}
	for i := range c.Chains {
		chain := &c.Chains[i]
		if !slices.Contains(c.VPCs(chain), vpc) {
			continue
		}
		out.Chains = append(out.Chains, *chain)
		for n := range chain.Links {
			roles[chain.Links[n].Moment] = chain.Links[n].Role
		}
	}
	here := belonging(c.History, vpc)
	for n := range c.History.Calls {
		call, moment := &c.History.Calls[n], topology.Moment(n+1)
		role, told := roles[moment]
		touches := slices.ContainsFunc(call.Scope, func(t *topology.Thing) bool { return here[t] })
		if call.Event.Time.IsZero() || !told && !(touches && (call.Changed || call.Failed)) {
			continue
		}
		if last := len(out.Turns) - 1; last < 0 || !out.Turns[last].At.Equal(call.Event.Time) {
			out.Turns = append(out.Turns, tui.Turn{At: call.Event.Time})
		}
		turn := &out.Turns[len(out.Turns)-1]
		turn.Calls = append(turn.Calls, tui.Step{ID: call.Event.ID, Name: call.Event.Name, Principal: call.Event.Principal, Role: role, Failed: call.Failed})
	}
	return out
}

// belonging are a VPC and all that ever was in it.
func belonging(h *topology.History, vpc *topology.Thing) map[*topology.Thing]bool {
	here := map[*topology.Thing]bool{vpc: true}
	for _, kind := range []topology.Kind{
		topology.Subnet, topology.RouteTable, topology.InternetGateway, topology.EgressGateway, topology.VPNGateway, topology.NATGateway, topology.Instance,
		topology.Interface, topology.Endpoint, topology.SecurityGroup, topology.NetworkACL, topology.Balancer, topology.Database, topology.Function,
	} {
		for _, t := range h.Inside(vpc, kind) {
			here[t] = true
		}
	}
	return here
}
