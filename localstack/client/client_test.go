// The client against a server that answers as a service does: what it sends can be read again, and it stays on loopback.

package client_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"traillab/localstack/client"
	"traillab/localstack/wire"
)

func TestCall(t *testing.T) {
	models := wire.Open()
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		o, name, err := models.Identify("ec2", r, body)
		if err != nil || o == nil {
			t.Fatalf("identify: %s %v", name, err)
		}
		in, err := o.ReadRequest(r, body)
		if err != nil {
			t.Fatal(err)
		}
		reply := o.WriteAnswer(map[string]any{"Vpc": map[string]any{"VpcId": "vpc-1", "CidrBlock": in["CidrBlock"]}}, "r-1")
		if in["CidrBlock"] == "x" {
			reply = o.Service.WriteError(o, &wire.Error{Code: "InvalidParameterValue", Message: "no"}, "r-1")
		}
		w.Header().Set("Content-Type", reply.Header.Get("Content-Type"))
		w.WriteHeader(reply.Status)
		if _, err := w.Write(reply.Body); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	c, err := client.New(models, server.URL, client.Key{ID: "test", Secret: "test"}, http.Header{"User-Agent": {"Boto3/1.34"}, "X-Traillab-Source": {"198.51.100.66"}})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.Do(t.Context(), "eu-west-1", "ec2", "CreateVpc", map[string]any{"CidrBlock": "10.0.0.0/16"})
	if err != nil {
		t.Fatal(err)
	}
	if vpc, _ := out["Vpc"].(map[string]any); vpc["VpcId"] != "vpc-1" || vpc["CidrBlock"] != "10.0.0.0/16" {
		t.Errorf("got %v", out)
	}
	if auth := got.Header.Get("Authorization"); !strings.Contains(auth, "Credential=test/") || !strings.Contains(auth, "/eu-west-1/ec2/aws4_request") {
		t.Errorf("signed as %q", auth)
	}
	if got.UserAgent() != "Boto3/1.34" || got.Header.Get("X-Traillab-Source") != "198.51.100.66" {
		t.Errorf("headers %v", got.Header)
	}
	_, err = c.Do(t.Context(), "eu-west-1", "ec2", "CreateVpc", map[string]any{"CidrBlock": "x"})
	var refused *wire.Error
	if !errors.As(err, &refused) || refused.Code != "InvalidParameterValue" || refused.Message != "no" {
		t.Errorf("got %v", err)
	}
}

// TestElsewhere holds that nothing leaves the machine.
func TestElsewhere(t *testing.T) {
	for _, endpoint := range []string{"https://ec2.amazonaws.com", "http://10.0.0.1:4566", "http://0.0.0.0:4566", "http://[2001:db8::1]", "http://127.0.0.1.evil.example", "", "127.0.0.1:4566"} {
		if _, err := client.New(wire.Open(), endpoint, client.Key{}, nil); err == nil {
			t.Errorf("%q is let in", endpoint)
		}
	}
}

// TestLongAnswers holds that an answer which cannot be held is an error, and not one that is cut.
func TestLongAnswers(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		const begins = `<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>`
		_, _ = io.WriteString(w, begins+strings.Repeat(" ", wire.Longest-len(begins)+1))
	}))
	defer server.Close()
	c, err := client.New(wire.Open(), server.URL, client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Do(t.Context(), "eu-west-1", "ec2", "DescribeVpcs", nil); err == nil || !strings.Contains(err.Error(), "is not held") {
		t.Errorf("got %v, %v", out, err)
	}
}
