// Blackholes: routes that stay in their table and lead nowhere, because what they lead to is gone or attached elsewhere.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html

package topology

import (
	"net/netip"

	"traillab/analyze/trail"
)

// Dead reports whether a route of a table in the VPC is known to lead nowhere, and how that is known. Whether AWS shows it as
// a blackhole is one thing with that: a stopped NAT instance is one too.
func (s *State) Dead(target Fact, vpc *Thing) (trail.Level, bool) {
	t := target.To
	if !target.Known() || t == nil {
		return trail.Unknown, false
	}
	dead := func(f Fact) (trail.Level, bool) { return trail.Weakest(target.Level, f.Level), true }
	if stands := s.Stands(t); stands.Is(None) {
		return dead(stands)
	}
	switch t.Kind {
	case InternetGateway, EgressGateway, VPNGateway:
		if in := s.Get(t, InVPC); in.Not(To(vpc)) {
			return dead(in)
		}
	case Instance:
		if runs := s.Get(t, Condition); runs.Not(Running) {
			return dead(runs)
		}
	case Interface:
		holder := s.Get(t, AttachedTo)
		if holder.Is(None) {
			return dead(holder)
		}
		if holder.To != nil {
			if runs := s.Get(holder.To, Condition); runs.Not(Running) {
				return dead(runs)
			}
		}
	default: // of the others it is enough that they are there
	}
	return trail.Unknown, false
}

// Defaultless reports whether a subnet is known to have no default route, neither for IPv4 nor for IPv6.
func (s *State) Defaultless(subnet *Thing) bool {
	explicit := s.Get(subnet, Table)
	table := explicit.To
	if explicit.Is(None) {
		if vpc := s.Get(subnet, InVPC).To; vpc != nil {
			table = s.Get(vpc, Main).To
		}
	}
	if table == nil || !s.Get(table, Whole).Is(Yes) {
		return false
	}
	keys, facts := s.Held(table, Route)
	for i, key := range keys {
		if p, err := netip.ParsePrefix(key); err == nil && p.Bits() == 0 || key == anyKey && facts[i].Why != "" {
			return false
		}
	}
	return true
}
