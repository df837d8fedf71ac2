// Images: those of Amazon Linux, and those that are made of instances.

package builtin

import (
	"fmt"
	"slices"
	"time"

	"traillab/localstack/wire"
)

// image is an AMI.
type image struct {
	base
	title, about, architecture string
	owner, alias               string // of Amazon's: its account, and amazon
	root, tokens               string
	disks                      []disk
	since                      time.Time
}

// disk is a device of an image.
type disk struct {
	name, snapshot, sort string
	size                 int64
	encrypted, leaves    bool
}

// devicePlan is a volume that a launch makes.
type devicePlan struct {
	name   string
	volume volume
	leaves bool
}

var (
	titleTaken = fault{code: "InvalidAMIName.Duplicate", sentence: "AMI name %s is already in use by AMI %s"}
	notYours   = fault{code: "AuthFailure", sentence: "Not authorized for image:%s"}
)

// amazon is the account whose images are Amazon Linux.
const amazon = "137112412989"

// releases are the images of Amazon's that there are, the newest last, and the word by which Parameter Store knows the newest.
var releases = []struct{ title, architecture, since, alias string }{
	{"amzn2-ami-hvm-2.0.20250929.2-x86_64-gp2", "x86_64", "2025-09-30T22:10:00Z", "amzn2-ami-hvm-x86_64-gp2"},
	{"al2023-ami-2023.8.20250915.0-kernel-6.1-x86_64", "x86_64", "2025-09-16T01:02:00Z", ""},
	{"al2023-ami-2023.8.20250915.0-kernel-6.1-arm64", "arm64", "2025-09-16T01:03:00Z", ""},
	{"al2023-ami-2023.9.20251117.1-kernel-6.1-x86_64", "x86_64", "2025-11-18T02:11:00Z", "al2023-ami-kernel-6.1-x86_64"},
	{"al2023-ami-2023.9.20251117.1-kernel-6.1-arm64", "arm64", "2025-11-18T02:12:00Z", "al2023-ami-kernel-6.1-arm64"},
}

func imageCalls() operations {
	return operations{
		"CreateImage": createImage, "DeregisterImage": deregisterImage,
		"DescribeImages": describe(listing{of: "image", member: "Images", ids: "ImageIds", skip: foreign, also: map[string]string{
			"owner-alias": "image-owner-alias", "owner-id": "image-owner-id", "state": "image-state",
			"block-device-mapping.snapshot-id": "block-device-mapping.ebs.snapshot-id",
		}}),
	}
}

// foreign: a call may ask for the images of some owners.
func foreign(q *call, r resource) bool {
	i, _ := r.(*image)
	owners := q.texts("Owners")
	return len(owners) > 0 && !slices.ContainsFunc(owners, func(o string) bool {
		return o == i.owner || o == i.alias && o != "" || o == "self" && i.owner == q.options.Account
	})
}

func (*image) kind() string { return "image" }

func (i *image) show(q *call) result {
	out := result{
		"ImageId": i.id, "Name": i.title, "Description": i.about, "Architecture": i.architecture, "State": "available", "OwnerId": i.owner,
		"Public": i.alias != "", "CreationDate": i.since.Format("2006-01-02T15:04:05.000Z"), "ImageType": "machine", "RootDeviceType": "ebs",
		"RootDeviceName": i.root, "VirtualizationType": "hvm", "Hypervisor": "xen", "EnaSupport": true, "PlatformDetails": "Linux/UNIX",
		"UsageOperation": "RunInstances", "ImageLocation": i.owner + "/" + i.title, "Tags": q.tagged(i.id),
		"BlockDeviceMappings": told(i.disks, func(d disk) map[string]any {
			ebs := result{"VolumeSize": d.size, "VolumeType": d.sort, "Encrypted": d.encrypted, "DeleteOnTermination": d.leaves}
			put(ebs, "SnapshotId", d.snapshot)
			return result{"DeviceName": d.name, "Ebs": ebs}
		}),
	}
	if i.alias != "" {
		out["ImageOwnerAlias"], out["ImageLocation"] = i.alias, i.alias+"/"+i.title
	}
	if i.tokens == "required" {
		out["ImdsSupport"] = "v2.0"
	}
	return out
}

