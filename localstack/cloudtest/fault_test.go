// Faults: whatever breaks, a call that was answered is in the log once, and one that could not be written down fails loudly.

package cloudtest

import (
	"errors"
	"fmt"
	"net"
	nethttp "net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/smithy-go"

	"traillab/localstack"
	"traillab/localstack/upstream"
)

// holdsAll compares the log with the calls that the lab counted: none lost, none twice.
func (l *lab) holdsAll(t *testing.T, answered int64) {
	t.Helper()
	h := l.Health(t.Context())
	stored := l.load(t).summary.Records.Stored
	if stored != answered || h.Calls-h.Unrecorded != answered {
		t.Errorf("%d calls answered, the lab counts %d and %d of them unrecorded, the log has %d", answered, h.Calls, h.Unrecorded, stored)
	}
}

// TestParallel makes a thousand calls at once, of which most change something.
func TestParallel(t *testing.T) {
	for _, kind := range []upstream.Kind{upstream.Builtin, upstream.Moto} {
		t.Run(string(kind), func(t *testing.T) {
			l := open(t, kind, nil)
			c := l.actor("test", "test", "")
			var answered atomic.Int64
			var all sync.WaitGroup
			vpcs := make([]map[string]bool, 20)
			for n := range vpcs {
				vpcs[n] = map[string]bool{}
				all.Go(func() {
					for i := range 50 {
						var err error
						if i%5 == 0 {
							_, err = c.ec2.DescribeVpcs(t.Context(), &ec2.DescribeVpcsInput{MaxResults: new(int32(5))})
						} else {
							var out *ec2.CreateInternetGatewayOutput
							if out, err = c.ec2.CreateInternetGateway(t.Context(), &ec2.CreateInternetGatewayInput{}); err == nil {
								vpcs[n][*out.InternetGateway.InternetGatewayId] = true
							}
						}
						if err != nil {
							t.Error(err)
							continue
						}
						answered.Add(1)
					}
				})
			}
			all.Wait()
			l.holdsAll(t, answered.Load())
			made := map[string]bool{}
			for _, of := range vpcs {
				for id := range of {
					made[id] = true
				}
			}
			if len(made) != 800 || answered.Load() != 1000 {
				t.Errorf("%d answered, %d gateways made, want 1000 and 800", answered.Load(), len(made))
			}
		})
	}
}

// TestUpstreamKilled kills moto while calls are under way.
func TestUpstreamKilled(t *testing.T) {
	l := open(t, upstream.Moto, nil)
	entries, err := upstream.Ledger(filepath.Join(l.dir, localstack.Default))
	if err != nil || len(entries) != 1 {
		t.Fatalf("the ledger has %+v, %v", entries, err)
	}
	c := l.actor("test", "test", "")
	var answered, failed atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 30 {
				_, err := c.ec2.CreateInternetGateway(t.Context(), &ec2.CreateInternetGatewayInput{})
				var refusal smithy.APIError
				switch {
				case err == nil:
				case errors.As(err, &refusal) && refusal.ErrorCode() == "ServiceUnavailable":
					failed.Add(1)
				default:
					t.Errorf("a call to a dead cloud: %v", err)
				}
				if answered.Add(1) == 60 {
					if err := syscall.Kill(entries[0].PID, syscall.SIGKILL); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	if failed.Load() < 100 {
		t.Errorf("%d calls failed after the cloud was killed", failed.Load())
	}
	l.holdsAll(t, answered.Load()) // those that failed were made, and their records say so
	for until := time.Now().Add(5 * time.Second); !strings.Contains(l.Health(t.Context()).Trouble, "upstream ended"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("a killed cloud is told as %q", l.Health(t.Context()).Trouble)
		}
	}
	if !strings.Contains(l.log.String(), "upstream ended") {
		t.Errorf("the lab's log: %s", l.log)
	}
}

// TestDiskFull fills the disk that the log is on; where a file system cannot be mounted, a file lies where the log has to be.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	small := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m") == nil
	if small {
		t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	}
	l := open(t, upstream.Builtin, func(o *localstack.Options) { o.Dir = dir })
	c := l.actor("test", "test", "")
	make1 := func() error {
		_, err := c.ec2.CreateInternetGateway(t.Context(), &ec2.CreateInternetGatewayInput{})
		return err
	}
	answered := int64(0)
	for range 10 {
		if err := make1(); err != nil {
			t.Fatal(err)
		}
		answered++
	}
	undo := l.obstruct(t, small)
	var refusal smithy.APIError
	var status *http.ResponseError
	failed := 0
	for range 2000 { // a journal that fits in the rest of a block takes some records still
		err := make1()
		if err == nil {
			answered++
			continue
		}
		if !errors.As(err, &refusal) || refusal.ErrorCode() != "InternalFailure" || !strings.Contains(refusal.ErrorMessage(), "record ec2.CreateInternetGateway") ||
			!errors.As(err, &status) || status.HTTPStatusCode() != 500 {
			t.Fatalf("a call that could not be written down: %v", err)
		}
		if failed++; failed == 3 {
			break
		}
	}
	if failed != 3 {
		t.Fatalf("%d calls failed on a full disk", failed)
	}
	if h := l.Health(t.Context()); h.Unrecorded != 3 || h.Well() {
		t.Errorf("the lab is well, with %d unrecorded calls", h.Unrecorded)
	}
	undo()
	if err := make1(); err != nil {
		t.Fatalf("there is room again: %v", err)
	}
	l.holdsAll(t, answered+1)
}

