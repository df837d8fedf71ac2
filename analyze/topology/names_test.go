// Names and policies of endpoints: a way to a service that is there may still not lead to it.

package topology

import (
	"strings"
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

// TestEndpointsWhereTheInternetIsOpen: what is sent to a service goes to the endpoint that has its route or its name, and to no
// other way if that does not let it through.
func TestEndpointsWhereTheInternetIsOpen(t *testing.T) {
	const (
		network = "12:00:00 vpc vpc-1 10.0.0.0/16\n" + `
gateway igw-1
attach igw-1 vpc-1
table rtb-1 vpc-1
table rtb-2 vpc-1
subnet subnet-1 vpc-1 10.0.1.0/24 public
assoc rtbassoc-1 rtb-1 subnet-1
route rtb-1 0.0.0.0/0 igw-1
run i-1 subnet-1 eni-1
`
		s3    = "gateway-endpoint vpce-1 vpc-1 s3 rtb-1\n"
		away  = "gateway-endpoint vpce-1 vpc-1 s3 rtb-2\n"
		sts   = "endpoint vpce-1 vpc-1 sts subnet-1 sg-1 dns\n"
		other = "endpoint vpce-1 vpc-1 sts subnet-1 sg-1 no-dns\n"
		deny  = "ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.policyDocument=DENY\n"
		allow = "ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.policyDocument=ALLOW\n"
		reset = "ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.resetPolicy=true\n"
		names = "ModifyVpcAttribute q.vpcId=vpc-1 q.enableDnsHostnames.value=false\n"
	)
	policies := strings.NewReplacer(
		`"ALLOW"`, `"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}"`,
		`"DENY"`, `"{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}"`,
	)
	for name, test := range map[string]struct {
		then, what string
		want       Answer
	}{
		"a gateway endpoint":                         {s3, "service:s3", Reaches},
		"a gateway endpoint with a policy":           {s3 + deny, "service:s3", Unproven},
		"and what lies on S3":                        {s3 + deny, "patch", Unproven},
		"and what does not":                          {s3 + deny, "ssm", Reaches},
		"a policy that lets everything through":      {s3 + allow, "service:s3", Reaches},
		"the policy is gone":                         {s3 + deny + reset, "service:s3", Reaches},
		"in another table":                           {away + deny, "service:s3", Reaches},
		"its route is taken away":                    {s3 + deny + "ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.removeRouteTableId[]=rtb-1\n", "service:s3", Reaches},
		"it is deleted":                              {s3 + deny + "unendpoint vpce-1\n", "service:s3", Reaches},
		"an interface endpoint":                      {sts, "service:sts", Reaches},
		"an interface endpoint with a policy":        {sts + deny, "service:sts", Unproven},
		"one without the service's name":             {other + deny, "service:sts", Reaches},
		"names are off":                              {sts + deny + names, "service:sts", Reaches},
		"two, of which the other has no policy":      {sts + deny + "endpoint vpce-2 vpc-1 sts subnet-1 sg-1 dns\n", "service:sts", Unproven},
		"what its policy is the record does not say": {s3 + "ModifyVpcEndpoint q.vpcEndpointId=vpce-1 q.policyDocument.statement=x\n", "service:s3", Unproven},
	} {
		events, err := telling.Read(network + test.then)
		if err != nil {
			t.Fatal(name, err)
		}
		for i := range events {
			events[i].Request = policies.Replace(events[i].Request)
		}
		h := Fold(events, nil, nil)
		v, _ := h.State(h.Now()).Capable(h.Find("i-1")[0], test.what)
		if v.Answer != test.want {
			t.Errorf("%s: %v, want %s", name, v, test.want)
		}
	}
}
