// VPC endpoints: ways to a service that need no internet. A gateway endpoint adds its routes to tables without any call
// that makes a route, and its end takes them away likewise.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail/dialect"
)

var endpointRules = []rule{
	{"ec2", "CreateVpcEndpoint", joins, createEndpoint},
	{"ec2", "ModifyVpcEndpoint", turns, modifyEndpoint},
	{"ec2", "DeleteVpcEndpoints", ends, deleteEndpoints},
}

// The types of endpoints that tables and subnets lead to.
var (
	gatewayType   = Text("Gateway")
	interfaceType = Text("Interface")
)

// endpointTypes are all types of endpoints.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
var endpointTypes = []string{"Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"}

// createEndpoint reads the birth of an endpoint. One whose type is not told is a gateway. An interface endpoint is pending
// then; that it came up is inferred.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
func createEndpoint(r *reading) {
	o := inside(r.call.Response, "vpcEndpoint")
	e := r.the(Endpoint, "p.vpcEndpoint.vpcEndpointId")
	vpc := r.the(VPC, "p.vpcEndpoint.vpcId", "q.vpcId")
	r.exists(vpc)
	r.coming(e)
	if state := o.First("state"); state == "available" || state == "Available" {
		r.is(e, Exists, "", Yes)
	} else {
		r.follows(e, Exists, "", Yes)
		r.is(e, Condition, "", Text(state))
	}
	r.is(e, InVPC, "", To(vpc))
	r.policy(e, true)
	dotted := func(word string) bool { return strings.Contains(word, ".") }
	if name, why := r.one(dotted, "name of a service", []string{"p.vpcEndpoint.serviceName", "q.serviceName"}); name != "" {
		r.is(e, Service, "", Text(name))
	} else {
		r.lost(e, Service, "", why)
	}
	kind := Text(either(r.alone("p.vpcEndpoint.vpcEndpointType", "q.vpcEndpointType"), gatewayType.Text))
	if slices.Contains(endpointTypes, kind.Text) {
		r.is(e, Type, "", kind)
	} else {
		r.lost(e, Type, "", "the vpcEndpointType of "+r.event.Name+" is no type")
	}
	switch dns := r.alone("p.vpcEndpoint.privateDnsEnabled", "q.privateDnsEnabled"); {
	case dns != "":
		r.flagged(e, PrivateDNS, "", "privateDnsEnabled", []string{dns})
	case kind != interfaceType:
		r.follows(e, PrivateDNS, "", None)
	default:
		r.lost(e, PrivateDNS, "", "whether the endpoint has a private name is not told")
	}
	if o == nil {
		return
	}
	r.is(e, Whole, "", Yes)
	for _, id := range found(o.All("routeTableIdSet"), r.call.Request.All("routeTableId")) {
		r.leadsTo(e, vpc, id)
	}
	for _, id := range found(o.All("subnetIdSet"), r.call.Request.All("subnetId")) {
		r.liesIn(e, id)
	}
	r.groups(e, found(o.All("groupSet.groupId"), r.call.Request.All("securityGroupId")))
	r.named(e, o)
}

// policy reads whether an endpoint has a policy that may let less through than all. It is born with one that lets through
// everything where the call gives it no other.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
func (r *reading) policy(e *Thing, born bool) {
	given := r.call.Request.Get("policyDocument")
	document, _ := given.(dialect.Text)
	switch {
	case dialect.FullAccess(string(document)):
		r.is(e, Policy, "", None)
	case given != nil && document != "":
		r.is(e, Policy, "", Yes)
	case given != nil || born && r.event.Request == "":
		r.lost(e, Policy, "", r.event.Name+" does not tell the policy of the endpoint")
	case r.q("resetPolicy") == "true":
		r.is(e, Policy, "", None)
	case r.call.Request.Get("resetPolicy") != nil && r.q("resetPolicy") != "false":
		r.lost(e, Policy, "", r.event.Name+" does not tell its resetPolicy")
	case born:
		r.follows(e, Policy, "", None)
	}
}

// found returns the first of the lists that has anything in it.
func found(lists ...[]string) []string {
	for _, l := range lists {
		if len(l) > 0 {
			return l
		}
	}
	return nil
}

// leadsTo says that a table got the route of a gateway endpoint. A table that the log has not seen to be made is the VPC's
// main one, if it has seen the VPC's birth.
func (r *reading) leadsTo(e, vpc *Thing, id string) {
	if !formed(RouteTable, id) {
		r.is(e, InTable, anyKey, Yes)
		return
	}
	table := r.thing(RouteTable, id)
	r.revealMain(table, vpc)
	r.exists(table)
	r.was(table, InVPC, "", To(vpc))
	r.is(e, InTable, id, Yes)
}

// liesIn says that something has an interface in a subnet.
func (r *reading) liesIn(t *Thing, id string) {
	if !formed(Subnet, id) {
		r.lost(t, InSubnet, anyKey, "")
		return
	}
	subnet := r.thing(Subnet, id)
	r.exists(subnet)
	r.is(t, InSubnet, id, To(subnet))
	if vpc := r.known(t, InVPC, "").To; vpc != nil {
		r.was(subnet, InVPC, "", To(vpc))
	}
}

// modifyEndpoint reads what was added to and taken from an endpoint.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
func modifyEndpoint(r *reading) {
	e := r.the(Endpoint, "q.vpcEndpointId")
	r.exists(e)
	vpc := r.known(e, InVPC, "").To
	if vpc != nil {
		r.scope = append(r.scope, vpc)
	} else {
		vpc = r.any(VPC)
	}
	r.policy(e, false)
	for _, id := range r.each("addRouteTableId") {
		r.leadsTo(e, vpc, id)
	}
	for _, id := range r.each("removeRouteTableId") {
		r.is(e, InTable, id, None)
	}
	for _, id := range r.each("addSubnetId") {
		r.liesIn(e, id)
	}
	for _, id := range r.each("removeSubnetId") {
		r.is(e, InSubnet, id, None)
	}
	for _, id := range r.each("addSecurityGroupId") {
		r.is(e, InGroup, id, Yes)
	}
	for _, id := range r.each("removeSecurityGroupId") {
		r.is(e, InGroup, id, None)
	}
	r.turned(e, PrivateDNS, "", "privateDnsEnabled")
	if r.bare("vpcEndpointId") {
		r.untells(e, InTable, InSubnet, InGroup, PrivateDNS, Policy)
	}
}

// deleteEndpoints ends endpoints. The call succeeds although some of them may not have been deleted; the answer lists those.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html
func deleteEndpoints(r *reading) {
	failed, unnamed := map[string]bool{}, false
	for _, o := range objects(r.call.Response, "unsuccessful") {
		id := o.First("resourceId")
		failed[id] = true
		unnamed = unnamed || id == ""
	}
	ids := slices.Concat(r.each("vpcEndpointId"), r.each("vpcEndpointIds"), r.call.Request.All("vpcEndpointIdSet.vpcEndpointId"))
	if len(ids) == 0 {
		r.blame(Endpoint, r.event.Name+" has no vpcEndpointId")
		ids = []string{""}
	}
	for _, id := range ids {
		e := r.thing(Endpoint, id)
		switch {
		case failed[id] && id != "":
		case unnamed:
			r.lost(e, Exists, "", "some of the endpoints were not deleted, and the answer does not name them")
		default:
			r.gone(e)
		}
		if vpc := r.known(e, InVPC, "").To; vpc != nil {
			r.scope = append(r.scope, vpc)
		}
	}
}
