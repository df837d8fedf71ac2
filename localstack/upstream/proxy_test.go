// What a cloud is sent holds nothing of the client's signature, and what it answers becomes an answer.

package upstream

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// seen is a request as a cloud got it.
type seen struct {
	*http.Request
	body string
}

// cloud answers with handler and keeps what it was sent.
func cloud(t *testing.T, handler http.HandlerFunc) (*Proxy, *seen) {
	t.Helper()
	last := &seen{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		last.Request, last.body = r, string(body)
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	p := NewProxy(single{Kind: Moto, Endpoint: server.URL}, "000000000000")
	t.Cleanup(p.Close)
	return p, last
}

func says(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// call is a call as a gateway hands it on.
func call(t *testing.T, service, name, method, target, body string) *exchange.Call {
	t.Helper()
	model, ok := wire.Open().Service(service)
	if !ok {
		t.Fatalf("no model of %s", service)
	}
	operation, _ := model.Operation(name)
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAOFTHEUSER0000000/20261123/eu-west-3/ec2/aws4_request, SignedHeaders=host, Signature=5ec7e7")
	r.Header.Set("X-Amz-Security-Token", "5ec7e7-token")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	c := &exchange.Call{
		Operation: operation, Service: service, Name: name, Region: "eu-west-3", Account: "000000000000", In: map[string]any{},
		Key: "AKIAOFTHEUSER0000000", At: time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC), HTTP: r,
	}
	if operation == nil || !operation.StreamsIn() {
		c.Body = []byte(body)
	}
	return c
}

func TestSent(t *testing.T) {
	ok := func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Header.Get("Authorization"), "/ssm/") || strings.Contains(r.Header.Get("Authorization"), "/lambda/") {
			says(200, "application/json", "{}")(w, r)
			return
		}
		says(200, "text/xml", `<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>`)(w, r)
	}
	for _, c := range []struct {
		name         string
		service, ask string
		method       string
		target       string
		body         string
		change       func(c *exchange.Call)
		uri          string
		sent         string
		header       map[string]string // "" is for absent
	}{
		{
			name: "a form", service: "ec2", ask: "DescribeVpcs", method: "POST", target: "http://lab:4566/", body: "Action=DescribeVpcs&Version=2016-11-15",
			uri: "/", sent: "Action=DescribeVpcs&Version=2016-11-15",
			change: func(c *exchange.Call) {
				c.HTTP.Header.Set("Connection", "close, X-Hop")
				c.HTTP.Header.Set("X-Hop", "1")
				c.HTTP.Header.Set("Te", "trailers")
				for name := range strings.SplitSeq("X-Moto-Account-Id X-Localstack-Target X-Amz-Target Action X-Forwarded-Host X-Http-Method-Override Smithy-Protocol", " ") {
					c.HTTP.Header.Set(name, "DeleteVpc")
				}
				c.HTTP.Header.Set("User-Agent", "Boto3 region/ap-south-1")
			},
			header: map[string]string{
				"X-Hop": "", "Te": "", "X-Moto-Account-Id": "", "X-Localstack-Target": "", "X-Amz-Target": "", "Action": "", "X-Forwarded-Host": "",
				"X-Http-Method-Override": "", "Smithy-Protocol": "", "User-Agent": "traillab", "X-Amz-Security-Token": "", "X-Amz-Date": "20261123T070000Z",
			},
		},
		{
			name: "a URL signed in advance", service: "s3", ask: "ListObjectsV2", method: "GET",
			target: "http://lab:4566/b?list-type=2&prefix=a%2Fb&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAOFTHEUSER0000000%2F1&X-Amz-Date=1&X-Amz-Expires=60&X-Amz-SignedHeaders=host&x-amz-security-token=5ec7e7&X-Amz-Signature=5ec7e7&delimiter=/",
			uri:    "/b?list-type=2&prefix=a%2Fb&delimiter=/",
		},
		{
			name: "a URL signed in advance, of old", service: "s3", ask: "ListObjectsV2", method: "GET",
			target: "http://lab:4566/b?AWSAccessKeyId=AKIAOFTHEUSER0000000&Signature=5ec7e7&Expires=60&prefix=a",
			uri:    "/b?prefix=a",
		},
		{
			name: "a bucket in the host", service: "s3", ask: "ListObjectsV2", method: "GET", target: "http://trails.s3.localhost:4566/?prefix=a%20b",
			change: func(c *exchange.Call) { c.In = map[string]any{"Bucket": "trails"} }, uri: "/trails/?prefix=a%20b",
		},
		{
			name: "a key that is hard to spell", service: "s3", ask: "HeadObject", method: "HEAD", target: "http://lab:4566/trails//a%2Fb%25/c+d",
			change: func(c *exchange.Call) { c.In = map[string]any{"Bucket": "trails"} }, uri: "/trails//a%2Fb%25/c+d",
		},
		{
			name: "a body that streams", service: "s3", ask: "PutObject", method: "PUT", target: "http://lab:4566/trails/k", body: "stream",
			change: func(c *exchange.Call) {
				for name := range strings.SplitSeq("X-Amz-Meta-Colour If-None-Match Content-Md5 Cache-Control X-Moto-Account-Id X-Amz-Target X-Amz-Region-Set", " ") {
					c.HTTP.Header.Set(name, "v")
				}
			},
			uri: "/trails/k", sent: "stream", header: map[string]string{
				"Content-Length": "6", "X-Amz-Meta-Colour": "v", "If-None-Match": "v", "Content-Md5": "v", "Cache-Control": "v",
				"X-Moto-Account-Id": "", "X-Amz-Target": "", "X-Amz-Region-Set": "",
			},
		},
		{
			name: "an object that calls itself a form, which moto would read as one", service: "s3", ask: "PutObject", method: "PUT", target: "http://lab:4566/trails/k", body: "a=b",
			change: func(c *exchange.Call) {
				c.HTTP.Header.Set("Content-Type", "Application/x-www-form-urlencoded; charset=utf-8")
			},
			uri: "/trails/k", sent: "a=b", header: map[string]string{"Content-Type": "binary/octet-stream"},
		},
		{
			name: "a bucket that is the beginning of an address", service: "s3", ask: "ListObjectsV2", method: "GET", target: "http://127.0.0.1:4566/127?list-type=2",
			change: func(c *exchange.Call) { c.In = map[string]any{"Bucket": "127"} }, uri: "/127?list-type=2",
		},
		{
			name: "a form that says more than the lab understood", service: "ec2", ask: "DetachInternetGateway", method: "POST",
			target: "http://lab:4566/elsewhere?Action=DescribeVpcs", body: "Action=DescribeVpcs&VpcId=vpc-2&VpcId=vpc-1",
			change: func(c *exchange.Call) { c.In = map[string]any{"VpcId": "vpc-1", "InternetGatewayId": "igw-1"} },
			uri:    "/", sent: "Action=DetachInternetGateway&Version=2016-11-15&InternetGatewayId=igw-1&VpcId=vpc-1",
		},
		{
			name: "a form in the query string", service: "iam", ask: "GetUser", method: "GET", target: "http://lab:4566/?Action=GetUser&UserName=a",
			change: func(c *exchange.Call) { c.In = map[string]any{"UserName": "a"} }, uri: "/", sent: "Action=GetUser&Version=2010-05-08&UserName=a",
		},
		{
			name: "a form that the model does not know", service: "ec2", ask: "DescribeNovelties", method: "POST",
			target: "http://lab:4566/x?Action=DescribeNovelties&X-Amz-Signature=5ec7e7&AWSAccessKeyId=AKIAOFTHEUSER0000000", body: "Colour.1=red%26blue",
			uri: "/", sent: "Action=DescribeNovelties&Colour.1=red%26blue", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
		},
		{
			name: "a document", service: "ssm", ask: "ListCommands", method: "POST", target: "http://lab:4566/?Action=SendCommand", body: `{"MaxResults":5,"Newer":1}`,
			change: func(c *exchange.Call) {
				c.In = map[string]any{"MaxResults": int64(5)}
				c.HTTP.Header.Set("X-Amz-Target", "AmazonSSM.SendCommand")
			},
			uri: "/", sent: `{"MaxResults":5,"Newer":1}`, header: map[string]string{"X-Amz-Target": "AmazonSSM.ListCommands", "Content-Type": "application/x-amz-json-1.1"},
		},
		{
			name: "a document that the model does not know", service: "ssm", ask: "ListNovelties", method: "POST", target: "http://lab:4566/x?Action=SendCommand", body: "{}",
			change: func(c *exchange.Call) { c.HTTP.Header.Set("X-Amz-Target", "AmazonSSM.ListNovelties") },
			uri:    "/", sent: "{}", header: map[string]string{"X-Amz-Target": "AmazonSSM.ListNovelties", "Content-Type": "application/x-amz-json-1.1"},
		},
		{
			name: "a path of a service in JSON", service: "lambda", ask: "GetFunction", method: "GET", target: "http://lab:4566/2015-03-31/functions/f?Action=DeleteFunction",
			change: func(c *exchange.Call) { c.In = map[string]any{"FunctionName": "f:v", "Qualifier": "1"} },
			uri:    "/2015-03-31/functions/f%3Av?Qualifier=1",
		},
		{
			name: "what a guard has mended", service: "ec2", ask: "CreateVolume", method: "POST", target: "http://lab:4566/", body: "Action=CreateVolume&Version=2016-11-15&Size=8",
			change: func(c *exchange.Call) {
				c.In = map[string]any{"Size": int64(8), "Encrypted": true}
				c.Mended = true
			},
			uri: "/", sent: "Encrypted=true",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, last := cloud(t, ok)
			asked := call(t, c.service, c.ask, c.method, c.target, c.body)
			if c.change != nil {
				c.change(asked)
			}
			if _, err := p.Serve(t.Context(), asked); err != nil {
				t.Fatal(err)
			}
			if last.RequestURI != c.uri {
				t.Errorf("asked for %s, want %s", last.RequestURI, c.uri)
			}
			if c.sent == "" && last.body != "" || !strings.Contains(last.body, c.sent) {
				t.Errorf("sent %q, want %q", last.body, c.sent)
			}
			if got, want := last.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=000000000000/20261123/eu-west-3/"+c.service+"/aws4_request,"; !strings.HasPrefix(got, want) {
				t.Errorf("signed %s", got)
			}
			for name, want := range c.header {
				if got := last.Header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			if !strings.HasPrefix(last.Host, "127.0.0.1:") {
				t.Errorf("the host is %s", last.Host)
			}
			whole := &bytes.Buffer{}
			_ = last.Header.Write(whole)
			if all := whole.String() + last.RequestURI + last.body; strings.Contains(all, "5ec7e7") || strings.Contains(all, "AKIAOFTHEUSER") {
				t.Errorf("the client's signature goes on:\n%s", all)
			}
			if asked.HTTP.Header.Get("X-Amz-Security-Token") == "" {
				t.Error("the call's own request was changed")
			}
		})
	}
}

