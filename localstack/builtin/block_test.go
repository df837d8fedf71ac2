// Block Public Access: the switch of a region, and what is excepted from it.

package builtin_test

import (
	"strings"
	"testing"
	"time"
)

func TestBlock(t *testing.T) {
	l := open(t, 0)
	options := func(region string) any {
		out, refused := l.tryIn(region, "ec2.DescribeVpcBlockPublicAccessOptions", nil)
		if refused != nil {
			t.Fatal(refused)
		}
		return out["VpcBlockPublicAccessOptions"]
	}
	shows := func(what, region, mode, state string) {
		t.Helper()
		same(t, what, list{at(options(region), "InternetGatewayBlockMode"), at(options(region), "State"), at(options(region), "AwsRegion")}, list{mode, state, region})
	}
	shows("at first", "us-east-1", "off", "default-state")
	if since := at(options("us-east-1"), "LastUpdateTimestamp"); since != nil {
		t.Errorf("nobody has set it, at %v", since)
	}
	for _, mode := range []string{"block-ingress", "block-bidirectional", "off"} {
		out := l.do("ec2.ModifyVpcBlockPublicAccessOptions", in{"InternetGatewayBlockMode": mode})["VpcBlockPublicAccessOptions"]
		same(t, "what is answered", list{at(out, "InternetGatewayBlockMode"), at(out, "State"), at(out, "ManagedBy")}, list{mode, "update-in-progress", "account"})
		shows(mode, "us-east-1", mode, "update-complete")
		shows(mode+" elsewhere", "eu-west-1", "off", "default-state")
	}
	same(t, "when", at(options("us-east-1"), "LastUpdateTimestamp"), l.now)
	l.refuse("ec2.ModifyVpcBlockPublicAccessOptions", in{"InternetGatewayBlockMode": "block-ingress", "DryRun": true}, "DryRunOperation", "")
	shows("a dry run", "us-east-1", "off", "update-complete")
}

func TestExclusions(t *testing.T) {
	l := open(t, 0)
	n := l.network()
	create := func(member, of, mode string) string {
		return l.id("ec2.CreateVpcBlockPublicAccessExclusion", in{
			member: of, "InternetGatewayExclusionMode": mode,
			"TagSpecifications": list{in{"ResourceType": "vpc-block-public-access-exclusion", "Tags": list{in{"Key": "why", "Value": "shop"}}}},
		}, "VpcBlockPublicAccessExclusion", "ExclusionId")
	}
	whole, part := create("VpcId", n.vpc, "allow-egress"), create("SubnetId", n.subnet, "allow-bidirectional")
	if !strings.HasPrefix(whole, "vpcbpa-exclude-0") || len(whole) != len("vpcbpa-exclude-")+17 {
		t.Errorf("no id of AWS's: %s", whole)
	}
	shown := func(filter in) (found []string) {
		for _, e := range l.do("ec2.DescribeVpcBlockPublicAccessExclusions", filter)["VpcBlockPublicAccessExclusions"].([]any) {
			resource, _ := at(e, "ResourceArn").(string)
			mode, _ := at(e, "InternetGatewayExclusionMode").(string)
			state, _ := at(e, "State").(string)
			found = append(found, resource[strings.LastIndexByte(resource, ':')+1:]+" "+mode+" "+state)
		}
		return found
	}
	ofPart := "subnet/" + n.subnet + " "
	same(t, "all", shown(nil), []string{"vpc/" + n.vpc + " allow-egress create-complete", ofPart + "allow-bidirectional create-complete"})
	same(t, "one", shown(in{"ExclusionIds": list{part}}), []string{ofPart + "allow-bidirectional create-complete"})
	same(t, "by mode", shown(in{"Filters": list{in{"Name": "internet-gateway-exclusion-mode", "Values": list{"allow-b*"}}}}), []string{ofPart + "allow-bidirectional create-complete"})
	same(t, "by tag", len(shown(in{"Filters": list{in{"Name": "tag:why", "Values": list{"shop"}}}})), 2)

	l.now = l.now.Add(time.Minute)
	modify := l.do("ec2.ModifyVpcBlockPublicAccessExclusion", in{"ExclusionId": part, "InternetGatewayExclusionMode": "allow-egress"})
	same(t, "while it changes", at(modify, "VpcBlockPublicAccessExclusion", "State"), "update-in-progress")
	same(t, "changed", shown(in{"ExclusionIds": list{part}}), []string{ofPart + "allow-egress update-complete"})

	gone := l.do("ec2.DeleteVpcBlockPublicAccessExclusion", in{"ExclusionId": part})
	same(t, "while it goes", at(gone, "VpcBlockPublicAccessExclusion", "State"), "delete-in-progress")
	same(t, "gone", shown(in{"ExclusionIds": list{part}}), []string{ofPart + "allow-egress delete-complete"})
	l.refuse("ec2.DeleteVpcBlockPublicAccessExclusion", in{"ExclusionId": part}, "InvalidVpcBlockPublicAccessExclusionId.NotFound", "The exclusion ID '"+part+"' does not exist")
	if again := create("SubnetId", n.subnet, "allow-egress"); again == part {
		t.Errorf("%s is there twice", part)
	}
	l.now = l.now.Add(24 * time.Hour)
	same(t, "a day later", len(shown(nil)), 2)
}
