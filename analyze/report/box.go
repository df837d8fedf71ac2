// Boxes: subnets with their routes, NAT gateways and instances.

package report

import (
	"fmt"
	"strings"

	"traillab/analyze/topology/snapshot"
)

// box is a subnet. Heights are counted from its upper edge.
type box struct {
	subnet     *snapshot.Subnet
	x, y, w, h int
	lines      []line
	routeAt    int
	silent     bool // how it gets out is not known
	nats       map[string]int
	chips      []snapshot.NAT
	instances  []*snapshot.Instance
	more       string // what is not drawn
	body       int    // where the instances begin
}

// line is a line about routes.
type line struct {
	y     int
	class string
	text  string
	route *snapshot.Route
	arrow bool
}

const (
	lineHeight     = 15
	chipHeight     = 24
	instanceHeight = 50
)

// box plans a subnet in a column.
func (p *page) box(s *snapshot.Subnet, column int) box {
	x, w := p.column(column)
	b := box{subnet: s, x: x + p.gutter(), w: w - p.gutter() - 8, nats: map[string]int{}}
	y := 24 + 17 // below the band and the line of ids
	b.routeAt = y + 11
	y = b.road(p, y)
	for _, n := range p.n.NATs {
		if n.Subnet.Text() == s.ID && len(b.chips) < maxInstances {
			b.chips = append(b.chips, n)
			b.nats[n.ID] = y + 4 + chipHeight/2
			y += chipHeight + 6
		}
	}
	b.body = y + 2
	left := 0
	for i := range p.n.Instances {
		if one := &p.n.Instances[i]; one.Subnet.Text() == s.ID {
			if len(b.instances) < maxInstances {
				b.instances = append(b.instances, one)
				continue
			}
			left++
		}
	}
	b.h = b.body + len(b.instances)*instanceHeight + 6
	if left > 0 {
		b.more = fmt.Sprintf("and %d more instances, not drawn", left)
		b.h += lineHeight
	}
	return b
}

// road plans the lines about the subnet's table and its routes.
func (b *box) road(p *page, y int) int {
	add := func(l line) {
		y += lineHeight
		l.y = y
		b.lines = append(b.lines, l)
	}
	table := p.tableOf(b.subnet)
	if table == nil {
		b.silent = true
		add(line{class: "mono dim", text: "which route table it follows is not known"})
		return y + 6
	}
	b.silent = p.silent(b.subnet, table)
	how := "  explicit"
	if !b.subnet.Explicit {
		how = "  main"
	}
	add(line{class: "mono dim", text: table.ID + how})
	left, any := 0, false
	for i := range table.Routes {
		r := &table.Routes[i]
		any = any || r.Default()
		if len(b.lines) > maxRoutes {
			left++
			continue
		}
		add(routed(r))
	}
	if left > 0 {
		add(line{class: "mono dim", text: fmt.Sprintf("and %d more routes", left)})
	}
	if !any && table.Whole.Text() == "yes" {
		add(line{class: "mono no", text: "no default route"})
	}
	return y + 6
}

// routed is the line of a route.
func routed(r *snapshot.Route) line {
	l := line{class: "mono " + r.State, text: r.Destination + " → ?", route: r, arrow: drawn(r)}
	if r.Target != nil {
		l.text = r.Destination + " → " + *r.Target
	}
	if r.State != snapshot.Active {
		l.text += "  " + r.State
	}
	switch {
	case r.State == snapshot.Unknown:
		l.class = "mono un"
	case r.Level != "observed":
		l.text += "  (" + r.Level + ")"
	}
	return l
}

func (b *box) draw(s *pen) {
	n := b.subnet
	standing := n.Internet.Standing
	class := standing
	if standing != "unknown" {
		class += hollow(n.Internet.Level)
	}
	s.open(class, n.ID+" "+string(n.Name)+"\n"+told(standing+" ("+n.Internet.Level+")", n.Internet.Reason, n.Internet.Sources))
	s.rect("box", b.x, b.y, b.w, b.h, 6)
	s.raw("<path class=\"band\" d=\"M%d %dv-17q0 -6 6 -6h%dq6 0 6 6v17z\"/>\n", b.x+1, b.y+24, b.w-14)
	s.text("bandword", b.x+10, b.y+16, fit(either(string(n.Name), n.ID), 7.4, b.w-90))
	s.text("bandword end", b.x+b.w-10, b.y+16, standing)
	var ranges []string
	for _, r := range n.Ranges {
		ranges = append(ranges, r.Key)
	}
	s.text("mono dim", b.x+10, b.y+39, fit(n.ID+"  "+strings.Join(ranges, " "), 6.7, b.w-18))
	for _, l := range b.lines {
		s.text(l.class, b.x+10, b.y+l.y, fit(l.text, 6.7, b.w-18))
	}
	s.close()
	for _, nat := range b.chips {
		b.nat(s, nat)
	}
	for i, one := range b.instances {
		b.instance(s, one, b.y+b.body+i*instanceHeight)
	}
	s.text("small", b.x+10, b.y+b.h-7, b.more)
}

func (b *box) nat(s *pen, n snapshot.NAT) {
	var as []string
	for _, a := range n.Addresses {
		as = append(as, either(a.Text(), a.ID))
	}
	kind := "NAT"
	if n.Private.Text() == "yes" {
		kind = "private NAT"
	}
	class := "nat" + hollow(n.Exists.Level)
	if !n.Exists.Known() {
		class = "nat un"
	}
	y := b.y + b.nats[n.ID] - chipHeight/2
	s.open("chip-nat", n.ID+" "+string(n.Name)+"\n"+told("exists ("+n.Exists.Level+")", n.Exists.Reason, n.Exists.Sources))
	s.rect(class, b.x+9, y, b.w-18, chipHeight, 12)
	s.text("mono", b.x+20, y+16, fit(kind+"  "+n.ID+"  "+either(strings.Join(as, " "), "address not known"), 6.7, b.w-38))
	s.close()
}
