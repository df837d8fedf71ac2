// Elastic IPs: addresses that an account keeps, mapped to an interface or not.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

// address is an Elastic IP.
type address struct {
	base
	ip    string
	bond  string // eipassoc-…, "" while it is not mapped
	face  string
	inner string // the private address that it is mapped to
}

var (
	noSuchIP     = fault{code: "InvalidAddress.NotFound", sentence: "Address %s not found"}
	addressInUse = fault{code: "InvalidIPAddress.InUse", sentence: "Address %s is in use."}
	addressTaken = fault{code: "Resource.AlreadyAssociated", sentence: "resource %s is already associated with associate-id %s"}
	noWayOut     = fault{code: "Gateway.NotAttached", sentence: "Network %s is not attached to any internet gateway"}
	notOfFace    = fault{code: "InvalidParameterValue", sentence: "The private address %s is not assigned to interface %s"}
	badState     = fault{code: "InvalidInstanceID", sentence: "The instance '%s' is not in a valid state for this operation."}
	noFace       = fault{code: "InvalidInstanceID", sentence: "Instance '%s' has no network interface"}
)

func addressCalls() operations {
	return operations{
		"AllocateAddress": allocateAddress, "AssociateAddress": associateAddress, "DisassociateAddress": disassociateAddress,
		"ReleaseAddress": releaseAddress,
		"DescribeAddresses": describe(listing{
			of: "elastic-ip", member: "Addresses", ids: "AllocationIds", named: map[string]string{"PublicIps": "public-ip"},
			absent: map[string]fault{"PublicIps": noSuchIP},
		}),
	}
}

func (*address) kind() string { return "elastic-ip" }

func (a *address) show(q *call) result {
	out := result{
		"AllocationId": a.id, "PublicIp": a.ip, "Domain": "vpc", "PublicIpv4Pool": "amazon", "NetworkBorderGroup": q.here, "Tags": q.tagged(a.id),
	}
	if f := have[*face](q, a.face); f != nil {
		out["AssociationId"], out["NetworkInterfaceId"], out["PrivateIpAddress"] = a.bond, f.id, a.inner
		out["NetworkInterfaceOwnerId"] = q.options.Account
		put(out, "InstanceId", f.instance)
	}
	return out
}

func allocateAddress(q *call) (result, *wire.Error) {
	a := &address{ip: q.publicIP()}
	q.add(a)
	return result{"AllocationId": a.id, "PublicIp": a.ip, "Domain": "vpc", "PublicIpv4Pool": "amazon", "NetworkBorderGroup": q.here}, nil
}

// asked is the address that the call names, by whatever name.
func (q *call) asked() (*address, *wire.Error) {
	if id := q.text("AllocationId"); id != "" {
		return find[*address](q, id)
	}
	ip, bond := q.text("PublicIp"), q.text("AssociationId")
	for _, a := range all[*address](q) {
		if bond != "" && a.bond == bond || bond == "" && a.ip == ip {
			return a, nil
		}
	}
	switch {
	case bond != "":
		return nil, noBond.of(bond)
	case ip != "":
		return nil, noSuchIP.of(ip)
	}
	return nil, missingParameter.of("AllocationId")
}

// service reports whether a service holds an address, and nobody else may touch it.
func (q *call) service(a *address) bool {
	f := have[*face](q, a.face)
	return f != nil && f.service != ""
}

// receiver is the interface and the private address that the call maps an address to.
func (q *call) receiver() (*face, string, *wire.Error) {
	var f *face
	var refused *wire.Error
	switch id := q.text("InstanceId"); {
	case q.text("NetworkInterfaceId") != "":
		if f, refused = find[*face](q, q.text("NetworkInterfaceId")); refused != nil {
			return nil, "", refused
		}
	case id != "":
		i, refused := find[*instance](q, id)
		if refused != nil {
			return nil, "", refused
		}
		if i.state == terminated {
			return nil, "", badState.of(id)
		}
		faces := q.facesOf(i)
		switch len(faces) {
		case 0:
			return nil, "", noFace.of(id)
		case 1:
		default:
			return nil, "", manyFaces.of(id)
		}
		f = faces[0]
	default:
		return nil, "", missingParameter.of("InstanceId")
	}
	inner := q.or("PrivateIpAddress", f.ips[0])
	if !slices.Contains(f.ips, inner) {
		return nil, "", notOfFace.of(inner, f.id)
	}
	return f, inner, nil
}

// associateAddress takes the address from whoever has it, unless that is forbidden, and whatever address the receiver had.
func associateAddress(q *call) (result, *wire.Error) {
	a, refused := q.asked()
	if refused != nil {
		return nil, refused
	}
	f, inner, refused := q.receiver()
	if refused != nil {
		return nil, refused
	}
	again, said := q.members["AllowReassociation"].(bool)
	switch {
	case q.service(a), f.service != "":
		return nil, noPermission.of()
	case a.bond != "" && (a.face != f.id || a.inner != inner) && said && !again:
		return nil, addressTaken.of(a.id, a.bond)
	case q.gatewayOf(f.vpc) == nil:
		return nil, noWayOut.of(f.vpc)
	}
	if a.face == f.id && a.inner == inner {
		return result{"AssociationId": a.bond}, nil
	}
	for _, other := range q.elastic(f) {
		if other.inner == inner {
			other.unbind()
		}
	}
	if before := have[*face](q, a.face); before != nil {
		a.unbind()
		q.refresh(before)
	}
	return result{"AssociationId": q.bind(a, f, inner)}, nil
}

// bind maps an address. What AWS gave the interface before, it takes.
func (q *call) bind(a *address, f *face, inner string) string {
	a.bond, a.face, a.inner = q.newID("eipassoc"), f.id, inner
	if inner == f.ips[0] {
		f.auto = ""
	}
	return a.bond
}

func (a *address) unbind() { a.bond, a.face, a.inner = "", "", "" }

func disassociateAddress(q *call) (result, *wire.Error) {
	a, refused := q.asked()
	switch {
	case refused != nil:
		return nil, refused
	case q.service(a):
		return nil, noPermission.of()
	}
	f := have[*face](q, a.face)
	a.unbind()
	if f != nil {
		q.refresh(f)
	}
	return nil, nil
}

func releaseAddress(q *call) (result, *wire.Error) {
	a, refused := q.asked()
	switch {
	case refused != nil:
		return nil, refused
	case q.service(a):
		return nil, noPermission.of()
	case a.bond != "":
		return nil, addressInUse.of(a.ip)
	}
	q.remove(a)
	return nil, nil
}

// elastic are the Elastic IPs that are mapped to an interface.
func (q *call) elastic(f *face) []*address {
	return slices.DeleteFunc(all[*address](q), func(a *address) bool { return a.face != f.id })
}

// refresh gives an interface a public address of AWS's, as it has one while its instance runs, if it was launched with one,
// is its only one and has no Elastic IP; and takes it where that is no longer so.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
func (q *call) refresh(f *face) {
	i := have[*instance](q, f.instance)
	wanted := i != nil && i.state == running && f.wants && len(q.facesOf(i)) == 1 && !slices.ContainsFunc(q.elastic(f), func(a *address) bool { return a.inner == f.ips[0] })
	switch {
	case wanted && f.auto == "":
		f.auto = q.publicIP()
	case !wanted && (i == nil || i.state != running):
		f.auto = ""
	}
}