// stockImages puts Amazon's images on the shelf.
func (q *call) stockImages() {
	for _, r := range releases {
		since, err := time.Parse(time.RFC3339, r.since)
		if err != nil {
			continue
		}
		i := &image{
			title: r.title, architecture: r.architecture, owner: amazon, alias: "amazon", root: "/dev/xvda", since: since, tokens: "required",
			about: "Amazon Linux " + r.title, disks: []disk{{name: "/dev/xvda", snapshot: "snap-" + q.digits(17), sort: "gp3", size: 8, leaves: true}},
		}
		if r.title[:5] == "amzn2" {
			i.tokens, i.disks[0].sort = "optional", "gp2"
		}
		q.place(i, "ami-"+q.digits(17))
	}
}

// devicesAsked are the volumes that a launch makes: those of the image, as the call would have them, and those of its own.
func (q *call) devicesAsked(i *image) ([]devicePlan, *wire.Error) {
	asked := map[string]members{}
	var names []string
	for _, d := range i.disks {
		ebs := members{"VolumeSize": d.size, "VolumeType": d.sort, "Encrypted": d.encrypted, "DeleteOnTermination": d.leaves}
		if _, ours := q.index[d.snapshot]; ours {
			ebs["SnapshotId"] = d.snapshot
		}
		asked[d.name], names = ebs, append(names, d.name)
	}
	for d := range q.each("BlockDeviceMappings") {
		name := d.text("DeviceName")
		if _, known := asked[name]; !known && d.said("Ebs") {
			asked[name], names = members{"DeleteOnTermination": true}, append(names, name)
		}
		for member, value := range d.part("Ebs") {
			if member == "SnapshotId" && q.index[fmt.Sprint(value)] == nil && slices.ContainsFunc(i.disks, func(o disk) bool { return o.snapshot == value }) {
				continue // of Amazon's, which is nowhere
			}
			asked[name][member] = value
		}
		if d.said("NoDevice") {
			names = slices.DeleteFunc(names, func(o string) bool { return o == name })
		}
	}
	var plans []devicePlan
	for _, name := range names {
		model, refused := q.diskAsked(asked[name])
		if refused != nil {
			return nil, refused
		}
		plans = append(plans, devicePlan{name, model, asked[name].flag("DeleteOnTermination")})
	}
	return plans, nil
}

// createImage keeps the volumes of an instance, and makes an image of them.
func createImage(q *call) (result, *wire.Error) {
	of, refused := find[*instance](q, q.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	title := q.text("Name")
	for _, i := range all[*image](q) {
		if i.title == title && i.owner == q.options.Account {
			return nil, titleTaken.of(title, i.id)
		}
	}
	if of.state != running && of.state != stopped {
		return nil, badState.of(of.id)
	}
	i := &image{
		title: title, about: q.text("Description"), architecture: of.architecture, owner: q.options.Account, root: of.root, since: q.now,
		tokens: fmt.Sprint(of.metadata["HttpTokens"]),
	}
	q.add(i)
	for _, d := range of.devices {
		v := have[*volume](q, d.volume)
		s := q.newSnapshot(v, "Created by CreateImage("+of.id+") for "+i.id)
		i.disks = append(i.disks, disk{d.name, s.id, v.sort, v.size, v.encrypted, d.leaves})
	}
	return result{"ImageId": i.id}, nil
}

func deregisterImage(q *call) (result, *wire.Error) {
	i, refused := find[*image](q, q.text("ImageId"))
	if refused != nil {
		return nil, refused
	}
	if i.owner != q.options.Account {
		return nil, notYours.of(i.id)
	}
	q.remove(i)
	return nil, nil
}
