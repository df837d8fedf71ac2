// What an incident tells of the network: how it stood before, and what of that is no more.

package playbook

import (
	"slices"
	"strings"

	"traillab/analyze/topology"
)

func (i *incident) instances() any {
	var found []string
	for n := range i.chain.Outages {
		if o := &i.chain.Outages[n]; o.Thing.Kind == topology.Instance {
			found = append(found, o.Thing.ID)
		}
	}
	return collected(found)
}

// gateway is the one that the VPC had, and has no longer.
func (i *incident) gateway() any {
	if i.vpc == nil {
		return nil
	}
	var found []string
	for _, g := range i.history.Things(topology.InternetGateway) {
		if i.before.Get(g, topology.InVPC).Is(topology.To(i.vpc)) && i.now.Get(g, topology.InVPC).Not(topology.To(i.vpc)) {
			found = append(found, g.ID)
		}
	}
	return only(collected(found))
}

// gathered are rows, nil where there are none.
func gathered(rows []any) any {
	if len(rows) == 0 {
		return nil
	}
	return rows
}

// addresses are those that an instance or its interface in the VPC held, and that nobody holds now.
func (i *incident) addresses() any {
	if i.vpc == nil {
		return nil
	}
	var rows []any
	for _, a := range i.history.Things(topology.Address) {
		holder := i.before.Get(a, topology.Holder)
		if !holder.Known() || holder.To == nil || !i.now.Get(a, topology.Holder).Is(topology.None) || !i.now.Stands(a).Is(topology.Yes) {
			continue
		}
		instance, face := "", ""
		switch holder.To.Kind {
		case topology.Instance:
			instance = holder.To.ID
		case topology.Interface:
			face = holder.To.ID
			if at := i.before.Get(holder.To, topology.AttachedTo); at.Known() && at.To != nil {
				instance = at.To.ID
			}
		default:
			continue
		}
		if i.before.Get(holder.To, topology.InVPC).Is(topology.To(i.vpc)) {
			rows = append(rows, map[string]any{"allocation": a.ID, "instance": instance, "interface": face})
		}
	}
	return gathered(rows)
}

// broken calls each for every route that stood before and now leads elsewhere, nowhere, or is gone.
func (i *incident) broken(each func(table *topology.Thing, destination string, target topology.Fact)) {
	if i.vpc == nil {
		return
	}
	for _, table := range i.history.Inside(i.vpc, topology.RouteTable) {
		if !i.now.Stands(table).Is(topology.Yes) {
			continue
		}
		keys, facts := i.before.Held(table, topology.Route)
		for n, was := range facts {
			is := i.now.Key(table, topology.Route, keys[n])
			_, dead := i.now.Dead(is, i.vpc)
			if was.Known() && was.To != nil && is.Known() && (dead || is.Value != was.Value) {
				each(table, keys[n], was)
			}
		}
	}
}

func (i *incident) tables() any {
	var found []string
	i.broken(func(table *topology.Thing, _ string, _ topology.Fact) { found = append(found, table.ID) })
	return collected(found)
}

func (i *incident) gatewayRoutes() any {
	var rows []any
	i.broken(func(table *topology.Thing, destination string, target topology.Fact) {
		if target.To.Kind == topology.InternetGateway && strings.Contains(destination, ".") {
			rows = append(rows, map[string]any{"table": table.ID, "destination": destination})
		}
	})
	return gathered(rows)
}

func (i *incident) natRoutes() any {
	var rows []any
	i.broken(func(table *topology.Thing, destination string, target topology.Fact) {
		if target.To.Kind == topology.NATGateway {
			rows = append(rows, map[string]any{"nat": target.To.ID, "table": table.ID, "destination": destination})
		}
	})
	return gathered(rows)
}

// newRoutes are those of tables that stood before and that nobody had made: a pair of /1 covers the default route.
func (i *incident) newRoutes() any {
	if i.vpc == nil {
		return nil
	}
	var rows []any
	for _, table := range i.history.Inside(i.vpc, topology.RouteTable) {
		if !i.before.Stands(table).Is(topology.Yes) || !i.now.Stands(table).Is(topology.Yes) {
			continue
		}
		keys, facts := i.now.Held(table, topology.Route)
		for n, is := range facts {
			if is.Known() && is.To != nil && strings.Contains(keys[n], ".") && i.before.Key(table, topology.Route, keys[n]).Is(topology.None) {
				rows = append(rows, map[string]any{"table": table.ID, "destination": keys[n]})
			}
		}
	}
	return gathered(rows)
}

func (i *incident) routes() any {
	var rows []any
	i.broken(func(table *topology.Thing, destination string, target topology.Fact) {
		rows = append(rows, map[string]any{"table": table.ID, "destination": destination, "target": target.To.ID})
	})
	return gathered(rows)
}

// associations are the subnets that a route table was associated with, and another is now, or none.
func (i *incident) associations() any {
	if i.vpc == nil {
		return nil
	}
	var rows []any
	for _, subnet := range i.history.Inside(i.vpc, topology.Subnet) {
		was, is := i.before.Get(subnet, topology.Table), i.now.Get(subnet, topology.Table)
		if was.Known() && was.To != nil && is.Known() && is.Value != was.Value && i.now.Stands(subnet).Is(topology.Yes) && i.now.Stands(was.To).Is(topology.Yes) {
			rows = append(rows, map[string]any{"subnet": subnet.ID, "table": was.To.ID, "association": i.association(subnet)})
		}
	}
	return gathered(rows)
}

// association is what ties a subnet to its route table now, "" where nothing does.
func (i *incident) association(subnet *topology.Thing) string {
	for _, a := range i.history.Things(topology.Association) {
		if strings.HasPrefix(a.ID, "rtbassoc-") && i.now.Get(a, topology.Of).Is(topology.To(subnet)) {
			return a.ID
		}
	}
	return ""
}

func (i *incident) nats() any {
	if i.vpc == nil {
		return nil
	}
	var rows []any
	for _, nat := range i.history.Inside(i.vpc, topology.NATGateway) {
		subnet := i.before.Get(nat, topology.InSubnet)
		if !i.before.Stands(nat).Is(topology.Yes) || !i.now.Stands(nat).Is(topology.None) || subnet.To == nil || i.now.Stands(subnet.To).Is(topology.None) {
			continue
		}
		var held []string
		for _, a := range i.history.Things(topology.Address) {
			if i.before.Get(a, topology.Holder).Is(topology.To(nat)) && strings.HasPrefix(a.ID, "eipalloc-") && i.now.Stands(a).Is(topology.Yes) {
				held = append(held, a.ID)
			}
		}
		slices.Sort(held)
		row := map[string]any{"nat": nat.ID, "subnet": subnet.To.ID, "allocation": ""}
		if len(held) == 1 {
			row["allocation"] = held[0]
		}
		rows = append(rows, row)
	}
	return gathered(rows)
}
