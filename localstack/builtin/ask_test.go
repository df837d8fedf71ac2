// Asking a cloud without a network: calls by their names, and what comes back, held against the model.

package builtin_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"traillab/localstack/builtin"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

const account = "111122223333"

// models are read once; a test asks for few services.
var models = wire.Open()

// lab is a cloud with a clock that the test turns.
type lab struct {
	*builtin.Cloud
	t   testing.TB
	now time.Time
	who exchange.Principal
}

func open(t testing.TB, slow time.Duration) *lab {
	l := &lab{
		t: t, now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
		who: exchange.Principal{Type: "Root", ID: account, ARN: "arn:aws:iam::" + account + ":root", Account: account},
	}
	l.Cloud = builtin.New(builtin.Options{Account: account, Now: func() time.Time { return l.now }, Seed: 7, Slow: slow})
	return l
}

// in and list are shorter to write.
type (
	in   = map[string]any
	list = []any
)

// try makes a call and returns its answer. What is answered must be of the model.
func (l *lab) try(name string, input in) (in, *wire.Error) {
	l.t.Helper()
	return l.tryIn("us-east-1", name, input)
}

func (l *lab) tryIn(region, name string, input in) (in, *wire.Error) {
	l.t.Helper()
	service, operation, _ := strings.Cut(name, ".")
	s, ok := models.Service(service)
	if !ok {
		l.t.Fatalf("no service %s", service)
	}
	o, _ := s.Operation(operation)
	if input == nil {
		input = in{}
	}
	a, err := l.Serve(context.Background(), &exchange.Call{
		Operation: o, Service: service, Name: operation, Account: account, Region: region, In: input, Who: l.who, At: l.now,
	})
	if err != nil {
		l.t.Fatal(err)
	}
	if a.Error == nil && o != nil {
		if reply := o.WriteAnswer(a.Out, "r"); reply.Status >= http.StatusInternalServerError {
			l.t.Fatalf("%s: %s", name, reply.Body)
		}
	}
	return a.Out, a.Error
}

// do makes a call that must go through.
func (l *lab) do(name string, input in) in {
	l.t.Helper()
	out, refused := l.try(name, input)
	if refused != nil {
		l.t.Fatalf("%s %v: %v", name, input, refused)
	}
	return out
}

// id makes a call that makes something, and returns a text of the answer.
func (l *lab) id(name string, input in, path ...any) string {
	l.t.Helper()
	s, ok := at(l.do(name, input), path...).(string)
	if !ok || s == "" {
		l.t.Fatalf("%s answers no %v", name, path)
	}
	return s
}

// at walks into an answer: names into structures, numbers into lists.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

// refuse makes a call that must be refused.
func (l *lab) refuse(name string, input in, code, sentence string) {
	l.t.Helper()
	out, refused := l.try(name, input)
	if refused == nil {
		l.t.Fatalf("%s %v went through: %v", name, input, out)
	}
	if refused.Code != code || sentence != "" && refused.Message != sentence {
		l.t.Fatalf("%s %v: refused with %v\nnot with %s: %s", name, input, refused, code, sentence)
	}
}

// same compares what is shown.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s is %v, not %v", what, got, want)
	}
}

// network is a VPC as most tests want it: a public subnet with a route to a gateway.
type network struct{ vpc, igw, subnet, table, image string }

func (l *lab) network() network {
	l.t.Helper()
	var n network
	n.vpc = l.id("ec2.CreateVpc", in{"CidrBlock": "10.0.0.0/16"}, "Vpc", "VpcId")
	n.igw = l.id("ec2.CreateInternetGateway", nil, "InternetGateway", "InternetGatewayId")
	l.do("ec2.AttachInternetGateway", in{"InternetGatewayId": n.igw, "VpcId": n.vpc})
	n.subnet = l.id("ec2.CreateSubnet", in{"VpcId": n.vpc, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}, "Subnet", "SubnetId")
	n.table = l.id("ec2.CreateRouteTable", in{"VpcId": n.vpc}, "RouteTable", "RouteTableId")
	l.do("ec2.CreateRoute", in{"RouteTableId": n.table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": n.igw})
	l.do("ec2.AssociateRouteTable", in{"RouteTableId": n.table, "SubnetId": n.subnet})
	n.image = l.id("ssm.GetParameter", in{"Name": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"}, "Parameter", "Value")
	return n
}

// launch starts an instance, with a public address of AWS's or without.
func (l *lab) launch(n network, public bool) string {
	l.t.Helper()
	return l.id("ec2.RunInstances", in{"ImageId": n.image, "MinCount": int64(1), "MaxCount": int64(1), "NetworkInterfaces": list{in{
		"DeviceIndex": int64(0), "SubnetId": n.subnet, "AssociatePublicIpAddress": public,
	}}}, "Instances", 0, "InstanceId")
}

// instance is what Describe shows of one.
func (l *lab) instance(id string) any {
	l.t.Helper()
	return at(l.do("ec2.DescribeInstances", in{"InstanceIds": list{id}}), "Reservations", 0, "Instances", 0)
}

var errGone = errors.New("gone")

// brokenBody is a body that ends before its time.
type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, errGone }
func (brokenBody) Close() error             { return nil }
