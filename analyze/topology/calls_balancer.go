// Load balancers: those of the present by their ARN, classic ones by their name.

package topology

import (
	"strings"

	"traillab/analyze/trail/dialect"
)

var balancerRules = []rule{
	{"elasticloadbalancing", "CreateLoadBalancer", joins, createBalancer},
	{"elasticloadbalancing", "DeleteLoadBalancer", ends, deleteBalancer},
	{"elasticloadbalancing", "SetSubnets", turns, setSubnets},
	{"elasticloadbalancing", "AttachLoadBalancerToSubnets", turns, setSubnets},
	{"elasticloadbalancing", "DetachLoadBalancerFromSubnets", turns, leaveSubnets},
	{"elasticloadbalancing", "SetSecurityGroups", turns, setBalancerGroups},
	{"elasticloadbalancing", "ApplySecurityGroupsToLoadBalancer", turns, setBalancerGroups},
	{"elasticloadbalancing", "SetIpAddressType", turns, setAddressType},
}

// dualstack is the key under which a load balancer has IPv6 addresses: which ones, no record tells.
const dualstack = "dualstack"

// createBalancer reads the birth of load balancers. AWS refuses one that faces the internet in a VPC without a gateway.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
func createBalancer(r *reading) {
	balancers := objects(r.call.Response, "loadBalancers")
	for _, o := range balancers {
		r.balancer(r.thing(Balancer, o.First("loadBalancerArn")), o)
	}
	if len(balancers) == 0 && r.q("loadBalancerName") != "" {
		lb := r.thing(Balancer, r.q("loadBalancerName"))
		r.balancer(lb, r.call.Request)
		r.is(lb, Type, "", Text("classic"))
	}
}

func (r *reading) balancer(lb *Thing, o dialect.Object) {
	r.born(lb)
	r.is(lb, Whole, "", Yes)
	inner := either(o.First("scheme"), r.q("scheme")) == "internal"
	r.is(lb, Private, "", flag(word(inner)))
	r.is(lb, Type, "", Text(either(o.First("type"), r.q("type"), "application")))
	r.is(lb, Name, "", Text(either(o.First("loadBalancerName"), r.q("name", "loadBalancerName"))))
	subnets := r.subnets(o)
	vpc := r.known(r.f.h.thing(Subnet, r.at, firstOf(subnets)), InVPC, "").To
	if id := o.First("vpcId"); id != "" {
		vpc = r.thing(VPC, id)
	}
	if vpc != nil {
		r.exists(vpc)
		r.is(lb, InVPC, "", To(vpc))
		if !inner {
			r.hasGateway(vpc)
		}
	}
	for _, id := range subnets {
		r.liesIn(lb, id)
	}
	r.groups(lb, found(o.All("securityGroups"), r.call.Request.All("securityGroups")))
	r.addressType(lb, either(o.First("ipAddressType"), r.q("ipAddressType")))
	for _, id := range r.call.Request.All("subnetMappings.allocationId") {
		address := r.thing(Address, id)
		r.exists(address)
		r.is(address, Holder, "", To(lb))
	}
}

// subnets are those that the answer tells of a load balancer, else those that were asked for.
func (r *reading) subnets(o dialect.Object) []string {
	q := r.call.Request
	return found(o.All("availabilityZones.subnetId"), o.All("subnets"), q.All("subnets"), q.All("subnetMappings.subnetId"))
}

func firstOf(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}

func (r *reading) addressType(lb *Thing, kind string) {
	if kind != "" {
		r.is(lb, V6, dualstack, flag(word(strings.HasPrefix(kind, dualstack))))
	}
}

// named by ARN or, a classic one, by name.
func (r *reading) balancerOf() *Thing {
	if arn := r.alone("q.loadBalancerArn"); arn != "" && !strings.HasPrefix(arn, "arn:") {
		r.blame(Balancer, "the loadBalancerArn of "+r.event.Name+" is no ARN")
		return r.any(Balancer)
	}
	return r.the(Balancer, "q.loadBalancerArn", "q.loadBalancerName")
}

// deleteBalancer ends a load balancer. The call succeeds also where there is none, so it does not show that there was one.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
func deleteBalancer(r *reading) {
	lb := r.balancerOf()
	r.is(lb, Exists, "", None)
	r.release(lb, free)
	if vpc := r.known(lb, InVPC, "").To; vpc != nil {
		r.scope = append(r.scope, vpc)
	}
}

// setSubnets moves a load balancer. The answer tells all its subnets from now on; without it, they are those that were set,
// or more where they were added.
func setSubnets(r *reading) {
	lb := r.balancerOf()
	r.exists(lb)
	whole := found(r.call.Response.All("availabilityZones.subnetId"), r.call.Response.All("subnets"))
	asked := found(r.call.Request.All("subnets"), r.call.Request.All("subnetMappings.subnetId"))
	if len(whole) == 0 && r.event.Name == "SetSubnets" {
		whole = asked
	}
	if len(whole) > 0 {
		r.onlyOf(lb, InSubnet, whole, func(id string) Value { return To(r.thing(Subnet, id)) })
	}
	for _, id := range found(whole, asked) {
		r.liesIn(lb, id)
	}
}

func leaveSubnets(r *reading) {
	lb := r.balancerOf()
	r.exists(lb)
	for _, id := range unless(r.each("subnets"), anyKey) {
		r.is(lb, InSubnet, id, None)
	}
}

func setBalancerGroups(r *reading) {
	lb := r.balancerOf()
	r.exists(lb)
	r.groups(lb, found(r.call.Response.All("securityGroupIds"), r.call.Request.All("securityGroups")))
}

func setAddressType(r *reading) {
	lb := r.balancerOf()
	r.exists(lb)
	r.addressType(lb, r.q("ipAddressType"))
}
