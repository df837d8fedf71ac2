// Package hostile_test feeds package wire whatever comes: nothing panics, and what is read is not out of proportion to what
// came. It has a folder of its own because fuzzing builds all of a test anew, and the tests beside wire stand on the SDK.
package hostile_test

import (
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"

	"traillab/localstack/wire"
)

// spoken is an operation of each protocol, with all that a shape can be.
var spoken = []string{
	"ec2 RunInstances", "iam CreateUser", "sns Publish", "rds CreateDBInstance", "dynamodb PutItem", "ssm SendCommand",
	"monitoring PutMetricData", "backup CreateBackupPlan", "lambda Invoke", "s3 PutBucketAcl", "s3 PutObject", "s3 CopyObject", "ec2 DescribeInstances",
}

func FuzzReadRequest(f *testing.F) {
	f.Add(uint8(0), "/?Action=RunInstances", "NetworkInterface.1.Groups.1=a&Foo.999999999=&MinCount=1", "")
	f.Add(uint8(1), "/", "Tags.member.1.Key=%ff&Tags.member..Key=&Tags.member.-1.Key=", "")
	f.Add(uint8(2), "/", "MessageAttributes.entry.1.Name=a&MessageAttributes.entry.1.Value.StringValue=b", "")
	f.Add(uint8(4), "/", `{"Item":{"a":{"M":{"b":{"L":[{"N":"1"},null]}}}}}`, "")
	f.Add(uint8(6), "/backup/plans/", `{"BackupPlan":{"Rules":[{"ScheduleExpression":1e400}]}}`, "")
	f.Add(uint8(8), "/b?acl", `<A xmlns:xsi="x"><AccessControlList><Grant><Grantee xsi:type="a"/></Grant></AccessControlList></A>`, "x-amz-acl: private")
	f.Add(uint8(9), "/b/%2e%2e/k", "text", "x-amz-meta-a: b")
	f.Add(uint8(6), "/", "\xbf\x6aMetricData\x9f\xa1\x65Value\xf9\x3c\x00\xff\xff", "")
	c := wire.Open()
	f.Fuzz(func(t *testing.T, which uint8, target, body, header string) {
		o := pick(c, spoken[int(which)%len(spoken)])
		if !strings.HasPrefix(target, "/") {
			return
		}
		r := request(t, o.Method, target)
		if r == nil {
			return
		}
		if name, value, ok := strings.Cut(header, ": "); ok {
			r.Header.Set(name, value)
		}
		o.Unknown(r, []byte(body))
		if _, _, err := c.Identify(o.Service.Name, r, []byte(body)); err != nil {
			return
		}
		in, err := o.ReadRequest(r, []byte(body))
		if err != nil {
			return
		}
		if _, err := o.WriteRequest(&url.URL{Scheme: "http", Host: "127.0.0.1:4566"}, in); err != nil && !strings.Contains(err.Error(), "in a path") && !strings.Contains(err.Error(), "in the place of") {
			t.Errorf("what was read cannot be written: %v\n%#v", err, in)
		}
	})
}

func FuzzReadAnswer(f *testing.F) {
	f.Add(uint8(0), 200, `<x><reservationSet><item><instancesSet/></item></reservationSet></x>`, "")
	f.Add(uint8(1), 404, `<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>`, "")
	f.Add(uint8(4), 200, `{"Attributes":{"a":{"B":"AA=="}}}`, "")
	f.Add(uint8(7), 200, "\x00", "X-Amz-Function-Error: a")
	f.Add(uint8(10), 200, `<Error><Code>a</Code></Error>`, "")
	f.Add(uint8(11), 200, strings.Repeat("<reservationSet><item>", 200), "")
	c := wire.Open()
	f.Fuzz(func(t *testing.T, which uint8, status int, body, header string) {
		o := pick(c, spoken[int(which)%len(spoken)])
		h := http.Header{}
		if name, value, ok := strings.Cut(header, ": "); ok {
			h.Set(name, value)
		}
		out, e, err := o.ReadAnswer(status, h, []byte(body))
		if n := count(out != nil, e != nil, err != nil); n != 1 {
			t.Fatalf("%d of a result, an error of the service and an error: %v %v %v", n, out, e, err)
		}
		if out == nil {
			return
		}
		if a := o.WriteAnswer(out, "r"); a.Status == http.StatusInternalServerError && status != a.Status {
			t.Errorf("what was read cannot be written: %s\n%#v", a.Body, out)
		}
	})
}

// pick returns one of them; CloudWatch's is spoken in CBOR, which it answers to besides.
func pick(c *wire.Catalog, call string) *wire.Operation {
	service, name, _ := strings.Cut(call, " ")
	if service == "monitoring" {
		r := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/service/x/operation/" + name}, Header: http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}}}
		o, _, _ := c.Identify(service, r, nil)
		return o
	}
	s, _ := c.Service(service)
	o, _ := s.Operation(name)
	return o
}

// request is one to the lab, nil where the target is none.
func request(t *testing.T, method, target string) *http.Request {
	r, err := http.NewRequestWithContext(t.Context(), method, "http://127.0.0.1:4566"+target, nil)
	if err != nil {
		return nil
	}
	return r
}

func count(of ...bool) int {
	return len(slices.DeleteFunc(of, func(is bool) bool { return !is }))
}

// TestBombs holds what is read against what came: a hundred bytes of memory for each of the body is plenty.
func TestBombs(t *testing.T) {
	var numbers strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&numbers, "&InstanceId.%d=a", i*7919)
	}
	deep := 100_000
	c := wire.Open()
	for name, test := range map[string]struct{ call, body string }{
		"a number":            {"ec2 DescribeInstances", "InstanceId.999999999=&InstanceId.99999999999999999999=a"},
		"many numbers":        {"ec2 DescribeInstances", numbers.String()},
		"a deep name":         {"ec2 DescribeInstances", strings.Repeat("Filter.1.", deep) + "=a"},
		"a deep array":        {"dynamodb PutItem", `{"Item":` + strings.Repeat("[", deep)},
		"a deep value":        {"dynamodb PutItem", `{"Item":` + strings.Repeat(`{"a":{"M":`, 4000) + "{}" + strings.Repeat("}}", 4000) + "}"},
		"a deep CBOR value":   {"monitoring PutMetricData", "\xa1\x6aMetricData" + strings.Repeat("\x81", deep)},
		"a claimed length":    {"monitoring PutMetricData", "\xa1\x6aMetricData\x9b\x00\x00\x00\xff\xff\xff\xff\xff"},
		"a deep document":     {"s3 PutBucketAcl", strings.Repeat("<AccessControlList><Grant>", deep)},
		"entities of its own": {"s3 PutBucketAcl", `<!DOCTYPE a [<!ENTITY a "` + strings.Repeat("a", deep) + `"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;&b;&b;</a>`},
	} {
		t.Run(name, func(t *testing.T) {
			o := pick(c, test.call)
			r := request(t, http.MethodPut, "/b?acl")
			body := []byte(test.body)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			in, err := o.ReadRequest(r, body)
			runtime.ReadMemStats(&after)
			if strings.Contains(name, "value") && (err == nil || !strings.Contains(err.Error(), "nested too deep")) {
				t.Errorf("%v %v", len(in), err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > uint64(1<<20+200*len(body)) {
				t.Errorf("%d bytes for a body of %d: %v %v", used, len(body), len(in), err)
			}
		})
	}
}
