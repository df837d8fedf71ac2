// Bonds: what is associated with what, attached to what, and which routes lead nowhere.

package check

import (
	"fmt"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// bond is a kind of thing that is tied to another, and the aspect that says so.
type bond struct {
	child, parent topology.Kind
	aspect        topology.Aspect
	keyed         bool // the aspect is told by the parent's id
}

var (
	associations = []bond{
		{topology.Subnet, topology.RouteTable, topology.Table, false},
		{topology.Subnet, topology.NetworkACL, topology.ACL, false},
		{topology.Address, topology.Instance, topology.Holder, false},
		{topology.Address, topology.Interface, topology.Holder, false},
		{topology.Address, topology.NATGateway, topology.Holder, false},
		{topology.Interface, topology.SecurityGroup, topology.InGroup, true},
	}
	attachments = []bond{
		{topology.InternetGateway, topology.VPC, topology.InVPC, false},
		{topology.EgressGateway, topology.VPC, topology.InVPC, false},
		{topology.VPNGateway, topology.VPC, topology.InVPC, false},
		{topology.Interface, topology.Instance, topology.AttachedTo, false},
	}
)

// associated: whether a subnet follows a route table, as its own or as the main one of its VPC, or a network ACL; whether an
// Elastic IP is held; whether an interface is in a security group.
func (a *asker) associated(t *term) (answer, error) { return a.bound(t, associations) }

// attached: whether a gateway is attached to a VPC, or an interface to an instance.
func (a *asker) attached(t *term) (answer, error) { return a.bound(t, attachments) }

func (a *asker) bound(t *term, bonds []bond) (answer, error) {
	n, err := a.network()
	if err != nil {
		return answer{}, err
	}
	var ends [2]*topology.Thing
	for i := range ends {
		id, why := a.id(t.args[i])
		if why == "" {
			ends[i], why = n.thing(id)
		}
		if why != "" {
			return vain(why), nil
		}
	}
	child, parent := ends[0], ends[1]
	for _, b := range bonds {
		if b.child == child.Kind && b.parent == parent.Kind {
			return n.bound(t.predicate.name, b, child, parent), nil
		}
	}
	return vain(fmt.Sprintf("nothing of kind %s is ever %s with or to one of kind %s", child.Kind, t.predicate.name, parent.Kind)), nil
}

// bound answers whether a bond holds. What does not exist is bound to nothing.
func (n network) bound(verb string, b bond, child, parent *topology.Thing) answer {
	told := map[bool]string{true: "%s is %s %s", false: "%s is not %s %s"}
	verb = map[string]string{"associated": "associated with", "attached": "attached to"}[verb]
	say := func(holds bool) string { return fmt.Sprintf(told[holds], child.ID, verb, parent.ID) }
	for _, end := range []*topology.Thing{child, parent} {
		if f := n.Stands(end); f.Is(topology.None) {
			return n.states(no, end.ID+" exists no longer", f)
		}
	}
	if b.keyed {
		f := n.Key(child, b.aspect, parent.ID)
		if !f.Known() {
			if whole := n.Get(child, topology.GroupsWhole); whole.Is(topology.Yes) && f.Why == "" {
				return n.states(no, say(false), whole)
			}
		}
		return n.states(map[bool]string{true: yes, false: no}[!f.Is(topology.None)], say(!f.Is(topology.None)), f)
	}
	facts := []topology.Fact{n.Get(child, b.aspect)}
	if b.parent == topology.RouteTable && facts[0].Is(topology.None) { // it follows the main table
		in := n.Get(child, topology.InVPC)
		facts = append(facts, in)
		if in.To != nil {
			facts = append(facts, n.Get(in.To, topology.Main))
		}
	}
	last := facts[len(facts)-1]
	if last.To == parent {
		return n.states(yes, say(true), facts...)
	}
	why := say(false)
	if last.To != nil {
		why += ": it is " + verb + " " + last.To.ID
	}
	return n.states(no, why, facts...)
}

// blackhole: whether a table has a route to a destination that leads nowhere. A table that has no such route has no such
// blackhole either.
func (a *asker) blackhole(t *term) (answer, error) {
	n, err := a.network()
	if err != nil {
		return answer{}, err
	}
	id, why := a.id(t.args[0])
	var table *topology.Thing
	if why == "" {
		table, why = n.thing(id, topology.RouteTable)
	}
	destination, wrong := a.id(t.args[1])
	switch {
	case why != "":
		return vain(why), nil
	case wrong != "":
		return vain(wrong), nil
	}
	if f := n.Stands(table); f.Is(topology.None) {
		return n.states(no, table.ID+" exists no longer", f), nil
	}
	return n.dead(table, topology.Canonical(destination)), nil
}

// dead answers whether a route leads nowhere.
func (n network) dead(table *topology.Thing, destination string) answer {
	route := n.Key(table, topology.Route, destination)
	name := "the route of " + table.ID + " to " + destination
	absent := table.ID + " has no route to " + destination
	if whole := n.Get(table, topology.Whole); !route.Known() && route.Why == "" && whole.Is(topology.Yes) {
		return n.states(no, absent, whole)
	}
	vpc := n.Get(table, topology.InVPC)
	switch {
	case !route.Known():
		return n.states(no, "there is "+name, route)
	case route.Is(topology.None):
		return n.states(no, absent, route)
	case route.To == nil:
		return n.states(no, name+" leads to "+route.Text, route)
	}
	to := name + " leads to " + route.To.ID
	if vpc.To == nil {
		return n.states(no, to+", which is there", vpc)
	}
	if level, dead := n.Dead(route, vpc.To); dead {
		return answer{word: yes, level: level, why: to + ", which is not there any more, or not attached", events: n.events(append(n.causes(route.To), route.Cause)...)}
	}
	return n.states(no, to+", which is there", append(n.alive(route.To), route, vpc)...)
}

// alive are the facts by which what a route leads to is there.
func (n network) alive(target *topology.Thing) []topology.Fact {
	facts := []topology.Fact{n.Stands(target)}
	switch target.Kind {
	case topology.InternetGateway, topology.EgressGateway, topology.VPNGateway:
		facts = append(facts, n.Get(target, topology.InVPC))
	case topology.Instance:
		facts = append(facts, n.Get(target, topology.Condition))
	case topology.Interface:
		holder := n.Get(target, topology.AttachedTo)
		facts = append(facts, holder)
		if holder.To != nil {
			facts = append(facts, n.Get(holder.To, topology.Condition))
		}
	default: // of the others it is enough that they are there
	}
	return facts
}

func (n network) causes(target *topology.Thing) []topology.Moment {
	var moments []topology.Moment
	for _, f := range n.alive(target) {
		moments = append(moments, f.Cause)
	}
	return moments
}

func weakest(facts []topology.Fact) trail.Level {
	levels := make([]trail.Level, len(facts))
	for i, f := range facts {
		levels[i] = f.Level
	}
	return trail.Weakest(levels...)
}
