// Who does not know the secret of a lab is told how it is, and changes nothing of it.

package localstack

import (
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/upstream"
)

// knock asks a door of a lab with a secret, and returns the status and what was said.
func knock(t *testing.T, l *Lab, method, door, secret, text string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, l.Endpoint()+"/_traillab/"+door, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if secret != "" {
		r.Header.Set(secretHeader, secret)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestSecret(t *testing.T) {
	nine := time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)
	o := Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Clock: NewVirtual(nine), Env: os.Environ(), Log: t.Output()}
	place, err := At(o.Dir, Default)
	if err != nil {
		t.Fatal(err)
	}
	begin := func() *Lab {
		l, err := Up(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		return l
	}
	before := begin()
	old := before.secret
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(place.secretFile(), 0o644); err != nil { // as a careless hand leaves it
		t.Fatal(err)
	}
	l := begin()
	if about, err := os.Stat(place.secretFile()); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("the secret's file: %v, %v", about.Mode(), err)
	}
	const forged = `{"region":"eu-west-1","service":"ec2","operation":"AttachInternetGateway","key":"test"}`
	doors := []struct{ method, door, text string }{
		{http.MethodPost, "record", forged},
		{http.MethodPost, "clock?flow=0.0001", ""},
		{http.MethodPost, "clock?advance=1h", ""},
		{http.MethodPost, "flush", ""},
		{http.MethodPost, "doctor", ""},
		{http.MethodGet, "denied?principal=a&action=b", ""},
	}
	for _, secret := range []string{"", "x", old, l.secret + "x", l.secret[1:]} {
		for _, d := range doors {
			if status, said := knock(t, l, d.method, d.door, secret, d.text); status != http.StatusForbidden || strings.TrimSpace(said) != closed {
				t.Errorf("%s %s with %q: %d %s", d.method, d.door, secret, status, said)
			}
		}
	}
	if events := told(t, l, nine); len(events) > 0 || !l.Time().Now.Equal(nine) {
		t.Errorf("it is %s, and the log tells %q", l.Time().Now, events)
	}
	for _, door := range []string{"health", "note", "clock"} {
		if status, said := knock(t, l, http.MethodGet, door, "", ""); status != http.StatusOK || strings.Contains(said, l.secret) {
			t.Errorf("%s: %d %s", door, status, said)
		}
	}
	if r, err := Advance(t.Context(), place, time.Minute); err != nil || !r.Now.Equal(nine.Add(time.Minute)) {
		t.Errorf("its own command: %+v, %v", r, err)
	}
	if err := Synthesise(t.Context(), place, Played{Region: "eu-west-1", Service: "ec2", Operation: "DeleteVpc", Key: "test"}); err != nil {
		t.Error(err)
	}
	if events := told(t, l, nine); !slices.Equal(events, []string{"DeleteVpc 1m0s"}) {
		t.Errorf("the log tells %q", events)
	}
	if err := os.Remove(place.secretFile()); err != nil {
		t.Fatal(err)
	}
	if _, err := Advance(t.Context(), place, time.Minute); err == nil || !strings.Contains(err.Error(), closed) {
		t.Errorf("a command that cannot read the secret: %v", err)
	}
}
