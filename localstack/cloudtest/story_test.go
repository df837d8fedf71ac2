// One story, told by the clients that people use, unchanged: a network is built, a detach is refused, the address is unmapped,
// the gateway detached. What the lab recorded must tell exactly that.

package cloudtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/smithy-go"

	"traillab/localstack"
	"traillab/localstack/upstream"
)

// teller tells the story and returns the VPC. attempts is how often the detach was refused.
type teller func(*testing.T, *lab) (vpc string, attempts int)

func TestStory(t *testing.T) {
	for name, tell := range map[string]teller{"aws-cli": byCLI, "boto3": byBoto, "retries": byRetries} {
		for _, kind := range kinds {
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				if kind == upstream.LocalStack && name != "retries" {
					t.Skip("told over localstack+moto, whose ec2 is the same")
				}
				l := open(t, kind, func(o *localstack.Options) { o.Clock = newTicking() })
				vpc, attempts := tell(t, l)
				want := []string{vpc}
				for range attempts {
					want = append(want, "attempt: DetachInternetGateway Client.DependencyViolation")
				}
				want = append(want, "run-up: DisassociateAddress ", "cut: DetachInternetGateway ")
				told, chains := l.load(t).chains(t)
				if len(told) != 1 || !slices.Equal(told[0], want) {
					t.Fatalf("the log tells\n%q\nwant\n%q", told, want)
				}
				if c := chains[0]; c.Until != nil || c.Lost != 1 || len(c.Actors) != 1 || c.Actors[0].AccessKeyID != "test" {
					t.Errorf("until %v, lost %d, actors %+v", c.Until, c.Lost, c.Actors)
				}
			})
		}
	}
}

// run runs a program in the environment that `lab env` makes, beside a profile and keys that must not be used.
func (l *lab) run(t *testing.T, program string, args ...string) ([]byte, error) {
	t.Helper()
	home := os.Getenv("TRAILLAB_CLIENTS")
	if home == "" {
		if os.Getenv("TRAILLAB_REAL") != "" {
			t.Fatal("TRAILLAB_REAL is set, and TRAILLAB_CLIENTS names no virtual environment")
		}
		t.Skip("NOT TESTED with the AWS CLI and boto3: set TRAILLAB_CLIENTS to a virtual environment with .ci/clients/requirements.txt")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	environ := append(os.Environ(), "AWS_PROFILE=production", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SESSION_TOKEN=x", "AWS_ENDPOINT_URL_EC2=http://127.0.0.1:1")
	e := localstack.Export(l.Endpoint(), region, environ)
	environ = slices.DeleteFunc(environ, func(line string) bool {
		name, _, _ := strings.Cut(line, "=")
		return slices.Contains(e.Unset, name)
	})
	for _, v := range e.Set {
		environ = append(environ, v.Name+"="+v.Value)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(home, "bin", program), args...)
	var stderr bytes.Buffer
	cmd.Env, cmd.Stderr = environ, &stderr
	out, err := cmd.Output()
	if err != nil {
		err = errors.New(strings.TrimSpace(stderr.String()))
	}
	return out, err
}

// byCLI types the calls as the AWS CLI takes them.
func byCLI(t *testing.T, l *lab) (vpc string, attempts int) {
	ask := func(query string, args ...string) string {
		t.Helper()
		out, err := l.run(t, "aws", append(append([]string{"ec2"}, args...), "--query", query, "--output", "text")...)
		if err != nil {
			t.Fatalf("aws ec2 %q: %v", args, err)
		}
		return strings.TrimSpace(string(out))
	}
	vpc = ask("Vpc.VpcId", "create-vpc", "--cidr-block", "10.0.0.0/16")
	subnet := ask("Subnet.SubnetId", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24")
	gateway := ask("InternetGateway.InternetGatewayId", "create-internet-gateway")
	here := []string{"--internet-gateway-id", gateway, "--vpc-id", vpc}
	ask("@", append([]string{"attach-internet-gateway"}, here...)...)
	table := ask("RouteTable.RouteTableId", "create-route-table", "--vpc-id", vpc)
	ask("@", "create-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", "--gateway-id", gateway)
	ask("@", "associate-route-table", "--route-table-id", table, "--subnet-id", subnet)
	image := ask("Images[0].ImageId", "describe-images", "--owners", "amazon")
	machine := ask("Instances[0].InstanceId", "run-instances", "--image-id", image, "--instance-type", "t3.micro", "--subnet-id", subnet, "--no-associate-public-ip-address")
	address := ask("AllocationId", "allocate-address", "--domain", "vpc")
	bond := ask("AssociationId", "associate-address", "--allocation-id", address, "--instance-id", machine)
	_, err := l.run(t, "aws", append([]string{"ec2", "detach-internet-gateway"}, here...)...)
	want := "An error occurred (DependencyViolation) when calling the DetachInternetGateway operation: Network " + vpc + " has some mapped public address(es)."
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a detach under an address: %v, want %s", err, want)
	}
	ask("@", "disassociate-address", "--association-id", bond)
	ask("@", append([]string{"detach-internet-gateway"}, here...)...)
	if state := ask("RouteTables[0].Routes[?GatewayId=='"+gateway+"'].State", "describe-route-tables", "--route-table-ids", table); state != "blackhole" {
		t.Errorf("the route is %q", state)
	}
	return vpc, 1
}

// byBoto runs a script as somebody with boto3 writes it.
func byBoto(t *testing.T, l *lab) (vpc string, attempts int) {
	out, err := l.run(t, "python", "testdata/story.py")
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		VPC, Code, Message string
		States             []string
	}
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if told.Code != "DependencyViolation" || !strings.Contains(told.Message, "mapped public address") || !slices.Equal(told.States, []string{"blackhole"}) {
		t.Errorf("boto3 is told %s", out)
	}
	return told.VPC, 1
}

// byRetries detaches as Terraform does: again and again while AWS says that something hangs on the gateway. Somebody else
// unmaps the address meanwhile.
func byRetries(t *testing.T, l *lab) (vpc string, attempts int) {
	x := (&suite{lab: l, met: map[string]bool{}}).root(t)
	n := x.network()
	machine := *x.launch(n.public, false).InstanceId
	eip := x.allocate()
	bond := does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &machine}).AssociationId
	detach := &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc}
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(200 * time.Millisecond) {
		_, err := x.ec2.DetachInternetGateway(x.ctx, detach)
		var refusal smithy.APIError
		switch {
		case err == nil:
			return n.vpc, attempts
		case !errors.As(err, &refusal) || refusal.ErrorCode() != "DependencyViolation":
			t.Fatal(err)
		}
		if attempts++; attempts == 3 {
			does(x, x.ec2.DisassociateAddress, &ec2.DisassociateAddressInput{AssociationId: bond})
		}
	}
	t.Fatal("the gateway is never let go: ", aws.ToString(bond))
	return "", 0
}
