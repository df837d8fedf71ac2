// Network interfaces: what has addresses and groups, of an instance or of a service.

package builtin

import (
	"fmt"
	"slices"
	"time"

	"traillab/localstack/wire"
)

// face is a network interface.
type face struct {
	base
	vpc, subnet, zone string
	groups            []string
	ips               []string // private, the first is the primary one
	v6                []string
	mac, about        string
	check             bool   // packets must be for it or from it
	wants             bool   // AWS gives it a public address while its instance runs
	auto              string // that address
	service           string // the NAT gateway or the endpoint that it is of

	instance string // that it is attached to
	bond     string // eni-attach-…
	index    int64
	leaves   bool // ends with its instance
	since    time.Time
}

var (
	faceInUse   = fault{code: "InvalidParameterValue", sentence: "Network interface '%s' is currently in use."}
	tooManyIPs  = fault{code: "PrivateIpAddressLimitExceeded", sentence: "Number of private addresses will exceed limit."}
	no6         = fault{code: "InvalidParameterValue", sentence: "The subnet '%s' has no IPv6 CIDR block"}
	noSuchInner = fault{code: "InvalidParameterValue", sentence: "Some of [%s] are not assigned to interface %s"}
)

// mostIPs is how many addresses of a kind an interface may have.
const mostIPs = 50

func faceCalls() operations {
	return operations{
		"CreateNetworkInterface": createFace, "DeleteNetworkInterface": deleteFace,
		"AssignPrivateIpAddresses": assignIPs, "UnassignPrivateIpAddresses": unassignIPs,
		"AssignIpv6Addresses": assign6, "UnassignIpv6Addresses": unassign6,
		"DescribeNetworkInterfaces": describe(listing{
			of: "network-interface", member: "NetworkInterfaces", ids: "NetworkInterfaceIds", also: map[string]string{
				"group-id": "group.group-id", "group-name": "group.group-name", "private-dns-name": "private-dns-name", "addresses.primary": "private-ip-addresses.primary",
				"addresses.private-ip-address": "private-ip-addresses.private-ip-address", "addresses.association.public-ip": "private-ip-addresses.association.public-ip",
				"ipv6-addresses.ipv6-address": "ipv6-addresses.ipv6-address",
			},
		}),
	}
}

func (*face) kind() string { return "network-interface" }

func (f *face) show(q *call) result {
	out := result{
		"NetworkInterfaceId": f.id, "VpcId": f.vpc, "SubnetId": f.subnet, "AvailabilityZone": f.zone, "Description": f.about,
		"OwnerId": q.options.Account, "RequesterManaged": f.service != "", "InterfaceType": f.sort(q), "Status": "available", "MacAddress": f.mac,
		"PrivateIpAddress": f.ips[0], "PrivateIpAddresses": f.showIPs(q), "Ipv6Addresses": f.show6(), "Groups": q.showGroups(f.groups),
		"SourceDestCheck": f.check, "TagSet": q.tagged(f.id),
	}
	put(out, "PrivateDnsName", f.dns(q))
	if f.service != "" {
		out["RequesterId"] = q.options.Account
	}
	if f.instance != "" || f.service != "" {
		out["Status"], out["Attachment"] = "in-use", f.showBond(q)
	}
	if b := f.public(q, f.ips[0]); b != nil {
		out["Association"] = b
	}
	return out
}

func (f *face) sort(q *call) string {
	switch q.index[f.service].(type) {
	case *nat:
		return "nat_gateway"
	case *endpoint:
		return "vpc_endpoint"
	}
	return "interface"
}

func (f *face) dns(q *call) string {
	if v := have[*vpc](q, f.vpc); v == nil || !v.names {
		return ""
	}
	return q.named("ip", f.ips[0])
}

func (f *face) showBond(q *call) result {
	out := result{"AttachmentId": f.bond, "AttachTime": f.since, "DeleteOnTermination": f.leaves, "DeviceIndex": f.index, "NetworkCardIndex": 0, "Status": "attached"}
	if f.service != "" {
		out["InstanceOwnerId"] = "amazon-aws"
		return out
	}
	out["InstanceId"], out["InstanceOwnerId"] = f.instance, q.options.Account
	return out
}

// public shows the public address of a private one, nil where it has none.
func (f *face) public(q *call, inner string) result {
	for _, a := range q.elastic(f) {
		if a.inner == inner {
			out := result{"PublicIp": a.ip, "IpOwnerId": q.options.Account, "AllocationId": a.id, "AssociationId": a.bond}
			put(out, "PublicDnsName", f.publicDNS(q, a.ip))
			return out
		}
	}
	if inner == f.ips[0] && f.auto != "" {
		out := result{"PublicIp": f.auto, "IpOwnerId": "amazon"}
		put(out, "PublicDnsName", f.publicDNS(q, f.auto))
		return out
	}
	return nil
}

