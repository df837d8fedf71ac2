// Outlooks: what whoever is in a subnet can do, with or without public addresses. Thousands of instances share a few of them,
// and add only what is their own.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// view is an outlook as it holds from one moment until another.
type view struct {
	from, until Moment
	able        []Capability
}

// viewsOf tells views apart: the subnet, and whether the viewer has a public address, by family.
type viewsOf struct {
	subnet *Thing
	public [2]Answer
}

// own stands for the viewer's public address.
const own = "\x00"

// outlook returns the capabilities of a subnet's viewers at the state's moment. They are not to be changed.
func (s *State) outlook(subnet *Thing, public [2]Answer) []Capability {
	cache, key := &s.h.lanes, viewsOf{subnet, public}
	cache.Lock()
	for _, v := range slices.Backward(cache.views[key]) {
		if v.from <= s.at && s.at < v.until {
			cache.Unlock()
			s.until = min(s.until, v.until)
			return v.able
		}
	}
	cache.Unlock()
	fresh := s.h.State(s.at)
	v := &view{from: s.at, able: fresh.gaze(subnet, public)}
	v.until = fresh.until
	s.until = min(s.until, fresh.until)
	cache.Lock()
	if cache.views == nil {
		cache.views = map[viewsOf][]*view{}
	}
	cache.views[key] = append(cache.views[key], v)
	cache.Unlock()
	return v.able
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
	case Reaches, Partly:
		v.Address = own
	}
	return v
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
		{"egress4", egress[v4]}, {"egress6", egress[v6]}, {"ingress4", s.ingress(subnet, public[v4], v4)}, {"ingress6", s.ingress(subnet, public[v6], v6)},
		{"ssm", ssm}, {"patch", s.patch(from, ssm)},
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

// seenBy gives a view of the outlook to one viewer, whose public addresses are known by these verdicts.
func (v Verdict) seenBy(public *[2]Verdict) Verdict {
	v.Sources = append(make([]Moment, 0, len(v.Sources)+6), v.Sources...)
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
		v.Reason.Text = strings.ReplaceAll(v.Reason.Text, unnamed(family(f)), p.Reason.Text)
	}
	return v
}
