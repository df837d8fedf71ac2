// Ingress: whether something can be reached from the internet. It needs a public address, a gateway that lets in, and a way
// back through the same gateway.

package topology

import (
	"slices"

	"traillab/analyze/trail"
)

// gate tells whether an internet gateway is attached to a VPC.
func (s *State) gate(vpc *Thing) Verdict {
	v := Verdict{Level: trail.Observed}
	var maybe *Thing
	vacated := Verdict{Level: trail.Observed}
	for _, g := range s.h.Inside(vpc, InternetGateway) {
		in := s.Get(g, InVPC)
		if in.Cause > s.at { // what was betrayed later is asked for again when it was
			s.until = min(s.until, in.Cause)
		}
		switch {
		case in.To == vpc:
			v.rests(in)
			v.Answer, v.Path = Reaches, []string{g.ID + " attached to " + vpc.ID}
			return v
		case !in.Known():
			maybe = g
		case in.Cause > Origin && in.Cause <= s.at && s.h.State(in.Cause-1).Get(g, InVPC).To == vpc:
			// A VPC has one gateway at most: who saw it go knows that there is none.
			vacated.rests(in)
			vacated.Answer = Reaches
		}
	}
	if strays := s.strays(InternetGateway, vpc); len(strays) > 0 && maybe == nil {
		maybe = strays[0].Thing
	}
	whole := s.Get(vpc, Whole)
	const none = " has no internet gateway"
	switch {
	case maybe != nil:
		return v.unproven(s.Get(maybe, InVPC), "whether "+maybe.ID+" is attached to "+vpc.ID+" is not known")
	case vacated.Answer == Reaches:
		return vacated.because(Cut, Unassociated, vpc.ID+none)
	case whole.Is(Yes):
		v.rests(whole)
		return v.because(Cut, Unassociated, vpc.ID+none)
	}
	return v.unproven(whole, "whether "+vpc.ID+" has an internet gateway is not known")
}

// inward is a way as one to be reached by: the answers must go back through the gateway that lets in.
func (w *way) inward() Verdict {
	switch {
	case !w.direct && w.Answer == Cut:
		return w.Verdict
	case !w.direct && w.told == trail.Unknown: // whether the way is there, and where it leads
		return w.Verdict
	case !w.direct:
		v := w.Verdict
		v.Level = max(v.Level, w.told)
		return v.because(Cut, NotDirect, "the answers would leave by a way that nothing comes in by")
	case w.entry == Cut:
		v := w.Verdict
		v.Level = min(w.told, trail.Inferred)
		return v.because(Cut, Blocked, "Block Public Access lets nothing in")
	}
	return w.Verdict
}

// reachable tells whether something with a public address can be reached in a subnet.
func (s *State) reachable(subnet *Thing, f family) Verdict {
	l := s.lane(subnet, f)
	back := l.sum((*way).inward)
	if l.vpc == nil || back.Answer == Cut {
		return back
	}
	if gate := s.gate(l.vpc); gate.Answer == Cut {
		return gate
	}
	return back
}

// ingress tells whether something with or without a public address can be reached in a subnet.
func (s *State) ingress(subnet *Thing, public Verdict, f family) Verdict {
	back := s.reachable(subnet, f)
	if back.Answer == Cut {
		return back
	}
	switch public.Answer {
	case Cut:
		return public.because(Cut, NoPublicIngress, public.Reason.Text)
	case Unproven:
		return public
	default:
	}
	if back.Answer == Reaches || back.Answer == Partly {
		back.Address = public.Address
	}
	back.asks(public)
	return back
}

// open tells whether a load balancer or a database can be reached: it needs a public name, and a subnet that can be reached.
// One such subnet is enough for a load balancer, which has a node in each; a database is in one that no record names.
func (s *State) open(t *Thing, f family) Verdict {
	v := Verdict{Level: trail.Observed}
	private := s.Get(t, Private)
	switch {
	case !private.Known():
		return v.unproven(private, "whether "+t.ID+" has a public name is not known")
	case private.Is(Yes):
		v.rests(private)
		return v.because(Cut, Internal, t.ID+" has no public name")
	}
	v.rests(private)
	each, missing := s.each(t, func(subnet *Thing) Verdict { return s.reachable(subnet, f) })
	all := among(each, missing)
	all.Sources = slices.Clone(all.Sources)
	all.cite(v.Sources...)
	switch {
	case all.Answer == Partly && t.Kind == Database && !anyIs(each, Partly):
		return all.because(Unproven, NotKnown, "some of the subnets of "+t.ID+" can be reached, and in which of them it is no record tells")
	case all.Answer == Partly && t.Kind == Balancer && anyIs(each, Reaches):
		all.Answer, all.Reason = Reaches, Reason{}
	}
	if all.Answer != Unproven {
		all.Level = min(all.Level, v.Level)
	}
	return all
}

// each asks of every subnet of something that lies in several. missing says why there may be others.
func (s *State) each(t *Thing, ask func(*Thing) Verdict) (answers []Verdict, missing string) {
	keys, facts := s.Held(t, InSubnet)
	whole := s.Get(t, Whole).Is(Yes)
	for i, f := range facts {
		switch {
		case f.To != nil:
			answers = append(answers, ask(f.To))
		case whole && !f.Known() && f.Why == "": // nobody had spoken of it then
		default:
			missing = "whether " + t.ID + " lies in " + keys[i] + " is not known"
		}
	}
	if missing == "" && (len(answers) == 0 || !whole) {
		missing = "which subnets " + t.ID + " lies in is not known"
	}
	return answers, missing
}

func anyIs(of []Verdict, a Answer) bool {
	return slices.ContainsFunc(of, func(v Verdict) bool { return v.Answer == a })
}

// among is what the answers of several subnets come to: the same for all, part where they differ.
func among(each []Verdict, missing string) Verdict {
	v := Verdict{Level: trail.Observed}
	v.take(each)
	switch yes, part, no := anyIs(each, Reaches), anyIs(each, Partly), anyIs(each, Cut); {
	case part, yes && no:
		var not []Verdict
		for _, e := range each {
			if e.Answer == Cut || e.Answer == Partly {
				not = append(not, e)
			}
		}
		if v.Level == trail.Unknown {
			v.Level = trail.Inferred
		}
		why := reasons(not)
		return v.because(Partly, why.Code, "only from some of its subnets: "+why.Text)
	case anyIs(each, Unproven):
		return each[slices.IndexFunc(each, func(e Verdict) bool { return e.Answer == Unproven })]
	case missing != "":
		return v.because(Unproven, NotKnown, missing)
	case no:
		why := reasons(each)
		return v.because(Cut, why.Code, why.Text)
	}
	v.Answer = Reaches
	return v
}
