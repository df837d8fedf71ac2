// Block Public Access: one call that cuts off a region, asked of the lab over every cloud, and told by the log.

package cloudtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"traillab/analyze/topology"
	"traillab/localstack"
)

// blocks sets the switch and makes exceptions of it.
func blocks(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	set := func(mode types.InternetGatewayBlockMode) *types.VpcBlockPublicAccessOptions {
		return does(x, x.ec2.ModifyVpcBlockPublicAccessOptions, &ec2.ModifyVpcBlockPublicAccessOptionsInput{InternetGatewayBlockMode: mode}).VpcBlockPublicAccessOptions
	}
	now := func() *types.VpcBlockPublicAccessOptions {
		return does(x, x.ec2.DescribeVpcBlockPublicAccessOptions, &ec2.DescribeVpcBlockPublicAccessOptionsInput{}).VpcBlockPublicAccessOptions
	}
	same(x, "the switch changes slowly", set(types.InternetGatewayBlockModeBlockIngress).State, types.VpcBlockPublicAccessStateUpdateInProgress)
	same(x, "the region is blocked", now().InternetGatewayBlockMode, types.InternetGatewayBlockModeBlockIngress)
	refused(x.on("no mode"), "InvalidParameterValue", "", x.ec2.ModifyVpcBlockPublicAccessOptions, &ec2.ModifyVpcBlockPublicAccessOptionsInput{InternetGatewayBlockMode: "on"})
	refused(x.on("dry run"), "DryRunOperation", "", x.ec2.ModifyVpcBlockPublicAccessOptions,
		&ec2.ModifyVpcBlockPublicAccessOptionsInput{InternetGatewayBlockMode: "off", DryRun: new(true)})
	same(x, "blocked after a dry run", now().InternetGatewayBlockMode, types.InternetGatewayBlockModeBlockIngress)

	create := &ec2.CreateVpcBlockPublicAccessExclusionInput{VpcId: &vpc, InternetGatewayExclusionMode: types.InternetGatewayExclusionModeAllowEgress}
	made := does(x, x.ec2.CreateVpcBlockPublicAccessExclusion, create).VpcBlockPublicAccessExclusion
	x.holds("an exclusion as AWS tells it", strings.HasPrefix(*made.ExclusionId, "vpcbpa-exclude-0") && strings.HasSuffix(*made.ResourceArn, ":vpc/"+vpc), made)
	refused(x.on("twice"), "VpcBlockPublicAccessExclusionAlreadyExists", vpc, x.ec2.CreateVpcBlockPublicAccessExclusion, create)
	nowhere := "vpc-0123456789abcdef0"
	refused(x.on("unknown VPC"), "InvalidVpcID.NotFound", nowhere, x.ec2.CreateVpcBlockPublicAccessExclusion,
		&ec2.CreateVpcBlockPublicAccessExclusionInput{VpcId: &nowhere, InternetGatewayExclusionMode: "allow-egress"})
	does(x, x.ec2.ModifyVpcBlockPublicAccessExclusion, &ec2.ModifyVpcBlockPublicAccessExclusionInput{ExclusionId: made.ExclusionId, InternetGatewayExclusionMode: "allow-bidirectional"})
	all := does(x, x.ec2.DescribeVpcBlockPublicAccessExclusions, &ec2.DescribeVpcBlockPublicAccessExclusionsInput{ExclusionIds: []string{*made.ExclusionId}}).VpcBlockPublicAccessExclusions
	x.holds("the exclusion has changed", len(all) == 1 && all[0].InternetGatewayExclusionMode == types.InternetGatewayExclusionModeAllowBidirectional, all)
	gone := &ec2.DeleteVpcBlockPublicAccessExclusionInput{ExclusionId: made.ExclusionId}
	does(x, x.ec2.DeleteVpcBlockPublicAccessExclusion, gone)
	refused(x.on("deleted"), "InvalidVpcBlockPublicAccessExclusionId.NotFound", *made.ExclusionId, x.ec2.DeleteVpcBlockPublicAccessExclusion, gone)
	set(types.InternetGatewayBlockModeOff)
	same(x, "the region is open again", now().InternetGatewayBlockMode, types.InternetGatewayBlockModeOff)
}

// TestBlock: a region is blocked while an instance with a public address runs in it. The lab knows at once, and the log tells a
// chain of one cut; then the other calls are made.
func TestBlock(t *testing.T) {
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			l := open(t, kind, func(o *localstack.Options) { o.Clock = newTicking() })
			x := (&suite{lab: l, met: map[string]bool{}}).root(t)
			first := does(x, x.ec2.DescribeVpcBlockPublicAccessOptions, &ec2.DescribeVpcBlockPublicAccessOptionsInput{}).VpcBlockPublicAccessOptions
			x.holds("nobody has set the switch", first.InternetGatewayBlockMode == "off" && first.State == types.VpcBlockPublicAccessStateDefaultState, first)
			n := x.network()
			machine := *x.launch(n.public, true).InstanceId
			if v := l.egress(t, machine); v.Answer != topology.Reaches {
				t.Errorf("before: %v", v)
			}
			does(x, x.ec2.ModifyVpcBlockPublicAccessOptions, &ec2.ModifyVpcBlockPublicAccessOptionsInput{InternetGatewayBlockMode: types.InternetGatewayBlockModeBlockBidirectional})
			if v := l.egress(t, machine); v.Answer != topology.Cut || v.Reason.Code != topology.Blocked {
				t.Errorf("blocked: %v", v)
			}
			told, chains := l.load(t).chains(t)
			if len(told) != 1 || !slices.Contains(told[0], "cut: ModifyVpcBlockPublicAccessOptions ") || chains[0].Lost != 1 {
				t.Errorf("the log tells %q", told)
			}
			blocks(x)
		})
	}
}

// egress is whether an instance reaches the internet, as the lab knows its network.
func (l *lab) egress(t *testing.T, instance string) topology.Verdict {
	t.Helper()
	h, err := l.Look(t.Context(), region)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := h.State(h.Now()).Capable(h.Find(instance)[0], "egress4")
	return v
}
