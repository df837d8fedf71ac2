// What if: what a call would cost that nobody has made. The call is told as the record that CloudTrail would write of it, and
// goes through the same fold as those that were made.

package analyze

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// WhatIfForms names what WhatIf takes, for messages.
const WhatIfForms = `"detach IGW", "delete GATEWAY-OR-NAT", "unroute TABLE DESTINATION", "blackhole TABLE DESTINATION", "unmap ADDRESS", "stop INSTANCE" or "block" (VPC Block Public Access)`

// ErrWhatIf is what a call has that WhatIf cannot read.
var ErrWhatIf = errors.New("is no call that can be asked about; use " + WhatIfForms)

// Hypothesis is the impact of a call that nobody has made.
type Hypothesis struct {
	*Impact
	Call  string `json:"call"`
	Needs []Need `json:"needs"` // what AWS would have to see first: it refuses the call until then

	history *topology.History
	vpcs    []*topology.Thing
	after   time.Time
}

// Need is a call without which AWS would refuse another.
type Need struct {
	Call string `json:"call"`
	Why  string `json:"why"`
}

// WhatIf tells what a call would cost at a time, as far as the log knows the networks then.
func WhatIf(ctx context.Context, src Evidence, o Options, call string, at time.Time) (*Hypothesis, error) {
	events, err := networkEvents(ctx, src)
	if err != nil {
		return nil, err
	}
	events = slices.DeleteFunc(events, func(e trail.Event) bool { return e.Time.After(at) })
	o.Baselines = slices.DeleteFunc(slices.Clone(o.Baselines), func(b topology.Baseline) bool { return b.At.After(at) })
	h := topology.Fold(events, o.Baselines, o.gaps())
	before := h.At(at)
	t := teller{h: h, at: h.State(before), time: at.Add(time.Second).Truncate(time.Second)}
	if err := t.read(strings.Fields(call)); err != nil {
		return nil, err
	}
	next := topology.Fold(append(events, t.events...), o.Baselines, o.gaps())
	after := before
	for _, e := range t.events {
		after = max(after, next.At(e.Time))
	}
	c := &Case{History: next, Outages: losses(next), hours: o.Hours}
	c.Outages = costs(next, slices.DeleteFunc(c.Outages, func(o Outage) bool { return o.From <= before || o.From > after }), before)
	i := &Impact{Chain: nil, Scope: Named{"what-if", call}, From: t.events[0].Time.UTC(), Attempts: []Try{}}
	var vpcs []*topology.Thing
	for _, old := range t.vpcs {
		for _, v := range next.Find(old.ID) {
			if v.Kind == topology.VPC && v.Account == old.Account && v.Region == old.Region && !slices.Contains(vpcs, v) {
				vpcs = append(vpcs, v)
			}
		}
	}
	for _, o := range c.Outages {
		if o.VPC != nil && !slices.Contains(vpcs, o.VPC) {
			vpcs = append(vpcs, o.VPC)
		}
	}
	i.fill(c, next.State(before), next.State(after), vpcs, c.Outages)
	i.doubts(c, vpcs, before+1, after)
	i.unheard(c, vpcs, before, after, at)
	i.suppose()
	return &Hypothesis{Impact: i, Call: call, Needs: append([]Need{}, t.needs...), history: next, vpcs: vpcs, after: t.time}, nil
}

// costs holds outages that had begun before the calls that nobody has made against what was known right before those, and
// leaves out what was lost already.
func costs(h *topology.History, found []Outage, before topology.Moment) []Outage {
	var left []Outage
	for _, o := range found {
		if o.began <= before {
			v, ok := h.State(before).Capable(o.Thing, o.What)
			if !ok || v.Answer == topology.Cut {
				continue
			}
			o.Before, o.Path, o.Level, o.began = v.Answer, v.Path, trail.Weakest(o.Level, v.Level), o.From
			o.FilterBefore = h.State(before).Filtered(o.Thing, o.What).Answer
		}
		left = append(left, o)
	}
	return left
}

