// Backups and what is made of them, root volumes, refreshes, simulation and the event history.

package overlay_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/overlay"
	"traillab/localstack/recorder"
)

const volume = "arn:aws:ec2:us-east-1:000000000000:volume/vol-1"

func TestSelections(t *testing.T) {
	l := newLab(t)
	remove := l.call(`backup.DeleteBackupPlan "BackupPlanId": "p1"`)
	if l.Has(remove) {
		t.Error("a plan without selections is kept")
	}
	create := `backup.CreateBackupSelection "BackupPlanId": "p1", "BackupSelection": {"SelectionName": "all", "IamRoleArn": "arn:aws:iam::000000000000:role/B", "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "a", "ConditionValue": "b"}]}`
	id := l.gets(create, "SelectionId", "any")
	l.gets(create, "", "!AlreadyExistsException")
	l.gets(`backup.CreateBackupSelection "BackupPlanId": "p1", "BackupSelection": {"SelectionName": "x"}`, "", "!MissingParameterValueException IamRoleArn is required")
	l.gets(`backup.ListBackupSelections "BackupPlanId": "p1"`, "BackupSelectionsList.0.SelectionName", "all")
	of := ` "BackupPlanId": "p1", "SelectionId": "` + id + `"`
	l.gets("backup.GetBackupSelection"+of, "BackupSelection.ListOfTags.0.ConditionKey", "a")
	l.gets(`backup.DeleteBackupPlan "BackupPlanId": "p1"`, "", "!InvalidRequestException Related backup plan selections must be deleted prior to backup plan deletion")
	l.gets("backup.DeleteBackupSelection"+of, "", "map[]")
	l.gets("backup.GetBackupSelection"+of, "", "!ResourceNotFoundException")
	if l.Has(remove) {
		t.Error("a plan whose selections are gone is kept")
	}
	l.world.answers["backup.GetBackupPlan"] = "!ResourceNotFoundException"
	l.gets(create, "", "!InvalidParameterValueException")
	l.gets(`backup.ListBackupSelections "BackupPlanId": "p1"`, "", "!ResourceNotFoundException")
}

