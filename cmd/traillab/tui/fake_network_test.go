// A fake network: a VPC that is cut off, with a subnet of each kind, things that are not known, and names that try to be more.

package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
)

func (p *paper) Impact(_ context.Context, chain *analyze.Chain) (*analyze.Impact, error) {
	p.asked = append(p.asked, "impact "+chain.ID)
	for i := range p.impacts {
		if *p.impacts[i].Chain == chain.ID {
			return p.impacts[i], nil
		}
	}
	return nil, errors.New("no such chain")
}

func (p *paper) Networks(context.Context) ([]snapshot.Known, error) {
	made := noon.Add(-time.Hour)
	return []snapshot.Known{
		{ID: "vpc-0a1", Account: "111122223333", Region: "eu-west-1", Name: "production", Ranges: []string{"10.0.0.0/16"}, Exists: "yes", Level: "inferred", Subnets: 3, Tables: 2, Gateways: 1, NATs: 1, Instances: 4},
		{ID: "vpc-0a2", Account: "444455556666", Region: "us-east-1", Exists: "unknown", Level: "unknown"},
		{ID: "vpc-0a3", Account: "444455556666", Region: "us-east-1", Exists: "no", Level: "observed", Since: &made, Until: &made, Name: "\x1b[31mred\u202e"},
	}, nil
}

func (p *paper) Course(_ context.Context, vpc Place) (Course, error) {
	var c Course
	for i := range p.chains[0].Links {
		l := &p.chains[0].Links[i]
		if n := len(c.Turns); n == 0 || !c.Turns[n-1].At.Equal(l.Event.Time) {
			c.Turns = append(c.Turns, Turn{At: l.Event.Time})
		}
		t := &c.Turns[len(c.Turns)-1]
		t.Calls = append(t.Calls, Step{l.Event.ID, l.Event.Name, l.Event.Principal, l.Role, l.Role == analyze.Attempt})
	}
	c.Turns = append([]Turn{{At: noon.Add(-2 * time.Hour), Calls: []Step{{"", "CreateSubnet", "arn:aws:iam::111122223333:user/terraform", "", false}}}}, c.Turns...)
	c.Chains = []analyze.Chain{p.chains[0]}
	return c, nil
}

func (p *paper) Network(_ context.Context, vpc Place, at time.Time) (*snapshot.Network, error) {
	p.asked = append(p.asked, fmt.Sprintf("network %s at %s", vpc.ID, at.Format("15:04:05.999999999")))
	if p.network != nil {
		return p.network(at), nil
	}
	return drawnNetwork(at), nil
}

// fakeFact is a fact with a source.
func fakeFact(value, level string) snapshot.Fact {
	f := snapshot.Fact{Level: level, Sources: []string{"0f8fad5b-d9cb-469f-a165-000000000013"}}
	if value != "" {
		f.Value = &value
	}
	if level == "unknown" {
		f.Value, f.Reason = nil, "it is older than the log"
	}
	return f
}

