// Furnishing: a network that is older than the log stands when the scenario begins as far as anything is known of it: what lies in
// it, its routes, and who has which address. The chain's losses are losses of these.

package extract

import (
	"strconv"
	"strings"
	"time"

	"traillab/analyze/topology"
)

// furnish builds what is known to have stood in the chain's network before the slice, unless the log tells the network's birth.
func (t *telling) furnish() {
	if t.chain.Scope.Kind != "vpc" || t.born(t.chain.Scope.ID) {
		return
	}
	vpc := t.thing(t.chain.Scope.ID)
	if vpc == nil {
		return
	}
	t.pending = nil
	for _, kind := range []topology.Kind{
		topology.Subnet, topology.InternetGateway, topology.RouteTable, topology.SecurityGroup, topology.NATGateway, topology.Endpoint, topology.Instance,
	} {
		for _, thing := range t.c.History.Inside(vpc, kind) {
			if !t.born(thing.ID) && identifier.MatchString(thing.ID) && t.opening.Stands(thing).Is(topology.Yes) {
				t.built(thing)
			}
		}
	}
	t.maps(vpc)
	begun := t.offset(t.moves[0]) - time.Minute // which is left for what else has to be done before the first move
	t.ahead(begun)
	t.told = begun
}

// built makes a thing with what belongs to it. What cannot be made is not there.
func (t *telling) built(thing *topology.Thing) {
	name, lately, err := t.resolve(thing.ID)
	if err != nil {
		note(&t.report.Unsupported, Note{About: thing.ID, Text: err.Error()})
		return
	}
	switch thing.Kind {
	case topology.RouteTable:
		t.routes(thing, "$"+name, lately)
	case topology.SecurityGroup:
		t.rules(thing, "$"+name, lately)
	default:
	}
}

// hops are the members of a route that name its target, by the target's kind.
var hops = map[topology.Kind]string{
	topology.InternetGateway: "GatewayId", topology.VPNGateway: "GatewayId", topology.NATGateway: "NatGatewayId",
	topology.Interface: "NetworkInterfaceId", topology.Instance: "InstanceId", topology.EgressGateway: "EgressOnlyInternetGatewayId",
}

// routes makes a table's known routes, and binds the subnets that it is known to be associated with.
func (t *telling) routes(table *topology.Thing, ref string, lately bool) {
	destinations, facts := t.opening.Held(table, topology.Route)
	for i, destination := range destinations {
		target := facts[i].To
		if target == nil || !facts[i].Known() || hops[target.Kind] == "" || t.born(target.ID) {
			continue
		}
		name, later, err := t.resolve(target.ID)
		if err != nil {
			continue
		}
		member := "DestinationCidrBlock"
		if strings.Contains(destination, ":") {
			member = "DestinationIpv6CidrBlock"
		}
		t.do(step("", "ec2.CreateRoute", map[string]any{"RouteTableId": ref, member: destination, hops[target.Kind]: "$" + name}), lately || later)
	}
	for _, bond := range t.c.History.Things(topology.Association) {
		subnet := t.opening.Get(bond, topology.Of)
		if !strings.HasPrefix(bond.ID, "rtbassoc-") || subnet.To == nil || t.born(bond.ID) || t.opening.Get(subnet.To, topology.Table).To != table {
			continue
		}
		if _, _, err := t.resolve(bond.ID); err != nil {
			note(&t.report.Unsupported, Note{About: bond.ID, Text: err.Error()})
		}
	}
}

// rules makes a group's known rules for what comes in; what goes out is as in every new group.
func (t *telling) rules(group *topology.Thing, ref string, lately bool) {
	keys, facts := t.opening.Held(group, topology.Rule)
	for i, key := range keys {
		rule, incoming := strings.CutPrefix(key, "ingress ")
		parts := strings.SplitN(rule, "/", 3)
		if !incoming || !facts[i].Is(topology.Yes) || len(parts) < 2 {
			continue
		}
		permission := map[string]any{"IpProtocol": parts[0]}
		peer := strings.Join(parts[1:], "/")
		var from, to int64
		if n, ok := ports(parts[1]); ok && len(parts) == 3 {
			from, to, peer = n[0], n[1], parts[2]
			permission["FromPort"], permission["ToPort"] = from, to
		}
		if strings.Contains(peer, ":") || !strings.Contains(peer, ".") {
			continue // groups and lists are not looked behind
		}
		permission["IpRanges"] = []any{map[string]any{"CidrIp": t.rangeOf(peer)}}
		t.do(step("", "ec2.AuthorizeSecurityGroupIngress", map[string]any{"GroupId": ref, "IpPermissions": []any{permission}}), lately)
	}
}

func (t *telling) rangeOf(text string) string {
	given, _ := t.places.address(text)
	return given
}

// maps gives the machines of a network the addresses that they are known to have had.
func (t *telling) maps(vpc *topology.Thing) {
	for _, bond := range t.c.History.Things(topology.Association) {
		address := t.opening.Get(bond, topology.Of)
		if !strings.HasPrefix(bond.ID, "eipassoc-") || address.To == nil || t.born(bond.ID) {
			continue
		}
		holder := t.opening.Get(address.To, topology.Holder)
		if holder.To == nil || t.fact(holder.To, topology.InVPC).To != vpc {
			continue
		}
		if _, _, err := t.resolve(bond.ID); err != nil {
			note(&t.report.Unsupported, Note{About: bond.ID, Text: err.Error()})
		}
	}
}

// ports reads 443-443.
func ports(text string) (n [2]int64, ok bool) {
	from, to, found := strings.Cut(text, "-")
	if !found {
		return n, false
	}
	for i, word := range []string{from, to} {
		v, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return n, false
		}
		n[i] = v
	}
	return n, true
}
