// Seeding: what stood before the first call that the lab saw, and what calls bring about that do not say what they make.

package guard

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"traillab/analyze/topology/baseline"
	"traillab/analyze/trail"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// descriptions are the calls that tell what a region holds. Clouds that lack one of those that are optional hold nothing of
// its kind; of those without a member the lab answers then itself, and what passed before still stands. What is born with a
// VPC is told by no answer to the call that makes it.
var descriptions = []struct {
	service, operation string
	member             string // that holds what is there
	optional, born     bool
}{
	{ec2, "DescribeVpcs", "Vpcs", false, true},
	{ec2, "DescribeSubnets", "Subnets", false, true},
	{ec2, "DescribeRouteTables", "RouteTables", false, true},
	{ec2, "DescribeInternetGateways", "InternetGateways", false, true},
	{ec2, "DescribeSecurityGroups", "SecurityGroups", false, true},
	{ec2, "DescribeNetworkAcls", "NetworkAcls", true, true},
	{ec2, "DescribeNatGateways", "NatGateways", true, false},
	{ec2, "DescribeAddresses", "Addresses", false, false},
	{ec2, "DescribeInstances", "Reservations", false, false},
	{ec2, "DescribeNetworkInterfaces", "NetworkInterfaces", true, false},
	{ec2, "DescribeVpcEndpoints", "VpcEndpoints", true, false},
	{ec2, "DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways", true, false},
	{ec2, "DescribeVpnGateways", "VpnGateways", true, false},
	{ec2, "DescribeVpcPeeringConnections", "VpcPeeringConnections", true, false},
	{ec2, "DescribeTransitGateways", "TransitGateways", true, false},
	{ec2, "DescribeTransitGatewayVpcAttachments", "TransitGatewayVpcAttachments", true, false},
	{ec2, "DescribeIamInstanceProfileAssociations", "IamInstanceProfileAssociations", true, false},
	{ec2, "DescribeVpcBlockPublicAccessOptions", "", true, false},
	{ec2, "DescribeVpcBlockPublicAccessExclusions", "", true, false},
	{"elasticloadbalancing", "DescribeLoadBalancers", "LoadBalancers", true, false},
	{"rds", "DescribeDBInstances", "DBInstances", true, false},
	{"lambda", "ListFunctions", "Functions", true, false},
}

// unsaid are the calls of other services that make things in networks; what they make, no answer tells.
var unsaid = []string{"autoscaling", "cloudformation", "ecs", "eks"}

// unsaidHere are those of ec2.
var unsaidHere = []string{"CreateDefaultVpc", "CreateDefaultSubnet", "CreateFleet", "RequestSpotFleet", "RequestSpotInstances"}

// Seed describes a region that was not described yet.
func (g *Guard) Seed(ctx context.Context, region string) error {
	g.describing.Lock()
	defer g.describing.Unlock()
	g.mu.Lock()
	known := g.regions[region]
	g.mu.Unlock()
	if known {
		return nil
	}
	if err := g.describe(ctx, region, false); err != nil {
		return fmt.Errorf("describe %s: %w", region, err)
	}
	e := g.encrypted(ctx, region)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.regions[region] = true
	if _, set := g.encryption[region]; !set {
		g.encryption[region] = e
	}
	return nil
}

// refresh describes anew what a call has brought about beside what its answer tells. A cloud that cannot be asked now is asked
// at the next call.
func (g *Guard) refresh(ctx context.Context, c *exchange.Call) {
	switch {
	case c.Service == ec2 && c.Name == "CreateVpc":
		if g.describe(ctx, c.Region, true) == nil {
			return
		}
	case slices.Contains(unsaid, c.Service), c.Service == ec2 && slices.Contains(unsaidHere, c.Name):
	case c.Service == ec2 && c.Name == "RunInstances" && c.In["LaunchTemplate"] != nil:
	default:
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.regions, c.Region)
}

// describe lets the cloud tell what a region holds: all of it, or what VPCs are born with.
func (g *Guard) describe(ctx context.Context, region string, born bool) error {
	var pages []map[string]any
	for _, d := range descriptions {
		if born && !d.born {
			continue
		}
		found, err := g.pages(ctx, region, d.service, d.operation)
		switch {
		case err == nil:
			pages = append(pages, found...)
		case d.optional && ctx.Err() == nil: // a cloud that is not there fails the others, too
			if d.member != "" {
				pages = append(pages, map[string]any{d.member: []any{}})
			}
		default:
			return fmt.Errorf("%s.%s: %w", d.service, d.operation, err)
		}
	}
	attribute(pages)
	captures := make([]trail.Capture, len(pages))
	now := g.options.Now()
	for i, page := range pages {
		text, err := json.Marshal(page)
		if err != nil {
			return err
		}
		captures[i] = trail.Capture{Path: fmt.Sprintf("cloud/%03d", i), Account: g.options.Account, Region: region, At: now, Text: text}
	}
	told, err := baseline.Read(captures)
	if err != nil {
		return err
	}
	for _, b := range told {
		g.live.Ground(b)
	}
	return nil
}

// maxPages bounds a cloud that says for ever that there is more.
const maxPages = 1000

// pages returns all pages of an answer, none of which names a next one.
func (g *Guard) pages(ctx context.Context, region, service, operation string) ([]map[string]any, error) {
	var found []map[string]any
	in := map[string]any{}
	for range maxPages {
		out, err := g.cloud.Do(ctx, region, service, operation, in)
		if err != nil {
			return nil, err
		}
		page, token := maps.Clone(out), ""
		for _, names := range [][2]string{{"NextToken", "NextToken"}, {"NextMarker", "Marker"}, {"Marker", "Marker"}} {
			if s, _ := out[names[0]].(string); s != "" && token == "" {
				in, token = map[string]any{names[1]: s}, s
			}
			delete(page, names[0])
		}
		found = append(found, page)
		if token == "" {
			return found, nil
		}
	}
	return nil, fmt.Errorf("more than %d pages", maxPages)
}

// attribute says of the public addresses of interfaces whose they are, which clouds leave out: Amazon's unless they are
// Elastic IPs.
func attribute(pages []map[string]any) {
	elastic := map[any]bool{}
	for _, page := range pages {
		for address := range wire.Each(page["Addresses"]) {
			elastic[address["PublicIp"]] = true
		}
	}
	own := func(face map[string]any) {
		if bond, ok := face["Association"].(map[string]any); ok && bond["PublicIp"] != nil && !elastic[bond["PublicIp"]] {
			bond["IpOwnerId"] = "amazon"
		}
	}
	for _, page := range pages {
		for face := range wire.Each(page["NetworkInterfaces"]) {
			own(face)
		}
		for reservation := range wire.Each(page["Reservations"]) {
			for instance := range wire.Each(reservation["Instances"]) {
				for face := range wire.Each(instance["NetworkInterfaces"]) {
					own(face)
				}
			}
		}
	}
}

// encrypted asks for the region's encryption by default. A cloud that has no such thing has it off.
func (g *Guard) encrypted(ctx context.Context, region string) encryption {
	var e encryption
	if out, err := g.cloud.Do(ctx, region, ec2, "GetEbsEncryptionByDefault", map[string]any{}); err == nil {
		e.on, _ = out["EbsEncryptionByDefault"].(bool)
	}
	if out, err := g.cloud.Do(ctx, region, ec2, "GetEbsDefaultKmsKeyId", map[string]any{}); err == nil {
		if e.key, _ = out["KmsKeyId"].(string); e.key == awsKey {
			e.key = ""
		}
	}
	return e
}
