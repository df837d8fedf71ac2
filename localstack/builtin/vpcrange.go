// Ranges that a VPC or a subnet is given later, and their end.

package builtin

import (
	"net/netip"
	"slices"

	"traillab/localstack/wire"
)

var (
	rangeTaken  = fault{code: "InvalidVpc.Range", sentence: "The CIDR '%s' overlaps with the VPC's CIDR '%s'."}
	firstRange  = fault{code: "OperationNotPermitted", sentence: "The vpc CIDR block with association ID %s may not be disassociated. It is the primary IPv4 CIDR block of the VPC"}
	rangeInUse  = fault{code: "InvalidCidrBlock.InUse", sentence: "The vpc currently has a subnet within CIDR block %s"}
	noSpan      = fault{code: "InvalidVpcCidrBlockAssociationID.NotFound", sentence: "The vpc CIDR block with association ID %s does not exist"}
	noSubSpan   = fault{code: "InvalidSubnetCidrBlockAssociationID.NotFound", sentence: "The subnet CIDR block with association ID %s does not exist"}
	has6        = fault{code: "InvalidParameterValue", sentence: "The subnet '%s' already has an IPv6 CIDR block"}
	outside6    = fault{code: "InvalidSubnet.Range", sentence: "The IPv6 CIDR '%s' is invalid for the subnet."}
	noVPCRange6 = fault{code: "InvalidParameterValue", sentence: "The VPC '%s' has no IPv6 CIDR block"}
)

func rangeCalls() operations {
	return operations{
		"AssociateVpcCidrBlock": associateVPCRange, "DisassociateVpcCidrBlock": disassociateVPCRange,
		"AssociateSubnetCidrBlock": associateSubnetRange, "DisassociateSubnetCidrBlock": disassociateSubnetRange,
	}
}

func associateVPCRange(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	if q.flag("AmazonProvidedIpv6CidrBlock") {
		fresh := span{q.newID("vpc-cidr-assoc"), q.range6()}
		v.v6 = append(v.v6, fresh)
		return result{"VpcId": v.id, "Ipv6CidrBlockAssociation": result{
			"AssociationId": fresh.bond, "Ipv6CidrBlock": fresh.cidr.String(), "Ipv6CidrBlockState": result{"State": "associating"},
		}}, nil
	}
	cidr, refused := prefix(q.text("CidrBlock"))
	if refused != nil {
		return nil, refused
	}
	if !cidr.Addr().Is4() || !sized(cidr) {
		return nil, vpcRange.of(cidr)
	}
	for _, old := range v.cidrs {
		if old.cidr.Overlaps(cidr) {
			return nil, rangeTaken.of(cidr, old.cidr)
		}
	}
	fresh := span{q.newID("vpc-cidr-assoc"), cidr}
	v.cidrs = append(v.cidrs, fresh)
	return result{"VpcId": v.id, "CidrBlockAssociation": result{
		"AssociationId": fresh.bond, "CidrBlock": cidr.String(), "CidrBlockState": result{"State": "associating"},
	}}, nil
}

func disassociateVPCRange(q *call) (result, *wire.Error) {
	bond := q.text("AssociationId")
	is := func(s span) bool { return s.bond == bond }
	for _, v := range all[*vpc](q) {
		if i := slices.IndexFunc(v.cidrs, is); i >= 0 {
			cidr := v.cidrs[i].cidr
			if i == 0 {
				return nil, firstRange.of(bond)
			}
			if q.subnetIn(v, cidr) {
				return nil, rangeInUse.of(cidr)
			}
			v.cidrs = slices.Delete(v.cidrs, i, i+1)
			return result{"VpcId": v.id, "CidrBlockAssociation": result{
				"AssociationId": bond, "CidrBlock": cidr.String(), "CidrBlockState": result{"State": "disassociating"},
			}}, nil
		}
		if i := slices.IndexFunc(v.v6, is); i >= 0 {
			cidr := v.v6[i].cidr
			if q.subnetIn(v, cidr) {
				return nil, rangeInUse.of(cidr)
			}
			v.v6 = slices.Delete(v.v6, i, i+1)
			return result{"VpcId": v.id, "Ipv6CidrBlockAssociation": result{
				"AssociationId": bond, "Ipv6CidrBlock": cidr.String(), "Ipv6CidrBlockState": result{"State": "disassociating"},
			}}, nil
		}
	}
	return nil, noSpan.of(bond)
}

// subnetIn reports whether a subnet lies in a range of its VPC.
func (q *call) subnetIn(v *vpc, cidr netip.Prefix) bool {
	return slices.ContainsFunc(all[*subnet](q), func(s *subnet) bool {
		return s.vpc == v.id && (within(s.cidr, cidr) || slices.ContainsFunc(s.v6, func(o span) bool { return within(o.cidr, cidr) }))
	})
}

// range6In checks an IPv6 range for a subnet of a VPC.
func (q *call) range6In(v *vpc, text string) (netip.Prefix, *wire.Error) {
	cidr, refused := prefix(text)
	if refused != nil {
		return cidr, refused
	}
	if len(v.v6) == 0 {
		return cidr, noVPCRange6.of(v.id)
	}
	if !sized(cidr) || !slices.ContainsFunc(v.v6, func(o span) bool { return within(cidr, o.cidr) }) {
		return cidr, outside6.of(cidr)
	}
	if q.subnetIn(v, cidr) {
		return cidr, subnetConflict.of(cidr)
	}
	return cidr, nil
}

func associateSubnetRange(q *call) (result, *wire.Error) {
	s, refused := find[*subnet](q, q.text("SubnetId"))
	if refused != nil {
		return nil, refused
	}
	if len(s.v6) > 0 {
		return nil, has6.of(s.id)
	}
	cidr, refused := q.range6In(have[*vpc](q, s.vpc), q.text("Ipv6CidrBlock"))
	if refused != nil {
		return nil, refused
	}
	s.v6 = []span{{q.newID("subnet-cidr-assoc"), cidr}}
	return result{"SubnetId": s.id, "Ipv6CidrBlockAssociation": s.show6("associating")[0]}, nil
}

func disassociateSubnetRange(q *call) (result, *wire.Error) {
	bond := q.text("AssociationId")
	for _, s := range all[*subnet](q) {
		if len(s.v6) > 0 && s.v6[0].bond == bond {
			out := s.show6("disassociating")[0]
			s.v6 = nil
			return result{"SubnetId": s.id, "Ipv6CidrBlockAssociation": out}, nil
		}
	}
	return nil, noSubSpan.of(bond)
}
