// Control: the paths that are the lab's own and no service's, and who may speak to a lab at all.

package gateway

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// controlPath begins the paths that are not AWS's. No bucket can have such a name.
const controlPath = "/_traillab/"

// control answers what is for the lab itself. The doors of an emulator behind it stay closed: they know no keys, and what
// goes through them is not recorded.
func (g *Gateway) control(w http.ResponseWriter, r *http.Request) {
	if g.Control == nil || !strings.HasPrefix(r.URL.Path, controlPath) || !local(r) {
		http.NotFound(w, r)
		return
	}
	g.Control.ServeHTTP(w, r)
}

// local reports whether a request was meant for this machine. A page from elsewhere that makes a browser call loopback
// says so by its origin; one whose name was made to point here says so by the host.
// https://en.wikipedia.org/wiki/DNS_rebinding
func local(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || !loopback(u.Host) {
			return false
		}
	}
	return loopback(r.Host)
}

// loopback reports whether a host is this machine: an address of loopback, localhost, or a name below the two domains
// that point there and that clients put buckets in front of.
func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if address, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return address.IsLoopback()
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || strings.HasSuffix(name, ".localhost.localstack.cloud") || name == "localhost.localstack.cloud"
}