func TestBackupAndRestore(t *testing.T) {
	l := newLab(t)
	start := `backup.StartBackupJob "BackupVaultName": "v", "ResourceArn": "` + volume + `", "IamRoleArn": "arn:aws:iam::000000000000:role/B", "IdempotencyToken": "t"`
	id := l.gets(start, "BackupJobId", "any")
	l.gets(start, "BackupJobId", id)
	job := `backup.DescribeBackupJob "BackupJobId": "` + id + `"`
	points := `backup.ListRecoveryPointsByBackupVault "BackupVaultName": "v"`
	l.gets(job, "State", "CREATED")
	l.passes(3 * time.Second)
	l.gets(job, "State", "RUNNING")
	l.gets(points, "RecoveryPoints.#", "0")
	l.passes(10 * time.Second)
	l.gets(job, "State", "COMPLETED")
	l.gets(job, "BackupSizeInBytes", fmt.Sprint(8<<30))
	arn := l.gets(points, "RecoveryPoints.0.RecoveryPointArn", "arn:aws:ec2:us-east-1::snapshot/snap-1")
	l.gets("backup.ListBackupJobs \"ByState\": \"COMPLETED\"", "BackupJobs.#", "1")
	l.gets("backup.ListBackupJobs \"ByState\": \"FAILED\"", "BackupJobs.#", "0")
	l.gets(`backup.ListBackupJobs "ByCreatedAfter": "2026-03-01T08:00:00Z", "ByCreatedBefore": "2026-03-01T10:00:00Z"`, "BackupJobs.#", "1")
	l.gets(`backup.ListBackupJobs "ByCreatedAfter": "2026-03-01T10:00:00Z"`, "BackupJobs.#", "0")
	l.gets(`backup.ListBackupJobs "ByCreatedBefore": "2026-03-01T09:00:00Z"`, "BackupJobs.#", "0")
	of := ` "BackupVaultName": "v", "RecoveryPointArn": "` + arn + `"`
	l.gets("backup.DescribeRecoveryPoint"+of, "IsEncrypted", "true")
	l.gets("backup.GetRecoveryPointRestoreMetadata"+of, "RestoreMetadata.availabilityZone", "us-east-1a")
	l.gets("backup.ListProtectedResources", "Results.0.ResourceType", "EBS")
	l.gets(`backup.DescribeBackupVault "BackupVaultName": "v"`, "NumberOfRecoveryPoints", "1")
	l.gets(`backup.DeleteBackupVault "BackupVaultName": "v"`, "", "!InvalidRequestException")

	restore := `backup.StartRestoreJob "RecoveryPointArn": "` + arn + `", "Metadata": {"availabilityZone": "us-east-1b", "volumeSize": "8", "encrypted": "true"}`
	restored := `backup.DescribeRestoreJob "RestoreJobId": "` + l.gets(restore, "RestoreJobId", "any") + `"`
	l.gets(restored, "Status", "PENDING")
	l.passes(10 * time.Second)
	l.gets(restored, "Status", "COMPLETED")
	l.gets(restored, "CreatedResourceArn", "arn:aws:ec2:us-east-1:000000000000:volume/vol-2")
	if !slices.Contains(l.world.asked, `ec2.CreateVolume {"AvailabilityZone":"us-east-1b","Encrypted":true,"Size":8,"SnapshotId":"snap-1"}`) {
		t.Errorf("what was asked of the cloud: %s", strings.Join(l.world.asked, "\n"))
	}
	l.world.answers["ec2.CreateVolume"] = "!InvalidZone"
	restored = `backup.DescribeRestoreJob "RestoreJobId": "` + l.gets(restore, "RestoreJobId", "any") + `"`
	l.passes(10 * time.Second)
	l.gets(restored, "StatusMessage", "InvalidZone was answered")
	l.gets(`backup.ListRestoreJobs "ByStatus": "FAILED"`, "RestoreJobs.#", "1")
	l.gets("backup.DeleteRecoveryPoint"+of, "", "map[]")
	l.gets("backup.DescribeRecoveryPoint"+of, "", "!ResourceNotFoundException")
	if l.Has(l.call(`backup.DeleteBackupVault "BackupVaultName": "v"`)) {
		t.Error("an empty vault is kept")
	}
}

func TestBackupsOfOtherThings(t *testing.T) {
	l := newLab(t)
	start := func(arn string) string {
		return `backup.StartBackupJob "BackupVaultName": "v", "IamRoleArn": "r", "ResourceArn": "` + arn + `"`
	}
	l.gets(start("arn:aws:ec2:us-east-1:000000000000:instance/i-2"), "RecoveryPointArn", "arn:aws:ec2:us-east-1::image/ami-7")
	l.gets(start("arn:aws:dynamodb:us-east-1:000000000000:table/orders"), "IsParent", "false")
	l.gets(start("vol-1"), "", "!InvalidParameterValueException")
	l.gets(start("arn:aws:ec2:us-east-1:000000000000:vpc/vpc-1"), "", "!InvalidParameterValueException")
	l.passes(time.Minute)
	restore := `backup.StartRestoreJob "RecoveryPointArn": "arn:aws:ec2:us-east-1::image/ami-7", "Metadata": {"subnetId": "subnet-1"}`
	id := l.gets(restore, "RestoreJobId", "any")
	l.passes(time.Minute)
	l.gets(`backup.DescribeRestoreJob "RestoreJobId": "`+id+`"`, "CreatedResourceArn", "arn:aws:ec2:us-east-1:000000000000:instance/i-9")
	l.gets(`backup.StartRestoreJob "RecoveryPointArn": "x", "Metadata": {"a": "b"}`, "", "!ResourceNotFoundException")

	job := l.gets(start(volume), "BackupJobId", "any")
	l.gets(`backup.StopBackupJob "BackupJobId": "`+job+`"`, "", "map[]")
	l.gets(`backup.DescribeBackupJob "BackupJobId": "`+job+`"`, "State", "ABORTED")
	l.gets(`backup.StopBackupJob "BackupJobId": "`+job+`"`, "", "!InvalidRequestException")
	l.world.answers["ec2.CreateSnapshot"] = "!SnapshotCreationPerVolumeRateExceeded"
	job = l.gets(start(volume), "BackupJobId", "any")
	l.passes(time.Minute)
	l.gets(`backup.DescribeBackupJob "BackupJobId": "`+job+`"`, "State", "FAILED")
	l.gets(`backup.ListRecoveryPointsByResource "ResourceArn": "`+volume+`"`, "RecoveryPoints.#", "0")
	l.world.answers["backup.DescribeBackupVault"] = "!ResourceNotFoundException"
	l.gets(start(volume), "", "!ResourceNotFoundException")
}

