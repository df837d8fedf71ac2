// What stands beside the network: trails, backups, rules, certificates and balancers, each from its making to its end.

package builtin_test

import (
	"fmt"
	"testing"
	"time"
)

// part walks into an answer; of a list the first element is meant.
func part(v any, path ...string) string {
	for _, name := range path {
		if list, ok := v.(list); ok && len(list) > 0 {
			v = list[0]
		}
		m, _ := v.(in)
		v = m[name]
	}
	return fmt.Sprint(v)
}

// is complains when a part of an answer is another.
func is(t *testing.T, v any, want string, path ...string) {
	t.Helper()
	if got := part(v, path...); got != want {
		t.Errorf("%v is %s, want %s", path, got, want)
	}
}

func TestTrail(t *testing.T) {
	l := open(t, 0)
	l.do("s3.CreateBucket", in{"Bucket": "trail-logs"})
	made := l.do("cloudtrail.CreateTrail", in{"Name": "main", "S3BucketName": "trail-logs"})
	l.refuse("cloudtrail.CreateTrail", in{"Name": "main", "S3BucketName": "trail-logs"}, "TrailAlreadyExistsException", "Trail main already exists")
	is(t, l.do("cloudtrail.GetTrailStatus", in{"Name": "main"}), "false", "IsLogging") // a trail that was made does not run
	l.do("cloudtrail.StartLogging", in{"Name": part(made, "TrailARN")})
	is(t, l.do("cloudtrail.GetTrailStatus", in{"Name": "main"}), "true", "IsLogging")
	l.do("cloudtrail.StopLogging", in{"Name": "main"})
	is(t, l.do("cloudtrail.GetTrailStatus", in{"Name": "main"}), "false", "IsLogging")
	if shown, _ := l.tryIn("eu-west-1", "cloudtrail.DescribeTrails", nil); part(shown, "trailList", "Name") != "<nil>" {
		t.Error("a trail of one region is shown in another")
	}
	l.do("cloudtrail.UpdateTrail", in{"Name": "main", "IsMultiRegionTrail": true, "EnableLogFileValidation": true})
	shown, _ := l.tryIn("eu-west-1", "cloudtrail.DescribeTrails", nil)
	is(t, shown, "us-east-1", "trailList", "HomeRegion")
	is(t, shown, "true", "trailList", "LogFileValidationEnabled")
	is(t, l.do("cloudtrail.GetEventSelectors", in{"TrailName": "main"}), "true", "EventSelectors", "IncludeManagementEvents")
	l.refuse("cloudtrail.PutEventSelectors", in{"TrailName": "main"}, "InvalidEventSelectorsException", "Specify either EventSelectors or AdvancedEventSelectors, and at least one.")
	l.do("cloudtrail.PutEventSelectors", in{"TrailName": "main", "EventSelectors": list{in{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": true}}})
	is(t, l.do("cloudtrail.GetEventSelectors", in{"TrailName": "main"}), "ReadOnly", "EventSelectors", "ReadWriteType")
	l.refuse("cloudtrail.GetInsightSelectors", in{"TrailName": "main"}, "InsightNotEnabledException", "")
	l.do("cloudtrail.PutInsightSelectors", in{"TrailName": "main", "InsightSelectors": list{in{"InsightType": "ApiCallRateInsight"}}})
	is(t, l.do("cloudtrail.GetInsightSelectors", in{"TrailName": "main"}), "ApiCallRateInsight", "InsightSelectors", "InsightType")
	l.do("cloudtrail.DeleteTrail", in{"Name": "main"})
	l.refuse("cloudtrail.GetTrail", in{"Name": "main"}, "TrailNotFoundException", "Unknown trail: main")
}

func TestBackupPlan(t *testing.T) {
	l := open(t, 0)
	l.do("backup.CreateBackupVault", in{"BackupVaultName": "v"})
	l.refuse("backup.CreateBackupVault", in{"BackupVaultName": "v"}, "AlreadyExistsException", "Backup vault with the same name already exists")
	plan := in{"BackupPlan": in{"BackupPlanName": "p", "Rules": list{in{"RuleName": "r", "TargetBackupVaultName": "v"}}}}
	made := l.do("backup.CreateBackupPlan", plan)
	l.refuse("backup.CreateBackupPlan", plan, "AlreadyExistsException", "")
	id := part(made, "BackupPlanId")
	is(t, l.do("backup.GetBackupPlan", in{"BackupPlanId": id}), "v", "BackupPlan", "Rules", "TargetBackupVaultName")
	is(t, l.do("backup.ListBackupPlans", nil), "p", "BackupPlansList", "BackupPlanName")
	if changed := l.do("backup.UpdateBackupPlan", in{"BackupPlanId": id, "BackupPlan": plan["BackupPlan"]}); part(changed, "VersionId") == part(made, "VersionId") {
		t.Error("a changed plan is the same version")
	}
	l.do("backup.PutBackupVaultLockConfiguration", in{"BackupVaultName": "v", "MinRetentionDays": int64(7)})
	is(t, l.do("backup.DescribeBackupVault", in{"BackupVaultName": "v"}), "true", "Locked")
	l.do("backup.DeleteBackupVaultLockConfiguration", in{"BackupVaultName": "v"})
	is(t, l.do("backup.ListBackupVaults", nil), "false", "BackupVaultList", "Locked")
	l.do("backup.DeleteBackupPlan", in{"BackupPlanId": id})
	l.do("backup.DeleteBackupVault", in{"BackupVaultName": "v"})
	l.refuse("backup.DeleteBackupVault", in{"BackupVaultName": "v"}, "ResourceNotFoundException", "Backup vault v not found")
}

func TestConfigRule(t *testing.T) {
	l := open(t, 0)
	l.do("s3.CreateBucket", in{"Bucket": "config-logs"})
	l.do("config.PutConfigurationRecorder", in{"ConfigurationRecorder": in{"name": "default", "roleARN": "arn:role"}})
	l.refuse("config.PutConfigurationRecorder", in{"ConfigurationRecorder": in{"name": "second"}}, "MaxNumberOfConfigurationRecordersExceededException", "")
	l.refuse("config.StartConfigurationRecorder", in{"ConfigurationRecorderName": "default"}, "NoAvailableDeliveryChannelException", "")
	l.do("config.PutDeliveryChannel", in{"DeliveryChannel": in{"name": "default", "s3BucketName": "config-logs"}})
	l.do("config.StartConfigurationRecorder", in{"ConfigurationRecorderName": "default"})
	is(t, l.do("config.DescribeConfigurationRecorderStatus", nil), "true", "ConfigurationRecordersStatus", "recording")
	rule := in{"ConfigRuleName": "r", "Source": in{"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}}
	l.do("config.PutConfigRule", in{"ConfigRule": rule})
	id := part(l.do("config.DescribeConfigRules", nil), "ConfigRules", "ConfigRuleId")
	l.do("config.PutConfigRule", in{"ConfigRule": rule})
	is(t, l.do("config.DescribeConfigRules", nil), id, "ConfigRules", "ConfigRuleId")
	l.do("config.DeleteConfigRule", in{"ConfigRuleName": "r"})
	is(t, l.do("config.DescribeConfigRules", nil), "[]", "ConfigRules")
}

func TestBalancer(t *testing.T) {
	l := open(t, 0)
	vpc := part(l.do("ec2.CreateVpc", in{"CidrBlock": "10.0.0.0/16"}), "Vpc", "VpcId")
	var subnets list
	for i, zone := range []string{"us-east-1a", "us-east-1b"} {
		made := l.do("ec2.CreateSubnet", in{"VpcId": vpc, "CidrBlock": fmt.Sprintf("10.0.%d.0/24", i), "AvailabilityZone": zone})
		subnets = append(subnets, part(made, "Subnet", "SubnetId"))
	}
	l.refuse("elasticloadbalancing.CreateLoadBalancer", in{"Name": "b", "Subnets": subnets}, "InvalidSubnet", "VPC "+vpc+" has no internet gateway")
	igw := part(l.do("ec2.CreateInternetGateway", nil), "InternetGateway", "InternetGatewayId")
	l.do("ec2.AttachInternetGateway", in{"InternetGatewayId": igw, "VpcId": vpc})
	l.refuse("elasticloadbalancing.CreateLoadBalancer", in{"Name": "b", "Subnets": subnets, "SecurityGroups": list{"sg-0123456789abcdef0"}}, "InvalidSecurityGroup", "")
	made := l.do("elasticloadbalancing.CreateLoadBalancer", in{"Name": "b", "Subnets": subnets})
	balancer := part(made, "LoadBalancers", "LoadBalancerArn")
	group := part(l.do("elasticloadbalancing.CreateTargetGroup", in{"Name": "g", "Protocol": "HTTP", "Port": int64(80), "VpcId": vpc}), "TargetGroups", "TargetGroupArn")
	l.refuse("elasticloadbalancing.RegisterTargets", in{"TargetGroupArn": group, "Targets": list{in{"Id": "i-0123456789abcdef0"}}}, "InvalidTarget", "")
	l.do("elasticloadbalancing.RegisterTargets", in{"TargetGroupArn": group, "Targets": list{in{"Id": "10.0.0.9"}}})
	is(t, l.do("elasticloadbalancing.DescribeTargetHealth", in{"TargetGroupArn": group}), "unused", "TargetHealthDescriptions", "TargetHealth", "State")

	certificate := part(l.do("acm.RequestCertificate", in{"DomainName": "shop.example.com", "ValidationMethod": "DNS"}), "CertificateArn")
	secure := in{"LoadBalancerArn": balancer, "Protocol": "HTTPS", "Port": int64(443), "DefaultActions": list{in{"Type": "forward", "TargetGroupArn": group}}}
	l.refuse("elasticloadbalancing.CreateListener", secure, "ValidationError", "A certificate must be specified for HTTPS listeners")
	secure["Certificates"] = list{in{"CertificateArn": certificate}}
	l.refuse("elasticloadbalancing.CreateListener", secure, "UnsupportedCertificate", "")
	l.now = l.now.Add(time.Minute)
	is(t, l.do("acm.DescribeCertificate", in{"CertificateArn": certificate}), "ISSUED", "Certificate", "Status")
	listener := l.do("elasticloadbalancing.CreateListener", secure)
	is(t, listener, "ELBSecurityPolicy-2016-08", "Listeners", "SslPolicy")
	l.refuse("elasticloadbalancing.CreateListener", secure, "DuplicateListener", "")
	is(t, l.do("elasticloadbalancing.DescribeTargetHealth", in{"TargetGroupArn": group}), "healthy", "TargetHealthDescriptions", "TargetHealth", "State")
	l.refuse("acm.DeleteCertificate", in{"CertificateArn": certificate}, "ResourceInUseException", "")
	l.refuse("elasticloadbalancing.DeleteTargetGroup", in{"TargetGroupArn": group}, "ResourceInUse", "")
	changed := in{"ListenerArn": part(listener, "Listeners", "ListenerArn"), "Protocol": "HTTP", "Port": int64(80)}
	is(t, l.do("elasticloadbalancing.ModifyListener", changed), "<nil>", "Listeners", "SslPolicy")
	l.do("elasticloadbalancing.DeleteLoadBalancer", in{"LoadBalancerArn": balancer})
	is(t, l.do("elasticloadbalancing.DescribeListeners", nil), "[]", "Listeners")
	l.do("elasticloadbalancing.DeleteTargetGroup", in{"TargetGroupArn": group})
	l.do("acm.DeleteCertificate", in{"CertificateArn": certificate})
}

func TestDocument(t *testing.T) {
	l := open(t, 0)
	l.do("ssm.CreateDocument", in{"Name": "clean", "Content": "{}"})
	l.refuse("ssm.CreateDocument", in{"Name": "clean", "Content": "{}"}, "DocumentAlreadyExists", "Document with same name clean already exists")
	is(t, l.do("ssm.DescribeDocument", in{"Name": "clean"}), "Active", "Document", "Status")
	l.refuse("ssm.UpdateDocument", in{"Name": "clean", "Content": "{}"}, "DuplicateDocumentContent", "")
	l.do("ssm.UpdateDocument", in{"Name": "clean", "Content": `{"schemaVersion":"2.2"}`})
	is(t, l.do("ssm.GetDocument", in{"Name": "clean"}), `{"schemaVersion":"2.2"}`, "Content")
	is(t, l.do("ssm.ListDocuments", nil), "clean", "DocumentIdentifiers", "Name")
	l.do("ssm.DeleteDocument", in{"Name": "clean"})
	l.refuse("ssm.GetDocument", in{"Name": "clean"}, "InvalidDocument", "Document with name clean does not exist.")
}
