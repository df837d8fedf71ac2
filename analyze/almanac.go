// The almanac: a history and its outages by what chains ask for, so that no chain has to go through all of them.

package analyze

import (
	"slices"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

// almanac is what can be looked up.
type almanac struct {
	caused    map[topology.Moment][]int             // outages by the call that is to blame
	inVPC     map[*topology.Thing][]int             // outages by VPC, in order of their beginning
	rows      map[row][]int                         // outages that go on from others, by the first
	attached  map[*topology.Thing][]topology.Moment // attachments of internet gateways, by VPC
	hardens   map[*topology.Thing][]topology.Moment // calls that make a way back longer, by what they name
	hardensAt map[place][]topology.Moment           // and by place
}

// row is outages of one capability that follow each other.
type row struct {
	thing *topology.Thing
	what  string
	began topology.Moment
}

func (g *gatherer) compile() {
	g.almanac = almanac{
		map[topology.Moment][]int{},
		map[*topology.Thing][]int{},
		map[row][]int{},
		map[*topology.Thing][]topology.Moment{},
		map[*topology.Thing][]topology.Moment{},
		map[place][]topology.Moment{},
	}
	for i := range g.outages {
		o := &g.outages[i]
		g.caused[o.Cause] = append(g.caused[o.Cause], i)
		g.inVPC[o.VPC] = append(g.inVPC[o.VPC], i)
		if o.began != o.From {
			r := row{o.Thing, o.What, o.began}
			g.rows[r] = append(g.rows[r], i)
		}
	}
	for _, list := range g.inVPC {
		slices.SortStableFunc(list, func(a, b int) int { return int(g.outages[a].From) - int(g.outages[b].From) })
	}
	for i := range g.h.Calls {
		m, c := topology.Moment(i+1), &g.h.Calls[i]
		if c.Failed {
			continue
		}
		if c.Event.Name == "AttachInternetGateway" {
			for _, t := range c.Scope {
				g.attached[t] = append(g.attached[t], m)
			}
		}
		if p, ok := parts[dialect.Stem(c.Event.Name)]; ok && c.Changed && hardens(c.Event.Name, p) {
			for _, t := range c.Scope {
				g.hardens[t] = append(g.hardens[t], m)
			}
			for _, at := range g.placesOf(m) {
				g.hardensAt[at] = append(g.hardensAt[at], m)
			}
		}
	}
}

// hardens reports whether calls of a name make a way back longer.
func hardens(name string, p playing) bool {
	return harder(name) && !pauses[name] && (p.role != RunUp || name == "ReleaseAddress")
}

// between returns the moments of a sorted list that lie after one and up to another.
func between(list []topology.Moment, after, until topology.Moment) []topology.Moment {
	from, _ := slices.BinarySearch(list, after+1)
	to, _ := slices.BinarySearch(list, until+1)
	return list[from:max(from, to)]
}
