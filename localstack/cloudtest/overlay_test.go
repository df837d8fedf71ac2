// What no cloud has and the lab answers itself, by what it knows of the network.

package cloudtest

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/backup"
	backuptypes "github.com/aws/aws-sdk-go-v2/service/backup/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	trailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

// manage gives an instance a role, so that Systems Manager knows it.
func (x *trial) manage(instance, name string) {
	x.Helper()
	does(x, x.iam.CreateRole, &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: new(trust)})
	does(x, x.iam.CreateInstanceProfile, &iam.CreateInstanceProfileInput{InstanceProfileName: &name})
	does(x, x.iam.AddRoleToInstanceProfile, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: &name, RoleName: &name})
	does(x, x.ec2.AssociateIamInstanceProfile, &ec2.AssociateIamInstanceProfileInput{InstanceId: &instance, IamInstanceProfile: &ec2types.IamInstanceProfileSpecification{Name: &name}})
}

// ping is what Systems Manager says of an instance, "" for nothing.
func (x *trial) ping(instance string) string {
	x.Helper()
	for _, i := range does(x, x.ssm.DescribeInstanceInformation, &ssm.DescribeInstanceInformationInput{}).InstanceInformationList {
		if *i.InstanceId == instance {
			return string(i.PingStatus)
		}
	}
	return ""
}

// remoteHands: the agent is heard of as long as its calls get out.
func remoteHands(x *trial) {
	n := x.network()
	machine := *x.launch(n.public, true).InstanceId
	same(x, "Systems Manager does not know an instance without a role", x.ping(machine), "")
	shell := &ssm.SendCommandInput{DocumentName: new("AWS-RunShellScript"), InstanceIds: []string{machine}, Parameters: map[string][]string{"commands": {"id"}}}
	refused(x.on("no role"), "InvalidInstanceId", "", x.ssm.SendCommand, shell)
	x.manage(machine, "hands")
	same(x, "ssm.DescribeInstanceInformation(reachable)", x.ping(machine), "Online")
	sent := does(x, x.ssm.SendCommand, shell).Command.CommandId
	invocation := does(x, x.ssm.ListCommandInvocations, &ssm.ListCommandInvocationsInput{CommandId: sent}).CommandInvocations
	x.holds("ssm.ListCommandInvocations", len(invocation) == 1 && *invocation[0].InstanceId == machine, invocation)
	item := ssmtypes.InventoryItem{TypeName: new("AWS:Application"), SchemaVersion: new("1.1"), CaptureTime: new("2026-11-23T08:00:00Z"), Content: []map[string]string{{"Name": "miner", "Version": "1", "Publisher": "x"}}}
	does(x, x.ssm.PutInventory, &ssm.PutInventoryInput{InstanceId: &machine, Items: []ssmtypes.InventoryItem{item}})
	entries := does(x, x.ssm.ListInventoryEntries, &ssm.ListInventoryEntriesInput{InstanceId: &machine, TypeName: new("AWS:Application")}).Entries
	x.holds("ssm.ListInventoryEntries", len(entries) > 0, entries)
	does(x, x.ssm.GetInventory, &ssm.GetInventoryInput{})
	does(x, x.ssm.DescribeInstancePatchStates, &ssm.DescribeInstancePatchStatesInput{InstanceIds: []string{machine}})
	does(x, x.ssm.CreateAssociation, &ssm.CreateAssociationInput{Name: new("AWS-GatherSoftwareInventory"), InstanceId: &machine})
	does(x, x.ssm.StartAutomationExecution, &ssm.StartAutomationExecutionInput{DocumentName: new("AWS-StopEC2Instance")})
	does(x, x.ec2.DeleteRoute, &ec2.DeleteRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("0.0.0.0/0")})
	same(x, "ssm.DescribeInstanceInformation(cut off)", x.ping(machine), "ConnectionLost")
	x.terminate(machine)
}

// shutters: Block Public Access is a region's.
func shutters(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	mode := func() ec2types.InternetGatewayBlockMode {
		return does(x, x.ec2.DescribeVpcBlockPublicAccessOptions, &ec2.DescribeVpcBlockPublicAccessOptionsInput{}).VpcBlockPublicAccessOptions.InternetGatewayBlockMode
	}
	same(x, "ec2.DescribeVpcBlockPublicAccessOptions", mode(), ec2types.InternetGatewayBlockModeOff)
	block := &ec2.ModifyVpcBlockPublicAccessOptionsInput{InternetGatewayBlockMode: ec2types.InternetGatewayBlockModeBlockBidirectional}
	does(x, x.ec2.ModifyVpcBlockPublicAccessOptions, block)
	same(x, "ec2.ModifyVpcBlockPublicAccessOptions", mode(), ec2types.InternetGatewayBlockModeBlockBidirectional)
	except := does(x, x.ec2.CreateVpcBlockPublicAccessExclusion, &ec2.CreateVpcBlockPublicAccessExclusionInput{VpcId: &vpc, InternetGatewayExclusionMode: ec2types.InternetGatewayExclusionModeAllowBidirectional})
	does(x, x.ec2.DeleteVpcBlockPublicAccessExclusion, &ec2.DeleteVpcBlockPublicAccessExclusionInput{ExclusionId: except.VpcBlockPublicAccessExclusion.ExclusionId})
	block.InternetGatewayBlockMode = ec2types.InternetGatewayBlockModeOff
	does(x, x.ec2.ModifyVpcBlockPublicAccessOptions, block)
	same(x, "ec2.ModifyVpcBlockPublicAccessOptions(off)", mode(), ec2types.InternetGatewayBlockModeOff)
}

