// Agents are heard of as long as their calls get out, and at no other time.

package localstack

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/localstack/client"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
)

// hands is a clock that stands still until it is moved.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (c *hands) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *hands) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// story makes calls to a lab that have to go through.
type story struct {
	*testing.T
	client *client.Client
}

// do returns the text at a path of the answer, as Vpc.VpcId; of a list the first is meant.
func (s story) do(service, operation string, in map[string]any, path ...string) string {
	s.Helper()
	out, err := s.client.Do(s.Context(), "eu-west-1", service, operation, in)
	if err != nil {
		s.Fatal(err)
	}
	return fmt.Sprint(at(out, path...))
}

// plant makes a public instance with a role, and returns it with its gateway and its VPC.
func (s story) plant() (instance, gateway, vpc string) {
	type in = map[string]any
	vpc = s.do("ec2", "CreateVpc", in{"CidrBlock": "10.0.0.0/16"}, "Vpc", "VpcId")
	subnet := s.do("ec2", "CreateSubnet", in{"VpcId": vpc, "CidrBlock": "10.0.1.0/24"}, "Subnet", "SubnetId")
	gateway = s.do("ec2", "CreateInternetGateway", in{}, "InternetGateway", "InternetGatewayId")
	s.do("ec2", "AttachInternetGateway", in{"InternetGatewayId": gateway, "VpcId": vpc})
	table := s.do("ec2", "CreateRouteTable", in{"VpcId": vpc}, "RouteTable", "RouteTableId")
	s.do("ec2", "CreateRoute", in{"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway})
	s.do("ec2", "AssociateRouteTable", in{"RouteTableId": table, "SubnetId": subnet})
	s.do("ec2", "ModifySubnetAttribute", in{"SubnetId": subnet, "MapPublicIpOnLaunch": in{"Value": true}})
	s.do("iam", "CreateRole", in{"RoleName": "web", "AssumeRolePolicyDocument": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	s.do("iam", "CreateInstanceProfile", in{"InstanceProfileName": "web-profile"})
	s.do("iam", "AddRoleToInstanceProfile", in{"InstanceProfileName": "web-profile", "RoleName": "web"})
	image := s.do("ec2", "DescribeImages", in{"Owners": []any{"amazon"}}, "Images", "ImageId")
	launch := in{"ImageId": image, "InstanceType": "t3.micro", "MinCount": int64(1), "MaxCount": int64(1), "SubnetId": subnet}
	s.do("ec2", "RunInstances", launch) // has no role, and is never heard of
	launch["IamInstanceProfile"] = in{"Name": "web-profile"}
	return s.do("ec2", "RunInstances", launch, "Instances", "InstanceId"), gateway, vpc
}

// heard are the signs of life in a lab's log.
func heard(t *testing.T, l *Lab) []recorder.Event {
	t.Helper()
	l.due(t.Context(), l.options.Clock.Now())
	events, err := l.stack.recorder.Recent(recorder.Filter{Attribute: "EventName", Value: "UpdateInstanceInformation"})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestHeartbeats(t *testing.T) {
	clock := &hands{at: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Clock: clock, Env: os.Environ(), Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := story{t, c}
	instance, gateway, vpc := s.plant()
	if got := heard(t, l); len(got) != 0 {
		t.Errorf("heard before the first five minutes: %v", got)
	}
	clock.move(11 * time.Minute)
	got := heard(t, l)
	if len(got) != 2 || got[0].User != instance || got[0].At.Sub(got[1].At) != beatEvery || got[1].At.Minute() != 5 {
		t.Fatalf("after eleven minutes: %+v", got)
	}
	if public := s.do("ec2", "DescribeInstances", map[string]any{"InstanceIds": []any{instance}}, "Reservations", "Instances", "PublicIpAddress"); !strings.Contains(got[0].Record, `"sourceIPAddress":"`+public+`"`) {
		t.Errorf("heard from another address than %s: %s", public, got[0].Record)
	}
	s.do("ec2", "StopInstances", map[string]any{"InstanceIds": []any{instance}})
	clock.move(5 * time.Minute)
	if got := heard(t, l); len(got) != 2 {
		t.Errorf("a stopped instance is heard of: %+v", got[0])
	}
	s.do("ec2", "StartInstances", map[string]any{"InstanceIds": []any{instance}})
	clock.move(5 * time.Minute)
	if got := heard(t, l); len(got) != 3 {
		t.Errorf("a started instance is not heard of: %d", len(got))
	}
	if yes, known := (reach{l.stack.guard}).SSM(t.Context(), "eu-west-1", instance); !yes || !known {
		t.Errorf("Systems Manager reaches the instance: %v, known %v", yes, known)
	}
	s.cut(gateway, vpc)
	if yes, known := (reach{l.stack.guard}).SSM(t.Context(), "eu-west-1", instance); yes || !known {
		t.Errorf("Systems Manager reaches an instance that is cut off: %v, known %v", yes, known)
	}
	if yes, known := (reach{l.stack.guard}).SSM(t.Context(), "eu-west-1", "i-0123456789abcdef0"); yes || known {
		t.Errorf("Systems Manager reaches an instance that is not there: %v, known %v", yes, known)
	}
	clock.move(30 * time.Minute)
	if got := heard(t, l); len(got) != 3 {
		t.Errorf("an instance that is cut off is heard of: %+v", got[0])
	}
}

// TestHeartbeatsThroughAnEndpoint: without a way out an agent is heard through an endpoint, under the instance's own address.
func TestHeartbeatsThroughAnEndpoint(t *testing.T) {
	clock := &hands{at: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Clock: clock, Env: os.Environ(), Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := story{t, c}
	instance, gateway, vpc := s.plant()
	s.cut(gateway, vpc)
	s.do("ec2", "ModifyVpcAttribute", map[string]any{"VpcId": vpc, "EnableDnsHostnames": map[string]any{"Value": true}})
	subnet := s.do("ec2", "DescribeInstances", map[string]any{"InstanceIds": []any{instance}}, "Reservations", "Instances", "SubnetId")
	var first string
	for _, service := range []string{"ssm", "ssmmessages"} {
		id := s.do("ec2", "CreateVpcEndpoint", map[string]any{
			"VpcId": vpc, "ServiceName": "com.amazonaws.eu-west-1." + service, "VpcEndpointType": "Interface", "SubnetIds": []any{subnet}, "PrivateDnsEnabled": true,
		}, "VpcEndpoint", "VpcEndpointId")
		first = cmp.Or(first, id)
	}
	clock.move(6 * time.Minute)
	got := heard(t, l)
	if len(got) != 1 || !strings.Contains(got[0].Record, `"vpcEndpointId":"`+first+`"`) || !strings.Contains(got[0].Record, `"sourceIPAddress":"10.`) {
		t.Fatalf("through %s: %+v", first, got)
	}
}

// cut takes the default route away: the gateway stays where public addresses are mapped.
func (s story) cut(gateway, vpc string) {
	table := s.do("ec2", "DescribeRouteTables", tablesOf(gateway, vpc), "RouteTables", "RouteTableId")
	s.do("ec2", "DeleteRoute", map[string]any{"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"})
}

func tablesOf(gateway, vpc string) map[string]any {
	return map[string]any{"Filters": []any{map[string]any{"Name": "route.gateway-id", "Values": []any{gateway}}, map[string]any{"Name": "vpc-id", "Values": []any{vpc}}}}
}
