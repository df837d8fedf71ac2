// The bridge between two clouds of fixed answers: what it makes in the one, what it lets through, and in whose ids.

package bridge_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"traillab/localstack/bridge"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

type m = map[string]any

const (
	vpc, net  = "vpc-0aaaaaaaaaaaaaaaa", "subnet-0aaaaaaaaaaaaaaaa"
	twinVPC   = "vpc-0bbbbbbbbbbbbbbbb"
	twinNet   = "subnet-0bbbbbbbbbbbbbbbb"
	balancers = "elasticloadbalancing"
)

// cloud answers by operation, and remembers what it was asked.
type cloud struct {
	mu      sync.Mutex
	answers map[string]string // JSON; "!Code" is an error
	asked   []string
	broken  error
}

func (c *cloud) Do(_ context.Context, _, service, operation string, in map[string]any) (map[string]any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text, err := json.Marshal(in)
	c.asked = append(c.asked, service+"."+operation+" "+string(text))
	answer := c.answers[operation]
	switch code, refused := strings.CutPrefix(answer, "!"); {
	case c.broken != nil:
		return nil, c.broken
	case refused:
		return nil, &wire.Error{Code: code, Message: code, Status: http.StatusBadRequest}
	case answer == "":
		answer = "{}"
	}
	var out m
	return out, errors.Join(err, json.Unmarshal([]byte(answer), &out))
}

// sent are the calls that a cloud was asked, of an operation.
func (c *cloud) sent(operation string) []string {
	return slices.DeleteFunc(slices.Clone(c.asked), func(s string) bool { return !strings.Contains(s, "."+operation+" ") })
}

// pair is a bridge, and the clouds at its ends. What it passes on is echoed, in the ids that came.
type pair struct {
	*bridge.Bridge
	t          *testing.T
	models     *wire.Catalog
	home, away *cloud
	passed     []m
	refuses    *wire.Error
	told       []string
}

func newPair(t *testing.T) *pair {
	p := &pair{t: t, models: wire.Open()}
	p.home = &cloud{answers: map[string]string{
		"DescribeVpcs":           `{"Vpcs": [{"VpcId": "` + vpc + `", "CidrBlock": "10.0.0.0/16"}]}`,
		"DescribeSubnets":        `{"Subnets": [{"SubnetId": "` + net + `", "VpcId": "` + vpc + `", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}]}`,
		"DescribeSecurityGroups": `{"SecurityGroups": [{"GroupId": "sg-0aaaaaaaaaaaaaaaa"}]}`,
	}}
	p.away = &cloud{answers: map[string]string{
		"DescribeVpcs": `{"Vpcs": []}`, "DescribeSecurityGroups": `{"SecurityGroups": [{"GroupId": "sg-0bbbbbbbbbbbbbbbb"}]}`,
		"CreateVpc": `{"Vpc": {"VpcId": "` + twinVPC + `"}}`, "CreateSubnet": `{"Subnet": {"SubnetId": "` + twinNet + `"}}`,
	}}
	p.Bridge = bridge.New(bridge.Options{
		Upstream: p.upstream(), Home: p.home, Away: p.away, Abroad: func(service string) bool { return service == balancers || service == "cloudtrail" },
		Report: func(err error) { p.told = append(p.told, err.Error()) },
	})
	return p
}

// echo is the upstream of both.
type echo func(c *exchange.Call) *exchange.Answer

func (e echo) Serve(_ context.Context, c *exchange.Call) (*exchange.Answer, error) { return e(c), nil }

func (p *pair) upstream() echo {
	return func(c *exchange.Call) *exchange.Answer {
		p.passed = append(p.passed, c.In)
		if p.refuses != nil {
			return &exchange.Answer{Error: p.refuses}
		}
		said := fmt.Sprint(c.In)
		return &exchange.Answer{Out: m{"Said": said, "List": []any{m{"Said": said}}}, Raw: &http.Response{}, Body: []byte(said)}
	}
}

func (p *pair) ask(service, operation string, in m) (*exchange.Answer, error) {
	p.t.Helper()
	s, ok := p.models.Service(service)
	if !ok {
		p.t.Fatal(service)
	}
	o, ok := s.Operation(operation)
	if !ok {
		p.t.Fatal(operation)
	}
	before := fmt.Sprint(in)
	c := &exchange.Call{Operation: o, Service: service, Name: operation, Account: "000000000000", Region: "us-east-1", In: in}
	a, err := p.Serve(p.t.Context(), c)
	if fmt.Sprint(c.In) != before || c.Mended {
		p.t.Errorf("the call that is recorded was changed: %v", c.In)
	}
	return a, err
}

func (p *pair) does(service, operation string, in m) *exchange.Answer {
	p.t.Helper()
	a, err := p.ask(service, operation, in)
	if err != nil || a.Error != nil {
		p.t.Fatal(operation, err, a)
	}
	return a
}

var create = m{"Name": "web", "Subnets": []any{net}}

