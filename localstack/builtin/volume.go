// Volumes: disks, each in a zone, on an instance or on none.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// volume is a disk.
type volume struct {
	base
	zone, sort, snapshot, key string
	size, iops                int64
	encrypted                 bool
	created                   time.Time
	instance, device          string
	leaves                    bool // ends with its instance
	since                     time.Time
}

var (
	volumeInUse   = fault{code: "VolumeInUse", sentence: "Volume %s is currently attached to %s"}
	volumeTaken   = fault{code: "VolumeInUse", sentence: "%s is already attached to an instance"}
	volumeZone    = fault{code: "InvalidVolume.ZoneMismatch", sentence: "The volume '%s' is not in the same availability zone as instance '%s'"}
	volumeFree    = fault{code: "IncorrectState", sentence: "Volume '%s' is in the 'available' state."}
	volumeOther   = fault{code: "InvalidAttachment.NotFound", sentence: "Volume '%s' is not attached to instance '%s' as device '%s'"}
	deviceTaken   = fault{code: "InvalidParameterValue", sentence: "Invalid value '%s' for unixDevice. Attachment point %s is already in use"}
	volumeRoot    = fault{code: "OperationNotPermitted", sentence: "Unable to detach root volume '%s' from instance '%s'"}
	volumeSize    = fault{code: "InvalidParameterValue", sentence: "Volume of %dGiB is not valid; it must be from 1GiB to 16384GiB, and no smaller than its snapshot, %dGiB"}
	volumeZones   = fault{code: "InvalidZone.NotFound", sentence: "The zone '%s' does not exist."}
	volumeNothing = fault{code: "MissingParameter", sentence: "The request must contain the parameter size or snapshotId"}
	keyPlain      = fault{code: "InvalidParameterDependency", sentence: "The parameter KmsKeyId requires the parameter Encrypted to be set."}
)

func volumeCalls() operations {
	return operations{
		"CreateVolume": createVolume, "DeleteVolume": deleteVolume, "AttachVolume": attachVolume, "DetachVolume": detachVolume,
		"ModifyVolume": modifyVolume,
		"DescribeVolumes": describe(listing{of: "volume", member: "Volumes", ids: "VolumeIds", also: map[string]string{
			"attachment.instance-id": "attachment.instance-id",
		}}),
	}
}

func (*volume) kind() string { return "volume" }

func (v *volume) show(q *call) result {
	out := result{
		"VolumeId": v.id, "AvailabilityZone": v.zone, "Size": v.size, "VolumeType": v.sort, "Encrypted": v.encrypted, "CreateTime": v.created,
		"State": "available", "SnapshotId": v.snapshot, "MultiAttachEnabled": false, "Attachments": []any{}, "Tags": q.tagged(v.id),
	}
	if v.iops > 0 {
		out["Iops"] = v.iops
	}
	put(out, "KmsKeyId", v.key)
	if v.instance != "" {
		out["State"], out["Attachments"] = "in-use", []any{v.showBond("attached")}
	}
	return out
}

func (v *volume) showBond(state string) result {
	return result{
		"VolumeId": v.id, "InstanceId": v.instance, "Device": v.device, "State": state, "AttachTime": v.since, "DeleteOnTermination": v.leaves,
	}
}

// newVolume puts a volume on its shelf.
func (q *call) newVolume(model volume) *volume {
	v := model
	v.created = q.fine
	q.add(&v)
	return &v
}

// diskAsked reads what a call wants of a volume. A snapshot's encryption is the volume's; otherwise the region's default holds.
func (q *call) diskAsked(in members) (volume, *wire.Error) {
	v := volume{sort: in.or("VolumeType", "gp2"), size: in.number("Size") + in.number("VolumeSize"), iops: in.number("Iops"), encrypted: in.flag("Encrypted")}
	var least int64 = 1
	if id := in.text("SnapshotId"); id != "" {
		s, refused := find[*snapshot](q, id)
		if refused != nil {
			return v, refused
		}
		v.snapshot, least = s.id, s.size
		if v.size == 0 {
			v.size = s.size
		}
		if s.encrypted {
			v.encrypted, v.key = true, s.key
		}
	}
	if v.size < least || v.size > 16384 {
		return v, volumeSize.of(v.size, least)
	}
	if v.sort == "gp3" && v.iops == 0 {
		v.iops = 3000
	}
	if v.sort == "gp2" {
		v.iops = max(100, 3*v.size)
	}
	v.encrypted = v.encrypted || q.encrypt.on
	var refused *wire.Error
	v.key, refused = q.sealedBy(v.encrypted, in.text("KmsKeyId"), v.key)
	return v, refused
}

