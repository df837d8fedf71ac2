// Comparing a network as describe calls show it with the network as the log rebuilds it.

package cloudtest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/topology"
	"traillab/analyze/topology/snapshot"
)

// facts are what is said of things: "rtb-1 0.0.0.0/0" is "igw-1 active".
type facts map[string]string

// describe asks the lab what there is in the VPCs that were made here.
func (w *world) describe() facts {
	w.t.Helper()
	f := facts{}
	for vpc := range w.vpcs {
		f["exists "+vpc] = "no"
	}
	list := func(operation, member string) []m {
		var found []m
		in := m{}
		for {
			out := w.must(operation, in)
			all, _ := out[member].([]any)
			for _, e := range all {
				found = append(found, e.(m))
			}
			if in = (m{"NextToken": out["NextToken"]}); at(out, "NextToken") == "" {
				return found
			}
		}
	}
	for _, vpc := range list("DescribeVpcs", "Vpcs") {
		if id := at(vpc, "VpcId"); w.vpcs[id] {
			f["exists "+id] = "yes"
		}
	}
	for _, g := range list("DescribeInternetGateways", "InternetGateways") {
		if vpc := at(g, "Attachments", "VpcId"); w.vpcs[vpc] {
			f["attached "+at(g, "InternetGatewayId")] = vpc
		}
	}
	for _, s := range list("DescribeSubnets", "Subnets") {
		if w.vpcs[at(s, "VpcId")] {
			f["subnet "+at(s, "SubnetId")] = at(s, "VpcId")
		}
	}
	nats := map[string]string{} // by interface
	for _, n := range list("DescribeNatGateways", "NatGateways") {
		switch at(n, "State") {
		case "failed": // for want of a gateway; no record tells
			f["failed "+at(n, "NatGatewayId")] = "yes"
		case "available":
			f["nat "+at(n, "NatGatewayId")] = at(n, "SubnetId")
			nats[at(n, "NatGatewayAddresses", "NetworkInterfaceId")] = at(n, "NatGatewayId")
			nats[at(n, "NatGatewayAddresses", "AllocationId")] = at(n, "NatGatewayId")
		}
	}
	for _, t := range list("DescribeRouteTables", "RouteTables") {
		if w.vpcs[at(t, "VpcId")] {
			f.table(t)
		}
	}
	attached := map[string]string{} // instances by interface
	for _, r := range list("DescribeInstances", "Reservations") {
		for _, i := range r["Instances"].([]any) {
			f.instance(i.(m), attached)
		}
	}
	for _, a := range list("DescribeAddresses", "Addresses") {
		holder := at(a, "InstanceId")
		if face := at(a, "NetworkInterfaceId"); holder == "" && face != "" {
			holder = face
			if attached[face] != "" {
				holder = attached[face]
			}
		}
		if nat := nats[at(a, "AllocationId")]; nat != "" {
			holder = nat
		}
		f["address "+at(a, "AllocationId")] = holder
	}
	return f
}

func (f facts) table(t m) {
	id := at(t, "RouteTableId")
	f["table "+id] = at(t, "VpcId")
	bonds, _ := t["Associations"].([]any)
	for _, b := range bonds {
		if subnet := at(b, "SubnetId"); subnet != "" {
			f["follows "+subnet] = id
		} else if is, _ := b.(m)["Main"].(bool); is {
			f["main "+at(t, "VpcId")] = id
		}
	}
	routes, _ := t["Routes"].([]any)
	for _, r := range routes {
		target := ""
		for _, member := range []string{"GatewayId", "NatGatewayId", "EgressOnlyInternetGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId", "InstanceId"} {
			if target == "" {
				target = at(r, member)
			}
		}
		if target != "local" {
			f["route "+id+" "+at(r, "DestinationCidrBlock")] = target + " " + at(r, "State")
		}
	}
}

func (f facts) instance(i m, attached map[string]string) {
	id, state := at(i, "InstanceId"), at(i, "State", "Name")
	if state == "terminated" || state == "shutting-down" {
		return
	}
	f["instance "+id] = state + " in " + at(i, "SubnetId")
	faces, _ := i["NetworkInterfaces"].([]any)
	for _, face := range faces {
		attached[at(face, "NetworkInterfaceId")] = id
		var groups []string
		in, _ := face.(m)["Groups"].([]any)
		for _, g := range in {
			groups = append(groups, at(g, "GroupId"))
		}
		slices.Sort(groups)
		f["groups "+at(face, "NetworkInterfaceId")+" of "+id] = strings.Join(groups, " ")
	}
}