func (f *face) publicDNS(q *call, ip string) string {
	if v := have[*vpc](q, f.vpc); v == nil || !v.names {
		return ""
	}
	return q.named("ec2", ip)
}

func (f *face) showIPs(q *call) []any {
	return told(f.ips, func(ip string) map[string]any {
		out := result{"PrivateIpAddress": ip, "Primary": ip == f.ips[0]}
		if v := have[*vpc](q, f.vpc); v != nil && v.names {
			out["PrivateDnsName"] = q.named("ip", ip)
		}
		if b := f.public(q, ip); b != nil {
			out["Association"] = b
		}
		return out
	})
}

func (f *face) show6() []any {
	return told(f.v6, func(ip string) map[string]any { return result{"Ipv6Address": ip, "IsPrimaryIpv6": false} })
}

// newFace makes an interface in a subnet, that is attached to nothing.
func (q *call) newFace(s *subnet, ips, groups []string) *face {
	n := q.chance.Uint32()
	f := &face{
		vpc: s.vpc, subnet: s.id, zone: s.zone, groups: groups, ips: ips, check: true,
		mac: fmt.Sprintf("0a:%02x:%02x:%02x:%02x:%02x", byte(n>>24), byte(n>>16), byte(n>>8), byte(n), byte(q.latest)),
	}
	q.add(f)
	f.bond, f.since = q.newID("eni-attach"), q.now
	if s.give6 {
		f.v6 = []string{q.offered6(s)}
	}
	return f
}

// innerIPs are the private addresses that a call asks for in a subnet, the primary one first.
func (q *call) innerIPs(s *subnet, in members) ([]string, *wire.Error) {
	primary, more := in.text("PrivateIpAddress"), []string{}
	for ip := range in.each("PrivateIpAddresses") {
		if ip.flag("Primary") {
			primary = ip.text("PrivateIpAddress")
		} else {
			more = append(more, ip.text("PrivateIpAddress"))
		}
	}
	count := in.number("SecondaryPrivateIpAddressCount")
	if count < 0 || count+int64(len(more)) >= mostIPs {
		return nil, tooManyIPs.of()
	}
	if int(count)+len(more)+1 > q.free(s) {
		return nil, noAddress.of()
	}
	first, refused := q.offered(s, primary)
	if refused != nil {
		return nil, refused
	}
	return q.moreIPs(s, []string{first}, slices.Concat(more, make([]string, count)))
}

// moreIPs adds addresses to those of an interface; "" is any.
func (q *call) moreIPs(s *subnet, ips, wanted []string) ([]string, *wire.Error) {
	all := slices.Clone(ips)
	for _, asked := range wanted {
		ip, refused := q.offered(s, asked, all...)
		if refused != nil {
			return nil, refused
		}
		all = append(all, ip)
	}
	return all, nil
}

func createFace(q *call) (result, *wire.Error) {
	s, refused := find[*subnet](q, q.text("SubnetId"))
	if refused != nil {
		return nil, refused
	}
	groups, refused := q.groupsIn(s, q.texts("Groups"))
	if refused != nil {
		return nil, refused
	}
	ips, refused := q.innerIPs(s, q.members)
	if refused != nil {
		return nil, refused
	}
	f := q.newFace(s, ips, groups)
	f.about = q.text("Description")
	shown := f.show(q)
	shown["Status"] = "pending"
	out := result{"NetworkInterface": shown}
	put(out, "ClientToken", q.text("ClientToken"))
	return out, nil
}

func deleteFace(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	switch {
	case refused != nil:
		return nil, refused
	case f.instance != "" || f.service != "":
		return nil, faceInUse.of(f.id)
	}
	q.dropFace(f)
	return nil, nil
}

// dropFace ends an interface; Elastic IPs that were mapped to it stay with the account.
func (q *call) dropFace(f *face) {
	for _, a := range q.elastic(f) {
		a.unbind()
	}
	q.remove(f)
}

func assignIPs(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	wanted, count := q.texts("PrivateIpAddresses"), q.number("SecondaryPrivateIpAddressCount")
	if count < 0 || count+int64(len(wanted)+len(f.ips)) > mostIPs {
		return nil, tooManyIPs.of()
	}
	before := len(f.ips)
	ips, refused := q.moreIPs(have[*subnet](q, f.subnet), f.ips, slices.Concat(wanted, make([]string, count)))
	if refused != nil {
		return nil, refused
	}
	f.ips = ips
	return result{"NetworkInterfaceId": f.id, "AssignedPrivateIpAddresses": told(ips[before:], func(ip string) map[string]any {
		return result{"PrivateIpAddress": ip}
	})}, nil
}