func TestRootVolumes(t *testing.T) {
	l := newLab(t)
	l.world.asked = nil
	id := l.gets(`ec2.CreateReplaceRootVolumeTask "InstanceId": "i-1", "ImageId": "ami-1", "DeleteReplacedRootVolume": true`, "ReplaceRootVolumeTask.ReplaceRootVolumeTaskId", "any")
	want := []string{
		`ec2.DescribeInstances {"InstanceIds":["i-1"]}`, `ec2.DescribeImages {"ImageIds":["ami-1"]}`, `ec2.DescribeVolumes {"VolumeIds":["vol-1"]}`,
		`ec2.CreateVolume {"AvailabilityZone":"us-east-1a","Encrypted":true,"Size":8,"SnapshotId":"snap-9","VolumeType":"gp3"}`,
		`ec2.DetachVolume {"Device":"/dev/xvda","InstanceId":"i-1","VolumeId":"vol-1"}`, `ec2.AttachVolume {"Device":"/dev/xvda","InstanceId":"i-1","VolumeId":"vol-2"}`,
		`ec2.DeleteVolume {"VolumeId":"vol-1"}`,
	}
	if !slices.Equal(l.world.asked, want) {
		t.Errorf("what was asked of the cloud:\n%s", strings.Join(l.world.asked, "\n"))
	}
	tasks := `ec2.DescribeReplaceRootVolumeTasks "ReplaceRootVolumeTaskIds": ["` + id + `"]`
	l.gets(tasks, "ReplaceRootVolumeTasks.0.TaskState", "pending")
	l.passes(2 * time.Second)
	l.gets(tasks, "ReplaceRootVolumeTasks.0.TaskState", "in-progress")
	l.passes(8 * time.Second)
	l.gets(tasks, "ReplaceRootVolumeTasks.0.TaskState", "succeeded")
	l.world.answers["ec2.DetachVolume"] = "!OperationNotPermitted"
	l.gets(`ec2.CreateReplaceRootVolumeTask "InstanceId": "i-1"`, "ReplaceRootVolumeTask.TaskState", "pending")
	l.passes(time.Minute)
	l.gets(`ec2.DescribeReplaceRootVolumeTasks "Filters": [{"Name": "instance-id", "Values": ["i-1"]}]`, "ReplaceRootVolumeTasks.1.TaskState", "failed")
	l.gets(`ec2.CreateReplaceRootVolumeTask "InstanceId": "i-1", "ImageId": "a", "SnapshotId": "b"`, "", "!InvalidParameterCombination")
	l.gets("ec2.CreateReplaceRootVolumeTask", "", "!MissingParameter The request must contain the parameter InstanceId")
	l.gets(`ec2.DescribeReplaceRootVolumeTasks "ReplaceRootVolumeTaskIds": ["x"]`, "", "!InvalidReplaceRootVolumeTaskId.NotFound")
	l.world.answers["ec2.DescribeInstances"] = strings.ReplaceAll(instances, "running", "stopped")
	l.gets(`ec2.CreateReplaceRootVolumeTask "InstanceId": "i-1"`, "", "!IncorrectInstanceState")
	l.world.answers["ec2.DescribeInstances"] = "!InvalidInstanceID.NotFound"
	l.gets(`ec2.CreateReplaceRootVolumeTask "InstanceId": "i-1"`, "", "!InvalidInstanceID.NotFound")
}

