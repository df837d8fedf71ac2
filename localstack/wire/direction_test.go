// Each direction against its inverse, for every operation of every service.

package wire_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"traillab/localstack/wire"
)

// endpoint is where nothing listens: the tests hand requests over themselves.
func endpoint(t *testing.T) *url.URL {
	t.Helper()
	at, err := url.Parse("http://127.0.0.1:4566")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// each runs a test for every operation, several times with random values.
func each(t *testing.T, test func(t *testing.T, c *wire.Catalog, o *wire.Operation, r *maker)) {
	c := wire.Open()
	count := 0
	for _, name := range c.Services() {
		s, ok := c.Service(name)
		if !ok {
			t.Fatalf("%s cannot be read", name)
		}
		t.Run(name, func(t *testing.T) {
			for _, operation := range s.Operations() {
				o, _ := s.Operation(operation)
				for seed := range uint64(5) {
					test(t, c, o, &maker{Rand: rand.New(rand.NewPCG(seed, uint64(count))), protocol: s.Protocol})
				}
				count++
				if t.Failed() {
					return // one operation is enough to look at
				}
			}
		})
	}
	if count < 2000 {
		t.Errorf("%d operations are too few", count)
	}
}

func TestRequests(t *testing.T) {
	at := endpoint(t)
	each(t, func(t *testing.T, c *wire.Catalog, o *wire.Operation, r *maker) {
		r.request = true
		in := r.make(o.Input)
		request, err := o.WriteRequest(at, in)
		if err != nil {
			t.Errorf("%s: %v", o.Name, err)
			return
		}
		body, err := io.ReadAll(request.Body)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = request.URL.Host
		found, name, err := c.Identify(o.Service.Name, request, body)
		if err != nil || found != o && o.Name != "ListDirectoryBuckets" { // which the host alone tells from ListBuckets
			t.Errorf("%s is taken for %q: %v\n%s %s", o.Name, name, err, request.Method, request.URL)
			return
		}
		got, err := o.ReadRequest(request, body)
		if err != nil || !reflect.DeepEqual(got, in) {
			t.Errorf("%s: %v\n%s %s %v\n%s\n got %#v\nwant %#v", o.Name, err, request.Method, request.URL, request.Header, body, got, in)
		}
		if strange := o.Unknown(request, body); len(strange) > 0 {
			t.Errorf("%s: %q is not known\n%s %s\n%s", o.Name, strange, request.Method, request.URL, body)
		}
	})
}

func TestAnswers(t *testing.T) {
	each(t, func(t *testing.T, _ *wire.Catalog, o *wire.Operation, r *maker) {
		out := r.make(o.Output)
		a := o.WriteAnswer(out, "a-request")
		got, failure, err := o.ReadAnswer(a.Status, a.Header, a.Body)
		if err != nil || failure != nil || !reflect.DeepEqual(got, out) {
			t.Errorf("%s: %v %v\n%d %v\n%s\n got %#v\nwant %#v", o.Name, failure, err, a.Status, a.Header, a.Body, got, out)
		}
		if again := o.WriteAnswer(got, "a-request"); !bytes.Equal(again.Body, a.Body) {
			t.Errorf("%s: the same value made other bytes", o.Name)
		}
	})
}

func TestErrors(t *testing.T) {
	each(t, func(t *testing.T, _ *wire.Catalog, o *wire.Operation, r *maker) {
		want := &wire.Error{Code: "Some.Code", Message: r.text(), Status: 409}
		for _, shape := range o.Errors {
			if shape.Code == "" {
				want.Code = shape.Name
			}
		}
		a := o.Service.WriteError(o, want, "a-request")
		if o.Method == http.MethodHead {
			want = &wire.Error{Code: "Conflict", Status: 409}
		}
		out, got, err := o.ReadAnswer(a.Status, a.Header, a.Body)
		if err != nil || out != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n%d %v\n%s\n got %#v\nwant %#v", o.Name, err, a.Status, a.Header, a.Body, got, want)
		}
	})
}

func TestWhatDoesNotFit(t *testing.T) {
	c := wire.Open()
	ec2, _ := c.Service("ec2")
	o, _ := ec2.Operation("DescribeVpcs")
	for name, in := range map[string]map[string]any{
		"a member that is not there": {"VpcIdz": []any{"vpc-1"}},
		"text for a list":            {"VpcIds": "vpc-1"},
		"a number for text":          {"VpcIds": []any{int64(1)}},
	} {
		if _, err := o.WriteRequest(endpoint(t), in); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	a := o.WriteAnswer(map[string]any{"Vpcs": []any{map[string]any{"VpcId": true}}}, "a-request")
	if _, e, err := o.ReadAnswer(a.Status, a.Header, a.Body); err != nil || e == nil || a.Status != 500 || !strings.Contains(e.Message, "VpcId") {
		t.Errorf("an answer that does not fit is %d %v %v", a.Status, e, err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1/", nil)
	if err != nil {
		t.Fatal(err)
	}
	run, _ := ec2.Operation("RunInstances")
	var e *wire.Error
	if _, err := run.ReadRequest(request, []byte("Action=RunInstances&MinCount=many")); !errors.As(err, &e) || e.Code != "InvalidParameterValue" {
		t.Errorf("MinCount=many is %v", err)
	}
}
