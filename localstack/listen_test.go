// Addresses: loopback in every way of writing it, and what is done when the usual one is taken.

package localstack

import (
	"strings"
	"testing"

	"traillab/localstack/loopback"
	"traillab/localstack/upstream"
)

func TestAddress(t *testing.T) {
	for listen, want := range map[string]string{
		"": usual, "127.0.0.1:80": "127.0.0.1:80", "localhost:4567": "127.0.0.1:4567", "127.9.9.9:0": "127.9.9.9:0", "[::1]:4566": "[::1]:4566",
		"[::ffff:127.0.0.1]:1": "127.0.0.1:1",
		"0.0.0.0:4566":         "", ":4566": "", "[::]:4566": "", "192.0.2.1:80": "", "example.com:80": "", "127.0.0.1": "", "127.0.0.1:x": "", "127.0.0.1:70000": "",
	} {
		got, err := Address(listen)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", listen, got, err, want)
		}
	}
}

// TestUsualTaken lets a LocalStack sit on the usual address: a lab that stands on it goes beside it, any other one asks.
func TestUsualTaken(t *testing.T) {
	l, err := loopback.Listen(t.Context(), usual)
	if err != nil {
		t.Skipf("NOT TESTED: somebody else is at %s: %v", usual, err)
	}
	defer l.Close()
	o := Options{Dir: t.TempDir()}
	beside, err := o.listen(t.Context(), &upstream.Plan{Parts: []upstream.Part{{Kind: upstream.LocalStack, Endpoint: "http://" + usual}}})
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	if !strings.HasPrefix(beside.Addr().String(), "127.0.0.1:45") {
		t.Errorf("listens on %s", beside.Addr())
	}
	if _, err := o.listen(t.Context(), &upstream.Plan{}); err == nil || !strings.Contains(err.Error(), "127.0.0.1:4566 is taken; listen elsewhere: --listen 127.0.0.1:45") {
		t.Errorf("got %v", err)
	}
}
