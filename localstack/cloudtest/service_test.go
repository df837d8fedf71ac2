// The other services of the measured table, each as far as drills need it.

package cloudtest

import (
	"bytes"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/backup"
	backuptypes "github.com/aws/aws-sdk-go-v2/service/backup/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	trailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"

	"traillab/localstack/client"
	"traillab/localstack/wire"
)

func secrets(x *trial) {
	key := does(x, x.kms.CreateKey, &kms.CreateKeyInput{}).KeyMetadata.KeyId
	does(x, x.kms.CreateAlias, &kms.CreateAliasInput{AliasName: new("alias/trails"), TargetKeyId: key})
	found := does(x, x.kms.DescribeKey, &kms.DescribeKeyInput{KeyId: new("alias/trails")}).KeyMetadata
	same(x, "kms.DescribeKey(alias)", *found.KeyId, *key)
	does(x, x.kms.EnableKeyRotation, &kms.EnableKeyRotationInput{KeyId: key})
	same(x, "kms.GetKeyRotationStatus", does(x, x.kms.GetKeyRotationStatus, &kms.GetKeyRotationStatusInput{KeyId: key}).KeyRotationEnabled, true)
	hidden := does(x, x.kms.Encrypt, &kms.EncryptInput{KeyId: key, Plaintext: []byte("a\x00secret")}).CiphertextBlob
	shown := does(x, x.kms.Decrypt, &kms.DecryptInput{CiphertextBlob: hidden}).Plaintext
	x.holds("kms.Decrypt gives back what was encrypted", bytes.Equal(shown, []byte("a\x00secret")), shown)
}

func parameters(x *trial) {
	latest := "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
	image := does(x.on("latest image"), x.ssm.GetParameter, &ssm.GetParameterInput{Name: &latest}).Parameter.Value
	found := does(x.on("latest image"), x.ec2.DescribeImages, &ec2.DescribeImagesInput{ImageIds: []string{*image}}).Images
	same(x, "the latest image is there", len(found), 1)
	does(x, x.ssm.PutParameter, &ssm.PutParameterInput{Name: new("/lab/x"), Value: new("1"), Type: ssmtypes.ParameterTypeString})
	same(x, "ssm.GetParameter", *does(x, x.ssm.GetParameter, &ssm.GetParameterInput{Name: new("/lab/x")}).Parameter.Value, "1")
	refused(x.on("unknown"), "ParameterNotFound", "", x.ssm.GetParameter, &ssm.GetParameterInput{Name: new("/lab/y")})
}

func patching(x *trial) {
	tries(x, x.ssm.CreatePatchBaseline, &ssm.CreatePatchBaselineInput{Name: new("lab")})
	tries(x, x.ssm.DescribePatchBaselines, &ssm.DescribePatchBaselinesInput{})
	tries(x, x.ssm.CreateMaintenanceWindow, &ssm.CreateMaintenanceWindowInput{
		Name: new("night"), Schedule: new("cron(0 3 * * ? *)"), Duration: new(int32(2)), Cutoff: 1, AllowUnassociatedTargets: true,
	})
}

func trails(x *trial) {
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: new("trail-of-the-trial")})
	name := new("org")
	does(x, x.trail.CreateTrail, &cloudtrail.CreateTrailInput{Name: name, S3BucketName: new("trail-of-the-trial"), IsMultiRegionTrail: new(true)})
	does(x, x.trail.StartLogging, &cloudtrail.StartLoggingInput{Name: name})
	same(x, "cloudtrail.GetTrailStatus", *does(x, x.trail.GetTrailStatus, &cloudtrail.GetTrailStatusInput{Name: name}).IsLogging, true)
	does(x, x.trail.PutEventSelectors, &cloudtrail.PutEventSelectorsInput{TrailName: name, EventSelectors: []trailtypes.EventSelector{{ReadWriteType: trailtypes.ReadWriteTypeAll, IncludeManagementEvents: new(true)}}})
	same(x, "cloudtrail.GetEventSelectors", len(does(x, x.trail.GetEventSelectors, &cloudtrail.GetEventSelectorsInput{TrailName: name}).EventSelectors), 1)
	does(x, x.trail.UpdateTrail, &cloudtrail.UpdateTrailInput{Name: name, EnableLogFileValidation: new(true)})
	same(x, "cloudtrail.DescribeTrails(validation)", *does(x, x.trail.DescribeTrails, &cloudtrail.DescribeTrailsInput{}).TrailList[0].LogFileValidationEnabled, true)
	does(x, x.trail.StopLogging, &cloudtrail.StopLoggingInput{Name: name})
	same(x, "cloudtrail.GetTrailStatus(stopped)", *does(x, x.trail.GetTrailStatus, &cloudtrail.GetTrailStatusInput{Name: name}).IsLogging, false)
}

