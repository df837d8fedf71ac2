// Origins: what an incident tells a playbook. Only what the log knows is told, and of several that could be meant none is.

package playbook

import (
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// incident is a chain as playbooks ask about it: how the network stood before it, and how it stands at the end of the log.
type incident struct {
	history     *topology.History
	chain       *analyze.Chain
	vpc         *topology.Thing // nil when the chain is about none, or about several
	before, now *topology.State
}

// origin is something that an incident tells. tell returns nil for what is not known.
type origin struct {
	name, title string
	tell        func(*incident) any
}

var origins = []origin{
	{"chain.id", "the chain", func(i *incident) any { return text(i.chain.ID) }},
	{"chain.account", "the account", func(i *incident) any { return text(i.chain.Account) }},
	{"chain.region", "the region", func(i *incident) any { return text(i.chain.Region) }},
	{"chain.since", "when it began, RFC 3339", func(i *incident) any { return i.chain.From.UTC().Format(time.RFC3339) }},
	{"chain.vpc", "the VPC", (*incident).network},
	{"chain.gateway", "the internet gateway that was attached to it, detached or deleted since", (*incident).gateway},
	{"chain.instances", "the instances that have lost something: a list", (*incident).instances},
	{"chain.instance", "the only instance that has lost something", func(i *incident) any { return only(i.instances()) }},
	{"chain.addresses", "the Elastic IPs that were taken from instances: rows of allocation, interface, instance", (*incident).addresses},
	{"chain.route_tables", "the route tables with a route that leads nowhere now, or is gone: a list", (*incident).tables},
	{"chain.routes", "the routes that were changed, deleted or lead nowhere: rows of table, destination, target (before)", (*incident).routes},
	{"chain.gateway_routes", "those of them that led to an internet gateway, IPv4: rows of table, destination", (*incident).gatewayRoutes},
	{"chain.nat_routes", "those of them that led to a NAT gateway: rows of nat, table, destination", (*incident).natRoutes},
	{"chain.new_routes", "the routes that were not there before, IPv4: rows of table, destination", (*incident).newRoutes},
	{"chain.associations", "the subnets that have another route table now: rows of subnet, table (before), association (now)", (*incident).associations},
	{"chain.nat_gateways", "the NAT gateways that are gone: rows of nat, subnet, allocation", (*incident).nats},
	{"chain.access_keys", "the long-lived access keys of who cut: a list", (*incident).accessKeys},
	{"chain.access_key", "the only one", func(i *incident) any { return only(i.accessKeys()) }},
	{"chain.users", "the IAM users who cut: a list of names", func(i *incident) any { return i.named(":user/") }},
	{"chain.user", "the only one", func(i *incident) any { return only(i.named(":user/")) }},
	{"chain.roles", "the roles whose sessions cut: a list of names", func(i *incident) any { return i.named(":assumed-role/") }},
	{"chain.role", "the only one", func(i *incident) any { return only(i.named(":assumed-role/")) }},
	{"chain.principals", "who cut, by ARN: a list", (*incident).principals},
	{"chain.principal", "the only one", func(i *incident) any { return only(i.principals()) }},
	{"chain.deniable", "those of them whom a policy can deny something: users and sessions of roles, not root and not services", (*incident).deniable},
	{"chain.instances_of_actors", "the instances with whose credentials they did: a list", (*incident).machines},
	{"chain.addresses_of_actors", "the addresses from which they did: a list", (*incident).sources},
}

// Origins are the words that a parameter's from may be, in the order in which documents tell them.
func Origins() []string {
	names := make([]string, len(origins))
	for i, o := range origins {
		names[i] = o.name
	}
	return names
}

// About is what one of them is, in words.
func About(name string) string {
	for _, o := range origins {
		if o.name == name {
			return o.title
		}
	}
	return ""
}

// FromChain tells the parameters of the playbook that a chain of a case knows. What it does not know, what could be one of
// several and what no runbook prints is left out: whoever runs the playbook is asked for it.
func (p *Playbook) FromChain(c *analyze.Case, chain *analyze.Chain) map[string]any {
	first := chain.Links[0].Moment - 1
	i := &incident{history: c.History, chain: chain, before: c.History.State(max(first, topology.Origin)), now: c.History.State(c.History.Now())}
	if chain.Scope.Kind == string(topology.VPC) {
		for _, vpc := range c.History.Find(chain.Scope.ID) {
			if vpc.Kind == topology.VPC && vpc.Account == chain.Account && vpc.Region == chain.Region {
				i.vpc = vpc
			}
		}
	}
	values := map[string]any{}
	for _, name := range p.takesAll() {
		at := slices.IndexFunc(origins, func(o origin) bool { return o.name == p.About(name).From })
		if at < 0 {
			continue
		}
		if value := origins[at].tell(i); value != nil && fitting(p.uses, name, value) == nil && p.identified(name, value) == nil {
			values[name] = value
		}
	}
	return values
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// only is the one element of a list, nil where there are none or several.
func only(list any) any {
	if all, ok := list.([]any); ok && len(all) == 1 {
		return all[0]
	}
	return nil
}

func (i *incident) network() any {
	if i.vpc == nil {
		return nil
	}
	return i.vpc.ID
}

// collected is a list without repetitions, nil where it is empty.
func collected(all []string) any {
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(s string) bool { return Plain(s) != nil || s == "" })
	if len(all) == 0 {
		return nil
	}
	list := make([]any, len(all))
	for n, s := range all {
		list[n] = s
	}
	return list
}

// doers calls each for those events of the chain that took something, or tried to.
func (i *incident) doers(each func(e *trail.Event)) {
	for n := range i.chain.Links {
		if l := &i.chain.Links[n]; l.Role != analyze.Restore {
			each(&l.Event)
		}
	}
}

func (i *incident) accessKeys() any {
	var found []string
	i.doers(func(e *trail.Event) {
		if strings.HasPrefix(e.AccessKeyID, "AKIA") { // those of sessions end by themselves
			found = append(found, e.AccessKeyID)
		}
	})
	return collected(found)
}

// named are the names of principals of a type.
func (i *incident) named(kind string) any {
	var found []string
	i.doers(func(e *trail.Event) {
		if strings.Contains(e.Principal, kind) {
			name, _ := trail.PrincipalNames(e.Principal)
			found = append(found, name)
		}
	})
	return collected(found)
}

func (i *incident) principals() any {
	var found []string
	i.doers(func(e *trail.Event) { found = append(found, e.Principal) })
	return collected(found)
}

// machines are the instances in whose role's sessions somebody cut. A session of an instance is named by its id.
func (i *incident) machines() any {
	var found []string
	i.doers(func(e *trail.Event) {
		if _, session := trail.PrincipalNames(e.Principal); strings.HasPrefix(session, "i-") {
			found = append(found, session)
		}
	})
	return collected(found)
}

func (i *incident) deniable() any {
	var found []string
	i.doers(func(e *trail.Event) {
		if strings.Contains(e.Principal, ":user/") || strings.Contains(e.Principal, ":assumed-role/") {
			found = append(found, e.Principal)
		}
	})
	return collected(found)
}

func (i *incident) sources() any {
	var found []string
	i.doers(func(e *trail.Event) { found = append(found, e.SourceIP) })
	return collected(found)
}
