// The plan of a drawing: what goes where. Subnets stand in columns, one or more a zone, and in rows, the public ones above. To the
// left of each column runs a gutter in which arrows climb; above all columns a channel in which they cross. Each target has
// a lane of its own, so that no two arrows lie on each other that do not lead to the same place.

package report

import (
	"fmt"
	"slices"

	"traillab/analyze/topology/snapshot"
)

// page is a drawing in the making.
type page struct {
	n           *snapshot.Network
	top, bottom int // of the VPC's box
	height      int
	gates       []gate
	lanes       []lane
	zones       []zoneBox
	boxes       []box
	arrows      []arrow
	chips       []chip
	columns     int
	planned     int // subnets so far
	omitted     int // those that are not drawn
}

// zoneBox is the frame around a zone's subnets.
type zoneBox struct {
	name       string
	x, y, w, h int
	left       int // of its name
}

// Bounds of a drawing: whoever writes the log chooses how much there is.
const (
	maxSubnets   = 60
	maxInstances = 8 // a subnet
	maxRoutes    = 6 // a subnet
	maxChips     = 30
	perBand      = 4 // columns
	columnGap    = 12
	rowGap       = 12
)

func plan(n *snapshot.Network) *page {
	p := &page{n: n, top: gateTop + gateSize/2}
	p.routes()
	p.place()
	zones := n.Zones()
	wide := 1 // columns a zone
	switch {
	case len(zones) == 1:
		wide = min(3, most(zones[0]))
	case len(zones) == 2 && len(n.Subnets) > 8:
		wide = 2
	}
	p.columns = min(perBand, max(1, len(zones)*wide))
	y := gateTop + gateSize + 14 + min(len(p.lanes), maxLanes)*laneGap + 8
	for band := 0; band*perBand/wide < len(zones); band++ {
		some := zones[band*perBand/wide : min(len(zones), (band+1)*perBand/wide)]
		y = p.band(some, wide, y) + 14
	}
	y = p.chipped(y)
	p.bottom = y + 6
	p.height = p.bottom + 84
	p.aim()
	return p
}

// most is how many subnets of a zone lie alike: so many columns would put each kind into one row.
func most(z snapshot.Zone) int {
	n := map[string]int{}
	m := 1
	for _, s := range z.Subnets {
		n[s.Internet.Standing]++
		m = max(m, n[s.Internet.Standing])
	}
	return m
}

// column returns the left edge and the width of a column.
func (p *page) column(c int) (x, w int) {
	w = (inner - columnGap*(p.columns-1)) / p.columns
	return margin + 12 + c*(w+columnGap), w
}

// gutter is the width of the gutter to the left of each column.
func (p *page) gutter() int { return 14 + min(len(p.lanes), maxLanes)*laneGap }

// band places the subnets of some zones, each in so many columns, and returns the lower edge.
func (p *page) band(zones []snapshot.Zone, wide, top int) int {
	y := top + 26
	for _, standing := range snapshot.Standings {
		var rows [][]box // by row
		for z, zone := range zones {
			n := 0
			for _, subnet := range zone.Subnets {
				if subnet.Internet.Standing != standing {
					continue
				}
				if p.planned++; p.planned > maxSubnets {
					p.omitted++
					continue
				}
				b := p.box(subnet, z*wide+n%wide)
				if n/wide == len(rows) {
					rows = append(rows, nil)
				}
				rows[n/wide] = append(rows[n/wide], b)
				n++
			}
		}
		for _, row := range rows {
			tallest := 0
			for i := range row {
				row[i].y = y
				tallest = max(tallest, row[i].h)
			}
			p.boxes = append(p.boxes, row...)
			y += tallest + rowGap
		}
	}
	for z, zone := range zones {
		x, _ := p.column(z * wide)
		x2, w2 := p.column(z*wide + wide - 1)
		p.zones = append(p.zones, zoneBox{either(zone.Name, "zone not known"), x, top, x2 + w2 - x, y - top, x + p.gutter()})
	}
	return y
}

// place puts the targets of routes and the gateways in a row across the edge of the VPC.
func (p *page) place() {
	if len(p.gates) > maxGates {
		more := gate{id: fmt.Sprintf("and %d more", len(p.gates)-maxGates+1), kind: "targets of routes", state: "other"}
		for _, g := range p.gates[maxGates-1:] {
			more.stands = append(more.stands, g.stands...)
		}
		p.gates = append(slices.Clip(p.gates[:maxGates-1]), more)
	}
	n := len(p.gates)
	if n == 0 {
		return
	}
	w := min(228, (inner-12*(n-1))/n)
	x := pageWidth/2 - (n*w+12*(n-1))/2
	for i := range p.gates {
		p.gates[i].x, p.gates[i].w = x, w
		x += w + 12
	}
}

func (z *zoneBox) draw(s *pen) {
	s.rect("zone", z.x, z.y, z.w, z.h, 8)
	s.text("zonename", z.left, z.y+18, fit(z.name, 7.5, z.w-40))
}
