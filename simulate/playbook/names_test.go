// Names, held against botocore's own rule for every operation and every member at the top of its request.

package playbook

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"InternetGatewayId": "internet-gateway-id", "VpcId": "vpc-id", "DryRun": "dry-run", "UserName": "user-name", "LoadBalancerArns": "load-balancer-arns",
		"CreateDBInstance": "create-db-instance", "SubnetIDs": "subnet-ids", "PutEventSelectors": "put-event-selectors", "IPAMId": "ipam-id",
	} {
		if got := parted(name, "-"); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"vpc": "VPC", "newGateway": "NEW_GATEWAY", "user": "THE_USER", "groups": "THE_GROUPS", "pair.hostName": "PAIR_HOST_NAME", "awsRegion": "THE_AWS_REGION",
		"path": "THE_PATH", "ifs": "THE_IFS", "bashEnv": "THE_BASH_ENV", "ldPreload": "THE_LD_PRELOAD", "pythonpath": "THE_PYTHONPATH",
	} {
		if got := upper(name); got != want {
			t.Errorf("$%s is %s in a shell, want %s", name, got, want)
		}
	}
}

// spells writes every name of the services as the model has it, and as the clients do.
const spells = `
import sys, botocore, botocore.session
s = botocore.session.get_session()
for service in sys.argv[1:]:
    model = s.get_service_model(service)
    for name in model.operation_names:
        print(name, botocore.xform_name(name, '-'))
        shape = model.operation_model(name).input_shape
        for member in shape.members if shape else []:
            print(member, botocore.xform_name(member, '-'))
`

func TestNamesOfBotocore(t *testing.T) {
	home := os.Getenv("TRAILLAB_CLIENTS")
	if home == "" {
		t.Skip("NOT TESTED against botocore: set TRAILLAB_CLIENTS to a virtual environment with .ci/clients/requirements.txt")
	}
	python := filepath.Join(home, "bin", "python3")
	services := []string{
		"ec2", "iam", "s3", "kms", "ssm", "sts", "cloudtrail", "elbv2", "backup", "config", "acm", "organizations", "autoscaling", "events", "logs", "cloudwatch",
		"guardduty", "lambda", "rds", "sns", "sqs", "dynamodb", "secretsmanager", "securityhub", "wafv2", "accessanalyzer", "inspector2",
	}
	out, err := exec.CommandContext(t.Context(), python, append([]string{"-c", spells}, services...)...).Output() //nolint:gosec // the tester names it
	if err != nil {
		t.Fatal(err)
	}
	lines, wrong := 0, 0
	for scanner := bufio.NewScanner(strings.NewReader(string(out))); scanner.Scan(); lines++ {
		name, want, _ := strings.Cut(scanner.Text(), " ")
		if got := parted(name, "-"); got != want && wrong < 10 {
			t.Errorf("%s is %s to botocore, and %s here", name, want, got)
			wrong++
		}
	}
	if lines < 5000 {
		t.Errorf("botocore told only %d names", lines)
	}
}
