// Network ACLs: what subnets let in and out, packet by packet.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

// acl is a network ACL.
type acl struct {
	base
	vpc      string
	standard bool
	entries  []entry
}

// entry is a row of an ACL, in the order of their numbers.
type entry struct {
	number   int64
	out      bool
	action   string
	protocol string
	cidr     string
	v6       bool
	icmp     result
	ports    result
}

// last is the number of the row that denies the rest, which AWS shows as *.
const last = 32767

var (
	entryThere   = fault{code: "NetworkAclEntryAlreadyExists", sentence: "The network acl entry identified by %d already exists."}
	noEntry      = fault{code: "InvalidNetworkAclEntry.NotFound", sentence: "The network acl entry identified by %d does not exist"}
	badNumber    = fault{code: "InvalidParameterValue", sentence: "Value (%d) for parameter ruleNumber is invalid. Specify a number between 1 and 32766."}
	badAction    = fault{code: "InvalidParameterValue", sentence: "Value (%s) for parameter ruleAction is invalid."}
	aclInUse     = fault{code: "DependencyViolation", sentence: "The networkAcl '%s' has dependencies and cannot be deleted."}
	aclDefault   = fault{code: "InvalidParameterValue", sentence: "Cannot delete default network ACL %s"}
	aclElse      = fault{code: "InvalidParameterValue", sentence: "Network ACL %s and subnet %s belong to different networks"}
	portsMissing = fault{code: "MissingParameter", sentence: "The request must contain the parameter portRange.from and portRange.to for protocol %s"}
)

func aclCalls() operations {
	return operations{
		"CreateNetworkAcl": createACL, "DeleteNetworkAcl": deleteACL, "CreateNetworkAclEntry": createEntry,
		"ReplaceNetworkAclEntry": replaceEntry, "DeleteNetworkAclEntry": deleteEntry, "ReplaceNetworkAclAssociation": replaceACL,
		"DescribeNetworkAcls": describe(listing{of: "network-acl", member: "NetworkAcls", ids: "NetworkAclIds", also: map[string]string{
			"association.association-id": "association.network-acl-association-id", "entry.cidr": "entry.cidr-block",
		}}),
	}
}

func (*acl) kind() string { return "network-acl" }

func (a *acl) show(q *call) result {
	bonds := []any{}
	for _, s := range all[*subnet](q) {
		if s.acl == a.id {
			bonds = append(bonds, result{"NetworkAclAssociationId": s.bond, "NetworkAclId": a.id, "SubnetId": s.id})
		}
	}
	return result{
		"NetworkAclId": a.id, "VpcId": a.vpc, "IsDefault": a.standard, "OwnerId": q.options.Account, "Associations": bonds,
		"Tags": q.tagged(a.id), "Entries": told(a.entries, entry.show),
	}
}

func (e entry) show() result {
	out := result{"RuleNumber": e.number, "Egress": e.out, "RuleAction": e.action, "Protocol": e.protocol}
	if e.v6 {
		out["Ipv6CidrBlock"] = e.cidr
	} else {
		out["CidrBlock"] = e.cidr
	}
	if e.icmp != nil {
		out["IcmpTypeCode"] = copied(e.icmp)
	}
	if e.ports != nil {
		out["PortRange"] = copied(e.ports)
	}
	return out
}

// newACL makes an ACL that denies everything; the default one allows everything before.
func (q *call) newACL(v *vpc, standard bool) *acl {
	a := &acl{vpc: v.id, standard: standard}
	for _, out := range []bool{true, false} {
		if standard {
			a.entries = append(a.entries, entry{number: 100, out: out, action: "allow", protocol: "-1", cidr: "0.0.0.0/0"})
		}
		if standard && len(v.v6) > 0 {
			a.entries = append(a.entries, entry{number: 101, out: out, action: "allow", protocol: "-1", cidr: "::/0", v6: true})
		}
		a.entries = append(a.entries, entry{number: last, out: out, action: "deny", protocol: "-1", cidr: "0.0.0.0/0"})
		if len(v.v6) > 0 {
			a.entries = append(a.entries, entry{number: last + 1, out: out, action: "deny", protocol: "-1", cidr: "::/0", v6: true})
		}
	}
	q.add(a)
	return a
}

func createACL(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	return result{"NetworkAcl": q.newACL(v, false).show(q)}, nil
}

