// A cloud for tests that holds nothing and remembers what it was sent, and labs before it.

package localstack

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"traillab/localstack/client"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
)

// hollow looks like a LocalStack that holds nothing: whatever is asked, it answers with nothing in it.
type hollow struct {
	*httptest.Server
	mu   sync.Mutex
	sent bytes.Buffer // every request, whole
}

func newHollow(t *testing.T) *hollow {
	t.Helper()
	h, models := &hollow{}, wire.Open()
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		h.mu.Lock()
		_ = r.Header.Write(&h.sent)
		h.sent.WriteString(r.Method + " " + r.URL.String() + "\n")
		h.sent.Write(append(body, '\n'))
		h.mu.Unlock()
		if r.URL.Path == "/_localstack/health" {
			_, _ = io.WriteString(w, `{"services":{"ec2":"running"},"version":"4.14.0"}`)
			return
		}
		scope := strings.Split(r.Header.Get("Authorization"), "/") // …/REGION/SERVICE/aws4_request
		if len(scope) < 5 {
			t.Errorf("not signed for: %s", r.URL)
			return
		}
		o, name, err := models.Identify(scope[3], r, body)
		if err != nil || o == nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		reply := o.WriteAnswer(map[string]any{}, "r-1")
		for name, values := range reply.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(reply.Status)
		_, _ = w.Write(reply.Body)
	}))
	t.Cleanup(h.Close)
	return h
}

// got is everything that was sent to the cloud.
func (h *hollow) got() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sent.String()
}

// up begins a lab before a hollow cloud.
func up(t *testing.T, h *hollow, change func(*Options)) *Lab {
	t.Helper()
	o := Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.LocalStack, Endpoint: h.URL, Env: os.Environ()}
	if change != nil {
		change(&o)
	}
	l, err := Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// call makes a call to a lab.
