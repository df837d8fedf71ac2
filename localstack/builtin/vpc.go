// VPCs: made with a main table, a default group and a default ACL, and gone when nothing else is left in them.

package builtin

import (
	"net/netip"

	"traillab/localstack/wire"
)

// vpc is a network.
type vpc struct {
	base
	cidrs    []span // the first is the one that it was made with
	v6       []span
	tenancy  string
	standard bool // the region's default
	dns      bool
	names    bool // hostnames
}

// span is a range with the id under which it is associated.
type span struct {
	bond string
	cidr netip.Prefix
}

var (
	vpcRange  = fault{code: "InvalidVpc.Range", sentence: "The CIDR '%s' is invalid."}
	vpcInUse  = fault{code: "DependencyViolation", sentence: "The vpc '%s' has dependencies and cannot be deleted."}
	noDefault = fault{code: "VPCIdNotSpecified", sentence: "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC."}
	secondVPC = fault{code: "DefaultVpcAlreadyExists", sentence: "A Default VPC already exists for this account in this region."}
	oneThing  = fault{code: "InvalidParameterCombination", sentence: "Fields for multiple attribute types specified"}
)

func vpcCalls() operations {
	return operations{
		"CreateVpc": createVPC, "DeleteVpc": deleteVPC, "CreateDefaultVpc": createDefaultVPC,
		"ModifyVpcAttribute": modifyVPCAttribute, "DescribeVpcAttribute": describeVPCAttribute,
		"DescribeVpcs": describe(listing{of: "vpc", member: "Vpcs", ids: "VpcIds", also: map[string]string{
			"cidr": "cidr-block", "isDefault": "is-default", "cidr-block-association.state": "cidr-block-association.cidr-block-state.state",
		}}),
	}
}

func (*vpc) kind() string { return "vpc" }

func (v *vpc) show(q *call) result {
	out := result{
		"VpcId": v.id, "CidrBlock": v.cidrs[0].cidr.String(), "State": "available", "OwnerId": q.options.Account, "DhcpOptionsId": "default",
		"InstanceTenancy": v.tenancy, "IsDefault": v.standard, "Tags": q.tagged(v.id),
		"CidrBlockAssociationSet": told(v.cidrs, func(b span) map[string]any {
			return result{"AssociationId": b.bond, "CidrBlock": b.cidr.String(), "CidrBlockState": result{"State": "associated"}}
		}),
	}
	if len(v.v6) > 0 {
		out["Ipv6CidrBlockAssociationSet"] = told(v.v6, func(b span) map[string]any {
			return result{
				"AssociationId": b.bond, "Ipv6CidrBlock": b.cidr.String(), "Ipv6CidrBlockState": result{"State": "associated"},
				"Ipv6Pool": "Amazon", "NetworkBorderGroup": q.here,
			}
		})
	}
	return out
}

func createVPC(q *call) (result, *wire.Error) {
	if q.text("CidrBlock") == "" {
		return nil, missingParameter.of("cidrBlock")
	}
	cidr, refused := prefix(q.text("CidrBlock"))
	if refused != nil {
		return nil, refused
	}
	if !cidr.Addr().Is4() || !sized(cidr) {
		return nil, vpcRange.of(cidr)
	}
	v := q.newVPC(cidr, q.flag("AmazonProvidedIpv6CidrBlock"))
	v.tenancy = q.or("InstanceTenancy", "default")
	return result{"Vpc": v.show(q)}, nil
}

// newVPC makes a VPC and what is born with it.
func (q *call) newVPC(cidr netip.Prefix, v6 bool) *vpc {
	v := &vpc{cidrs: []span{{q.newID("vpc-cidr-assoc"), cidr}}, tenancy: "default", dns: true}
	q.add(v)
	if v6 {
		v.v6 = []span{{q.newID("vpc-cidr-assoc"), q.range6()}}
	}
	q.newTable(v, true)
	q.newACL(v, true)
	q.newGroup(v, "default", "default VPC security group")
	return v
}

