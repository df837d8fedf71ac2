// What is noticed of a network.

package detection

import (
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
)

// forced: the gateway that AWS would not detach was detached by the same hand.
func (s *scene) forced() time.Time {
	refused := map[[2]string]bool{}
	return s.first(func(d *deed) bool {
		if d.Name != "DetachInternetGateway" {
			return false
		}
		key := [2]string{d.who(), d.ask("internetGatewayId")}
		if !d.went() {
			refused[key] = refused[key] || strings.HasSuffix(d.ErrorCode, "DependencyViolation")
			return false
		}
		return refused[key]
	})
}

// blackhole: a route of a table became dead by one of the calls.
func (s *scene) blackhole() time.Time {
	for m, c := range s.moments {
		now, before := s.history.State(m), s.history.State(m-1)
		for _, table := range s.history.Things(topology.RouteTable) {
			keys, routes := now.Held(table, topology.Route)
			vpc := now.Get(table, topology.InVPC).To
			for i, key := range keys {
				if vpc == nil {
					continue
				}
				_, dead := now.Dead(routes[i], vpc)
				if _, was := before.Dead(before.Key(table, topology.Route, key), vpc); dead && !was {
					return c.Event.Time
				}
			}
		}
	}
	return time.Time{}
}

// quiet are the calls that cut by routes and associations; loud are those that touch a gateway or an address.
var (
	quiet = []string{"CreateRoute", "ReplaceRoute", "DeleteRoute", "ReplaceRouteTableAssociation", "DisassociateRouteTable", "AssociateRouteTable"}
	loud  = []string{
		"DetachInternetGateway", "DeleteInternetGateway", "DeleteNatGateway", "DisassociateAddress", "ReleaseAddress", "DeleteEgressOnlyInternetGateway",
		"DetachVpnGateway", "StopInstances", "TerminateInstances",
	}
)

// stealth: a chain of which something was lost by routes, and nothing that people watch for was touched.
func (s *scene) stealth() (at time.Time) {
	for i := range s.chains {
		c := &s.chains[i]
		if slices.ContainsFunc(c.Links, func(l analyze.Link) bool { return l.Role != analyze.Restore && slices.Contains(loud, l.Event.Name) }) {
			continue
		}
		for j := range c.Outages {
			if cause := s.history.Call(c.Outages[j].Cause); cause != nil && s.mine[cause.Event.ID] && slices.Contains(quiet, cause.Event.Name) {
				at = earlier(at, cause.Event.Time)
			}
		}
	}
	return at
}

func (s *scene) denyEntry() time.Time {
	return s.first(func(d *deed) bool {
		return (d.Name == "CreateNetworkAclEntry" || d.Name == "ReplaceNetworkAclEntry") && d.went() && d.ask("ruleAction") == "deny"
	})
}

func (s *scene) shutter() time.Time {
	return s.first(func(d *deed) bool {
		return d.Name == "ModifyVpcBlockPublicAccessOptions" && d.went() && strings.HasPrefix(d.call.Request.First("internetGatewayBlockMode"), "block")
	})
}

// isolated: the groups of an instance let something out before a call about it, and nothing after.
func (s *scene) isolated() time.Time {
	for m, c := range s.moments {
		if c.Event.Name != "ModifyNetworkInterfaceAttribute" && c.Event.Name != "ModifyInstanceAttribute" {
			continue
		}
		now, before := s.history.State(m), s.history.State(m-1)
		for _, i := range s.history.Things(topology.Instance) {
			if now.Lets(i, "egress4") == topology.Cut && before.Lets(i, "egress4") != topology.Cut {
				return c.Event.Time
			}
		}
	}
	return time.Time{}
}

// about reports whether a chain was begun by what is looked at.
func (s *scene) about(c *analyze.Chain) bool {
	return slices.ContainsFunc(c.Links, func(l analyze.Link) bool { return l.Role != analyze.Restore && s.mine[l.Event.ID] })
}

func (s *scene) hostile() (at time.Time) {
	for i := range s.chains {
		if c := &s.chains[i]; c.Verdict.Label == analyze.Hostile && s.about(c) {
			at = earlier(at, c.From)
		}
	}
	return at
}

func (s *scene) open() (at time.Time) {
	for i := range s.chains {
		if c := &s.chains[i]; c.Until == nil && c.Lost > 0 && s.about(c) {
			at = earlier(at, c.From)
		}
	}
	return at
}

// missed is how many reports in a row an agent must leave out, and how many must have come before that is told.
const missed = 3

// silent: an agent's reports came regularly and come no more, and the instance runs.
func (s *scene) silent() (at time.Time) {
	beats := map[string][]time.Time{}
	for i := range s.deeds {
		if d := &s.deeds[i]; d.Name == "UpdateInstanceInformation" && d.went() {
			if id := d.OnlyID("i-"); id != "" {
				beats[id] = append(beats[id], d.Time)
			}
		}
	}
	for id, times := range beats {
		if len(times) < missed {
			continue
		}
		end := s.last()
		for i, t := range times {
			next := end
			if i+1 < len(times) {
				next = times[i+1]
			}
			if due := t.Add(missed * rhythm(times)); i+1 >= missed && next.After(due) && s.runs(id, due) {
				at = earlier(at, due)
			}
		}
	}
	return at
}

// rhythm is the middle interval between times.
func rhythm(times []time.Time) time.Duration {
	var gaps []time.Duration
	for i := 1; i < len(times); i++ {
		gaps = append(gaps, times[i].Sub(times[i-1]))
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// runs reports whether an instance is not known to be off or gone.
func (s *scene) runs(id string, at time.Time) bool {
	state := s.history.State(s.history.At(at))
	for _, i := range s.history.Find(id) {
		if state.Stands(i).Is(topology.None) || state.Get(i, topology.Condition).Is(topology.Stopped) {
			return false
		}
	}
	return true
}
