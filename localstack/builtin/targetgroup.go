// Target groups: what a listener sends on to. Who is looked at is healthy while it runs.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

var (
	noTargetGroup    = fault{code: "TargetGroupNotFound", sentence: "One or more target groups not found"}
	targetGroupThere = fault{code: "DuplicateTargetGroupName", sentence: "A target group with the same name '%s' exists, but with different settings"}
	targetGroupUsed  = fault{code: "ResourceInUse", sentence: "Target group '%s' is currently in use by a listener or a rule"}
	badTarget        = fault{code: "InvalidTarget", sentence: "The following targets are not in a running state and cannot be registered: '%s'"}
)

func targetGroupCalls() operations {
	return operations{
		"CreateTargetGroup": createTargetGroup, "DescribeTargetGroups": describeTargetGroups, "DeleteTargetGroup": deleteTargetGroup,
		"RegisterTargets": registerTargets, "DeregisterTargets": deregisterTargets, "DescribeTargetHealth": targetHealth,
	}
}

func createTargetGroup(q *call) (result, *wire.Error) {
	name := q.text("Name")
	if slices.ContainsFunc(q.kept("target group").all(), func(g result) bool { return g["TargetGroupName"] == name }) {
		return nil, targetGroupThere.of(name)
	}
	g := result{
		"HealthCheckProtocol": q.or("Protocol", "HTTP"), "HealthCheckPort": "traffic-port", "HealthCheckEnabled": true, "HealthCheckIntervalSeconds": int64(30),
		"HealthCheckTimeoutSeconds": int64(5), "HealthyThresholdCount": int64(5), "UnhealthyThresholdCount": int64(2), "HealthCheckPath": "/",
		"TargetType": "instance", "IpAddressType": "ipv4", "ProtocolVersion": "HTTP1", "Matcher": result{"HttpCode": "200"},
	}
	for name, value := range q.with("Protocol", "Port", "VpcId", "HealthCheckProtocol", "HealthCheckPort", "HealthCheckEnabled", "HealthCheckPath",
		"HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds", "HealthyThresholdCount", "UnhealthyThresholdCount", "Matcher", "TargetType", "ProtocolVersion", "IpAddressType") {
		g[name] = value
	}
	arn := q.arn("elasticloadbalancing", "targetgroup/"+name+"/"+q.digits(16))
	g["TargetGroupArn"], g["TargetGroupName"] = arn, name
	q.kept("target group").set(arn, g)
	return result{"TargetGroups": []any{q.targetGroup(g)}}, nil
}

// targetGroup is one as it is shown: without its targets, with the balancers that send to it.
func (q *call) targetGroup(g result) result {
	out, balancers := shown(g), []any{}
	delete(out, "targets")
	for _, l := range q.kept("listener").all() {
		if slices.Contains(members(l).textsOf("DefaultActions", "TargetGroupArn"), members(g).text("TargetGroupArn")) && !slices.Contains(balancers, l["LoadBalancerArn"]) {
			balancers = append(balancers, l["LoadBalancerArn"])
		}
	}
	out["LoadBalancerArns"] = balancers
	return out
}

func describeTargetGroups(q *call) (result, *wire.Error) {
	found, missing := q.kept("target group").named(q.texts("TargetGroupArns"))
	if missing != "" {
		return nil, noTargetGroup.of()
	}
	names, out := q.texts("Names"), []any{}
	for _, g := range found {
		about := q.targetGroup(g)
		balancers, _ := about["LoadBalancerArns"].([]any)
		if len(names) > 0 && !slices.Contains(names, members(g).text("TargetGroupName")) || q.said("LoadBalancerArn") && !slices.Contains(balancers, q.members["LoadBalancerArn"]) {
			continue
		}
		out = append(out, about)
	}
	if len(names) > len(out) {
		return nil, noTargetGroup.of()
	}
	return result{"TargetGroups": out}, nil
}

func (q *call) targetGroupAsked() (result, *wire.Error) {
	g, there := q.kept("target group").get(q.text("TargetGroupArn"))
	if !there {
		return nil, noTargetGroup.of()
	}
	return g, nil
}

func deleteTargetGroup(q *call) (result, *wire.Error) {
	g, refused := q.targetGroupAsked()
	if refused != nil {
		return nil, refused
	}
	if used, _ := q.targetGroup(g)["LoadBalancerArns"].([]any); len(used) > 0 {
		return nil, targetGroupUsed.of(q.text("TargetGroupArn"))
	}
	q.kept("target group").drop(q.text("TargetGroupArn"))
	return nil, nil
}

// registerTargets adds targets, each with a port of its own or the group's.
func registerTargets(q *call) (result, *wire.Error) {
	q.region = q.in(q, q.Region)
	g, refused := q.targetGroupAsked()
	if refused != nil {
		return nil, refused
	}
	targets, _ := copied(g["targets"]).([]any)
	for asked := range q.each("Targets") {
		id := asked.text("Id")
		if i := have[*instance](q, id); strings.HasPrefix(id, "i-") && (i == nil || i.state != running) {
			return nil, badTarget.of(id)
		}
		port := asked.number("Port")
		if port == 0 {
			port = members(g).number("Port")
		}
		targets = append(targets, result{"Id": id, "Port": port})
	}
	g["targets"] = targets
	return nil, nil
}

func deregisterTargets(q *call) (result, *wire.Error) {
	g, refused := q.targetGroupAsked()
	if refused != nil {
		return nil, refused
	}
	gone := func(t any) bool {
		target, _ := t.(map[string]any)
		for asked := range q.each("Targets") {
			if asked.text("Id") == target["Id"] && (!asked.said("Port") || asked.number("Port") == target["Port"]) {
				return true
			}
		}
		return false
	}
	targets, _ := g["targets"].([]any)
	g["targets"] = slices.DeleteFunc(slices.Clone(targets), gone)
	return nil, nil
}

func targetHealth(q *call) (result, *wire.Error) {
	q.region = q.in(q, q.Region)
	g, refused := q.targetGroupAsked()
	if refused != nil {
		return nil, refused
	}
	used, _ := q.targetGroup(g)["LoadBalancerArns"].([]any)
	found := []any{}
	for target := range members(g).each("targets") {
		health := result{"State": "healthy"}
		i := have[*instance](q, target.text("Id"))
		switch {
		case len(used) == 0:
			health = result{"State": "unused", "Reason": "Target.NotInUse", "Description": "Target group is not configured to receive traffic from the load balancer"}
		case i != nil && i.state != running:
			health = result{"State": "unused", "Reason": "Target.InvalidState", "Description": "Target is in the stopped state"}
		}
		found = append(found, result{
			"Target": result{"Id": target.text("Id"), "Port": target.number("Port")}, "HealthCheckPort": decimal(int(target.number("Port"))), "TargetHealth": health,
		})
	}
	return result{"TargetHealthDescriptions": found}, nil
}