// unheard tells what the log did not tell, by the time that was asked for, of the VPCs and of what the calls name.
func (i *Impact) unheard(c *Case, vpcs []*topology.Thing, before, after topology.Moment, at time.Time) {
	asked, told := at.Add(time.Second), map[[2]string]bool{}
	for m := before + 1; m <= after; m++ {
		call := c.History.Call(m)
		if where := [2]string{call.Event.Account, call.Event.Region}; !told[where] {
			told[where] = true
			i.missing(c, where[0], where[1], at, &asked)
		}
		for _, t := range slices.Concat(vpcs, call.Scope) {
			stands := c.History.State(before).Stands(t)
			u := Unknown{t.ID, "existence", stands.Why}
			if u.Reason != "" && !stands.Known() && !slices.Contains(i.Unknown, u) {
				i.Unknown = append(i.Unknown, u)
			}
		}
	}
}

// teller writes the records of calls that nobody has made.
type teller struct {
	h      *topology.History
	at     *topology.State
	time   time.Time
	events []trail.Event
	needs  []Need
	vpcs   []*topology.Thing
}

// read turns the words of a call into records.
func (t *teller) read(words []string) error {
	form := ""
	if len(words) > 0 {
		form = fmt.Sprintf("%s %d", words[0], len(words)-1)
	}
	switch form {
	case "detach 1":
		return t.detach(words[1])
	case "delete 1":
		return t.delete(words[1])
	case "unroute 2":
		return t.route(words[1], words[2], "DeleteRoute")
	case "blackhole 2":
		return t.route(words[1], words[2], "ReplaceRoute")
	case "unmap 1":
		return t.unmap(words[1])
	case "stop 1":
		return t.stop(words[1])
	case "block 0":
		return t.block()
	}
	return fmt.Errorf("%q %w", strings.Join(words, " "), ErrWhatIf)
}

// find returns the one thing of that id, of one of the kinds. It is not known to be gone.
func (t *teller) find(id string, kinds ...topology.Kind) (*topology.Thing, error) {
	for _, thing := range t.h.Find(id) {
		if !slices.Contains(kinds, thing.Kind) {
			continue
		}
		if t.at.Stands(thing).Is(topology.None) {
			return nil, fmt.Errorf("%s does not exist then; AWS would refuse the call", id)
		}
		return thing, nil
	}
	return nil, fmt.Errorf("no %s %q in the log; traillab topology shows what there is", kinds[0], id)
}

// tell writes one record.
func (t *teller) tell(where *topology.Thing, name string, request, response dialect.Object) {
	t.tellOf("ec2", where, name, request, response)
}

// tellOf writes one record of another service.
func (t *teller) tellOf(service string, where *topology.Thing, name string, request, response dialect.Object) {
	c := dialect.Call{Name: name, Source: service + ".amazonaws.com", Request: request, Response: response}
	t.events = append(t.events, trail.Event{
		ID: fmt.Sprintf("what-if-%d", len(t.events)+1), Time: t.time, Name: name, Source: c.Source, Account: where.Account, Region: where.Region,
		Request: string(dialect.AppendRequest(nil, &c)), Response: string(dialect.AppendResponse(nil, &c)),
	})
	t.time = t.time.Add(time.Second)
}

func (t *teller) need(call, why string) { t.needs = append(t.needs, Need{call, why}) }

// detach tells the run-up that AWS asks for, and then the detachment: it refuses while public addresses are mapped.
func (t *teller) detach(id string) error {
	gateway, err := t.find(id, topology.InternetGateway, topology.VPNGateway)
	if err != nil {
		return err
	}
	in := t.at.Get(gateway, topology.InVPC)
	vpc := in.To
	switch {
	case in.Is(topology.None):
		return fmt.Errorf("%s is attached to no VPC then; AWS would refuse to detach it", id)
	case vpc == nil:
		return fmt.Errorf("%s is not known to be attached to a VPC then", id)
	}
	t.vpcs = append(t.vpcs, vpc)
	if gateway.Kind == topology.VPNGateway {
		t.tell(gateway, "DetachVpnGateway", dialect.Of("vpnGatewayId", id, "vpcId", vpc.ID), dialect.Of("return", "true"))
		return nil
	}
	t.clear(vpc)
	t.tell(gateway, "DetachInternetGateway", dialect.Of("internetGatewayId", id, "vpcId", vpc.ID), dialect.Of("return", "true"))
	return nil
}

