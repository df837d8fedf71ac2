// Subnets: parts of a VPC, each in one zone.

package builtin

import (
	"net/netip"
	"slices"

	"traillab/localstack/wire"
)

// subnet is a part of a VPC.
type subnet struct {
	base
	vpc      string
	cidr     netip.Prefix
	v6       []span
	zone     string
	zoneID   string
	public   bool // interfaces of launches get a public address
	give6    bool // interfaces get an IPv6 address
	standard bool // the default of its zone
	acl      string
	bond     string // with the ACL
}

var (
	subnetRange    = fault{code: "InvalidSubnet.Range", sentence: "The CIDR '%s' is invalid."}
	subnetConflict = fault{code: "InvalidSubnet.Conflict", sentence: "The CIDR '%s' conflicts with another subnet"}
	subnetInUse    = fault{code: "DependencyViolation", sentence: "The subnet '%s' has dependencies and cannot be deleted."}
	noZone         = fault{code: "InvalidParameterValue", sentence: "Value (%s) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: %s."}
)

func subnetCalls() operations {
	return operations{
		"CreateSubnet": createSubnet, "DeleteSubnet": deleteSubnet, "ModifySubnetAttribute": modifySubnetAttribute,
		"DescribeSubnets": describe(listing{of: "subnet", member: "Subnets", ids: "SubnetIds", also: map[string]string{
			"cidr": "cidr-block", "cidrBlock": "cidr-block", "availabilityZone": "availability-zone", "defaultForAz": "default-for-az",
		}}),
	}
}

func (*subnet) kind() string { return "subnet" }

func (s *subnet) show(q *call) result {
	return result{
		"SubnetId": s.id, "SubnetArn": q.arn("ec2", "subnet/"+s.id), "VpcId": s.vpc, "CidrBlock": s.cidr.String(), "State": "available",
		"AvailabilityZone": s.zone, "AvailabilityZoneId": s.zoneID, "AvailableIpAddressCount": q.free(s), "OwnerId": q.options.Account,
		"DefaultForAz": s.standard, "MapPublicIpOnLaunch": s.public, "AssignIpv6AddressOnCreation": s.give6, "EnableDns64": false,
		"Ipv6Native": false, "Ipv6CidrBlockAssociationSet": s.show6("associated"), "Tags": q.tagged(s.id),
		"PrivateDnsNameOptionsOnLaunch": result{"HostnameType": "ip-name", "EnableResourceNameDnsARecord": false, "EnableResourceNameDnsAAAARecord": false},
	}
}

func (s *subnet) show6(state string) []any {
	return told(s.v6, func(o span) map[string]any {
		return result{"AssociationId": o.bond, "Ipv6CidrBlock": o.cidr.String(), "Ipv6CidrBlockState": result{"State": state}}
	})
}

func createSubnet(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	if q.text("CidrBlock") == "" {
		return nil, missingParameter.of("cidrBlock")
	}
	cidr, refused := prefix(q.text("CidrBlock"))
	if refused != nil {
		return nil, refused
	}
	if !cidr.Addr().Is4() || !sized(cidr) || !slices.ContainsFunc(v.cidrs, func(o span) bool { return within(cidr, o.cidr) }) {
		return nil, subnetRange.of(cidr)
	}
	for _, s := range all[*subnet](q) {
		if s.vpc == v.id && s.cidr.Overlaps(cidr) {
			return nil, subnetConflict.of(cidr)
		}
	}
	z, refused := q.zone()
	if refused != nil {
		return nil, refused
	}
	var v6 []span
	if text := q.text("Ipv6CidrBlock"); text != "" {
		cidr6, refused := q.range6In(v, text)
		if refused != nil {
			return nil, refused
		}
		v6 = []span{{q.newID("subnet-cidr-assoc"), cidr6}}
	}
	s := q.newSubnet(v, cidr, z)
	s.v6 = v6
	return result{"Subnet": s.show(q)}, nil
}

// newSubnet makes a subnet, which follows the VPC's default ACL.
func (q *call) newSubnet(v *vpc, cidr netip.Prefix, z *zone) *subnet {
	s := &subnet{vpc: v.id, cidr: cidr, zone: z.id, zoneID: z.number, bond: q.newID("aclassoc")}
	for _, a := range all[*acl](q) {
		if a.vpc == v.id && a.standard {
			s.acl = a.id
		}
	}
	q.add(s)
	return s
}

// zone is the one that the call asks for, or the first.
func (q *call) zone() (*zone, *wire.Error) {
	name, number := q.text("AvailabilityZone"), q.text("AvailabilityZoneId")
	var names string
	for _, z := range q.zones() {
		if name == "" && number == "" || z.id == name || name == "" && z.number == number {
			return z, nil
		}
		if names != "" {
			names += ", "
		}
		names += z.id
	}
	return nil, noZone.of(name+number, names)
}

func deleteSubnet(q *call) (result, *wire.Error) {
	s, refused := find[*subnet](q, q.text("SubnetId"))
	if refused != nil {
		return nil, refused
	}
	for _, f := range all[*face](q) {
		if f.subnet == s.id {
			return nil, subnetInUse.of(s.id)
		}
	}
	for _, t := range all[*routeTable](q) {
		t.bonds = slices.DeleteFunc(t.bonds, func(b bond) bool { return b.subnet == s.id })
	}
	q.remove(s)
	return nil, nil
}

func modifySubnetAttribute(q *call) (result, *wire.Error) {
	s, refused := find[*subnet](q, q.text("SubnetId"))
	if refused != nil {
		return nil, refused
	}
	if on, said := q.value("MapPublicIpOnLaunch"); said {
		s.public = on
	}
	if on, said := q.value("AssignIpv6AddressOnCreation"); said {
		if on && len(s.v6) == 0 {
			return nil, invalidParameter.of("true", "assignIpv6AddressOnCreation")
		}
		s.give6 = on
	}
	return nil, nil
}
