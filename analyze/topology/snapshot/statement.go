// Statements: a snapshot as a flat list, one fact a row, for spreadsheets.

package snapshot

import "strings"

// Statement is one fact about one thing.
type Statement struct {
	Kind, ID, Name string
	About, Key     string // what of it, and of which of several
	Value          string
	Level, Reason  string
	Sources        []string
}

// lister collects statements about one thing after the other.
type lister struct {
	list           []Statement
	kind, id, name string
}

func (l *lister) of(kind, id, name string) { l.kind, l.id, l.name = kind, id, name }

func (l *lister) add(about, key, value, level, reason string, sources []string) {
	l.list = append(l.list, Statement{l.kind, l.id, l.name, about, key, value, level, reason, sources})
}

func (l *lister) fact(about string, f Fact) {
	value := f.Text()
	if f.Value == nil && f.Known() {
		value = "none"
	}
	l.add(about, "", value, f.Level, f.Reason, f.Sources)
}

func (l *lister) keyed(about string, list []Keyed) {
	for _, k := range list {
		l.add(about, k.Key, k.Text(), k.Level, k.Reason, k.Sources)
	}
}

func (l *lister) answer(about, key string, a Answer) {
	why := a.Reason
	if why == "" {
		why = strings.Join(a.Path, "; ")
	}
	value := a.Answer
	if a.Address != "" {
		value += " " + a.Address
	}
	l.add(about, key, value, a.Level, why, a.Sources)
}

func (l *lister) able(list []Capability) {
	for _, c := range list {
		l.answer("capability", c.What, c.Answer)
	}
}

// Statements tells the network flat.
func (n *Network) Statements() []Statement {
	l := &lister{}
	l.of("vpc", n.ID, string(n.Name))
	l.fact("exists", n.Exists)
	l.fact("whole", n.Whole)
	l.keyed("range", n.Ranges)
	l.fact("main route table", n.Main)
	l.fact("block public access", n.Block)
	for _, g := range n.Gateways {
		l.of(g.Kind, g.ID, string(g.Name))
		l.add("state", "", g.State, g.Level, g.Reason, g.Sources)
	}
	n.edges(l)
	for _, s := range n.Subnets {
		l.of("subnet", s.ID, string(s.Name))
		l.fact("exists", s.Exists)
		l.fact("zone", s.Zone)
		l.keyed("range", s.Ranges)
		l.add("internet", "", s.Internet.Standing, s.Internet.Level, s.Internet.Reason, s.Internet.Sources)
		l.fact("route table", s.Table)
		l.fact("network acl", s.ACL)
	}
	for _, t := range n.Tables {
		l.of("route-table", t.ID, string(t.Name))
		l.fact("exists", t.Exists)
		l.fact("whole", t.Whole)
		for _, r := range t.Routes {
			target := "unknown"
			if r.Target != nil {
				target = *r.Target
			}
			l.add("route", r.Destination, target+" "+r.State, r.Level, r.Reason, r.Sources)
		}
		l.keyed("propagates", t.Propagates)
	}
	n.residents(l)
	n.filters(l)
	return l.list
}

func (n *Network) edges(l *lister) {
	for _, g := range n.NATs {
		l.of("nat-gateway", g.ID, string(g.Name))
		l.fact("exists", g.Exists)
		l.fact("subnet", g.Subnet)
		l.fact("private", g.Private)
		for _, a := range g.Addresses {
			l.add("address", a.ID, a.Text(), a.Level, a.Reason, a.Sources)
		}
	}
	for _, e := range n.Endpoints {
		l.of("endpoint", e.ID, string(e.Name))
		l.fact("exists", e.Exists)
		l.fact("service", e.Service)
		l.fact("type", e.Type)
		l.fact("private dns", e.DNS)
		l.keyed("route table", e.Tables)
		l.keyed("subnet", e.Subnets)
	}
}

func (n *Network) residents(l *lister) {
	for _, i := range n.Instances {
		l.of("instance", i.ID, string(i.Name))
		l.fact("exists", i.Exists)
		l.fact("subnet", i.Subnet)
		l.fact("state", i.State)
		l.answer("public address", "ipv4", i.Public4)
		l.answer("public address", "ipv6", i.Public6)
		for _, f := range i.Interfaces {
			l.add("interface", f.ID, f.Attached.Text(), f.Attached.Level, f.Attached.Reason, f.Attached.Sources)
			l.keyed("private address", f.Addresses)
			l.keyed("security group", f.Groups)
		}
		l.fact("profile", i.Profile)
		l.able(i.Capabilities)
	}
	for _, s := range n.Services {
		l.of(s.Kind, s.ID, string(s.Name))
		l.fact("exists", s.Exists)
		l.keyed("subnet", s.Subnets)
		l.able(s.Capabilities)
	}
}

func (n *Network) filters(l *lister) {
	for _, a := range n.ACLs {
		l.of("network-acl", a.ID, string(a.Name))
		l.fact("exists", a.Exists)
		l.fact("whole", a.Whole)
		l.keyed("entry", a.Entries)
	}
	for _, g := range n.Groups {
		l.of("security-group", g.ID, string(g.Name))
		l.fact("exists", g.Exists)
		l.fact("whole", g.Whole)
		l.keyed("rule", g.Rules)
	}
}
