// Volumes, snapshots and images, and encryption by default.

package cloudtest

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
)

func (x *trial) volume(in *ec2.CreateVolumeInput) *ec2.CreateVolumeOutput {
	x.Helper()
	in.AvailabilityZone, in.Size = new(region+"a"), new(int32(8))
	return does(x, x.ec2.CreateVolume, in)
}

func volumes(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	machine := *x.launch(x.subnet(vpc, "10.0.1.0/24"), false).InstanceId
	plain := x.volume(&ec2.CreateVolumeInput{})
	same(x, "not encrypted by itself", *plain.Encrypted, false)
	does(x, x.ec2.AttachVolume, &ec2.AttachVolumeInput{VolumeId: plain.VolumeId, InstanceId: &machine, Device: new("/dev/sdf")})
	refused(x.on("attached"), "VolumeInUse", "", x.ec2.DeleteVolume, &ec2.DeleteVolumeInput{VolumeId: plain.VolumeId})
	does(x.on("instance not named"), x.ec2.DetachVolume, &ec2.DetachVolumeInput{VolumeId: plain.VolumeId})
	refused(x.on("detached"), "IncorrectState", "", x.ec2.DetachVolume, &ec2.DetachVolumeInput{VolumeId: plain.VolumeId})
	snapshot := does(x, x.ec2.CreateSnapshot, &ec2.CreateSnapshotInput{VolumeId: plain.VolumeId}).SnapshotId
	found := does(x, x.ec2.DescribeSnapshots, &ec2.DescribeSnapshotsInput{SnapshotIds: []string{*snapshot}}).Snapshots
	x.holds("ec2.DescribeSnapshots", len(found) == 1 && found[0].State == types.SnapshotStateCompleted, found)
	image := does(x, x.ec2.CreateImage, &ec2.CreateImageInput{InstanceId: &machine, Name: new("kept")}).ImageId
	x.holds("ec2.CreateImage", strings.HasPrefix(*image, "ami-"), *image)
	does(x, x.ec2.DeleteVolume, &ec2.DeleteVolumeInput{VolumeId: plain.VolumeId})
	does(x, x.ec2.CreateTags, &ec2.CreateTagsInput{Resources: []string{machine}, Tags: []types.Tag{{Key: new("quarantine"), Value: new("yes")}}})
	tagged := does(x, x.ec2.DescribeInstances, &ec2.DescribeInstancesInput{Filters: by("tag:quarantine", "y?s")}).Reservations
	same(x, "filter by tag with ?", len(tagged), 1)
	x.terminate(machine)
}

// encryption by default holds for what is made from then on.
func encryption(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	subnet := x.subnet(vpc, "10.0.1.0/24")
	setting := func() bool {
		return *does(x, x.ec2.GetEbsEncryptionByDefault, &ec2.GetEbsEncryptionByDefaultInput{}).EbsEncryptionByDefault
	}
	defer func() { tries(x, x.ec2.DisableEbsEncryptionByDefault, &ec2.DisableEbsEncryptionByDefaultInput{}) }()
	same(x, "off at first", setting(), false)
	before := x.volume(&ec2.CreateVolumeInput{})
	does(x, x.ec2.EnableEbsEncryptionByDefault, &ec2.EnableEbsEncryptionByDefaultInput{})
	same(x, "on", setting(), true)
	same(x, "ec2.CreateVolume(encryption by default)", *x.volume(&ec2.CreateVolumeInput{}).Encrypted, true)
	old := does(x, x.ec2.DescribeVolumes, &ec2.DescribeVolumesInput{VolumeIds: []string{*before.VolumeId}}).Volumes[0]
	same(x, "an older volume stays as it is", *old.Encrypted, false)
	machine := *x.launch(subnet, false).InstanceId
	disks := does(x, x.ec2.DescribeVolumes, &ec2.DescribeVolumesInput{Filters: by("attachment.instance-id", machine)}).Volumes
	x.holds("ec2.RunInstances(encryption by default)", len(disks) == 1 && *disks[0].Encrypted, disks)
	elsewhere := x.lab.actorIn("eu-west-1", "test", "test", "")
	there := does(x.on("another region"), elsewhere.ec2.GetEbsEncryptionByDefault, &ec2.GetEbsEncryptionByDefaultInput{})
	same(x, "it is a region's setting", *there.EbsEncryptionByDefault, false)
	does(x, x.ec2.DisableEbsEncryptionByDefault, &ec2.DisableEbsEncryptionByDefaultInput{})
	same(x, "off again", *x.volume(&ec2.CreateVolumeInput{}).Encrypted, false)
	x.terminate(machine)
}

func defaultKey(x *trial) {
	key := *does(x, x.kms.CreateKey, &kms.CreateKeyInput{}).KeyMetadata.Arn
	defer func() {
		tries(x, x.ec2.DisableEbsEncryptionByDefault, &ec2.DisableEbsEncryptionByDefaultInput{})
		tries(x, x.ec2.ResetEbsDefaultKmsKeyId, &ec2.ResetEbsDefaultKmsKeyIdInput{})
	}()
	does(x, x.ec2.EnableEbsEncryptionByDefault, &ec2.EnableEbsEncryptionByDefaultInput{})
	same(x, "ec2.ModifyEbsDefaultKmsKeyId", *does(x, x.ec2.ModifyEbsDefaultKmsKeyId, &ec2.ModifyEbsDefaultKmsKeyIdInput{KmsKeyId: &key}).KmsKeyId, key)
	same(x, "ec2.GetEbsDefaultKmsKeyId", *does(x, x.ec2.GetEbsDefaultKmsKeyId, &ec2.GetEbsDefaultKmsKeyIdInput{}).KmsKeyId, key)
	same(x, "ec2.CreateVolume(default key)", text(x.volume(&ec2.CreateVolumeInput{}).KmsKeyId), key)
	own := *does(x, x.kms.CreateKey, &kms.CreateKeyInput{}).KeyMetadata.Arn
	mine := x.volume(&ec2.CreateVolumeInput{Encrypted: new(true), KmsKeyId: &own})
	same(x, "ec2.CreateVolume(key of its own)", text(mine.KmsKeyId), own)
	does(x, x.ec2.ResetEbsDefaultKmsKeyId, &ec2.ResetEbsDefaultKmsKeyIdInput{})
	same(x, "ec2.ResetEbsDefaultKmsKeyId", *does(x, x.ec2.GetEbsDefaultKmsKeyId, &ec2.GetEbsDefaultKmsKeyIdInput{}).KmsKeyId, "alias/aws/ebs")
}
