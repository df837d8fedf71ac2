// The overlay and the book of policies in a whole lab, over the embedded cloud and over moto: what they need of a cloud is
// really there.

package overlay_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/localstack"
	"traillab/localstack/client"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
)

// watch is a clock that can be put forward.
type watch struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.ahead)
}

func (w *watch) passes(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ahead += d
}

// whole is a lab and who calls it.
type whole struct {
	t *testing.T
	*localstack.Lab
	clock *watch
	key   client.Key
}

// does makes a call of one line over the wire and returns one place of its answer; an error as "!Code".
func (l *whole) does(line, path string) string {
	l.t.Helper()
	name, in, _ := strings.Cut(line, " ")
	service, operation, _ := strings.Cut(name, ".")
	c, err := l.Client(l.key, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	out, err := c.Do(l.t.Context(), region, service, operation, object(in))
	var refused *wire.Error
	switch {
	case errors.As(err, &refused):
		return "!" + refused.Code
	case err != nil:
		l.t.Fatalf("%s: %v", line, err)
	}
	return fmt.Sprint(at(out, path))
}

func (l *whole) gets(line, path, want string) {
	l.t.Helper()
	if got := l.does(line, path); got != want {
		l.t.Errorf("%s\n%s: got %s, want %s", line, path, got, want)
	}
}

// venv is a virtual environment that a variable names: itself, or a program in it. "" when it is not set.
func venv(variable string) string {
	path, _, _ := strings.Cut(os.Getenv(variable), " ")
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(filepath.Dir(path))
	}
	return path
}

func TestWhole(t *testing.T) {
	moto, real := venv("TRAILLAB_MOTO"), venv("TRAILLAB_LOCALSTACK")
	for kind, there := range map[upstream.Kind]bool{upstream.Builtin: true, upstream.Moto: moto != "", upstream.Both: moto != "" && real != ""} {
		t.Run(string(kind), func(t *testing.T) {
			if !there {
				t.Skip("NOT TESTED over " + string(kind) + ": set TRAILLAB_MOTO and TRAILLAB_LOCALSTACK to their virtual environments")
			}
			clock := &watch{}
			lab, err := localstack.Up(t.Context(), localstack.Options{
				Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: kind, Moto: moto, LocalStack: real, Env: os.Environ(), Clock: clock, Log: t.Output(),
			})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := lab.Close(); err != nil {
					t.Error(err)
				}
			}()
			l := &whole{t, lab, clock, client.Key{ID: "test", Secret: "test"}}
			instance, table, gateway := l.network()
			l.cutOff(instance, table, gateway)
			l.denied(gateway)
			l.gets(`cloudtrail.LookupEvents "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "DetachInternetGateway"}]`, "Events.0.Username", "ci")
			if kind != upstream.Builtin {
				l.saves(instance)
			}
		})
	}
}

// network makes an instance with a role behind a gateway.
func (l *whole) network() (instance, table, gateway string) {
	l.does(`iam.CreateRole "RoleName": "Web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"`, "")
	l.does(`iam.CreateInstanceProfile "InstanceProfileName": "Web"`, "")
	l.does(`iam.AddRoleToInstanceProfile "InstanceProfileName": "Web", "RoleName": "Web"`, "")
	vpc := l.does(`ec2.CreateVpc "CidrBlock": "10.0.0.0/16"`, "Vpc.VpcId")
	subnet := l.does(`ec2.CreateSubnet "VpcId": "`+vpc+`", "CidrBlock": "10.0.1.0/24"`, "Subnet.SubnetId")
	gateway = l.does("ec2.CreateInternetGateway", "InternetGateway.InternetGatewayId")
	l.does(`ec2.AttachInternetGateway "VpcId": "`+vpc+`", "InternetGatewayId": "`+gateway+`"`, "")
	table = l.does(`ec2.CreateRouteTable "VpcId": "`+vpc+`"`, "RouteTable.RouteTableId")
	l.does(`ec2.AssociateRouteTable "RouteTableId": "`+table+`", "SubnetId": "`+subnet+`"`, "")
	l.does(`ec2.CreateRoute "RouteTableId": "`+table+`", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "`+gateway+`"`, "")
	image := l.does(`ec2.DescribeImages "Owners": ["amazon"]`, "Images.0.ImageId")
	instance = l.does(`ec2.RunInstances "ImageId": "`+image+`", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {"Name": "Web"},
		"NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": "`+subnet+`", "AssociatePublicIpAddress": true}]`, "Instances.0.InstanceId")
	l.clock.passes(time.Minute)
	return instance, table, gateway
}

// cutOff takes the instance's route and gives it back; its agent and a command follow.
func (l *whole) cutOff(instance, table, gateway string) {
	l.t.Helper()
	const agents = "ssm.DescribeInstanceInformation"
	route := `"RouteTableId": "` + table + `", "DestinationCidrBlock": "0.0.0.0/0"`
	l.gets(agents, "InstanceInformationList.0.PingStatus", "Online")
	l.does("ec2.DeleteRoute "+route, "")
	l.gets(agents, "InstanceInformationList.0.PingStatus", "ConnectionLost")
	id := l.does(`ssm.SendCommand "DocumentName": "AWS-RunPatchBaseline", "InstanceIds": ["`+instance+`"], "Parameters": {"Operation": ["Install"]}`, "Command.CommandId")
	get := `ssm.GetCommandInvocation "CommandId": "` + id + `", "InstanceId": "` + instance + `"`
	l.clock.passes(time.Minute)
	l.gets(get, "Status", "Pending")
	l.does("ec2.CreateRoute "+route+`, "GatewayId": "`+gateway+`"`, "")
	l.gets(get, "Status", "Pending")
	l.clock.passes(time.Minute)
	l.gets(get, "Status", "Success")
	l.gets(`ssm.DescribeInstancePatchStates "InstanceIds": ["`+instance+`"]`, "InstancePatchStates.0.MissingCount", "0")
}