// obstruct makes that nothing can be written to the log, until it is undone.
func (l *lab) obstruct(t *testing.T, small bool) (undo func()) {
	t.Helper()
	if small {
		fill := filepath.Join(l.dir, "fill")
		f, err := os.Create(fill)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for block := make([]byte, 4096); err == nil; {
			_, err = f.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		return func() {
			if err := os.Remove(fill); err != nil {
				t.Error(err)
			}
		}
	}
	t.Log("a disk cannot be filled here; a file lies in the way of the log instead")
	logs, aside := l.Logs(), l.Logs()+".aside"
	if err := errors.Join(l.Flush(), os.Rename(logs, aside), os.WriteFile(logs, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(os.Remove(logs), os.Rename(aside, logs)); err != nil {
			t.Error(err)
		}
	}
}

// TestNeighbours: two labs at once keep apart; a name and a port are had once.
func TestNeighbours(t *testing.T) {
	dir := t.TempDir()
	one := open(t, upstream.Builtin, func(o *localstack.Options) { o.Dir, o.Name = dir, "one" })
	two := open(t, upstream.Builtin, func(o *localstack.Options) { o.Dir, o.Name = dir, "two" })
	for n, l := range []*lab{one, two} {
		c := l.actor("test", "test", "")
		for range n + 3 {
			if _, err := c.ec2.CreateVpc(t.Context(), &ec2.CreateVpcInput{CidrBlock: new("10.0.0.0/16")}); err != nil {
				t.Fatal(err)
			}
		}
		l.holdsAll(t, int64(n+3))
	}
	_, err := localstack.Up(t.Context(), localstack.Options{Dir: dir, Name: "one", Upstream: upstream.Builtin, Listen: "127.0.0.1:0"})
	if err == nil || !strings.Contains(err.Error(), `the lab "one" is up already`) {
		t.Errorf("the same lab twice: %v", err)
	}
	taken := strings.TrimPrefix(two.Endpoint(), "http://")
	_, err = localstack.Up(t.Context(), localstack.Options{Dir: dir, Name: "three", Upstream: upstream.Builtin, Listen: taken})
	if err == nil || !strings.Contains(err.Error(), taken+" is taken") || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("a port that another lab has: %v", err)
	}
	_, err = localstack.Up(t.Context(), localstack.Options{Dir: dir, Name: "four", Upstream: upstream.Builtin, Listen: "0.0.0.0:0"})
	if err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("a lab for everybody: %v", err)
	}
}

// TestVanishing: clients that go before they are answered, and some before they have finished asking.
func TestVanishing(t *testing.T) {
	l := open(t, upstream.Builtin, nil)
	count := func() int64 {
		found, err := l.Cloud().Do(t.Context(), region, "ec2", "DescribeInternetGateways", nil)
		if err != nil {
			t.Fatal(err)
		}
		gateways, _ := found["InternetGateways"].([]any)
		return int64(len(gateways))
	}
	before := count()
	form := "Action=CreateInternetGateway&Version=2016-11-15"
	head := "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
		"Authorization: AWS4-HMAC-SHA256 Credential=test/20260301/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0\r\n"
	for n := range 200 {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(l.Endpoint(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		text := head + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(form)) + form
		if n%2 == 1 {
			text = text[:len(text)-1-n%20]
		}
		if _, err := c.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
	}
	var calls int64
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if calls = l.Health(t.Context()).Calls; calls == 100 {
			break
		}
	}
	if calls != 100 {
		t.Errorf("%d calls passed, want the 100 that were asked whole", calls)
	}
	l.holdsAll(t, calls)
	if made := count() - before; made != calls {
		t.Errorf("%d gateways of %d calls", made, calls)
	}
}

// TestSomebodyElsesPages: a page in a browser, and a name that was made to point here, are not answered.
func TestSomebodyElsesPages(t *testing.T) {
	l := open(t, upstream.Builtin, nil)
	for name, value := range map[string]string{"Origin": "https://example.org", "Host": "example.org"} {
		r, err := nethttp.NewRequestWithContext(t.Context(), nethttp.MethodGet, l.Endpoint()+"/?Action=DescribeVpcs&Version=2016-11-15", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
		answer, err := nethttp.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != nethttp.StatusForbidden {
			t.Errorf("%s %s: %s", name, value, answer.Status)
		}
	}
}
