// Systems Manager, told as the calls of a lab.

package overlay_test

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestAgents(t *testing.T) {
	l := newLab(t)
	l.world.cut = []string{"i-2"}
	const all = "ssm.DescribeInstanceInformation"
	l.gets(all, "InstanceInformationList.#", "2")
	l.gets(all, "InstanceInformationList.0.PingStatus", "Online")
	l.gets(all, "InstanceInformationList.0.IPAddress", "10.0.0.1")
	l.gets(all, "InstanceInformationList.1.PingStatus", "ConnectionLost")
	l.gets(all, "InstanceInformationList.1.LastPingDateTime", "2026-03-01 08:00:00 +0000 UTC")
	l.gets(all+` "Filters": [{"Key": "PingStatus", "Values": ["ConnectionLost"]}]`, "InstanceInformationList.0.InstanceId", "i-2")
	l.gets(all+` "InstanceInformationFilterList": [{"key": "InstanceIds", "valueSet": ["i-1", "i-3"]}]`, "InstanceInformationList.#", "1")
	l.gets(all+` "Filters": [{"Key": "tag:team", "Values": ["red"]}]`, "InstanceInformationList.0.InstanceId", "i-1")
	l.gets(all+` "Filters": [{"Key": "Colour", "Values": ["red"]}]`, "", "!InvalidFilterKey")
	l.gets(all+` "MaxResults": 1`, "NextToken", "1")
	l.gets(all+` "MaxResults": 1, "NextToken": "1"`, "InstanceInformationList.0.InstanceId", "i-2")
	l.gets(all+` "NextToken": "7"`, "", "!InvalidNextToken")
	l.passes(time.Hour)
	l.world.cut = nil
	l.gets(all, "InstanceInformationList.1.PingStatus", "Online")
	l.passes(2 * time.Minute)
	l.world.cut = []string{"i-1", "i-2"}
	l.gets(all, "InstanceInformationList.1.LastPingDateTime", "2026-03-01 10:00:00 +0000 UTC")
	l.world.blind = true
	l.gets(all, "InstanceInformationList.1.PingStatus", "Online")
}

func (l *lab) sends(document, more string) string {
	l.t.Helper()
	return l.gets(`ssm.SendCommand "DocumentName": "`+document+`"`+more, "Command.CommandId", "any")
}

func TestCommands(t *testing.T) {
	l := newLab(t)
	l.world.cut = []string{"i-2"}
	id := l.sends("AWS-RunShellScript", `, "InstanceIds": ["i-1", "i-2"], "TimeoutSeconds": 60, "Parameters": {"commands": ["uptime"]}`)
	run := func(instance string) string {
		return `ssm.GetCommandInvocation "CommandId": "` + id + `", "InstanceId": "` + instance + `"`
	}
	list := `ssm.ListCommands "CommandId": "` + id + `"`
	l.gets(run("i-1"), "Status", "Pending")
	l.passes(time.Second)
	l.gets(run("i-1"), "Status", "InProgress")
	l.gets(run("i-1"), "ResponseCode", "-1")
	l.gets(list, "Commands.0.Status", "InProgress")
	l.passes(2 * time.Second)
	l.gets(run("i-1"), "Status", "Success")
	l.gets(run("i-1"), "ResponseCode", "0")
	l.gets(run("i-2"), "Status", "Pending")
	l.passes(time.Minute)
	l.gets(run("i-2"), "StatusDetails", "DeliveryTimedOut")
	l.gets(list, "Commands.0.Status", "TimedOut")
	l.gets(list, "Commands.0.DeliveryTimedOutCount", "1")
	l.gets(`ssm.ListCommandInvocations "CommandId": "`+id+`", "Details": true`, "CommandInvocations.#", "2")
	l.gets(`ssm.ListCommandInvocations "InstanceId": "i-2"`, "CommandInvocations.0.Status", "TimedOut")
	l.world.cut = nil
	l.gets(run("i-2"), "Status", "TimedOut") // it is too late

	l.world.cut = []string{"i-2"}
	id = l.sends("AWS-RunPatchBaseline", `, "Targets": [{"Key": "InstanceIds", "Values": ["i-2"]}], "Parameters": {"Operation": ["Scan"]}`)
	l.passes(time.Minute)
	l.world.cut = nil
	l.gets(run("i-2"), "Status", "Pending") // it is delivered now
	l.passes(3 * time.Second)
	l.gets(run("i-2"), "Status", "Success")

	id = l.sends("AWS-RunShellScript", `, "Targets": [{"Key": "tag:team", "Values": ["red"]}], "Parameters": {"commands": ["sleep 9"]}`)
	l.gets(`ssm.CancelCommand "CommandId": "`+id+`"`, "", "map[]")
	l.passes(time.Minute)
	l.gets(run("i-1"), "Status", "Cancelled")
	l.gets(run("i-2"), "", "!InvocationDoesNotExist")
	for _, c := range []struct{ call, want string }{
		{`ssm.SendCommand "DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-3"], "Parameters": {"commands": ["x"]}`, "!InvalidInstanceId Instances [[i-3]] not in a valid state for account 000000000000"},
		{`ssm.SendCommand "DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-1", "i-1"], "Parameters": {"commands": ["x"]}`, "!DuplicateInstanceId"},
		{`ssm.SendCommand "DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-1"]`, "!InvalidParameters"},
		{`ssm.SendCommand "DocumentName": "Mine", "InstanceIds": ["i-1"]`, "!InvalidDocument Document with name Mine does not exist."},
		{"ssm.SendCommand", "!ValidationException 1 validation error detected: Value null at 'documentName' failed to satisfy constraint: Member must not be null"},
		{`ssm.ListCommands "CommandId": "x"`, "!InvalidCommandId"},
		{`ssm.CancelCommand "CommandId": "x"`, "!InvalidCommandId"},
	} {
		l.gets(c.call, "", c.want)
	}
	l.world.answers["ssm.DescribeDocument"] = `"Document": {"Name": "Mine"}`
	l.sends("Mine", `, "InstanceIds": ["i-1"]`)
}