// clear unmaps every public address of a VPC that is known of.
func (t *teller) clear(vpc *topology.Thing) {
	const why = "AWS refuses to detach the gateway while a public IPv4 address is mapped in the VPC"
	for _, nat := range t.h.Inside(vpc, topology.NATGateway) {
		if t.at.Stands(nat).Is(topology.Yes) && !t.at.Get(nat, topology.Private).Is(topology.Yes) {
			t.need("DeleteNatGateway "+nat.ID, why)
			t.tell(nat, "DeleteNatGateway", dialect.Of("natGatewayId", nat.ID), dialect.Of("natGatewayId", nat.ID))
		}
	}
	for _, holder := range append(t.h.Inside(vpc, topology.Interface), t.h.Inside(vpc, topology.Instance)...) {
		for _, address := range t.at.Back(holder, topology.Holder) {
			if t.at.Get(address, topology.Holder).Is(topology.To(holder)) {
				t.need("DisassociateAddress "+address.ID+" of "+holder.ID, why)
				t.tell(address, "DisassociateAddress", dialect.Of("allocationId", address.ID), dialect.Of("return", "true"))
			}
		}
	}
	t.clearServices(vpc, why)
	for _, face := range t.h.Inside(vpc, topology.Interface) {
		instance := t.at.Get(face, topology.AttachedTo).To
		if instance == nil || !t.at.Get(face, topology.AutoPublic).Is(topology.Yes) || !t.at.Get(instance, topology.Condition).Is(topology.Running) {
			continue
		}
		t.need("ModifyNetworkInterfaceAttribute "+face.ID+" AssociatePublicIpAddress=false, or StopInstances "+instance.ID, why)
		t.tell(face, "ModifyNetworkInterfaceAttribute", dialect.Of("networkInterfaceId", face.ID, "associatePublicIpAddress", "false"), dialect.Of("return", "true"))
	}
}

// clearServices ends what services map in a VPC: load balancers that face the internet, and databases with a public name.
func (t *teller) clearServices(vpc *topology.Thing, why string) {
	for _, lb := range t.h.Inside(vpc, topology.Balancer) {
		if !t.at.Stands(lb).Is(topology.Yes) || !t.at.Get(lb, topology.Private).Is(topology.None) {
			continue
		}
		t.need("DeleteLoadBalancer "+lb.ID, why)
		name := "loadBalancerArn"
		if t.at.Get(lb, topology.Type).Is(topology.Text("classic")) {
			name = "loadBalancerName"
		}
		t.tellOf("elasticloadbalancing", lb, "DeleteLoadBalancer", dialect.Of(name, lb.ID), nil)
	}
	for _, db := range t.h.Inside(vpc, topology.Database) {
		if t.at.Stands(db).Is(topology.Yes) && t.at.Get(db, topology.Private).Is(topology.None) {
			t.need("ModifyDBInstance "+db.ID+" PubliclyAccessible=false", why)
			t.tellOf("rds", db, "ModifyDBInstance", dialect.Of("dBInstanceIdentifier", db.ID, "publiclyAccessible", "false", "applyImmediately", "true"),
				dialect.Of("dBInstanceIdentifier", db.ID, "publiclyAccessible", "false"))
		}
	}
}

func (t *teller) delete(id string) error {
	thing, err := t.find(id, topology.NATGateway, topology.EgressGateway, topology.Endpoint, topology.InternetGateway)
	if err != nil {
		return err
	}
	if vpc := t.at.Get(thing, topology.InVPC).To; vpc != nil {
		t.vpcs = append(t.vpcs, vpc)
	}
	switch thing.Kind {
	case topology.NATGateway:
		t.tell(thing, "DeleteNatGateway", dialect.Of("natGatewayId", id), dialect.Of("natGatewayId", id))
	case topology.EgressGateway:
		t.tell(thing, "DeleteEgressOnlyInternetGateway", dialect.Of("egressOnlyInternetGatewayId", id), dialect.Of("returnCode", "true"))
	case topology.Endpoint:
		t.tell(thing, "DeleteVpcEndpoints", dialect.Of("vpcEndpointId", dialect.Texts(id)), dialect.Of("unsuccessful", dialect.List{}))
	default:
		if t.at.Get(thing, topology.InVPC).To != nil {
			t.need("DetachInternetGateway "+id, "AWS refuses to delete a gateway that is attached")
			if err := t.detach(id); err != nil {
				return err
			}
		}
		t.tell(thing, "DeleteInternetGateway", dialect.Of("internetGatewayId", id), dialect.Of("return", "true"))
	}
	return nil
}