func flowLogs(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: new("flows-of-the-trial")})
	made := does(x, x.ec2.CreateFlowLogs, &ec2.CreateFlowLogsInput{
		ResourceIds: []string{vpc}, ResourceType: ec2types.FlowLogsResourceTypeVpc, TrafficType: ec2types.TrafficTypeAll,
		LogDestinationType: ec2types.LogDestinationTypeS3, LogDestination: new("arn:aws:s3:::flows-of-the-trial"),
	}).FlowLogIds
	found := does(x, x.ec2.DescribeFlowLogs, &ec2.DescribeFlowLogsInput{FlowLogIds: made}).FlowLogs
	x.holds("ec2.DescribeFlowLogs", len(found) == 1 && text(found[0].FlowLogStatus) == "ACTIVE", found)
	does(x, x.ec2.DeleteFlowLogs, &ec2.DeleteFlowLogsInput{FlowLogIds: made})
}

// balancers face the internet through an address that holds the gateway.
func balancers(x *trial) {
	n := x.network()
	web := does(x, x.elb.CreateLoadBalancer, &elb.CreateLoadBalancerInput{Name: new("web"), Subnets: x.zoned(n.vpc)}).LoadBalancers[0]
	group := does(x, x.elb.CreateTargetGroup, &elb.CreateTargetGroupInput{Name: new("web"), Protocol: elbtypes.ProtocolEnumHttp, Port: new(int32(80)), VpcId: &n.vpc}).TargetGroups[0]
	forward := []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, TargetGroupArn: group.TargetGroupArn}}
	does(x, x.elb.CreateListener, &elb.CreateListenerInput{LoadBalancerArn: web.LoadBalancerArn, Protocol: elbtypes.ProtocolEnumHttp, Port: new(int32(80)), DefaultActions: forward})
	same(x, "elbv2.DescribeListeners", len(does(x, x.elb.DescribeListeners, &elb.DescribeListenersInput{LoadBalancerArn: web.LoadBalancerArn}).Listeners), 1)
	x.stays(n, "load balancer")
	does(x, x.elb.DeleteLoadBalancer, &elb.DeleteLoadBalancerInput{LoadBalancerArn: web.LoadBalancerArn})
	does(x.on("no load balancer any more"), x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc})
}

func backups(x *trial) {
	does(x, x.backup.CreateBackupVault, &backup.CreateBackupVaultInput{BackupVaultName: new("kept")})
	rule := backuptypes.BackupRuleInput{RuleName: new("daily"), TargetBackupVaultName: new("kept"), ScheduleExpression: new("cron(0 5 * * ? *)")}
	plan := does(x, x.backup.CreateBackupPlan, &backup.CreateBackupPlanInput{BackupPlan: &backuptypes.BackupPlanInput{BackupPlanName: new("daily"), Rules: []backuptypes.BackupRuleInput{rule}}}).BackupPlanId
	same(x, "backup.GetBackupPlan", *does(x, x.backup.GetBackupPlan, &backup.GetBackupPlanInput{BackupPlanId: plan}).BackupPlan.BackupPlanName, "daily")
	chosen := &backuptypes.BackupSelection{
		SelectionName: new("tagged"), IamRoleArn: new("arn:aws:iam::" + account + ":role/backup"),
		ListOfTags: []backuptypes.Condition{{ConditionType: backuptypes.ConditionTypeStringequals, ConditionKey: new("backup"), ConditionValue: new("yes")}},
	}
	selection := does(x, x.backup.CreateBackupSelection, &backup.CreateBackupSelectionInput{BackupPlanId: plan, BackupSelection: chosen}).SelectionId
	same(x, "backup.ListBackupSelections", len(does(x, x.backup.ListBackupSelections, &backup.ListBackupSelectionsInput{BackupPlanId: plan}).BackupSelectionsList), 1)
	does(x, x.backup.DeleteBackupSelection, &backup.DeleteBackupSelectionInput{BackupPlanId: plan, SelectionId: selection})
	does(x, x.backup.DeleteBackupPlan, &backup.DeleteBackupPlanInput{BackupPlanId: plan})
	x.holds("backup.ListBackupVaults", len(does(x, x.backup.ListBackupVaults, &backup.ListBackupVaultsInput{}).BackupVaultList) > 0, nil)
}

