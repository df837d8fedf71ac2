// The gateway with a cloud, a recorder and a guard of the test's own: what reaches whom, in which order, and what happens
// when one of them fails.

package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/gateway"
	"traillab/localstack/identity"
	"traillab/localstack/wire"
)

// lab is a gateway whose parts the test can reach.
type lab struct {
	*httptest.Server
	gateway *gateway.Gateway

	mu      sync.Mutex
	steps   []string // what happened, in order
	serve   func(c *exchange.Call) (*exchange.Answer, error)
	full    error // what the recorder says
	refuses *wire.Error
	reports []error
	served  atomic.Int64
}

func (l *lab) note(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.steps = append(l.steps, fmt.Sprintf(format, args...))
}

func (l *lab) Serve(_ context.Context, c *exchange.Call) (*exchange.Answer, error) {
	l.served.Add(1)
	l.note("serve %s", c.Name)
	return l.serve(c)
}

func (l *lab) Record(c *exchange.Call, a *exchange.Answer) error {
	code := ""
	if a.Error != nil {
		code = a.Error.Code
	}
	l.note("record %s %s %s %s", c.Name, c.Who.Type, c.Region, code)
	return l.full
}

func (l *lab) Before(_ context.Context, c *exchange.Call) *wire.Error {
	l.note("before %s", c.Name)
	return l.refuses
}

func (l *lab) After(_ context.Context, c *exchange.Call, _ *exchange.Answer) {
	l.note("after %s", c.Name)
}

// open starts a lab of which the test is the cloud.
func open(t *testing.T) *lab {
	t.Helper()
	l := &lab{serve: func(*exchange.Call) (*exchange.Answer, error) { return &exchange.Answer{Out: map[string]any{}}, nil }}
	var ids atomic.Int64
	l.gateway = gateway.New(gateway.Options{
		Models: wire.Open(), Identity: identity.New("000000000000"), Guard: l, Upstream: l, Recorder: l, Account: "000000000000", Drill: "d-1",
		Now:    func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) },
		NewID:  func() string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", ids.Add(1)) },
		Report: func(err error) { l.reports = append(l.reports, err) },
	})
	l.Server = httptest.NewServer(l.gateway)
	t.Cleanup(l.Close)
	return l
}

// detach is the call that most tests make.
const detach = "Action=DetachInternetGateway&Version=2016-11-15&InternetGatewayId=igw-1&VpcId=vpc-1"

