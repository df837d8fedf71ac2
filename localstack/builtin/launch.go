// Launches: instances with their interfaces and volumes, all or none.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

var (
	badCount     = fault{code: "InvalidParameterValue", sentence: "Invalid value for max/min number of instances: %d/%d"}
	limit        = fault{code: "InstanceLimitExceeded", sentence: "You have requested more instances (%d) than your current instance limit of %d allows for the specified instance type."}
	noImage      = fault{code: "MissingParameter", sentence: "The request must contain the parameter ImageId"}
	bothNetworks = fault{code: "InvalidParameterCombination", sentence: "Network interfaces and an instance-level %s may not be specified on the same request"}
	noProfile    = fault{code: "InvalidParameterValue", sentence: "Value (%s) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"}
	faceTaken    = fault{code: "InvalidNetworkInterface.InUse", sentence: "Interface: %s in use."}
	noKey        = fault{code: "InvalidKeyPair.NotFound", sentence: "The key pair '%s' does not exist"}
	noSubnet     = fault{code: "MissingInput", sentence: "No subnets found for the default VPC '%s'. Please specify a subnet."}
	twoFaces     = fault{code: "InvalidParameterCombination", sentence: "The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces."}
	doubleIndex  = fault{code: "InvalidParameterValue", sentence: "Each network interface requires a unique device index."}
	badTemplate  = fault{code: "UnsupportedOperation", sentence: "Launch templates are not there. Name what is to be launched."}
)

// mostInstances is how many instances a region may have that are not terminated.
const mostInstances = 500

func launchCalls() operations {
	return operations{"RunInstances": runInstances, "DescribeInstances": describeInstances}
}

// plan is a launch that nothing stands against.
type plan struct {
	image   *image
	faces   []facePlan
	profile *profile
	devices []devicePlan
	count   int
}

// facePlan is an interface that a launch makes or takes.
type facePlan struct {
	taken  *face
	in     members
	subnet *subnet
	groups []string
	ips    []string // that the call names; any where it is one of several
	index  int64
	public bool
	leaves bool
}

func runInstances(q *call) (result, *wire.Error) {
	p, refused := q.plan()
	if refused != nil {
		return nil, refused
	}
	reservation := "r-" + q.digits(17)
	launched := []any{}
	for n := range p.count {
		i := q.launch(p, reservation, n)
		shown := i.show(q)
		shown["State"] = pending.show()
		hidePublic(shown)
		launched = append(launched, shown)
	}
	return result{"ReservationId": reservation, "OwnerId": q.options.Account, "Groups": []any{}, "Instances": launched}, nil
}

// hidePublic: the answer to a launch never has the public addresses, which come later.
func hidePublic(shown result) {
	delete(shown, "PublicIpAddress")
	shown["PublicDnsName"] = ""
	for _, f := range members(shown).parts("NetworkInterfaces") {
		delete(f, "Association")
		for _, ip := range members(f).parts("PrivateIpAddresses") {
			delete(ip, "Association")
		}
		f["Status"] = "in-use"
	}
}

// plan checks a launch.
func (q *call) plan() (*plan, *wire.Error) {
	least, most := q.number("MinCount"), q.number("MaxCount")
	if least < 1 || most < least {
		return nil, badCount.of(most, least)
	}
	alive := 0
	for _, i := range all[*instance](q) {
		if i.state != terminated {
			alive++
		}
	}
	if int64(alive)+least > mostInstances {
		return nil, limit.of(least, mostInstances)
	}
	p := &plan{count: int(min(most, int64(mostInstances-alive)))}
	if q.said("LaunchTemplate") {
		return nil, badTemplate.of()
	}
	if q.text("ImageId") == "" {
		return nil, noImage.of()
	}
	var refused *wire.Error
	if p.image, refused = find[*image](q, q.text("ImageId")); refused != nil {
		return nil, refused
	}
	if name := q.text("KeyName"); name != "" && q.keyPair(name) == nil {
		return nil, noKey.of(name)
	}
	if p.profile, refused = q.profileAsked(q.part("IamInstanceProfile")); refused != nil {
		return nil, refused
	}
	if p.devices, refused = q.devicesAsked(p.image); refused != nil {
		return nil, refused
	}
	if p.faces, refused = q.facesAsked(); refused != nil {
		return nil, refused
	}
	return p, q.fits(p)
}

