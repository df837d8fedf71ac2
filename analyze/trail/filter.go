// Filters: the one narrowing that every question takes. Different fields AND, values of one field OR.

package trail

import (
	"fmt"
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Filter narrows events. The zero value lets everything through.
type Filter struct {
	From, Until Moment // From inclusive, Until exclusive
	Accounts    []string
	Regions     []string
	Principals  []string // a whole ARN, or its user, role or session name
	AccessKeys  []string
	Addresses   []netip.Prefix
	Resources   []string
	VPCs        []string
	Names       []string
	Words       []string // each occurs in the event's columns, in whatever case: name, source, account, region, principal, key, address, agent, error, ids
	Terms       []Term   // what the lists have no place for: exclusions, regular expressions, further fields
	Errors      bool     // only events that carry an error code
	Writes      bool     // only events that do not say that they are read-only

	After int64 // only events that stand in files which the case saw after the one of this number; 0 for all
}

// Narrows reports whether the filter keeps anything back.
func (f *Filter) Narrows() bool {
	lists := len(f.Accounts) + len(f.Regions) + len(f.Principals) + len(f.AccessKeys) + len(f.Addresses) + len(f.Resources) + len(f.VPCs) + len(f.Names) + len(f.Words) + len(f.Terms)
	return f.From.Set() || f.Until.Set() || lists > 0 || f.Errors || f.Writes || f.After > 0
}

// Moment is a point in time, or a span back from the newest stored event. The zero value is no bound.
type Moment struct {
	At   time.Time
	Back time.Duration
}

// Set reports whether the moment bounds anything.
func (m Moment) Set() bool { return !m.At.IsZero() || m.Back != 0 }

// Resolve turns a span back into a time, counted from newest.
func (m Moment) Resolve(newest time.Time) time.Time {
	if m.Back != 0 {
		return newest.Add(-m.Back)
	}
	return m.At
}

// MomentForms names what ParseMoment takes, for messages.
const MomentForms = "RFC 3339 (2024-05-01T10:00:00Z), a date (2024-05-01), or a span back from the newest event (90m, 2h, 7d)"

// ParseMoment reads a bound in one of the MomentForms.
func ParseMoment(s string) (Moment, error) {
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return Moment{At: t.UTC()}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Moment{At: t}, nil
	}
	if m := regexp.MustCompile(`^([0-9]{1,6})([smhdw])$`).FindStringSubmatch(s); m != nil {
		n, err := strconv.ParseInt(m[1], 10, 64)
		unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[m[2]]
		if err == nil && n > 0 && n <= int64(math.MaxInt64/unit) {
			return Moment{Back: time.Duration(n) * unit}, nil
		}
	}
	return Moment{}, fmt.Errorf("%q is no time; use %s", s, MomentForms)
}

// ParseAddress reads an IPv4 or IPv6 address or a CIDR block.
func ParseAddress(s string) (netip.Prefix, error) {
	if p, err := netip.ParsePrefix(s); err == nil {
		if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
			p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
		}
		return p.Masked(), nil
	}
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
	}
	return netip.Prefix{}, fmt.Errorf("%q is no address; use an IPv4 or IPv6 address or a CIDR block (203.0.113.0/24)", s)
}

// NamesAny reports whether one of ids is one of wanted: the id itself, an ARN that ends in it, or what a wanted ARN ends
// in. Nothing wanted is always named.
func NamesAny(ids, wanted []string) bool {
	if len(wanted) == 0 {
		return true
	}
	for _, w := range wanted {
		short := ShortID(w)
		for _, id := range ids {
			if id == w || id == short || strings.HasSuffix(id, "/"+w) || strings.HasSuffix(id, ":"+w) {
				return true
			}
		}
	}
	return false
}

// ShortID is the last part of an ARN, by which requests name the same resource (arn:aws:ec2:…:route-table/rtb-01234567 is
// rtb-01234567 there); an id that is no ARN is its own.
func ShortID(id string) string {
	if !strings.HasPrefix(id, "arn:") {
		return id
	}
	if short := id[strings.LastIndexAny(id, ":/")+1:]; short != "" {
		return short
	}
	return id
}

// Admits reports whether the filter's accounts, regions and times let a file of that name through.
func (f *Filter) Admits(account, region string, at, newest time.Time) bool {
	among := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	if !among(f.Accounts, account) || !among(f.Regions, region) {
		return false
	}
	if f.From.Set() && at.Before(f.From.Resolve(newest)) {
		return false
	}
	return !f.Until.Set() || at.Before(f.Until.Resolve(newest))
}