func TestAnswered(t *testing.T) {
	const page = "<!doctype html>\n<html lang=en>\n<title>Error</title>"
	for _, c := range []struct {
		name    string
		service string
		ask     string
		handler http.HandlerFunc
		code    string // of the error
		status  int
		message string
		raw     bool
	}{
		{"a result", "sts", "GetCallerIdentity", says(200, "text/xml", `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>000000000000</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`), "", 0, "", true},
		{"an error of ec2", "ec2", "DescribeVpcs", says(400, "text/xml", `<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>gone</Message></Error></Errors></Response>`), "InvalidVpcID.NotFound", 400, "gone", true},
		{"an error in JSON", "kms", "ListKeys", says(400, "application/x-amz-json-1.1", `{"__type":"ValidationException","message":"no"}`), "ValidationException", 400, "no", true},
		{"a page for 404", "backup", "StartBackupJob", says(404, "text/html; charset=utf-8", page), "NotImplemented", 501, "moto does not have backup.StartBackupJob.", false},
		{"a page for 500", "cloudtrail", "LookupEvents", says(500, "text/html; charset=utf-8", page), "InternalFailure", 501, "moto does not have cloudtrail.LookupEvents, or broke over it", false},
		{"a page that calls itself nothing", "iam", "ListUsers", says(500, "", page), "InternalFailure", 501, "moto does not have iam.ListUsers", false},
		{"no licence, in JSON", "cloudtrail", "LookupEvents", says(501, "application/json", `{"__type": "InternalFailure", "message": "not included in your license"}`), "NotImplemented", 501, "It says: not included in your license", false},
		{"no licence, in XML", "elasticloadbalancing", "DescribeLoadBalancers", says(501, "text/xml", `<ErrorResponse><Error><Code>InternalFailure</Code><Message>not included</Message></Error></ErrorResponse>`), "NotImplemented", 501, "It says: not included", false},
		{"an unknown operation that goes through", "ec2", "DescribeNovelties", says(200, "text/xml", `<x/>`), "", 0, "", true},
		{"an unknown operation that is refused", "ec2", "DescribeNovelties", says(400, "text/xml", `<Response><Errors><Error><Code>InvalidAction</Code><Message>no such</Message></Error></Errors></Response>`), "InvalidAction", 400, "no such", true},
		{"an unknown operation, in JSON", "ssm", "ListNovelties", says(400, "application/json", `{"__type":"com.amazonaws.ssm#UnknownOperationException"}`), "UnknownOperationException", 400, "", true},
		{"an unknown operation, in a header", "ssm", "ListNovelties", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Amzn-Errortype", "Throttled:http://internal.amazon.com/")
			w.WriteHeader(429)
		}, "Throttled", 429, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, _ := cloud(t, c.handler)
			a, err := p.Serve(t.Context(), call(t, c.service, c.ask, "POST", "http://lab/", ""))
			if err != nil {
				t.Fatal(err)
			}
			if (a.Raw != nil) != c.raw {
				t.Errorf("raw %v", a.Raw)
			}
			if c.code == "" {
				if a.Error != nil {
					t.Errorf("refused: %v", a.Error)
				}
				return
			}
			if a.Error == nil || a.Error.Code != c.code || a.Error.Status != c.status || !strings.Contains(a.Error.Message, c.message) {
				t.Errorf("answers %+v", a.Error)
			}
		})
	}
}

