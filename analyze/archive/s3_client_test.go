// The client waits, but not for ever.

package archive

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// A connection that says nothing any more is given up, and one that merely is slow is not.
func TestSilence(t *testing.T) {
	gone := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range 5 {
			_, _ = io.WriteString(w, "x")
			w.(http.Flusher).Flush()
			time.Sleep(60 * time.Millisecond)
		}
		if r.URL.Path == "/hangs" {
			<-gone
		}
	}))
	defer server.Close()
	defer close(gone)
	client := newHTTPClient(200 * time.Millisecond)
	get := func(path string) (string, error) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(request)
		if err != nil {
			return "", err
		}
		text, err := io.ReadAll(answer.Body)
		return string(text), errors.Join(err, answer.Body.Close())
	}
	if text, err := get("/slow"); text != "xxxxx" || err != nil {
		t.Errorf("slow: %q, %v", text, err)
	}
	var timeout net.Error
	if text, err := get("/hangs"); text != "xxxxx" || !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("hangs: %q, %v", text, err)
	}
}

// Waiting grows from try to try and stays bearable.
func TestDelay(t *testing.T) {
	for attempt := range 40 {
		most := min(100*time.Millisecond<<max(attempt-1, 0), 10*time.Second)
		if attempt > 8 {
			most = 10 * time.Second
		}
		if d := delay(attempt); d < most/2 || d > most {
			t.Errorf("before attempt %d: %s, want between %s and %s", attempt+1, d, most/2, most)
		}
	}
}