func TestRefreshes(t *testing.T) {
	l := newLab(t)
	l.world.answers["autoscaling.DescribeAutoScalingGroups"] = `"AutoScalingGroups": [{"AutoScalingGroupName": "web", "Instances": [{"InstanceId": "i-1"}]}]`
	l.world.answers["autoscaling.UpdateAutoScalingGroup"] = ""
	l.world.answers["autoscaling.TerminateInstanceInAutoScalingGroup"] = ""
	start := `autoscaling.StartInstanceRefresh "AutoScalingGroupName": "web", "DesiredConfiguration": {"LaunchTemplate": {"LaunchTemplateId": "lt-1", "Version": "2"}}`
	l.gets(start, "InstanceRefreshId", "any")
	l.gets(start, "", "!InstanceRefreshInProgress")
	list := `autoscaling.DescribeInstanceRefreshes "AutoScalingGroupName": "web"`
	l.gets(list, "InstanceRefreshes.0.Status", "Pending")
	l.passes(20 * time.Second)
	l.gets(list, "InstanceRefreshes.0.PercentageComplete", "100")
	for _, asked := range []string{`autoscaling.UpdateAutoScalingGroup {"AutoScalingGroupName":"web","LaunchTemplate":{"LaunchTemplateId":"lt-1","Version":"2"}}`, `autoscaling.TerminateInstanceInAutoScalingGroup {"InstanceId":"i-1","ShouldDecrementDesiredCapacity":false}`} {
		if !slices.Contains(l.world.asked, asked) {
			t.Errorf("%s was not asked of the cloud", asked)
		}
	}
	l.world.answers["autoscaling.DescribeAutoScalingGroups"] = `"AutoScalingGroups": []`
	l.gets(start, "", "!ValidationError")
}

