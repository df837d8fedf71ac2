// VPC endpoints: ways to a service that need no internet. A gateway endpoint adds its routes to tables without any call
// that makes a route, and its end takes them away likewise.

package topology

import "traillab/analyze/trail/dialect"

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

// createEndpoint reads the birth of an endpoint. One whose type is not told is a gateway. An interface endpoint is pending
// then; that it came up is inferred.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
func createEndpoint(r *reading) {
	o := inside(r.call.Response, "vpcEndpoint")
	e := r.thing(Endpoint, o.First("vpcEndpointId"))
	vpc := r.thing(VPC, either(o.First("vpcId"), r.q("vpcId")))
	r.exists(vpc)
	r.was(e, Exists, "", None)
	if state := o.First("state"); state == "available" || state == "Available" {
		r.is(e, Exists, "", Yes)
	} else {
		r.follows(e, Exists, "", Yes)
		r.is(e, Condition, "", Text(state))
	}
	r.is(e, InVPC, "", To(vpc))
	r.policy(e, true)
	r.is(e, Service, "", Text(either(o.First("serviceName"), r.q("serviceName"))))
	kind := Text(either(o.First("vpcEndpointType"), r.q("vpcEndpointType"), gatewayType.Text))
	r.is(e, Type, "", kind)
	switch dns := either(o.First("privateDnsEnabled"), r.q("privateDnsEnabled")); {
	case dns != "":
		r.is(e, PrivateDNS, "", flag(dns))
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
	table := r.thing(RouteTable, id)
	r.revealMain(table, vpc)
	r.exists(table)
	if !vpc.wild() {
		r.was(table, InVPC, "", To(vpc))
	}
	r.is(e, InTable, id, Yes)
}

// liesIn says that something has an interface in a subnet.
func (r *reading) liesIn(t *Thing, id string) {
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
	e := r.thing(Endpoint, r.q("vpcEndpointId"))
	r.exists(e)
	vpc := r.known(e, InVPC, "").To
	if vpc != nil {
		r.scope = append(r.scope, vpc)
	} else {
		vpc = r.f.h.thing(VPC, r.at, "")
	}
	r.policy(e, false)
	for _, id := range r.call.Request.All("addRouteTableId") {
		r.leadsTo(e, vpc, id)
	}
	for _, id := range r.call.Request.All("removeRouteTableId") {
		r.is(e, InTable, id, None)
	}
	for _, id := range r.call.Request.All("addSubnetId") {
		r.liesIn(e, id)
	}
	for _, id := range r.call.Request.All("removeSubnetId") {
		r.is(e, InSubnet, id, None)
	}
	for _, id := range r.call.Request.All("addSecurityGroupId") {
		r.is(e, InGroup, id, Yes)
	}
	for _, id := range r.call.Request.All("removeSecurityGroupId") {
		r.is(e, InGroup, id, None)
	}
	if v := r.q("privateDnsEnabled"); v != "" {
		r.is(e, PrivateDNS, "", flag(v))
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
	ids := r.call.Request.All("vpcEndpointId")
	for _, path := range []string{"vpcEndpointIds", "vpcEndpointIdSet.vpcEndpointId"} {
		ids = append(ids, r.call.Request.All(path)...)
	}
	if len(ids) == 0 {
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
