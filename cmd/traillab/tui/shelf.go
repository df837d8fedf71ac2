// Shelves: the parts of a network by their ids, so that a drawing of thousands of subnets looks nothing up by going through all.

package tui

import "traillab/analyze/topology/snapshot"

// shelf is where the parts of one network are found.
type shelf struct {
	gateways  map[string]*snapshot.Gateway
	tables    map[string]*snapshot.Table
	subnets   map[string]*snapshot.Subnet
	nats      map[string]*snapshot.NAT
	instances map[string]*snapshot.Instance
	endpoints map[string]*snapshot.Endpoint
	natsIn    map[string][]*snapshot.NAT // by subnet
	hostsIn   map[string][]*snapshot.Instance
}

// shelve sorts a network; of nil nothing is found.
func shelve(n *snapshot.Network) *shelf {
	if n == nil {
		return nil
	}
	s := &shelf{
		gateways: byID(n.Gateways, func(g *snapshot.Gateway) string { return g.ID }), tables: byID(n.Tables, func(t *snapshot.Table) string { return t.ID }),
		subnets: byID(n.Subnets, func(s *snapshot.Subnet) string { return s.ID }), nats: byID(n.NATs, func(n *snapshot.NAT) string { return n.ID }),
		instances: byID(n.Instances, func(i *snapshot.Instance) string { return i.ID }), endpoints: byID(n.Endpoints, func(e *snapshot.Endpoint) string { return e.ID }),
		natsIn: map[string][]*snapshot.NAT{}, hostsIn: map[string][]*snapshot.Instance{},
	}
	for i := range n.NATs {
		in := n.NATs[i].Subnet.Text()
		s.natsIn[in] = append(s.natsIn[in], &n.NATs[i])
	}
	for i := range n.Instances {
		in := n.Instances[i].Subnet.Text()
		s.hostsIn[in] = append(s.hostsIn[in], &n.Instances[i])
	}
	return s
}

func byID[T any](list []T, id func(*T) string) map[string]*T {
	out := make(map[string]*T, len(list))
	for i := range list {
		out[id(&list[i])] = &list[i]
	}
	return out
}

// tableOf is the route table of a subnet, nil where it is not known.
func (s *shelf) tableOf(subnet *snapshot.Subnet) *snapshot.Table {
	if !subnet.Table.Known() {
		return nil
	}
	return s.tables[subnet.Table.Text()]
}
