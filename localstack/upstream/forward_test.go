// Doors: what a cloud has beside AWS's paths is not reached through the lab, however it is spelled; and no answer fills the
// memory.

package upstream

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

func TestDoors(t *testing.T) {
	for target, host := range map[string]string{
		"/_localstack/health": "", "//_localstack/health": "", "///_localstack/health": "", "/%2f_localstack/health": "", "/.//_localstack/health": "",
		"/%252f_localstack/health": "", "/;/_localstack/health": "", "/%5c_localstack/health": "", "/./_localstack/health": "", "/%5flocalstack/health": "",
		"/x/../_localstack/health": "", "/x/..%2f_localstack/health": "", "/x/y/../../_localstack": "", "/../_localstack/health": "", "//b/k": "", "/..": "",
		"/_aws/ses": "", "/_extension": "", "/moto-api/reset": "", "//moto-api/": "", "/moto-api": "", "/moto-api%2freset": "", "/favicon.ico": "",
		"/latest/meta-data/iam/security-credentials/": "", "/latest/api/token": "", "/v20180820/configuration/publicAccessBlock": "",
		"/health": "_localstack.s3.localhost:4566", "/reset": "moto-api.s3.localhost:4566", "/sqs/messages": "_aws.localhost", "/tags/x": "v20180820.localhost",
	} {
		for _, ask := range []string{"GetObject", "PutObject", "unheard of"} {
			p, last := cloud(t, says(200, "text/xml", ""))
			c := call(t, "s3", ask, "GET", "http://127.0.0.1:4566/", "")
			path, err := url.ParseRequestURI(target) // as a server does, which leaves dots where they are
			if err != nil {
				t.Fatal(err)
			}
			c.HTTP.URL = path
			if host != "" {
				bucket, _, _ := strings.Cut(host, ".")
				if c.HTTP.Host, c.In = host, map[string]any{"Bucket": bucket}; c.Operation == nil {
					continue // of which nobody knows a bucket
				}
			}
			a, err := p.Serve(t.Context(), c)
			if err != nil || a.Error == nil || a.Error.Code != "InvalidURI" || a.Error.Status != http.StatusBadRequest || last.Request != nil {
				t.Errorf("%s %s %s: %v %v", ask, host, target, a, err)
			}
		}
	}
	for _, target := range []string{"/", "/bucket", "/bucket/", "/bucket//key", "/bucket/_localstack/health", "/bucket/moto-api/reset", "/latest", "/latest/key", "/bucket/a%2Fb;c%25/..d", "/health"} {
		p, last := cloud(t, says(200, "text/xml", ""))
		c := call(t, "s3", "HeadObject", "HEAD", "http://127.0.0.1:4566"+target, "")
		if a, err := p.Serve(t.Context(), c); err != nil || last.Request == nil || last.RequestURI != target {
			t.Errorf("%s does not get through: %v %v", target, a, err)
		}
	}
	p, last := cloud(t, says(200, "text/xml", "")) // what a guard has mended is held to the same
	c := call(t, "s3", "GetBucketAcl", "GET", "http://127.0.0.1:4566/b?acl", "")
	c.In, c.Mended = map[string]any{"Bucket": "_localstack"}, true
	if a, err := p.Serve(t.Context(), c); err != nil || a.Error == nil || last.Request != nil {
		t.Errorf("a mended call: %v %v", a, err)
	}
}

// TestLongAnswers holds that an answer is never longer than what is held, and is never cut in silence.
func TestLongAnswers(t *testing.T) {
	p, _ := cloud(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = io.CopyN(w, zeros{}, wire.Longest+2)
	})
	_, err := p.Serve(t.Context(), call(t, "ec2", "DescribeVpcs", "POST", "http://lab/", ""))
	var broken *BrokenError
	if !errors.As(err, &broken) || !strings.Contains(err.Error(), fmt.Sprint(wire.Longest)) {
		t.Errorf("says %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// TestUnheardOfPaths holds that Smithy's RPC of a service that the model does not know is still understood as it.
func TestUnheardOfPaths(t *testing.T) {
	p, last := cloud(t, says(200, "application/cbor", ""))
	c := call(t, "s3", "Brew", "POST", "http://lab:4566/service/Coffee/operation/Brew", "\xa0")
	c.Service = "coffee"
	c.HTTP.Header.Set("Smithy-Protocol", "rpc-v2-cbor")
	c.HTTP.Header.Set("Content-Type", "application/cbor")
	if _, err := p.Serve(t.Context(), c); err != nil || last.Header.Get("Smithy-Protocol") != "rpc-v2-cbor" || last.body != "\xa0" {
		t.Errorf("sent %v: %v", last.Header, err)
	}
	other := &exchange.Call{Service: "coffee", Name: "Unknown", HTTP: c.HTTP, Body: c.Body, Region: "us-east-1"}
	if _, err := p.Serve(t.Context(), other); err != nil || last.Header.Get("Smithy-Protocol") != "" {
		t.Errorf("sent %v: %v", last.Header, err)
	}
}
