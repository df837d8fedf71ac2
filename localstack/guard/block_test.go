// Block Public Access: what the cloud says of it when a region is first seen, and what passes through the lab, cuts and spares as
// the analysis would have it.

package guard

import (
	"encoding/json"
	"testing"

	"traillab/analyze/topology"
	"traillab/localstack/wire"
)

// openLab is a lab with a route to the internet for i-4, which has a public address.
func openLab(t *testing.T) *lab {
	t.Helper()
	l := newLab(t)
	for table := range wire.Each(l.cloud.answers["DescribeRouteTables"]["RouteTables"]) {
		if table["RouteTableId"] == "rtb-main4" {
			routes, _ := table["Routes"].([]any)
			table["Routes"] = append(routes, map[string]any{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-4", "State": "active"})
		}
	}
	return l
}

// reaches is whether an instance reaches the internet.
func (l *lab) reaches(instance string) topology.Verdict {
	l.t.Helper()
	h, err := l.Look(l.t.Context(), region)
	if err != nil {
		l.t.Fatal(err)
	}
	v, asked := h.State(h.Now()).Capable(h.Find(instance)[0], "egress4")
	if !asked {
		l.t.Fatalf("nobody can ask whether %s reaches the internet", instance)
	}
	return v
}

// says gives the cloud an answer.
func (l *lab) says(operation, answer string) {
	l.t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte("{"+answer+"}"), &out); err != nil {
		l.t.Fatal(err)
	}
	l.cloud.answers[operation] = out
}

const (
	optionsOf   = `"VpcBlockPublicAccessOptions":{"AwsAccountId":"000000000000","AwsRegion":"us-east-1","ManagedBy":"account","State":"update-complete","InternetGatewayBlockMode":`
	exclusionOf = `{"ExclusionId":"vpcbpa-exclude-1","ResourceArn":"arn:aws:ec2:us-east-1:000000000000:vpc/vpc-4","InternetGatewayExclusionMode":"allow-bidirectional","State":`
)

// TestBlockedBefore: a region is blocked when the lab first sees it, or is not.
func TestBlockedBefore(t *testing.T) {
	for _, test := range []struct {
		name, options, exclusions string
		want                      topology.Answer
	}{
		{"a cloud that has no such thing", "", "", topology.Reaches},
		{"off", optionsOf + `"off"}`, `"VpcBlockPublicAccessExclusions":[]`, topology.Reaches},
		{"blocked", optionsOf + `"block-bidirectional"}`, `"VpcBlockPublicAccessExclusions":[]`, topology.Cut},
		{"blocked for what comes in", optionsOf + `"block-ingress"}`, `"VpcBlockPublicAccessExclusions":[]`, topology.Cut},
		{"spared", optionsOf + `"block-bidirectional"}`, `"VpcBlockPublicAccessExclusions":[` + exclusionOf + `"create-complete"}]`, topology.Reaches},
		{"spared no more", optionsOf + `"block-bidirectional"}`, `"VpcBlockPublicAccessExclusions":[` + exclusionOf + `"delete-complete"}]`, topology.Cut},
	} {
		l := openLab(t)
		if test.options != "" {
			l.says("DescribeVpcBlockPublicAccessOptions", test.options)
			l.says("DescribeVpcBlockPublicAccessExclusions", test.exclusions)
		}
		if v := l.reaches("i-4"); v.Answer != test.want {
			t.Errorf("%s: %v, want %v", test.name, v, test.want)
		}
	}
}

// TestBlocked: calls that pass are learned from their records, and stand when the region is described anew by a cloud that has no
// such thing: the lab answers them itself.
func TestBlocked(t *testing.T) {
	l := openLab(t)
	is := func(what string, want topology.Answer) {
		t.Helper()
		if v := l.reaches("i-4"); v.Answer != want || want == topology.Cut && v.Reason.Code != topology.Blocked {
			t.Errorf("%s: %v, want %v", what, v, want)
		}
	}
	again := func() { l.pass("autoscaling.SetDesiredCapacity AutoScalingGroupName=web DesiredCapacity=1", "") } // whose instances nobody tells
	set := func(mode string) {
		l.pass("ModifyVpcBlockPublicAccessOptions InternetGatewayBlockMode="+mode, optionsOf+`"`+mode+`"}`)
	}
	is("at first", topology.Reaches)
	set("block-bidirectional")
	is("blocked", topology.Cut)
	again()
	is("described anew", topology.Cut)
	l.pass("CreateVpcBlockPublicAccessExclusion VpcId=vpc-4 InternetGatewayExclusionMode=allow-bidirectional", `"VpcBlockPublicAccessExclusion":`+exclusionOf+`"create-in-progress"}`)
	is("spared", topology.Reaches)
	again()
	is("spared, described anew", topology.Reaches)
	l.pass("DeleteVpcBlockPublicAccessExclusion ExclusionId=vpcbpa-exclude-1", `"VpcBlockPublicAccessExclusion":`+exclusionOf+`"delete-in-progress"}`)
	is("spared no more", topology.Cut)
	set("off")
	is("off", topology.Reaches)
}
