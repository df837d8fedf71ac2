// Backup jobs. What a job of a volume or an instance saves is a snapshot or an image in the cloud behind the lab; of
// everything else there is a recovery point in name only.
// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupJob.html

package overlay

import (
	"maps"
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// backup is a job.
type backup struct {
	id, trouble string // why it failed
	point       *point
	in          map[string]any
	made        time.Time
	stopped     time.Time
}

// When a job runs, and when it has ended.
const (
	jobRuns = 2 * time.Second
	jobEnds = 10 * time.Second
)

// stage is how far a job that began at a moment has come.
func stage(made, now time.Time, first, second, third string) string {
	switch {
	case now.Before(made.Add(jobRuns)):
		return first
	case now.Before(made.Add(jobEnds)):
		return second
	}
	return third
}

func (b *backup) state(now time.Time) string {
	switch {
	case !b.stopped.IsZero():
		return "ABORTED"
	case b.trouble != "":
		return stage(b.made, now, "CREATED", "RUNNING", "FAILED")
	}
	return stage(b.made, now, "CREATED", "RUNNING", "COMPLETED")
}

// done reports whether its recovery point may be used.
func (b *backup) done(now time.Time) bool { return b.state(now) == "COMPLETED" }

func (q *call) startBackup() (map[string]any, error) {
	vault, err := q.vault(q.text("BackupVaultName"))
	if err != nil {
		return nil, err
	}
	resource := q.text("ResourceArn")
	kind := resourceType(resource)
	if kind == "" {
		return nil, refuse("InvalidParameterValueException", "Invalid ARN: %s is not of a supported resource", resource)
	}
	if token := q.text("IdempotencyToken"); token != "" {
		for _, b := range q.here.backups {
			if wire.Text(b.in, "IdempotencyToken") == token {
				return b.started(q), nil
			}
		}
	}
	p := &point{vault: q.text("BackupVaultName"), vaultARN: wire.Text(vault, "BackupVaultArn"), key: wire.Text(vault, "EncryptionKeyArn"), resource: resource, kind: kind, made: q.At, role: q.text("IamRoleArn")}
	b := &backup{id: strings.ToUpper(q.options.NewID()), point: p, in: q.In, made: q.At}
	p.job = b
	if b.trouble, err = q.save(p); err != nil {
		return nil, err
	}
	q.here.backups = append(q.here.backups, b)
	q.here.points = append(q.here.points, p)
	return b.started(q), nil
}

func (b *backup) started(*call) map[string]any {
	return map[string]any{"BackupJobId": b.id, "RecoveryPointArn": b.point.arn, "CreationDate": whole(b.made), "IsParent": false}
}

// resourceType is what backups call the kind of a resource; "" for one that they do not know.
func resourceType(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return ""
	}
	switch of, path := parts[2], parts[5]; {
	case of == "ec2" && strings.HasPrefix(path, "volume/"):
		return "EBS"
	case of == "ec2" && strings.HasPrefix(path, "instance/"):
		return "EC2"
	case of == "rds" && strings.HasPrefix(path, "db:"):
		return "RDS"
	case of == "rds" && strings.HasPrefix(path, "cluster:"):
		return "Aurora"
	}
	return map[string]string{"dynamodb": "DynamoDB", "elasticfilesystem": "EFS", "fsx": "FSx", "s3": "S3", "storagegateway": "Storage Gateway"}[parts[2]]
}

// job returns the backup job that a call names.
func (q *call) job() (*backup, error) {
	for _, b := range q.here.backups {
		if strings.EqualFold(b.id, q.text("BackupJobId")) {
			return b, nil
		}
	}
	return nil, refuse("ResourceNotFoundException", "Backup job with ID %s does not exist", q.text("BackupJobId"))
}

func (b *backup) show(q *call) map[string]any {
	state := b.state(q.At)
	shown := map[string]any{
		"AccountId": q.Account, "BackupJobId": b.id, "BackupVaultName": b.point.vault, "BackupVaultArn": b.point.vaultARN, "ResourceArn": b.point.resource,
		"ResourceType": b.point.kind, "CreationDate": whole(b.made), "State": state, "IamRoleArn": b.point.role, "IsParent": false, "StartBy": whole(b.made.Add(8 * time.Hour)),
		"PercentDone": map[string]string{"COMPLETED": "100.0", "RUNNING": "50.0"}[state],
	}
	switch state {
	case "COMPLETED":
		maps.Copy(shown, map[string]any{"RecoveryPointArn": b.point.arn, "CompletionDate": whole(b.made.Add(jobEnds)), "BackupSizeInBytes": b.point.size, "BytesTransferred": b.point.size})
	case "FAILED":
		shown["CompletionDate"], shown["StatusMessage"] = whole(b.made.Add(jobEnds)), b.trouble
	case "ABORTED":
		shown["CompletionDate"] = whole(b.stopped)
	}
	if shown["PercentDone"] == "" {
		shown["PercentDone"] = "0.0"
	}
	return copied(shown, b.in, "BackupOptions")
}

func (q *call) describeBackup() (map[string]any, error) {
	b, err := q.job()
	if err != nil {
		return nil, err
	}
	return b.show(q), nil
}

func (q *call) stopBackup() (map[string]any, error) {
	b, err := q.job()
	if err != nil {
		return nil, err
	}
	if state := b.state(q.At); state != "CREATED" && state != "RUNNING" {
		return nil, refuse("InvalidRequestException", "Backup job %s is %s and cannot be stopped", b.id, state)
	}
	b.stopped = q.At
	q.here.points = slices.DeleteFunc(q.here.points, func(p *point) bool { return p.job == b })
	return nil, nil
}

func (q *call) listBackups() (map[string]any, error) {
	found := slices.DeleteFunc(slices.Clone(q.here.backups), func(b *backup) bool {
		shown := b.show(q)
		for filter, member := range map[string]string{"ByResourceArn": "ResourceArn", "ByState": "State", "ByBackupVaultName": "BackupVaultName", "ByResourceType": "ResourceType", "ByAccountId": "AccountId"} {
			if wanted := q.text(filter); wanted != "" && wanted != "*" && wanted != wire.Text(shown, member) {
				return true
			}
		}
		return q.outside(b.made)
	})
	slices.Reverse(found)
	return answer(q, "BackupJobs", found, "InvalidParameterValueException", func(b *backup) map[string]any { return b.show(q) })
}

// outside reports whether a moment is not in the time that a list is asked for.
func (q *call) outside(made time.Time) bool {
	before, bounded := q.In["ByCreatedBefore"].(time.Time)
	after, begun := q.In["ByCreatedAfter"].(time.Time)
	return bounded && !made.Before(before) && !q.tillNow(before) || begun && !made.After(after)
}