// TestUnapprovedSoftware plays the story of software that somebody installs by a command, and of its removal.
func TestUnapprovedSoftware(t *testing.T) {
	l := newLab(t)
	l.gets(`ssm.CreateAssociation "Name": "AWS-GatherSoftwareInventory", "Targets": [{"Key": "InstanceIds", "Values": ["*"]}], "ScheduleExpression": "rate(30 minutes)"`, "AssociationDescription.Overview.Status", "Success")
	entries := `ssm.ListInventoryEntries "InstanceId": "i-1", "TypeName": "AWS:Application"`
	nmap := entries + `, "Filters": [{"Key": "AWS:Application.Name", "Values": ["nmap"], "Type": "Equal"}]`
	l.world.answers["config.DescribeConfigRules"] = `"ConfigRules": [{"ConfigRuleName": "no-nmap", "Source": {"Owner": "AWS", "SourceIdentifier": "EC2_MANAGEDINSTANCE_APPLICATIONS_BLACKLISTED"}, "InputParameters": "{\"applicationNames\": \"nmap,john\"}"}]`
	rule := `config.DescribeComplianceByConfigRule "ConfigRuleNames": ["no-nmap"]`
	l.gets(entries, "Entries.#", "11")
	l.gets(nmap, "Entries.#", "0")
	l.gets(rule, "ComplianceByConfigRules.0.Compliance.ComplianceType", "COMPLIANT")
	l.sends("AWS-RunShellScript", `, "InstanceIds": ["i-1"], "Parameters": {"commands": ["cd /tmp && sudo yum -y install nmap hydra; echo done"]}`)
	l.passes(10 * time.Second)
	l.gets(nmap, "Entries.#", "0") // nobody has looked since
	l.passes(30 * time.Minute)
	l.gets(nmap, "Entries.0.Name", "nmap")
	l.gets(`ssm.GetInventory "Filters": [{"Key": "AWS:Application.Name", "Values": ["hydra"]}], "ResultAttributes": [{"TypeName": "AWS:Application"}]`, "Entities.0.Id", "i-1")
	l.gets(rule, "ComplianceByConfigRules.0.Compliance.ComplianceType", "NON_COMPLIANT")
	l.gets(`config.GetComplianceDetailsByConfigRule "ConfigRuleName": "no-nmap", "ComplianceTypes": ["NON_COMPLIANT"]`, "EvaluationResults.0.EvaluationResultIdentifier.EvaluationResultQualifier.ResourceId", "i-1")

	l.passes(30 * time.Minute) // the next look was ten seconds ago, when john was not there yet
	l.sends("AWS-RunShellScript", `, "InstanceIds": ["i-1"], "Parameters": {"commands": ["yum install john"]}`)
	l.passes(5 * time.Second)
	l.gets(strings.Replace(nmap, "nmap", "john", 1), "Entries.#", "0")

	l.world.cut = []string{"i-1"}
	l.sends("AWS-RunShellScript", `, "InstanceIds": ["i-1"], "TimeoutSeconds": 86400, "Parameters": {"commands": ["dnf remove -y nmap john"]}`)
	l.passes(time.Hour)
	l.gets(nmap, "Entries.#", "1") // the instance is not heard of
	l.world.cut = nil
	l.gets(`ssm.ListCommands`, "Commands.0.Status", "Pending")
	l.passes(10 * time.Second)
	l.gets(`ssm.ListCommands`, "Commands.0.Status", "Success")
	id := l.gets(`ssm.ListAssociations`, "Associations.0.AssociationId", "any")
	l.gets(`ssm.StartAssociationsOnce "AssociationIds": ["`+id+`"]`, "", "map[]")
	l.gets(nmap, "Entries.#", "0")
	l.gets(entries, "CaptureTime", l.at.Format(time.RFC3339))
	l.gets(rule, "ComplianceByConfigRules.0.Compliance.ComplianceType", "COMPLIANT")
	l.gets(`config.StartConfigRulesEvaluation "ConfigRuleNames": ["no-nmap"]`, "", "map[]")
	l.gets(`config.StartConfigRulesEvaluation "ConfigRuleNames": ["other"]`, "", "!NoSuchConfigRuleException")
}

