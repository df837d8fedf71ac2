// Zones: subnets as people group them.

package snapshot

import (
	"cmp"
	"slices"
)

// Zone is the subnets of one availability zone. The name is empty for those whose zone no record tells.
type Zone struct {
	Name    string
	Subnets []*Subnet
}

// Zones groups the subnets: zones by name, the unknown one last; in a zone the public subnets first, then the private, the
// isolated and those of which it is not known, each by id.
func (n *Network) Zones() []Zone {
	var zones []Zone
	for i := range n.Subnets {
		s := &n.Subnets[i]
		at := slices.IndexFunc(zones, func(z Zone) bool { return z.Name == s.Zone.Text() })
		if at < 0 {
			at = len(zones)
			zones = append(zones, Zone{Name: s.Zone.Text()})
		}
		zones[at].Subnets = append(zones[at].Subnets, s)
	}
	slices.SortFunc(zones, func(a, b Zone) int {
		if (a.Name == "") != (b.Name == "") {
			return cmp.Compare(b.Name, a.Name)
		}
		return cmp.Compare(a.Name, b.Name)
	})
	for _, z := range zones {
		slices.SortStableFunc(z.Subnets, func(a, b *Subnet) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID))
		})
	}
	return zones
}

// Standings are how subnets can lie to the internet, in the order in which they are drawn.
var Standings = []string{"public", "private", "isolated", "unknown"}

func rank(s *Subnet) int { return slices.Index(Standings, s.Internet.Standing) }
