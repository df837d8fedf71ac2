// Actors: who calls, as userIdentity shows them, and the cast of an account.

package corpus

import (
	"fmt"
	"time"

	"traillab/analyze/trail/dialect"
)

// kind is how userIdentity names a caller.
type kind uint8

const (
	user    kind = iota // an IAM user with a long-lived key
	session             // an assumed role
	service             // AWS itself, in the name of nobody
	outside             // a principal of another account
)

// actor is one caller. It does not change once it is made.
type actor struct {
	kind    kind
	account string
	name    string // user or role
	path    string // of the role, with slashes: "/aws-reserved/sso.amazonaws.com/"
	session string
	service string // the service that calls, or that calls in the session's name
	ip      string // sourceIPAddress
	agent   string // userAgent; $command stands for the command that the AWS CLI names
	mfa     bool
	machine bool // role credentials delivered to an instance
	seed    uint64
}

// arn is the ARN in userIdentity, "" where there is none.
func (a *actor) arn() string {
	switch a.kind {
	case user:
		return "arn:aws:iam::" + a.account + ":user/" + a.name
	case session:
		return "arn:aws:sts::" + a.account + ":assumed-role/" + a.name + "/" + a.session
	case service, outside:
	}
	return ""
}

// principal is the name under which answers show the caller.
func (a *actor) principal() string {
	if a.kind == service {
		return a.service
	}
	return a.arn()
}

// shift is how long one set of session credentials is used.
const shift = 4 * time.Hour

// key is the access key id at that time: of a user always the same, of a session new with each shift.
func (a *actor) key(at time.Time) string {
	switch a.kind {
	case user:
		return keyOf("AKIA", blend(a.seed, 7))
	case session:
		return keyOf("ASIA", blend(a.seed, uint64(at.Unix()/int64(shift/time.Second))))
	case service, outside:
	}
	return ""
}

// append appends the value of userIdentity.
func (a *actor) append(to []byte, at time.Time) []byte {
	switch a.kind {
	case service:
		to = append(to, `{"type":"AWSService","invokedBy":"`...)
		return append(append(to, a.service...), `"}`...)
	case outside:
		to = append(to, `{"type":"AWSAccount","principalId":"`...)
		to = append(to, keyOf("AROA", a.seed)...)
		to = append(append(to, ':'), a.session...)
		to = append(to, `","accountId":"`...)
		return append(append(to, a.account...), `"}`...)
	case user:
		to = append(to, `{"type":"IAMUser","principalId":"`...)
		to = append(to, keyOf("AIDA", sum(a.account+a.name))...)
		to = a.appendKeys(to, at)
		to = append(to, `,"userName":"`...)
		return append(append(to, a.name...), `"}`...)
	case session:
	}
	return a.appendSession(to, at)
}

func (a *actor) appendSession(to []byte, at time.Time) []byte {
	id := keyOf("AROA", sum(a.account+a.name))
	to = append(to, `{"type":"AssumedRole","principalId":"`...)
	to = append(append(append(to, id...), ':'), a.session...)
	to = a.appendKeys(to, at)
	to = append(to, `,"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"`...)
	to = append(to, id...)
	to = append(to, `","arn":"arn:aws:iam::`...)
	to = append(append(append(append(to, a.account...), ":role"...), a.path...), a.name...)
	to = append(to, `","accountId":"`...)
	to = append(append(append(to, a.account...), `","userName":"`...), a.name...)
	to = append(to, `"},"webIdFederationData":{},"attributes":{"creationDate":"`...)
	to = at.Truncate(shift).Add(time.Duration(a.seed%600)*time.Second).AppendFormat(to, time.RFC3339)
	to = append(to, `","mfaAuthenticated":"`...)
	to = append(fmt.Append(to, a.mfa), `"}`...)
	if a.machine {
		to = append(to, `,"ec2RoleDelivery":"2.0"`...)
	}
	to = append(to, '}')
	if a.service != "" {
		to = append(append(append(to, `,"invokedBy":"`...), a.service...), '"')
	}
	return append(to, '}')
}

func (a *actor) appendKeys(to []byte, at time.Time) []byte {
	to = append(to, `","arn":`...)
	to = dialect.AppendText(to, a.arn())
	to = append(to, `,"accountId":"`...)
	to = append(to, a.account...)
	to = append(to, `","accessKeyId":"`...)
	return append(append(to, a.key(at)...), '"')
}

// cast are the callers of one account, by what they are.
type cast struct {
	people    []*actor // engineers and analysts, through the console and the command line
	pipelines []*actor // Terraform and other programs that build
	functions []*actor // roles of functions and containers
	instances []*actor // role sessions of instances
	services  []*actor // AWS itself
	outsiders []*actor

	stacks, scaling, lambda *actor // CloudFormation, Auto Scaling and Lambda, as they build in the account's name
}

