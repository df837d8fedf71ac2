// Root volumes that are replaced on a running instance: the new one is made of an image, a snapshot or the old volume, and
// takes its place in the cloud behind the lab.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/replace-root.html

package overlay

import (
	"errors"
	"slices"
	"time"

	"traillab/localstack/wire"
)

// task is a replacement.
type task struct {
	id      string
	in      map[string]any
	made    time.Time
	trouble bool
}

func (q *call) replaceRoot() (map[string]any, error) {
	id := q.text("InstanceId")
	if q.text("ImageId") != "" && q.text("SnapshotId") != "" {
		return nil, refuse("InvalidParameterCombination", "You can't specify both SnapshotId and ImageId.")
	}
	out, err := q.do("ec2", "DescribeInstances", map[string]any{"InstanceIds": []any{id}})
	if err != nil {
		return nil, err
	}
	var told map[string]any
	for r := range wire.Each(out["Reservations"]) {
		for i := range wire.Each(r["Instances"]) {
			if wire.Text(i, "InstanceId") == id {
				told = i
			}
		}
	}
	if wire.Text(told, "State", "Name") != "running" {
		return nil, refuse("IncorrectInstanceState", "The instance '%s' is not in the 'running' state.", id)
	}
	snapshot, err := q.source()
	if err != nil {
		return nil, err
	}
	t := &task{id: q.newHex("replacevol-"), in: q.In, made: q.At}
	if err := q.swap(told, snapshot); err != nil {
		t.trouble = true
	}
	q.here.tasks = append(q.here.tasks, t)
	return map[string]any{"ReplaceRootVolumeTask": t.show(q.At)}, nil
}

// source is the snapshot that the new volume is made of; "" for the old volume's own.
func (q *call) source() (string, error) {
	image := q.text("ImageId")
	if image == "" {
		return q.text("SnapshotId"), nil
	}
	out, err := q.do("ec2", "DescribeImages", map[string]any{"ImageIds": []any{image}})
	if err != nil {
		return "", err
	}
	for told := range wire.Each(out["Images"]) {
		for mapping := range wire.Each(told["BlockDeviceMappings"]) {
			if name := wire.Text(told, "RootDeviceName"); name == "" || name == wire.Text(mapping, "DeviceName") {
				return wire.Text(mapping, "Ebs", "SnapshotId"), nil
			}
		}
	}
	return "", nil
}

// rootOf is the root device of an instance and its volume. A cloud that calls the device otherwise than what it maps means the
// first.
func rootOf(told map[string]any) (device, volume string) {
	for mapping := range wire.Each(told["BlockDeviceMappings"]) {
		name, id := wire.Text(mapping, "DeviceName"), wire.Text(mapping, "Ebs", "VolumeId")
		if name == wire.Text(told, "RootDeviceName") {
			return name, id
		}
		if volume == "" {
			device, volume = name, id
		}
	}
	return device, volume
}

// swap puts a new volume in the place of the root volume of an instance.
func (q *call) swap(told map[string]any, snapshot string) error {
	id := wire.Text(told, "InstanceId")
	device, old := rootOf(told)
	volumes, err := q.do("ec2", "DescribeVolumes", map[string]any{"VolumeIds": []any{old}})
	if err != nil {
		return err
	}
	in := map[string]any{}
	for volume := range wire.Each(volumes["Volumes"]) {
		copied(in, volume, "AvailabilityZone", "VolumeType", "Size", "Encrypted", "KmsKeyId")
	}
	if snapshot != "" {
		in["SnapshotId"] = snapshot
	}
	made, err := q.do("ec2", "CreateVolume", in)
	if err != nil {
		return err
	}
	if _, err := q.do("ec2", "DetachVolume", map[string]any{"VolumeId": old, "InstanceId": id, "Device": device}); err != nil {
		_, _, gone := q.ask("ec2", "DeleteVolume", map[string]any{"VolumeId": made["VolumeId"]})
		return errors.Join(err, gone)
	}
	if _, err := q.do("ec2", "AttachVolume", map[string]any{"VolumeId": made["VolumeId"], "InstanceId": id, "Device": device}); err != nil {
		return err
	}
	if q.flag("DeleteReplacedRootVolume") {
		_, err = q.do("ec2", "DeleteVolume", map[string]any{"VolumeId": old})
	}
	return err
}

func (t *task) state(now time.Time) string {
	if t.trouble {
		return stage(t.made, now, "pending", "failing", "failed")
	}
	return stage(t.made, now, "pending", "in-progress", "succeeded")
}

func (t *task) show(now time.Time) map[string]any {
	shown := map[string]any{
		"ReplaceRootVolumeTaskId": t.id, "TaskState": t.state(now), "StartTime": t.made.UTC().Format(time.RFC3339), "DeleteReplacedRootVolume": false, "Tags": []any{},
	}
	if !now.Before(t.made.Add(jobEnds)) {
		shown["CompleteTime"] = t.made.Add(jobEnds).UTC().Format(time.RFC3339)
	}
	for specification := range wire.Each(t.in["TagSpecifications"]) {
		copied(shown, specification, "Tags")
	}
	return copied(shown, t.in, "InstanceId", "ImageId", "SnapshotId", "DeleteReplacedRootVolume")
}

func (q *call) describeTasks() (map[string]any, error) {
	ids := q.texts("ReplaceRootVolumeTaskIds")
	for _, id := range ids {
		if !slices.ContainsFunc(q.here.tasks, func(t *task) bool { return t.id == id }) {
			return nil, refuse("InvalidReplaceRootVolumeTaskId.NotFound", "The replace root volume task ID '%s' does not exist", id)
		}
	}
	found := slices.DeleteFunc(slices.Clone(q.here.tasks), func(t *task) bool {
		for f := range wire.Each(q.In["Filters"]) {
			if wire.Text(f, "Name") == "instance-id" && !meets(wire.Texts(f["Values"]), wire.Text(t.in, "InstanceId")) {
				return true
			}
		}
		return !meets(ids, t.id)
	})
	return answer(q, "ReplaceRootVolumeTasks", found, "InvalidNextToken", func(t *task) map[string]any { return t.show(q.At) })
}
