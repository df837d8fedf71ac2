// Recovery points, and the vaults that hold them. The vaults are the cloud's behind the lab.

package overlay

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// point is what a backup job saved.
type point struct {
	arn, vault, vaultARN, key string
	resource, kind, role      string
	size                      int64 // bytes
	encrypted                 bool
	metadata                  map[string]any // what a restore is asked with
	made                      time.Time
	restored                  time.Time
	job                       *backup
}

// vault returns a vault as the cloud behind the lab describes it.
func (q *call) vault(name string) (map[string]any, error) {
	out, found, err := q.ask("backup", "DescribeBackupVault", map[string]any{"BackupVaultName": name})
	if err == nil && !found {
		err = refuse("ResourceNotFoundException", "Backup vault %s does not exist", name)
	}
	return out, err
}

// holds reports whether a vault has recovery points.
func (r *region) holds(vault string) bool {
	return slices.ContainsFunc(r.points, func(p *point) bool { return p.vault == vault })
}

// save makes what the recovery point is: a snapshot of a volume, an image of an instance. trouble is why it could not be.
func (q *call) save(p *point) (trouble string, err error) {
	id := p.resource[strings.LastIndexByte(p.resource, '/')+1:]
	switch p.kind {
	case "EBS":
		err = q.saveVolume(p, id)
	case "EC2":
		err = q.saveInstance(p, id)
	default:
		p.arn, p.encrypted = q.arn("backup", "recovery-point:"+strings.ToUpper(q.options.NewID())), true
		p.metadata = map[string]any{"newResourceName": id}
	}
	var refused *wire.Error
	if errors.As(err, &refused) {
		return refused.Message, nil
	}
	return "", err
}

func (q *call) saveVolume(p *point, id string) error {
	out, err := q.do("ec2", "DescribeVolumes", map[string]any{"VolumeIds": []any{id}})
	if err != nil {
		return err
	}
	for volume := range wire.Each(out["Volumes"]) {
		size, _ := volume["Size"].(int64)
		p.size = size << 30
		p.metadata = map[string]any{
			"volumeId": id, "availabilityZone": wire.Text(volume, "AvailabilityZone"), "volumeType": cmp.Or(wire.Text(volume, "VolumeType"), "gp2"), "volumeSize": strconv.FormatInt(size, 10), "encrypted": "false",
		}
		if p.encrypted, _ = volume["Encrypted"].(bool); p.encrypted {
			p.metadata["encrypted"] = "true"
		}
	}
	saved, err := q.do("ec2", "CreateSnapshot", map[string]any{"VolumeId": id, "Description": "This snapshot is created by the AWS Backup service."})
	if err != nil {
		return err
	}
	p.arn = "arn:aws:ec2:" + q.Region + "::snapshot/" + wire.Text(saved, "SnapshotId")
	return nil
}

func (q *call) saveInstance(p *point, id string) error {
	out, err := q.do("ec2", "DescribeInstances", map[string]any{"InstanceIds": []any{id}})
	if err != nil {
		return err
	}
	p.metadata = map[string]any{"instanceId": id}
	for r := range wire.Each(out["Reservations"]) {
		for told := range wire.Each(r["Instances"]) {
			p.metadata["instanceType"], p.metadata["subnetId"] = wire.Text(told, "InstanceType"), wire.Text(told, "SubnetId")
		}
	}
	saved, err := q.do("ec2", "CreateImage", map[string]any{"InstanceId": id, "Name": "AwsBackup_" + id + "_" + q.options.NewID(), "NoReboot": true})
	if err != nil {
		return err
	}
	p.arn = "arn:aws:ec2:" + q.Region + "::image/" + wire.Text(saved, "ImageId")
	return nil
}

func (p *point) show(q *call) map[string]any {
	shown := map[string]any{
		"RecoveryPointArn": p.arn, "BackupVaultName": p.vault, "BackupVaultArn": p.vaultARN, "ResourceArn": p.resource, "ResourceType": p.kind, "IamRoleArn": p.role,
		"Status": "COMPLETED", "CreationDate": whole(p.made), "CompletionDate": whole(p.made.Add(jobEnds)), "BackupSizeInBytes": p.size, "IsEncrypted": p.encrypted,
		"IsParent": false, "VaultType": "BACKUP_VAULT",
	}
	if p.key != "" && p.encrypted {
		shown["EncryptionKeyArn"] = p.key
	}
	if !p.restored.IsZero() {
		shown["LastRestoreTime"] = whole(p.restored)
	}
	if days, said := wire.Value(p.job.in, "Lifecycle", "DeleteAfterDays").(int64); said {
		shown["Lifecycle"] = p.job.in["Lifecycle"]
		shown["CalculatedLifecycle"] = map[string]any{"DeleteAt": whole(p.made.AddDate(0, 0, int(days)))}
	}
	return shown
}

