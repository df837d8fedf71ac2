// A network in words: the tree that people read.

package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology/snapshot"
	"traillab/cmd/traillab/listing"
)

// networkText writes a network for people. What is not observed says so.
type networkText struct {
	b strings.Builder
	n *snapshot.Network
}

func (a *app) tellNetwork(n *snapshot.Network) error {
	t := &networkText{n: n}
	t.line(0, "%s  account %s  %s", named(n.ID, string(n.Name)), dash(n.Account), dash(n.Region))
	t.line(0, "as it stood at %s%s", a.clock(n.At), t.standing(a.clock))
	var ranges []string
	for _, r := range n.Ranges {
		ranges = append(ranges, r.Key+mark(r.Level))
	}
	t.line(0, "ranges %s", dash(strings.Join(ranges, ", ")))
	if n.Block.Known() && n.Block.Text() != "off" {
		t.line(0, "Block Public Access %s%s", n.Block.Text(), mark(n.Block.Level))
	}
	t.edge()
	t.tables()
	t.subnets()
	t.elsewhere()
	_, err := a.env.stdout.Write([]byte(t.b.String()))
	return err
}

// standing says how much of the network the log tells.
func (t *networkText) standing(func(time.Time) string) string {
	switch {
	case t.n.Exists.Known() && t.n.Exists.Value == nil:
		return "; it did not exist then" + mark(t.n.Exists.Level)
	case t.n.Whole.Text() == "yes":
		return "; whatever belongs to it is in the log"
	}
	return "; it is older than the log, which may not tell of all that is in it"
}

// line writes one line; everything in it is made harmless.
func (t *networkText) line(depth int, form string, words ...any) {
	t.b.WriteString(strings.Repeat("  ", depth))
	t.b.WriteString(strings.TrimRight(listing.Safe(fmt.Sprintf(form, words...)), " "))
	t.b.WriteByte('\n')
}

func (t *networkText) head(text string) { t.b.WriteString("\n" + text + "\n") }

// edge tells what stands between the VPC and the rest of the world.
func (t *networkText) edge() {
	if len(t.n.Gateways)+len(t.n.NATs)+len(t.n.Endpoints) == 0 {
		return
	}
	t.head("gateways")
	for _, g := range t.n.Gateways {
		t.line(1, "%-34s %-22s %s%s", named(g.ID, string(g.Name)), strings.ReplaceAll(g.Kind, "-", " "), g.State, mark(g.Level))
	}
	for _, g := range t.n.NATs {
		var addresses []string
		for _, a := range g.Addresses {
			addresses = append(addresses, dash(a.Text())+mark(a.Level))
		}
		kind := "NAT gateway"
		if g.Private.Text() == "yes" {
			kind = "private NAT gateway"
		}
		t.line(1, "%-34s %-22s in %s  as %s%s", named(g.ID, string(g.Name)), kind, dash(g.Subnet.Text()), dash(strings.Join(addresses, ", ")), mark(g.Exists.Level))
	}
	for _, e := range t.n.Endpoints {
		var at []string
		for _, k := range append(slices.Clone(e.Tables), e.Subnets...) {
			at = append(at, k.Key+mark(k.Level))
		}
		t.line(1, "%-34s %-22s %s  in %s%s", named(e.ID, string(e.Name)), strings.ToLower(dash(e.Type.Text()))+" endpoint", dash(e.Service.Text()), dash(strings.Join(at, ", ")), mark(e.Exists.Level))
	}
}

// tables tells the route tables.
func (t *networkText) tables() {
	if len(t.n.Tables) == 0 {
		return
	}
	t.head("route tables")
	for _, table := range t.n.Tables {
		note := ""
		if table.Main {
			note = "main"
		}
		if table.Whole.Text() != "yes" {
			note = strings.TrimSpace(note + " (may have more routes than the log tells)")
		}
		t.line(1, "%s  %s%s", named(table.ID, string(table.Name)), note, mark(table.Exists.Level))
		for _, r := range table.Routes {
			target := "?"
			if r.Target != nil {
				target = *r.Target
			}
			t.line(2, "%-20s → %-30s %s%s%s", r.Destination, target, r.State, mark(r.Level), because(r.Reason))
		}
		if len(table.Routes) == 0 {
			t.line(2, "no routes but the local ones")
		}
		for _, p := range table.Propagates {
			t.line(2, "and those that %s propagates%s", p.Key, mark(p.Level))
		}
	}
}

// subnets tells the subnets by zone, and in each what lies in it.
func (t *networkText) subnets() {
	for _, zone := range t.n.Zones() {
		if zone.Name == "" {
			t.head("subnets")
		} else {
			t.head("subnets in " + listing.Safe(zone.Name))
		}
		for _, s := range zone.Subnets {
			var ranges []string
			for _, r := range s.Ranges {
				ranges = append(ranges, r.Key+mark(r.Level))
			}
			table := "which table it follows is not known"
			if s.Table.Known() {
				table = dash(s.Table.Text())
				if !s.Explicit {
					table += " (main)"
				}
			}
			t.line(1, "%s  %s  %s%s  %s%s", named(s.ID, string(s.Name)), strings.Join(ranges, ", "), s.Internet.Standing, mark(s.Internet.Level), table, mark(s.Exists.Level))
			if s.Internet.Reason != "" {
				t.line(2, "%s", s.Internet.Reason)
			}
			for i := range t.n.Instances {
				if t.n.Instances[i].Subnet.Text() == s.ID {
					t.instance(&t.n.Instances[i])
				}
			}
		}
	}
}

// elsewhere tells what lies in no one subnet.
func (t *networkText) elsewhere() {
	headed := false
	for i := range t.n.Instances {
		if !t.n.Instances[i].Subnet.Known() {
			if !headed {
				t.head("instances in a subnet that is not known")
			}
			headed = true
			t.instance(&t.n.Instances[i])
		}
	}
	if len(t.n.Services) > 0 {
		t.head("load balancers, databases, functions")
	}
	for _, s := range t.n.Services {
		t.line(1, "%s %s%s", strings.ReplaceAll(s.Kind, "-", " "), named(s.ID, string(s.Name)), mark(s.Exists.Level))
		t.able(s.Capabilities)
	}
}

func (t *networkText) instance(i *snapshot.Instance) {
	public := ""
	switch i.Public4.Answer {
	case "yes":
		public = "public " + dash(i.Public4.Address) + mark(i.Public4.Level)
	case "unknown":
		public = "public address unknown"
	}
	state := "state unknown"
	if i.State.Known() {
		state = dash(i.State.Text()) + mark(i.State.Level)
	}
	t.line(2, "%s  %s  %s%s", named(i.ID, string(i.Name)), state, public, mark(i.Exists.Level))
	t.able(i.Capabilities)
}

// able tells capabilities by their answers, those that are known to be missing last.
func (t *networkText) able(list []snapshot.Capability) {
	for _, answer := range []string{"yes", "part", "unknown", "no"} {
		var words []string
		for _, c := range list {
			if c.Answer.Answer == answer {
				filtered := ""
				if c.Filter == "no" && answer != "no" {
					filtered = ", filtered"
				}
				words = append(words, c.What+filtered+mark(c.Level))
			}
		}
		if len(words) > 0 {
			t.line(3, "%-8s %s", answer, strings.Join(words, ", "))
		}
	}
}

// mark tells of a fact that is not observed.
func mark(level string) string {
	if level == "inferred" {
		return " (inferred)"
	}
	if level == "unknown" {
		return " (unknown)"
	}
	return ""
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

func named(id, name string) string {
	if name == "" || name == id {
		return id
	}
	return id + " (" + name + ")"
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