// TestTwins holds that what a call names is made once, that moto hears its own ids and the user theirs.
func TestTwins(t *testing.T) {
	p := newPair(t)
	for range 2 {
		a := p.does(balancers, "CreateLoadBalancer", create)
		if got := fmt.Sprint(p.passed[len(p.passed)-1]); !strings.Contains(got, twinNet) || strings.Contains(got, net) {
			t.Errorf("moto is asked %s", got)
		}
		if got := fmt.Sprint(a.Out, string(a.Body)); strings.Contains(got, twinNet) || strings.Count(got, net) != 3 {
			t.Errorf("the user is told %s", got)
		}
	}
	want := []string{`ec2.CreateSubnet {"AvailabilityZone":"us-east-1a","CidrBlock":"10.0.1.0/24","VpcId":"` + twinVPC + `"}`}
	if got := p.away.sent("CreateSubnet"); !slices.Equal(got, want) {
		t.Errorf("made %q, want %q", got, want)
	}
	p.refuses = &wire.Error{Code: "InUse", Message: twinNet + " is in use"}
	if a, err := p.ask(balancers, "CreateLoadBalancer", create); err != nil || a.Error.Message != net+" is in use" {
		t.Errorf("a refusal says %v, %v", a, err)
	}
	if p.refuses.Message != twinNet+" is in use" {
		t.Error("the answer of the cloud was changed in place")
	}
}

// TestNobodys holds that moto gets nothing that LocalStack does not have, and refuses it itself.
func TestNobodys(t *testing.T) {
	p := newPair(t)
	p.home.answers["DescribeSubnets"] = "!InvalidSubnetID.NotFound"
	p.does(balancers, "CreateLoadBalancer", create)
	p.home.answers["HeadBucket"] = "!NotFound"
	p.does("cloudtrail", "CreateTrail", m{"Name": "t", "S3BucketName": "nobodys"})
	if got := fmt.Sprint(p.passed); !strings.Contains(got, net) {
		t.Errorf("moto is asked %s", got)
	}
	if made := slices.Concat(p.away.sent("CreateSubnet"), p.away.sent("CreateVpc"), p.away.sent("CreateBucket")); len(made) > 0 {
		t.Errorf("made %q", made)
	}
}

// TestRefusedAtHome holds that twins do not follow a call that LocalStack refused.
func TestRefusedAtHome(t *testing.T) {
	p := newPair(t)
	p.does(balancers, "CreateLoadBalancer", create)
	p.refuses = &wire.Error{Code: "DependencyViolation", Status: 400}
	if _, err := p.ask("ec2", "DeleteSubnet", m{"SubnetId": net}); err != nil || len(p.away.sent("DeleteSubnet")) > 0 {
		t.Errorf("a refusal is followed: %v %q", err, p.away.asked)
	}
}

// TestFollow holds that what ends ends twice, even where moto is not there any more, and that its id is nobody's then.
func TestFollow(t *testing.T) {
	p := newPair(t)
	p.does("ec2", "DeleteSubnet", m{"SubnetId": net}) // which has no twin
	p.does(balancers, "CreateLoadBalancer", create)
	p.away.broken = errors.New("gone")
	p.does("ec2", "DeleteSubnet", m{"SubnetId": net})
	if want := []string{`ec2.DeleteSubnet {"SubnetId":"` + twinNet + `"}`}; !slices.Equal(p.away.sent("DeleteSubnet"), want) {
		t.Errorf("moto is asked %q", p.away.asked)
	}
	if len(p.told) != 1 || !strings.Contains(p.told[0], "gone") {
		t.Errorf("told %q", p.told)
	}
	p.home.answers["DescribeSubnets"] = "!InvalidSubnetID.NotFound"
	p.does(balancers, "CreateLoadBalancer", create)
	if got := fmt.Sprint(p.passed[len(p.passed)-1]); strings.Contains(got, twinNet) {
		t.Errorf("a subnet that is gone is asked for: %s", got)
	}
	if a := p.does(balancers, "DescribeLoadBalancers", m{"Names": []any{twinNet}}); !strings.Contains(string(a.Body), net) {
		t.Errorf("moto still names it, and the user is told %s", a.Body)
	}
}

// TestBroken holds that a cloud that cannot be asked is an error, nothing is passed on, and the next call tries anew.
func TestBroken(t *testing.T) {
	for name, breaks := range map[string]func(p *pair, with error){
		"home": func(p *pair, with error) { p.home.broken = with },
		"away": func(p *pair, with error) { p.away.broken = with },
	} {
		p := newPair(t)
		breaks(p, errors.New("gone"))
		if _, err := p.ask(balancers, "CreateLoadBalancer", create); err == nil || !strings.Contains(err.Error(), "gone") || len(p.passed) > 0 {
			t.Errorf("%s: %v, passed on %v", name, err, p.passed)
		}
		p.does(balancers, "DescribeLoadBalancers", m{})
		breaks(p, nil)
		p.does(balancers, "CreateLoadBalancer", create)
	}
	p := newPair(t)
	p.away.answers["CreateSubnet"] = "!InvalidSubnet.Conflict"
	if _, err := p.ask(balancers, "CreateLoadBalancer", create); err == nil || !strings.Contains(err.Error(), "InvalidSubnet.Conflict") {
		t.Errorf("what moto refuses the lab is no answer to the user: %v", err)
	}
}

// TestParallel asks while twins are made.
func TestParallel(t *testing.T) {
	p := newPair(t)
	p.Upstream = echo(func(c *exchange.Call) *exchange.Answer {
		return &exchange.Answer{Out: m{"Said": fmt.Sprint(c.In)}}
	})
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			operation := []string{"CreateLoadBalancer", "DescribeLoadBalancers"}[i%2]
			if a, err := p.ask(balancers, operation, m{"Subnets": []any{net}}); err != nil || strings.Contains(fmt.Sprint(a.Out), twinNet) {
				t.Error(a, err)
			}
		})
	}
	all.Wait()
	if made := p.away.sent("CreateSubnet"); len(made) != 1 {
		t.Errorf("made %q", made)
	}
}
