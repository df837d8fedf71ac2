// Places: accounts, regions, zones and addresses of the log, and what the scenario has in their stead. Addresses of documentation
// stand for those of people, so that a scenario can be given away.

package extract

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
)

// places maps what tells whose log it was.
type places struct {
	account, region string
	accounts        map[string]string // others, by their number
	addresses       map[netip.Addr]string
	ranges          map[netip.Prefix]string
	callers, others int // how many addresses were given out
}

func newPlaces(account, region string) *places {
	return &places{
		account: account, region: region, accounts: map[string]string{}, addresses: map[netip.Addr]string{}, ranges: map[netip.Prefix]string{},
	}
}

// private are ranges that are nobody's: they stay as they are.
var private = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("fc00::/7"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("::1/128"),
}

func nobodys(a netip.Addr) bool {
	for _, p := range private {
		if p.Contains(a) {
			return true
		}
	}
	return !a.IsValid() || a.IsUnspecified()
}

// caller is the address that calls come from. Who calls from a service has an address of its own.
func (p *places) caller(source string) string {
	a, err := netip.ParseAddr(source)
	if err == nil && nobodys(a) {
		return a.String()
	}
	if err != nil {
		return p.fresh(netip.Addr{}, "203.0.113.%d", &p.callers)
	}
	return p.fresh(a.Unmap(), "203.0.113.%d", &p.callers)
}

// fresh is the address that stands for another, a new one where there is none yet.
func (p *places) fresh(a netip.Addr, form string, count *int) string {
	if known, ok := p.addresses[a]; ok {
		return known
	}
	*count++
	given := fmt.Sprintf(form, 9+*count%245)
	if a.Is6() {
		given = fmt.Sprintf("2001:db8::%x", 9+*count)
	}
	p.addresses[a] = given
	return given
}

// address is what stands for an address or a range of a request. Wide ranges say nothing of anybody, and stay.
func (p *places) address(text string) (string, bool) {
	if a, err := netip.ParseAddr(text); err == nil {
		if nobodys(a) {
			return text, true
		}
		return p.fresh(a.Unmap(), "198.51.100.%d", &p.others), true
	}
	r, err := netip.ParsePrefix(text)
	if err != nil {
		return text, false
	}
	narrow := 24
	if r.Addr().Is6() {
		narrow = 48
	}
	switch {
	case nobodys(r.Addr()) || r.Bits() < narrow:
		return text, true
	case r.IsSingleIP():
		return fmt.Sprintf("%s/%d", p.fresh(r.Addr(), "198.51.100.%d", &p.others), r.Bits()), true
	}
	if known, ok := p.ranges[r]; ok {
		return known, true
	}
	given := fmt.Sprintf("198.51.100.%d/%d", (len(p.ranges)*(1<<(32-min(r.Bits(), 32))))%256, r.Bits())
	if r.Addr().Is6() {
		given = fmt.Sprintf("2001:db8:%x::/%d", len(p.ranges)+1, r.Bits())
	}
	if r.Bits() == 24 {
		given = []string{"198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"}[len(p.ranges)%3]
	}
	p.ranges[r] = given
	return given, true
}

var (
	number = regexp.MustCompile(`\b[0-9]{12}\b`)
	zone   = regexp.MustCompile(`^([a-z]{2}(?:-[a-z]+)+-[0-9])([a-z])$`)
)

// text is a text with accounts, the region and its zones as variables. Dollar signs of the log are kept from being taken for some.
func (p *places) text(s string) string {
	s = strings.ReplaceAll(s, "$", "$$")
	s = number.ReplaceAllStringFunc(s, p.accountFor)
	if p.region == "" {
		return s
	}
	if m := zone.FindStringSubmatch(s); m != nil && m[1] == p.region {
		return "${region}" + string('a'+(m[2][0]-'a')%3)
	}
	return strings.ReplaceAll(s, p.region, "${region}")
}

// accountFor is the account of the lab, or one that nobody has for another's.
func (p *places) accountFor(account string) string {
	switch known, ok := p.accounts[account]; {
	case account == p.account:
		return "${account}"
	case ok:
		return known
	}
	p.accounts[account] = fmt.Sprintf("1111222233%02d", 33+len(p.accounts))
	return p.accounts[account]
}
