// Public addresses: what an instance is known as on the internet. Without one a route to an internet gateway carries nothing.

package topology

import "traillab/analyze/trail"

// faces returns the interfaces of an instance, and of those the ones that may be its own.
func (s *State) faces(instance *Thing) (own, maybe []*Thing) {
	for _, f := range instance.back(AttachedTo) {
		switch at := s.Get(f, AttachedTo); {
		case s.Get(f, Exists).Is(None):
		case at.To == instance:
			own = append(own, f)
		case !at.Known():
			maybe = append(maybe, f)
		}
	}
	return own, maybe
}

// public4 tells whether an instance that runs has a public IPv4 address: an Elastic IP of its own or of one of its interfaces,
// else the address that its launch asked for, which comes back whenever the instance starts and whenever an Elastic IP goes.
func (s *State) public4(instance *Thing) Verdict {
	v := Verdict{Level: trail.Observed}
	own, maybe := s.faces(instance)
	var doubt Fact
	open := false
	var lost departure
	for _, holder := range append([]*Thing{instance}, own...) {
		for _, address := range holder.back(Holder) {
			lost = lost.or(s.left(address, holder))
			switch held := s.Get(address, Holder); {
			case s.Stands(address).Is(None): // not yet allocated, or released
			case held.To == holder:
				v.rests(held)
				v.Address = s.Get(address, IP).Text
				v.Path = []string{"as " + either(v.Address, address.ID)}
				v.Answer = Reaches
				return v
			case !held.Known():
				open, doubt = true, held
			default:
				v.cite(held.Cause)
			}
		}
	}
	if strays := s.strays(Address, instance); len(strays) > 0 && !open {
		open, doubt = true, strays[0].why
	}
	switch {
	case open:
		return v.unproven(doubt, "whether "+instance.ID+" has an Elastic IP is not known")
	case len(own) == 0 || len(maybe) > 0:
		return v.unproven(Fact{}, "which interfaces "+instance.ID+" has is not known")
	}
	if v = s.auto4(v, instance, own); v.Answer == Reaches && s.robbed(instance, lost) {
		v.cite(lost.at)
		return v.because(Unproven, NotKnown, "whether "+instance.ID+" got a public address by itself when "+lost.address.ID+" was taken from it is not known")
	}
	return v
}

// departure is when an address left its holder.
type departure struct {
	address *Thing
	at      Moment
	unseen  bool // by a call that has no record
}

// or is the later of two departures.
func (d departure) or(o departure) departure {
	if o.at > d.at {
		return o
	}
	return d
}

// left returns when an address left a holder that had it last.
func (s *State) left(address, holder *Thing) departure {
	var d departure
	spans := address.told(Holder, "").spans
	for i := 1; i < len(spans) && spans[i].from <= s.at; i++ {
		if spans[i-1].Is(To(holder)) && !spans[i].Is(To(holder)) {
			d = departure{address, spans[i].from, !spans[i].Known()}
		}
	}
	return d
}

// robbed reports whether the last Elastic IP that left an instance was mapped to another without being unmapped, and the instance
// has not been started since. That it gets an address by itself is documented for what is unmapped, and for starts.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
func (s *State) robbed(instance *Thing, lost departure) bool {
	by := s.h.Call(lost.at)
	return by != nil && (lost.unseen || by.Event.Name == "AssociateAddress") && s.Get(instance, Condition).Cause < lost.at
}

// auto4 tells whether an instance without an Elastic IP has a public address by itself.
func (s *State) auto4(v Verdict, instance *Thing, own []*Thing) Verdict {
	for _, face := range own {
		switch auto := s.Get(face, AutoPublic); {
		case auto.Is(None):
			v.rests(auto)
		case !auto.Known():
			return v.unproven(auto, "whether "+instance.ID+" was launched with a public address is not known")
		case len(own) > 1:
			v.cite(auto.Cause)
			return v.because(Unproven, NotKnown, "AWS gives no new public address to an instance with several interfaces; whether "+instance.ID+" kept the one it had is not known")
		default:
			v.rests(auto)
			v.Path = []string{"as the public address that it gets by itself"}
			v.Answer = Reaches
			return v
		}
		if whole := s.Get(face, Whole); !whole.Is(Yes) && !s.whole(instance) {
			return v.unproven(Fact{}, "an Elastic IP may have been mapped to "+face.ID+" before the log")
		}
	}
	return v.because(Cut, NoPublicEgress, instance.ID+" has no public IPv4 address")
}

// whole reports whether the thing's VPC is known whole: what is not in the log is not there.
func (s *State) whole(t *Thing) bool {
	vpc := s.Get(t, InVPC).To
	return vpc != nil && s.Get(vpc, Whole).Is(Yes)
}

// public6 tells whether an instance has an IPv6 address. Those are public.
func (s *State) public6(instance *Thing) Verdict {
	v := Verdict{Level: trail.Observed}
	own, maybe := s.faces(instance)
	var doubt Fact
	open := len(own) == 0 || len(maybe) > 0
	for _, face := range own {
		for _, key := range s.Keys(face, V6) {
			switch f := s.Key(face, V6, key); {
			case f.Is(Yes):
				v.rests(f)
				v.Address = key
				v.Path, v.Answer = []string{"as " + key}, Reaches
				return v
			case !f.Known():
				open, doubt = true, f
			default:
				v.cite(f.Cause)
			}
		}
		whole := s.Get(face, Whole)
		if !whole.Is(Yes) && (whole.Why != "" || !s.whole(instance)) {
			open, doubt = true, whole
		}
		v.cite(whole.Cause)
	}
	if open {
		return v.unproven(doubt, "whether "+instance.ID+" has an IPv6 address is not known")
	}
	return v.because(Cut, NoPublicEgress, instance.ID+" has no IPv6 address")
}