func TestRules(t *testing.T) {
	l := newLab(t)
	l.world.answers["ec2.DescribeSecurityGroups"] = `"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 20, "ToPort": 30, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}, {"GroupId": "sg-2", "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}]`
	l.world.answers["ec2.GetEbsEncryptionByDefault"] = `"EbsEncryptionByDefault": true`
	l.world.answers["ec2.DescribeVpcs"] = `"Vpcs": [{"VpcId": "vpc-1"}, {"VpcId": "vpc-2"}]`
	l.world.answers["ec2.DescribeFlowLogs"] = `"FlowLogs": [{"ResourceId": "vpc-1"}]`
	l.world.answers["cloudtrail.DescribeTrails"] = `"trailList": [{"Name": "t", "IsMultiRegionTrail": true}]`
	l.world.answers["cloudtrail.GetTrailStatus"] = `"IsLogging": true`
	for _, c := range []struct{ rule, want, broken string }{
		{"INCOMING_SSH_DISABLED", "NON_COMPLIANT", "sg-1"},
		{"RESTRICTED_INCOMING_TRAFFIC", "NON_COMPLIANT", "sg-1"}, // ports 20 and 21
		{"EC2_EBS_ENCRYPTION_BY_DEFAULT", "COMPLIANT", "<nil>"},
		{"ENCRYPTED_VOLUMES", "COMPLIANT", "<nil>"},
		{"VPC_FLOW_LOGS_ENABLED", "NON_COMPLIANT", "vpc-2"},
		{"CLOUD_TRAIL_ENABLED", "COMPLIANT", "<nil>"},
		{"MULTI_REGION_CLOUD_TRAIL_ENABLED", "COMPLIANT", "<nil>"},
		{"CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", "NON_COMPLIANT", account},
		{"EC2_IMDSV2_CHECK", "NON_COMPLIANT", "i-1"},
		{"EC2_INSTANCE_MANAGED_BY_SSM", "NON_COMPLIANT", "i-3"},
		{"EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK", "INSUFFICIENT_DATA", "<nil>"},
		{"UNHEARD_OF", "INSUFFICIENT_DATA", "<nil>"},
	} {
		l.world.answers["config.DescribeConfigRules"] = `"ConfigRules": [{"ConfigRuleName": "r", "Source": {"Owner": "AWS", "SourceIdentifier": "` + c.rule + `"}}]`
		l.gets("config.DescribeComplianceByConfigRule", "ComplianceByConfigRules.0.Compliance.ComplianceType", c.want)
		l.gets(`config.GetComplianceDetailsByConfigRule "ConfigRuleName": "r", "ComplianceTypes": ["NON_COMPLIANT"]`, "EvaluationResults.0.EvaluationResultIdentifier.EvaluationResultQualifier.ResourceId", c.broken)
	}
	l.world.answers["config.DescribeConfigRules"] = `"ConfigRules": [{"ConfigRuleName": "r", "Source": {"Owner": "AWS", "SourceIdentifier": "INCOMING_SSH_DISABLED"}}]`
	l.gets(`config.GetComplianceDetailsByConfigRule "ConfigRuleName": "r"`, "EvaluationResults.1.ComplianceType", "COMPLIANT")
	delete(l.world.answers, "cloudtrail.DescribeTrails") // on a cloud without the service
	l.world.answers["config.DescribeConfigRules"] = `"ConfigRules": [{"ConfigRuleName": "r", "Source": {"Owner": "AWS", "SourceIdentifier": "CLOUD_TRAIL_ENABLED"}}]`
	l.gets("config.DescribeComplianceByConfigRule", "ComplianceByConfigRules.0.Compliance.ComplianceType", "INSUFFICIENT_DATA")
}

func TestSimulation(t *testing.T) {
	l := newLab(t)
	learn := func(line string) {
		l.book.Learn(l.call(line), &exchange.Answer{Out: map[string]any{}})
	}
	learn(`iam.CreateUser "UserName": "ci"`)
	learn(`iam.PutUserPolicy "UserName": "ci", "PolicyName": "p", "PolicyDocument": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ec2:*\", \"Resource\": \"*\"}, {\"Sid\": \"No\", \"Effect\": \"Deny\", \"Action\": \"ec2:Detach*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:RequestedRegion\": \"us-east-1\"}}}]}"`)
	simulate := `iam.SimulatePrincipalPolicy "PolicySourceArn": "arn:aws:iam::000000000000:user/ci", "ActionNames": ["ec2:DetachInternetGateway", "ec2:DescribeVpcs", "s3:GetObject"]`
	l.gets(simulate, "EvaluationResults.0.EvalDecision", "allowed")
	l.gets(simulate, "EvaluationResults.2.EvalDecision", "implicitDeny")
	here := simulate + `, "ContextEntries": [{"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": ["us-east-1"], "ContextKeyType": "string"}]`
	l.gets(here, "EvaluationResults.0.EvalDecision", "explicitDeny")
	l.gets(here, "EvaluationResults.0.MatchedStatements.0.SourcePolicyId", "user ci, policy p")
	l.gets(simulate+`, "PolicyInputList": ["{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}"]`, "EvaluationResults.2.EvalDecision", "allowed")
	l.gets(simulate+`, "PolicyInputList": ["no policy"]`, "", "!InvalidInput")
	custom := `iam.SimulateCustomPolicy "PolicyInputList": ["{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::b/*\"}}"], "ActionNames": ["s3:GetObject"], "ResourceArns": ["arn:aws:s3:::b/x", "arn:aws:s3:::c/x"]`
	l.gets(custom, "EvaluationResults.0.EvalDecision", "allowed")
	l.gets(custom, "EvaluationResults.1.EvalDecision", "implicitDeny")
	l.gets(strings.Replace(simulate, ":user/", ":group/", 1), "", "!InvalidInput")
	l.world.answers["iam.GetUser"] = "!NoSuchEntity"
	l.gets(simulate, "", "!NoSuchEntity The user with name ci cannot be found.")
	l.gets("iam.SimulateCustomPolicy", "", "!ValidationError 1 validation error detected: Value null at 'policyInputList' failed to satisfy constraint: Member must not be null")
}

