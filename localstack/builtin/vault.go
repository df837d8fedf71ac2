// Vaults and plans of AWS Backup. What lies in vaults, and what plans choose, is the overlay's.

package builtin

import (
	"strings"

	"traillab/localstack/wire"
)

var (
	noVault    = fault{"ResourceNotFoundException", "Backup vault %s not found", 400}
	vaultThere = fault{"AlreadyExistsException", "Backup vault with the same name already exists", 400}
	noPlan     = fault{"ResourceNotFoundException", "Failed reading Backup plan with provided version: %s", 400}
	planThere  = fault{"AlreadyExistsException", "Backup plan with the same plan document already exists", 400}
)

func backupCalls() operations {
	return operations{
		"CreateBackupVault": createVault, "DescribeBackupVault": describeVault, "ListBackupVaults": listVaults, "DeleteBackupVault": deleteVault,
		"PutBackupVaultLockConfiguration": lockVault, "DeleteBackupVaultLockConfiguration": unlockVault,
		"CreateBackupPlan": createPlan, "UpdateBackupPlan": updatePlan, "GetBackupPlan": getPlan, "ListBackupPlans": listPlans, "DeleteBackupPlan": deletePlan,
	}
}

func createVault(q *call) (result, *wire.Error) {
	name := q.text("BackupVaultName")
	if _, there := q.kept("vault").get(name); there {
		return nil, vaultThere.of()
	}
	v := q.with("BackupVaultName", "EncryptionKeyArn", "CreatorRequestId")
	v["BackupVaultArn"], v["CreationDate"], v["NumberOfRecoveryPoints"], v["Locked"] = q.arn("backup", "backup-vault:"+name), q.now, int64(0), false
	q.kept("vault").set(name, v)
	return result{"BackupVaultName": name, "BackupVaultArn": v["BackupVaultArn"], "CreationDate": q.now}, nil
}

func (q *call) vault() (result, *wire.Error) {
	v, there := q.kept("vault").get(q.text("BackupVaultName"))
	if !there {
		return nil, noVault.of(q.text("BackupVaultName"))
	}
	return v, nil
}

func describeVault(q *call) (result, *wire.Error) {
	v, refused := q.vault()
	return shown(v), refused
}

func listVaults(q *call) (result, *wire.Error) {
	return result{"BackupVaultList": shownAll(q.kept("vault").all())}, nil
}

func deleteVault(q *call) (result, *wire.Error) {
	return q.kept("vault").dropped(q.text("BackupVaultName"), noVault)
}

func lockVault(q *call) (result, *wire.Error) {
	v, refused := q.vault()
	if refused != nil {
		return nil, refused
	}
	v["Locked"] = true
	for name, value := range q.with("MinRetentionDays", "MaxRetentionDays") {
		v[name] = value
	}
	if days := q.number("ChangeableForDays"); days > 0 {
		v["LockDate"] = q.now.AddDate(0, 0, int(days))
	}
	return nil, nil
}

func unlockVault(q *call) (result, *wire.Error) {
	v, refused := q.vault()
	if refused == nil {
		v["Locked"] = false
		delete(v, "LockDate")
	}
	return nil, refused
}

// plan of a call, with an id for each of its rules. Every rule leads to a vault that there is.
func (q *call) backupPlan() (map[string]any, *wire.Error) {
	document, _ := copied(map[string]any(q.part("BackupPlan"))).(map[string]any)
	for rule := range members(document).each("Rules") {
		vault := rule.text("TargetBackupVaultName")
		if _, there := q.kept("vault").get(vault); !there && vault != "Default" {
			return nil, noVault.of(vault)
		}
		rule["RuleId"] = q.uuid()
	}
	return document, nil
}

func createPlan(q *call) (result, *wire.Error) {
	document, refused := q.backupPlan()
	if refused != nil {
		return nil, refused
	}
	for _, other := range q.kept("plan").all() {
		if members(other).part("BackupPlan").text("BackupPlanName") == members(document).text("BackupPlanName") {
			return nil, planThere.of()
		}
	}
	id := q.uuid()
	p := result{"BackupPlan": document, "BackupPlanId": id, "BackupPlanArn": q.arn("backup", "backup-plan:"+id), "CreationDate": q.now, "VersionId": q.planVersion()}
	q.kept("plan").set(id, p)
	return planTold(p), nil
}

// planVersion is a name for a state of a plan.
func (q *call) planVersion() string { return strings.ReplaceAll(q.uuid()+q.uuid(), "-", "")[:48] }

// planTold is a plan without its document.
func planTold(p result) result {
	out := shown(p)
	delete(out, "BackupPlan")
	return out
}

func (q *call) planAsked() (result, *wire.Error) {
	p, there := q.kept("plan").get(q.text("BackupPlanId"))
	if !there {
		return nil, noPlan.of(q.text("BackupPlanId"))
	}
	return p, nil
}

func updatePlan(q *call) (result, *wire.Error) {
	p, refused := q.planAsked()
	if refused != nil {
		return nil, refused
	}
	document, refused := q.backupPlan()
	if refused != nil {
		return nil, refused
	}
	p["BackupPlan"], p["VersionId"] = document, q.planVersion()
	return planTold(p), nil
}

func getPlan(q *call) (result, *wire.Error) {
	p, refused := q.planAsked()
	return shown(p), refused
}

func listPlans(q *call) (result, *wire.Error) {
	return result{"BackupPlansList": told(q.kept("plan").all(), func(p result) map[string]any {
		out := planTold(p)
		out["BackupPlanName"] = members(p).part("BackupPlan").text("BackupPlanName")
		return out
	})}, nil
}

func deletePlan(q *call) (result, *wire.Error) {
	p, refused := q.planAsked()
	if refused != nil {
		return nil, refused
	}
	q.kept("plan").drop(q.text("BackupPlanId"))
	return result{"BackupPlanId": p["BackupPlanId"], "BackupPlanArn": p["BackupPlanArn"], "DeletionDate": q.now, "VersionId": p["VersionId"]}, nil
}
