// Loopback: the only addresses that anything of the lab listens on or talks to. No option lifts it.

package upstream

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Loopback returns an endpoint as http://ADDRESS:PORT if it is one on this machine. Of names only localhost will do, and
// it is not looked up: it stands for 127.0.0.1.
func Loopback(endpoint string) (string, error) {
	if !strings.Contains(endpoint, "://") {
		endpoint = "http://" + endpoint
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", fmt.Errorf("endpoint %s: write it as http://127.0.0.1:4566", endpoint)
	}
	host := u.Hostname()
	if host == "localhost" {
		host = "127.0.0.1"
	}
	address, err := netip.ParseAddr(host)
	if err != nil || !address.Unmap().IsLoopback() {
		return "", fmt.Errorf("endpoint %s: not on this machine; a lab talks to loopback addresses only (127.0.0.1), so that it can never touch a real account", endpoint)
	}
	if u.Scheme != "http" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("endpoint %s: write it as http://127.0.0.1:4566", endpoint)
	}
	port := u.Port()
	if port == "" {
		port = "80"
	}
	return "http://" + net.JoinHostPort(address.WithZone("").String(), port), nil
}

// freePort asks the system for a loopback port that nobody listens on.
func freePort() (int, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.Join(errors.New("not a TCP address"), l.Close())
	}
	return address.Port, l.Close()
}

// vacant tells, before a cloud is started, that its port is somebody else's: the child would say so only in its log.
func vacant(ctx context.Context, port int) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("port 127.0.0.1:%d is taken: %w", port, err)
	}
	return l.Close()
}
