// Relays: NAT gateways, and instances that pass on what is not their own. What they send goes by the routes of their own subnet.

package topology

import "traillab/analyze/trail"

// nat: a NAT gateway sends on what it gets as its own address, by the routes of its own subnet.
func (m *mapper) nat(w *way, nat *Thing, l *lane, subnet *Thing, depth int) {
	stands, private := m.Get(nat, Exists), m.Get(nat, Private)
	switch {
	case stands.Is(None) && m.Get(nat, Condition).Is(failed):
		w.rests(stands)
		w.Verdict = w.because(Cut, BadRoute, nat.ID+" never came up, for its VPC had no internet gateway")
		return
	case stands.Is(None):
		w.rests(stands)
		w.Verdict = w.because(Cut, BadRoute, nat.ID+" was deleted")
		return
	case !stands.Known():
		w.Verdict = w.unproven(stands, "whether "+nat.ID+" stands is not known")
		return
	case m.family == v6:
		w.Verdict = w.because(Unproven, NotFollowed, nat.ID+" translates IPv6, which is not followed")
		return
	case !private.Known():
		w.Verdict = w.unproven(private, "whether "+nat.ID+" is public is not known")
		return
	case private.Is(Yes):
		w.rests(private)
		w.Verdict = w.because(Unproven, NotFollowed, nat.ID+" is private: it leads to other networks, which are not followed")
		return
	}
	w.rests(stands)
	if regional := m.Get(nat, Regional); !regional.Is(None) {
		m.regional(w, nat, regional, l)
		return
	}
	in := m.Get(nat, InSubnet)
	if in.To == nil {
		w.Verdict = w.unproven(in, "the subnet of "+nat.ID+" is not known")
		return
	}
	w.rests(in)
	w.Path = append(w.Path, nat.ID+" in "+in.To.ID)
	address := m.addressOf(nat)
	m.through(w, in.To, depth, func(v *way) Verdict {
		if !v.direct {
			return v.Verdict
		}
		out := v.outward
		if out.Answer == Reaches {
			out.Address = address
		}
		return out
	})
	if sh := m.shutter(subnet, l.vpc); w.Answer == Reaches && subnet != in.To && sh.outward != Reaches {
		w.Verdict = sh.pass(w.Verdict, Unproven)
	}
}

// through goes on by the routes of another subnet.
func (m *mapper) through(w *way, subnet *Thing, depth int, resolve func(*way) Verdict) {
	next := m.lane(subnet, depth+1).sum(resolve)
	before := w.Verdict
	w.Verdict = next
	w.Level = min(before.Level, next.Level)
	if next.Answer == Unproven {
		w.Level = trail.Unknown
	}
	w.Path = append(before.Path, next.Path...)
	w.cite(before.Sources...)
}

// regional: a regional NAT gateway needs no subnet, only an internet gateway in its VPC.
// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
func (m *mapper) regional(w *way, nat *Thing, regional Fact, l *lane) {
	if !regional.Known() || l.vpc == nil {
		w.Verdict = w.unproven(regional, "the subnet of "+nat.ID+" is not known")
		return
	}
	w.rests(regional)
	v := m.gate(l.vpc)
	w.cite(v.Sources...)
	w.Path = append(w.Path, nat.ID+" of all of "+l.vpc.ID)
	if v.Answer != Reaches {
		w.Verdict = w.because(v.Answer, v.Reason.Code, v.Reason.Text)
		return
	}
	w.Level = min(w.Level, v.Level, trail.Inferred)
	w.Path = append(w.Path, v.Path...)
	w.Address = m.addressOf(nat)
	sh := m.shutter(l.vpc, l.vpc)
	w.Verdict = sh.pass(w.Verdict, sh.outward)
}

// addressOf is the one public address of a NAT gateway, empty when it is not known or there are several.
func (m *mapper) addressOf(nat *Thing) string {
	held := m.Back(nat, Holder)
	if len(held) != 1 || !m.Get(held[0], Holder).Is(To(nat)) {
		return ""
	}
	return m.Get(held[0], IP).Text
}

// forward: an instance passes on what is not its own only if it runs and AWS was told not to check. What its system does with
// it is not in the log, so a yes is inferred.
func (m *mapper) forward(w *way, to *Thing, depth int) {
	instance, face := m.faces(w, to)
	if instance == nil {
		return
	}
	runs := m.Get(instance, Condition)
	check := m.Get(face, Check)
	switch {
	case runs.Is(Stopped):
		w.rests(runs)
		w.Verdict = w.because(Cut, BadRoute, instance.ID+" is stopped")
		return
	case check.Is(Yes):
		w.rests(check)
		w.Verdict = w.because(Cut, CheckedAddress, face.ID+" takes only what is addressed to it: source and destination are checked")
		return
	case !runs.Known():
		w.Verdict = w.unproven(runs, "whether "+instance.ID+" runs is not known")
		return
	case !check.Known():
		w.Verdict = w.unproven(check, "whether source and destination are checked at "+face.ID+" is not known")
		return
	}
	in := m.Get(face, InSubnet)
	if in.To == nil {
		w.Verdict = w.unproven(in, "the subnet of "+face.ID+" is not known")
		return
	}
	w.rests(runs, check, in)
	w.Level = min(w.Level, trail.Inferred)
	w.Path = append(w.Path, instance.ID+" passes on what it gets")
	m.through(w, in.To, depth, func(v *way) Verdict {
		if !v.direct || v.Answer == Cut {
			return v.Verdict
		}
		return v.with(m.public4(instance), v4)
	})
	w.asked = [2]bool{} // it is the instance's address that was asked for
}

// faces finds the instance that a route leads to, and the interface by which: that of the route, or the instance's first.
func (m *mapper) faces(w *way, to *Thing) (instance, face *Thing) {
	if gone := m.Get(to, Exists); gone.Is(None) {
		w.rests(gone)
		w.Verdict = w.because(Cut, BadRoute, to.ID+" does not exist any more")
		return nil, nil
	}
	if to.Kind == Interface {
		in := m.Get(to, AttachedTo)
		switch {
		case in.To != nil:
			if gone := m.Get(in.To, Exists); gone.Is(None) {
				w.rests(gone)
				w.Verdict = w.because(Cut, BadRoute, in.To.ID+" does not exist any more")
				return nil, nil
			}
			return in.To, to
		case in.Known():
			w.rests(in)
			w.Verdict = w.because(Cut, BadRoute, to.ID+" is attached to nothing")
		default:
			w.Verdict = w.unproven(in, "which instance "+to.ID+" belongs to is not known")
		}
		return nil, nil
	}
	if faces := m.Back(to, AttachedTo); len(faces) > 0 {
		for _, f := range faces {
			if m.Get(f, Primary).Is(Yes) && m.Get(f, AttachedTo).Is(To(to)) {
				return to, f
			}
		}
	}
	w.Verdict = w.because(Unproven, NotKnown, "the interface of "+to.ID+" is not known")
	return nil, nil
}