// TestAnsweredHead: an answer to HEAD has no body, so that its kind says nothing of a page.
func TestAnsweredHead(t *testing.T) {
	p, _ := cloud(t, says(404, "text/html; charset=utf-8", ""))
	for _, name := range []string{"HeadObject", "HeadBucket"} {
		a, err := p.Serve(t.Context(), call(t, "s3", name, "HEAD", "http://lab/trails/k", ""))
		if err != nil || a.Error == nil || a.Error.Status != 404 || a.Error.Code != "NotFound" {
			t.Errorf("%s of what is not there: %+v, %v", name, a, err)
		}
	}
}

// TestStreams holds a body that streams to not being waited for.
func TestStreams(t *testing.T) {
	begun, rest := make(chan struct{}), make(chan struct{})
	p, _ := cloud(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html") // an object may well be a page
		fmt.Fprint(w, "<!doctype html> first, ")
		_ = http.NewResponseController(w).Flush()
		close(begun)
		<-rest
		fmt.Fprint(w, "second")
	})
	a, err := p.Serve(t.Context(), call(t, "s3", "GetObject", "GET", "http://lab/trails/k", ""))
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	close(rest)
	body, err := io.ReadAll(a.Raw.Body)
	if err != nil || string(body) != "<!doctype html> first, second" || a.Body != nil || a.Out == nil {
		t.Errorf("streams %q, %v; out %v", body, err, a.Out)
	}
	_ = a.Raw.Body.Close()

	p, _ = cloud(t, says(404, "application/xml", `<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>`))
	a, err = p.Serve(t.Context(), call(t, "s3", "GetObject", "GET", "http://lab/trails/k", ""))
	if err != nil || a.Error == nil || a.Error.Code != "NoSuchKey" || a.Body == nil {
		t.Errorf("a missing object: %+v, %v", a, err)
	}
}