// drawnNetwork is the VPC at a time: whole before 12:09, its gateway detached from then on, deleted from 12:11, another at 12:40.
func drawnNetwork(at time.Time) *snapshot.Network {
	cut, deleted, mended := !at.Before(noon.Add(9*time.Minute)), !at.Before(noon.Add(11*time.Minute)), !at.Before(noon.Add(40*time.Minute))
	gateway, state, standing, answer := "igw-0a1", "attached", "public", "yes"
	routeState := snapshot.Active
	switch {
	case mended:
		gateway = "igw-0a2"
	case deleted:
		state, standing, answer, routeState = "deleted", "isolated", "no", snapshot.Blackhole
	case cut:
		state, standing, answer, routeState = "detached", "isolated", "no", snapshot.Blackhole
	}
	target, nat := gateway, "nat-0a1"
	route := func(to *string, state, level string) snapshot.Route {
		return snapshot.Route{Destination: "0.0.0.0/0", Target: to, State: state, Level: level, Sources: []string{"0f8fad5b-d9cb-469f-a165-000000000014"}}
	}
	local := "local"
	n := &snapshot.Network{
		ID: "vpc-0a1", Account: "111122223333", Region: "eu-west-1", Name: "production", At: at, Exists: fakeFact("yes", "inferred"), Whole: fakeFact("", "unknown"),
		Ranges: []snapshot.Keyed{{Key: "10.0.0.0/16", Fact: fakeFact("yes", "observed")}}, Main: fakeFact("rtb-0a1", "observed"), Block: fakeFact("", "unknown"),
		Gateways: []snapshot.Gateway{{ID: gateway, Kind: "internet-gateway", Name: "edge", State: state, Fact: fakeFact(state, "observed")}},
		NATs:     []snapshot.NAT{{ID: "nat-0a1", Exists: fakeFact("yes", "observed"), Subnet: fakeFact("subnet-0a1", "observed"), Private: fakeFact("", "observed"), Addresses: []snapshot.Address{{ID: "eipalloc-0a1", Fact: fakeFact("198.51.100.9", "observed")}}}},
		Tables: []snapshot.Table{
			{ID: "rtb-0a1", Main: true, Exists: fakeFact("yes", "observed"), Whole: fakeFact("yes", "observed"), Routes: []snapshot.Route{{Destination: "10.0.0.0/16", Target: &local, State: snapshot.Active, Level: "observed"}, route(&target, routeState, "observed")}},
			{ID: "rtb-0a2", Exists: fakeFact("yes", "observed"), Whole: fakeFact("yes", "observed"), Routes: []snapshot.Route{route(&nat, snapshot.Active, "inferred"), {Destination: "172.16.0.0/12", Target: new(string), State: snapshot.Unknown, Level: "unknown", Reason: "whether it is there is not known"}}},
		},
		Subnets: []snapshot.Subnet{
			fakeSubnet("subnet-0a1", "web", standing, "rtb-0a1", "observed"), fakeSubnet("subnet-0a2", "app", "private", "rtb-0a2", "inferred"), fakeSubnet("subnet-0a3", "", "unknown", "", "unknown"),
		},
		Instances: []snapshot.Instance{
			fakeInstance("i-0a1", "web-1", "subnet-0a1", "running", answer), fakeInstance("i-0a2", "\x1b]0;owned\x07שלום", "subnet-0a1", "stopped", "no"),
			fakeInstance("i-0a3", "app-1", "subnet-0a2", "running", "part"), fakeInstance("i-0a4", "", "", "", "unknown"),
		},
		Endpoints: []snapshot.Endpoint{{ID: "vpce-0a1", Exists: fakeFact("yes", "observed"), Service: fakeFact("com.amazonaws.eu-west-1.s3", "observed"), Type: fakeFact("Gateway", "observed"), Tables: []snapshot.Keyed{{Key: "rtb-0a2", Fact: fakeFact("yes", "observed")}}}},
	}
	*n.Tables[1].Routes[1].Target = "pcx-0a1"
	if deleted {
		n.Gateways[0].Fact = fakeFact("", "observed")
	}
	return n
}

func fakeSubnet(id, name, standing, table, level string) snapshot.Subnet {
	s := snapshot.Subnet{
		ID: id, Name: trail.Maybe(name), Exists: fakeFact("yes", "observed"), Zone: fakeFact("eu-west-1a", "observed"), Ranges: []snapshot.Keyed{{Key: "10.0." + id[len(id)-1:] + ".0/24", Fact: fakeFact("yes", "observed")}},
		Table: fakeFact(table, level), Explicit: table != "rtb-0a1", ACL: fakeFact("", "unknown"),
	}
	s.Internet = snapshot.Internet{Standing: standing, Answer: snapshot.Answer{Answer: "no", Level: level, Reason: "as its routes stood", Sources: []string{"0f8fad5b-d9cb-469f-a165-000000000014"}}}
	return s
}

func fakeInstance(id, name, subnet, state, out string) snapshot.Instance {
	level := "observed"
	if out == "unknown" {
		level = "unknown"
	}
	can := func(what, answer string) snapshot.Capability {
		return snapshot.Capability{What: what, Filter: "yes", Answer: snapshot.Answer{Answer: answer, Level: level, Reason: "because of its routes", Sources: []string{"0f8fad5b-d9cb-469f-a165-000000000014"}}}
	}
	in := fakeFact(subnet, "observed")
	runs := fakeFact(state, "observed")
	if subnet == "" {
		in, runs = fakeFact("", "unknown"), fakeFact("", "unknown")
	}
	return snapshot.Instance{
		ID: id, Name: trail.Maybe(name), Exists: fakeFact("yes", level), Subnet: in, State: runs, Public4: snapshot.Answer{Answer: "no", Level: "observed"}, Public6: snapshot.Answer{Answer: "no", Level: "observed"},
		Profile: fakeFact("", "observed"), Capabilities: []snapshot.Capability{can("egress4", out), can("ingress4", "no"), can("ssm", out)},
	}
}