// call makes a call by a key and returns the status and the body.
func (l *lab) call(t *testing.T, key, form string, change func(*http.Request)) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, l.URL+"/", strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+key+"/20260301/eu-west-1/ec2/aws4_request, SignedHeaders=host, Signature=0")
	if change != nil {
		change(r)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func (l *lab) want(t *testing.T, steps ...string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if got, want := strings.Join(l.steps, "\n"), strings.Join(steps, "\n"); got != want {
		t.Errorf("steps:\n%s\nwant:\n%s", got, want)
	}
}

func TestCallPasses(t *testing.T) {
	l := open(t)
	status, body := l.call(t, "test", detach, nil)
	if status != http.StatusOK || !strings.Contains(body, "<return>true</return>") || !strings.Contains(body, "00000000-0000-4000-8000") {
		t.Errorf("got %d %s", status, body)
	}
	l.want(t, "before DetachInternetGateway", "serve DetachInternetGateway", "after DetachInternetGateway", "record DetachInternetGateway Root eu-west-1 ")
}

// TestRefusalIsRecorded holds that what a guard refuses reaches no cloud and is an attempt in the log.
func TestRefusalIsRecorded(t *testing.T) {
	l := open(t)
	l.refuses = &wire.Error{Code: "DependencyViolation", Message: "Network vpc-1 has some mapped public address(es). Please unmap those before detaching the gateway.", Status: 400}
	status, body := l.call(t, "test", detach, nil)
	if status != http.StatusBadRequest || !strings.Contains(body, "<Code>DependencyViolation</Code>") || !strings.Contains(body, "mapped public address(es)") {
		t.Errorf("got %d %s", status, body)
	}
	l.want(t, "before DetachInternetGateway", "after DetachInternetGateway", "record DetachInternetGateway Root eu-west-1 DependencyViolation")
}

// TestForeignKeys holds that a key that the lab did not give out gets nowhere, whoever's it is.
func TestForeignKeys(t *testing.T) {
	l := open(t)
	status, body := l.call(t, "AKIAIOSFODNN7EXAMPLE", detach, nil)
	if status != http.StatusUnauthorized || !strings.Contains(body, "<Code>AuthFailure</Code>") || strings.Contains(body, "AKIA") {
		t.Errorf("got %d %s", status, body)
	}
	l.want(t)
}

// TestPages holds that a page in a browser cannot use the lab: neither from another origin nor by a name that was made to
// point to loopback.
func TestPages(t *testing.T) {
	l := open(t)
	for name, change := range map[string]func(*http.Request){
		"origin": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"host":   func(r *http.Request) { r.Host = "evil.example:4566" },
		"null":   func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		if status, body := l.call(t, "test", detach, change); status != http.StatusForbidden {
			t.Errorf("%s: got %d %s", name, status, body)
		}
	}
	l.want(t)
	for _, host := range []string{"localhost:4566", "127.0.0.1:4566", "[::1]:4566", "bucket.localhost", "bucket.s3.localhost.localstack.cloud:4566"} {
		if status, body := l.call(t, "test", detach, func(r *http.Request) { r.Host = host }); status != http.StatusOK {
			t.Errorf("%s: got %d %s", host, status, body)
		}
	}
}

// TestUnrecorded holds that a call that cannot be written down fails loudly.
func TestUnrecorded(t *testing.T) {
	l := open(t)
	l.full = errors.New("no space left on device")
	status, body := l.call(t, "test", detach, nil)
	if status != http.StatusInternalServerError || !strings.Contains(body, "no space left on device") || !strings.Contains(body, "traillab lab down") {
		t.Errorf("got %d %s", status, body)
	}
	if l.gateway.Seen().Unrecorded.Load() != 1 || len(l.reports) != 1 {
		t.Errorf("counted %d, reported %v", l.gateway.Seen().Unrecorded.Load(), l.reports)
	}
}

// TestBrokenCloud holds that a call whose cloud broke is answered, told and recorded as failed.
func TestBrokenCloud(t *testing.T) {
	l := open(t)
	l.serve = func(*exchange.Call) (*exchange.Answer, error) { return nil, errors.New("localstack: connection reset") }
	status, body := l.call(t, "test", detach, nil)
	if status != http.StatusServiceUnavailable || !strings.Contains(body, "lab status") {
		t.Errorf("got %d %s", status, body)
	}
	l.want(t, "before DetachInternetGateway", "serve DetachInternetGateway", "after DetachInternetGateway", "record DetachInternetGateway Root eu-west-1 ServiceUnavailable")
}

// TestVanishedClients holds that a call whose client is gone is carried through and recorded.
func TestVanishedClients(t *testing.T) {
	l := open(t)
	started, gone := make(chan struct{}), make(chan struct{})
	l.serve = func(*exchange.Call) (*exchange.Answer, error) {
		close(started)
		<-gone
		return &exchange.Answer{Out: map[string]any{}}, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.call(t, "test", detach, func(r *http.Request) { *r = *r.WithContext(ctx) })
	}()
	<-started
	cancel()
	<-done
	close(gone)
	for range 500 {
		l.mu.Lock()
		n := len(l.steps)
		l.mu.Unlock()
		if n == 4 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	l.want(t, "before DetachInternetGateway", "serve DetachInternetGateway", "after DetachInternetGateway", "record DetachInternetGateway Root eu-west-1 ")
}

// TestParallel holds that calls which change something pass one at a time, whole, and that none is lost.
func TestParallel(t *testing.T) {
	l := open(t)
	var inside, most atomic.Int64
	l.serve = func(*exchange.Call) (*exchange.Answer, error) {
		most.Store(max(most.Load(), inside.Add(1)))
		defer inside.Add(-1)
		return &exchange.Answer{Out: map[string]any{}}, nil
	}
	var wait sync.WaitGroup
	for range 1000 {
		wait.Go(func() {
			if status, body := l.call(t, "test", detach, nil); status != http.StatusOK {
				t.Errorf("got %d %s", status, body)
			}
		})
	}
	wait.Wait()
	if l.served.Load() != 1000 || most.Load() != 1 {
		t.Errorf("%d calls were served, up to %d at a time", l.served.Load(), most.Load())
	}
	for i := 0; i < len(l.steps); i += 4 {
		if !strings.HasPrefix(l.steps[i], "before") || !strings.HasPrefix(l.steps[i+3], "record") {
			t.Fatalf("calls are mixed: %v", l.steps[i:i+4])
		}
	}
}

// TestDoors holds that the doors which an emulator has of its own are not reached through the lab.
func TestDoors(t *testing.T) {
	l := open(t)
	for _, door := range []string{"/_localstack/health", "/_traillab/health", "/_aws/x"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.URL+door, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", door, answer.StatusCode)
		}
	}
	l.want(t)
}