// kept are the recovery points whose jobs are done.
func (q *call) kept(wanted func(*point) bool) []*point {
	return slices.DeleteFunc(slices.Clone(q.here.points), func(p *point) bool { return !p.job.done(q.At) || !wanted(p) })
}

// point returns the recovery point that a call names.
func (q *call) point() (*point, error) {
	arn, vault := q.text("RecoveryPointArn"), q.text("BackupVaultName")
	found := q.kept(func(p *point) bool { return p.arn == arn && (vault == "" || p.vault == vault) })
	if len(found) == 0 {
		return nil, refuse("ResourceNotFoundException", "Cannot find recovery point %s", arn)
	}
	return found[0], nil
}

func (q *call) listPoints() (map[string]any, error) {
	vault := q.text("BackupVaultName")
	if _, err := q.vault(vault); err != nil {
		return nil, err
	}
	found := q.kept(func(p *point) bool {
		resource, kind := q.text("ByResourceArn"), q.text("ByResourceType")
		return p.vault == vault && (resource == "" || resource == p.resource) && (kind == "" || kind == p.kind) && !q.outside(p.made)
	})
	return answer(q, "RecoveryPoints", found, "InvalidParameterValueException", func(p *point) map[string]any { return p.show(q) })
}

func (q *call) listPointsOf() (map[string]any, error) {
	found := q.kept(func(p *point) bool { return p.resource == q.text("ResourceArn") })
	return answer(q, "RecoveryPoints", found, "InvalidParameterValueException", func(p *point) map[string]any {
		shown := copied(map[string]any{"BackupSizeBytes": p.size}, p.show(q), "RecoveryPointArn", "CreationDate", "Status", "EncryptionKeyArn", "BackupVaultName", "IsParent", "VaultType")
		return shown
	})
}

func (q *call) describePoint() (map[string]any, error) {
	p, err := q.point()
	if err != nil {
		return nil, err
	}
	shown := p.show(q)
	shown["StorageClass"] = "WARM"
	return shown, nil
}

func (q *call) pointMetadata() (map[string]any, error) {
	p, err := q.point()
	if err != nil {
		return nil, err
	}
	return map[string]any{"BackupVaultArn": p.vaultARN, "RecoveryPointArn": p.arn, "ResourceType": p.kind, "RestoreMetadata": p.metadata}, nil
}

func (q *call) deletePoint() (map[string]any, error) {
	p, err := q.point()
	if err != nil {
		return nil, err
	}
	id := p.arn[strings.LastIndexByte(p.arn, '/')+1:]
	switch p.kind {
	case "EBS":
		_, _, err = q.ask("ec2", "DeleteSnapshot", map[string]any{"SnapshotId": id})
	case "EC2":
		_, _, err = q.ask("ec2", "DeregisterImage", map[string]any{"ImageId": id})
	}
	if err != nil {
		return nil, err
	}
	q.here.points = slices.DeleteFunc(q.here.points, func(other *point) bool { return other == p })
	return nil, nil
}

func (q *call) listProtected() (map[string]any, error) {
	last := map[string]*point{}
	var order []string
	for _, p := range q.kept(func(*point) bool { return true }) {
		if last[p.resource] == nil {
			order = append(order, p.resource)
		}
		last[p.resource] = p
	}
	return answer(q, "Results", order, "InvalidParameterValueException", func(resource string) map[string]any {
		p := last[resource]
		return map[string]any{"ResourceArn": resource, "ResourceType": p.kind, "LastBackupTime": whole(p.made), "LastBackupVaultArn": p.vaultARN, "LastRecoveryPointArn": p.arn}
	})
}

// describeVault tells of a vault what the cloud behind the lab cannot know: how many recovery points it has.
func (q *call) describeVault() (map[string]any, error) {
	out, err := q.vault(q.text("BackupVaultName"))
	if err != nil {
		return nil, err
	}
	out = clone(out)
	out["NumberOfRecoveryPoints"] = int64(len(q.kept(func(p *point) bool { return p.vault == q.text("BackupVaultName") })))
	return out, nil
}

// keepVault answers the deletion of a vault that has recovery points.
func (q *call) keepVault() (map[string]any, error) {
	return nil, refuse("InvalidRequestException", "Backup vault cannot be deleted because it contains recovery points.")
}