// asksUpTo makes a call for the events up to a time, and checks up to when the trail is asked; "" is for ever.
func (l *lab) asksUpTo(end, want string) {
	l.t.Helper()
	l.gets(`cloudtrail.LookupEvents "EndTime": "`+end+`"`, "Events.#", "1")
	got := ""
	if to := l.trail.asked.To; !to.IsZero() {
		got = to.Format(time.RFC3339)
	}
	if got != want {
		l.t.Errorf("up to %s, by a clock %s behind: the trail is asked up to %q, want %q", end, l.ahead, got, want)
	}
}

func TestTrail(t *testing.T) {
	l := newLab(t)
	l.trail.events = []recorder.Event{
		{ID: "2", Name: "DetachInternetGateway", Source: "ec2.amazonaws.com", User: "ci", At: nine, Resources: []recorder.Resource{{Type: "AWS::EC2::VPC", Name: "vpc-1"}}, Record: `{"awsRegion": "us-east-1"}`},
		{ID: "1", Name: "DetachInternetGateway", At: nine, Record: `{"awsRegion": "eu-west-1"}`},
	}
	l.Overlay = overlay.New(overlay.Options{Account: account, Cloud: l.world, Trail: l.trail, Keys: l.trail, NewID: l.newID})
	l.gets(`cloudtrail.LookupEvents "LookupAttributes": [{"AttributeKey": "Nope", "AttributeValue": "x"}]`, "", "!InvalidLookupAttributesException The lookup attribute key Nope is not valid.")
	look := `cloudtrail.LookupEvents "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "DetachInternetGateway"}]`
	l.gets(look, "Events.#", "1")
	l.gets(look, "Events.0.Resources.0.ResourceName", "vpc-1")
	l.gets(look, "Events.0.ReadOnly", "false")
	if f := *l.trail.asked; f.Attribute != "EventName" || f.Value != "DetachInternetGateway" || !f.From.Equal(nine.AddDate(0, 0, -90)) {
		t.Errorf("the trail is asked for %+v", f)
	}
	for end, want := range map[string]string{"2026-03-01T08:00:00Z": "2026-03-01T08:00:00Z", "2026-03-01T08:59:56Z": "", "2026-03-01T10:00:00Z": ""} {
		l.asksUpTo(end, want)
	}
	l.ahead = time.Hour
	for end, want := range map[string]string{"2026-03-01T07:59:00Z": "2026-03-01T07:59:00Z", "2026-03-01T07:59:57Z": "", "2026-03-01T08:30:00Z": ""} {
		l.asksUpTo(end, want)
	}
	l.gets(`cloudtrail.LookupEvents "StartTime": "2026-03-01T08:00:00Z", "EndTime": "2026-03-01T07:00:00Z"`, "", "!InvalidTimeRangeException")
	l.gets(`cloudtrail.LookupEvents "MaxResults": 51`, "", "!InvalidMaxResultsException")
	l.gets(`cloudtrail.LookupEvents "EventCategory": "insight"`, "Events.#", "0")
	l.gets("cloudtrail.ListPublicKeys", "PublicKeyList.0.Fingerprint", "f")
	l.gets(`cloudtrail.ListPublicKeys "EndTime": "2025-01-01T00:00:00Z"`, "PublicKeyList.#", "0")
	l.gets("sts.GetCallerIdentity", "Arn", "arn:aws:iam::000000000000:user/ci")
}