func TestInventory(t *testing.T) {
	l := newLab(t)
	put := `ssm.PutInventory "InstanceId": "i-1", "Items": [{"TypeName": "%", "SchemaVersion": "1.0", "CaptureTime": "2026-03-01T08:59:00Z", "Content": [{"Rack": "7"}]}]`
	l.gets(strings.Replace(put, "%", "Custom:Rack", 1), "", "map[]")
	l.gets(strings.Replace(put, "%", "Rack", 1), "", "!InvalidTypeNameException")
	l.gets(strings.Replace(strings.Replace(put, "%", "Custom:Rack", 1), "2026-03-01T08:59:00Z", "yesterday", 1), "", "!InvalidItemContentException")
	l.gets(strings.Replace(strings.Replace(put, "%", "Custom:Rack", 1), "i-1", "i-3", 1), "", "!InvalidInstanceId")
	get := `ssm.GetInventory "ResultAttributes": [{"TypeName": "Custom:Rack"}], "Filters": [{"Key": "Custom:Rack.Rack", "Values": ["5"], "Type": "GreaterThan"}]`
	l.gets(get, "Entities.0.Data.Custom:Rack.Content.0.Rack", "7")
	l.gets(strings.Replace(get, "GreaterThan", "LessThan", 1), "Entities.#", "0")
	l.gets(`ssm.GetInventory "Filters": [{"Key": "AWS:InstanceInformation.InstanceId", "Values": ["i-2"]}]`, "Entities.0.Data.AWS:InstanceInformation.Content.0.AgentVersion", "3.3.1611.0")
	l.gets(`ssm.DeleteInventory "TypeName": "Custom:Rack", "DryRun": true`, "DeletionSummary.TotalCount", "1")
	l.gets(get, "Entities.#", "1")
	l.gets(`ssm.DeleteInventory "TypeName": "Custom:Rack"`, "DeletionSummary.TotalCount", "1")
	l.gets(get, "Entities.#", "0")
	l.gets(`ssm.DeleteInventory "TypeName": "AWS:Application"`, "", "!InvalidTypeNameException")
}

func TestPatches(t *testing.T) {
	l := newLab(t)
	states := `ssm.DescribeInstancePatchStates "InstanceIds": ["i-1", "i-2"]`
	l.gets(states, "InstancePatchStates.#", "0")
	l.sends("AWS-RunPatchBaseline", `, "InstanceIds": ["i-1"], "Parameters": {"Operation": ["Scan"]}`)
	l.passes(5 * time.Second)
	l.gets(states, "InstancePatchStates.0.MissingCount", "3")
	l.gets(`ssm.DescribeInstancePatches "InstanceId": "i-1", "Filters": [{"Key": "State", "Values": ["Missing"]}]`, "Patches.#", "3")
	l.sends("AWS-RunPatchBaseline", `, "InstanceIds": ["i-1"], "Parameters": {"Operation": ["Install"]}`)
	l.gets(states, "InstancePatchStates.0.MissingCount", "3")
	l.passes(5 * time.Second)
	l.gets(states, "InstancePatchStates.0.MissingCount", "0")
	l.gets(`ssm.DescribeInstancePatchStatesForPatchGroup "PatchGroup": "web"`, "InstancePatchStates.0.CriticalNonCompliantCount", "0")
	l.gets(`ssm.DescribeInstancePatches "InstanceId": "i-1", "Filters": [{"Key": "State", "Values": ["Missing"]}]`, "Patches.#", "0")
	l.sends("AWS-RunPatchBaseline", `, "InstanceIds": ["i-1"], "Parameters": {"Operation": ["Scan"]}`)
	l.passes(5 * time.Second)
	l.gets(states, "InstancePatchStates.0.MissingCount", "0")
	l.gets(states, "InstancePatchStates.0.Operation", "Scan")
	l.gets(`ssm.DescribeInstancePatches "InstanceId": "i-3"`, "", "!InvalidInstanceId")
}

