// What the lab records of calls that reach both clouds: the users' calls, in the users' ids, and nothing that the lab asks of
// its own accord.

package cloudtest

import (
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"traillab/analyze/trail"
	"traillab/localstack"
	"traillab/localstack/upstream"
)

// TestPairRecords compares the log with the calls that were made, and looks every id of it up where users look.
func TestPairRecords(t *testing.T) {
	l := open(t, upstream.Both, func(o *localstack.Options) { o.Clock = newTicking() })
	x := (&suite{lab: l, met: map[string]bool{}}).root(t)
	vpc := x.vpc("10.0.0.0/16")
	subnets, front := x.zoned(vpc), x.group(vpc, "front")
	lb := does(x, x.elb.CreateLoadBalancer, &elb.CreateLoadBalancerInput{Name: new("told"), Subnets: subnets, SecurityGroups: []string{front}}).LoadBalancers[0]
	pool := does(x, x.elb.CreateTargetGroup, &elb.CreateTargetGroupInput{Name: new("told"), Protocol: elbtypes.ProtocolEnumHttp, Port: new(int32(80)), VpcId: &vpc}).TargetGroups[0]
	machine := *x.launch(subnets[0], false).InstanceId
	does(x, x.elb.RegisterTargets, &elb.RegisterTargetsInput{TargetGroupArn: pool.TargetGroupArn, Targets: []elbtypes.TargetDescription{{Id: &machine}}})
	does(x, x.ec2.StopInstances, &ec2.StopInstancesInput{InstanceIds: []string{machine}})
	does(x, x.elb.DeleteLoadBalancer, &elb.DeleteLoadBalancerInput{LoadBalancerArn: lb.LoadBalancerArn})
	want := []string{
		"CreateVpc", "CreateSubnet", "CreateSubnet", "CreateSecurityGroup", "CreateLoadBalancer", "CreateTargetGroup", "DescribeImages", "RunInstances", "RegisterTargets",
		"StopInstances", "DeleteLoadBalancer",
	}
	var told []string
	for e, err := range l.load(t).Timeline(t.Context(), trail.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, e.Name)
	}
	if !slices.Equal(told, want) {
		t.Errorf("the log tells\n%q\nwant\n%q", told, want)
	}
	known := []string{vpc, subnets[0], subnets[1], front, machine}
	for _, id := range ids.FindAllString(l.text(t), -1) {
		if !slices.Contains(known, id) && !x.there(id) {
			t.Errorf("the log names %s, which no user has seen", id)
		}
	}
}

var ids = regexp.MustCompile(`\b(vpc|subnet|sg|i)-[0-9a-f]{8,17}\b`)

// there reports whether users find something by its id.
func (x *trial) there(id string) bool {
	var err error
	switch kind, _, _ := strings.Cut(id, "-"); kind {
	case "vpc":
		_, err = x.ec2.DescribeVpcs(x.ctx, &ec2.DescribeVpcsInput{VpcIds: []string{id}})
	case "subnet":
		_, err = x.ec2.DescribeSubnets(x.ctx, &ec2.DescribeSubnetsInput{SubnetIds: []string{id}})
	case "sg":
		_, err = x.ec2.DescribeSecurityGroups(x.ctx, &ec2.DescribeSecurityGroupsInput{GroupIds: []string{id}})
	default:
		_, err = x.ec2.DescribeInstances(x.ctx, &ec2.DescribeInstancesInput{InstanceIds: []string{id}})
	}
	return err == nil
}

// text is the whole log.
func (l *lab) text(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(l.Logs(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".json.gz") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err == nil {
			_, err = io.Copy(&all, z)
		}
		return err
	})
	if err != nil || all.Len() == 0 {
		t.Fatal(all.Len(), err)
	}
	return all.String()
}

// TestHalfGone: moto ends. What LocalStack answers goes on, and what moto would answer says why it is not.
func TestHalfGone(t *testing.T) {
	l := open(t, upstream.Both, nil)
	x := (&suite{lab: l, met: map[string]bool{}}).root(t)
	vpc := x.vpc("10.0.0.0/16")
	subnets := x.zoned(vpc)
	in := &elb.CreateLoadBalancerInput{Name: new("gone"), Subnets: subnets}
	does(x, x.elb.CreateLoadBalancer, in)
	entries, err := upstream.Ledger(filepath.Join(l.dir, localstack.Default))
	if err != nil {
		t.Fatal(err)
	}
	moto := entries[slices.IndexFunc(entries, func(e upstream.Entry) bool { return e.Kind == upstream.Moto })]
	if err := syscall.Kill(moto.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if _, err := x.elb.CreateLoadBalancer(context.Background(), in); err == nil || !strings.Contains(err.Error(), "ServiceUnavailable") {
		t.Errorf("without moto: %v", err)
	}
	does(x, x.ec2.DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &subnets[0]})
	x.subnet(vpc, "10.0.9.0/24")
	if said := l.log.String(); !strings.Contains(said, "ec2.DeleteSubnet in moto, after LocalStack") {
		t.Errorf("the lab's log says nothing of the twin that could not follow:\n%s", said)
	}
}
