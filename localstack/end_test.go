// Ends that are not smooth: a cloud that hangs while the lab is ended, and a log that cannot be written out.

package localstack

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/localstack/client"
	"traillab/localstack/recorder"
)

// heap is a log that may be read while it is written.
type heap struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heap) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(b)
}

func (h *heap) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// TestCutOff ends a lab whose cloud does not answer: the call is broken off, and it is in the log all the same.
func TestCutOff(t *testing.T) {
	h := newHollow(t)
	asked, hung := make(chan struct{}), make(chan struct{})
	usual := h.Config.Handler
	h.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Header.Get("Authorization"), "/iam/") {
			close(asked)
			<-hung
			return
		}
		usual.ServeHTTP(w, r)
	})
	defer close(hung)
	l := up(t, h, nil)
	c, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan error)
	go func() {
		_, err := c.Do(t.Context(), "us-east-1", "iam", "CreateUser", map[string]any{"UserName": "a"})
		answered <- err
	}()
	<-asked
	begun := time.Now()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > lastCalls+lastBreak+time.Second {
		t.Errorf("it took %s", took)
	}
	if err := <-answered; err == nil {
		t.Error("the client was told that all is well")
	}
	r, err := recorder.Open(recorder.Options{Folder: l.Logs(), State: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	events, err := r.Recent(recorder.Filter{Attribute: "EventName", Value: "CreateUser"})
	if err != nil || len(events) != 1 || !strings.Contains(events[0].Record, "ServiceUnavailable") {
		t.Errorf("recorded %v: %v", events, err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// TestUndelivered: the log of a run that cannot be written out is told, is in nobody's way, and is written as soon as it can be.
func TestUndelivered(t *testing.T) {
	h, dir := newHollow(t), t.TempDir()
	place, err := At(dir, "stuck")
	if err != nil {
		t.Fatal(err)
	}
	mine := func(log *heap) func(*Options) {
		return func(o *Options) { o.Dir, o.Name, o.Log = dir, "stuck", log }
	}
	if err := up(t, h, mine(&heap{})).Close(); err != nil {
		t.Fatal(err)
	}
	const journal = `{"account":"000000000000","region":"us-east-1","record":{"eventID":"e-1","eventTime":"2026-11-22T23:37:48Z","eventCategory":"Management"}}` + "\n"
	for run, text := range map[string]string{"lab-old": journal, "lab-odd": "nothing that was ever a record\n"} {
		if err := errors.Join(os.MkdirAll(place.state(run), 0o700), os.WriteFile(filepath.Join(place.state(run), "journal-1"), []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(place.run("lab-old"), nil, 0o600); err != nil { // where its folder should be
		t.Fatal(err)
	}
	log := &heap{}
	if err := up(t, h, mine(log)).Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"deliver what the lab \"stuck\" left", "lab-old", "set aside as"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not tell %q:\n%s", want, log)
		}
	}
	var left *UndeliveredError
	if _, err := Down(t.Context(), place, os.Environ()); !errors.As(err, &left) {
		t.Errorf("down says %v", err)
	}
	if err := os.Remove(place.run("lab-old")); err != nil {
		t.Fatal(err)
	}
	if _, err := Down(t.Context(), place, os.Environ()); err != nil {
		t.Errorf("down says %v", err)
	}
	found, err := filepath.Glob(filepath.Join(place.run("lab-old"), "AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz"))
	if err != nil || len(found) != 1 {
		t.Errorf("delivered %v: %v", found, err)
	}
}

// TestUnrecordedAtTheEnd: a call that comes to its end when the log is closed fails, and is told and counted.
func TestUnrecordedAtTheEnd(t *testing.T) {
	log := &heap{}
	l := up(t, newHollow(t), func(o *Options) { o.Log = log })
	if err := l.stack.closeLog(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "http://127.0.0.1/", strings.NewReader("Action=CreateUser&Version=2010-05-08&UserName=a"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0")
	w := httptest.NewRecorder()
	l.serveOne(w, r)
	if n := l.stack.gateway.Seen().Unrecorded.Load(); w.Code != http.StatusInternalServerError || n != 1 || !strings.Contains(log.String(), "iam.CreateUser") {
		t.Errorf("answers %d %s, counted %d, told:\n%s", w.Code, w.Body, n, log)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}
