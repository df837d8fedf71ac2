// What passed one interface in one stretch of time, by who talked with it.

package analyze

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"traillab/analyze/trail"
)

// Passed is the traffic of one interface in one stretch of time.
type Passed struct {
	First    *time.Time `json:"first"` // of what the flow logs cover of the stretch; null: nothing
	Last     *time.Time `json:"last"`
	Accepted Volume     `json:"accepted"`
	Rejected Volume     `json:"rejected"`
	NoData   int64      `json:"nodata"`   // rows that say that nothing passed
	Skipped  int64      `json:"skipdata"` // rows that say that what passed was not written down
	Peers    int        `json:"peers"`
	Answered int        `json:"answered"` // peers on the internet with accepted packets both ways
	Talkers  []Talker   `json:"talkers"`  // those that most bytes passed to and from
	Refused  []Talker   `json:"refused"`  // those that most rejected flows were of
}

// Volume is a number of flows.
type Volume struct {
	Flows   int64 `json:"flows"`
	Packets int64 `json:"packets"`
	Bytes   int64 `json:"bytes"`
}

// Talker is an address that an interface talked with.
type Talker struct {
	Address  string `json:"address"`
	Internet bool   `json:"internet"` // neither private nor in a VPC that the log knows
	Sent     int64  `json:"sent"`     // bytes to it, from the instance
	Received int64  `json:"received"`
	Rejected int64  `json:"rejected"` // flows
	New      bool   `json:"new"`      // it did not appear before
}

// talkers are told as many of.
const talkers = 5

// passing is a Passed in the making.
type passing struct {
	Passed
	peers map[netip.Addr]*peer
}

// peer is what passed between an interface and an address.
type peer struct {
	Talker
	out, in int64 // accepted packets
	relay   bool  // they may have gone another way than by the internet
	astray  bool  // they did
	first   time.Time
}

// take adds traffic.
func (p *passing) take(t *trail.Traffic, s *subject, inside []netip.Prefix) {
	p.cover(t.First, t.Last)
	switch t.Status {
	case "NODATA":
		p.NoData += t.Rows
		return
	case "SKIPDATA":
		p.Skipped += t.Rows
		return
	}
	volume := &p.Accepted
	if t.Action == "REJECT" {
		volume = &p.Rejected
	}
	volume.Flows += t.Rows
	volume.Packets += t.Packets
	volume.Bytes += t.Bytes
	address, sent, ok := s.other(t)
	if !ok {
		return
	}
	if p.peers == nil {
		p.peers = map[netip.Addr]*peer{}
	}
	who := p.peers[address]
	if who == nil {
		who = &peer{Talker: Talker{Address: address.String(), Internet: internet(address, inside)}}
		p.peers[address] = who
	}
	who.take(t, s, sent)
}

func (p *passing) cover(first, last time.Time) {
	if !first.IsZero() && (p.First == nil || first.Before(*p.First)) {
		p.First = &first
	}
	if !last.IsZero() && (p.Last == nil || last.After(*p.Last)) {
		p.Last = &last
	}
}

func (p *peer) take(t *trail.Traffic, s *subject, sent bool) {
	if t.Action == "REJECT" {
		p.Rejected += t.Rows
		return
	}
	if p.first.IsZero() || t.First.Before(p.first) {
		p.first = t.First
	}
	if !sent {
		p.in += t.Packets
		p.Received += t.Bytes
		return
	}
	p.out += t.Packets
	p.Sent += t.Bytes
	switch t.Path {
	case 3, 4, 5, 6, 7: // a VPN gateway, peerings, a local gateway, a gateway endpoint
		p.astray = true
	case 1, 8: // something in the VPC, such as a NAT gateway; an internet gateway
	default:
		p.relay = p.relay || s.relay && (t.TargetService == "" || t.TargetService == "S3" || t.TargetService == "DYNAMODB")
	}
}

// answered reports whether packets went both ways between the instance and the internet.
func (p *peer) answered() bool { return p.Internet && !p.astray && p.in > 0 && p.out > 0 }

// other returns the far end of traffic, and whether the instance sent it. Where the row does not tell, its own addresses do,
// or that only one end is private.
func (s *subject) other(t *trail.Traffic) (address netip.Addr, sent, ok bool) {
	source, sourceErr := netip.ParseAddr(t.Source)
	target, targetErr := netip.ParseAddr(t.Target)
	if sourceErr != nil || targetErr != nil {
		return address, false, false
	}
	from, to := s.own[t.Source], s.own[t.Target]
	switch {
	case t.Direction == "egress", t.Direction == "" && from && !to:
		return target, true, true
	case t.Direction == "ingress", t.Direction == "" && to && !from:
		return source, false, true
	case from || to || source.IsPrivate() == target.IsPrivate():
		return address, false, false
	case source.IsPrivate():
		return target, true, true
	}
	return source, false, true
}

// shared is the space between carriers and their customers, which AWS uses itself.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// internet reports whether an address is one of the internet.
func internet(a netip.Addr, inside []netip.Prefix) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || shared.Contains(a) {
		return false
	}
	return !slices.ContainsFunc(inside, func(p netip.Prefix) bool { return p.Contains(a) })
}

// answers lists the peers of a family that answered, sorted, those that surely did so by the internet apart; first is when the
// first of these began.
func (p *passing) answers(six bool) (sure, maybe []string, first time.Time) {
	for address, who := range p.peers {
		switch {
		case !who.answered() || address.Unmap().Is4() == six:
		case who.relay:
			maybe = append(maybe, who.Address)
		default:
			sure = append(sure, who.Address)
			if first.IsZero() || who.first.Before(first) {
				first = who.first
			}
		}
	}
	slices.Sort(sure)
	slices.Sort(maybe)
	return sure, maybe, first
}

// told sums up; before is what passed before, nil for that itself.
func (p *passing) told(before *passing) Passed {
	p.Peers, p.Talkers, p.Refused = len(p.peers), []Talker{}, []Talker{}
	var all []Talker
	for address, who := range p.peers {
		if who.answered() {
			p.Answered++
		}
		if before != nil {
			who.New = before.peers[address] == nil
		}
		all = append(all, who.Talker)
	}
	slices.SortFunc(all, func(a, b Talker) int {
		return cmp.Or(cmp.Compare(b.Sent+b.Received, a.Sent+a.Received), cmp.Compare(a.Address, b.Address))
	})
	for _, t := range all {
		if t.Sent+t.Received > 0 && len(p.Talkers) < talkers {
			p.Talkers = append(p.Talkers, t)
		}
	}
	slices.SortStableFunc(all, func(a, b Talker) int { return cmp.Compare(b.Rejected, a.Rejected) })
	for _, t := range all {
		if t.Rejected > 0 && len(p.Refused) < talkers {
			p.Refused = append(p.Refused, t)
		}
	}
	return p.Passed
}