// denied lets a user find out what a policy keeps it from.
func (l *whole) denied(gateway string) {
	l.t.Helper()
	l.does(`iam.CreateUser "UserName": "ci"`, "")
	root, key := l.key, l.does(`iam.CreateAccessKey "UserName": "ci"`, "AccessKey.AccessKeyId")
	detach := `ec2.DetachInternetGateway "VpcId": "vpc-00000000000000001", "InternetGatewayId": "` + gateway + `"`
	l.key = client.Key{ID: key, Secret: "s"}
	l.gets("sts.GetCallerIdentity", "Arn", "arn:aws:iam::000000000000:user/ci")
	l.gets(detach, "", "!UnauthorizedOperation")
	l.key = root
	l.does(`iam.PutUserPolicy "UserName": "ci", "PolicyName": "net", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}]}"`, "")
	if denied, why := l.Denied("ci", "ec2:DetachInternetGateway"); denied {
		l.t.Error(why)
	}
	l.key = client.Key{ID: key, Secret: "s"}
	if got := l.does(detach, ""); got == "!UnauthorizedOperation" {
		l.t.Errorf("what a policy allows is refused: %s", got)
	}
	l.key = root
	l.gets(`iam.SimulatePrincipalPolicy "PolicySourceArn": "arn:aws:iam::000000000000:user/ci", "ActionNames": ["ec2:DetachInternetGateway"]`, "EvaluationResults.0.EvalDecision", "allowed")
}

// saves backs a volume up and restores it, and puts a new root volume into the instance.
func (l *whole) saves(instance string) {
	l.t.Helper()
	root := func() string {
		return l.does(`ec2.DescribeInstances "InstanceIds": ["`+instance+`"]`, "Reservations.0.Instances.0.BlockDeviceMappings.0.Ebs.VolumeId")
	}
	old := root()
	l.does(`backup.CreateBackupVault "BackupVaultName": "v"`, "")
	plan := l.does(`backup.CreateBackupPlan "BackupPlan": {"BackupPlanName": "p", "Rules": [{"RuleName": "r", "TargetBackupVaultName": "v"}]}`, "BackupPlanId")
	selection := l.does(`backup.CreateBackupSelection "BackupPlanId": "`+plan+`", "BackupSelection": {"SelectionName": "s", "IamRoleArn": "arn:aws:iam::000000000000:role/Web"}`, "SelectionId")
	l.gets(`backup.DeleteBackupPlan "BackupPlanId": "`+plan+`"`, "", "!InvalidRequestException")
	l.does(`backup.DeleteBackupSelection "BackupPlanId": "`+plan+`", "SelectionId": "`+selection+`"`, "")
	l.gets(`backup.DeleteBackupPlan "BackupPlanId": "`+plan+`"`, "BackupPlanId", plan)
	l.does(`backup.StartBackupJob "BackupVaultName": "v", "ResourceArn": "arn:aws:ec2:us-east-1:000000000000:volume/`+old+`", "IamRoleArn": "arn:aws:iam::000000000000:role/Web"`, "")
	l.clock.passes(time.Minute)
	point := l.does(`backup.ListRecoveryPointsByBackupVault "BackupVaultName": "v"`, "RecoveryPoints.0.RecoveryPointArn")
	zone := l.does(`backup.GetRecoveryPointRestoreMetadata "BackupVaultName": "v", "RecoveryPointArn": "`+point+`"`, "RestoreMetadata.availabilityZone")
	job := l.does(`backup.StartRestoreJob "RecoveryPointArn": "`+point+`", "Metadata": {"availabilityZone": "`+zone+`"}`, "RestoreJobId")
	l.clock.passes(time.Minute)
	made := l.does(`backup.DescribeRestoreJob "RestoreJobId": "`+job+`"`, "CreatedResourceArn")
	l.gets(`ec2.DescribeVolumes "VolumeIds": ["`+made[strings.LastIndexByte(made, '/')+1:]+`"]`, "Volumes.0.State", "available")

	task := l.does(`ec2.CreateReplaceRootVolumeTask "InstanceId": "`+instance+`"`, "ReplaceRootVolumeTask.ReplaceRootVolumeTaskId")
	l.clock.passes(time.Minute)
	l.gets(`ec2.DescribeReplaceRootVolumeTasks "ReplaceRootVolumeTaskIds": ["`+task+`"]`, "ReplaceRootVolumeTasks.0.TaskState", "succeeded")
	if now := root(); now == old {
		l.t.Errorf("the root volume is still %s", old)
	}
	l.does(`config.PutConfigRule "ConfigRule": {"ConfigRuleName": "imds", "Source": {"Owner": "AWS", "SourceIdentifier": "EC2_IMDSV2_CHECK"}}`, "")
	l.gets("config.DescribeComplianceByConfigRule", "ComplianceByConfigRules.0.ConfigRuleName", "imds")
}
