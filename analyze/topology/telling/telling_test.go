// The language is read as its description says, and what it tells is what the dialects write.

package telling

import (
	"strings"
	"testing"

	"traillab/analyze/trail/dialect"
)

func TestWhatALineBecomes(t *testing.T) {
	for _, c := range []struct{ line, request, response string }{
		{"attach igw-1 vpc-1", `{"internetGatewayId":"igw-1","vpcId":"vpc-1"}`, `{"requestId":"R","_return":true}`},
		{"unnat nat-1", `{"DeleteNatGatewayRequest":{"NatGatewayId":"nat-1"}}`, `{"DeleteNatGatewayResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"R","natGatewayId":"nat-1"}}`},
		{"route rtb-1 ::/0 eigw-1", `{"routeTableId":"rtb-1","destinationIpv6CidrBlock":"::/0","egressOnlyInternetGatewayId":"eigw-1"}`, `{"requestId":"R","_return":true}`},
		{"route rtb-1 pl-1 i-1", `{"routeTableId":"rtb-1","destinationPrefixListId":"pl-1","instanceId":"i-1"}`, `{"requestId":"R","_return":true}`},
		{"detach igw-1 vpc-1 !Client.DependencyViolation", `{"internetGatewayId":"igw-1","vpcId":"vpc-1"}`, `null`},
		{"unendpoint vpce-1,vpce-2", `{"DeleteVpcEndpointsRequest":{"VpcEndpointId":[{"tag":1,"content":"vpce-1"},{"tag":2,"content":"vpce-2"}]}}`, `{"DeleteVpcEndpointsResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"R","unsuccessful":""}}`},
		{"CreateThing q.a.b=1 q.list[].x=1 q.list[].y=2 q.list[].x=3 q.none[] q.texts[]=a,b p.ok=true", `{"a":{"b":1},"list":{"items":[{"x":1,"y":2},{"x":3}]},"none":{},"texts":{"items":["a","b"]}}`, `{"requestId":"R","ok":true}`},
		{"DescribeVpcs", `{}`, `null`},
		{"CreateDBInstance source=rds q.dBInstanceIdentifier=db p.publiclyAccessible=true", `{"dBInstanceIdentifier":"db"}`, `{"publiclyAccessible":true}`},
		{"check i-1 off", `{"instanceId":"i-1","sourceDestCheck":{"value":false}}`, `{"requestId":"R","_return":true}`},
	} {
		events, err := Read(c.line)
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		e := events[0]
		request, response := e.Request, strings.ReplaceAll(e.Response, identifier("request of "+e.ID), "R")
		if request != c.request || response != c.response {
			t.Errorf("%s\n got %s %s\nwant %s %s", c.line, request, response, c.request, c.response)
		}
	}
}

func TestTimesOptionsAndIDs(t *testing.T) {
	events, err := Read(`
		# a comment
		date=2024-06-01 account=222233334444 by=assumed-role/Deploy/ci
		09:00:00 vpc vpc-1 10.0.0.0/16   # another
		         gateway igw-1
		+5m      attach igw-1 vpc-1 by=mallory region=eu-west-1
		+0s      attach igw-1 vpc-1 by=mallory region=eu-west-1
		2024-07-01T00:00:00Z detach igw-1 vpc-1 by=cloudformation.amazonaws.com error="not \now" !Client.X id=here`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	seen := map[string]bool{}
	for _, e := range events {
		got = append(got, e.Time.Format("01-02 15:04:05")+" "+e.Account+" "+e.Region+" "+e.Name+" "+e.Principal)
		if seen[e.ID] {
			t.Errorf("two events are called %s", e.ID)
		}
		seen[e.ID] = true
	}
	want := `06-01 09:00:00 222233334444 us-east-1 CreateVpc arn:aws:sts::222233334444:assumed-role/Deploy/ci
06-01 09:00:01 222233334444 us-east-1 CreateInternetGateway arn:aws:sts::222233334444:assumed-role/Deploy/ci
06-01 09:05:01 222233334444 eu-west-1 AttachInternetGateway arn:aws:iam::222233334444:user/mallory
06-01 09:05:01 222233334444 eu-west-1 AttachInternetGateway arn:aws:iam::222233334444:user/mallory
07-01 00:00:00 222233334444 us-east-1 DetachInternetGateway cloudformation.amazonaws.com`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if last := events[4]; last.ID != "here" || last.ErrorCode != "Client.X" || last.ErrorText == "" {
		t.Errorf("the options of the last line were read as %+v", last)
	}
	if strings.Join(events[2].IDs, " ") != "igw-1 vpc-1" {
		t.Errorf("ids: %v", events[2].IDs)
	}
}

func TestMistakesAreTold(t *testing.T) {
	for _, c := range []struct{ line, says string }{
		{"frobnicate x", "no short form"},
		{"attach igw-1", "VPC is missing"},
		{"attach igw-1 vpc-1 more", "too much"},
		{`detach igw-1 "vpc-1`, "quote"},
		{"CreateVpc cidr=10.0.0.0/8", "neither q. nor p."},
		{"25:00:00 gateway igw-1", "hour"},
	} {
		if _, err := Read("# first\n" + c.line); err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", c.line, err)
		}
	}
}

// TestEveryFormIsWhole fills every blank of every form: the parser of the dialects must read each call, and nothing of the
// template may be left in it.
func TestEveryFormIsWhole(t *testing.T) {
	for _, f := range forms {
		words := strings.Fields(f.usage)
		line := words[0]
		for _, w := range words[1:] {
			inner := strings.Trim(w, "[]")
			name, _, named := strings.Cut(inner, "=")
			yes, _, choice := strings.Cut(inner, "|")
			switch {
			case named:
				line += " " + name + "=x-" + name
			case choice:
				line += " " + yes
			default:
				line += " x-" + strings.ToLower(inner)
			}
		}
		events, err := Read(line)
		if err != nil {
			t.Errorf("%s: %v", f.usage, err)
			continue
		}
		if _, err := dialect.ParseEvent(&events[0]); err != nil {
			t.Errorf("%s: %v", f.usage, err)
		}
		if text := events[0].Request + events[0].Response; strings.ContainsAny(text, "$<>") {
			t.Errorf("%s leaves blanks: %s", f.usage, text)
		}
	}
}
