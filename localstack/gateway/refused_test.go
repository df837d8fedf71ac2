// What the lab refuses at its door, before a cloud, a guard or a record hears of it.

package gateway_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
)

// raw sends a request as it is written, for clients of HTTP mend what an attacker would not.
func (l *lab) raw(t *testing.T, request string) (int, string) {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
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

// request writes one.
func request(method, path, form string, headers ...string) string {
	lines := append([]string{method + " " + path + " HTTP/1.1", "Host: 127.0.0.1", fmt.Sprintf("Content-Length: %d", len(form))}, headers...)
	return strings.Join(lines, "\r\n") + "\r\nConnection: close\r\n\r\n" + form
}

const formType = "Content-Type: application/x-www-form-urlencoded"

// signed is the header of a signature with that scope.
func signed(scope string) string {
	return "Authorization: AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=host, Signature=0"
}

// inAdvance is what a URL of S3 that was signed by version 4 has beside its time.
const inAdvance = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260301%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0"

func TestRefusedAtTheDoor(t *testing.T) {
	const good = "test/20260301/eu-west-1/ec2/aws4_request"
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"a region that is a path":           {request("POST", "/", detach, formType, "Authorization: AWS4-ECDSA-P256-SHA256 Credential=test/20260301/ec2/aws4_request", "X-Amz-Region-Set: ../../../tmp/x"), 400},
		"a region with a line":              {request("GET", "/?Action=DescribeVpcs&X-Amz-Credential=test%2F20260301%2Fus-east-1%20%7B%7D%0A9%2Fec2%2Faws4_request", ""), 400},
		"a region with a null":              {request("GET", "/?Action=DescribeVpcs&X-Amz-Credential=test%2F20260301%2Fa%00b%2Fec2%2Faws4_request", ""), 400},
		"a service in capitals":             {request("POST", "/", detach, formType, signed("test/20260301/eu-west-1/EC2/aws4_request")), 400},
		"version 2 by a real key":           {request("GET", "/bucket/key?AWSAccessKeyId=AKIAREAL&Signature=x&Expires=99999999999", ""), 403},
		"version 2 of the past":             {request("GET", "/bucket/key?AWSAccessKeyId=test&Signature=x&Expires=1", ""), 403},
		"version 4 of the past":             {request("GET", "/bucket/key?"+inAdvance+"&X-Amz-Date=20260301T085000Z&X-Amz-Expires=599", ""), 403},
		"version 4 for no time":             {request("GET", "/bucket/key?"+inAdvance+"&X-Amz-Date=20260301T085000Z", ""), 400},
		"version 4 of no date":              {request("GET", "/bucket/key?"+inAdvance+"&X-Amz-Expires=600", ""), 400},
		"version 4 for more than a week":    {request("GET", "/bucket/key?"+inAdvance+"&X-Amz-Date=20260301T085000Z&X-Amz-Expires=604801", ""), 400},
		"half a signature of version 2":     {request("GET", "/bucket/key?Signature=x", ""), 400},
		"signature version 2 in the header": {request("GET", "/bucket/key", "", "Authorization: AWS AKIAREAL:x"), 400},
		"an unsigned change":                {request("POST", "/", "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0/16", formType), 403},
		"an unsigned bucket":                {request("PUT", "/bucket", ""), 403},
		"another site":                      {request("GET", "/?Action=CreateVpc&Version=2016-11-15&X-Amz-Credential=test%2F20260301%2Feu-west-1%2Fec2%2Faws4_request", "", "Sec-Fetch-Site: cross-site"), 403},
		"a door of LocalStack":              {request("GET", "//_localstack/health", "", signed(good)), 404},
		"a door of moto":                    {request("POST", "/moto-api/reset", ""), 404},
		"a door by its host":                {strings.Replace(request("GET", "/health", ""), "127.0.0.1", "_localstack.s3.localhost", 1), 404},
		"an opaque address":                 {request("GET", "http:opaque", "", signed(good)), 400},
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t)
			if status, body := l.raw(t, c.request); status != c.status {
				t.Errorf("got %d %s, want %d", status, body, c.status)
			}
			l.want(t)
		})
	}
}

// TestSlowUploads holds that an object on its way up holds nobody up.
func TestSlowUploads(t *testing.T) {
	l := open(t)
	uploading, arrived := make(chan struct{}), make(chan struct{})
	l.serve = func(c *exchange.Call) (*exchange.Answer, error) {
		if c.Name == "PutObject" {
			close(uploading)
			<-arrived
		}
		return &exchange.Answer{Out: map[string]any{}}, nil
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if status, body := l.raw(t, request("PUT", "/bucket/key", "slow", signed("test/20260301/eu-west-1/s3/aws4_request"))); status != http.StatusOK {
			t.Errorf("upload: %d %s", status, body)
		}
	}()
	<-uploading
	if status, body := l.call(t, "test", detach, nil); status != http.StatusOK {
		t.Errorf("got %d %s", status, body)
	}
	close(arrived)
	<-done
}

// TestUploadedInAdvance: an object that comes by such a URL streams as well, however it was signed.
func TestUploadedInAdvance(t *testing.T) {
	for _, query := range []string{
		"AWSAccessKeyId=test&Signature=x&Expires=99999999999&x-amz-security-token=t", inAdvance + "&X-Amz-Date=20260301T085000Z&X-Amz-Expires=600",
	} {
		l := open(t)
		l.serve = func(c *exchange.Call) (*exchange.Answer, error) {
			if c.Name != "PutObject" || c.Body != nil {
				t.Errorf("%s: %s is held in memory: %q", query, c.Name, c.Body)
			}
			return &exchange.Answer{Out: map[string]any{}}, nil
		}
		if status, body := l.raw(t, request("PUT", "/bucket/key?"+query, "long")); status != http.StatusOK {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
}

// TestMetadata: what people say of an object keeps its small letters, which clients make names of.
func TestMetadata(t *testing.T) {
	for name, answer := range map[string]*exchange.Answer{
		"the cloud's": {Out: map[string]any{}, Raw: &http.Response{StatusCode: 200, Header: http.Header{"X-Amz-Meta-Colour": {"red"}}}, Body: []byte{}},
		"the lab's":   {Out: map[string]any{"Metadata": map[string]any{"colour": "red"}}},
	} {
		l := open(t)
		l.serve = func(*exchange.Call) (*exchange.Answer, error) { return answer, nil }
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, request("HEAD", "/bucket/key", "", signed("test/20260301/eu-west-1/s3/aws4_request"))); err != nil {
			t.Fatal(err)
		}
		head, err := io.ReadAll(c)
		if err != nil || !strings.Contains(string(head), "\r\nx-amz-meta-colour: red\r\n") {
			t.Errorf("%s: %v\n%s", name, err, head)
		}
	}
}

// TestSignedInAdvance holds that a URL of S3 works that the AWS CLI signed in advance, by either version.
func TestSignedInAdvance(t *testing.T) {
	for _, query := range []string{
		"AWSAccessKeyId=test&Signature=x&Expires=99999999999",
		inAdvance + "&X-Amz-Date=20260301T085000Z&X-Amz-Expires=600",
	} {
		l := open(t)
		if status, body := l.raw(t, request("GET", "/bucket/key?"+query, "")); status != http.StatusOK {
			t.Errorf("%s: %d %s", query, status, body)
		}
		l.mu.Lock()
		if len(l.steps) == 0 || l.steps[0] != "before GetObject" {
			t.Errorf("%s: %v", query, l.steps)
		}
		l.mu.Unlock()
	}
}
