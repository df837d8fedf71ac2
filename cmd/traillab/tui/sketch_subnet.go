// Subnets in a sketch: how they lie to the Internet, which routes they follow, and what lies in them. Where there are many, those of
// a zone that lie alike and follow the same routes are one row, with counts.

package tui

import (
	"strings"

	"traillab/analyze/topology/snapshot"
)

// Bounds of what is drawn before it is unfolded.
const (
	manySubnets   = 24 // from here on they are folded into groups
	aFewSubnets   = 3  // a group of so many is not folded
	mostInstances = 6  // of a subnet
	mostRoutes    = 6  // of a subnet
)

// zone draws the subnets of a zone.
func (s *sketch) zone(z snapshot.Zone) {
	name := z.Name
	if name == "" {
		name = "zone not known"
	}
	s.heading("zone:"+z.Name, name)
	for _, group := range s.grouped(z) {
		key := "group:" + group[0].ID
		if len(group) <= aFewSubnets || len(s.n.Subnets) < manySubnets {
			s.subnets(group)
			continue
		}
		if s.open[key] {
			s.add(plot{key: key, fold: key, text: told(toneKey, "▾ ").addf(tonePlain, "%s subnets that lie alike", grouped(int64(len(group))))})
			s.subnets(group)
			continue
		}
		s.folded(key, group)
	}
}

func (s *sketch) subnets(list []*snapshot.Subnet) {
	for _, subnet := range list {
		s.subnet(subnet)
	}
}

// grouped puts subnets together that lie alike and follow the same routes.
func (s *sketch) grouped(z snapshot.Zone) [][]*snapshot.Subnet {
	var groups [][]*snapshot.Subnet
	at := map[string]int{}
	for _, subnet := range z.Subnets {
		key := subnet.Internet.Standing + "\n" + subnet.Internet.Level + "\n" + s.signature(subnet)
		n, known := at[key]
		if !known {
			n = len(groups)
			at[key], groups = n, append(groups, nil)
		}
		groups[n] = append(groups[n], subnet)
	}
	return groups
}

// signature says where a subnet's routes lead, now and before. It is worked out once for all that follow the same tables.
func (s *sketch) signature(subnet *snapshot.Subnet) string {
	tables := [2]*snapshot.Table{s.is.tableOf(subnet)}
	if was := s.wasSubnet(subnet.ID); was != nil {
		tables[1] = s.was.tableOf(was)
	}
	if known, ok := s.signatures[tables]; ok {
		return known
	}
	var out strings.Builder
	for _, r := range s.roads(subnet) {
		out.WriteString(r.text.spans[0].text + "\n")
	}
	s.signatures[tables] = out.String()
	return out.String()
}

// folded draws a group as one row, and the routes that its subnets have in common.
func (s *sketch) folded(key string, group []*snapshot.Subnet) {
	from := len(s.rows)
	total, running, nats := 0, 0, 0
	for _, subnet := range group {
		nats += len(s.is.natsIn[subnet.ID])
		for _, one := range s.is.hostsIn[subnet.ID] {
			total++
			if one.State.Text() == "running" {
				running++
			}
		}
	}
	first := group[0]
	l := told(toneKey, "▸ ").addf(toneStrong, "%s subnets ", grouped(int64(len(group)))).addf(standingTone(first), "each %s%s", first.Internet.Standing, doubt(first.Internet.Level)).
		addf(tonePlain, "  %s, %s running", several(total, "instance"), grouped(int64(running)))
	if nats > 0 {
		l = l.add(tonePlain, ", "+several(nats, "NAT gateway"))
	}
	s.add(plot{key: key, fold: key, text: l.add(toneFaint, "  (space)"), facts: []fact{answerOf("each lies to the Internet: "+first.Internet.Standing, first.Internet.Answer)}})
	s.rows = append(s.rows, s.roads(first)...)
	if nats <= mostRoutes {
		for _, subnet := range group {
			s.nats(subnet)
		}
	}
	s.box(from)
}

// subnet draws one.
func (s *sketch) subnet(n *snapshot.Subnet) {
	from := len(s.rows)
	l := told(toneStrong, "%s", labelled(n.ID, string(n.Name))).addf(standingTone(n), "  %s", n.Internet.Standing).add(toneFaint, " "+dot(n.Internet.Level))
	facts := []fact{{"lies to the Internet", n.Internet.Standing, n.Internet.Level, n.Internet.Reason, n.Internet.Sources}, factOf("exists", n.Exists), factOf("route table", n.Table), factOf("network ACL", n.ACL), factOf("zone", n.Zone)}
	for _, r := range n.Ranges {
		l = l.add(tonePlain, "  "+r.Key+doubt(r.Level))
	}
	if !n.Exists.Known() {
		l = l.add(toneUnknown, "  ? there or not")
	}
	if was := s.wasSubnet(n.ID); was != nil && was.Internet.Standing != n.Internet.Standing {
		l = l.add(toneWarn, "  ◂ was "+was.Internet.Standing)
	}
	s.add(plot{key: n.ID, thing: n.ID, text: l, facts: facts})
	s.rows = append(s.rows, s.roads(n)...)
	s.nats(n)
	s.residents(n.ID)
	s.box(from)
}

// standingTone is how the lie of a subnet looks.
func standingTone(n *snapshot.Subnet) tone {
	switch n.Internet.Standing {
	case "public":
		return toneGood
	case "isolated":
		return toneWarn
	case "unknown":
		return toneUnknown
	}
	return tonePlain
}

func (s *sketch) wasSubnet(id string) *snapshot.Subnet {
	if s.was == nil {
		return nil
	}
	return s.was.subnets[id]
}

// nats draws the NAT gateways of a subnet, each the place that edges of other subnets lead to.
func (s *sketch) nats(n *snapshot.Subnet) {
	for _, nat := range s.is.natsIn[n.ID] {
		kind := "NAT gateway"
		if nat.Private.Text() == "yes" {
			kind = "private NAT gateway"
		}
		l := told(toneStrong, "%s", labelled(nat.ID, string(nat.Name))).add(tonePlain, "  "+kind)
		facts := []fact{factOf("exists", nat.Exists), factOf("subnet", nat.Subnet)}
		for _, a := range nat.Addresses {
			l = l.add(tonePlain, " as "+known(a.Text())+doubt(a.Level))
			facts = append(facts, factOf("address "+a.ID, a.Fact))
		}
		look := strokeLive
		if !nat.Exists.Known() {
			look, l = strokeUnknown, l.add(toneUnknown, "  ? there or not")
		}
		s.add(plot{key: n.ID + " " + nat.ID, thing: nat.ID, text: l, edge: &branch{nat.ID, look, true}, facts: facts})
	}
}
