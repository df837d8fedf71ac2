// Blackholes: the state of routes as AWS shows it.

package guard

import (
	"slices"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// The states of a route.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
const (
	active    = "active"
	blackhole = "blackhole"
)

// targets are the members of a route that say where it leads, the one that says most of it first: a route to an instance
// has its interface, too.
var targets = []struct {
	member, prefix string
	kind           topology.Kind
}{
	{"GatewayId", "igw-", topology.InternetGateway},
	{"GatewayId", "vgw-", topology.VPNGateway},
	{"GatewayId", "vpce-", topology.Endpoint},
	{"NatGatewayId", "", topology.NATGateway},
	{"EgressOnlyInternetGatewayId", "", topology.EgressGateway},
	{"NetworkInterfaceId", "", topology.Interface},
	{"InstanceId", "", topology.Instance},
	{"VpcPeeringConnectionId", "", topology.Peering},
	{"TransitGatewayId", "", topology.TransitGateway},
	{"VpcEndpointId", "", topology.Endpoint},
}

// stateFilter is the filter that asks for what the cloud does not know.
const stateFilter = "route.state"

// showBlackholes writes the states into the answer. A filter by state is taken off the request and applied to the answer.
func showBlackholes(q *asked) (func(*exchange.Answer), *wire.Error) {
	wanted := q.unfilter("Filters", stateFilter)
	return func(a *exchange.Answer) {
		if a.Error != nil {
			return
		}
		q.met = nil // calls may have passed since it was asked
		for table := range wire.Each(a.Out["RouteTables"]) {
			id, _ := table["VpcId"].(string)
			vpc := q.find(topology.VPC, id)
			for route := range wire.Each(table["Routes"]) {
				if is := q.routeState(route, vpc); is != "" && is != route["State"] {
					route["State"], a.Mended = is, true
				}
			}
		}
		if wanted != nil && a.Out != nil {
			a.Out["RouteTables"], a.Mended = withRoute(a.Out["RouteTables"], wanted), true
		}
	}, nil
}

// unfilter returns what a filter of the request asks for, and takes it off the request; nil where there is none. Member is where
// the request has its filters.
func (q *asked) unfilter(member, name string) []string {
	var wanted []string
	for f := range wire.Each(q.In[member]) {
		if f["Name"] == name {
			wanted = append([]string{}, ids(f["Values"])...)
		}
	}
	if wanted == nil {
		return nil
	}
	filters, _ := q.mine()[member].([]any)
	q.In[member] = slices.DeleteFunc(filters, func(f any) bool {
		m, _ := f.(map[string]any)
		return m["Name"] == name
	})
	return wanted
}

// withRoute returns the tables that have a route in one of the states.
func withRoute(tables any, states []string) []any {
	found := []any{}
	for table := range wire.Each(tables) {
		for route := range wire.Each(table["Routes"]) {
			if is, _ := route["State"].(string); slices.Contains(states, is) {
				found = append(found, table)
				break
			}
		}
	}
	return found
}

// routeState is the state of a route of a table in a VPC, "" where only the cloud knows.
func (q *asked) routeState(route map[string]any, vpc *topology.Thing) string {
	state := ""
	for _, t := range targets {
		id, _ := route[t.member].(string)
		if id == "" || !strings.HasPrefix(id, t.prefix) {
			continue
		}
		target := q.find(t.kind, id)
		if target == nil || vpc == nil {
			continue
		}
		if q.leadsNowhere(target, vpc) {
			return blackhole
		}
		if q.stands(target) {
			state = active
		}
	}
	return state
}

func (q *asked) leadsNowhere(target, vpc *topology.Thing) bool {
	_, dead := q.state().Dead(topology.Fact{Value: topology.To(target), Level: trail.Observed}, vpc)
	return dead
}
