// Addresses of interfaces that are taken again, and those of IPv6.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

func unassignIPs(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	gone := q.texts("PrivateIpAddresses")
	for _, ip := range gone {
		if !slices.Contains(f.ips[1:], ip) {
			return nil, noSuchInner.of(strings.Join(gone, ", "), f.id)
		}
	}
	for _, a := range q.elastic(f) {
		if slices.Contains(gone, a.inner) {
			a.unbind()
		}
	}
	f.ips = slices.DeleteFunc(f.ips, func(ip string) bool { return slices.Contains(gone, ip) })
	return nil, nil
}

func assign6(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	s := have[*subnet](q, f.subnet)
	if len(s.v6) == 0 {
		return nil, no6.of(s.id)
	}
	fresh, count := q.texts("Ipv6Addresses"), q.number("Ipv6AddressCount")
	if count < 0 || count+int64(len(fresh)+len(f.v6)) > mostIPs {
		return nil, tooManyIPs.of()
	}
	for _, ip := range fresh {
		if cidr, refused := prefix(ip + "/128"); refused != nil || !within(cidr, s.v6[0].cidr) {
			return nil, badAddress.of(ip)
		}
	}
	for range count {
		fresh = append(fresh, q.offered6(s))
	}
	f.v6 = append(f.v6, fresh...)
	return result{"NetworkInterfaceId": f.id, "AssignedIpv6Addresses": listed(fresh)}, nil
}

func unassign6(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	gone := q.texts("Ipv6Addresses")
	for _, ip := range gone {
		if !slices.Contains(f.v6, ip) {
			return nil, noSuchInner.of(strings.Join(gone, ", "), f.id)
		}
	}
	f.v6 = slices.DeleteFunc(f.v6, func(ip string) bool { return slices.Contains(gone, ip) })
	return result{"NetworkInterfaceId": f.id, "UnassignedIpv6Addresses": listed(gone)}, nil
}