// fleet is a VPC with so many subnets of a few kinds, with an instance each.
func fleet(subnets int) *snapshot.Network {
	n := drawnNetwork(noon)
	for i := range subnets {
		s := fakeSubnet(fmt.Sprintf("subnet-f%04d", i), "", "private", "rtb-0a2", "observed")
		if i%7 == 0 {
			s.Internet.Standing, s.Table, s.Explicit = "public", fakeFact("rtb-0a1", "observed"), false
		}
		s.Zone = fakeFact(fmt.Sprintf("eu-west-1%c", 'a'+i%3), "observed")
		n.Subnets = append(n.Subnets, s)
		n.Instances = append(n.Instances, fakeInstance(fmt.Sprintf("i-f%04d", i), "", s.ID, "running", "yes"))
	}
	slices.SortFunc(n.Instances, func(a, b snapshot.Instance) int { return len(a.ID) - len(b.ID) })
	return n
}

// costs is what the chains of the incident cost.
func costs(chains []analyze.Chain) []*analyze.Impact {
	end := noon.Add(40 * time.Minute)
	id := func(n int) string { return fmt.Sprintf("0f8fad5b-d9cb-469f-a165-%012d", n) }
	entry := func(what, before, after, level, finish string, until *time.Time) analyze.Entry {
		e := analyze.Entry{
			What: what, FilterBefore: "yes", FilterAfter: "yes", From: noon.Add(9 * time.Minute), Until: until, End: finish, Level: level, Cause: id(14),
			Path: []string{"subnet-0a1", "rtb-0a1", "0.0.0.0/0 → igw-0a1"}, Reason: "igw-0a1 was detached from vpc-0a1, so that the route to it leads nowhere", Sources: []string{id(13), id(14)},
		}
		e.Before, e.After = topology.Answer(before), topology.Answer(after)
		if finish == "kept" {
			e.Cause, e.Reason = "", ""
		}
		return e
	}
	return []*analyze.Impact{
		{
			Chain: &chains[0].ID, From: chains[0].From, Until: chains[0].Until, Stranded: []string{"subnet-0a3"},
			Resources: []analyze.Resource{
				{ID: "i-0a1", Kind: "instance", Name: "web-1", Capabilities: []analyze.Entry{
					entry("egress4", "yes", "no", "observed", "restored", &end), entry("ingress4", "yes", "no", "inferred", "open", nil), entry("service:s3", "yes", "yes", "observed", "kept", nil),
				}},
				{ID: "i-0a3", Kind: "instance", Name: "app-1\x1b[2J", Capabilities: []analyze.Entry{entry("egress4", "yes", "part", "observed", "gone", &end), entry("ssm", "unknown", "no", "inferred", "open", nil)}},
				{ID: "db-0a1", Kind: "db-instance", Capabilities: []analyze.Entry{entry("ingress4", "yes", "unknown", "unknown", "open", nil)}},
			},
			Unknown:    []analyze.Unknown{{ID: "vpc-0a1", What: "resources", Reason: "what else is in vpc-0a1 is not known: it is older than the log"}},
			Blackholes: []analyze.Blackhole{{Table: "rtb-0a1", Destination: "0.0.0.0/0", Target: "igw-0a1", Level: "observed"}},
			Behaviour:  []analyze.Finding{{Resource: "i-0a1", Calls: 3, SourceIPs: []string{"203.0.113.9"}, Finding: analyze.Suspicion, Why: "it called from an address that is not its own"}},
		},
		{Chain: &chains[1].ID, From: chains[1].From, Resources: []analyze.Resource{{ID: "i-0b1", Kind: "instance", Capabilities: []analyze.Entry{entry("egress4", "yes", "no", "observed", "open", nil)}}}},
	}
}
