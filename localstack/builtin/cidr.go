// Ranges: the addresses that VPCs and subnets have, and the next one that is free.

package builtin

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"traillab/localstack/wire"
)

var (
	badCIDR    = fault{code: "InvalidParameterValue", sentence: "Value (%s) for parameter cidrBlock is invalid. This is not a valid CIDR block."}
	noAddress  = fault{code: "InsufficientFreeAddressesInSubnet", sentence: "The specified subnet does not have enough free addresses to satisfy the request."}
	badAddress = fault{code: "InvalidParameterValue", sentence: "Address %s does not fall within the subnet's address range"}
	takenIP    = fault{code: "InvalidIPAddress.InUse", sentence: "Address %s is in use."}
)

// prefix reads a range as AWS does: what lies below its mask is dropped.
func prefix(text string) (netip.Prefix, *wire.Error) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return p, badCIDR.of(text)
	}
	return p.Masked(), nil
}

// sized reports whether a range has a size that VPCs and subnets may have.
func sized(p netip.Prefix) bool {
	if p.Addr().Is4() {
		return p.Bits() >= 16 && p.Bits() <= 28
	}
	return p.Bits() >= 44 && p.Bits() <= 64
}

// within reports whether a range lies in another.
func within(inner, outer netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

// reserved is how many addresses at the beginning of a subnet are AWS's own; so is the last one.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const reserved = 4

// offered is an address of a subnet for an interface: the one that is asked for, or the next free one. What
// is taken is not there to be had either.
func (q *call) offered(s *subnet, asked string, taken ...string) (string, *wire.Error) {
	used := map[string]bool{}
	for _, ip := range taken {
		used[ip] = true
	}
	for _, f := range all[*face](q) {
		if f.subnet == s.id {
			for _, ip := range f.ips {
				used[ip] = true
			}
		}
	}
	first := binary.BigEndian.Uint32(s.cidr.Addr().AsSlice())
	size := uint32(1) << (32 - s.cidr.Bits())
	if asked != "" {
		ip, err := netip.ParseAddr(asked)
		switch {
		case err != nil || !s.cidr.Contains(ip):
			return "", badAddress.of(asked)
		case used[asked]:
			return "", takenIP.of(asked)
		}
		return ip.String(), nil
	}
	for n := uint32(reserved); n < size-1; n++ {
		if ip := ip4(first + n); !used[ip] {
			return ip, nil
		}
	}
	return "", noAddress.of()
}

// free is how many addresses of a subnet nobody has.
func (q *call) free(s *subnet) int {
	n := 1<<(32-s.cidr.Bits()) - reserved - 1
	for _, f := range all[*face](q) {
		if f.subnet == s.id {
			n -= len(f.ips)
		}
	}
	return n
}

// offered6 is an IPv6 address of a subnet.
func (q *call) offered6(s *subnet) string {
	if len(s.v6) == 0 {
		return ""
	}
	bytes := s.v6[0].cidr.Addr().As16()
	binary.BigEndian.PutUint64(bytes[8:], q.chance.Uint64())
	return netip.AddrFrom16(bytes).String()
}

func ip4(n uint32) string {
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}).String()
}

// publicIP is a public address that nobody has and nobody had lately: of the ranges that are kept for documents and for
// trying things out, so that none of a lab's addresses is anyone's.
// https://www.rfc-editor.org/rfc/rfc5737, https://www.rfc-editor.org/rfc/rfc2544
func (c *Cloud) publicIP() string {
	n := c.latest
	c.latest++
	if n < 254 {
		return fmt.Sprintf("203.0.113.%d", n+1)
	}
	n = (n - 254) % (1 << 17)
	return ip4(198<<24 | 18<<16 + uint32(n))
}

// named is the DNS name that AWS gives an address in a region.
func (q *call) named(kind, ip string) string {
	name := kind + "-" + dashed(ip)
	switch {
	case kind == "ip" && q.here == "us-east-1":
		return name + ".ec2.internal"
	case kind == "ip":
		return name + "." + q.here + ".compute.internal"
	case q.here == "us-east-1":
		return name + ".compute-1.amazonaws.com"
	}
	return name + "." + q.here + ".compute.amazonaws.com"
}

func dashed(ip string) string {
	text := []byte(ip)
	for i := range text {
		if text[i] == '.' {
			text[i] = '-'
		}
	}
	return string(text)
}