// range6 is an IPv6 range for a VPC, of those that are kept for documents.
// https://www.rfc-editor.org/rfc/rfc3849
func (c *Cloud) range6() netip.Prefix {
	n := c.chance.Uint32()
	return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, byte(n >> 16), byte(n >> 8), byte(n)}), 56)
}

// deleteVPC takes with it what was born with the VPC.
func deleteVPC(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	if q.inhabited(v) {
		return nil, vpcInUse.of(v.id)
	}
	for _, t := range all[*routeTable](q) {
		if t.vpc == v.id {
			q.remove(t)
		}
	}
	for _, a := range all[*acl](q) {
		if a.vpc == v.id {
			q.remove(a)
		}
	}
	for _, g := range all[*group](q) {
		if g.vpc == v.id {
			q.dropGroup(g)
		}
	}
	q.remove(v)
	return nil, nil
}

// inhabited reports whether anything is in a VPC that was not born with it.
func (q *call) inhabited(v *vpc) bool {
	for _, r := range q.standing() {
		switch r := r.(type) {
		case *subnet:
			if r.vpc == v.id {
				return true
			}
		case *gateway:
			if r.vpc == v.id {
				return true
			}
		case *egress:
			if r.vpc == v.id {
				return true
			}
		case *endpoint:
			if r.vpc == v.id {
				return true
			}
		case *vpnGateway:
			if r.vpc == v.id {
				return true
			}
		case *transitBond:
			if r.vpc == v.id {
				return true
			}
		case *peering:
			if r.alive() && (r.asker == v.id || r.asked == v.id) {
				return true
			}
		case *routeTable:
			if r.vpc == v.id && !r.main() {
				return true
			}
		case *acl:
			if r.vpc == v.id && !r.standard {
				return true
			}
		case *group:
			if r.vpc == v.id && r.title != "default" {
				return true
			}
		}
	}
	return false
}

// newDefaultVPC makes a VPC as each region has one: a subnet in each zone, a gateway, and a route to it.
func (q *call) newDefaultVPC() *vpc {
	v := q.newVPC(netip.MustParsePrefix("172.31.0.0/16"), false)
	v.standard, v.names = true, true
	for i, z := range q.zones() {
		s := q.newSubnet(v, netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 31, byte(i * 16), 0}), 20), z)
		s.standard, s.public = true, true
	}
	g := &gateway{vpc: v.id}
	q.add(g)
	main := q.mainTable(v.id)
	main.routes = append(main.routes, route{to: "0.0.0.0/0", member: "GatewayId", target: g.id, origin: "CreateRoute"})
	return v
}

func (q *call) defaultVPC() *vpc {
	for _, v := range all[*vpc](q) {
		if v.standard {
			return v
		}
	}
	return nil
}

func createDefaultVPC(q *call) (result, *wire.Error) {
	if q.defaultVPC() != nil {
		return nil, secondVPC.of()
	}
	return result{"Vpc": q.newDefaultVPC().show(q)}, nil
}

func modifyVPCAttribute(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	dns, saysDNS := q.value("EnableDnsSupport")
	names, saysNames := q.value("EnableDnsHostnames")
	switch {
	case saysDNS && saysNames:
		return nil, oneThing.of()
	case saysDNS:
		v.dns = dns
	case saysNames:
		v.names = names
	case !q.said("EnableNetworkAddressUsageMetrics"):
		return nil, missingParameter.of("attribute")
	}
	return nil, nil
}

func describeVPCAttribute(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	out := result{"VpcId": v.id}
	switch q.text("Attribute") {
	case "enableDnsSupport":
		out["EnableDnsSupport"] = result{"Value": v.dns}
	case "enableDnsHostnames":
		out["EnableDnsHostnames"] = result{"Value": v.names}
	case "enableNetworkAddressUsageMetrics":
		out["EnableNetworkAddressUsageMetrics"] = result{"Value": false}
	default:
		return nil, invalidParameter.of(q.text("Attribute"), "attribute")
	}
	return out, nil
}