func TestBreaks(t *testing.T) {
	drop := func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }
	half := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, "<Desc")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	for name, handler := range map[string]http.HandlerFunc{"before it answers": drop, "in the middle": half, "in a tongue of its own": says(200, "text/xml", "<<<")} {
		t.Run(name, func(t *testing.T) {
			p, _ := cloud(t, handler)
			_, err := p.Serve(t.Context(), call(t, "ec2", "DescribeVpcs", "POST", "http://lab/", "Action=DescribeVpcs"))
			var broken *BrokenError
			if !errors.As(err, &broken) || broken.Cloud != "moto" || !strings.Contains(err.Error(), "moto at http://127.0.0.1:") || !strings.Contains(err.Error(), "broke off ec2.DescribeVpcs") {
				t.Errorf("says %v", err)
			}
		})
	}
	p := NewProxy(single{Kind: Moto, Endpoint: "http://192.0.2.1:80"}, "000000000000")
	if _, err := p.Serve(t.Context(), call(t, "ec2", "DescribeVpcs", "POST", "http://lab/", "")); err == nil || !strings.Contains(err.Error(), "not on this machine") {
		t.Errorf("talks to others: %v", err)
	}
	nowhere := NewProxy(&Running{plan: &Plan{}}, "000000000000")
	if _, err := nowhere.Serve(t.Context(), call(t, "ec2", "DescribeVpcs", "POST", "http://lab/", "")); err == nil || !strings.Contains(err.Error(), "no cloud of the lab answers ec2") {
		t.Errorf("says %v", err)
	}
}

// TestNoProxy: an HTTP proxy of the user's is not told what a lab does.
func TestNoProxy(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	t.Cleanup(proxy.Close)
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	p, _ := cloud(t, says(200, "text/xml", `<DescribeVpcsResponse/>`))
	if _, err := p.Serve(t.Context(), call(t, "ec2", "DescribeVpcs", "POST", "http://lab/", "")); err != nil {
		t.Error(err)
	}
	if direct().Proxy != nil { // which would be asked for addresses that are not loopback only
		t.Error("a proxy may be asked")
	}
}
