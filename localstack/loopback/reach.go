// Reaching and being reached: connections and listeners that are loopback's, checked where the system is asked for them.

package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// Dialer connects to loopback, whatever a name is resolved to: the address is looked at when it is known and before
// anything is sent to it.
func Dialer() *net.Dialer {
	return &net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		if at, err := netip.ParseAddrPort(address); err != nil || !Is(at.Addr()) {
			return fmt.Errorf("%s is not on this machine, and a lab connects to nothing else", address)
		}
		return nil
	}}
}

// Transport makes requests over Dialer. No proxy of the user's is asked, whatever the environment says. Its limits are the
// caller's to set.
func Transport() *http.Transport {
	return &http.Transport{Proxy: nil, DialContext: Dialer().DialContext, DisableCompression: true}
}

// Listen listens on an address of loopback and a port, of which 0 is any that is free.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	if !Host(address) {
		return nil, fmt.Errorf("%s is not loopback, and a lab listens on nothing else", address)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if at, err := netip.ParseAddrPort(l.Addr().String()); err != nil || !Is(at.Addr()) { // localhost may be anything to the system
		return nil, errors.Join(fmt.Errorf("listens on %s, which is not loopback", l.Addr()), l.Close())
	}
	return l, nil
}