// Agents as AWS clients write them.
const (
	agentConsole   = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36"
	agentCLI       = "aws-cli/2.15.30 md/Botocore#1.34.60 ua/2.0 os/linux#6.5.0-25-generic md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#$command"
	agentTerraform = "APN/1.0 HashiCorp/1.0 Terraform/1.7.4 (+https://www.terraform.io) terraform-provider-aws/5.40.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.25.2 os/linux lang/go#1.21.6 md/GOOS#linux md/GOARCH#amd64 api/$service"
	agentBoto      = "Boto3/1.34.59 md/Botocore#1.34.59 ua/2.0 os/linux#5.10.209-198.858.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.1 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.34.59"
	agentJava      = "aws-sdk-java/2.24.12 Linux/5.10.209-198.858.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.10+7-LTS Java/17.0.10 vendor/Amazon.com_Inc. io/sync http/Apache cfg/retry-mode/standard"
	agentSSM       = "aws-sdk-go/1.44.260 (go1.21.5; linux; amd64) amazon-ssm-agent/3.2.2222.0"
)

func newCast(seed uint64, account string) *cast {
	c := &cast{}
	id := func(n int) uint64 { return blend(seed, sum(account), uint64(n)) }
	people := []string{"anna.keller", "jorge.silva", "mei.tanaka", "olu.adeyemi", "petra.novak", "sam.whitfield", "lea.fontaine", "ravi.menon"}
	roles := []string{"OpsEngineer", "Developer", "Analyst", "SecurityAudit"}
	for i, name := range people {
		a := &actor{kind: session, account: account, session: name, mfa: true, seed: id(i), ip: fmt.Sprintf("198.51.100.%d", 10+i), agent: agentConsole}
		a.name, a.path = "AWSReservedSSO_"+roles[i%4]+"_"+string(appendHex(nil, id(i%4), 16)), "/aws-reserved/sso.amazonaws.com/eu-west-1/"
		if i%2 == 1 {
			a.agent = agentCLI
		}
		c.people = append(c.people, a)
	}
	for i, name := range []string{"release-bot", "backup-operator"} {
		c.people = append(c.people, &actor{kind: user, account: account, name: name, seed: id(20 + i), ip: fmt.Sprintf("203.0.113.%d", 20+i), agent: agentCLI})
	}
	for i, name := range []string{"platform-terraform", "deploy-pipeline", "cluster-autoscaler"} {
		c.pipelines = append(c.pipelines, &actor{kind: session, account: account, name: name, path: "/", session: fmt.Sprintf("run-%d", 7311+i), seed: id(40 + i), ip: fmt.Sprintf("192.0.2.%d", 40+i), agent: agentTerraform})
	}
	for i, name := range []string{"orders-api", "invoice-worker", "image-resizer", "audit-export", "session-cleanup", "mail-dispatch"} {
		agent := agentBoto
		if i%2 == 0 {
			agent = agentJava
		}
		c.functions = append(c.functions, &actor{kind: session, account: account, name: name + "-role", path: "/service-role/", session: name, seed: id(60 + i), ip: fmt.Sprintf("3.%d.%d.%d", 64+i, id(60+i)%250, 1+id(61+i)%250), agent: agent})
	}
	for i := range 24 {
		instance := "i-0" + string(appendHex(nil, id(100+i), 16))
		c.instances = append(c.instances, &actor{kind: session, account: account, name: "web-instance-role", path: "/", session: instance, machine: true, seed: id(100 + i), ip: fmt.Sprintf("18.%d.%d.%d", 184+i%8, id(101+i)%250, 1+id(102+i)%250), agent: agentSSM})
	}
	for i, name := range []string{"autoscaling", "elasticloadbalancing", "lambda", "config", "ecs-tasks", "cloudtrail", "ssm", "rds", "backup", "logs"} {
		host := name + ".amazonaws.com"
		c.services = append(c.services, &actor{kind: service, account: account, service: host, seed: id(200 + i), ip: host, agent: host})
	}
	c.outsiders = append(c.outsiders, &actor{kind: outside, account: "210987654321", session: "partner-sync", seed: id(300), ip: "203.0.113.77", agent: agentBoto})
	for i, s := range []struct {
		of                           *(*actor)
		service, role, path, session string
	}{
		{&c.stacks, "cloudformation", "stack-deployment", "/", "AWSCloudFormation"},
		{&c.scaling, "autoscaling", "AWSServiceRoleForAutoScaling", "/aws-service-role/autoscaling.amazonaws.com/", "AutoScaling"},
		{&c.lambda, "lambda", "functions-in-vpc", "/service-role/", "awslambda"},
	} {
		host := s.service + ".amazonaws.com"
		*s.of = &actor{kind: session, account: account, name: s.role, path: s.path, session: s.session, service: host, seed: id(400 + i), ip: host, agent: host}
	}
	return c
}
