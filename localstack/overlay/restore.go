// Restore jobs: what is made of a recovery point. A volume and an instance are really made in the cloud behind the lab.

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

// restore is a restore job.
type restore struct {
	id, created, trouble string
	role                 string
	point                *point
	made                 time.Time
}

func (q *call) startRestore() (map[string]any, error) {
	p, err := q.point()
	if err != nil {
		return nil, err
	}
	metadata, _ := q.In["Metadata"].(map[string]any)
	if len(metadata) == 0 {
		return nil, refuse("InvalidParameterValueException", "Metadata is required: ask GetRecoveryPointRestoreMetadata for it")
	}
	r := &restore{id: strings.ToUpper(q.options.NewID()), point: p, role: cmp.Or(q.text("IamRoleArn"), p.role), made: q.At}
	r.created, err = q.revive(p, metadata)
	var refused *wire.Error
	if errors.As(err, &refused) {
		r.trouble, err = refused.Message, nil
	}
	if err != nil {
		return nil, err
	}
	p.restored = q.At
	q.here.restores = append(q.here.restores, r)
	return map[string]any{"RestoreJobId": r.id}, nil
}

// revive makes what was saved, and returns its ARN.
func (q *call) revive(p *point, metadata map[string]any) (string, error) {
	id := p.arn[strings.LastIndexByte(p.arn, '/')+1:]
	in := map[string]any{}
	switch p.kind {
	case "EBS":
		in["SnapshotId"] = id
		for name, member := range map[string]string{"availabilityZone": "AvailabilityZone", "volumeType": "VolumeType", "kmsKeyId": "KmsKeyId"} {
			if v := wire.Text(metadata, name); v != "" {
				in[member] = v
			}
		}
		if size, err := strconv.ParseInt(wire.Text(metadata, "volumeSize"), 10, 64); err == nil && size > 0 {
			in["Size"] = size
		}
		if wire.Text(metadata, "encrypted") == "true" {
			in["Encrypted"] = true
		}
		out, err := q.do("ec2", "CreateVolume", in)
		return q.arn("ec2", "volume/"+wire.Text(out, "VolumeId")), err
	case "EC2":
		in["ImageId"], in["MinCount"], in["MaxCount"] = id, int64(1), int64(1)
		for name, member := range map[string]string{"instanceType": "InstanceType", "subnetId": "SubnetId"} {
			if v := wire.Text(metadata, name); v != "" {
				in[member] = v
			}
		}
		out, err := q.do("ec2", "RunInstances", in)
		for told := range wire.Each(out["Instances"]) {
			return q.arn("ec2", "instance/"+wire.Text(told, "InstanceId")), err
		}
		return "", err
	}
	return p.resource[:strings.LastIndexAny(p.resource, ":/")+1] + cmp.Or(wire.Text(metadata, "newResourceName"), "restored"), nil
}

func (r *restore) show(q *call) map[string]any {
	last := "COMPLETED"
	if r.trouble != "" {
		last = "FAILED"
	}
	status := stage(r.made, q.At, "PENDING", "RUNNING", last)
	shown := map[string]any{
		"AccountId": q.Account, "RestoreJobId": r.id, "RecoveryPointArn": r.point.arn, "CreationDate": whole(r.made), "Status": status, "IamRoleArn": r.role,
		"ResourceType": r.point.kind, "BackupSizeInBytes": r.point.size, "PercentDone": "0.00%", "RecoveryPointCreationDate": whole(r.point.made),
	}
	switch status {
	case "COMPLETED":
		shown["CreatedResourceArn"], shown["CompletionDate"], shown["PercentDone"] = r.created, whole(r.made.Add(jobEnds)), "100.00%"
	case "FAILED":
		shown["StatusMessage"], shown["CompletionDate"] = r.trouble, whole(r.made.Add(jobEnds))
	}
	return shown
}

func (q *call) describeRestore() (map[string]any, error) {
	for _, r := range q.here.restores {
		if strings.EqualFold(r.id, q.text("RestoreJobId")) {
			return r.show(q), nil
		}
	}
	return nil, refuse("ResourceNotFoundException", "Restore job with ID %s does not exist", q.text("RestoreJobId"))
}

func (q *call) listRestores() (map[string]any, error) {
	found := slices.DeleteFunc(slices.Clone(q.here.restores), func(r *restore) bool {
		status, kind := q.text("ByStatus"), q.text("ByResourceType")
		shown := r.show(q)
		return status != "" && status != wire.Text(shown, "Status") || kind != "" && kind != r.point.kind || q.outside(r.made)
	})
	slices.Reverse(found)
	return answer(q, "RestoreJobs", found, "InvalidParameterValueException", func(r *restore) map[string]any { return r.show(q) })
}
