// Package snapshot tells a network as it stood at one moment of a history: plain values with every fact's level and the events
// that it rests on, to be listed, drawn, or handed to other programs. What is known not to be there is left out, and what may
// be there is told as unknown.
package snapshot

import (
	"time"

	"traillab/analyze/trail"
)

// Fact is a value and how it is known. A value of null at level unknown is not known, for the reason given; at any other level it
// says that there is none.
type Fact struct {
	Value   *string  `json:"value"`
	Level   string   `json:"level"` // observed, inferred or unknown
	Reason  string   `json:"reason,omitempty"`
	Sources []string `json:"sources"` // ids of events; of a baseline what it was read from
}

// Text is the value, empty where there is none.
func (f Fact) Text() string {
	if f.Value == nil {
		return ""
	}
	return *f.Value
}

// Known reports whether the fact is known, be it that there is none.
func (f Fact) Known() bool { return f.Level != "unknown" }

// Answer is what something can or cannot do, and why.
type Answer struct {
	Answer  string   `json:"answer"` // yes, part, no or unknown
	Level   string   `json:"level"`
	Code    string   `json:"reason_code,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Path    []string `json:"path"`
	Address string   `json:"address,omitempty"`
	Sources []string `json:"sources"`
}

// Capability is an answer about one capability. Routes and addresses decide it; security groups and network ACLs are told
// apart.
type Capability struct {
	What   string `json:"what"` // egress4 egress6 ingress4 ingress6 ssm patch service:NAME
	Filter string `json:"filter"`
	Answer
}

// Network is a VPC and what is in it.
type Network struct {
	ID      string      `json:"vpc"`
	Account string      `json:"account"`
	Region  string      `json:"region"`
	Name    trail.Maybe `json:"name"`
	At      time.Time   `json:"at"`
	Exists  Fact        `json:"exists"`
	Whole   Fact        `json:"whole"` // yes: whatever belongs to it is in the log, or in a baseline
	Ranges  []Keyed     `json:"ranges"`
	Main    Fact        `json:"main_route_table"`
	Block   Fact        `json:"block_public_access"`

	Gateways  []Gateway  `json:"gateways"`
	NATs      []NAT      `json:"nat_gateways"`
	Subnets   []Subnet   `json:"subnets"`
	Tables    []Table    `json:"route_tables"`
	Instances []Instance `json:"instances"`
	Endpoints []Endpoint `json:"endpoints"`
	Services  []Service  `json:"services"` // load balancers, databases and functions
	ACLs      []ACL      `json:"network_acls"`
	Groups    []Group    `json:"security_groups"`
}

// Keyed is one of several values, and how it is known.
type Keyed struct {
	Key string `json:"key"`
	Fact
}

// Gateway is a gateway at the edge of a VPC. State is attached, detached, deleted or unknown.
type Gateway struct {
	ID    string      `json:"id"`
	Kind  string      `json:"kind"`
	Name  trail.Maybe `json:"name"`
	State string      `json:"state"`
	Fact
}

// NAT is a NAT gateway.
type NAT struct {
	ID        string      `json:"id"`
	Name      trail.Maybe `json:"name"`
	Exists    Fact        `json:"exists"`
	Subnet    Fact        `json:"subnet"`
	Private   Fact        `json:"private"`
	Addresses []Address   `json:"addresses"`
}

// Address is an Elastic IP that something holds.
type Address struct {
	ID string `json:"allocation"`
	Fact
}

// Subnet is a subnet. Internet tells how it lies to the internet, as its routes stood: public, private, isolated or unknown.
type Subnet struct {
	ID       string      `json:"id"`
	Name     trail.Maybe `json:"name"`
	Exists   Fact        `json:"exists"`
	Zone     Fact        `json:"zone"`
	Ranges   []Keyed     `json:"ranges"`
	Internet Internet    `json:"internet"`
	Table    Fact        `json:"route_table"`
	Explicit bool        `json:"route_table_explicit"` // false: it follows the main table, or which it follows is not known
	ACL      Fact        `json:"network_acl"`
}

// Internet is how a subnet lies to the internet.
type Internet struct {
	Standing string `json:"standing"`
	Answer
}

// Table is a route table.
type Table struct {
	ID         string      `json:"id"`
	Name       trail.Maybe `json:"name"`
	Main       bool        `json:"main"`
	Exists     Fact        `json:"exists"`
	Whole      Fact        `json:"whole"`
	Routes     []Route     `json:"routes"`
	Propagates []Keyed     `json:"propagates"`
}

// Route is a route: its target, whether that is there (active), is gone (blackhole) or is not known to be (unknown), and how
// that is known.
type Route struct {
	Destination string   `json:"destination"`
	Target      *string  `json:"target"`
	State       string   `json:"state"`
	Level       string   `json:"level"`
	Reason      string   `json:"reason,omitempty"`
	Sources     []string `json:"sources"`
}

// Default reports whether the route takes a whole half of the internet or more.
func (r *Route) Default() bool {
	switch r.Destination {
	case "0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1", "2000::/3":
		return true
	}
	return false
}

// Instance is an instance. State is running or stopped.
type Instance struct {
	ID           string       `json:"id"`
	Name         trail.Maybe  `json:"name"`
	Exists       Fact         `json:"exists"`
	Subnet       Fact         `json:"subnet"`
	State        Fact         `json:"state"`
	Public4      Answer       `json:"public_ipv4"`
	Public6      Answer       `json:"public_ipv6"`
	Interfaces   []Interface  `json:"interfaces"`
	Profile      Fact         `json:"profile"`
	Capabilities []Capability `json:"capabilities"`
}

// Can is a capability's answer, empty where the instance has none of that name.
func (i *Instance) Can(what string) Answer { return can(i.Capabilities, what) }

func can(able []Capability, what string) Answer {
	for _, c := range able {
		if c.What == what {
			return c.Answer
		}
	}
	return Answer{}
}

// Interface is a network interface of an instance.
type Interface struct {
	ID        string  `json:"id"`
	Attached  Fact    `json:"attached"`
	Addresses []Keyed `json:"private_addresses"`
	Groups    []Keyed `json:"security_groups"`
}

// Endpoint is a VPC endpoint. It is found through its tables (gateway endpoints) or its subnets and names (the others).
type Endpoint struct {
	ID      string      `json:"id"`
	Name    trail.Maybe `json:"name"`
	Exists  Fact        `json:"exists"`
	Service Fact        `json:"service"`
	Type    Fact        `json:"type"`
	DNS     Fact        `json:"private_dns"`
	Tables  []Keyed     `json:"route_tables"`
	Subnets []Keyed     `json:"subnets"`
}

// Service is a load balancer, a database or a function.
type Service struct {
	ID           string       `json:"id"`
	Kind         string       `json:"kind"`
	Name         trail.Maybe  `json:"name"`
	Exists       Fact         `json:"exists"`
	Subnets      []Keyed      `json:"subnets"`
	Capabilities []Capability `json:"capabilities"`
}

// ACL is a network ACL. The key of an entry is its direction and number.
type ACL struct {
	ID      string      `json:"id"`
	Name    trail.Maybe `json:"name"`
	Exists  Fact        `json:"exists"`
	Whole   Fact        `json:"whole"`
	Entries []Keyed     `json:"entries"`
}

// Group is a security group. The key of a rule is the rule.
type Group struct {
	ID     string      `json:"id"`
	Name   trail.Maybe `json:"name"`
	Exists Fact        `json:"exists"`
	Whole  Fact        `json:"whole"`
	Rules  []Keyed     `json:"rules"`
}
