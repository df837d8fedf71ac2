// Instances: machines that are not there, and all that is said of them.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// instance is a virtual machine.
type instance struct {
	base
	vpc, subnet, zone string
	image, size       string // AMI and type
	key               string
	state             state
	reason            string
	launched          time.Time
	reservation       string
	place             int // in its reservation
	token             string
	root              string
	devices           []device
	profile           string // ARN of the instance profile
	metadata          result
	guarded, held     bool // against termination, against stopping
	optimised         bool
	watched           bool
	onShutdown        string
	data              string // user data, base64
	architecture      string
}

// device is a volume as an instance has it.
type device struct {
	name, volume string
	leaves       bool // ends with the instance
	since        time.Time
}

// state is what an instance does.
type state int

// The states of instances, with AWS's numbers.
const (
	pending      state = 0
	running      state = 16
	shuttingDown state = 32
	terminated   state = 48
	stopping     state = 64
	stopped      state = 80
)

// words are the names of the states.
var words = map[state]string{
	pending: "pending", running: "running", shuttingDown: "shutting-down", terminated: "terminated", stopping: "stopping", stopped: "stopped",
}

func (s state) show() result { return result{"Code": int(s), "Name": words[s]} }

func (*instance) kind() string { return "instance" }

// facesOf are the interfaces of an instance in the order of its devices.
func (q *call) facesOf(i *instance) []*face {
	faces := slices.DeleteFunc(all[*face](q), func(f *face) bool { return f.instance != i.id })
	slices.SortStableFunc(faces, func(a, b *face) int { return int(a.index - b.index) })
	return faces
}

func (i *instance) show(q *call) result {
	out := result{
		"InstanceId": i.id, "ImageId": i.image, "InstanceType": i.size, "State": i.state.show(), "LaunchTime": i.launched, "AmiLaunchIndex": i.place,
		"Architecture": i.architecture, "VirtualizationType": "hvm", "Hypervisor": "xen", "EnaSupport": true, "EbsOptimized": i.optimised,
		"RootDeviceType": "ebs", "RootDeviceName": i.root, "ClientToken": i.token, "StateTransitionReason": i.reason, "ProductCodes": []any{},
		"PrivateDnsName": "", "PublicDnsName": "", "Tags": q.tagged(i.id), "MetadataOptions": copied(i.metadata),
		"Placement":      result{"AvailabilityZone": i.zone, "Tenancy": "default", "GroupName": ""},
		"Monitoring":     result{"State": map[bool]string{true: "enabled", false: "disabled"}[i.watched]},
		"CpuOptions":     result{"CoreCount": 1, "ThreadsPerCore": 2},
		"EnclaveOptions": result{"Enabled": false}, "HibernationOptions": result{"Configured": false},
		"PlatformDetails": "Linux/UNIX", "UsageOperation": "RunInstances", "UsageOperationUpdateTime": i.launched,
		"CapacityReservationSpecification": result{"CapacityReservationPreference": "open"},
		"BlockDeviceMappings": told(i.devices, func(d device) map[string]any {
			return result{"DeviceName": d.name, "Ebs": result{"VolumeId": d.volume, "Status": "attached", "AttachTime": d.since, "DeleteOnTermination": d.leaves}}
		}),
		"NetworkInterfaces": []any{}, "SecurityGroups": []any{},
	}
	put(out, "KeyName", i.key)
	if i.reason != "" {
		out["StateReason"] = result{"Code": "Client.UserInitiatedShutdown", "Message": "Client.UserInitiatedShutdown: User initiated shutdown"}
	}
	if i.state == terminated {
		return out
	}
	i.showNetwork(q, out)
	if p := q.people.profileAt(i.profile); p != nil {
		out["IamInstanceProfile"] = result{"Arn": p.arn, "Id": p.id}
	}
	return out
}

// showNetwork shows where an instance is in its network; one that is terminated is nowhere.
func (i *instance) showNetwork(q *call, out result) {
	out["VpcId"], out["SubnetId"] = i.vpc, i.subnet
	faces := q.facesOf(i)
	out["NetworkInterfaces"] = told(faces, func(f *face) map[string]any {
		one := f.show(q)
		bond := f.showBond(q)
		for _, name := range []string{"InstanceId", "InstanceOwnerId"} {
			delete(bond, name)
		}
		one["Attachment"] = bond
		for _, name := range []string{"AvailabilityZone", "RequesterManaged", "RequesterId", "TagSet"} {
			delete(one, name)
		}
		for _, ip := range append(members(one).parts("PrivateIpAddresses"), one) {
			if b, ok := ip["Association"].(map[string]any); ok {
				delete(b, "AllocationId")
				delete(b, "AssociationId")
			}
		}
		return one
	})
	if len(faces) == 0 {
		return
	}
	first := faces[0]
	out["PrivateIpAddress"], out["PrivateDnsName"] = first.ips[0], q.named("ip", first.ips[0])
	out["SecurityGroups"], out["SourceDestCheck"] = q.showGroups(first.groups), first.check
	if public := members(first.public(q, first.ips[0])); public != nil {
		out["PublicIpAddress"], out["PublicDnsName"] = public["PublicIp"], public.text("PublicDnsName")
	}
	if len(first.v6) > 0 {
		out["Ipv6Address"] = first.v6[0]
	}
}

// instances are the listing of DescribeInstances, which shows each launch as one.
var instanceFilters = map[string]string{
	"instance-state-name": "instance-state.name", "instance-state-code": "instance-state.code", "availability-zone": "placement.availability-zone",
	"group-id": "group.group-id", "group-name": "group.group-name", "instance.group-id": "group.group-id", "instance.group-name": "group.group-name",
	"iam-instance-profile.arn": "iam-instance-profile.arn", "tenancy": "placement.tenancy", "public-dns-name": "dns-name", "dns-name": "dns-name",
	"network-interface.group-id":                        "network-interface.group.group-id",
	"network-interface.group-name":                      "network-interface.group.group-name",
	"network-interface.addresses.private-ip-address":    "network-interface.private-ip-addresses.private-ip-address",
	"network-interface.addresses.association.public-ip": "network-interface.private-ip-addresses.association.public-ip",
	"network-interface.attachment.attachment-id":        "network-interface.attachment.attachment-id",
	"metadata-options.http-tokens":                      "metadata-options.http-tokens",
	"block-device-mapping.volume-id":                    "block-device-mapping.ebs.volume-id",
	"network-interface.network-interface-id":            "network-interface.network-interface-id",
	"network-interface.association.public-ip":           "network-interface.association.public-ip",
	"association.public-ip":                             "network-interface.association.public-ip",
	"monitoring-state":                                  "monitoring.state",
}

func describeInstances(q *call) (result, *wire.Error) {
	out, refused := describe(listing{
		of: "instance", member: "Reservations", ids: "InstanceIds", inside: []string{"Instances"}, also: instanceFilters,
	})(q)
	if refused != nil {
		return nil, refused
	}
	var launches []any
	by := map[string]result{}
	for _, doc := range members(out).parts("Reservations") {
		i := have[*instance](q, members(doc).text("InstanceId"))
		if by[i.reservation] == nil {
			by[i.reservation] = result{"ReservationId": i.reservation, "OwnerId": q.options.Account, "Groups": []any{}, "Instances": []any{}}
			launches = append(launches, by[i.reservation])
		}
		launch := by[i.reservation]
		launch["Instances"] = append(launch["Instances"].([]any), doc)
	}
	out["Reservations"] = launches
	return out, nil
}