func TestPublicAccess(t *testing.T) {
	l := newLab(t)
	l.gets("ec2.DescribeVpcBlockPublicAccessOptions", "VpcBlockPublicAccessOptions.State", "default-state")
	l.gets(`ec2.ModifyVpcBlockPublicAccessOptions "InternetGatewayBlockMode": "block-ingress"`, "VpcBlockPublicAccessOptions.State", "update-in-progress")
	l.gets(`ec2.ModifyVpcBlockPublicAccessOptions "InternetGatewayBlockMode": "on"`, "", "!InvalidParameterValue")
	l.passes(time.Minute)
	l.gets("ec2.DescribeVpcBlockPublicAccessOptions", "VpcBlockPublicAccessOptions.InternetGatewayBlockMode", "block-ingress")
	l.world.answers["ec2.DescribeVpcs"] = ""
	create := `ec2.CreateVpcBlockPublicAccessExclusion "VpcId": "vpc-1", "InternetGatewayExclusionMode": "allow-egress"`
	id := l.gets(create, "VpcBlockPublicAccessExclusion.ExclusionId", "any")
	l.gets(create, "", "!VpcBlockPublicAccessExclusionAlreadyExists")
	l.gets(create+`, "SubnetId": "subnet-1"`, "", "!InvalidParameterCombination")
	l.gets(`ec2.ModifyVpcBlockPublicAccessExclusion "ExclusionId": "`+id+`", "InternetGatewayExclusionMode": "allow-bidirectional"`, "VpcBlockPublicAccessExclusion.InternetGatewayExclusionMode", "allow-bidirectional")
	l.gets(`ec2.DescribeVpcBlockPublicAccessExclusions "Filters": [{"Name": "internet-gateway-exclusion-mode", "Values": ["allow-egress"]}]`, "VpcBlockPublicAccessExclusions.#", "0")
	l.gets(`ec2.DeleteVpcBlockPublicAccessExclusion "ExclusionId": "`+id+`"`, "VpcBlockPublicAccessExclusion.State", "delete-in-progress")
	l.passes(time.Minute)
	l.gets("ec2.DescribeVpcBlockPublicAccessExclusions", "VpcBlockPublicAccessExclusions.0.State", "delete-complete")
	l.gets(`ec2.DeleteVpcBlockPublicAccessExclusion "ExclusionId": "`+id+`"`, "", "!InvalidVpcBlockPublicAccessExclusionId.NotFound")
	l.world.answers["ec2.DescribeVpcs"] = "!InvalidVpcID.NotFound"
	l.gets(create, "", "!InvalidVpcID.NotFound")
}

// TestOperations holds that the table is the model's, and that what a cloud has is left to it.
func TestOperations(t *testing.T) {
	l := newLab(t)
	for _, name := range overlay.Operations() {
		service, operation, _ := strings.Cut(name, ".")
		s, _ := l.models.Service(service)
		if _, known := s.Operation(operation); !known {
			t.Errorf("%s: no such operation", name)
		}
	}
	own := overlay.New(overlay.Options{Upstream: func(service, operation string) bool {
		return service == "ec2" && operation == "DescribeReplaceRootVolumeTasks"
	}})
	if own.Has(l.call("ec2.DescribeReplaceRootVolumeTasks")) || !own.Has(l.call("ec2.CreateReplaceRootVolumeTask")) {
		t.Error("what the cloud behind the lab has is not left to it")
	}
	if own.Has(l.call("ec2.DescribeVpcs")) {
		t.Error("the overlay has what it does not have")
	}
	if a, err := own.Serve(context.Background(), l.call("ec2.DescribeVpcs")); err != nil || a.Error == nil || a.Error.Code != "InvalidAction" {
		t.Errorf("got %+v, %v", a, err)
	}
}
