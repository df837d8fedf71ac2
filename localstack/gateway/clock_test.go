// Two clocks: calls come, and keys end, by the lab's; signatures end by the one that clients read.

package gateway_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
)

func TestTwoClocks(t *testing.T) {
	l := open(t)
	wall := l.gateway.Now()
	now := wall.Add(13 * time.Hour)
	l.gateway.Now, l.gateway.Wall = func() time.Time { return now }, func() time.Time { return wall }
	l.gateway.Signed = l.gateway.Wall
	l.serve = func(c *exchange.Call) (*exchange.Answer, error) {
		switch c.Name {
		case "GetFederationToken":
			return &exchange.Answer{Out: map[string]any{"Credentials": map[string]any{
				"AccessKeyId": "ASIA0000000000000001", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": now,
			}}}, nil
		case "GetCallerIdentity":
			return &exchange.Answer{Out: map[string]any{"Arn": c.Who.ARN}}, nil
		}
		return &exchange.Answer{Out: map[string]any{}}, nil
	}
	const sts = "&Version=2011-06-15"
	body := l.form(t, "test", "sts", "Action=GetFederationToken&Name=ann"+sts)
	key := regexp.MustCompile(`<AccessKeyId>(\w+)<`).FindStringSubmatch(body)
	if key == nil || !strings.Contains(body, "<Expiration>2026-03-01T23:00:00Z<") {
		t.Fatalf("no key for an hour by the lab's clock: %s", body)
	}
	who := func() string { return l.form(t, key[1], "sts", "Action=GetCallerIdentity"+sts) }
	if got := who(); !strings.Contains(got, "federated-user/ann") {
		t.Errorf("a key that is a minute old: %s", got)
	}
	url := fmt.Sprintf("%s/bucket/key?AWSAccessKeyId=test&Signature=x&Expires=%d", l.URL, wall.Add(time.Minute).Unix())
	status := func() int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	if got := status(); got != http.StatusOK {
		t.Errorf("a URL that is good for a minute yet: %d", got)
	}
	wall = wall.Add(61 * time.Minute)
	if got := who(); !strings.Contains(got, "federated-user/ann") {
		t.Errorf("a key whose hour is over on the wall alone: %s", got)
	}
	now = now.Add(61 * time.Minute)
	if got := who(); !strings.Contains(got, "ExpiredToken") {
		t.Errorf("a key whose hour is over: %s", got)
	}
	if got := status(); got != http.StatusForbidden {
		t.Errorf("a URL whose minute is over: %d", got)
	}
}

// TestDue: what happened by itself comes before each call, and before the second that the call has; strangers and uploads
// move nothing on.
func TestDue(t *testing.T) {
	l := open(t)
	at := l.gateway.Now()
	l.gateway.Next = func() time.Time { l.note("next"); return at }
	l.gateway.Due = func(_ context.Context, now time.Time) { l.note("due %s", now.Format(time.TimeOnly)) }
	l.call(t, "test", detach, nil)
	l.call(t, "AKIASTRANGER00000000", detach, nil)
	l.call(t, "test", "Action=DescribeVpcs&Version=2016-11-15", nil)
	upload, err := http.NewRequestWithContext(t.Context(), http.MethodPut, l.URL+"/bucket/key", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	upload.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260301/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0")
	answer, err := http.DefaultClient.Do(upload)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	got := slices.DeleteFunc(l.steps, func(line string) bool {
		return !strings.HasPrefix(line, "due") && !strings.HasPrefix(line, "next") && !strings.HasPrefix(line, "before")
	})
	want := []string{"due 09:00:00", "next", "before DetachInternetGateway", "due 09:00:00", "before DescribeVpcs", "next", "before PutObject"}
	if !slices.Equal(got, want) {
		t.Errorf("went %q, want %q", got, want)
	}
}
