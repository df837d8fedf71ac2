// Burials: the end of what a severed tie had tied. What no longer exists has lost nothing.

package analyze

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// burial is how things of a kind end: a call, its service, and where in its request the thing is named.
type burial struct{ kind, service, call, path string }

var burials = []burial{
	{"instance", "ec2", "TerminateInstances", "instancesSet.instanceId"},
	{"volume", "ec2", "DeleteVolume", "volumeId"},
	{"interface", "ec2", "DeleteNetworkInterface", "networkInterfaceId"},
	{"vpc", "ec2", "DeleteVpc", "vpcId"},
	{"subnet", "ec2", "DeleteSubnet", "subnetId"},
	{"security-group", "ec2", "DeleteSecurityGroup", "groupId"},
	{"transit-gateway", "ec2", "DeleteTransitGateway", "transitGatewayId"},
	{"vpn-gateway", "ec2", "DeleteVpnGateway", "vpnGatewayId"},
	{"role", "iam", "DeleteRole", "roleName"},
	{"user", "iam", "DeleteUser", "userName"},
	{"group", "iam", "DeleteGroup", "groupName"},
	{"policy", "iam", "DeletePolicy", "policyArn"},
	{"instance-profile", "iam", "DeleteInstanceProfile", "instanceProfileName"},
	{"load-balancer", "elasticloadbalancing", "DeleteLoadBalancer", "loadBalancerName"},
	{"load-balancer", "elasticloadbalancing", "DeleteLoadBalancer", "loadBalancerArn"},
	{"target-group", "elasticloadbalancing", "DeleteTargetGroup", "targetGroupArn"},
	{"auto-scaling-group", "autoscaling", "DeleteAutoScalingGroup", "autoScalingGroupName"},
	{"database", "rds", "DeleteDBInstance", "dBInstanceIdentifier"},
	{"database", "rds", "DeleteDBCluster", "dBClusterIdentifier"},
	{"function", "lambda", "DeleteFunction", "functionName"},
	{"topic", "sns", "DeleteTopic", "topicArn"},
	{"queue", "sqs", "DeleteQueue", "queueUrl"},
	{"rule", "events", "DeleteRule", "name"},
}

// grave names what ended.
type grave struct{ account, kind, id string }

// bury ends the severed ties whose thing, on either side, was deleted before they were tied again.
func (c *Case) bury(ctx context.Context, src CompanionSource, events []trail.Event) error {
	var since time.Time
	for i := range c.Chains {
		if chain := &c.Chains[i]; len(chain.Severed) > 0 && (since.IsZero() || chain.From.Before(since)) {
			since = chain.From
		}
	}
	if since.IsZero() {
		return nil
	}
	f := trail.Filter{From: trail.Moment{At: since}}
	for _, b := range burials {
		if !dialect.Touches(b.call, b.service+".amazonaws.com") && !slices.Contains(f.Names, b.call) {
			f.Names = append(f.Names, b.call)
		}
	}
	graves := map[grave][]*trail.Event{}
	for i := range events {
		dig(graves, &events[i])
	}
	for e, err := range src.Companions(ctx, f) {
		if err != nil {
			return fmt.Errorf("what was deleted: %w", err)
		}
		dig(graves, &e)
	}
	for i := range c.Chains {
		if chain := &c.Chains[i]; len(chain.Severed) > 0 {
			chain.end(graves)
		}
	}
	return nil
}

// dig notes what an event ended.
func dig(graves map[grave][]*trail.Event, e *trail.Event) {
	if e.ErrorCode != "" || e.Recovered { // which may have been forged
		return
	}
	name := dialect.Stem(e.Name)
	for _, b := range burials {
		if b.call != name || !dialect.FromService(e.Source, b.service) {
			continue
		}
		call, err := dialect.ParseEvent(e)
		if err != nil {
			return
		}
		for _, id := range call.Request.All(b.path) {
			at := grave{e.Account, b.kind, id}
			graves[at] = append(graves[at], e)
		}
	}
}

// end lets the ties of a chain end with what they tied.
func (c *Chain) end(graves map[grave][]*trail.Event) {
	for i := range c.Severed {
		s := &c.Severed[i]
		child, parent, _ := strings.Cut(s.Relation, "/")
		var first *trail.Event
		for _, at := range []grave{{s.Event.Account, child, s.Child}, {s.Event.Account, parent, s.Parent}} {
			for _, e := range graves[at] {
				if at.id == "" || e.Time.Before(s.Time) || e.ID == s.Event.ID {
					continue
				}
				if first == nil || cmp.Or(e.Time.Compare(first.Time), cmp.Compare(e.ID, first.ID)) < 0 {
					first = e
				}
			}
		}
		if first != nil && (s.Until == nil || first.Time.Before(*s.Until)) {
			if s.Again != nil { // it was tied again under a name that was given a second time
				again := s.Again.ID
				c.Links = slices.DeleteFunc(c.Links, func(l Link) bool { return l.Role == Restore && l.Event.ID == again })
			}
			s.Until, s.Again, s.Gone = &first.Time, nil, first
		}
	}
	c.settle()
}