func call(t *testing.T, l *Lab, key, service, operation string, in map[string]any) error {
	t.Helper()
	c, err := l.Client(client.Key{ID: key, Secret: "hush-hush", Token: ""}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Do(t.Context(), "eu-west-1", service, operation, in)
	return err
}

// files are the log files of a run.
func files(t *testing.T, folder string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "AWSLogs", "*", "CloudTrail", "*", "*", "*", "*", "*.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestLife(t *testing.T) {
	l := up(t, newHollow(t), nil)
	p, err := Find(l.options.Dir, Default)
	if err != nil {
		t.Fatal(err)
	}
	if err := call(t, l, "test", "ec2", "CreateInternetGateway", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	h, err := Ask(t.Context(), p)
	if err != nil || !h.Well() || h.Calls != 1 || h.Endpoint != l.Endpoint() || h.Drill != l.Drill() || h.Upstream != upstream.LocalStack {
		t.Errorf("asked: %+v, %v", h, err)
	}
	if found := files(t, l.Logs()); len(found) != 0 {
		t.Errorf("delivered already: %v", found)
	}
	if folder, err := Deliver(t.Context(), p); err != nil || len(files(t, folder)) != 1 {
		t.Errorf("delivered %v, %v", files(t, folder), err)
	}
	if _, err := Down(t.Context(), p, nil); err == nil || !strings.Contains(err.Error(), "in this process") {
		t.Errorf("a process ends itself: %v", err)
	}
	if err := call(t, l, "test", "ec2", "CreateVpc", map[string]any{"CidrBlock": "10.0.0.0/16"}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if h, err = Ask(t.Context(), p); err != nil || h.State != Ended || h.Well() {
		t.Errorf("asked at the end: %+v, %v", h, err)
	}
	if folder, err := Deliver(t.Context(), p); err != nil || len(files(t, folder)) != 2 {
		t.Errorf("at the end there is %v, %v", files(t, folder), err)
	}
	if n, err := Down(t.Context(), p, nil); err != nil || n.State != Ended {
		t.Errorf("down again: %+v, %v", n, err)
	}
}

// TestNothingOfTheUser holds that a profile, keys and settings of the user's own are neither read nor sent.
func TestNothingOfTheUser(t *testing.T) {
	file := filepath.Join(t.TempDir(), "credentials")
	if err := os.WriteFile(file, []byte("[prod]\naws_access_key_id = AKIAFROMFILE\naws_secret_access_key = secret-from-file\nregion = ap-south-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"AWS_PROFILE": "prod", "AWS_SHARED_CREDENTIALS_FILE": file, "AWS_CONFIG_FILE": file, "AWS_ACCESS_KEY_ID": "AKIAFROMENVIRONMENT",
		"AWS_SECRET_ACCESS_KEY": "secret-from-environment", "AWS_SESSION_TOKEN": "token-from-environment", "AWS_REGION": "ap-south-1",
	} {
		t.Setenv(name, value)
	}
	cloud := newHollow(t)
	l := up(t, cloud, nil)
	if err := call(t, l, "test", "ec2", "DescribeVpcs", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	before := len(cloud.got())
	if err := call(t, l, "AKIAFROMENVIRONMENT", "ec2", "DescribeVpcs", map[string]any{}); err == nil || !strings.Contains(err.Error(), "AuthFailure") {
		t.Errorf("a key that is not the lab's: %v", err)
	}
	if len(cloud.got()) != before {
		t.Errorf("a call by a real key came through: %s", cloud.got()[before:])
	}
	if err := l.beat(t.Context(), l.options.Clock.Now().Add(beatEvery)); err != nil {
		t.Fatal(err)
	}
	got := cloud.got()
	for _, secret := range []string{"AKIA", "secret-from", "token-from", "ap-south-1", "hush", "prod"} {
		if strings.Contains(got, secret) {
			t.Errorf("the cloud was sent %q", secret)
		}
	}
	if !strings.Contains(got, "Credential=000000000000/") {
		t.Errorf("the cloud was not sent the lab's account: %s", got)
	}
}

// TestNeighbours holds labs apart: by name, and by address.
func TestNeighbours(t *testing.T) {
	cloud := newHollow(t)
	first := up(t, cloud, nil)
	at := strings.TrimPrefix(first.Endpoint(), "http://")
	again := first.options
	again.Drill = ""
	if _, err := Up(t.Context(), again); err == nil || !strings.Contains(err.Error(), "up already at "+first.Endpoint()) {
		t.Errorf("a second lab of the name: %v", err)
	}
	again.Name, again.Listen = "other", at
	if _, err := Up(t.Context(), again); err == nil || !strings.Contains(err.Error(), `taken by the lab "default"`) || !strings.Contains(err.Error(), "--listen 127.0.0.1:") {
		t.Errorf("a second lab at the address: %v", err)
	}
	if p, err := Find(again.Dir, "other"); err != nil {
		t.Errorf("the lab that could not begin is not noted: %v", err)
	} else if h, err := Ask(t.Context(), p); err != nil || h.State != Failed || !strings.Contains(h.Error, "taken") {
		t.Errorf("the lab that could not begin: %+v, %v", h, err)
	}
	second := up(t, cloud, func(o *Options) { o.Dir, o.Name = again.Dir, "other" })
	if err := call(t, second, "test", "ec2", "CreateInternetGateway", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	if first.stack.gateway.Seen().Calls.Load() != 0 || second.stack.gateway.Seen().Calls.Load() != 1 {
		t.Error("a call to one lab is the other's")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	third := up(t, cloud, func(o *Options) { o.Dir, o.Listen = again.Dir, at })
	if third.Endpoint() != first.Endpoint() || third.Logs() == first.Logs() {
		t.Errorf("the next run is at %s with the log %s", third.Endpoint(), third.Logs())
	}
}

// TestRefusals are labs that cannot begin.
func TestRefusals(t *testing.T) {
	cloud := newHollow(t)
	for name, c := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"name":            {func(o *Options) { o.Name = "../x" }, "no name of a lab"},
		"everybody":       {func(o *Options) { o.Listen = "0.0.0.0:0" }, "not on loopback"},
		"no port":         {func(o *Options) { o.Listen = "127.0.0.1" }, "write it as"},
		"cloud elsewhere": {func(o *Options) { o.Endpoint = "http://192.0.2.1:4566" }, "not on this machine"},
		"no cloud":        {func(o *Options) { o.Endpoint = "http://127.0.0.1:1" }, "no localstack answers there"},
		"kind":            {func(o *Options) { o.Upstream = "azure" }, "choose one of"},
	} {
		o := Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.LocalStack, Endpoint: cloud.URL}
		c.change(&o)
		if _, err := Up(t.Context(), o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}
