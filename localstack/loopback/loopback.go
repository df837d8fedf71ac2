// Package loopback is the edge of the lab: the only addresses that anything of it listens on or talks to are this machine's own,
// 127.0.0.0/8 and ::1. No option lifts it. Of names localhost is one of them, and nobody is asked what it stands for.
package loopback

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Is reports whether an address is loopback, written as IPv4, as IPv6 or as the one within the other.
func Is(address netip.Addr) bool { return address.Unmap().IsLoopback() }

// Address returns the address of a host that is this machine: its own, without a zone, or 127.0.0.1 for localhost.
func Address(host string) (netip.Addr, bool) {
	if strings.EqualFold(host, "localhost") {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1}), true
	}
	address, err := netip.ParseAddr(host)
	if err != nil || !Is(address) {
		return netip.Addr{}, false
	}
	return address.Unmap().WithZone(""), true
}

// Host reports whether a host, with or without a port, is this machine: an address of loopback, or localhost.
func Host(host string) bool {
	_, ok := Address(bare(host))
	return ok
}

// domains are those whose every name points to loopback, and that clients put buckets and services in front of.
var domains = []string{"localhost", "localhost.localstack.cloud"}

// Name reports whether a host, with or without a port, was meant for this machine: an address of loopback, or a name of or
// below the domains that point there. It is for what a client says it called; nobody is called by such a name.
func Name(host string) bool {
	if Host(host) {
		return true
	}
	name := strings.ToLower(strings.TrimSuffix(bare(host), "."))
	for _, domain := range domains {
		if name == domain || strings.HasSuffix(name, "."+domain) {
			return true
		}
	}
	return false
}

// bare is a host without its port and brackets.
func bare(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	if inner, ok := strings.CutPrefix(host, "["); ok {
		return strings.TrimSuffix(inner, "]")
	}
	return host
}

// Endpoint returns an endpoint as http://ADDRESS:PORT if it is one on this machine.
func Endpoint(endpoint string) (string, error) {
	if !strings.Contains(endpoint, "://") {
		endpoint = "http://" + endpoint
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", fmt.Errorf("endpoint %s: write it as http://127.0.0.1:4566", endpoint)
	}
	address, ok := Address(u.Hostname())
	if !ok {
		return "", fmt.Errorf("endpoint %s: not on this machine; a lab talks to loopback addresses only (127.0.0.1), so that it can never touch a real account", endpoint)
	}
	if u.Scheme != "http" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("endpoint %s: write it as http://127.0.0.1:4566", endpoint)
	}
	port := u.Port()
	if port == "" {
		port = "80"
	}
	return "http://" + net.JoinHostPort(address.String(), port), nil
}
