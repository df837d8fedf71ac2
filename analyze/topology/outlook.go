// Outlooks: what whoever is in a subnet can do, with or without public addresses. Thousands of instances share a few of them,
// and add only what is their own.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// viewsOf tells views apart: the subnet, and whether the viewer has a public address, by family.
type viewsOf struct {
	subnet *Thing
	public [2]Answer
}

// own stands for the viewer's public address.
const own = "\x00"

// outlook returns the capabilities of a subnet's viewers at the state's moment. They are not to be changed.
func (s *State) outlook(subnet *Thing, public [2]Answer) []Capability {
	return follow(s, &s.h.memory.views, viewsOf{subnet, public}, len(s.h.kinds[Subnet]), question[[]Capability]{
		cost:   200,
		ask:    func(s *State) []Capability { return s.gaze(subnet, public) },
		giveUp: func() []Capability { return lostView(subnet) },
	})
}

// lostView is the outlook of a subnet that is given up.
func lostView(subnet *Thing) []Capability {
	lost := Verdict{}.because(Unproven, NotFollowed, subnet.ID+": "+tooBusy)
	able := []Capability{{"egress4", lost}, {"egress6", lost}, {"ingress4", lost}, {"ingress6", lost}, {"ssm", lost}, {"patch", lost}}
	for _, name := range usual {
		able = append(able, Capability{"service:" + name, lost})
	}
	return able
}

// somebody is a verdict about a public address of which only the answer is known.
func somebody(a Answer, f family) Verdict {
	v := Verdict{Answer: a, Level: trail.Observed}
	v.asked[f] = true
	switch a {
	case Cut:
		return v.because(Cut, NoPublicEgress, unnamed(f))
	case Unproven:
		return v.because(Unproven, NotKnown, unnamed(f))
	default:
		v.Address = own
		return v
	}
}

// unnamed stands for the reason why a viewer has no public address, or why that is not known.
func unnamed(f family) string { return "\x00" + f.String() }

// gaze works an outlook out.
func (s *State) gaze(subnet *Thing, answers [2]Answer) []Capability {
	var egress, public [2]Verdict
	for _, f := range []family{v4, v6} {
		public[f] = somebody(answers[f], f)
		egress[f] = s.lane(subnet, f).sum(func(w *way) Verdict { return w.with(public[f], f) })
	}
	from := sender{s.Get(subnet, InVPC).To, []*Thing{subnet}, egress[v4], func() Verdict { return egress[v6] }}
	if from.vpc == nil {
		from.vpc = s.lane(subnet, v4).vpc
	}
	ssm := s.ssm(from)
	able := []Capability{
		{"egress4", egress[v4]},
		{"egress6", egress[v6]},
		{"ingress4", s.ingress(subnet, public[v4], v4)},
		{"ingress6", s.ingress(subnet, public[v6], v6)},
		{"ssm", ssm},
		{"patch", s.patch(from, ssm)},
	}
	for _, name := range s.services(from.vpc) {
		able = append(able, Capability{"service:" + name, s.service(from, name)})
	}
	return able
}

// with is a way for a sender with or without a public address. Only a direct way asks for one.
func (w *way) with(public Verdict, f family) Verdict {
	if !w.direct || w.Answer == Cut {
		return w.Verdict
	}
	out := w.Verdict
	out.asked[f] = true
	out.Sources = slices.Clone(out.Sources)
	out.cite(public.Sources...)
	switch {
	case public.Answer == Cut:
		out.Level = min(public.Level, w.told)
		return out.because(Cut, public.Reason.Code, public.Reason.Text)
	case w.Answer == Unproven:
		return w.Verdict
	case public.Answer == Unproven:
		return out.because(Unproven, public.Reason.Code, public.Reason.Text)
	}
	out.Level = min(out.Level, public.Level)
	out.Path = slices.Concat(out.Path, public.Path)
	out.Address = public.Address
	return out
}

// copied is a copy of an outlook for one viewer, with room for the viewer's own sources.
func copied(view []Capability) []Capability {
	const more = 6
	able, total := slices.Clone(view), 0
	for i := range able {
		total += len(able[i].Sources) + more
	}
	room := make([]Moment, total) // one for all
	for i := range able {
		n := len(able[i].Sources)
		copy(room, able[i].Sources)
		able[i].Sources, room = room[:n:n+more], room[n+more:]
	}
	return able
}

// seenBy is a copied view for a viewer whose public addresses are known by these verdicts.
func (v Verdict) seenBy(public *[2]Verdict) Verdict {
	for f, p := range public {
		if !v.asked[f] {
			continue
		}
		v.cite(p.Sources...)
		if v.Answer != Unproven {
			v.Level = min(v.Level, p.Level)
		}
		if v.Answer == Reaches || v.Answer == Partly {
			v.Path = slices.Concat(v.Path, p.Path)
		}
		if v.Address == own {
			v.Address = p.Address
		}
		if v.Answer != Reaches {
			v.Reason.Text = strings.ReplaceAll(v.Reason.Text, unnamed(family(f)), p.Reason.Text)
		}
	}
	return v
}
