// Services: AWS's own and those of partners, by a gateway endpoint in the table, by an interface endpoint with the service's
// name, or over the internet.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// sender is something that calls services: the VPC and the tables it is in, and its ways over the internet.
type sender struct {
	vpc     *Thing // nil where it is not known
	subnets []*Thing
	egress4 Verdict
	egress6 func() Verdict
}

// usual are the services that are always told of.
var usual = []string{"s3"}

// services returns the names of the services that ever had an endpoint in a VPC, and the usual ones.
func (s *State) services(vpc *Thing) []string {
	names := slices.Clone(usual)
	if vpc != nil {
		for _, e := range s.h.Inside(vpc, Endpoint) {
			if name := serviceName(s.Get(e, Service).Text, e.Region); name != "" && name != "ssm" && name != "ssmmessages" && name != "ec2messages" {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// serviceName is a service without what every name of its region has: s3 for com.amazonaws.eu-west-1.s3.
func serviceName(full, region string) string {
	_, name, found := strings.Cut(full, "amazonaws.")
	if !found {
		return full
	}
	return strings.TrimPrefix(name, region+".")
}

// service tells whether something reaches a service.
func (s *State) service(from sender, name string) Verdict {
	near, gated := s.endpoints(from, name)
	if near.Answer == Reaches || gated {
		return near
	}
	far := from.egress4
	partner := strings.Contains(name, "vpce-svc-")
	switch {
	case partner && near.Answer == Cut:
		return near.because(Cut, BadState, "no endpoint of "+name+" stands in "+from.vpc.ID)
	case partner:
		return near
	case far.Answer == Reaches:
		return far
	case far.Answer == Partly:
		return far.because(Unproven, NotKnown, "the internet is reached in part, and where "+name+" lies is not known: "+far.Reason.Text)
	case far.Answer == Unproven:
		return far
	case near.Answer == Unproven:
		return near
	}
	if six := from.egress6(); six.Answer != Cut {
		six.Sources = slices.Clone(six.Sources)
		six.cite(far.Sources...)
		six.asks(far)
		return six.because(Unproven, NotKnown, "IPv4 is cut ("+far.Reason.Text+"), and over IPv6 "+name+" is reached only by whoever asks for its dual-stack name")
	}
	far.Sources = slices.Clone(far.Sources)
	far.cite(near.Sources...)
	far.Level = min(far.Level, near.Level)
	far.asks(near)
	if near.Reason.Code == NoName {
		far.Reason = Reason{NoName, near.Reason.Text + "; " + far.Reason.Text}
	}
	return far
}

// endpoints tells whether an endpoint leads to a service. It is gated where what is sent to the service goes, or may go, to an
// endpoint that may not let it through: then it does not go by the internet, however open that is.
// https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing
func (s *State) endpoints(from sender, name string) (v Verdict, gated bool) {
	v = Verdict{Level: trail.Observed}
	if from.vpc == nil {
		return v.unproven(Fact{}, "the VPC is not known"), false
	}
	var way, open *Verdict
	nameless := Reason{}
	for _, e := range s.h.Inside(from.vpc, Endpoint) {
		service := s.Get(e, Service)
		if service.Known() && serviceName(service.Text, e.Region) != name {
			continue
		}
		w := s.endpoint(from, e)
		if !service.Known() && w.Answer != Cut {
			w = w.unproven(service, "of which service "+e.ID+" is is not known")
		}
		if own := s.Get(e, Policy); w.Answer != Cut && !own.Is(None) {
			return w.guarded(e, own), true
		}
		switch w.Answer {
		case Reaches:
			if way == nil {
				way = &w
			}
		case Unproven:
			open = &w
		default:
			if w.Reason.Code == NoName {
				nameless = w.Reason
			}
		}
		v.cite(w.Sources...)
	}
	if way != nil {
		return *way, false
	}
	if open == nil {
		open = s.strayEndpoint(from, name)
	}
	if open != nil {
		return *open, false
	}
	if whole := s.Get(from.vpc, Whole); !whole.Is(Yes) {
		return v.unproven(whole, "whether "+from.vpc.ID+" has an endpoint of "+name+" is not known"), false
	}
	if nameless != (Reason{}) {
		return v.because(Cut, nameless.Code, nameless.Text), false
	}
	return v.because(Cut, NoRoute, "no endpoint of "+name+" in "+from.vpc.ID+" leads there"), false
}

// strayEndpoint tells of an endpoint that may be one of the service in the VPC, nil when there is none.
func (s *State) strayEndpoint(from sender, name string) *Verdict {
	for _, e := range s.strayEndpoints(name, from.vpc) {
		v := Verdict{}.unproven(e.why, "whether "+e.ID+" is an endpoint of "+name+" in "+from.vpc.ID+" is not known")
		return &v
	}
	return nil
}

// endpoint tells whether one endpoint leads to its service.
func (s *State) endpoint(from sender, e *Thing) Verdict {
	v := Verdict{Level: trail.Observed}
	stands, in := s.Get(e, Exists), s.Get(e, InVPC)
	switch {
	case stands.Is(None), in.Not(To(from.vpc)):
		v.rests(stands)
		return v.because(Cut, BadState, e.ID+" does not stand")
	case !stands.Known() || !in.Known():
		return v.unproven(stands, "whether "+e.ID+" stands is not known")
	}
	v.rests(stands, in)
	kind := s.Get(e, Type)
	if !kind.Known() {
		return v.unproven(kind, "of which type "+e.ID+" is is not known")
	}
	if kind.Is(gatewayType) {
		return s.gatewayEndpoint(from, e, v)
	}
	if strings.Contains(s.Get(e, Service).Text, "vpce-svc-") { // it is called by its own name
		v.Answer, v.Path = Reaches, []string{e.ID + " in " + from.vpc.ID}
		return v
	}
	switch dns := s.Get(e, PrivateDNS); {
	case !dns.Known():
		return v.unproven(dns, "whether "+e.ID+" has the service's name is not known")
	case dns.Is(None):
		v.rests(dns)
		return v.because(Cut, NoName, e.ID+" does not have the service's name")
	default:
		v.rests(dns)
	}
	for _, name := range dnsAttributes {
		switch on := s.Key(from.vpc, Resolves, name); {
		case on.Is(None):
			v.rests(on)
			return v.because(Cut, NoName, name+" of "+from.vpc.ID+" is off, so the service's name does not lead to "+e.ID)
		case !on.Known() && on.Why != "": // nobody says that it is on; somebody may have said that it is off
			return v.unproven(on, "whether "+name+" of "+from.vpc.ID+" is on is not known")
		}
	}
	v.Level = min(v.Level, trail.Inferred) // the VPC's own DNS must be on
	v.Answer, v.Path = Reaches, []string{e.ID + " in " + from.vpc.ID}
	return v
}

// guarded takes back that an endpoint leads to its service where it is not known to let everything through: what a policy that
// somebody has written lets through is not read.
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
func (v Verdict) guarded(e *Thing, own Fact) Verdict {
	switch {
	case v.Answer != Reaches:
		v.cite(own.Cause)
		return v
	case own.Is(Yes):
		return v.unproven(own, e.ID+" has a policy of its own, which may let less through")
	}
	return v.unproven(own, "whether "+e.ID+" lets everything through is not known")
}

// gatewayEndpoint: a gateway endpoint leads from the subnets whose tables have its route.
func (s *State) gatewayEndpoint(from sender, e *Thing, v Verdict) Verdict {
	var answers []Verdict
	for _, subnet := range from.subnets {
		w := v
		w.Sources = slices.Clone(v.Sources)
		l := s.lane(subnet, v4)
		if l.table == nil {
			answers = append(answers, l.head)
			continue
		}
		led := s.Key(e, InTable, l.table.ID)
		whole := s.Get(e, Whole)
		switch {
		case led.Is(Yes):
			w.rests(led)
			w.take([]Verdict{l.head})
			w.Answer, w.Path = Reaches, slices.Concat(l.head.Path, []string{e.ID + " in " + l.table.ID})
		case led.Is(None):
			w.rests(led)
			w = w.because(Cut, NoRoute, l.table.ID+" has no route to "+e.ID)
		case led.Why != "" || !whole.Is(Yes):
			w = w.unproven(led, "whether "+l.table.ID+" has a route to "+e.ID+" is not known")
		default:
			w.rests(whole)
			w = w.because(Cut, NoRoute, l.table.ID+" has no route to "+e.ID)
		}
		answers = append(answers, w)
	}
	all := among(answers, "")
	if len(answers) == 0 {
		return v.unproven(Fact{}, "the subnet is not known")
	}
	if all.Answer == Partly {
		return all.because(Unproven, NotKnown, e.ID+" leads from some of its subnets only")
	}
	return all
}

// ssm tells whether Systems Manager reaches an agent: the agent must reach both services.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
func (s *State) ssm(from sender) Verdict {
	return s.service(from, "ssm").joined(s.service(from, "ssmmessages"))
}

// patch tells whether patches can be told to an instance and fetched by it: from repositories on the internet, else from those
// that lie on S3.
func (s *State) patch(from sender, ssm Verdict) Verdict {
	if ssm.Answer == Cut {
		return ssm
	}
	store, gated := s.endpoints(from, "s3")
	switch {
	case gated: // repositories that lie on S3 are behind it
		return ssm.joined(store)
	case from.egress4.Answer == Reaches:
		return ssm
	}
	if six := from.egress6(); store.Answer != Reaches && from.egress4.Answer == Cut && six.Answer != Cut {
		six.Sources = slices.Clone(six.Sources)
		six.cite(from.egress4.Sources...)
		six.asks(from.egress4)
		return ssm.joined(six.because(Unproven, NotKnown, "IPv4 is cut, and which repositories answer over IPv6 is not known"))
	}
	if store.Answer == Unproven && from.egress4.Answer == Cut {
		return ssm.joined(store)
	}
	if store.Answer != Reaches || from.egress4.Answer == Unproven {
		return ssm.joined(from.egress4)
	}
	both := ssm.joined(store)
	if both.Answer != Reaches {
		return both
	}
	both.Address = ""
	return both.because(Partly, NoRoute, "only from repositories that lie on S3, as those of Amazon Linux do: "+from.egress4.Reason.Text)
}
