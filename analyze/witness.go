// Witnesses: what one call of an instance says about the network it came through.

package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// behaviour sorts calls by what they say.
type behaviour struct {
	h      *topology.History
	things map[string]*topology.Thing
	lost   map[*topology.Thing][]*Outage // the ways out that each is said to have lost
	found  []Finding
	calls  map[*topology.Thing][]time.Time // that may be the instance's own
	denied []denial                        // calls that an instance cannot have made if it had lost its way out
}

// see judges one call.
func (b *behaviour) see(t *topology.Thing, s *trail.Sighting) {
	if b.calls == nil {
		b.calls = map[*topology.Thing][]time.Time{}
	}
	finding, expected, why := b.judge(t, s)
	if finding != Suspicion {
		b.calls[t] = append(b.calls[t], s.Time)
	}
	at := slices.IndexFunc(b.found, func(f Finding) bool {
		return f.Resource == t.ID && f.Principal == trail.Maybe(s.Principal) && f.Finding == finding && f.Why == why && equalText(f.Expected, expected)
	})
	if at < 0 {
		at = len(b.found)
		b.found = append(b.found, Finding{Resource: t.ID, Principal: trail.Maybe(s.Principal), SourceIPs: []string{}, Expected: expected, Finding: finding, Why: why})
	}
	f := &b.found[at]
	f.Calls++
	f.SourceIPs = with(f.SourceIPs, s.SourceIP)
	f.EventIDs = append(f.EventIDs, s.EventID)
}

func equalText(a, b *string) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// judge holds the address of a call against the one that the network predicts for its second. What changed within that
// second counts both ways.
func (b *behaviour) judge(t *topology.Thing, s *trail.Sighting) (finding string, expected *string, why string) {
	source, err := netip.ParseAddr(s.SourceIP)
	if err != nil {
		return Nothing, nil, "the call came through a service"
	}
	if s.Recovered {
		return Nothing, nil, "its record was recovered behind damage, and may have been forged"
	}
	after := b.h.At(s.Time)
	before := b.h.At(s.Time.Truncate(time.Second).Add(-time.Nanosecond))
	for _, m := range slices.Compact([]topology.Moment{after, before}) {
		state := b.h.State(m)
		if s.Endpoint != "" && b.through(state, t, s) {
			return Confirmed, nil, "it came through " + s.Endpoint
		}
		for _, what := range []string{"egress4", "egress6"} {
			v, ok := state.Capable(t, what)
			if !ok || v.Address == "" {
				continue
			}
			if predicted, err := netip.ParseAddr(v.Address); err == nil && predicted == source {
				return Confirmed, &v.Address, ""
			}
			if expected == nil && source.Is4() == (what == "egress4") {
				expected = &v.Address
			}
		}
	}
	if o := b.cut(t, source, s.Time); o != nil {
		return b.contradicts(o, source, s)
	}
	if why := b.cannot(t, source, before, after); why != "" {
		return Suspicion, nil, why
	}
	switch {
	case source.IsPrivate() && b.own(t, after, s.SourceIP) && !b.whole(t, after):
		return Nothing, expected, "its own private address: it may have come through an endpoint that is older than the log"
	case source.IsPrivate() || source.IsLoopback() || source.IsLinkLocalUnicast():
		return Suspicion, expected, "a private address, and no endpoint in the network that it could have come through"
	case expected != nil:
		return Suspicion, expected, "another address than the one that its way out has"
	}
	return Nothing, nil, "the network does not tell from which address it calls"
}

// cannot says why a call cannot be the instance's own, "" when it can: at none of the moments that its second holds was
// there an instance, or a way out for an address of that family.
func (b *behaviour) cannot(t *topology.Thing, source netip.Addr, moments ...topology.Moment) string {
	gone, shut := true, !source.IsPrivate() && !source.IsLoopback() && !source.IsLinkLocalUnicast()
	what := "egress4"
	if source.Is6() {
		what = "egress6"
	}
	for _, m := range moments {
		state := b.h.State(m)
		gone = gone && state.Stands(t).Is(topology.None)
		v, asked := state.Capable(t, what)
		shut = shut && asked && v.Answer == topology.Cut
	}
	switch {
	case gone:
		return "it did not exist at that time: somebody else has its credentials, or the log lacks something"
	case shut:
		return "it had no way out at that time: somebody else has its credentials, or the log lacks something"
	}
	return ""
}

// through reports whether a call came from the instance's own address through an endpoint that the network has.
func (b *behaviour) through(state *topology.State, t *topology.Thing, s *trail.Sighting) bool {
	for _, e := range b.h.Find(s.Endpoint) {
		if e.Kind != topology.Endpoint || state.Stands(e).Is(topology.None) {
			continue
		}
		for _, face := range append(state.Back(t, topology.AttachedTo), t) {
			if state.Key(face, topology.PrivateIP, s.SourceIP).Is(topology.Yes) {
				return true
			}
		}
	}
	return false
}

// own reports whether a private address is the instance's own.
func (b *behaviour) own(t *topology.Thing, m topology.Moment, ip string) bool {
	state := b.h.State(m)
	for _, face := range append(state.Back(t, topology.AttachedTo), t) {
		if state.Key(face, topology.PrivateIP, ip).Is(topology.Yes) {
			return true
		}
	}
	return false
}

// whole reports whether all that is in the instance's VPC is known.
func (b *behaviour) whole(t *topology.Thing, m topology.Moment) bool {
	state := b.h.State(m)
	vpc := state.Get(t, topology.InVPC).To
	return vpc != nil && state.Get(vpc, topology.Whole).Is(topology.Yes)
}

// cut returns the outage that a call from a public address fell into, nil when there is none. What came within the seconds in
// which it began or ended counts as outside.
func (b *behaviour) cut(t *topology.Thing, source netip.Addr, at time.Time) *Outage {
	if source.IsPrivate() {
		return nil
	}
	for _, o := range b.lost[t] {
		until := when(b.h, o.Until)
		if source.Is4() == (o.What == "egress4") && o.After == topology.Cut && at.After(when(b.h, o.From).Add(time.Second)) && (o.Until == topology.Origin || at.Before(until)) {
			return o
		}
	}
	return nil
}

// lingering is how long a NAT gateway may pass traffic after it was asked to go: it is deleted in the background.
const lingering = 5 * time.Minute

// contradicts judges a call that fell into an outage. From the address that was lost, it shows that it was not lost; from
// another, it was somebody else.
func (b *behaviour) contradicts(o *Outage, source netip.Addr, s *trail.Sighting) (finding string, expected *string, why string) {
	had, err := netip.ParseAddr(o.Address)
	switch {
	case err != nil:
		return Nothing, nil, "the network does not tell from which address it called"
	case had != source:
		return Suspicion, nil, "its way out was cut by then: somebody else has its credentials, or the log lacks something"
	}
	if c := b.h.Call(o.Cause); c != nil && c.Event.Name == "DeleteNatGateway" && s.Time.Sub(c.Event.Time) <= lingering {
		return Confirmed, &o.Address, "the NAT gateway was being deleted, and still passed traffic"
	}
	b.denied = append(b.denied, denial{
		o.Thing, s.Time, s.EventID, fmt.Sprintf("a call of %s from %s shows a way out that is said to have been cut", o.Thing.ID, o.Address),
	})
	return Confirmed, &o.Address, "it came from the address that its way out is said to have been lost with"
}