func configuration(x *trial) {
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: new("config-of-the-trial")})
	recorder := &configtypes.ConfigurationRecorder{Name: new("default"), RoleARN: new("arn:aws:iam::" + account + ":role/config"), RecordingGroup: &configtypes.RecordingGroup{AllSupported: true}}
	does(x, x.config.PutConfigurationRecorder, &configservice.PutConfigurationRecorderInput{ConfigurationRecorder: recorder})
	does(x, x.config.PutDeliveryChannel, &configservice.PutDeliveryChannelInput{DeliveryChannel: &configtypes.DeliveryChannel{Name: new("default"), S3BucketName: new("config-of-the-trial")}})
	does(x, x.config.StartConfigurationRecorder, &configservice.StartConfigurationRecorderInput{ConfigurationRecorderName: new("default")})
	status := does(x, x.config.DescribeConfigurationRecorderStatus, &configservice.DescribeConfigurationRecorderStatusInput{}).ConfigurationRecordersStatus
	x.holds("config.DescribeConfigurationRecorderStatus", len(status) == 1 && status[0].Recording, status)
	rule := &configtypes.ConfigRule{ConfigRuleName: new("encrypted"), Source: &configtypes.Source{Owner: configtypes.OwnerAws, SourceIdentifier: new("ENCRYPTED_VOLUMES")}}
	does(x, x.config.PutConfigRule, &configservice.PutConfigRuleInput{ConfigRule: rule})
	same(x, "config.DescribeConfigRules", len(does(x, x.config.DescribeConfigRules, &configservice.DescribeConfigRulesInput{}).ConfigRules), 1)
}

func organization(x *trial) {
	made := does(x, x.org.CreateOrganization, &organizations.CreateOrganizationInput{}).Organization
	same(x, "organizations.DescribeOrganization", *does(x, x.org.DescribeOrganization, &organizations.DescribeOrganizationInput{}).Organization.Id, *made.Id)
	roots := does(x, x.org.ListRoots, &organizations.ListRootsInput{}).Roots
	x.holds("organizations.ListRoots", len(roots) == 1, roots)
	kind := orgtypes.PolicyTypeServiceControlPolicy
	does(x, x.org.EnablePolicyType, &organizations.EnablePolicyTypeInput{RootId: roots[0].Id, PolicyType: kind})
	denies := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:DetachInternetGateway","Resource":"*"}]}`
	policy := does(x, x.org.CreatePolicy, &organizations.CreatePolicyInput{Name: new("no detach"), Description: new("no detach"), Type: kind, Content: &denies}).Policy.PolicySummary.Id
	member := does(x, x.org.CreateAccount, &organizations.CreateAccountInput{AccountName: new("member"), Email: new("member@example.org")}).CreateAccountStatus.AccountId
	does(x, x.org.AttachPolicy, &organizations.AttachPolicyInput{PolicyId: policy, TargetId: member})
	held := does(x, x.org.ListPoliciesForTarget, &organizations.ListPoliciesForTargetInput{TargetId: member, Filter: kind}).Policies
	x.holds("organizations.ListPoliciesForTarget", slices.ContainsFunc(held, func(p orgtypes.PolicySummary) bool { return text(p.Id) == *policy }), held)
}

// others are asked by the lab's own client: the suite has no typed ones of them.
func others(x *trial) {
	c, err := x.lab.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		x.Fatal(err)
	}
	type m = map[string]any
	for _, call := range []struct {
		service, operation string
		in                 m
	}{
		{"acm", "RequestCertificate", m{"DomainName": "lab.example.org", "ValidationMethod": "DNS"}},
		{"events", "PutRule", m{"Name": "detach", "EventPattern": `{"source":["aws.ec2"]}`}},
		{"sns", "CreateTopic", m{"Name": "alarms"}},
		{"sqs", "CreateQueue", m{"QueueName": "alarms"}},
		{"logs", "CreateLogGroup", m{"logGroupName": "trail"}},
		{"monitoring", "PutMetricAlarm", m{"AlarmName": "detach", "MetricName": "d", "Namespace": "lab", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": int64(1), "Period": int64(60), "Statistic": "Sum", "Threshold": 1.0}},
		{"lambda", "ListFunctions", m{}},
		{"guardduty", "CreateDetector", m{"Enable": true}},
		{"securityhub", "EnableSecurityHub", m{}},
		{"secretsmanager", "CreateSecret", m{"Name": "lab", "SecretString": "hidden", "ClientRequestToken": "0b0f4c5e-3ad8-4e5b-9d0e-3a0f6f3f1c11"}},
		{"wafv2", "ListWebACLs", m{"Scope": "REGIONAL"}},
		{"autoscaling", "DescribeAutoScalingGroups", m{}},
	} {
		_, err := c.Do(x.ctx, region, call.service, call.operation, call.in)
		var answer *wire.Error
		if errors.As(err, &answer) && answer.Code == "InternalError" { // LocalStack begins a service with its first call, and its metrics may not be there yet
			_, err = c.Do(x.ctx, region, call.service, call.operation, call.in)
		}
		if errors.As(err, &answer) { // as a typed client would tell it
			err = &smithy.GenericAPIError{Code: answer.Code, Message: answer.Message}
		}
		x.told(call.service+"."+call.operation, err)
	}
}
