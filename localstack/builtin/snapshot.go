// Snapshots: what was on a volume, kept.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// snapshot is what was on a volume.
type snapshot struct {
	base
	volume, about, key string
	size               int64
	encrypted          bool
	since              time.Time
}

var (
	snapshotInUse = fault{code: "InvalidSnapshot.InUse", sentence: "The snapshot %s is currently in use by %s"}
	otherRegion   = fault{code: "InvalidParameterValue", sentence: "Snapshots of the region %s are not there; copy one of %s."}
)

func snapshotCalls() operations {
	return operations{
		"CreateSnapshot": createSnapshot, "CreateSnapshots": createSnapshots, "CopySnapshot": copySnapshot, "DeleteSnapshot": deleteSnapshot,
		"DescribeSnapshots": describe(listing{of: "snapshot", member: "Snapshots", ids: "SnapshotIds", skip: func(q *call, r resource) bool {
			owners := q.texts("OwnerIds")
			return len(owners) > 0 && !slices.Contains(owners, "self") && !slices.Contains(owners, q.options.Account)
		}}),
	}
}

func (*snapshot) kind() string { return "snapshot" }

func (s *snapshot) show(q *call) result {
	out := result{
		"SnapshotId": s.id, "VolumeId": s.volume, "VolumeSize": s.size, "Description": s.about, "Encrypted": s.encrypted, "StartTime": s.since,
		"State": "completed", "Progress": "100%", "OwnerId": q.options.Account, "StorageTier": "standard", "Tags": q.tagged(s.id),
	}
	put(out, "KmsKeyId", s.key)
	return out
}

func (q *call) newSnapshot(v *volume, about string) *snapshot {
	s := &snapshot{volume: v.id, about: about, key: v.key, size: v.size, encrypted: v.encrypted, since: q.fine}
	q.add(s)
	return s
}

// begun shows a snapshot as the call does that makes it.
func (s *snapshot) begun(q *call) result {
	out := s.show(q)
	out["State"], out["Progress"] = "pending", ""
	return out
}

func createSnapshot(q *call) (result, *wire.Error) {
	v, refused := find[*volume](q, q.text("VolumeId"))
	if refused != nil {
		return nil, refused
	}
	out := q.newSnapshot(v, q.text("Description")).begun(q)
	delete(out, "StorageTier")
	return out, nil
}

// createSnapshots keeps all volumes of an instance, but for those that the call leaves out.
func createSnapshots(q *call) (result, *wire.Error) {
	spec := q.part("InstanceSpecification")
	i, refused := find[*instance](q, spec.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	made := []any{}
	for _, d := range i.devices {
		if d.name == i.root && spec.flag("ExcludeBootVolume") || slices.Contains(spec.texts("ExcludeDataVolumeIds"), d.volume) {
			continue
		}
		s := q.newSnapshot(have[*volume](q, d.volume), q.text("Description"))
		if q.text("CopyTagsFromSource") == "volume" {
			q.tags[s.id] = append(slices.Clone(q.tags[d.volume]), q.tags[s.id]...)
		}
		out := s.begun(q)
		for _, name := range []string{"StorageTier", "KmsKeyId"} {
			delete(out, name)
		}
		made = append(made, out)
	}
	return result{"Snapshots": made}, nil
}

func copySnapshot(q *call) (result, *wire.Error) {
	if from := q.text("SourceRegion"); from != q.here {
		return nil, otherRegion.of(from, q.here)
	}
	old, refused := find[*snapshot](q, q.text("SourceSnapshotId"))
	if refused != nil {
		return nil, refused
	}
	s := *old
	s.about, s.since, s.volume = q.text("Description"), q.fine, "vol-ffffffff" // which AWS says of copies
	s.encrypted = s.encrypted || q.flag("Encrypted") || q.encrypt.on
	if s.key, refused = q.sealedBy(s.encrypted, q.text("KmsKeyId"), s.key); refused != nil {
		return nil, refused
	}
	q.add(&s)
	return result{"SnapshotId": s.id, "Tags": q.tagged(s.id)}, nil
}

func deleteSnapshot(q *call) (result, *wire.Error) {
	s, refused := find[*snapshot](q, q.text("SnapshotId"))
	if refused != nil {
		return nil, refused
	}
	for _, i := range all[*image](q) {
		if slices.ContainsFunc(i.disks, func(d disk) bool { return d.snapshot == s.id }) {
			return nil, snapshotInUse.of(s.id, i.id)
		}
	}
	q.remove(s)
	return nil, nil
}
