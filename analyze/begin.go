// What begins a chain, or goes on with one: calls that took something away, that cut a whole network off, or that were to.

package analyze

import (
	"slices"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

// of reports whether an outage belongs to a chain about the place.
func (g *gatherer) of(o int, p place) bool {
	return p.scope.Kind == "region" || g.outages[o].VPC == p.thing
}

// item returns the role of a call that can begin a chain, or go on with one, and the places it concerns; no role for other
// calls.
func (g *gatherer) item(m topology.Moment) (Role, []place) {
	c := g.h.Call(m)
	if vpc := g.unseen[m]; vpc != nil {
		return Cut, []place{g.vpc(vpc)}
	}
	name := dialect.Stem(c.Event.Name)
	p, cuts := parts[name]
	if !cuts {
		return "", nil
	}
	if c.Failed {
		if !attempts(name, p) {
			return "", nil
		}
		return Attempt, g.placesOf(m)
	}
	var places []place
	losing := false
	for _, i := range g.caused[m] {
		o := &g.outages[i]
		if o.VPC == nil || pauses[name] && o.Reason.Code == topology.BadState && slices.Contains(c.Scope, o.Thing) || o.veiled() && g.perhaps(m, o.VPC) {
			continue
		}
		losing = true
		if at := g.vpc(o.VPC); !regional(name) && !slices.Contains(places, at) {
			places = append(places, at)
		}
	}
	if !losing && !(p.begins && c.Changed && !g.opens(m)) {
		return "", nil
	}
	if len(places) == 0 {
		places = g.placesOf(m)
	}
	return p.role, places
}

// perhaps reports whether a call is about a network ACL that is only perhaps of the VPC, for it may be of another as well.
func (g *gatherer) perhaps(m topology.Moment, vpc *topology.Thing) bool {
	at, c := g.h.State(m), g.h.Call(m)
	unseen := slices.ContainsFunc(c.Scope, func(t *topology.Thing) bool {
		return t.Kind == topology.NetworkACL && !at.Get(t, topology.InVPC).Known() && !at.Get(t, topology.Whole).Known()
	})
	return unseen && slices.ContainsFunc(g.h.Things(topology.VPC), func(t *topology.Thing) bool {
		return t != vpc && t.Account == vpc.Account && t.Region == vpc.Region && !at.Stands(t).Is(topology.None)
	})
}

// opens reports whether a call lifts the block that calls of its name put on a region.
func (g *gatherer) opens(m topology.Moment) bool {
	c := g.h.Call(m)
	if !regional(c.Event.Name) {
		return false
	}
	for _, t := range c.Scope {
		if t.Kind == topology.Region && g.h.State(m).Get(t, topology.Block).Is(topology.Text("off")) {
			return true
		}
	}
	return false
}

// attempts reports whether a call of that name is, when it fails, an attempt to cut something. Calls that mostly do other things
// are none: what they were to do is not known from their name.
func attempts(name string, p playing) bool {
	if p.begins || name == "DisassociateAddress" {
		return true
	}
	if p.role != Cut {
		return false
	}
	for _, verb := range []string{"Delete", "Detach", "Disassociate", "Disable", "Revoke", "Replace"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return false
}

// undetached finds the internet gateways that were deleted, or attached to another VPC, while they were attached, as far as
// the log tells. AWS refuses that, so each had been detached before, and the VPC it was attached to was cut off: the call
// proves it.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html
func undetached(h *topology.History) map[topology.Moment]*topology.Thing {
	found := map[topology.Moment]*topology.Thing{}
	attached := map[*topology.Thing]*topology.Thing{}
	for m := topology.Moment(1); m <= h.Now(); m++ {
		c := h.Call(m)
		if c.Failed {
			continue
		}
		gateway, vpc := gatewayAndVPC(c.Scope)
		switch c.Event.Name {
		case "AttachInternetGateway":
			if gateway == nil || vpc == nil || c.Event.Recovered { // which may have been forged
				continue
			}
			if old := attached[gateway]; old != nil && old != vpc {
				found[m] = old
			}
			attached[gateway] = vpc
		case "DetachInternetGateway":
			delete(attached, gateway)
		case "DeleteInternetGateway":
			if gateway == nil {
				continue
			}
			if before := h.State(m-1).Get(gateway, topology.InVPC); attached[gateway] == nil && before.To != nil && before.To.Kind == topology.VPC {
				attached[gateway] = before.To // as a baseline tells
			}
			if vpc := attached[gateway]; vpc != nil {
				found[m] = vpc
			}
			delete(attached, gateway)
		}
	}
	return found
}

// gatewayAndVPC returns the internet gateway and the VPC that a call names.
func gatewayAndVPC(scope []*topology.Thing) (gateway, vpc *topology.Thing) {
	for _, t := range scope {
		switch t.Kind {
		case topology.InternetGateway:
			gateway = t
		case topology.VPC:
			vpc = t
		default:
		}
	}
	return gateway, vpc
}

// regional reports whether a call acts on every VPC of its region.
func regional(name string) bool { return strings.Contains(name, "VpcBlockPublicAccessOptions") }

// vpc is the place of a VPC.
func (g *gatherer) vpc(t *topology.Thing) place {
	return place{Scope{"vpc", t.ID}, t.Account, t.Region, t}
}

// placesOf returns the places that a call names: its VPCs, else its region or the first thing that it names.
func (g *gatherer) placesOf(m topology.Moment) []place {
	c := g.h.Call(m)
	if regional(c.Event.Name) {
		return []place{{Scope{"region", c.Event.Region}, c.Event.Account, c.Event.Region, nil}}
	}
	var places []place
	add := func(t *topology.Thing) {
		if p := g.vpc(t); !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	before := g.h.State(m - 1)
	for _, t := range c.Scope {
		if t.Kind == topology.VPC {
			add(t)
		}
	}
	for _, t := range c.Scope {
		if vpc := before.Get(t, topology.InVPC).To; vpc != nil && len(places) == 0 {
			add(vpc)
		}
	}
	if len(places) == 0 {
		id, t := "", (*topology.Thing)(nil)
		if len(c.Scope) > 0 {
			t = c.Scope[0]
			id = t.ID
		}
		places = append(places, place{Scope{"resource", id}, c.Event.Account, c.Event.Region, t})
	}
	return places
}
