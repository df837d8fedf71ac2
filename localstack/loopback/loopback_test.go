// The edge, tried from both sides: what is this machine, and what is never connected to or listened on.

package loopback_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"traillab/localstack/loopback"
)

func TestHosts(t *testing.T) {
	for host, want := range map[string]struct{ host, name bool }{
		"127.0.0.1": {true, true}, "127.0.0.1:4566": {true, true}, "127.8.9.10": {true, true}, "[::1]:4566": {true, true}, "::1": {true, true},
		"[::1]": {true, true}, "::ffff:127.0.0.1": {true, true}, "::1%lo": {true, true}, "localhost": {true, true}, "LocalHost:80": {true, true},
		"localhost.:80": {false, true}, "bucket.localhost": {false, true}, "b.s3.localhost.localstack.cloud:4566": {false, true}, "localhost.localstack.cloud": {false, true},
		"": {}, ":80": {}, "0.0.0.0": {}, "0.0.0.0:80": {}, "[::]:80": {}, "10.0.0.1": {}, "::ffff:10.0.0.1": {}, "169.254.169.254": {}, "127.0.0.1.evil.example": {},
		"localhost.evil.example": {}, "evillocalhost": {}, "evil.example:4566": {}, "0x7f.1": {}, "2130706433": {}, "127.1": {}, "ec2.amazonaws.com": {},
	} {
		if loopback.Host(host) != want.host || loopback.Name(host) != want.name {
			t.Errorf("%q: host %v, name %v; want %v", host, loopback.Host(host), loopback.Name(host), want)
		}
	}
}

func TestEndpoints(t *testing.T) {
	for endpoint, want := range map[string]string{
		"http://127.0.0.1:4566": "http://127.0.0.1:4566", "127.0.0.1:4566": "http://127.0.0.1:4566", "localhost:4566/": "http://127.0.0.1:4566",
		"http://[::1]:4566": "http://[::1]:4566", "http://127.0.0.1": "http://127.0.0.1:80", "http://[::1%25lo]:4566": "http://[::1]:4566",
		"http://127.9.9.9:1": "http://127.9.9.9:1", "http://[::ffff:127.0.0.1]:80": "http://127.0.0.1:80",
		"http://127.0.0.1.evil.com:4566": "", "http://127.0.0.1@evil.com:4566": "", "http://169.254.169.254": "", "http://2130706433:4566": "",
		"http://[fe80::1%25lo]:4566": "", "unix:///var/run/docker.sock": "", "http://s3.localhost.localstack.c": "",
		"https://127.0.0.1:4566": "", "http://u:p@127.0.0.1:4566": "", "http://127.0.0.1:4566/x": "", "http://127.0.0.1:4566?x": "",
		"http://10.0.0.1:4566": "", "http://0.0.0.0:4566": "", "https://ec2.amazonaws.com": "", "http://localhost.evil.example": "", "": "", "://": "",
	} {
		got, err := loopback.Endpoint(endpoint)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", endpoint, got, err, want)
		}
	}
}

// TestDialer holds that an address is looked at before it is connected to: one where nobody is would be an error of another kind,
// or none for a long time.
func TestDialer(t *testing.T) {
	for _, address := range []string{"192.0.2.1:80", "0.0.0.0:80"} {
		c, err := loopback.Dialer().DialContext(t.Context(), "tcp", address)
		if err == nil || !strings.Contains(err.Error(), "not on this machine") {
			t.Errorf("dial %s: %v %v", address, c, err)
		}
	}
	socket := filepath.Join(t.TempDir(), "s")
	if _, err := loopback.Dialer().DialContext(t.Context(), "unix", socket); err == nil || !strings.Contains(err.Error(), "not on this machine") {
		t.Errorf("dial a socket that is no address: %v", err)
	}
}

// TestTransport holds that a proxy in the environment hears nothing, and that this machine is reached.
func TestTransport(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }))
	defer server.Close()
	transport := loopback.Transport()
	defer transport.CloseIdleConnections()
	for address, want := range map[string]string{server.URL: "here", "http://192.0.2.1:80/": ""} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		a, err := transport.RoundTrip(r)
		if want == "" {
			if err == nil {
				t.Errorf("%s answers", address)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(a.Body)
		_ = a.Body.Close()
		if err != nil || string(body) != want {
			t.Errorf("%s: %q %v", address, body, err)
		}
	}
	if transport.Proxy != nil { // which would be asked for addresses that are not loopback only
		t.Error("a proxy may be asked")
	}
}

func TestListen(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:0": true, "localhost:0": true, "0.0.0.0:0": false, "[::]:0": false, ":0": false, "192.0.2.1:0": false, "evil.example:0": false,
	} {
		l, err := loopback.Listen(context.Background(), address)
		if (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
		if err == nil {
			_ = l.Close()
		}
	}
}
