// Load balancers of today: that they stand in subnets, and what is behind them. No packet goes through.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

var (
	noBalancer    = fault{code: "LoadBalancerNotFound", sentence: "One or more load balancers not found"}
	balancerThere = fault{code: "DuplicateLoadBalancerName", sentence: "A load balancer with the same name '%s' exists, but with different settings"}
	twoZones      = fault{code: "ValidationError", sentence: "At least two subnets in two different Availability Zones must be specified"}
	noSuchSubnet  = fault{code: "SubnetNotFound", sentence: "The subnet ID '%s' does not exist"}
	noSuchGroup   = fault{code: "InvalidSecurityGroup", sentence: "One or more security groups are invalid: %s"}
	wayOut        = fault{code: "InvalidSubnet", sentence: "VPC %s has no internet gateway"}
)

func balancerCalls() operations {
	return operations{
		"CreateLoadBalancer": createBalancer, "DescribeLoadBalancers": describeBalancers, "DeleteLoadBalancer": deleteBalancer,
		"SetSecurityGroups": setBalancerGroups,
	}
}

func createBalancer(q *call) (result, *wire.Error) {
	q.region = q.in(q, q.Region)
	name, sort, scheme := q.text("Name"), q.or("Type", "application"), q.or("Scheme", "internet-facing")
	if slices.ContainsFunc(q.kept("balancer").all(), func(b result) bool { return b["LoadBalancerName"] == name }) {
		return nil, balancerThere.of(name)
	}
	zones, vpc, refused := q.zonesOf(q.texts("Subnets"))
	switch {
	case refused != nil:
		return nil, refused
	case sort == "application" && len(zones) < 2:
		return nil, twoZones.of()
	case scheme == "internet-facing" && !slices.ContainsFunc(all[*gateway](q), func(g *gateway) bool { return g.vpc == vpc }):
		return nil, wayOut.of(vpc)
	}
	if refused := q.groupsThere(); refused != nil {
		return nil, refused
	}
	rest := map[string]string{"application": "app", "network": "net", "gateway": "gwy"}[sort] + "/" + name + "/" + q.digits(16)
	b := result{
		"LoadBalancerArn": q.arn("elasticloadbalancing", "loadbalancer/"+rest), "LoadBalancerName": name, "Type": sort, "Scheme": scheme, "VpcId": vpc,
		"DNSName": strings.ToLower(name) + "-" + decimal(int(q.chance.Uint32()>>2)) + "." + q.Region + ".elb.amazonaws.com", "CreatedTime": q.now, "CanonicalHostedZoneId": "Z32O12XQLNTSW2",
		"State": result{"Code": "active"}, "AvailabilityZones": zones, "IpAddressType": q.or("IpAddressType", "ipv4"),
	}
	if sort == "application" {
		b["SecurityGroups"] = listed(q.texts("SecurityGroups"))
	}
	q.kept("balancer").set(members(b).text("LoadBalancerArn"), b)
	return result{"LoadBalancers": []any{shown(b)}}, nil
}

// zonesOf are the zones of subnets, each once, and their VPC.
func (q *call) zonesOf(subnets []string) (zones []any, vpc string, refused *wire.Error) {
	var met []string
	for _, id := range subnets {
		s := have[*subnet](q, id)
		if s == nil {
			return nil, "", noSuchSubnet.of(id)
		}
		if vpc = s.vpc; !slices.Contains(met, s.zone) {
			met = append(met, s.zone)
			zones = append(zones, result{"ZoneName": s.zone, "SubnetId": id})
		}
	}
	return zones, vpc, nil
}

// groupsThere refuses a call that names security groups that there are not.
func (q *call) groupsThere() *wire.Error {
	for _, id := range q.texts("SecurityGroups") {
		if have[*group](q, id) == nil {
			return noSuchGroup.of(id)
		}
	}
	return nil
}

// balancer is the one that a call names.
func (q *call) balancer() (result, *wire.Error) {
	b, there := q.kept("balancer").get(q.text("LoadBalancerArn"))
	if !there {
		return nil, noBalancer.of()
	}
	return b, nil
}

func describeBalancers(q *call) (result, *wire.Error) {
	found, missing := q.kept("balancer").named(q.texts("LoadBalancerArns"))
	names := q.texts("Names")
	if len(names) > 0 {
		found = slices.DeleteFunc(slices.Clone(found), func(b result) bool { return !slices.Contains(names, members(b).text("LoadBalancerName")) })
	}
	if missing != "" || len(names) > len(found) {
		return nil, noBalancer.of()
	}
	return result{"LoadBalancers": shownAll(found)}, nil
}

// deleteBalancer takes the listeners away with it. One that is gone is deleted as well.
func deleteBalancer(q *call) (result, *wire.Error) {
	arn := q.text("LoadBalancerArn")
	q.kept("balancer").drop(arn)
	for _, l := range q.kept("listener").all() {
		if l["LoadBalancerArn"] == arn {
			q.kept("listener").drop(members(l).text("ListenerArn"))
		}
	}
	return nil, nil
}

func setBalancerGroups(q *call) (result, *wire.Error) {
	q.region = q.in(q, q.Region)
	b, refused := q.balancer()
	if refused == nil {
		refused = q.groupsThere()
	}
	if refused != nil {
		return nil, refused
	}
	b["SecurityGroups"] = listed(q.texts("SecurityGroups"))
	return result{"SecurityGroupIds": copied(b["SecurityGroups"])}, nil
}