func deleteACL(q *call) (result, *wire.Error) {
	a, refused := find[*acl](q, q.text("NetworkAclId"))
	switch {
	case refused != nil:
		return nil, refused
	case a.standard:
		return nil, aclDefault.of(a.id)
	}
	for _, s := range all[*subnet](q) {
		if s.acl == a.id {
			return nil, aclInUse.of(a.id)
		}
	}
	q.remove(a)
	return nil, nil
}

// row is the entry that the call names, and where it is, -1 when it is not there.
func (q *call) row() (*acl, int, *wire.Error) {
	a, refused := find[*acl](q, q.text("NetworkAclId"))
	if refused != nil {
		return nil, 0, refused
	}
	number, out := q.number("RuleNumber"), q.flag("Egress")
	if number < 1 || number >= last {
		return nil, 0, badNumber.of(number)
	}
	return a, slices.IndexFunc(a.entries, func(e entry) bool { return e.number == number && e.out == out }), nil
}

// entry reads the entry that the call describes.
func (q *call) entry() (entry, *wire.Error) {
	e := entry{number: q.number("RuleNumber"), out: q.flag("Egress"), action: q.text("RuleAction")}
	if e.action != "allow" && e.action != "deny" {
		return e, badAction.of(e.action)
	}
	named, refused := protocol(q.text("Protocol"))
	if refused != nil {
		return e, refused
	}
	e.protocol = named
	if number := map[string]string{"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}[named]; number != "" {
		e.protocol = number
	}
	text := q.or("CidrBlock", q.text("Ipv6CidrBlock"))
	if text == "" {
		return e, missingParameter.of("cidrBlock")
	}
	cidr, refused := prefix(text)
	if refused != nil {
		return e, refused
	}
	e.cidr, e.v6 = cidr.String(), cidr.Addr().Is6()
	if e.protocol == "6" || e.protocol == "17" {
		if !q.part("PortRange").said("From") || !q.part("PortRange").said("To") {
			return e, portsMissing.of(e.protocol)
		}
		e.ports, _ = copied(map[string]any(q.part("PortRange"))).(map[string]any)
		if from, to := q.part("PortRange").number("From"), q.part("PortRange").number("To"); from < 0 || to > 65535 || from > to {
			return e, badPorts.of(from, to)
		}
	}
	if e.protocol == "1" || e.protocol == "58" {
		e.icmp, _ = copied(map[string]any(q.part("IcmpTypeCode"))).(map[string]any)
	}
	return e, nil
}

func createEntry(q *call) (result, *wire.Error) {
	a, at, refused := q.row()
	if refused != nil {
		return nil, refused
	}
	if at >= 0 {
		return nil, entryThere.of(q.number("RuleNumber"))
	}
	e, refused := q.entry()
	if refused != nil {
		return nil, refused
	}
	after := slices.IndexFunc(a.entries, func(o entry) bool { return o.out == e.out && o.number > e.number })
	a.entries = slices.Insert(a.entries, after, e)
	return nil, nil
}

func replaceEntry(q *call) (result, *wire.Error) {
	a, at, refused := q.row()
	if refused != nil {
		return nil, refused
	}
	if at < 0 {
		return nil, noEntry.of(q.number("RuleNumber"))
	}
	e, refused := q.entry()
	if refused != nil {
		return nil, refused
	}
	a.entries[at] = e
	return nil, nil
}

func deleteEntry(q *call) (result, *wire.Error) {
	a, at, refused := q.row()
	if refused != nil {
		return nil, refused
	}
	if at < 0 {
		return nil, noEntry.of(q.number("RuleNumber"))
	}
	a.entries = slices.Delete(a.entries, at, at+1)
	return nil, nil
}

func replaceACL(q *call) (result, *wire.Error) {
	a, refused := find[*acl](q, q.text("NetworkAclId"))
	if refused != nil {
		return nil, refused
	}
	for _, s := range all[*subnet](q) {
		if s.bond != q.text("AssociationId") {
			continue
		}
		if s.vpc != a.vpc {
			return nil, aclElse.of(a.id, s.id)
		}
		s.acl, s.bond = a.id, q.newID("aclassoc")
		return result{"NewAssociationId": s.bond}, nil
	}
	return nil, noBond.of(q.text("AssociationId"))
}