func TestAssociations(t *testing.T) {
	l := newLab(t)
	create := `ssm.CreateAssociation "Name": "AWS-UpdateSSMAgent", "InstanceId": "i-1", "ScheduleExpression": "rate(1 hour)"`
	id := l.gets(create, "AssociationDescription.AssociationId", "any")
	l.gets(create, "", "!AssociationAlreadyExists")
	l.gets(strings.Replace(create, "i-1", "i-3", 1), "", "!InvalidInstanceId")
	l.gets(strings.Replace(create, "AWS-UpdateSSMAgent", "Nothing", 1), "", "!InvalidDocument")
	of := ` "AssociationId": "` + id + `"`
	l.gets("ssm.DescribeAssociation"+of, "AssociationDescription.Overview.Status", "Success")
	l.gets(`ssm.UpdateAssociation`+of+`, "AssociationName": "agents"`, "AssociationDescription.AssociationVersion", "2")
	l.gets("ssm.DescribeAssociation"+of, "AssociationDescription.InstanceId", "i-1")
	l.passes(90 * time.Minute)
	l.gets(`ssm.ListAssociations "AssociationFilterList": [{"key": "Name", "value": "AWS-UpdateSSMAgent"}]`, "Associations.0.AssociationName", "agents")
	l.world.cut = []string{"i-2"}
	l.gets(strings.Replace(create, "i-1", "i-2", 1), "AssociationDescription.Overview.Status", "Pending")
	l.gets("ssm.DeleteAssociation"+of, "", "map[]")
	l.gets("ssm.DeleteAssociation"+of, "", "!AssociationDoesNotExist")
	l.gets("ssm.ListAssociations", "Associations.#", "1")
}

func TestAutomations(t *testing.T) {
	l := newLab(t)
	id := l.gets(`ssm.StartAutomationExecution "DocumentName": "AWS-StopEC2Instance", "Parameters": {"InstanceId": ["i-1"]}`, "AutomationExecutionId", "any")
	get := `ssm.GetAutomationExecution "AutomationExecutionId": "` + id + `"`
	l.gets(get, "AutomationExecution.AutomationExecutionStatus", "InProgress")
	l.passes(5 * time.Second)
	l.gets(get, "AutomationExecution.AutomationExecutionStatus", "Success")
	l.gets("ssm.DescribeAutomationExecutions", "AutomationExecutionMetadataList.0.ExecutedBy", "arn:aws:iam::000000000000:user/ci")
	l.gets(`ssm.GetAutomationExecution "AutomationExecutionId": "x"`, "", "!AutomationExecutionNotFoundException")
	l.gets(`ssm.StartAutomationExecution "DocumentName": "Nothing"`, "", "!AutomationDefinitionNotFoundException")
}

// TestBrokenCloud holds that a cloud that cannot be asked is no answer of the service.
func TestBrokenCloud(t *testing.T) {
	l := newLab(t)
	l.world.broken = errBroken
	for _, line := range []string{
		"ssm.DescribeInstanceInformation", `backup.ListBackupSelections "BackupPlanId": "p1"`, "config.DescribeComplianceByConfigRule",
		`iam.SimulatePrincipalPolicy "PolicySourceArn": "arn:aws:iam::000000000000:user/ci", "ActionNames": ["a:b"]`,
		`ssm.SendCommand "DocumentName": "Mine", "InstanceIds": ["i-1"]`,
	} {
		if a, err := l.Serve(context.Background(), l.call(line)); err == nil {
			t.Errorf("%s: got %+v", line, a)
		}
	}
}