// ownTrail: LookupEvents tells the lab's own log, and ListPublicKeys the keys that vouch for it.
func ownTrail(x *trial) {
	vpc := x.vpc("10.77.0.0/16")
	by := []trailtypes.LookupAttribute{{AttributeKey: trailtypes.LookupAttributeKeyEventName, AttributeValue: new("CreateVpc")}}
	events := does(x, x.trail.LookupEvents, &cloudtrail.LookupEventsInput{LookupAttributes: by}).Events
	x.holds("cloudtrail.LookupEvents", len(events) > 0 && *events[0].EventName == "CreateVpc" && strings.Contains(text(events[0].CloudTrailEvent), vpc), events)
	keys := does(x, x.trail.ListPublicKeys, &cloudtrail.ListPublicKeysInput{StartTime: new(time.Now().Add(-24 * time.Hour))}).PublicKeyList
	x.holds("cloudtrail.ListPublicKeys", len(keys) > 0, keys)
}

// simulation: what-if questions about policies are answered by what decides in the lab.
func simulation(x *trial) {
	x.user("asked", statement("Allow", `"ec2:Describe*"`, ""))
	out := does(x, x.iam.SimulatePrincipalPolicy, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: new("arn:aws:iam::" + account + ":user/asked"), ActionNames: []string{"ec2:DescribeVpcs", "ec2:DetachInternetGateway"},
	}).EvaluationResults
	said := map[string]iamtypes.PolicyEvaluationDecisionType{}
	for _, r := range out {
		said[*r.EvalActionName] = r.EvalDecision
	}
	same(x, "iam.SimulatePrincipalPolicy(allowed)", said["ec2:DescribeVpcs"], iamtypes.PolicyEvaluationDecisionTypeAllowed)
	same(x, "iam.SimulatePrincipalPolicy(denied)", said["ec2:DetachInternetGateway"], iamtypes.PolicyEvaluationDecisionTypeImplicitDeny)
}

// restores: a volume is backed up, and restored from its recovery point.
func restores(x *trial) {
	does(x, x.backup.CreateBackupVault, &backup.CreateBackupVaultInput{BackupVaultName: new("points")})
	volume := *x.volume(&ec2.CreateVolumeInput{}).VolumeId
	role := "arn:aws:iam::" + account + ":role/backup"
	job := does(x, x.backup.StartBackupJob, &backup.StartBackupJobInput{BackupVaultName: new("points"), ResourceArn: new("arn:aws:ec2:" + region + ":" + account + ":volume/" + volume), IamRoleArn: &role}).BackupJobId
	var state backuptypes.BackupJobState
	for until := time.Now().Add(20 * time.Second); state != backuptypes.BackupJobStateCompleted && time.Now().Before(until); time.Sleep(300 * time.Millisecond) {
		state = does(x, x.backup.DescribeBackupJob, &backup.DescribeBackupJobInput{BackupJobId: job}).State
	}
	same(x, "backup.StartBackupJob", state, backuptypes.BackupJobStateCompleted)
	points := does(x, x.backup.ListRecoveryPointsByBackupVault, &backup.ListRecoveryPointsByBackupVaultInput{BackupVaultName: new("points")}).RecoveryPoints
	if len(points) != 1 {
		x.Fatalf("points %+v", points)
	}
	about := does(x, x.backup.GetRecoveryPointRestoreMetadata, &backup.GetRecoveryPointRestoreMetadataInput{BackupVaultName: new("points"), RecoveryPointArn: points[0].RecoveryPointArn}).RestoreMetadata
	restore := does(x, x.backup.StartRestoreJob, &backup.StartRestoreJobInput{RecoveryPointArn: points[0].RecoveryPointArn, Metadata: about, IamRoleArn: &role}).RestoreJobId
	var made *backup.DescribeRestoreJobOutput
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(300 * time.Millisecond) {
		if made = does(x, x.backup.DescribeRestoreJob, &backup.DescribeRestoreJobInput{RestoreJobId: restore}); made.Status == backuptypes.RestoreJobStatusCompleted {
			break
		}
	}
	same(x, "backup.StartRestoreJob", made.Status, backuptypes.RestoreJobStatusCompleted)
	arn := text(made.CreatedResourceArn)
	restored := does(x, x.ec2.DescribeVolumes, &ec2.DescribeVolumesInput{VolumeIds: []string{arn[strings.LastIndexByte(arn, '/')+1:]}}).Volumes
	x.holds("ec2.DescribeVolumes(restored)", len(restored) == 1 && *restored[0].VolumeId != volume, restored)
}

func compliance(x *trial) {
	tries(x, x.config.DescribeComplianceByConfigRule, &configservice.DescribeComplianceByConfigRuleInput{})
}
