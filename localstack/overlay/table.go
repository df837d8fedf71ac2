// The table of what the overlay answers.

package overlay

import (
	"maps"

	"traillab/localstack/exchange"
)

// operations are the handlers by service and operation.
func operations() map[string]handler {
	all := map[string]handler{}
	for _, of := range []map[string]handler{systemsManager(), backups(), others()} {
		maps.Copy(all, of)
	}
	return all
}

func systemsManager() map[string]handler {
	return map[string]handler{
		"ssm.DescribeInstanceInformation":              (*call).describeAgents,
		"ssm.PutInventory":                             (*call).putInventory,
		"ssm.GetInventory":                             (*call).getInventory,
		"ssm.ListInventoryEntries":                     (*call).listInventory,
		"ssm.DeleteInventory":                          (*call).deleteInventory,
		"ssm.SendCommand":                              (*call).sendCommand,
		"ssm.CancelCommand":                            (*call).cancelCommand,
		"ssm.ListCommands":                             (*call).listCommands,
		"ssm.ListCommandInvocations":                   (*call).listInvocations,
		"ssm.GetCommandInvocation":                     (*call).getInvocation,
		"ssm.DescribeInstancePatchStates":              (*call).patchStates,
		"ssm.DescribeInstancePatches":                  (*call).patches,
		"ssm.CreateAssociation":                        (*call).createAssociation,
		"ssm.UpdateAssociation":                        (*call).updateAssociation,
		"ssm.DeleteAssociation":                        (*call).deleteAssociation,
		"ssm.ListAssociations":                         (*call).listAssociations,
		"ssm.DescribeAssociation":                      (*call).describeAssociation,
		"ssm.StartAssociationsOnce":                    (*call).startAssociations,
		"ssm.StartAutomationExecution":                 (*call).startAutomation,
		"ssm.GetAutomationExecution":                   (*call).getAutomation,
		"ssm.DescribeAutomationExecutions":             (*call).listAutomations,
		"ssm.DescribeInstancePatchStatesForPatchGroup": (*call).patchStatesOfGroup,
	}
}

func backups() map[string]handler {
	return map[string]handler{
		"backup.CreateBackupSelection":           (*call).createSelection,
		"backup.GetBackupSelection":              (*call).getSelection,
		"backup.ListBackupSelections":            (*call).listSelections,
		"backup.DeleteBackupSelection":           (*call).deleteSelection,
		"backup.DeleteBackupPlan":                (*call).keepPlan,
		"backup.StartBackupJob":                  (*call).startBackup,
		"backup.StopBackupJob":                   (*call).stopBackup,
		"backup.DescribeBackupJob":               (*call).describeBackup,
		"backup.ListBackupJobs":                  (*call).listBackups,
		"backup.ListRecoveryPointsByBackupVault": (*call).listPoints,
		"backup.ListRecoveryPointsByResource":    (*call).listPointsOf,
		"backup.DescribeRecoveryPoint":           (*call).describePoint,
		"backup.DeleteRecoveryPoint":             (*call).deletePoint,
		"backup.GetRecoveryPointRestoreMetadata": (*call).pointMetadata,
		"backup.ListProtectedResources":          (*call).listProtected,
		"backup.StartRestoreJob":                 (*call).startRestore,
		"backup.DescribeRestoreJob":              (*call).describeRestore,
		"backup.ListRestoreJobs":                 (*call).listRestores,
		"backup.DescribeBackupVault":             (*call).describeVault,
		"backup.DeleteBackupVault":               (*call).keepVault,
	}
}

func others() map[string]handler {
	return map[string]handler{
		"config.DescribeComplianceByConfigRule":      (*call).compliance,
		"config.GetComplianceDetailsByConfigRule":    (*call).complianceDetails,
		"config.StartConfigRulesEvaluation":          (*call).evaluate,
		"ec2.CreateReplaceRootVolumeTask":            (*call).replaceRoot,
		"ec2.DescribeReplaceRootVolumeTasks":         (*call).describeTasks,
		"ec2.ModifyVpcBlockPublicAccessOptions":      (*call).modifyAccess,
		"ec2.DescribeVpcBlockPublicAccessOptions":    (*call).describeAccess,
		"ec2.CreateVpcBlockPublicAccessExclusion":    (*call).createExclusion,
		"ec2.ModifyVpcBlockPublicAccessExclusion":    (*call).modifyExclusion,
		"ec2.DeleteVpcBlockPublicAccessExclusion":    (*call).deleteExclusion,
		"ec2.DescribeVpcBlockPublicAccessExclusions": (*call).describeExclusions,
		"ec2.CreateNetworkInsightsPath":              (*call).createPath,
		"ec2.DescribeNetworkInsightsPaths":           (*call).describePaths,
		"ec2.DeleteNetworkInsightsPath":              (*call).deletePath,
		"ec2.StartNetworkInsightsAnalysis":           (*call).startAnalysis,
		"ec2.DescribeNetworkInsightsAnalyses":        (*call).describeAnalyses,
		"ec2.DeleteNetworkInsightsAnalysis":          (*call).deleteAnalysis,
		"autoscaling.StartInstanceRefresh":           (*call).startRefresh,
		"autoscaling.DescribeInstanceRefreshes":      (*call).describeRefreshes,
		"iam.SimulatePrincipalPolicy":                (*call).simulatePrincipal,
		"iam.SimulateCustomPolicy":                   (*call).simulateCustom,
		"cloudtrail.LookupEvents":                    (*call).lookup,
		"cloudtrail.ListPublicKeys":                  (*call).publicKeys,
		"sts.GetCallerIdentity":                      (*call).whoAmI,
	}
}

// yields are the operations that a cloud behind the lab may have, and then answers better.
var yields = map[string]bool{
	"ec2.ModifyVpcBlockPublicAccessOptions": true, "ec2.DescribeVpcBlockPublicAccessOptions": true,
	"ec2.CreateVpcBlockPublicAccessExclusion": true, "ec2.ModifyVpcBlockPublicAccessExclusion": true,
	"ec2.DeleteVpcBlockPublicAccessExclusion": true, "ec2.DescribeVpcBlockPublicAccessExclusions": true,
	"ec2.CreateReplaceRootVolumeTask": true, "ec2.DescribeReplaceRootVolumeTasks": true,
}

// sometimes are operations that the cloud behind the lab has, and the calls of them that it would get wrong.
var sometimes = map[string]func(here *region, c *exchange.Call) bool{
	"backup.DeleteBackupPlan": func(here *region, c *exchange.Call) bool {
		id, _ := c.In["BackupPlanId"].(string)
		return here.selects(id)
	},
	"backup.DeleteBackupVault": func(here *region, c *exchange.Call) bool {
		name, _ := c.In["BackupVaultName"].(string)
		return here.holds(name)
	},
	"backup.DescribeBackupVault": func(here *region, c *exchange.Call) bool {
		name, _ := c.In["BackupVaultName"].(string)
		return here.holds(name)
	},
}
