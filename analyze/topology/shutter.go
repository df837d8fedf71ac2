// Shutters: what VPC Block Public Access lets through the internet gateways of a region. Nothing in a VPC shows it, and one
// call closes all of them.

package topology

import (
	"slices"

	"traillab/analyze/trail"
)

// The modes, and those of exclusions.
const (
	blockOff     = "off"
	blockIngress = "block-ingress"
	blockAll     = "block-bidirectional"
	allowAll     = "allow-bidirectional"
	allowEgress  = "allow-egress"
)

// shutter is what passes: from or to something with an address of its own, from what lets nothing in (NAT and egress-only
// gateways), and from outside.
type shutter struct {
	direct, outward, entry Answer
	rest                   Verdict // what that rests on
}

// shutter tells what Block Public Access lets out of a subnet. Of a region where nobody ever spoke of it, it is not in the way.
// https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
func (s *State) shutter(subnet, vpc *Thing) shutter {
	sh := shutter{Reaches, Reaches, Reaches, Verdict{Level: trail.Observed}}
	region := s.h.things[ref{Region, subnet.Account, subnet.Region, subnet.Region}]
	if region == nil {
		return sh
	}
	mode := s.Get(region, Block)
	if !mode.Known() && mode.Why == "" {
		return sh
	}
	sh.rest.cite(mode.Cause)
	switch {
	case mode.Is(Text(blockOff)):
		sh.rest.Level = mode.Level
		return sh
	case !mode.Is(Text(blockAll)) && !mode.Is(Text(blockIngress)):
		return sh.unclear(either(mode.Why, "the mode of Block Public Access in "+region.ID+" is not known"))
	}
	excluded, why := s.excluded(subnet, vpc, &sh)
	sh.rest.Level = min(sh.rest.Level, mode.Level, trail.Inferred) // it takes effect minutes after the call
	sh.rest.Reason = Reason{Blocked, "Block Public Access of " + region.ID + " is " + mode.Text}
	switch {
	case why != "":
		return sh.unclear(why)
	case excluded == allowAll:
	case mode.Text == blockIngress:
		sh.direct, sh.entry = Cut, Cut
	case excluded == allowEgress:
		sh.direct, sh.entry = Unproven, Cut
	default:
		sh.direct, sh.outward, sh.entry = Cut, Cut, Cut
	}
	return sh
}

func (sh shutter) unclear(why string) shutter {
	sh.direct, sh.outward, sh.entry = Unproven, Unproven, Unproven
	sh.rest.Reason = Reason{NotKnown, why}
	return sh
}

// excluded returns the mode of the exclusion that a subnet or its VPC has, the one that allows most, and why that is not known.
func (s *State) excluded(subnet, vpc *Thing, sh *shutter) (mode, why string) {
	for _, e := range slices.Concat(subnet.back(Of), vpc.back(Of)) {
		if e.Kind != Exclusion {
			continue
		}
		of, stands, allows := s.Get(e, Of), s.Get(e, Exists), s.Get(e, Mode)
		switch {
		case of.Known() && of.To != subnet && of.To != vpc:
			continue
		case stands.Is(None): // what is blocked now may be owed to its end
			sh.rest.cite(stands.Cause)
			continue
		case !stands.Known() || !of.Known() || !allows.Known():
			why = "whether the exclusion " + e.ID + " stands, and what it allows, is not known"
			continue
		case mode == "" || allows.Text == allowAll:
			mode = allows.Text
		}
		sh.rest.rests(stands, of, allows)
	}
	if mode == allowAll {
		return mode, ""
	}
	if strays := s.strays(Exclusion, vpc); len(strays) > 0 && why == "" {
		why = "what the exclusion " + strays[0].ID + " is about is not known"
	}
	if whole := s.Get(vpc, Whole); why == "" && !whole.Is(Yes) {
		why = "an exclusion of " + vpc.ID + " or " + subnet.ID + " may stand from before the log"
	}
	return mode, why
}

// pass lets a verdict through as far as the shutter lets it.
func (sh shutter) pass(v Verdict, as Answer) Verdict {
	v.Sources = slices.Clone(v.Sources)
	v.cite(sh.rest.Sources...)
	v.Level = min(v.Level, sh.rest.Level)
	if as == Reaches {
		return v
	}
	if as == Unproven && sh.rest.Reason.Code == Blocked {
		return v.because(Unproven, NotKnown, sh.rest.Reason.Text+", and how far an exclusion goes here is not certain")
	}
	return v.because(as, sh.rest.Reason.Code, sh.rest.Reason.Text)
}
