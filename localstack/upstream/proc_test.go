// Sockets are read as Linux writes them.

//go:build unix

package upstream

import (
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestListeners(t *testing.T) {
	const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 0 100 0 0 10 0
   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 102 1 0 100 0 0 10 0
   2: 0100007F:9C40 0100007F:11D6 01 00000000:00000000 00:00000000 00000000     0        0 103 1 0 100 0 0 10 0
   3: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 104 1
   4: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 105 1
   5: 00000000000000000000000000000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 106 1
`
	all, err := listeners(table)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range all {
		got = append(got, l.address.String()+" "+l.inode)
	}
	want := []string{"127.0.0.1:4566 101", "0.0.0.0:80 102", "[::1]:8080 104", "127.0.0.1:8081 105", "[::]:8082 106"}
	if !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	if _, err = listeners("head\n 0: XYZ:1 0:0 0A 0 0 0 0 0 1\n"); err == nil {
		t.Error("reads an address that is none")
	}
}

// TestListening asks the system about this very process.
func TestListening(t *testing.T) {
	l, err := listenOn("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	own, known, err := listening([]int{os.Getpid()})
	if err != nil {
		t.Fatal(err)
	}
	if !known {
		t.Skip("this system does not tell who listens where, so exposed sockets go unseen here")
	}
	if want := netip.MustParseAddrPort(l.Addr().String()); !slices.Contains(own, want) {
		t.Errorf("listens on %v, without %v", own, want)
	}
}

func TestConfined(t *testing.T) {
	for _, c := range []struct {
		listens []string
		says    string
	}{
		{[]string{"127.0.0.1:4566"}, ""},
		{[]string{"[::1]:4566", "127.0.0.1:9000"}, ""},
		{[]string{"0.0.0.0:4566"}, "listens on 0.0.0.0:4566, which others can reach"},
		{[]string{"127.0.0.1:4566", "[::]:8080"}, "listens on [::]:8080, which others can reach"},
		{[]string{"127.0.0.1:4566", "192.168.0.7:53"}, "which others can reach"},
		{[]string{"127.0.0.1:9000"}, "it is not the localstack that was started"},
		{nil, "it is not the localstack that was started"},
	} {
		var own []netip.AddrPort
		for _, address := range c.listens {
			own = append(own, netip.MustParseAddrPort(address))
		}
		err := confined(Part{Kind: LocalStack, Port: 4566}, own)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want %q", c.listens, err, c.says)
		}
	}
}