// fits checks that the subnets have room for what a launch wants, and that addresses are wanted once.
func (q *call) fits(p *plan) *wire.Error {
	wanted := map[*subnet]int{}
	for _, f := range p.faces {
		if f.taken != nil || len(f.ips) > 0 && f.in.said("PrivateIpAddress") {
			if p.count > 1 {
				return badCount.of(p.count, q.number("MinCount"))
			}
			continue
		}
		wanted[f.subnet] += p.count * max(1, len(f.ips))
		if q.free(f.subnet) < wanted[f.subnet] {
			return noAddress.of()
		}
	}
	return nil
}

// profileAsked is the instance profile that a structure names, nil where it names none.
func (q *call) profileAsked(in members) (*profile, *wire.Error) {
	name, arn := in.text("Name"), in.text("Arn")
	if name == "" && arn == "" {
		return nil, nil
	}
	for _, p := range q.people.profiles.all() {
		if p.arn == arn || name != "" && p.name == name {
			return p, nil
		}
	}
	return nil, noProfile.of(name + arn)
}

// facesAsked are the interfaces that a launch wants: those that it describes, or one in a subnet.
func (q *call) facesAsked() ([]facePlan, *wire.Error) {
	specs := q.parts("NetworkInterfaces")
	if len(specs) == 0 {
		s, refused := q.subnetAsked(q.text("SubnetId"))
		if refused != nil {
			return nil, refused
		}
		groups := q.texts("SecurityGroupIds")
		for _, title := range q.texts("SecurityGroups") {
			g, refused := q.titled(title, s.vpc)
			if refused != nil {
				return nil, refused
			}
			groups = append(groups, g.id)
		}
		f := facePlan{in: q.members, subnet: s, public: s.public, leaves: true}
		if f.groups, refused = q.groupsIn(s, groups); refused != nil {
			return nil, refused
		}
		if q.said("PrivateIpAddress") {
			if f.ips, refused = q.innerIPs(s, q.members); refused != nil {
				return nil, refused
			}
		}
		return []facePlan{f}, nil
	}
	for _, member := range []string{"SubnetId", "SecurityGroupIds", "SecurityGroups", "PrivateIpAddress"} {
		if q.said(member) {
			return nil, bothNetworks.of(member)
		}
	}
	var plans []facePlan
	for _, spec := range specs {
		f, refused := q.faceAsked(spec, len(specs))
		if refused != nil {
			return nil, refused
		}
		if slices.ContainsFunc(plans, func(o facePlan) bool { return o.index == f.index || f.taken != nil && o.taken == f.taken }) {
			return nil, doubleIndex.of()
		}
		plans = append(plans, f)
	}
	return plans, nil
}

// faceAsked is one interface as a launch describes it.
func (q *call) faceAsked(spec members, of int) (facePlan, *wire.Error) {
	f := facePlan{in: spec, index: spec.number("DeviceIndex"), leaves: true}
	if leaves, said := spec["DeleteOnTermination"].(bool); said {
		f.leaves = leaves
	}
	if id := spec.text("NetworkInterfaceId"); id != "" {
		taken, refused := find[*face](q, id)
		if refused != nil {
			return f, refused
		}
		if taken.instance != "" || taken.service != "" {
			return f, faceTaken.of(id)
		}
		f.taken, f.subnet, f.leaves = taken, have[*subnet](q, taken.subnet), spec.flag("DeleteOnTermination")
		return f, nil
	}
	var refused *wire.Error
	if f.subnet, refused = q.subnetAsked(spec.text("SubnetId")); refused != nil {
		return f, refused
	}
	if f.groups, refused = q.groupsIn(f.subnet, spec.texts("Groups")); refused != nil {
		return f, refused
	}
	public, said := spec["AssociatePublicIpAddress"].(bool)
	if said && public && of > 1 {
		return f, twoFaces.of()
	}
	f.public = public || !said && f.subnet.public && of == 1
	if spec.said("PrivateIpAddress") || spec.said("PrivateIpAddresses") || spec.said("SecondaryPrivateIpAddressCount") {
		f.ips, refused = q.innerIPs(f.subnet, spec)
	}
	return f, refused
}

// subnetAsked is a subnet by its id, or the default one of a zone.
func (q *call) subnetAsked(id string) (*subnet, *wire.Error) {
	if id != "" {
		return find[*subnet](q, id)
	}
	v := q.defaultVPC()
	if v == nil {
		return nil, noDefault.of()
	}
	zone := q.part("Placement").text("AvailabilityZone")
	for _, s := range all[*subnet](q) {
		if s.standard && s.vpc == v.id && (zone == "" || s.zone == zone) {
			return s, nil
		}
	}
	return nil, noSubnet.of(v.id)
}
