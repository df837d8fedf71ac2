// Reach: what a thing can do at a moment, capability by capability.

package topology

import (
	"strings"

	"traillab/analyze/trail"
)

// Capabilities tells what a thing can reach and be reached by; of kinds of which that cannot be asked, and of what does not
// exist, nothing. Routes and addresses decide, security groups and network ACLs do not.
func (s *State) Capabilities(t *Thing) []Capability {
	var able []Capability
	switch stands := s.Stands(t); {
	case stands.Is(None):
		return nil
	case !stands.Known():
		able = s.blank(t, Verdict{}.unproven(stands, "whether "+t.ID+" exists is not known"))
	default:
		able = s.able(t)
	}
	for i := range able {
		able[i].Cause = Origin
		for _, m := range able[i].Sources {
			if m <= s.at {
				able[i].Cause = m
			}
		}
	}
	return able
}

func (s *State) able(t *Thing) []Capability {
	switch t.Kind {
	case Instance:
		return s.ofInstance(t)
	case Balancer:
		able := []Capability{{"ingress4", s.open(t, v4)}}
		if s.Key(t, V6, dualstack).Is(Yes) {
			able = append(able, Capability{"ingress6", s.open(t, v6)})
		}
		return able
	case Database:
		if off := s.Get(t, Condition); off.Is(Stopped) {
			return s.blank(t, stopped(t, off))
		}
		return []Capability{{"ingress4", s.open(t, v4)}}
	case Function:
		return s.ofFunction(t)
	default:
		return nil
	}
}

// blank gives every capability of a thing one verdict.
func (s *State) blank(t *Thing, v Verdict) []Capability {
	var able []Capability
	for _, what := range s.whats(t) {
		able = append(able, Capability{what, v})
	}
	return able
}

// whats are the capabilities that are asked of a thing.
func (s *State) whats(t *Thing) []string {
	var whats []string
	switch t.Kind {
	case Balancer, Database:
		return []string{"ingress4"}
	case Instance:
		whats = []string{"egress4", "egress6", "ingress4", "ingress6", "ssm", "patch"}
	case Function:
		whats = []string{"egress4"}
	default:
	}
	if len(whats) > 0 {
		for _, name := range s.services(s.Get(t, InVPC).To) {
			whats = append(whats, "service:"+name)
		}
	}
	return whats
}

func stopped(t *Thing, off Fact) Verdict {
	v := Verdict{Level: trail.Observed}
	v.rests(off)
	return v.because(Cut, BadState, t.ID+" is stopped")
}

// ofInstance: what does not run reaches nothing; what runs has the outlook of its subnet.
func (s *State) ofInstance(t *Thing) []Capability {
	runs, in := s.Get(t, Condition), s.Get(t, InSubnet)
	switch {
	case runs.Is(Stopped):
		return s.blank(t, stopped(t, runs))
	case in.To == nil:
		return s.blank(t, Verdict{}.unproven(in, "the subnet of "+t.ID+" is not known"))
	}
	public := [2]Verdict{s.public4(t), s.public6(t)}
	view := s.outlook(in.To, [2]Answer{public[v4].Answer, public[v6].Answer})
	able := copied(view)
	for i := range able {
		able[i].Verdict = able[i].seenBy(&public).running(t, runs, in)
	}
	return able
}

// running lets a verdict of an instance's network stand for the instance: a no needs nothing more, all else that it runs. The
// sources are the verdict's own.
func (v Verdict) running(t *Thing, runs, in Fact) Verdict {
	v.cite(in.Cause)
	if v.Answer != Unproven {
		v.Level = min(v.Level, in.Level)
	}
	switch {
	case v.Answer == Cut || v.Answer == Unproven:
		return v
	case !runs.Known():
		return v.unproven(runs, "whether "+t.ID+" runs is not known")
	}
	v.rests(runs)
	return v
}

// ofFunction: a function in a VPC has no public address, so that it needs a NAT gateway or an endpoint. One without a VPC does
// not depend on any.
func (s *State) ofFunction(t *Thing) []Capability {
	vpc := s.Get(t, InVPC)
	if vpc.Is(None) {
		return nil
	}
	each, missing := s.each(t, func(subnet *Thing) Verdict {
		return s.lane(subnet, v4).sum(func(w *way) Verdict {
			if !w.direct || w.Answer == Cut {
				return w.Verdict
			}
			v := w.Verdict
			return v.because(Cut, NoPublicEgress, "functions have no public address")
		})
	})
	from := sender{vpc: vpc.To, egress4: among(each, missing), egress6: func() Verdict { return Verdict{Answer: Cut} }}
	_, facts := s.Held(t, InSubnet)
	for _, f := range facts {
		if f.To != nil {
			from.subnets = append(from.subnets, f.To)
		}
	}
	able := []Capability{{"egress4", from.egress4}}
	for _, name := range s.services(from.vpc) {
		able = append(able, Capability{"service:" + name, s.service(from, name)})
	}
	return able
}

// Capable returns one capability of a thing, and whether the thing has it to be asked of.
func (s *State) Capable(t *Thing, what string) (Verdict, bool) {
	for _, c := range s.Capabilities(t) {
		if c.What == what {
			return c.Verdict, true
		}
	}
	return Verdict{}, false
}

// Service is the service that a capability names, empty for the others.
func (c *Capability) Service() string {
	name, _ := strings.CutPrefix(c.What, "service:")
	if name == c.What {
		return ""
	}
	return name
}
