// Names and policies of endpoints: a way to a service that is there may still not lead to it.

package topology

import (
	"testing"

	"traillab/analyze/topology/telling"
)

func TestWhatEndpointsNeed(t *testing.T) {
	const network = `
12:00:00 vpc vpc-1 10.0.0.0/16
+1s      ModifyVpcAttribute q.vpcId=vpc-1 q.enableDnsHostnames.value=true
+1s      table rtb-1 vpc-1
+1s      subnet subnet-1 vpc-1 10.0.1.0/24
+1s      run i-1 subnet-1 eni-1
+1s      CreateVpcEndpoint q.vpcId=vpc-1 q.vpcEndpointType=Interface q.serviceName=com.amazonaws.us-east-1.sts q.privateDnsEnabled=true p.vpcEndpoint.vpcEndpointId=vpce-1 p.vpcEndpoint.vpcEndpointType=Interface p.vpcEndpoint.vpcId=vpc-1 p.vpcEndpoint.serviceName=com.amazonaws.us-east-1.sts p.vpcEndpoint.state=available p.vpcEndpoint.privateDnsEnabled=true p.vpcEndpoint.subnetIdSet=subnet-1
`
	for name, test := range map[string]struct {
		then string
		want Answer
	}{
		"as it is":           {"", Reaches},
		"names switched off": {"+1m ModifyVpcAttribute q.vpcId=vpc-1 q.enableDnsSupport.value=false", Cut},
		"and on again": {
			"+1m ModifyVpcAttribute q.vpcId=vpc-1 q.enableDnsSupport.value=false\n+1m ModifyVpcAttribute q.vpcId=vpc-1 q.enableDnsSupport.value=true", Reaches,
		},
		"a policy":           {`+1m ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.policyDocument="{}"`, Unproven},
		"the policy is gone": {`+1m ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.policyDocument="{}"` + "\n+1m ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.resetPolicy=true", Reaches},
	} {
		events, err := telling.Read(network + test.then)
		if err != nil {
			t.Fatal(name, err)
		}
		h := Fold(events, nil, nil)
		v, _ := h.State(h.Now()).Capable(h.Find("i-1")[0], "service:sts")
		if v.Answer != test.want {
			t.Errorf("%s: %v, want %s", name, v, test.want)
		}
	}
}