func createVolume(q *call) (result, *wire.Error) {
	if !q.said("Size") && q.text("SnapshotId") == "" {
		return nil, volumeNothing.of()
	}
	model, refused := q.diskAsked(q.members)
	if refused != nil {
		return nil, refused
	}
	model.zone = q.or("AvailabilityZone", q.zones()[0].id)
	if !slices.ContainsFunc(q.zones(), func(z *zone) bool { return z.id == model.zone }) {
		return nil, volumeZones.of(model.zone)
	}
	v := q.newVolume(model)
	shown := v.show(q)
	shown["State"] = "creating"
	delete(shown, "Attachments")
	return shown, nil
}

func deleteVolume(q *call) (result, *wire.Error) {
	v, refused := find[*volume](q, q.text("VolumeId"))
	if refused != nil {
		return nil, refused
	}
	if v.instance != "" {
		return nil, volumeInUse.of(v.id, v.instance)
	}
	q.remove(v)
	return nil, nil
}

func attachVolume(q *call) (result, *wire.Error) {
	v, refused := find[*volume](q, q.text("VolumeId"))
	if refused != nil {
		return nil, refused
	}
	i, refused := find[*instance](q, q.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	name := q.text("Device")
	switch {
	case v.instance != "":
		return nil, volumeTaken.of(v.id)
	case i.state != running && i.state != stopped:
		return nil, badState.of(i.id)
	case v.zone != i.zone:
		return nil, volumeZone.of(v.id, i.id)
	case slices.ContainsFunc(i.devices, func(d device) bool { return d.name == name }):
		return nil, deviceTaken.of(name, name)
	}
	v.instance, v.device, v.leaves, v.since = i.id, name, false, q.now
	i.devices = append(i.devices, device{name: name, volume: v.id, since: q.now})
	return v.showBond("attaching"), nil
}

// detachVolume takes a volume from whatever instance has it, or from the one that the call names.
func detachVolume(q *call) (result, *wire.Error) {
	v, refused := find[*volume](q, q.text("VolumeId"))
	if refused != nil {
		return nil, refused
	}
	if v.instance == "" {
		return nil, volumeFree.of(v.id)
	}
	if q.or("InstanceId", v.instance) != v.instance || q.or("Device", v.device) != v.device {
		return nil, volumeOther.of(v.id, q.or("InstanceId", v.instance), q.or("Device", v.device))
	}
	i := have[*instance](q, v.instance)
	if i.state == running && v.device == i.root {
		return nil, volumeRoot.of(v.id, i.id)
	}
	shown := v.showBond("detaching")
	i.devices = slices.DeleteFunc(i.devices, func(d device) bool { return d.volume == v.id })
	v.instance, v.device = "", ""
	return shown, nil
}

func modifyVolume(q *call) (result, *wire.Error) {
	v, refused := find[*volume](q, q.text("VolumeId"))
	if refused != nil {
		return nil, refused
	}
	before := *v
	if size := q.number("Size"); q.said("Size") {
		if size < v.size || size > 16384 {
			return nil, volumeSize.of(size, v.size)
		}
		v.size = size
	}
	v.sort = q.or("VolumeType", v.sort)
	if q.said("Iops") {
		v.iops = q.number("Iops")
	}
	return result{"VolumeModification": result{
		"VolumeId": v.id, "ModificationState": "modifying", "OriginalSize": before.size, "TargetSize": v.size, "OriginalVolumeType": before.sort,
		"TargetVolumeType": v.sort, "OriginalIops": before.iops, "TargetIops": v.iops, "StartTime": q.now, "Progress": 0,
	}}, nil
}
