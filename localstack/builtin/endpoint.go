// VPC endpoints: gateways are routes to a prefix list, interfaces are in subnets.

package builtin

import (
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// endpoint is a VPC endpoint.
type endpoint struct {
	base
	vpc, sort, service string
	list               string // prefix list of a gateway
	tables             []string
	faces              []string
	groups             []string
	private            bool // DNS
	policy             string
	since              time.Time
}

var (
	noService     = fault{code: "InvalidServiceName", sentence: "The Vpc Endpoint Service '%s' does not exist"}
	listThere     = fault{code: "RouteAlreadyExists", sentence: "route table %s already has a route with destination-prefix-list-id %s"}
	zoneTwice     = fault{code: "DuplicateSubnetsInSameZone", sentence: "Found another VPC endpoint subnet in the availability zone of %s. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service."}
	endpointElse  = fault{code: "InvalidParameter", sentence: "%s is not in VPC %s"}
	notOfEndpoint = fault{code: "InvalidParameter", sentence: "%s is not of endpoint %s"}
)

func endpointCalls() operations {
	return operations{
		"CreateVpcEndpoint": createEndpoint, "ModifyVpcEndpoint": modifyEndpoint, "DeleteVpcEndpoints": deleteEndpoints,
		"DescribeVpcEndpoints": describe(listing{of: "vpc-endpoint", member: "VpcEndpoints", ids: "VpcEndpointIds", also: map[string]string{
			"vpc-endpoint-state": "state", "group-id": "group.group-id",
		}}),
		"DescribeVpcEndpointServices": describeServices,
	}
}

func (*endpoint) kind() string { return "vpc-endpoint" }

func (e *endpoint) show(q *call) result {
	subnets, entries := []any{}, []any{}
	for _, id := range e.faces {
		if f := have[*face](q, id); f != nil {
			subnets = append(subnets, f.subnet)
		}
	}
	if e.sort == "Interface" {
		entries = append(entries, result{"DnsName": e.id + "." + strings.TrimPrefix(e.service, "com.amazonaws."+q.here+".") + "." + q.here + ".vpce.amazonaws.com"})
	}
	return result{
		"VpcEndpointId": e.id, "VpcEndpointType": e.sort, "VpcId": e.vpc, "ServiceName": e.service, "State": "available", "PolicyDocument": e.policy,
		"RouteTableIds": listed(e.tables), "SubnetIds": subnets, "NetworkInterfaceIds": listed(e.faces), "PrivateDnsEnabled": e.private,
		"Groups": q.showGroups(e.groups), "CreationTimestamp": e.since, "OwnerId": q.options.Account, "RequesterManaged": false,
		"DnsEntries": entries, "Tags": q.tagged(e.id),
	}
}

// gateways are the services that gateway endpoints are for.
var gateways = []string{"s3", "dynamodb"}

// endpointFor checks the name of a service: of gateways there are two, of interfaces all that have the right form.
func (q *call) endpointFor(name, sort string) (list string, refused *wire.Error) {
	service, ours := strings.CutPrefix(name, "com.amazonaws."+q.here+".")
	if sort != "Gateway" {
		if !ours && !strings.HasPrefix(name, "aws.") && !strings.HasPrefix(name, "com.amazonaws.") || service == "" {
			return "", noService.of(name)
		}
		return "", nil
	}
	for _, l := range all[*awsList](q) {
		if ours && l.service == service {
			return l.id, nil
		}
	}
	return "", noService.of(name)
}

// openPolicy is what an endpoint has that was given none.
const openPolicy = `{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`

func createEndpoint(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	e := &endpoint{
		vpc: v.id, sort: q.or("VpcEndpointType", "Gateway"), service: q.text("ServiceName"), since: q.now,
		policy: q.or("PolicyDocument", openPolicy), private: q.flag("PrivateDnsEnabled"),
	}
	if e.list, refused = q.endpointFor(e.service, e.sort); refused != nil {
		return nil, refused
	}
	if e.sort == "Gateway" {
		if e.tables, refused = q.tablesFor(e, q.texts("RouteTableIds")); refused != nil {
			return nil, refused
		}
		q.add(e)
		return result{"VpcEndpoint": e.show(q)}, nil
	}
	subnets, refused := q.subnetsFor(e, q.texts("SubnetIds"))
	if refused != nil {
		return nil, refused
	}
	if e.groups, refused = q.groupsIn(&subnet{vpc: v.id}, q.texts("SecurityGroupIds")); refused != nil {
		return nil, refused
	}
	q.add(e)
	q.enter(e, subnets)
	shown := e.show(q)
	shown["State"] = "pending"
	return result{"VpcEndpoint": shown}, nil
}

// tablesFor checks the tables that a gateway endpoint is to be a route of.
func (q *call) tablesFor(e *endpoint, ids []string) ([]string, *wire.Error) {
	for _, id := range ids {
		t, refused := find[*routeTable](q, id)
		if refused != nil {
			return nil, refused
		}
		if t.vpc != e.vpc {
			return nil, endpointElse.of(id, e.vpc)
		}
		for _, other := range all[*endpoint](q) {
			if other != e && other.list == e.list && slices.Contains(other.tables, id) {
				return nil, listThere.of(id, e.list)
			}
		}
	}
	return ids, nil
}

// subnetsFor checks the subnets that an interface endpoint is to be in: one a zone, with room.
func (q *call) subnetsFor(e *endpoint, ids []string) ([]*subnet, *wire.Error) {
	taken := map[string]bool{}
	for _, id := range e.faces {
		taken[have[*face](q, id).zone] = true
	}
	var subnets []*subnet
	for _, id := range ids {
		s, refused := find[*subnet](q, id)
		switch {
		case refused != nil:
			return nil, refused
		case s.vpc != e.vpc:
			return nil, endpointElse.of(id, e.vpc)
		case taken[s.zone]:
			return nil, zoneTwice.of(id)
		case q.free(s) < 1:
			return nil, noAddress.of()
		}
		taken[s.zone] = true
		subnets = append(subnets, s)
	}
	return subnets, nil
}

// enter gives an endpoint an interface in each of the subnets.
func (q *call) enter(e *endpoint, subnets []*subnet) {
	for _, s := range subnets {
		ip, refused := q.offered(s, "")
		if refused != nil {
			continue // subnetsFor looked
		}
		f := q.newFace(s, []string{ip}, slices.Clone(e.groups))
		f.service, f.about = e.id, "VPC Endpoint Interface "+e.id
		e.faces = append(e.faces, f.id)
	}
}

func modifyEndpoint(q *call) (result, *wire.Error) {
	e, refused := find[*endpoint](q, q.text("VpcEndpointId"))
	if refused != nil {
		return nil, refused
	}
	tables, refused := q.tablesFor(e, q.texts("AddRouteTableIds"))
	if refused != nil {
		return nil, refused
	}
	subnets, refused := q.subnetsFor(e, q.texts("AddSubnetIds"))
	if refused != nil {
		return nil, refused
	}
	if e.sort == "Gateway" && len(subnets) > 0 || e.sort != "Gateway" && len(tables) > 0 {
		return nil, badCombination.of("The endpoint is of type " + e.sort)
	}
	groups := q.texts("AddSecurityGroupIds")
	if _, refused := q.groupsIn(&subnet{vpc: e.vpc}, groups); refused != nil {
		return nil, refused
	}
	for _, id := range q.texts("RemoveRouteTableIds") {
		if !slices.Contains(e.tables, id) {
			return nil, notOfEndpoint.of(id, e.id)
		}
	}
	if e.sort == "Gateway" && len(groups) > 0 {
		groups = nil
	}
	e.change(q, tables, groups)
	q.enter(e, subnets)
	return result{"Return": true}, nil
}

// change adds and takes away what a call may of an endpoint.
func (e *endpoint) change(q *call, tables, groups []string) {
	gone := func(member string) func(string) bool {
		return func(id string) bool { return slices.Contains(q.texts(member), id) }
	}
	for _, id := range tables {
		if !slices.Contains(e.tables, id) {
			e.tables = append(e.tables, id)
		}
	}
	e.tables = slices.DeleteFunc(e.tables, gone("RemoveRouteTableIds"))
	for _, id := range groups {
		if !slices.Contains(e.groups, id) {
			e.groups = append(e.groups, id)
		}
	}
	e.groups = slices.DeleteFunc(e.groups, gone("RemoveSecurityGroupIds"))
	e.faces = slices.DeleteFunc(e.faces, func(id string) bool {
		f := have[*face](q, id)
		f.groups = slices.Clone(e.groups)
		if !gone("RemoveSubnetIds")(f.subnet) {
			return false
		}
		q.remove(f)
		return true
	})
	if on, said := q.members["PrivateDnsEnabled"].(bool); said {
		e.private = on
	}
	if q.flag("ResetPolicy") {
		e.policy = openPolicy
	}
	e.policy = q.or("PolicyDocument", e.policy)
}
