// Every call that scenarios need and emulators lack is answered, whatever cloud stands behind the lab.

package overlay_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack"
	"traillab/localstack/client"
	"traillab/localstack/upstream"
)

// lacks are the answers of a cloud that does not have a call, or breaks over it.
var lacks = []string{"!NotImplemented", "!InvalidAction", "!UnknownOperationException", "!UnknownOperation", "!InternalFailure", "!InternalError", "!MissingAction"}

// missing are the calls that moto lacks, each with what is asked of it, where it answers, and what it says of a cloud that has
// no such service: the answer to one that has it is not looked at where that is "any".
var missing = []struct{ line, path, want, without string }{
	{`ssm.DescribeInstanceInformation`, "InstanceInformationList.0.InstanceId", "$instance", ""},
	{`ssm.DescribeInstancePatchStates "InstanceIds": ["$instance"]`, "InstancePatchStates.#", "0", ""},
	{`ssm.CreateAssociation "Name": "AWS-GatherSoftwareInventory", "Targets": [{"Key": "InstanceIds", "Values": ["$instance"]}]`, "AssociationDescription.Name", "AWS-GatherSoftwareInventory", ""},
	{`ssm.PutInventory "InstanceId": "$instance", "Items": [{"TypeName": "AWS:Application", "SchemaVersion": "1.1", "CaptureTime": "2026-03-01T09:00:00Z", "Content": [{"Name": "miner", "Version": "1"}]}]`, "", "map[]", ""},
	{`ssm.GetInventory`, "Entities.0.Id", "$instance", ""},
	{`ssm.ListInventoryEntries "InstanceId": "$instance", "TypeName": "AWS:Application"`, "TypeName", "AWS:Application", ""},
	{`ssm.ListCommandInvocations`, "CommandInvocations.#", "0", ""},
	{`cloudtrail.LookupEvents "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "CreateVpc"}]`, "Events.0.EventName", "CreateVpc", ""},
	{`iam.SimulatePrincipalPolicy "PolicySourceArn": "arn:aws:iam::000000000000:role/Web", "ActionNames": ["ec2:DetachInternetGateway"]`, "EvaluationResults.0.EvalDecision", "implicitDeny", ""},
	{`ec2.CreateReplaceRootVolumeTask "InstanceId": "$instance"`, "ReplaceRootVolumeTask.InstanceId", "$instance", ""},
	{`ec2.CreateNetworkInsightsPath "ClientToken": "t", "Source": "$gateway", "Destination": "$instance", "Protocol": "tcp", "DestinationPort": 22`, "NetworkInsightsPath.Destination", "$instance", ""},
	{`autoscaling.StartInstanceRefresh "AutoScalingGroupName": "none"`, "", "!ValidationError", ""},
	{`config.DescribeComplianceByConfigRule`, "ComplianceByConfigRules.0.Compliance.ComplianceType", "NON_COMPLIANT", "<nil>"},
	{`config.GetComplianceDetailsByConfigRule "ConfigRuleName": "imds"`, "EvaluationResults.0.EvaluationResultIdentifier.EvaluationResultQualifier.ResourceId", "$instance", "!NoSuchConfigRuleException"},
	{`config.StartConfigRulesEvaluation "ConfigRuleNames": ["imds"]`, "", "map[]", "!NoSuchConfigRuleException"},
	{`backup.CreateBackupSelection "BackupPlanId": "$plan", "BackupSelection": {"SelectionName": "s", "IamRoleArn": "arn:aws:iam::000000000000:role/Web"}`, "BackupPlanId", "$plan", "!InvalidParameterValueException"},
	{`backup.ListBackupSelections "BackupPlanId": "$plan"`, "BackupSelectionsList.0.SelectionName", "s", "!ResourceNotFoundException"},
	{`backup.StartBackupJob "BackupVaultName": "v", "ResourceArn": "arn:aws:ec2:us-east-1:000000000000:volume/$volume", "IamRoleArn": "arn:aws:iam::000000000000:role/Web"`, "IsParent", "false", "!ResourceNotFoundException"},
	{`backup.ListBackupJobs`, "BackupJobs.0.State", "CREATED", "<nil>"},
	{`backup.ListRecoveryPointsByBackupVault "BackupVaultName": "v"`, "RecoveryPoints.#", "1", "!ResourceNotFoundException"},
	{`backup.StartRestoreJob "RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-0", "Metadata": {"availabilityZone": "us-east-1a"}`, "", "!ResourceNotFoundException", "!ResourceNotFoundException"},
	{`backup.ListRestoreJobs`, "RestoreJobs.#", "0", ""},
}

