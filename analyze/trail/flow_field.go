// The fields of flow logs: what each column becomes, and what of it is wrong.

package trail

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// flowTaker is what becomes of a column; nil for what is kept as it is in the rest.
func flowTaker(name string) taker {
	switch name {
	case "account-id":
		return asText(func(f *Flow) *[]byte { return &f.Account })
	case "region":
		return asText(func(f *Flow) *[]byte { return &f.Region })
	case "vpc-id":
		return asText(func(f *Flow) *[]byte { return &f.VPC })
	case "subnet-id":
		return asText(func(f *Flow) *[]byte { return &f.Subnet })
	case "instance-id":
		return asText(func(f *Flow) *[]byte { return &f.Instance })
	case "interface-id":
		return asText(func(f *Flow) *[]byte { return &f.Interface })
	case "start":
		return asTime(func(f *Flow) *time.Time { return &f.Start })
	case "end":
		return asTime(func(f *Flow) *time.Time { return &f.End })
	case "action":
		return asWord(func(f *Flow) *[]byte { return &f.Action }, "ACCEPT", "REJECT")
	case "log-status":
		return asWord(func(f *Flow) *[]byte { return &f.Status }, "OK", "NODATA", "SKIPDATA")
	case "flow-direction":
		return asWord(func(f *Flow) *[]byte { return &f.Direction }, "ingress", "egress")
	case "pkt-src-aws-service":
		return asText(func(f *Flow) *[]byte { return &f.SourceService })
	case "pkt-dst-aws-service":
		return asText(func(f *Flow) *[]byte { return &f.TargetService })
	}
	if take := addressTaker(name); take != nil {
		return take
	}
	return numberTaker(name)
}

func addressTaker(name string) taker {
	switch name {
	case "srcaddr":
		return asAddress(func(f *Flow) *[]byte { return &f.Source })
	case "dstaddr":
		return asAddress(func(f *Flow) *[]byte { return &f.Target })
	case "pkt-srcaddr":
		return asAddress(func(f *Flow) *[]byte { return &f.PacketSource })
	case "pkt-dstaddr":
		return asAddress(func(f *Flow) *[]byte { return &f.PacketTarget })
	}
	return nil
}

func numberTaker(name string) taker {
	const port, octet, most = 1<<16 - 1, 1<<8 - 1, 1<<63 - 1
	switch name {
	case "srcport":
		return asNumber(func(f *Flow) *int64 { return &f.SourcePort }, port)
	case "dstport":
		return asNumber(func(f *Flow) *int64 { return &f.TargetPort }, port)
	case "protocol":
		return asNumber(func(f *Flow) *int64 { return &f.Protocol }, octet)
	case "traffic-path":
		return asNumber(func(f *Flow) *int64 { return &f.Path }, octet)
	case "packets":
		return asNumber(func(f *Flow) *int64 { return &f.Packets }, most)
	case "bytes":
		return asNumber(func(f *Flow) *int64 { return &f.Bytes }, most)
	}
	return nil
}

func asText(at func(*Flow) *[]byte) taker {
	return func(f *Flow, value []byte) string {
		*at(f) = value
		return ""
	}
}

func asWord(at func(*Flow) *[]byte, words ...string) taker {
	return func(f *Flow, value []byte) string {
		for _, w := range words {
			if string(value) == w {
				*at(f) = value
				return ""
			}
		}
		return "none of " + strings.Join(words, ", ")
	}
}

func asNumber(at func(*Flow) *int64, most int64) taker {
	return func(f *Flow, value []byte) string {
		n, ok := wholeNumber(value)
		if !ok || n > most {
			return fmt.Sprintf("no number from 0 to %d", most)
		}
		*at(f) = n
		return ""
	}
}

// lastSecond is the end of the year 9999.
const lastSecond = 253402300799

func asTime(at func(*Flow) *time.Time) taker {
	return func(f *Flow, value []byte) string {
		n, ok := wholeNumber(value)
		if !ok || n > lastSecond {
			return "no time in seconds since 1970"
		}
		*at(f) = time.Unix(n, 0).UTC()
		return ""
	}
}

// asAddress takes addresses and writes those of IPv6 in their one canonical form.
func asAddress(at func(*Flow) *[]byte) taker {
	return func(f *Flow, value []byte) string {
		if isDotted(value) {
			*at(f) = value
			return ""
		}
		a, err := netip.ParseAddr(string(value))
		if err != nil || a.Zone() != "" {
			return "no address"
		}
		*at(f) = []byte(a.String())
		return ""
	}
}

// wholeNumber reads decimal digits.
func wholeNumber(b []byte) (n int64, ok bool) {
	if len(b) > 18 {
		n, err := strconv.ParseInt(string(b), 10, 64)
		return n, err == nil && b[0] != '-' && b[0] != '+'
	}
	for _, c := range b {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(b) > 0
}

// isDotted reports whether b is an IPv4 address in its one form, without leading zeros. It spares the usual address from
// being read and written again.
func isDotted(b []byte) bool {
	parts, n, length := 0, 0, 0
	for i := 0; i <= len(b); i++ {
		if i == len(b) || b[i] == '.' {
			if length == 0 || n > 255 || length > 1 && b[i-length] == '0' {
				return false
			}
			parts, n, length = parts+1, 0, 0
			continue
		}
		if b[i]-'0' > 9 || length == 3 {
			return false
		}
		n, length = n*10+int(b[i]-'0'), length+1
	}
	return parts == 4
}