// rebuilt tells the same of the network that a log rebuilds.
func rebuilt(h *topology.History, vpcs map[string]bool) facts {
	f := facts{}
	for vpc := range vpcs {
		f["exists "+vpc] = "no"
	}
	now := h.State(h.Now())
	end := h.Call(h.Now()).Event.Time
	for _, vpc := range h.Things(topology.VPC) {
		if !vpcs[vpc.ID] || !now.Stands(vpc).Is(topology.Yes) {
			continue
		}
		f["exists "+vpc.ID] = "yes"
		f.network(snapshot.Take(h, vpc, end))
	}
	for _, a := range h.Things(topology.Address) {
		if !now.Stands(a).Is(topology.Yes) {
			continue
		}
		holder := ""
		switch by := now.Get(a, topology.Holder); {
		case !by.Known():
			holder = "not known"
		case by.To != nil:
			holder = by.To.ID
			if instance := now.Get(by.To, topology.AttachedTo); instance.To != nil {
				holder = instance.To.ID
			}
		}
		f["address "+a.ID] = holder
	}
	return f
}

func (f facts) network(n *snapshot.Network) {
	f["main "+n.ID] = n.Main.Text()
	for _, g := range n.Gateways {
		if g.State == "attached" && strings.HasPrefix(g.ID, "igw-") {
			f["attached "+g.ID] = n.ID
		}
	}
	for _, g := range n.NATs {
		f["nat "+g.ID] = g.Subnet.Text()
	}
	for _, s := range n.Subnets {
		f["subnet "+s.ID] = n.ID
		if s.Explicit {
			f["follows "+s.ID] = s.Table.Text()
		}
	}
	for _, t := range n.Tables {
		f["table "+t.ID] = n.ID
		for _, r := range t.Routes {
			target := "not known"
			if r.Target != nil {
				target = *r.Target
			}
			f["route "+t.ID+" "+r.Destination] = target + " " + r.State
		}
	}
	for _, i := range n.Instances {
		f["instance "+i.ID] = i.State.Text() + " in " + i.Subnet.Text()
		for _, face := range i.Interfaces {
			var groups []string
			for _, g := range face.Groups {
				groups = append(groups, g.Key)
			}
			slices.Sort(groups)
			f["groups "+face.ID+" of "+i.ID] = strings.Join(groups, " ")
		}
	}
}

// hosts writes the instance in the place of its interface, as the target of a route: AWS shows both.
func (f facts) hosts() {
	for fact := range maps.Clone(f) {
		face, instance, found := strings.Cut(strings.TrimPrefix(fact, "groups "), " of ")
		if !found {
			continue
		}
		for route, to := range f {
			if state, leads := strings.CutPrefix(to, face+" "); leads && strings.HasPrefix(route, "route ") {
				f[route] = instance + " " + state
			}
		}
	}
}

// compare tells what is not the same. Two things no record tells: which table is a VPC's main one at birth, and that a NAT
// gateway failed to begin.
func compare(t *testing.T, told, rebuilt facts) {
	t.Helper()
	for vpc, table := range told {
		if id, main := strings.CutPrefix(vpc, "main "); main && !strings.HasPrefix(rebuilt[vpc], "rtb-0") {
			for fact := range maps.Clone(rebuilt) {
				if made := rebuilt[vpc]; made != "" && made != table && strings.HasPrefix(fact, "table "+made) {
					delete(rebuilt, fact)
					rebuilt["table "+table] = id
				}
			}
			rebuilt[vpc] = table
		}
	}
	for fact := range maps.Clone(told) {
		if nat, failed := strings.CutPrefix(fact, "failed "); failed {
			delete(told, fact)
			delete(rebuilt, "nat "+nat)
			maps.DeleteFunc(rebuilt, func(fact, by string) bool { return by == nat && told[fact] == "" })
		}
	}
	told.hosts()
	rebuilt.hosts()
	all := maps.Clone(told)
	maps.Copy(all, rebuilt)
	wrong := 0
	for _, fact := range slices.Sorted(maps.Keys(all)) {
		if told[fact] != rebuilt[fact] {
			wrong++
			t.Errorf("%s: described %q, rebuilt %q", fact, told[fact], rebuilt[fact])
		}
	}
	t.Logf("%d facts, %d of them not the same", len(all), wrong)
}