func TestEvery(t *testing.T) {
	moto, real := venv("TRAILLAB_MOTO"), venv("TRAILLAB_LOCALSTACK")
	for kind, there := range map[upstream.Kind]bool{upstream.Builtin: true, upstream.LocalStack: real != "", upstream.Moto: moto != "", upstream.Both: moto != "" && real != ""} {
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
			l.every(map[string]bool{"config": kind != upstream.Builtin, "backup": kind != upstream.LocalStack})
		})
	}
}

// every makes all the calls to a cloud that has plans and vaults, or takes rules before there is a recorder, or not.
func (l *whole) every(has map[string]bool) {
	instance, table, gateway := l.network()
	names := []string{"$instance", instance, "$gateway", gateway, "$volume", l.does(`ec2.DescribeInstances "InstanceIds": ["`+instance+`"]`, "Reservations.0.Instances.0.BlockDeviceMappings.0.Ebs.VolumeId")}
	l.does(`config.PutConfigRule "ConfigRule": {"ConfigRuleName": "imds", "Source": {"Owner": "AWS", "SourceIdentifier": "EC2_IMDSV2_CHECK"}}`, "")
	l.does(`backup.CreateBackupVault "BackupVaultName": "v"`, "")
	plan := l.does(`backup.CreateBackupPlan "BackupPlan": {"BackupPlanName": "p", "Rules": [{"RuleName": "r", "TargetBackupVaultName": "v"}]}`, "BackupPlanId")
	in := strings.NewReplacer(append(names, "$plan", strings.TrimPrefix(plan, "!"))...)
	for _, c := range missing {
		want := c.want
		if service, _, _ := strings.Cut(c.line, "."); !has[service] && c.without != "" {
			want = c.without
		}
		line := in.Replace(c.line)
		got := l.does(line, c.path)
		if slices.Contains(lacks, got) || got != in.Replace(want) {
			l.t.Errorf("%s\n%s: got %s, want %s", line, c.path, got, in.Replace(want))
		}
		if strings.HasPrefix(c.line, "backup.ListBackupJobs") {
			l.clock.passes(time.Minute)
		}
	}
	l.insights(table, gateway, instance)
}

// insights asks which ways are open before a route is taken away and after.
func (l *whole) insights(table, gateway, instance string) {
	l.t.Helper()
	group := l.does(`ec2.DescribeInstances "InstanceIds": ["`+instance+`"]`, "Reservations.0.Instances.0.NetworkInterfaces.0.Groups.0.GroupId")
	out := l.does(`ec2.CreateNetworkInsightsPath "ClientToken": "out", "Source": "`+instance+`", "Destination": "`+gateway+`", "Protocol": "tcp", "DestinationPort": 443`, "NetworkInsightsPath.NetworkInsightsPathId")
	in := l.does(`ec2.CreateNetworkInsightsPath "ClientToken": "in", "Source": "`+gateway+`", "Destination": "`+instance+`", "Protocol": "tcp", "DestinationPort": 22`, "NetworkInsightsPath.NetworkInsightsPathId")
	tries := 0
	finds := func(path, found, code string) {
		l.t.Helper()
		tries++
		id := l.does(`ec2.StartNetworkInsightsAnalysis "ClientToken": "`+strings.Repeat("x", tries)+`", "NetworkInsightsPathId": "`+path+`"`, "NetworkInsightsAnalysis.NetworkInsightsAnalysisId")
		l.clock.passes(time.Minute)
		describe := `ec2.DescribeNetworkInsightsAnalyses "NetworkInsightsAnalysisIds": ["` + id + `"]`
		l.gets(describe, "NetworkInsightsAnalyses.0.NetworkPathFound", found)
		l.gets(describe, "NetworkInsightsAnalyses.0.Explanations.0.ExplanationCode", code)
	}
	finds(out, "true", "<nil>")
	finds(in, "false", "ENI_SG_RULES_MISMATCH")
	l.does(`ec2.AuthorizeSecurityGroupIngress "GroupId": "`+group+`", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]`, "")
	finds(in, "true", "<nil>")
	l.does(`ec2.DeleteRoute "RouteTableId": "`+table+`", "DestinationCidrBlock": "0.0.0.0/0"`, "")
	finds(out, "false", "NO_ROUTE_TO_DESTINATION")
	l.gets(`ec2.DeleteNetworkInsightsPath "NetworkInsightsPathId": "`+out+`"`, "", "!AnalysisExistsForNetworkInsightsPath")
	l.gets(`cloudtrail.LookupEvents "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "StartNetworkInsightsAnalysis"}]`, "Events.0.ReadOnly", "false")
	if record := l.does(`cloudtrail.LookupEvents "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "CreateNetworkInsightsPath"}]`, "Events.0.CloudTrailEvent"); !strings.Contains(record, `"requestParameters":{"CreateNetworkInsightsPathRequest":{`) {
		l.t.Errorf("recorded as %s", record)
	}
}
