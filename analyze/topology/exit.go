// Exits: where a route leads, and whether that gets out.

package topology

import (
	"slices"

	"traillab/analyze/trail"
)

// maxDepth is through how many subnets a way is followed: a NAT gateway's subnet, a NAT instance's behind it.
const maxDepth = 4

// way follows a road of a lane.
func (m *mapper) way(r *road, l *lane, subnet *Thing, depth int) way {
	if to := r.fact.To; !r.fact.Known() || to == nil {
		w := way{over: r.key, told: r.fact.Level, Verdict: Verdict{Level: trail.Observed}}
		if r.fact.Known() {
			w.rests(r.fact)
			w.Verdict = w.because(Cut, NoRoute, r.key+" leads to "+r.fact.Text)
			return w
		}
		what := "whether " + l.table.ID + " has a route to " + r.key + ", and where it leads, is not known"
		if r.key == anyKey {
			what = "what other routes " + l.table.ID + " has is not known"
		}
		w.Verdict = w.unproven(r.fact, what)
		return w
	}
	w := m.onward(r, l, subnet, depth)
	w.over, w.told = r.key, r.fact.Level
	w.Verdict, w.outward = w.by(r), w.outward.by(r)
	return w
}

// onward tells what comes of what takes a road, and remembers it, unless it depends on the roads that led there.
func (m *mapper) onward(r *road, l *lane, subnet *Thing, depth int) way {
	key := exitOf{r.fact.To, subnet, depth}
	if w, met := m.met[key]; met {
		return w
	}
	hop := taken{r.fact.To, subnet, r.key}
	if m.circles(hop) {
		m.rounds++
		w := way{Verdict: Verdict{Level: trail.Observed}}
		w.Verdict = w.because(Cut, BadRoute, r.key+" of "+l.table.ID+" leads in a circle: back to "+hop.to.ID)
		return w
	}
	rounds := m.rounds
	m.trod = append(m.trod, hop)
	w := m.exit(r.fact.To, l, subnet, depth)
	m.trod = m.trod[:len(m.trod)-1]
	if rounds == m.rounds {
		m.met[key] = w
	}
	return w
}

// circles reports whether a hop was taken before on this way, and every hop since by a route to the same destination: what the
// route carries comes back to it for ever.
func (m *mapper) circles(hop taken) bool {
	for _, before := range slices.Backward(m.trod) {
		if before.over != hop.over {
			return false
		}
		if before == hop {
			return true
		}
	}
	return false
}

// by is a verdict on what a road leads to, as a verdict on the road.
func (v Verdict) by(r *road) Verdict {
	v.Sources = slices.Clone(v.Sources)
	v.rests(r.fact)
	v.Path = append([]string{r.key + " → " + r.fact.Text}, v.Path...)
	return v
}

// exit tells whether what is sent to a target gets out.
func (m *mapper) exit(to *Thing, l *lane, subnet *Thing, depth int) way {
	w := way{Verdict: Verdict{Answer: Reaches, Level: trail.Observed}}
	if m.budget--; m.budget < 0 || depth > maxDepth {
		w.Verdict = w.because(Unproven, NotFollowed, "the routes lead through too many subnets to follow them all")
		return w
	}
	switch to.Kind {
	case InternetGateway:
		m.gateway(&w, to, l, subnet)
	case EgressGateway:
		m.egressOnly(&w, to, l, subnet)
	case NATGateway:
		m.nat(&w, to, l, subnet, depth)
	case Instance, Interface:
		m.forward(&w, to, depth)
	default:
		m.beyond(&w, to, l)
	}
	return w
}

// gateway: a route to an internet gateway that is not attached to the VPC stays in its table and leads nowhere.
func (m *mapper) gateway(w *way, gateway *Thing, l *lane, subnet *Thing) {
	w.direct = true
	defer func() {
		if w.Answer != Reaches && w.outward.Answer == "" {
			w.outward = w.Verdict
		}
	}()
	in := m.Get(gateway, InVPC)
	switch {
	case !in.Known() || l.vpc == nil:
		if gone := m.Get(gateway, Exists); gone.Is(None) {
			w.rests(gone)
			w.Verdict = w.because(Cut, BadRoute, gateway.ID+" was deleted")
			return
		}
		w.Verdict = w.unproven(in, "whether "+gateway.ID+" is attached is not known")
		return
	case in.To == nil:
		w.rests(in)
		w.Verdict = w.because(Cut, BadRoute, gateway.ID+" is not attached")
		return
	case in.To != l.vpc:
		w.rests(in)
		w.Verdict = w.because(Cut, BadRoute, gateway.ID+" is attached to "+in.To.ID+" and not to "+l.vpc.ID)
		return
	}
	w.rests(in)
	w.Path = append(w.Path, gateway.ID+" attached to "+l.vpc.ID)
	sh := m.shutter(subnet, l.vpc)
	w.entry, w.outward = sh.entry, sh.pass(w.Verdict, sh.outward)
	w.Verdict = sh.pass(w.Verdict, sh.direct)
}

// egressOnly: an egress-only gateway lets IPv6 out and nothing in.
func (m *mapper) egressOnly(w *way, gateway *Thing, l *lane, subnet *Thing) {
	in := m.Get(gateway, InVPC)
	switch {
	case m.family == v4:
		w.Verdict = w.because(Cut, NoRoute, gateway.ID+" carries IPv6 only")
	case !in.Known() || l.vpc == nil:
		w.Verdict = w.unproven(in, "whether "+gateway.ID+" stands is not known")
	case in.To != l.vpc:
		w.rests(in)
		w.Verdict = w.because(Cut, BadRoute, gateway.ID+" was deleted")
	default:
		w.rests(in)
		w.Path = append(w.Path, gateway.ID+" of "+l.vpc.ID)
		sh := m.shutter(subnet, l.vpc)
		w.Verdict = sh.pass(w.Verdict, sh.outward)
	}
}

// beyond: what leaves the VPC by other means is not followed, unless what it leads to is gone.
func (m *mapper) beyond(w *way, to *Thing, l *lane) {
	if gone := m.Get(to, Exists); gone.Is(None) {
		w.rests(gone)
		w.Verdict = w.because(Cut, BadRoute, to.ID+" was deleted")
		return
	}
	if to.Kind == VPNGateway {
		if in := m.Get(to, InVPC); in.Known() && l.vpc != nil && in.To != l.vpc {
			w.rests(in)
			w.Verdict = w.because(Cut, BadRoute, to.ID+" is not attached to "+l.vpc.ID)
			return
		}
	}
	w.Verdict = w.because(Unproven, NotFollowed, "the way leads through "+to.ID+", and on from there it is not followed")
}
